/** Notices: problems and settings of a server's connection, as sentences. */

import { css, html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Host } from "../data/host";
import { causeOf, type Sign, signOf } from "../data/standing";
import { typeName } from "../data/texts";
import type { Problem, ServerDetail } from "../data/wire";
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
  denied: ["error", "alert"],
  unlisted: ["warning", "unknown"],
  // Only of a relay that is meant to be: of any other, the headline says it.
  relay: ["info", "relay"],
  slow: ["warning", "slow"],
  unencrypted: ["warning", "unencrypted"],
  pinned: ["info", "pinned"],
  better: ["info", "better"],
  away: ["warning", "alert"],
  refused: ["error", "alert"],
};

/** Notices that say the same as a root cause. */
const SAID_BY: Partial<Record<Problem, NoticeKey>> = {
  access_refused: "denied",
  https_refused: "unencrypted",
  not_listed: "unlisted",
  replaced: "unlisted",
  slow: "slow",
  starting: "starting",
};

/** Notices of states that are the headline until their cause is known. */
const OF_SIGN: Record<Sign, NoticeKey> = {
  offline: "offline",
  refused: "denied",
  relay: "relay",
  starting: "starting",
};

/** Return the notice that is the headline until the cause is known; empty if none is. */
export function signText(host: Host, server: ServerDetail): string {
  const sign = signOf(server);
  return sign ? noticeText(host, server, OF_SIGN[sign]) : "";
}

/**
 * Return the notices for a server, most severe first, without those that the headline
 * says already. What being offline or on a relay means stands beside any cause.
 */
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
  const cause = causeOf(server);
  const sign = signOf(server);
  const said = cause
    ? ["offline", "relay", SAID_BY[cause]]
    : [sign ? OF_SIGN[sign] : undefined];
  return all
    .filter(([key, applies]) => applies && !said.includes(key))
    .map(([key]) => key);
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
