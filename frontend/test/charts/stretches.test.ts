import { describe, expect, it } from "vitest";
import { type Sources, stretchesOf } from "../../src/charts/stretches";
import { DAY, HOUR } from "../../src/data/durations";
import type { HistoryState } from "../../src/data/recorder";
import { change } from "../server-detail";

const TO = Date.parse("2026-11-26T12:00:00Z");
const FROM = TO - DAY;

/** A state that began so many hours before the end. */
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
  it("are those of the history, the last until now", () => {
    const history = [was(24, "local"), was(10, "offline"), was(9, "remote")];
    expect(stretches({ history, current: "remote" })).toEqual([
      [24, 10, "local", null],
      [10, 9, "offline", null],
      [9, 0, "remote", null],
    ]);
  });

  it("begin unknown where the history begins later, and are cut at the day before", () => {
    const later = stretches({ history: [was(3, "local")], current: "local" });
    expect(later).toEqual([
      [24, 3, null, null],
      [3, 0, "local", null],
    ]);
    const before = stretches({ history: [was(30, "relay")], current: "relay" });
    expect(before).toEqual([[24, 0, "relay", null]]);
  });

  it("have nothing to say of states that are no type", () => {
    const history = [was(24, "local"), was(5, "unavailable"), was(4, "unknown")];
    const back = [...history, was(3, "local")];
    expect(stretches({ history: back, current: "local" })).toEqual([
      [24, 5, "local", null],
      [5, 3, null, null],
      [3, 0, "local", null],
    ]);
  });

  it("go on over a reload, be it that there is another type after it", () => {
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

  it("take the reason of the change that is nearest in time", () => {
    const near = change({ at: new Date(TO - 9 * HOUR - 900).toISOString() });
    const history = [was(24, "remote"), was(9, "local")];
    expect(stretches({ history, changes: [near], current: "local" })).toEqual([
      [24, 9, "remote", null],
      [9, 0, "local", "upgrade"],
    ]);
  });

  it("take a change for one of another type as little as one of another time", () => {
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

  it("are parted by a change of the address alone", () => {
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

  it("go on with the changes that the history does not know yet", () => {
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

  it("are made of the changes alone where there is no history", () => {
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

  it("end with what is now, be it sources by nothing else", () => {
    expect(stretches({ current: "local", since: ago(4) })).toEqual([
      [24, 4, null, null],
      [4, 0, "local", null],
    ]);
    expect(stretches({})).toEqual([[24, 0, null, null]]);
  });

  it("bear a clock that jumped: what is in the future, or of no time, is nowhere", () => {
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

  it("bear a server that changes every second, without gaps or overlaps", () => {
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
