import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import "../../src/charts/day-strip";
import type { DayStrip } from "../../src/charts/day-strip";
import type { Scrub } from "../../src/charts/scrubber";
import { setClock } from "../../src/data/clock";
import type { HistoryState } from "../../src/data/recorder";
import type { ServerRow } from "../../src/data/wire";
import { all, mounted, one, settled, textOf } from "../elements";
import { fakeHost } from "../fake-home-assistant";
import { NOW, server } from "../rows";

const SECONDS = Date.parse(NOW) / 1000;
const HOUR = 3600;

function state(s: string, hoursAgo: number): HistoryState {
  return { s, lu: SECONDS - hoursAgo * HOUR };
}

const DAY = [state("local", 24), state("offline", 10), state("relay", 9.5)];

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(NOW) });
  setClock(NOW);
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

function strip(
  history: readonly HistoryState[] | null,
  change: Partial<ServerRow> = {},
): Promise<DayStrip> {
  const row = server({ connection_type: "local", since: at(8), ...change });
  return mounted<DayStrip>("plex-connection-day-strip", {
    host: fakeHost(),
    server: row,
    history,
  });
}

function at(hoursAgo: number): string {
  return new Date(1000 * (SECONDS - hoursAgo * HOUR)).toISOString();
}

const label = (element: DayStrip) =>
  one<HTMLElement & { label: string }>(element, "plex-connection-scrubber").label;

async function scrub(element: DayStrip, detail: Scrub): Promise<string> {
  one(element, "plex-connection-scrubber").dispatchEvent(
    new CustomEvent<Scrub>("scrub", { detail }),
  );
  await settled(element);
  return one(element, ".bubble").textContent?.trim() ?? "";
}

describe("the strip of a day", () => {
  it("says how long it was connected in which way", async () => {
    const element = await strip([...DAY, state("local", 8)]);
    expect(label(element)).toBe(
      "Last 24 hours: Local 22 hr, Relay 1 hr 30 min, Offline 30 min; 98% up",
    );
    expect(textOf(one(element, ".uptime"))).toBe("98% up");
  });

  it("doesn't count what is not known", async () => {
    const history = [state("local", 6), state("unavailable", 4), state("offline", 2)];
    const element = await strip(history, { connection_type: "offline", since: at(2) });
    expect(label(element)).toBe(
      "Last 24 hours: Local 2 hr, Offline 2 hr, No data 20 hr; 50% up",
    );
  });

  it("knows nothing of the time when Home Assistant was off", async () => {
    const gaps = [{ from: at(20), to: at(8) }];
    const element = await strip([state("local", 24)], { gaps, since: at(30) });
    expect(label(element)).toBe("Last 24 hours: Local 12 hr, No data 12 hr; 100% up");
  });

  it("begins with the current connection without a history", async () => {
    expect(label(await strip([]))).toBe(
      "Last 24 hours: Local 8 hr, No data 16 hr; 100% up",
    );
    const unknown = await strip([], { connection_type: null, since: null });
    expect(label(unknown)).toBe("Last 24 hours: no data");
    expect(all(unknown, ".uptime")).toEqual([]);
  });

  it("has a bubble for each stretch, by pointer and by keyboard", async () => {
    const element = await strip([...DAY, state("local", 8)]);
    expect(await scrub(element, { share: 0.6 })).toBe(
      "Offline, 03:00 to 03:30 (30 min)",
    );
    expect(one(element, ".bubble").classList).toContain("shown");
    expect(await scrub(element, { index: 3 })).toBe("Local, 05:00 to 13:00 (8 hr)");
    expect(await scrub(element, null)).toBe("");
    expect(one(element, ".bubble").classList).not.toContain("shown");
  });

  it("keeps its place while it loads", async () => {
    const element = await strip(null);
    expect(textOf(element)).toBe("");
    expect(all(element, ".loading")).toHaveLength(1);
  });

  it("moves with the clock", async () => {
    const element = await strip([...DAY, state("local", 8)]);
    const labelAfter = async (hours: number) => {
      vi.setSystemTime(Date.parse(NOW) + hours * HOUR * 1000);
      await vi.advanceTimersByTimeAsync(1000);
      await settled(element);
      return label(element);
    };
    expect(await labelAfter(1)).toContain("Relay 1 hr 30 min, Offline 30 min");
    expect(await labelAfter(16)).toBe("Last 24 hours: Local 1 day; 100% up");
  });
});
