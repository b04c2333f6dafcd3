/** A server's connection over time, combined from all sources. */

import type { HistoryState } from "../data/recorder";
import type { ChangeView, ConnectionType, GapView } from "../data/wire";

/** A connection type, or null if unknown. */
export type KnownType = ConnectionType | null;

/** The time from one change to the next; in milliseconds since 1970. */
export interface Stretch {
  from: number;
  to: number;
  type: KnownType;
  /** The change at its start, if known. */
  change: ChangeView | null;
}

interface Boundary {
  at: number;
  type: KnownType;
  change: ChangeView | null;
}

export interface Sources {
  history: readonly HistoryState[];
  /** In any order. */
  changes: readonly ChangeView[];
  current: KnownType;
  /** When the current connection began. */
  since: string | null;
  /** When nothing was watched, oldest first. */
  gaps?: readonly GapView[];
}

/** Maximum milliseconds between a change and the state that reflects it. */
const TOLERANCE = 15_000;

/**
 * Maximum milliseconds without a type that do not count as a change: as long as a reload of
 * the account or a restart of Home Assistant takes.
 */
const PAUSE = 60_000;

const TYPES: readonly string[] = ["local", "remote", "relay", "offline"];

/** Return the stretches between two times, oldest first, without gaps. */
export function stretchesOf(sources: Sources, from: number, to: number): Stretch[] {
  if (!(to > from)) {
    return [];
  }
  const boundaries = withGaps(boundariesOf(sources, to), sources.gaps ?? []);
  const stretches = boundaries.map(({ at, type, change }, index) => ({
    from: Math.max(at, from),
    to: Math.min(boundaries[index + 1]?.at ?? to, to),
    type,
    change,
  }));
  const first = boundaries[0]?.at ?? to;
  if (first > from) {
    stretches.unshift({ from, to: Math.min(first, to), type: null, change: null });
  }
  return merged(stretches.filter((each) => each.to > each.from));
}

function boundariesOf(sources: Sources, to: number): Boundary[] {
  const boundaries = withChanges(fromHistory(sources.history), sources.changes);
  const last = boundaries.at(-1);
  if (last?.type !== sources.current) {
    const since = Date.parse(sources.since ?? "");
    const at = Math.max(
      Number.isFinite(since) ? since : to,
      last?.at ?? Number.NEGATIVE_INFINITY,
    );
    boundaries.push({ at, type: sources.current, change: null });
  }
  return boundaries;
}

function fromHistory(history: readonly HistoryState[]): Boundary[] {
  return history
    .map(({ s, lu, lc }) => ({
      at: 1000 * (lc ?? lu),
      type: TYPES.includes(s) ? (s as ConnectionType) : null,
      change: null,
    }))
    .filter(({ at }) => Number.isFinite(at))
    .sort(byTime)
    .filter(isNewType)
    .filter((each, index, all) => !isPause(each, all[index - 1], all[index + 1]))
    .filter(isNewType);
}

function isNewType(
  { type }: Boundary,
  index: number,
  all: readonly Boundary[],
): boolean {
  return type !== all[index - 1]?.type || index === 0;
}

/** Return whether a boundary begins a short pause, as by a restart of Home Assistant. */
function isPause(
  { at, type }: Boundary,
  before: Boundary | undefined,
  after: Boundary | undefined,
): boolean {
  return type === null && !!before && !!after && after.at - at <= PAUSE;
}

/**
 * Attach each change to its boundary. Add those that the history lacks: changes of the last
 * seconds, and changes of the address only.
 */
function withChanges(
  boundaries: readonly Boundary[],
  changes: readonly ChangeView[],
): Boundary[] {
  const all = boundaries.map((each) => ({ ...each }));
  for (const change of changes) {
    const at = Date.parse(change.at);
    if (!Number.isFinite(at)) {
      continue;
    }
    const match = change.from === change.to ? undefined : nearest(all, at, change.to);
    if (match) {
      match.change = change;
    } else {
      all.push({ at, type: change.to, change });
    }
  }
  return all.sort(byTime);
}

function nearest(
  boundaries: readonly Boundary[],
  at: number,
  type: ConnectionType,
): Boundary | undefined {
  let best: Boundary | undefined;
  for (const each of boundaries) {
    const distance = Math.abs(each.at - at);
    const isMatch = each.type === type && !each.change && distance <= TOLERANCE;
    if (isMatch && (!best || distance < Math.abs(best.at - at))) {
      best = each;
    }
  }
  return best;
}

/** Cut out the gaps: what the history shows for them is the last state before them. */
function withGaps(
  boundaries: readonly Boundary[],
  gaps: readonly GapView[],
): Boundary[] {
  let all = [...boundaries];
  for (const gap of gaps) {
    const [from, to] = [Date.parse(gap.from), Date.parse(gap.to)];
    const first = all[0]?.at ?? Number.POSITIVE_INFINITY;
    // Before the first boundary nothing is known anyway.
    if (!(to > from) || to <= first) {
      continue;
    }
    const before = all.findLast(({ at }) => at <= to);
    all = [
      ...all.filter(({ at }) => at < from),
      { at: from, type: null, change: null },
      { at: to, type: before?.type ?? null, change: null },
      ...all.filter(({ at }) => at > to),
    ];
  }
  return all;
}

/** Merge adjacent stretches of the same type, unless a known change separates them. */
function merged(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const each of stretches) {
    const last = result.at(-1);
    if (last && last.type === each.type && !each.change) {
      last.to = each.to;
    } else {
      result.push({ ...each });
    }
  }
  return result;
}

function byTime(one: { at: number }, other: { at: number }): number {
  return one.at - other.at;
}
