import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DayTimeline } from "../../src/charts/day-timeline";
import { setClock } from "../../src/data/clock";
import "../../src/charts/day-timeline";
import type { HistoryState } from "../../src/data/recorder";
import type { ServerDetail } from "../../src/data/wire";
import { all, mounted, one, settled, textOf } from "../elements";
import { FakeConnection, fakeHass, fakeHost } from "../fake-home-assistant";
import { NOW } from "../rows";
import { change, detail } from "../server-detail";

const ENTITY = "sensor.attic_connection_type";
const UNTIL = Date.parse(NOW) / 1000;

let connection: FakeConnection;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(NOW) });
  setClock(NOW);
  connection = new FakeConnection();
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

function hours(ago: number, s: string): HistoryState {
  return { s, lu: UNTIL - 3600 * ago };
}

const HISTORY = [hours(24, "remote"), hours(3, "local")];

async function timeline(
  of: Partial<ServerDetail> = {},
  components: string[] = ["history", "recorder"],
): Promise<DayTimeline> {
  const config = { time_zone: "Europe/Berlin", state: "RUNNING", components };
  const hass = fakeHass({ connection, config });
  const element = await mounted<DayTimeline>("plex-connection-day-timeline", {
    host: fakeHost({}, hass),
    server: detail({ changes: [change()], ...of }),
  });
  await vi.advanceTimersByTimeAsync(0);
  await settled(element);
  return element;
}

function listed(element: DayTimeline): string[] {
  return all(element, "details li").map(textOf);
}

async function scrub(element: DayTimeline, detail: unknown): Promise<string> {
  one(element, "plex-connection-scrubber").dispatchEvent(
    new CustomEvent("scrub", { detail }),
  );
  await settled(element);
  return textOf(one(element, ".readout"));
}

describe("the day timeline", () => {
  it("loads the history of the entity", async () => {
    await timeline();
    expect(connection.sent).toEqual([
      {
        type: "history/history_during_period",
        start_time: "2026-11-25T12:00:00.000Z",
        entity_ids: [ENTITY],
        minimal_response: true,
        no_attributes: true,
      },
    ]);
  });

  it("lists the stretches with their reasons, newest first", async () => {
    connection.answer = () => ({ [ENTITY]: HISTORY });
    const element = await timeline();
    expect(listed(element)).toEqual([
      "Local, 10:00 to 13:00 (3 hr): a better connection was found",
      "Remote, 13:00 to 10:00 (21 hr)",
    ]);
    expect(all(element, ".legend li").map(textOf)).toEqual(["Local", "Remote"]);
    expect(textOf(one(element, "h2"))).toBe("Last 24 hours");
    expect(one(element, ".marks").getAttribute("d")).toBe("M875 0v10");
  });

  it("shows the stretch under the pointer, if any", async () => {
    connection.answer = () => ({ [ENTITY]: HISTORY });
    const element = await timeline();
    expect(await scrub(element, { share: 0.5 })).toBe("Remote, 13:00 to 10:00 (21 hr)");
    expect(await scrub(element, { share: 1 })).toContain("Local, 10:00");
    expect(await scrub(element, { index: 0 })).toContain("Remote");
    expect(await scrub(element, null)).toBe("Hover over or tap the bar for details.");
  });

  it("includes pushed changes", async () => {
    connection.answer = () => ({ [ENTITY]: HISTORY });
    const element = await timeline();
    vi.setSystemTime(Date.parse(NOW) + 60_000);
    const lost = change({
      at: "2026-11-26T12:00:30+00:00",
      from: "local",
      to: "offline",
      reason: "lost",
    });
    element.server = detail({ changes: [lost, change()], connection_type: "offline" });
    await settled(element);
    expect(listed(element)[0]).toBe(
      "Offline, 13:00 to 13:01 (30 sec): none of its addresses worked",
    );
    expect(connection.sent).toHaveLength(1);
  });

  it("advances with the clock", async () => {
    connection.answer = () => ({ [ENTITY]: HISTORY });
    const element = await timeline();
    await vi.advanceTimersByTimeAsync(120_000);
    await settled(element);
    expect(listed(element)[0]).toContain("10:00 to 13:02");
  });

  it.each([
    [{ entities: {} }, ["history"], "connection type sensor is disabled"],
    [{}, ["recorder"], "isn't recording history"],
  ])(
    "falls back to the changes if there is no history, and shows why",
    async (of, parts, expected) => {
      const element = await timeline(of, parts);
      expect(connection.sent).toEqual([]);
      expect(textOf(element)).toContain(expected);
      expect(listed(element)).toEqual([
        "Local, 10:00 to 13:00 (3 hr): a better connection was found",
      ]);
    },
  );

  it("begins with the first known time, but shows at least an hour", async () => {
    connection.answer = () => ({ [ENTITY]: [hours(0.5, "local")] });
    const element = await timeline({ changes: [] });
    expect(listed(element)).toEqual([
      "Local, 12:30 to 13:00 (30 min)",
      "No data, 12:00 to 12:30 (30 min)",
    ]);
    expect(textOf(element)).toContain("No data before 12:30.");
    expect(textOf(one(element, "h2"))).toBe("Since 12:30");
    expect(all(element, ".axis span").map(textOf)).toContain("12:30");
  });

  it("shows the whole day while the history is loading", async () => {
    connection.answer = () => new Promise(() => {});
    expect(listed(await timeline())).toHaveLength(2);
  });

  it("falls back to the changes if loading the history fails", async () => {
    connection.answer = () => {
      throw { code: "unknown_error", message: "no" };
    };
    const element = await timeline();
    expect(textOf(element)).toContain("history couldn't be loaded");
    expect(listed(element)).toHaveLength(1);
  });

  it("limits the list, and draws one path for each type", async () => {
    const states = ["local", "remote", "offline"];
    const history = Array.from({ length: 5000 }, (_, index) =>
      hours(24 - index / 250, states[index % 3] ?? ""),
    );
    connection.answer = () => ({ [ENTITY]: history });
    const element = await timeline({ changes: [] });
    expect(listed(element)).toHaveLength(50);
    expect(all(element, "svg path")).toHaveLength(6);
    const drawn = all(element, "svg path").map((each) => each.getAttribute("d"));
    expect(drawn.join()).not.toContain("NaN");
  });
});
