import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LatencyChart } from "../../src/charts/latency-chart";
import { setClock } from "../../src/data/clock";
import "../../src/charts/latency-chart";
import type { StatisticsRow } from "../../src/data/recorder";
import type { ServerDetail } from "../../src/data/wire";
import { all, mounted, one, settled, textOf } from "../elements";
import { FakeConnection, fakeHass, fakeHost } from "../fake-home-assistant";
import { NOW } from "../rows";
import { detail } from "../server-detail";

const ENTITY = "sensor.attic_latency";
const STEP = 300_000;
const UNTIL = Date.parse(NOW);

let connection: FakeConnection;

beforeEach(() => {
  vi.useFakeTimers({ now: UNTIL });
  setClock(NOW);
  connection = new FakeConnection();
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

/** Return a row that begins `before` rows before the end. */
function row(before: number, mean: number | null): StatisticsRow {
  const start = UNTIL - before * STEP;
  const [min, max] = mean === null ? [null, null] : [mean - 2, mean + 3];
  return { start, end: start + STEP, mean, min, max };
}

async function chart(
  of: Partial<ServerDetail> = {},
  components: string[] = ["history", "recorder"],
): Promise<LatencyChart> {
  const config = { time_zone: "Europe/Berlin", state: "RUNNING", components };
  const element = await mounted<LatencyChart>("plex-connection-latency-chart", {
    host: fakeHost({}, fakeHass({ connection, config })),
    server: detail(of),
  });
  await passed(element);
  return element;
}

async function passed(element: LatencyChart): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
  await settled(element);
}

function drawn(element: LatencyChart, name: string): string {
  return one(element, `path.${name}`).getAttribute("d") ?? "";
}

const ROWS = [row(5, 12), row(4, 14), row(2, 10), row(1, 20)];

describe("the latency chart", () => {
  it.each([
    ["24 hours", "5minute", "2026-11-25T12:00:00.000Z"],
    ["7 days", "hour", "2026-11-19T12:00:00.000Z"],
    ["30 days", "day", "2026-10-27T12:00:00.000Z"],
  ])("loads the statistics of %s", async (label, period, start_time) => {
    const element = await chart();
    const button = all<HTMLButtonElement>(element, ".ranges button").find(
      (each) => textOf(each) === label,
    );
    button?.click();
    await passed(element);
    expect(button?.getAttribute("aria-pressed")).toBe("true");
    expect(connection.sent.at(-1)).toEqual({
      type: "recorder/statistics_during_period",
      start_time,
      statistic_ids: [ENTITY],
      period,
      types: ["mean", "min", "max"],
      units: { duration: "ms" },
    });
  });

  it("draws a line and a band, with a gap where measurements are missing", async () => {
    connection.answer = () => ({ [ENTITY]: ROWS });
    const element = await chart();
    expect(drawn(element, "line").match(/M/g)).toHaveLength(2);
    expect(drawn(element, "band").match(/Z/g)).toHaveLength(2);
    expect(one(element, "svg").getAttribute("aria-label")).toBe(
      "Latency, 24 hours: average 14 ms, between 8 ms and 23 ms.",
    );
    expect(all(element, ".values span").map(textOf)).toEqual([
      "0 ms",
      "10 ms",
      "20 ms",
      "30 ms",
    ]);
  });

  it("shows the values under the pointer", async () => {
    connection.answer = () => ({ [ENTITY]: ROWS });
    const element = await chart();
    const scrubber = one(element, "plex-connection-scrubber");
    const scrub = async (detail: unknown) => {
      scrubber.dispatchEvent(new CustomEvent("scrub", { detail }));
      await settled(element);
      return textOf(one(element, ".readout"));
    };
    expect(await scrub({ share: 1 })).toBe("12:55: average 20 ms, 18 ms to 23 ms");
    expect(await scrub({ index: 0 })).toBe("12:35: average 12 ms, 10 ms to 15 ms");
    expect(await scrub(null)).toBe("Average Lowest to highest");
  });

  it("draws the current p50 and p95 if they have no statistics", async () => {
    connection.answer = () => ({ [ENTITY]: ROWS });
    const element = await chart();
    expect(all(element, ".label").map(textOf)).toEqual([
      "p50 now: 11 ms",
      "p95 now: 30 ms",
    ]);
    expect(all(element, "path.now")).toHaveLength(2);
  });

  it("draws p50 and p95 over time if they have statistics", async () => {
    const entities = {
      latency: ENTITY,
      latency_p50: "sensor.p50",
      latency_p95: "sensor.p95",
    };
    connection.answer = () => ({
      [ENTITY]: ROWS,
      "sensor.p50": [row(5, 9), row(4, 9)],
      "sensor.p95": [row(5, 40), row(4, 41)],
    });
    const element = await chart({ entities });
    expect(connection.sent[0]).toMatchObject({
      statistic_ids: [ENTITY, "sensor.p50", "sensor.p95"],
    });
    expect(all(element, ".label")).toEqual([]);
    // 9 ms and 40 ms; the height stands for 60 ms.
    expect(drawn(element, "p50")).toMatch(/^M[\d.]+ 850L/);
    expect(drawn(element, "p95")).toMatch(/^M[\d.]+ 333.3L/);
    expect(textOf(one(element, ".readout"))).toContain("95th percentile (p95)");
  });

  it("reloads every five minutes, and keeps its elements", async () => {
    connection.answer = () => ({ [ENTITY]: ROWS });
    const element = await chart();
    const line = one(element, "path.line");
    await vi.advanceTimersByTimeAsync(STEP - 1000);
    expect(connection.sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1000);
    await settled(element);
    expect(connection.sent).toHaveLength(2);
    expect(one(element, "path.line")).toBe(line);
  });

  it("accepts rows without numbers, in any order", async () => {
    connection.answer = () => ({
      [ENTITY]: [...ROWS, row(9, null), row(8, Number.NaN)].reverse(),
    });
    const element = await chart();
    const paths = all(element, "path").map((each) => each.getAttribute("d"));
    expect(paths.join()).not.toMatch(/NaN|Infinity/);
    expect(
      one<HTMLElement & { count: number }>(element, "plex-connection-scrubber").count,
    ).toBe(4);
  });
});

describe("the placeholder", () => {
  it("shows that statistics are loading", async () => {
    connection.answer = () => new Promise(() => {});
    expect(textOf(await chart())).toContain("Loading…");
  });

  it.each<[string, Partial<ServerDetail>, string[]]>([
    ["The first ones appear after five minutes", {}, ["recorder"]],
    ["isn't recording statistics", {}, ["history"]],
    ["sensor is disabled", { entities: {} }, ["recorder"]],
  ])("shows why there is no chart: %s", async (expected, of, components) => {
    const element = await chart(of, components);
    expect(textOf(element)).toContain(expected);
    expect(textOf(element)).toContain("Recently between 8 ms and 15 ms");
    expect(all(element, ".recent svg")).toHaveLength(1);
  });

  it("shows that statistics could not be loaded", async () => {
    connection.answer = () => {
      throw { code: "unknown_error", message: "no" };
    };
    expect(textOf(await chart({ recent_ms: [] }))).toContain("couldn't be loaded");
  });
});
