/** Texts for a stretch of the timeline. */

import type { Host } from "../data/host";
import { reasonText, typeName } from "../data/texts";
import type { KnownType, Stretch } from "./stretches";

/** Return the name of its type: "Remote", or that it is unknown. */
export function stretchName(host: Host, type: KnownType): string {
  return type ? typeName(host.text, type) : host.text("panel_server_day_unknown");
}

/**
 * Return it as text: "Remote, 10:05 to 11:20 (1 h 15 min): the previous connection
 * failed".
 */
export function stretchText(host: Host, stretch: Stretch | null): string {
  if (!stretch) {
    return "";
  }
  const { text, format } = host;
  const { from, to, type, change } = stretch;
  const values = {
    type: stretchName(host, type),
    from: format.time(new Date(from)),
    to: format.time(new Date(to)),
    duration: format.duration((to - from) / 1000),
  };
  if (!change) {
    return text("panel_server_day_stretch", values);
  }
  return text("panel_server_day_stretch_why", {
    ...values,
    reason: reasonText(text, change.reason, change.to),
  });
}
