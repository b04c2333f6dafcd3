/** The result of a requested discovery as text. */

import { now } from "../data/clock";
import type { Host } from "../data/host";
import type { RediscoverResult } from "../data/wire";

/** Return the number found, or when the next discovery is allowed; empty after that. */
export function rediscoveryText(
  { text, format }: Host,
  result: RediscoverResult,
): string {
  const { rate_limited, next_allowed, servers_found } = result;
  if (!rate_limited) {
    return text("panel_search_found", { count: format.number(servers_found) });
  }
  if (!next_allowed) {
    return text("panel_search_limited_for_now");
  }
  const from = new Date(next_allowed);
  return from.getTime() > now()
    ? text("panel_search_limited", { time: format.time(from, true) })
    : "";
}
