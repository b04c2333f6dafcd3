/** A root cause in words: what is wrong, how we know, what it means, and what to do. */

import type { Host } from "../data/host";
import type { FactView, Problem, ServerRow } from "../data/wire";

/**
 * Causes that say nothing of playback elsewhere than here: Home Assistant's own
 * connection is no measure of it.
 */
const EFFECT_UNKNOWN: ReadonlySet<Problem> = new Set<Problem>([
  "access_refused",
  "container_address",
  "flapping",
  "https_refused",
  "names_blocked",
  "slow",
  "starting",
]);

/** Return what is wrong, as a sentence. */
export function whatText({ text }: Host, problem: Problem): string {
  return text(`problem_what_${problem}`) || text("problem_what_not_known");
}

/** Return the evidence as sentences; facts of later versions have none. */
export function factTexts(host: Host, facts: readonly FactView[]): string[] {
  return facts
    .map((fact) =>
      host.text(`problem_fact_${fact.key}`, {
        address: fact.address ?? "",
        value: valueText(host, fact),
      }),
    )
    .filter((text) => text !== "");
}

function valueText({ format }: Host, { key, value }: FactView): string {
  if (value === null || key !== "certificate_ends") {
    return value ?? "";
  }
  // At noon it is the same day in almost every time zone.
  const day = new Date(`${value}T12:00:00Z`);
  return Number.isNaN(day.getTime()) ? value : format.day(day);
}

/** Return what the connection means for watching; empty if it says nothing of that. */
export function effectText(
  { text }: Host,
  { connection_type: type }: ServerRow,
  problem: Problem,
): string {
  const isTold = type === "offline" || !EFFECT_UNKNOWN.has(problem);
  return type && isTold ? text(`problem_effect_${type}`) : "";
}

/** Return what to do, with marks for `code` and *emphasis*. */
export function nextText({ text }: Host, problem: Problem): string {
  return text(`problem_next_${problem}`) || text("problem_next_not_known");
}
