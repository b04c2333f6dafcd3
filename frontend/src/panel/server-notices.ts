/** Notices: problems and settings of a server's connection, as sentences. */

import { css, html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Host } from "../data/host";
import { typeName } from "../data/texts";
import type { ServerDetail } from "../data/wire";
import { type IconName, icon } from "../ui/icons";
import { repairsLink } from "../ui/server-badges";

type Level = "error" | "warning" | "info";

export type NoticeKey =
  | "offline"
  | "starting"
  | "denied"
  | "unlisted"
  | "relay"
  | "slow"
  | "unencrypted"
  | "pinned"
  | "better"
  | "away"
  | "refused";

const STYLES: Record<NoticeKey, [Level, IconName]> = {
  offline: ["error", "offline"],
  starting: ["info", "waiting"],
  denied: ["warning", "alert"],
  unlisted: ["warning", "unknown"],
  relay: ["warning", "relay"],
  slow: ["warning", "slow"],
  unencrypted: ["warning", "unencrypted"],
  pinned: ["info", "pinned"],
  better: ["info", "better"],
  away: ["warning", "alert"],
  refused: ["error", "alert"],
};

/** Return the notices for a server, most severe first. */
export function noticesOf(server: ServerDetail): NoticeKey[] {
  const hasAnswered = server.starting || server.refused;
  const all: [NoticeKey, boolean][] = [
    ["offline", server.connection_type === "offline" && !hasAnswered],
    ["starting", server.starting],
    ["denied", server.refused],
    ["unlisted", server.unlisted_since !== null],
    ["relay", server.connection_type === "relay"],
    ["slow", server.performance === "degraded"],
    ["unencrypted", server.encrypted === false],
    ["pinned", server.pinned !== null && server.connection_type !== "offline"],
    ["better", server.better !== null],
  ];
  return all.filter(([, applies]) => applies).map(([key]) => key);
}

function noticeText(host: Host, server: ServerDetail, key: NoticeKey): string {
  const { text, format } = host;
  const { better, pinned, latency, latency_ms: latencyMs } = server;
  if (key === "slow" && latencyMs !== null && latency.usual_ms !== null) {
    return text("panel_server_notice_slow_than", {
      latency: format.milliseconds(latencyMs),
      usual: format.milliseconds(latency.usual_ms),
    });
  }
  if (key === "offline" && pinned) {
    return text("panel_server_notice_offline_pinned", { address: pinned });
  }
  if (key === "unlisted" && server.unlisted_since) {
    return text("panel_server_notice_unlisted", {
      time: format.dateTime(new Date(server.unlisted_since)),
    });
  }
  const which = key === "better" && pinned ? "better_pinned" : key;
  return text(`panel_server_notice_${which}`, {
    type: better ? typeName(text, better.type) : "",
    address: (key === "pinned" ? pinned : better?.address) ?? "",
  });
}

/** Render one notice, in the style of Home Assistant's own. */
export function notice(key: NoticeKey, message: string): TemplateResult {
  const [level, name] = STYLES[key];
  return html`<div class="notice ${level}">${icon(name)}<span>${message}</span></div>`;
}

/** Render all notices for a server. */
export function notices(host: Host, server: ServerDetail): TemplateResult {
  return html`${repeat(
    noticesOf(server),
    (key) => key,
    (key) => notice(key, noticeText(host, server, key)),
  )}${
    server.open_repairs > 0
      ? html`<div class="notice warning">
          ${icon("alert")}${repairsLink(host, server)}
        </div>`
      : nothing
  }`;
}

export const noticeStyles = css`
  .notice {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 8px 12px;
    border-radius: var(--ha-border-radius-sm, 4px);
    background: color-mix(in srgb, var(--notice-color) 12%, transparent);
    overflow-wrap: anywhere;
  }
  .notice .icon {
    fill: var(--notice-color);
  }
  .notice.error {
    --notice-color: var(--error-color, #db4437);
  }
  .notice.warning {
    --notice-color: var(--warning-color, #ffa600);
  }
  .notice.info {
    --notice-color: var(--info-color, #039be5);
  }
`;
