/** What plex.tv said when somebody had it asked again, in words. */

import type { Host } from "./host";
import type { RediscoverResult } from "./wire";

/** Return what was found, or when it may be asked for again. */
export function foundText({ text, format }: Host, result: RediscoverResult): string {
  const { rate_limited, next_allowed, servers_found } = result;
  if (!rate_limited) {
    return text("panel_search_found", { count: format.number(servers_found) });
  }
  return next_allowed
    ? text("panel_search_limited", { time: format.time(new Date(next_allowed), true) })
    : text("panel_search_limited_for_now");
}
