/** The bundle's entry point: the panel, the card, and the dashboard strategy. */

// Must be first: it delays the other modules until Home Assistant's page is ready.
import "./page-ready";
import "./card/card";
import "./panel/panel";
import { register } from "./registration";

register();
