/** The phases of an attempt. */

import type { AttemptView } from "../data/wire";

export const PHASES = ["connect", "tls", "answer"] as const;

export type Phase = (typeof PHASES)[number];

export interface PhasePart {
  phase: Phase;
  ms: number;
}

/** Return the measured phases, in chronological order. */
export function phasesOf(attempt: AttemptView | null): PhasePart[] {
  if (!attempt) {
    return [];
  }
  const all: [Phase, number | null][] = [
    ["connect", attempt.warm ? null : attempt.connect_ms],
    ["tls", attempt.warm ? null : attempt.tls_ms],
    ["answer", attempt.latency_ms],
  ];
  return all.flatMap(([phase, ms]) =>
    ms !== null && Number.isFinite(ms) && ms >= 0 ? [{ phase, ms }] : [],
  );
}

export function totalOf(parts: readonly PhasePart[]): number {
  return parts.reduce((sum, { ms }) => sum + ms, 0);
}

/** Return the milliseconds that the full width of all bars stands for; above zero. */
export function commonScale(attempts: Iterable<AttemptView | null>): number {
  let longest = 0;
  for (const attempt of attempts) {
    longest = Math.max(longest, totalOf(phasesOf(attempt)));
  }
  return longest > 0 ? longest : 1;
}
