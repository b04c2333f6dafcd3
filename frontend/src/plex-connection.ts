/** All of the bundle: the panel, the card, and the dashboard strategy. */

// First: whatever follows is evaluated once Home Assistant's page is ready for it.
import "./page-ready";
import "./card";
import "./panel";
import { register } from "./registration";

register();
