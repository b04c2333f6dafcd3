import { describe, expect, it } from "vitest";
import {
  bandPath,
  dotPath,
  highestOf,
  isMeasured,
  linePath,
  type Measured,
  nearestRow,
  runsOf,
  toPosition,
  valueScale,
} from "../../src/charts/scales";

function row(start: number, mean: number, max: number | null = mean): Measured {
  return { start, end: start + 10, mean, min: mean, max };
}

const FRAME = { from: 0, to: 100, top: 50 };

describe("the value scale", () => {
  it.each([
    [8, 2, 8],
    [97, 25, 100],
    [1234, 500, 1500],
    [0.7, 0.2, 0.8],
    [100, 25, 100],
  ])("has round steps up to %d", (highest, step, top) => {
    const scale = valueScale(highest);
    expect(scale.step).toBeCloseTo(step);
    expect(scale.top).toBeCloseTo(top);
  });

  it.each([0, -3, Number.NaN, Number.POSITIVE_INFINITY])(
    "is valid for %d",
    (highest) => {
      expect(valueScale(highest)).toEqual({ top: 10, step: 2.5 });
    },
  );

  it("never has more than five lines above zero", () => {
    for (let highest = 0.01; highest < 1e6; highest *= 1.07) {
      const { top, step } = valueScale(highest);
      expect(top).toBeGreaterThanOrEqual(highest * (1 - 1e-6));
      expect(top / step).toBeLessThanOrEqual(5);
    }
  });

  it("cuts off a single spike, but shows every mean", () => {
    const rows = Array.from({ length: 100 }, (_, index) => row(10 * index, 5, 8));
    rows[7] = row(70, 20, 5000);
    expect(highestOf(rows, [])).toBe(20);
    expect(highestOf(rows, [60, Number.NaN])).toBe(60);
    expect(highestOf([], [])).toBe(0);
  });
});

describe("rows", () => {
  it("are split where measurements are missing", () => {
    const runs = runsOf([row(0, 1), row(10, 2), row(30, 3), row(40, 4), row(90, 5)]);
    expect(runs.map((run) => run.map(({ mean }) => mean))).toEqual([
      [1, 2],
      [3, 4],
      [5],
    ]);
    expect(runsOf([])).toEqual([]);
  });

  it("count only if they have a number", () => {
    expect(isMeasured(row(0, 0))).toBe(true);
    expect(isMeasured({ ...row(0, 0), mean: null })).toBe(false);
    expect(isMeasured(row(0, Number.NaN))).toBe(false);
    expect(isMeasured(row(Number.NaN, 1))).toBe(false);
  });

  it("are found by the nearest time", () => {
    const rows = [row(0, 1), row(10, 2), row(50, 3)];
    expect(nearestRow(rows, -99)).toBe(0);
    expect(nearestRow(rows, 16)).toBe(1);
    expect(nearestRow(rows, 999)).toBe(2);
    expect(nearestRow([], 5)).toBeNull();
  });
});

describe("positions", () => {
  it("are clamped, and are numbers for an empty range", () => {
    expect(toPosition(50, 0, 100)).toBe(500);
    expect(toPosition(-50, 0, 100)).toBe(0);
    expect(toPosition(500, 0, 100)).toBe(1000);
    expect(toPosition(5, 5, 5)).toBe(0);
  });

  it("make a line and an area", () => {
    const runs = runsOf([row(0, 0), row(10, 25, 50)]);
    expect(linePath(runs, FRAME)).toBe("M50 1000L150 500");
    expect(bandPath(runs, FRAME)).toBe("M50 1000L150 0L150 500L50 1000Z");
  });

  it("make a dot of a single value, and nothing without values", () => {
    expect(dotPath(runsOf([row(0, 25), row(50, 5), row(60, 5)]), FRAME)).toBe(
      "M50 500h.01",
    );
    expect(linePath(runsOf([row(0, 25)]), FRAME)).toBe("");
    expect(bandPath(runsOf([row(0, 25)]), FRAME)).toBe("");
    expect(linePath([], FRAME)).toBe("");
  });

  it("are numbers for a month of rows with values of any size", () => {
    const rows = Array.from({ length: 20_000 }, (_, index) =>
      row(10 * index, 10 ** (index % 9), null),
    );
    const frame = { from: 0, to: 200_000, top: valueScale(highestOf(rows, [])).top };
    const runs = runsOf(rows);
    expect(linePath(runs, frame)).not.toMatch(/NaN|Infinity|undefined/);
    expect(bandPath(runs, frame)).not.toMatch(/NaN|Infinity|undefined/);
  });
});
