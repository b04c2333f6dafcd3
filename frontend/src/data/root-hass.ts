/** Home Assistant's root element, for when no `hass` has been passed yet. */

import type { HomeAssistant } from "./home-assistant";

/** Return the page's `hass`; undefined until it has started. */
export function rootHass(): HomeAssistant | undefined {
  return document.querySelector<HTMLElement & { hass?: HomeAssistant }>(
    "home-assistant",
  )?.hass;
}
