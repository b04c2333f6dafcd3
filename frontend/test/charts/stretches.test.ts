import { describe, expect, it } from "vitest";
import { type Sources, stretchesOf } from "../../src/charts/stretches";
import { DAY, HOUR } from "../../src/data/durations";
import type { HistoryState } from "../../src/data/recorder";
import { change } from "../server-detail";

const TO = Date.parse("2026-11-26T12:00:00Z");
const FROM = TO - DAY;

/** Return a state that begins so many hours before the end. */
function was(hours: number, s: string): HistoryState {
  return { s, lu: (TO - hours * HOUR) / 1000 };
}

function ago(hours: number): string {
  return new Date(TO - hours * HOUR).toISOString();
}

function stretches(sources: Partial<Sources>) {
  const all = { history: [], changes: [], current: null, since: null, ...sources };
  return stretchesOf(all, FROM, TO).map(({ from, to, type, change: why }) => [
    (TO - from) / HOUR,
    (TO - to) / HOUR,
    type,
    why?.reason ?? null,
  ]);
}

describe("the stretches of a day", () => {
  it("follow the history; the last one lasts until now", () => {
    const history = [was(24, "local"), was(10, "offline"), was(9, "remote")];
    expect(stretches({ history, current: "remote" })).toEqual([
      [24, 10, "local", null],
      [10, 9, "offline", null],
      [9, 0, "remote", null],
    ]);
  });

  it("are unknown before the history, and cut at 24 hours", () => {
    const later = stretches({ history: [was(3, "local")], current: "local" });
    expect(later).toEqual([
      [24, 3, null, null],
      [3, 0, "local", null],
    ]);
    const before = stretches({ history: [was(30, "relay")], current: "relay" });
    expect(before).toEqual([[24, 0, "relay", null]]);
  });

  it("are unknown for states that are not a type", () => {
    const history = [was(24, "local"), was(5, "unavailable"), was(4, "unknown")];
    const back = [...history, was(3, "local")];
    expect(stretches({ history: back, current: "local" })).toEqual([
      [24, 5, "local", null],
      [5, 3, null, null],
      [3, 0, "local", null],
    ]);
  });

  it("continue over a reload, even if the type changes with it", () => {
    const second = 1 / 3600;
    const history = [
      was(24, "local"),
      was(9, "unavailable"),
      was(9 - 5 * second, "local"),
      was(6, "unavailable"),
      was(6 - second, "unknown"),
      was(6 - 60 * second, "relay"),
      was(3, "unknown"),
      was(3 - 61 * second, "relay"),
    ];
    expect(stretches({ history, current: "relay" })).toEqual([
      [24, expect.closeTo(6 - 60 * second), "local", null],
      [expect.closeTo(6 - 60 * second), 3, "relay", null],
      [3, expect.closeTo(3 - 61 * second), null, null],
      [expect.closeTo(3 - 61 * second), 0, "relay", null],
    ]);
  });

  it("take the reason of the nearest change in time", () => {
    const near = change({ at: new Date(TO - 9 * HOUR - 900).toISOString() });
    const history = [was(24, "remote"), was(9, "local")];
    expect(stretches({ history, changes: [near], current: "local" })).toEqual([
      [24, 9, "remote", null],
      [9, 0, "local", "upgrade"],
    ]);
  });

  it("do not match a change of another type or time", () => {
    const other = change({
      at: ago(9),
      to: "relay",
      from: "local",
      reason: "failover",
    });
    const late = change({ at: ago(8.9), to: "local", from: "remote" });
    const history = [was(24, "remote"), was(9, "local")];
    expect(stretches({ history, changes: [late, other], current: "local" })).toEqual([
      [24, 9, "remote", null],
      [9, 8.9, "relay", "failover"],
      [8.9, 0, "local", "upgrade"],
    ]);
  });

  it("are split by a change of only the address", () => {
    const moved = change({
      at: ago(2),
      from: "local",
      to: "local",
      reason: "withdrawn",
    });
    const history = [was(24, "local")];
    expect(stretches({ history, changes: [moved], current: "local" })).toEqual([
      [24, 2, "local", null],
      [2, 0, "local", "withdrawn"],
    ]);
  });

  it("include changes that the history lacks", () => {
    const lost = change({
      at: ago(0.01),
      from: "local",
      to: "offline",
      reason: "lost",
    });
    const history = [was(24, "local")];
    expect(stretches({ history, changes: [lost], current: "offline" })).toEqual([
      [24, 0.01, "local", null],
      [0.01, 0, "offline", "lost"],
    ]);
  });

  it("follow the changes if there is no history", () => {
    const changes = [
      change({ at: ago(1) }),
      change({ at: ago(6), from: null, to: "remote", reason: "first" }),
    ];
    expect(stretches({ changes, current: "local" })).toEqual([
      [24, 6, null, null],
      [6, 1, "remote", "first"],
      [1, 0, "local", "upgrade"],
    ]);
  });

  it("end with the current type, even if only the server reports it", () => {
    expect(stretches({ current: "local", since: ago(4) })).toEqual([
      [24, 4, null, null],
      [4, 0, "local", null],
    ]);
    expect(stretches({})).toEqual([[24, 0, null, null]]);
  });

  it("ignore invalid times and, after a clock jump, times in the future", () => {
    const changes = [
      change({ at: ago(-5), from: "local", to: "relay" }),
      change({ at: "never", from: "local", to: "relay" }),
    ];
    const history = [
      was(3, "remote"),
      was(24, "local"),
      { s: "offline", lu: Number.NaN },
    ];
    expect(stretches({ history, changes, current: "remote" })).toEqual([
      [24, 3, "local", null],
      [3, 0, "remote", null],
    ]);
    const sources = { history, changes: [], current: null, since: null };
    expect(stretchesOf(sources, TO, FROM)).toEqual([]);
    expect(stretchesOf(sources, Number.NaN, TO)).toEqual([]);
  });

  it("have no gaps or overlaps if the server changes every second", () => {
    const types = ["local", "remote", "offline"];
    const history = Array.from({ length: 80_000 }, (_, second) => ({
      s: types[second % 3] as string,
      lu: FROM / 1000 + second,
    }));
    const sources = { history, changes: [], current: null, since: null };
    const found = stretchesOf(sources, FROM, TO);
    expect(found[0]?.from).toBe(FROM);
    expect(found.at(-1)?.to).toBe(TO);
    expect(
      found.every((each, index) => each.from === (found[index - 1]?.to ?? FROM)),
    ).toBe(true);
  });
});
