/** A server's history in Home Assistant's recorder. */

import { now } from "./clock";
import { DAY } from "./durations";
import type { Connection, HomeAssistant } from "./home-assistant";

export const RANGES = {
  day: { length: DAY, period: "5minute" },
  week: { length: 7 * DAY, period: "hour" },
  month: { length: 30 * DAY, period: "day" },
} as const;

export type Range = keyof typeof RANGES;

/** A state in Home Assistant's history; times in seconds since 1970. */
export interface HistoryState {
  s: string;
  lu: number;
  lc?: number;
}

/** A value over a period; times in milliseconds since 1970. */
export interface StatisticsRow {
  start: number;
  end: number;
  mean: number | null;
  min: number | null;
  max: number | null;
}

export function hasRecorder(hass: HomeAssistant): boolean {
  return hass.config.components.includes("recorder");
}

export function hasHistory(hass: HomeAssistant): boolean {
  return hass.config.components.includes("history");
}

/** Return the states of an entity in the last 24 hours. */
export async function loadHistory(
  connection: Connection,
  entityId: string,
): Promise<HistoryState[]> {
  const states = await connection.sendMessagePromise<Record<string, HistoryState[]>>({
    type: "history/history_during_period",
    start_time: new Date(now() - DAY).toISOString(),
    entity_ids: [entityId],
    minimal_response: true,
    no_attributes: true,
  });
  return states[entityId] ?? [];
}

/** Statistics by entity, and the period that they cover; times in ms since 1970. */
export interface Statistics {
  range: Range;
  from: number;
  to: number;
  rows: Record<string, StatisticsRow[]>;
}

/** Return the statistics of entities over a range. */
export async function loadStatistics(
  connection: Connection,
  entityIds: string[],
  range: Range,
): Promise<Statistics> {
  const to = now();
  const from = to - RANGES[range].length;
  const rows = await connection.sendMessagePromise<Record<string, StatisticsRow[]>>({
    type: "recorder/statistics_during_period",
    start_time: new Date(from).toISOString(),
    statistic_ids: entityIds,
    period: RANGES[range].period,
    types: ["mean", "min", "max"],
    // In milliseconds, whatever unit the user has set for the entity.
    units: { duration: "ms" },
  });
  return { range, from, to, rows };
}
