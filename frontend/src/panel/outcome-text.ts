/** Texts for the result of an attempt and for why an address is not used. */

import type { Host } from "../data/host";
import type { CandidateView, Outcome } from "../data/wire";

/** Return the result of an attempt as text: "No response within 1.5 s". */
export function outcomeText(host: Host, outcome: Outcome, budgetS: number): string {
  return (
    host.text(`panel_outcome_${outcome}`, {
      time: host.format.milliseconds(1000 * budgetS),
    }) || host.text("panel_outcome_unknown")
  );
}

/** Return why an address is not used. */
export function rejectionText(host: Host, reason: string): string {
  return host.text(`panel_rejected_${reason}`) || host.text("panel_rejected_unknown");
}

export type CandidateState =
  | "works"
  | "refused"
  | "starting"
  | "fails"
  | "resting"
  | "retried"
  | "not_asked"
  | "looked_at";

/** Return the state of a candidate. */
export function stateOf(candidate: CandidateView): CandidateState {
  if (candidate.explain_only) {
    return "looked_at";
  }
  const outcome = candidate.last_attempt?.outcome;
  // The path works, even if earlier failures have opened a breaker that such an answer
  // does not close.
  if (outcome === "unauthorized") {
    return "refused";
  }
  if (outcome === "starting") {
    return "starting";
  }
  if (candidate.breaker !== "closed") {
    if (candidate.breaker === "half_open") {
      return "retried";
    }
    // Without a time, it is checked along with the others.
    return Number.isFinite(restsUntil(candidate)) ? "resting" : "fails";
  }
  if (outcome === undefined) {
    return "not_asked";
  }
  return outcome === "ok" ? "works" : "fails";
}

/** Return when a resting candidate is tried again; NaN if it is not resting. */
function restsUntil({ backoff_until }: CandidateView): number {
  return Date.parse(backoff_until ?? "");
}

/** Return the state of a candidate as text: "Not working · next try at 10:42:07". */
export function stateText(host: Host, candidate: CandidateView): string {
  const state = stateOf(candidate);
  if (state === "resting") {
    return host.text("panel_server_state_resting_until", {
      time: host.format.time(new Date(restsUntil(candidate)), true),
    });
  }
  if (state === "refused") {
    return host.text("panel_type_refused");
  }
  if (state === "starting") {
    return host.text("panel_badge_starting");
  }
  return host.text(`panel_server_state_${state}`);
}
