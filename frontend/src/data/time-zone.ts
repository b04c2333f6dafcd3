/** The time zone of the user's times, as set in the profile. */

import type { Host } from "./host";

/** Return its name; undefined for the browser's. */
export function timeZoneOf(host: Host): string | undefined {
  const { locale, config } = host.hass;
  return locale.time_zone === "server" ? config.time_zone : undefined;
}
