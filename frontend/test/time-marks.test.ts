import { describe, expect, it } from "vitest";
import { DAY, HOUR, marksBetween, zoneOffset } from "../src/time-marks";

const times = (marks: number[]) => marks.map((at) => new Date(at).toISOString());

describe("marks", () => {
  it("are on the hours of the zone", () => {
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

  it("are none for a time of no length, or ever so many", () => {
    expect(marksBetween(5, 5, HOUR, "UTC")).toEqual([]);
    expect(marksBetween(9, 5, HOUR, "UTC")).toEqual([]);
    expect(marksBetween(Number.NaN, 5, HOUR, "UTC")).toEqual([]);
    expect(marksBetween(0, 5 * DAY, 0, "UTC")).toEqual([]);
    expect(marksBetween(0, 1e15, 1, "UTC")).toEqual([]);
  });

  it("know how far a zone is from UTC, the browser's own too", () => {
    const summer = Date.parse("2026-07-01T12:00:00.250Z");
    expect(zoneOffset(summer, "Europe/Berlin")).toBe(2 * HOUR);
    expect(zoneOffset(summer, "America/St_Johns")).toBe(-2.5 * HOUR);
    expect(zoneOffset(summer, undefined)).toBe(
      -60_000 * new Date(summer).getTimezoneOffset(),
    );
  });
});
