/** Home Assistant's root element, for code that is given no `hass`. */

import type { HomeAssistant } from "./home-assistant";

/** Return the page's `hass`; undefined until the page has started. */
export function rootHass(): HomeAssistant | undefined {
  return document.querySelector<HTMLElement & { hass?: HomeAssistant }>(
    "home-assistant",
  )?.hass;
}
