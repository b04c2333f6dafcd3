/** One address of a server: its state and its last test. */

import { css, html, nothing, type TemplateResult } from "lit";
import { phaseBar } from "../charts/phase-bar";
import { type ConnectionTest, isNewer } from "../data/connection-test";
import type { Host } from "../data/host";
import type { AttemptView, CandidateView, FactView } from "../data/wire";
import { hint } from "../ui/hint";
import { type IconName, icon, typeIcon } from "../ui/icons";
import { timeText } from "../ui/time-text";
import { outcomeText, stateOf, stateText } from "./outcome-text";

export interface RowContext {
  host: Host;
  test: ConnectionTest;
  scale: number;
  /** The evidence on the server: it may say what an address is. */
  facts: readonly FactView[];
  /** The pin button, if there is one. */
  pinButton: TemplateResult | typeof nothing;
}

const STATE_ICONS: Record<ReturnType<typeof stateOf>, IconName> = {
  works: "ok",
  refused: "alert",
  starting: "waiting",
  fails: "failed",
  resting: "waiting",
  retried: "waiting",
  not_asked: "unknown",
  looked_at: "info",
};

/** Keys of evidence that an address is in a container's network. */
const OF_CONTAINERS: ReadonlySet<string> = new Set([
  "address_of_app",
  "address_of_container",
  "address_on_bridge",
]);

/** Return the last attempt: the server's, or a newer one from a running test. */
export function lastAttempt(
  candidate: CandidateView,
  test: ConnectionTest,
): AttemptView | null {
  const tested = test.state.attempts.get(candidate.url);
  const known = candidate.last_attempt;
  return tested && isNewer(tested, known) ? tested : known;
}

/**
 * Return a candidate as of its last attempt. If that comes from a test, the reported
 * breaker and failure count are older than it and no longer apply.
 */
function withLastAttempt(known: CandidateView, test: ConnectionTest): CandidateView {
  const last = lastAttempt(known, test);
  return last !== known.last_attempt
    ? {
        ...known,
        breaker: "closed",
        backoff_until: null,
        failure_count: 0,
        last_attempt: last,
      }
    : known;
}

/** Draw one address as a list item. */
export function candidateRow(
  known: CandidateView,
  { host, test, scale, facts, pinButton }: RowContext,
): TemplateResult {
  const candidate = withLastAttempt(known, test);
  const isWaiting = test.isWaitingFor(known.url);
  const works = stateOf(candidate) === "works";
  return html`<li
    class="candidate type-${known.type} ${known.explain_only ? "explain" : ""}"
    aria-busy=${isWaiting ? "true" : "false"}
  >
    <span class="kind ${works ? "" : "off"}">${icon(typeIcon(known.type))}</span>
    <div class="body">
      ${name(host, candidate)}
      <div class="small state">${state(host, candidate, facts)}</div>
      ${isWaiting ? waiting(host) : lastResult(host, candidate, scale)}
    </div>
    ${pinButton}
  </li>`;
}

function name(host: Host, candidate: CandidateView): TemplateResult {
  const chips = [
    candidate.role ? `panel_server_role_${candidate.role}` : null,
    candidate.pinned ? "panel_badge_pinned" : null,
  ].filter((key) => key !== null);
  return html`<div class="name">
      <span class="address">${candidate.address}</span>
      ${chips.map((key) => html`<span class="chip">${host.text(key)}</span>`)}
    </div>
    ${
      candidate.host
        ? html`<div class="small secondary host" title=${candidate.host}>
            <span class="address">${candidate.host}</span>
          </div>`
        : nothing
    }`;
}

/** Return what an address is: in a container's network, or else of its type. */
function placeName(
  { text }: Host,
  { address, type }: CandidateView,
  facts: readonly FactView[],
): string {
  const isInternal = facts.some(
    (fact) =>
      OF_CONTAINERS.has(fact.key) && fact.address && address.endsWith(fact.address),
  );
  return text(`panel_server_place_${isInternal ? "container" : type}`);
}

function state(
  host: Host,
  candidate: CandidateView,
  facts: readonly FactView[],
): TemplateResult {
  const { text, format } = host;
  const status = stateOf(candidate);
  return html`<span>${placeName(host, candidate, facts)}</span>
    <span class="status ${status}">
      ${icon(STATE_ICONS[status])}${
        // A pause needs an explanation, all other states speak for themselves.
        STATE_ICONS[status] === "waiting" && status !== "starting"
          ? hint(host, stateText(host, candidate), "pause")
          : stateText(host, candidate)
      }
    </span>
    ${
      candidate.failure_count > 0
        ? html`<span class="secondary">
            ${hint(
              host,
              text("panel_server_failures", {
                count: format.number(candidate.failure_count),
              }),
              "failures",
            )}
          </span>`
        : nothing
    }`;
}

function waiting(host: Host): TemplateResult {
  return html`<div class="small waiting">
    <span class="spinner" aria-hidden="true"></span>${host.text("panel_server_waiting")}
  </div>`;
}

function lastResult(
  host: Host,
  { last_attempt: attempt, budget_s: budget }: CandidateView,
  scale: number,
): TemplateResult | typeof nothing {
  if (!attempt) {
    return nothing;
  }
  const detail = attempt.detail ? ` (${attempt.detail})` : "";
  const warm = attempt.warm ? ` · ${host.text("panel_server_warm")}` : "";
  return html`<div class="small secondary">
      ${outcomeText(host, attempt.outcome, budget)}${detail} · ${timeText(host, attempt.at)}${warm}
    </div>
    ${phaseBar(host, attempt, scale)}`;
}

export const candidateStyles = css`
  .candidates,
  .rejected {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .candidate {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    padding-block: 12px;
    border-block-start: 1px solid var(--divider-color, #e0e0e0);
  }
  .candidates > .candidate:first-child {
    border-block-start: none;
  }
  .kind {
    flex: none;
    color: var(--type-color);
  }
  /* Only a working address has the color of its type. */
  .kind.off {
    color: var(--secondary-text-color, #5e5e5e);
  }
  .body {
    flex: 1;
    min-width: 0;
  }
  .name {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
  }
  .host {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .state,
  .waiting {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 8px;
  }
  .waiting .spinner {
    width: 14px;
    height: 14px;
  }
  .status {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .status .icon {
    width: 16px;
    height: 16px;
    fill: var(--secondary-text-color, #5e5e5e);
  }
  .status.works .icon {
    fill: var(--success-color, #43a047);
  }
  .status.refused .icon {
    fill: var(--warning-color, #ffa600);
  }
  .status.fails .icon {
    fill: var(--error-color, #db4437);
  }
  .phases {
    margin-block-start: 4px;
  }
  .brief .host,
  .brief .phases,
  .brief .explain {
    display: none;
  }
`;
