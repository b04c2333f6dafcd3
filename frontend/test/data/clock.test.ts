import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { now, onTick, setClock } from "../../src/data/clock";
import { NOW } from "../rows";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(NOW) });
});

afterEach(() => {
  setClock(NOW);
  vi.useRealTimers();
});

describe("Home Assistant's clock", () => {
  it("runs on from the reported time", () => {
    setClock("2026-11-26T13:00:00+01:00");
    expect(now()).toBe(Date.parse(NOW));
    setClock("2026-11-26T12:10:00+00:00");
    vi.advanceTimersByTime(5000);
    expect(now()).toBe(Date.parse("2026-11-26T12:10:05Z"));
  });

  it("ignores an invalid time", () => {
    setClock(NOW);
    setClock("soon");
    expect(now()).toBe(Date.parse(NOW));
  });
});

describe("the tick", () => {
  it("is one timer for all listeners, and stops without any", () => {
    const one = vi.fn();
    const other = vi.fn();
    const endOne = onTick(one);
    const endOther = onTick(other);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(2000);
    expect(one).toHaveBeenCalledTimes(2);
    endOne();
    vi.advanceTimersByTime(1000);
    expect(one).toHaveBeenCalledTimes(2);
    expect(other).toHaveBeenCalledTimes(3);
    endOther();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("pauses while the page is hidden", () => {
    const listener = vi.fn();
    const end = onTick(listener);
    const visibility = vi.spyOn(document, "visibilityState", "get");
    visibility.mockReturnValue("hidden");
    vi.advanceTimersByTime(3000);
    expect(listener).not.toHaveBeenCalled();
    visibility.mockReturnValue("visible");
    vi.advanceTimersByTime(1000);
    expect(listener).toHaveBeenCalledOnce();
    end();
  });
});
