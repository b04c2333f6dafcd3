/** The time zone for the user's times, by the profile. */

import type { Host } from "./host";

/** Return its name; undefined: the browser's. */
export function timeZoneOf(host: Host): string | undefined {
  const { locale, config } = host.hass;
  return locale.time_zone === "server" ? config.time_zone : undefined;
}
