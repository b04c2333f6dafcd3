import { html, render } from "lit";
import { describe, expect, it } from "vitest";
import { rangeText, sparkline } from "../../src/charts/sparkline";
import { fakeHost } from "../fake-home-assistant";

function drawn(values: number[]): [number, number][] {
  const place = document.createElement("div");
  render(html`${sparkline(values)}`, place);
  const line = place.querySelector(".line")?.getAttribute("d");
  return (line?.slice(1).split("L") ?? []).map((point) => {
    const [x, y] = point.split(" ").map(Number);
    return [x ?? Number.NaN, y ?? Number.NaN];
  });
}

describe("the sparkline", () => {
  it("needs three values", () => {
    expect(drawn([])).toEqual([]);
    expect(drawn([5, 6])).toEqual([]);
    expect(drawn([5, 6, 5])).toHaveLength(3);
  });

  it("ends at the right, and has full width with many values", () => {
    const few = drawn([10, 10, 10]);
    expect(few.at(-1)?.[0]).toBe(100);
    expect(few[0]?.[0]).toBeGreaterThan(70);
    const many = drawn(Array.from({ length: 32 }, (_, index) => index + 1));
    expect(many[0]).toEqual([0, 24]);
    expect(many.at(-1)).toEqual([100, 0]);
  });

  it("does not magnify noise", () => {
    const heights = drawn([100, 104, 100]).map(([, y]) => y);
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(3);
  });

  it("stays within the drawing for any values", () => {
    for (const values of [
      [0, 0, 0],
      [0, 9000, 0],
      [3, 3, 3],
    ]) {
      for (const [x, y] of drawn(values)) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(100);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y).toBeLessThanOrEqual(24);
      }
    }
  });

  it("is described as text", () => {
    const describeLine = (line: number[], latest: number | null) =>
      rangeText(fakeHost(), line, latest);
    expect(describeLine([8, 15, 12], null)).toBe("Recently between 8 ms and 15 ms");
    expect(describeLine([8, 15], 8)).toBe("");
    expect(describeLine([8, 15, 12], 21)).toBe("Recently between 8 ms and 21 ms");
  });
});
