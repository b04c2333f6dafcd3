/** The card's placeholders: what it shows without a server, and why. */

import { css, html, nothing, type TemplateResult } from "lit";
import type { RegistryDevice } from "../data/home-assistant";
import type { Host } from "../data/host";
import type { Overview } from "../data/overview-store";
import { isServer, nameOf } from "../data/own-devices";
import type { ServerRow } from "../data/wire";
import { emptyState, emptyStateStyles } from "../ui/empty-state";
import { ADD_PATH, follow } from "../ui/link";

/** Return the placeholder; null if there are servers to show. */
export function cardEmpty(
  host: Host,
  overview: Overview,
  configured: { id: string; device: RegistryDevice | undefined } | null,
  servers: readonly ServerRow[],
): TemplateResult | null {
  const { text } = host;
  if (servers.length > 0) {
    return null;
  }
  if (!overview.isKnown) {
    return noData(host, overview);
  }
  if (configured) {
    return noServer(host, configured.device);
  }
  if (overview.accounts.length === 0) {
    return noAccount(host);
  }
  // Accounts that are not loaded show their state themselves, if accounts are shown.
  return emptyState("offline", text("panel_no_servers"), text("card_no_servers_why"));
}

/** Render why the configured device has no row; it may be none of ours. */
function noServer({ text }: Host, device: RegistryDevice | undefined): TemplateResult {
  if (!device) {
    return emptyState("unknown", text("card_gone"), text("card_gone_why"));
  }
  return isServer(device)
    ? emptyState(
        "waiting",
        text("card_unwatched", { name: nameOf(device) }),
        text("card_unwatched_why"),
      )
    : emptyState("unknown", text("card_error_device"), text("card_choose"));
}

function noData(host: Host, { state }: Overview): TemplateResult {
  const { text } = host;
  if (state.kind === "refused") {
    const why = text("panel_refused_why", { reason: state.message });
    return emptyState("failed", text("card_refused"), why);
  }
  if (!host.connected || state.kind === "lost") {
    return emptyState("away", text("card_away"), text("card_away_why"));
  }
  return cardSkeleton(text("panel_loading"));
}

function noAccount({ text, isAdmin }: Host): TemplateResult {
  return emptyState(
    "account",
    text("panel_no_account"),
    text(isAdmin ? "panel_no_account_why" : "panel_no_account_ask"),
    isAdmin
      ? html`<a href=${ADD_PATH} @click=${follow}>${text("panel_add_account")}</a>`
      : nothing,
  );
}

/** `label` says that the card is loading; empty until texts are loaded. */
export function cardSkeleton(label: string): TemplateResult {
  return html`<div class="skeleton" aria-busy="true">
    <span class="visually-hidden" role="status">${label}</span>
    <i class="round"></i><i class="bar"></i>
  </div>`;
}

export const cardEmptyStyles = css`
  ${emptyStateStyles}

  /* It is inside the card already: no second border and background. */
  .empty.card {
    height: 100%;
    justify-content: center;
    gap: 4px;
    padding: 16px;
    border: none;
    background: none;
    box-shadow: none;
  }
  .empty > .icon {
    width: 32px;
    height: 32px;
  }
  .empty p {
    margin: 0;
  }

  .skeleton {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 10px;
  }
  .skeleton i {
    display: block;
    border-radius: 6px;
    background: color-mix(in srgb, var(--primary-text-color, #141414) 8%, transparent);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  .skeleton .round {
    width: 36px;
    height: 36px;
    border-radius: 50%;
  }
  .skeleton .bar {
    width: 50%;
    height: 12px;
  }
  @keyframes breathe {
    to {
      opacity: 0.4;
    }
  }
`;
