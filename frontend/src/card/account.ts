/** An account, shown above its servers in the card. */

import { css, html, type TemplateResult } from "lit";
import type { Host } from "../data/host";
import { accountText } from "../data/texts";
import type { AccountView } from "../data/wire";
import { icon } from "../ui/icons";

export function cardAccount(host: Host, account: AccountView): TemplateResult {
  const isOk = account.plex_tv === "ok";
  return html`<div class="account ${isOk ? "" : "problem"}">
    ${icon(isOk ? "account" : "alert")}
    <div>
      <bdi>${account.title}</bdi>
      <span class="secondary">${conditionOf(host, account)}</span>
    </div>
  </div>`;
}

/** Return the account's state and the number of today's requests. */
function conditionOf({ text, format }: Host, account: AccountView): string {
  const condition = accountText(text, account);
  if (account.state !== "loaded") {
    return condition;
  }
  const requests = format.number(account.requests_today);
  return `${condition} · ${text("panel_requests_today")}: ${requests}`;
}

export const cardAccountStyles = css`
  .account {
    display: flex;
    align-items: center;
    gap: 16px;
    padding: 10px 16px 4px;
  }
  .account div {
    display: flex;
    flex-direction: column;
    min-width: 0;
    line-height: 20px;
    overflow-wrap: anywhere;
  }
  .account .secondary {
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }
  .account .icon {
    color: var(--secondary-text-color, #5e5e5e);
  }
  .problem .icon {
    color: var(--warning-color, #ffa600);
  }
  section + section {
    border-block-start: 1px solid var(--divider-color, #e0e0e0);
  }
`;
