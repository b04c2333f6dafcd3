/** A root cause in words: what is wrong, how we know, what it means, and what to do. */

import type { Host } from "../data/host";
import type { FactView, Problem, ServerRow } from "../data/wire";

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

/**
 * Return what a cause and the connection mean for watching; empty before the first check.
 * Some causes have an effect of their own: Home Assistant's connection says nothing of
 * other devices then. The action `diagnose` has the same rule.
 */
export function effectText(
  { text }: Host,
  server: ServerRow,
  problem: Problem,
): string {
  const { connection_type: type, starting, refused } = server;
  if (!type) {
    return "";
  }
  const state = starting ? "starting" : refused ? "access_refused" : problem;
  const hasAnswered = starting || refused;
  const own = type !== "offline" || hasAnswered ? text(`problem_effect_${state}`) : "";
  return own || text(`problem_effect_${type}`);
}

/** Return what to do, with marks for `code` and *emphasis*. */
export function nextText({ text }: Host, problem: Problem): string {
  return text(`problem_next_${problem}`) || text("problem_next_not_known");
}
