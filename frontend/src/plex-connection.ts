/** All of the bundle: the panel, the card, and the dashboard strategy. */

import "./panel";
