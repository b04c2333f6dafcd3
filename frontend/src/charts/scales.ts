/** Maps values to positions on a chart: 0 … 1000, from the left and from the top. */

import type { StatisticsRow } from "../data/recorder";

/** A row with a measurement. */
export interface Measured extends StatisticsRow {
  mean: number;
}

export const SIZE = 1000;

const STEPS = [1, 2, 2.5, 5, 10];
const TARGET_LINES = 4;
const EMPTY_TOP = 10;

/** Maximum gap within a line, as a share of a row's duration. */
const MAX_GAP = 0.5;

/** Return the top of the value axis, and the distance between its lines. */
export function valueScale(highest: number): { top: number; step: number } {
  const value = Number.isFinite(highest) && highest > 0 ? highest : EMPTY_TOP;
  const rough = value / TARGET_LINES;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = STEPS.find((each) => each * power >= rough * (1 - 1e-9)) ?? 10;
  const step = factor * power;
  return { top: step * Math.ceil((value / step) * (1 - 1e-9)), step };
}

/**
 * Return the highest value to show. A single spike must not flatten everything else: up to
 * 2 % of the peaks may be cut off, but no mean.
 */
export function highestOf(
  rows: readonly Measured[],
  others: readonly number[],
): number {
  const peaks = rows.map((row) => row.max ?? row.mean).sort((one, two) => one - two);
  const peak = peaks[Math.floor(0.98 * (peaks.length - 1))] ?? 0;
  return rows.reduce(
    (highest, row) => Math.max(highest, row.mean),
    Math.max(peak, 0, ...others.filter(Number.isFinite)),
  );
}

export function isMeasured(row: StatisticsRow): row is Measured {
  return (
    row.mean !== null &&
    Number.isFinite(row.mean) &&
    Number.isFinite(row.start) &&
    Number.isFinite(row.end)
  );
}

/** Split rows where measurements are missing. */
export function runsOf(rows: readonly Measured[]): Measured[][] {
  const runs: Measured[][] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && row.start - last.end <= MAX_GAP * (row.end - row.start)) {
      run.push(row);
    } else {
      runs.push([row]);
    }
  }
  return runs;
}

/** Return the position of a value, clamped to the range. */
export function toPosition(value: number, from: number, to: number): number {
  const share = to > from ? (value - from) / (to - from) : 0;
  return Math.round(SIZE * 10 * Math.min(1, Math.max(0, share))) / 10;
}

/** Return the position of a value from the top. */
export function positionFromTop(value: number, top: number): number {
  return toPosition(top - value, 0, top);
}

export interface Frame {
  from: number;
  to: number;
  top: number;
}

function point(frame: Frame, at: number, value: number): string {
  return `${toPosition(at, frame.from, frame.to)} ${positionFromTop(value, frame.top)}`;
}

function middle(row: StatisticsRow): number {
  return (row.start + row.end) / 2;
}

/** Return the path of the means: one line for each run of more than one row. */
export function linePath(runs: readonly Measured[][], frame: Frame): string {
  return runs
    .filter((run) => run.length > 1)
    .map((run) => {
      const points = run.map((row) => point(frame, middle(row), row.mean));
      return `M${points.join("L")}`;
    })
    .join("");
}

/** Return the path of the dots, one for each run of a single row. */
export function dotPath(runs: readonly Measured[][], frame: Frame): string {
  return runs
    .flatMap(([row, ...others]) =>
      // A very short line; its round ends make a dot.
      row && others.length === 0 ? `M${point(frame, middle(row), row.mean)}h.01` : [],
    )
    .join("");
}

/** Return the area between the lowest and the highest values. */
export function bandPath(runs: readonly Measured[][], frame: Frame): string {
  return runs
    .filter((run) => run.length > 1)
    .map((run) => {
      const upper = run.map((row) => point(frame, middle(row), row.max ?? row.mean));
      const lower = run.map((row) => point(frame, middle(row), row.min ?? row.mean));
      return `M${[...upper, ...lower.reverse()].join("L")}Z`;
    })
    .join("");
}

/** Return the index of the row nearest to a time; null without rows. */
export function nearestRow(rows: readonly StatisticsRow[], at: number): number | null {
  let best: number | null = null;
  let distance = Number.POSITIVE_INFINITY;
  rows.forEach((row, index) => {
    const separation = Math.abs(middle(row) - at);
    if (separation < distance) {
      best = index;
      distance = separation;
    }
  });
  return best;
}
