/** The statistics as the chart and its texts need them. */

import type { Host } from "../data/host";
import {
  RANGES,
  type Range,
  type Statistics,
  type StatisticsRow,
} from "../data/recorder";
import type { ServerDetail } from "../data/wire";
import { type Frame, highestOf, isMeasured, type Measured, valueScale } from "./scales";
import { axisStart } from "./time-marks";

export type Percentile = "p50" | "p95";

/** A percentile over time, or only its current value if it has no statistics. */
export interface PercentileView {
  name: Percentile;
  rows: Measured[];
  now: number | null;
}

export interface LatencyView {
  range: Range;
  frame: Frame;
  step: number;
  rows: Measured[];
  percentiles: PercentileView[];
}

/** Return the entities whose statistics are needed; none without a latency sensor. */
export function entitiesFor({ entities }: ServerDetail): string[] {
  const { latency, latency_p50: p50, latency_p95: p95 } = entities;
  return latency ? [latency, p50, p95].filter((each) => each !== undefined) : [];
}

/** Return what to draw; null if nothing was measured in that time. */
export function latencyView(
  statistics: Statistics,
  server: ServerDetail,
): LatencyView | null {
  const { entities, latency } = server;
  const rowsOf = (entityId: string | undefined) =>
    measured(entityId ? statistics.rows[entityId] : undefined);
  const rows = rowsOf(entities.latency);
  if (rows.length === 0) {
    return null;
  }
  const percentiles: PercentileView[] = [
    { name: "p50", rows: rowsOf(entities.latency_p50), now: latency.p50_ms },
    { name: "p95", rows: rowsOf(entities.latency_p95), now: latency.p95_ms },
  ];
  const others = percentiles.flatMap((each) =>
    each.rows.length > 0 ? each.rows.map(({ mean }) => mean) : (each.now ?? []),
  );
  const { top, step } = valueScale(highestOf(rows, others));
  const { range, to } = statistics;
  const from = axisStart(rows[0]?.start ?? to, statistics.from, to);
  return { range, frame: { from, to, top }, step, rows, percentiles };
}

function measured(rows: readonly StatisticsRow[] | undefined): Measured[] {
  return (rows ?? []).filter(isMeasured).sort((one, two) => one.start - two.start);
}

/** Return the time of a row: "10:35", "3 May, 10:00" or "3 May". */
export function timeOfRow(host: Host, range: Range, row: StatisticsRow): string {
  const at = new Date(row.start);
  const { format } = host;
  if (range === "day") {
    return format.time(at);
  }
  return range === "week" ? format.dateTime(at) : format.day(at);
}

/** Return a row as text: "10:35: average 12 ms, 10 ms to 15 ms". */
export function rowText(host: Host, view: LatencyView, row: Measured): string {
  const { milliseconds } = host.format;
  const summary = host.text("panel_server_latency_row", {
    time: timeOfRow(host, view.range, row),
    mean: milliseconds(row.mean),
    least: milliseconds(row.min ?? row.mean),
    most: milliseconds(row.max ?? row.mean),
  });
  const more = view.percentiles.flatMap(({ name, rows }) => {
    const match = rows.find((each) => each.start === row.start);
    return match
      ? `${host.text(`panel_server_${name}`)} ${milliseconds(match.mean)}`
      : [];
  });
  return [summary, ...more].join(" · ");
}

/** Return a description of the whole chart. */
export function chartText(host: Host, view: LatencyView): string {
  const { rows } = view;
  const means = rows.map(({ mean }) => mean);
  const { milliseconds } = host.format;
  return host.text("panel_server_latency_chart", {
    range: host.text(`panel_server_range_${view.range}`),
    least: milliseconds(Math.min(...rows.map(({ min, mean }) => min ?? mean))),
    most: milliseconds(Math.max(...rows.map(({ max, mean }) => max ?? mean))),
    mean: milliseconds(means.reduce((one, two) => one + two, 0) / means.length),
  });
}

export function rangesOf(): Range[] {
  return Object.keys(RANGES) as Range[];
}
