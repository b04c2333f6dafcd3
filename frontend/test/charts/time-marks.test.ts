import { describe, expect, it } from "vitest";
import {
  axisStart,
  marksBetween,
  stepFor,
  zoneOffset,
} from "../../src/charts/time-marks";
import { DAY, HOUR, MINUTE } from "../../src/data/durations";

const times = (marks: number[]) => marks.map((at) => new Date(at).toISOString());

describe("marks", () => {
  it("are on the hours of the time zone", () => {
    const from = Date.parse("2026-11-26T10:20:00Z");
    expect(
      times(marksBetween(from, from + 12 * HOUR, 4 * HOUR, "Asia/Kolkata")),
    ).toEqual([
      "2026-11-26T10:30:00.000Z",
      "2026-11-26T14:30:00.000Z",
      "2026-11-26T18:30:00.000Z",
    ]);
  });

  it("are at midnight over a change to winter time", () => {
    const from = Date.parse("2026-10-23T12:00:00Z");
    expect(times(marksBetween(from, from + 4 * DAY, DAY, "Europe/Berlin"))).toEqual([
      "2026-10-23T22:00:00.000Z",
      "2026-10-24T22:00:00.000Z",
      "2026-10-25T23:00:00.000Z",
      "2026-10-26T23:00:00.000Z",
    ]);
  });

  it("are empty for an empty range, or if there would be too many", () => {
    expect(marksBetween(5, 5, HOUR, "UTC")).toEqual([]);
    expect(marksBetween(9, 5, HOUR, "UTC")).toEqual([]);
    expect(marksBetween(Number.NaN, 5, HOUR, "UTC")).toEqual([]);
    expect(marksBetween(0, 5 * DAY, 0, "UTC")).toEqual([]);
    expect(marksBetween(0, 1e15, 1, "UTC")).toEqual([]);
  });

  it("use a time zone's offset from UTC, or the browser's", () => {
    const summer = Date.parse("2026-07-01T12:00:00.250Z");
    expect(zoneOffset(summer, "Europe/Berlin")).toBe(2 * HOUR);
    expect(zoneOffset(summer, "America/St_Johns")).toBe(-2.5 * HOUR);
    expect(zoneOffset(summer, undefined)).toBe(
      -60_000 * new Date(summer).getTimezoneOffset(),
    );
  });
});

describe("an axis", () => {
  it.each([
    [HOUR, 10 * MINUTE],
    [5 * HOUR, HOUR],
    [DAY, 4 * HOUR],
    [7 * DAY, DAY],
    [30 * DAY, 5 * DAY],
    [400 * DAY, 400 * DAY],
  ])("of %d ms has a mark every %d ms", (length, step) => {
    expect(stepFor(length)).toBe(step);
  });

  it("begins with the first known time, but shows a minimum of the range", () => {
    expect(axisStart(-5, 0, 2400)).toBe(0);
    expect(axisStart(600, 0, 2400)).toBe(600);
    expect(axisStart(2399, 0, 2400)).toBe(2300);
    expect(axisStart(9999, 0, 2400)).toBe(2300);
    expect(axisStart(Number.NEGATIVE_INFINITY, 0, 2400)).toBe(0);
  });
});
