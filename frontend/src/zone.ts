/** The time zone in which a user wants to read times. */

import type { Host } from "./host";

/** Return its name; undefined: the browser's. */
export function zoneOf(host: Host): string | undefined {
  const { locale, config } = host.hass;
  return locale.time_zone === "server" ? config.time_zone : undefined;
}
