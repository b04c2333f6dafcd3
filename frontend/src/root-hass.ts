/** Home Assistant's own element, for what is asked before anybody has handed out a `hass`. */

import type { HomeAssistant } from "./home-assistant";

/** Return what Home Assistant's page has; undefined until it has started. */
export function rootHass(): HomeAssistant | undefined {
  return document.querySelector<HTMLElement & { hass?: HomeAssistant }>(
    "home-assistant",
  )?.hass;
}
