import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { daysScale, partsOf } from "../../src/charts/day-bars";
import { setClock } from "../../src/data/clock";
import "../../src/panel/figures";
import type { DayView, ServerDetail } from "../../src/data/wire";
import type { Figures } from "../../src/panel/figures";
import type { Hint } from "../../src/ui/hint";
import { all, mounted, textOf } from "../elements";
import { fakeHost } from "../fake-home-assistant";
import { NOW } from "../rows";
import { detail } from "../server-detail";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(NOW) });
  setClock(NOW);
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe("the figures", () => {
  async function figures(of: Partial<ServerDetail>): Promise<string> {
    const element = await mounted<Figures>("plex-connection-figures", {
      host: fakeHost(),
      server: detail(of),
    });
    return textOf(element);
  }

  it("are complete, with the days", async () => {
    const day: DayView = {
      date: "2026-11-26",
      seconds: { local: 3600, relay: 233.4, offline: 60 },
      changes: 2,
    };
    expect(await figures({ days: [day] })).toBe(
      "Statistics Success rate 99.5% Median (p50) 11 ms 95th percentile (p95) 30 ms " +
        "99th percentile (p99) 55 ms Failovers 2 Typical failover 300 ms " +
        "Longest failover 900 ms Time on relay today 3 min 53 sec " +
        "Requests to this server today 41 " +
        "Day by day Thu, Nov 26 Local 1 hr, Relay 3 min 53 sec, Offline 1 min Changes: 2 " +
        "Local Relay Offline",
    );
  });

  it("are explained, each of them", async () => {
    const element = await mounted<Figures>("plex-connection-figures", {
      host: fakeHost(),
      server: detail({}),
    });
    const hints = all<Hint>(element, "dt plex-connection-hint").map(({ text }) => text);
    expect(hints).toHaveLength(all(element, "dt").length);
    expect(new Set(hints).size).toBe(hints.length);
    expect(hints.every((text) => text.length > 20)).toBe(true);
    expect(hints[1]).toBe(
      "Half of the latest tests took at most this long. " +
        "Measured on open connections (tests: 40).",
    );
  });

  it("are left out if nothing was measured", async () => {
    const none = { count: 0, p50_ms: null, p95_ms: null, p99_ms: null };
    const text = await figures({
      latency: { ...none, warm: false, usual_ms: null },
      success_rate: null,
      failovers: { count: 0, p50_ms: null, max_ms: null },
    });
    expect(text).toBe(
      "Statistics Failovers 0 Time on relay today 0 sec " +
        "Requests to this server today 41",
    );
  });

  it("leave out the usual values until they are known", async () => {
    const text = await figures({ failovers: { count: 3, p50_ms: null, max_ms: 900 } });
    expect(text).toContain("Failovers 3 Longest failover 900 ms Time on relay");
  });

  it("have days on one scale: a day, or more if the clocks were set back", () => {
    const day = (local: number): DayView => ({
      date: "2026-10-25",
      seconds: { local, relay: 0, remote: Number.NaN },
      changes: 0,
    });
    expect(daysScale([])).toBe(86_400);
    expect(daysScale([day(10)])).toBe(86_400);
    expect(daysScale([day(10), day(90_000)])).toBe(90_000);
    expect(partsOf(day(10))).toEqual([["local", 10]]);
  });
});
