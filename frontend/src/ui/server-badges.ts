/** Badges: a server's problems and settings, beyond its connection type. */

import { css, html, type TemplateResult } from "lit";
import type { Host } from "../data/host";
import { causeOf } from "../data/standing";
import type { Problem, ServerRow } from "../data/wire";
import { hint } from "./hint";
import { type IconName, icon } from "./icons";
import { follow, REPAIRS_PATH } from "./link";

interface Badge {
  key: string;
  icon: IconName;
  tone: "warning" | "info";
  isOn: (server: ServerRow) => boolean;
}

const BADGES: readonly Badge[] = [
  {
    key: "failing",
    icon: "alert",
    tone: "warning",
    isOn: (server) => server.failure_count > 0,
  },
  {
    key: "unlisted",
    icon: "unknown",
    tone: "warning",
    isOn: (server) => server.unlisted_since !== null,
  },
  {
    key: "starting",
    icon: "waiting",
    tone: "info",
    isOn: (server) => server.starting,
  },
  {
    key: "slow",
    icon: "slow",
    tone: "warning",
    isOn: (server) => server.performance === "degraded",
  },
  {
    key: "unencrypted",
    icon: "unencrypted",
    tone: "warning",
    isOn: (server) => server.encrypted === false,
  },
  {
    key: "better",
    icon: "better",
    tone: "info",
    isOn: (server) => server.better !== null,
  },
  {
    key: "pinned",
    icon: "pinned",
    tone: "info",
    isOn: (server) => server.pinned !== null,
  },
];

/** Badges that say the same as a root cause. */
const SAID_BY: Partial<Record<Problem, string>> = {
  not_listed: "unlisted",
  replaced: "unlisted",
  starting: "starting",
  slow: "slow",
  https_refused: "unencrypted",
  pinned_down: "pinned",
};

/** Return whether the root cause, which is shown too, says what a badge would. */
function isSaid(badge: Badge, server: ServerRow): boolean {
  const cause = causeOf(server);
  return cause !== null && ["failing", SAID_BY[cause]].includes(badge.key);
}

/** Return the badges of a server, most urgent first. */
export function badges(host: Host, server: ServerRow): TemplateResult[] {
  const values = { count: host.format.number(server.failure_count) };
  const repairs =
    server.open_repairs > 0
      ? [
          html`<li class="badge warning">
            ${icon("alert")}${repairsLink(host, server)}
          </li>`,
        ]
      : [];
  const others = BADGES.filter(
    (badge) => badge.isOn(server) && !isSaid(badge, server),
  ).map(
    ({ key, tone, icon: name }) => html`<li class="badge ${tone}">
      ${icon(name)}<span>${label(host, key, values)}</span>
    </li>`,
  );
  return [...repairs, ...others];
}

/** Render the text of a badge; a count is explained. */
function label(
  host: Host,
  key: string,
  values: Record<string, string>,
): TemplateResult | string {
  const said = host.text(`panel_badge_${key}`, values);
  return key === "failing" ? hint(host, said, key) : said;
}

/** Render the number of open repairs, for administrators as a link. */
export function repairsLink(host: Host, server: ServerRow): TemplateResult {
  const count = host.format.number(server.open_repairs);
  const label = host.text("panel_badge_repairs", { count });
  return host.isAdmin
    ? html`<a class="repairs" href=${REPAIRS_PATH} @click=${follow}>${label}</a>`
    : html`<span>${label}</span>`;
}

export const badgeStyles = css`
  .badges {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 2px 8px;
    padding-inline-start: 6px;
    border-radius: var(--ha-border-radius-pill, 9999px);
    background: color-mix(in srgb, var(--badge-color) 15%, transparent);
    font-size: var(--ha-font-size-s, 12px);
    line-height: 20px;
  }
  .badge .repairs,
  .badge plex-connection-hint {
    /* Above the link that covers the tile. */
    position: relative;
    z-index: 1;
    color: inherit;
  }
  .badge .icon {
    width: 16px;
    height: 16px;
  }
  .badge.warning {
    --badge-color: var(--warning-color, #ffa600);
  }
  .badge.info {
    --badge-color: var(--info-color, #039be5);
  }
`;
