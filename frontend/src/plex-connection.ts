/** All of the bundle: the panel, the card, and the dashboard strategy. */

import "./card";
import "./panel";
import { register } from "./registration";

register();
