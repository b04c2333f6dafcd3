/** A day of a server's connection in figures and words. */

import type { Host } from "../data/host";
import { stretchName } from "./stretch-text";
import type { KnownType, Stretch } from "./stretches";

/** In the order in which they are named. */
const TYPES: readonly KnownType[] = ["local", "remote", "relay", "offline", null];

/** Return the milliseconds of each type, of those that occur. */
function lengthsOf(stretches: readonly Stretch[]): Map<KnownType, number> {
  const lengths = new Map<KnownType, number>();
  for (const type of TYPES) {
    const length = stretches
      .filter((each) => each.type === type)
      .reduce((sum, { from, to }) => sum + (to - from), 0);
    // Shorter ones would be named as of 0 seconds.
    if (length >= 500) {
      lengths.set(type, length);
    }
  }
  return lengths;
}

/** Return the share of the watched time that was not offline; null without any. */
export function uptimeOf(stretches: readonly Stretch[]): number | null {
  const lengths = lengthsOf(stretches);
  lengths.delete(null);
  const watched = [...lengths.values()].reduce((sum, each) => sum + each, 0);
  return watched > 0 ? 1 - (lengths.get("offline") ?? 0) / watched : null;
}

/** Return "Local 22 h, Relay 1 h 30 min, Offline 30 min". */
export function lengthsText(host: Host, stretches: readonly Stretch[]): string {
  return [...lengthsOf(stretches)]
    .map(
      ([type, length]) =>
        `${stretchName(host, type)} ${host.format.duration(length / 1000)}`,
    )
    .join(", ");
}
