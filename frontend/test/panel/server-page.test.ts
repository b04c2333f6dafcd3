import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setClock } from "../../src/data/clock";
import type { Host } from "../../src/data/host";
import type { CandidateList } from "../../src/panel/candidate-list";
import type { ServerActions } from "../../src/panel/server-actions";
import type { ServerHead } from "../../src/panel/server-head";
import { noticesOf } from "../../src/panel/server-notices";
import "../../src/panel/server-page";
import type { ServerDetail } from "../../src/data/wire";
import type { ServerPage } from "../../src/panel/server-page";
import { all, mounted, one, settled, textOf } from "../elements";
import { FakeConnection, fakeHost } from "../fake-home-assistant";
import { NOW } from "../rows";
import { attempt, candidate, change, detail } from "../server-detail";

const LIST = "plex-connection-candidate-list";
const REF = { entry_id: "entry", server_id: "attic" };

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

async function passed(element: ServerPage): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
  await settled(element);
}

async function page(server?: ServerDetail | null, host: Partial<Host> = {}) {
  const element = await mounted<ServerPage>("plex-connection-server-page", {
    host: fakeHost({ connection, ...host }),
    ref: REF,
  });
  await passed(element);
  if (server !== undefined) {
    connection.latest.send({ now: NOW, server });
    await passed(element);
  }
  return element;
}

/** Return all visible text, including that in the slot of the head. */
function allText(element: ServerPage): string {
  const slotted = all(element, "plex-connection-server-head > *");
  return [element, ...slotted].map(textOf).join(" ");
}

describe("the page of a server", () => {
  it("subscribes, and is a skeleton until data arrive", async () => {
    const element = await page();
    expect(connection.latest.message).toEqual({
      type: "plex_connection/subscribe_server",
      ...REF,
    });
    expect(all(element, ".skeleton")).toHaveLength(3);
    expect(textOf(element)).toBe("Loading…");
  });

  it("shows all sections", async () => {
    const text = allText(await page(detail({ changes: [change()] })));
    for (const heading of [
      "Local 192.168.1.20:32400",
      "Addresses",
      "Since 10:00",
      "Latency",
      "Statistics",
      "Changes",
      "Test now",
    ]) {
      expect(text).toContain(heading);
    }
    expect(text).not.toMatch(/undefined|NaN|\[object|\{\w+\}/);
  });

  it("has no actions for non-administrators", async () => {
    const element = await page(detail(), { isAdmin: false });
    expect(all(element, "plex-connection-server-actions")).toEqual([]);
  });

  it("shows why a server may not be watched, and links back", async () => {
    const element = await page(null);
    expect(textOf(element)).toContain("isn't monitored right now");
    for (const why of ["isn't loaded", "no longer has access", "isn't selected"]) {
      expect(textOf(element)).toContain(why);
    }
    expect(one(element, "a").getAttribute("href")).toBe("/plex-connection");
  });

  it("keeps its content while Home Assistant is disconnected", async () => {
    const element = await page(detail());
    connection.emit("disconnected");
    await passed(element);
    expect(textOf(element)).toContain("Home Assistant isn't responding. This page may");
    expect(textOf(element)).toContain("192.168.1.20:32400");
    expect(one(element, ".content").className).toContain("stale");
    connection.emit("ready");
    await passed(element);
    expect(one(element, ".content").className).not.toContain("stale");
    expect(textOf(element)).not.toContain("does not answer");
  });

  it("does not claim to show old content if there is none", async () => {
    const element = await page();
    connection.emit("disconnected");
    await passed(element);
    expect(textOf(one(element, ".notice"))).toBe("Home Assistant isn't responding.");
  });

  it("shows why it was refused", async () => {
    connection.refusal = { code: "unauthorized", message: "Not for you" };
    const element = await page();
    expect(textOf(element)).toContain("Couldn't load this server. Not for you");
  });

  it("keeps its elements over an update", async () => {
    const element = await page(detail());
    const before = all(element, "*");
    connection.latest.send({ now: NOW, server: detail({ latency_ms: 99 }) });
    await passed(element);
    expect(all(element, "*")).toEqual(before);
    expect(textOf(element)).toContain("99 ms");
  });

  it("drops a test's results once the server has forgotten them", async () => {
    const untested = candidate({ role: "active", last_attempt: null });
    const element = await page(detail({ candidates: [untested] }));
    const subscribed = connection.latest;
    const row = () => textOf(one(one<CandidateList>(element, LIST), ".candidate"));
    const show = async (last: ReturnType<typeof attempt> | null) => {
      const candidates = [{ ...untested, last_attempt: last }];
      subscribed.send({ now: NOW, server: detail({ candidates }) });
      await passed(element);
    };
    const actions = one<ServerActions>(element, "plex-connection-server-actions");
    one<HTMLButtonElement>(actions, "button.test").click();
    await passed(element);
    const { url } = untested;
    const tested = attempt({ at: "2026-11-26T11:59:59+00:00" });
    connection.latest.send({ event: "started", urls: [url] });
    connection.latest.send({ event: "attempt", attempt: tested, done: 1, total: 1 });
    connection.latest.send({ event: "finished", tested: 1, working: 1 });
    await passed(element);
    expect(row()).toContain("Total 12 ms");
    await show(tested);
    expect(row()).toContain("Total 12 ms");
    // The history was forgotten from another page.
    await show(null);
    expect(row()).toContain("Not tested yet");
    expect(row()).not.toContain("Total");
  });

  it("ends its subscription and its test when left", async () => {
    const element = await page(detail());
    element.remove();
    await vi.advanceTimersByTimeAsync(0);
    expect(connection.openCount).toBe(0);
    expect(connection.listenerCount).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("gives many addresses a column of their own", async () => {
    const candidates = Array.from({ length: 16 }, (_, index) =>
      candidate({ url: `https://192.168.1.${index}:32400` }),
    );
    const columns = (element: ServerPage) =>
      all(element, ".column").map((each) => each.children.length);
    expect(columns(await page(detail({ candidates })))).toEqual([1, 4]);
    expect(columns(await page(detail()))).toEqual([2, 3]);
  });
});

describe("a connection that doesn't respond", () => {
  it("is shown as being checked, in place of its last change", async () => {
    const line = async (suspected: boolean) => {
      const element = await page(detail({ suspected }));
      return textOf(one(one(element, "plex-connection-server-head"), ".secondary"));
    };
    expect(await line(true)).toBe("Checking the connection…");
    expect(await line(false)).toContain("3 hours ago");
    expect(noticesOf(detail({ suspected: true }))).toEqual([]);
  });
});

describe("notices", () => {
  it("link to the server's repairs, if there are any", async () => {
    const links = "a[href='/config/repairs']";
    expect(all(await page(detail({ open_repairs: 1 })), links)).toHaveLength(1);
    expect(all(await page(detail()), links)).toHaveLength(0);
  });

  it.each<[Partial<ServerDetail>, string[]]>([
    [{}, []],
    [{ problem: null, connection_type: "offline" }, ["offline"]],
    [{ problem: null, connection_type: "offline", starting: true }, ["starting"]],
    [{ problem: null, refused: true }, ["denied"]],
    [{ connection_type: "relay", owned: false }, ["relay"]],
    [{ connection_type: "relay", pinned: "a" }, ["relay", "pinned"]],
    [{ unlisted_since: "2026-11-26T09:00:00+00:00" }, ["unlisted"]],
    [{ encrypted: false, performance: "degraded" }, ["slow", "unencrypted"]],
    [{ pinned: "a", better: { address: "b", type: "local" } }, ["pinned", "better"]],
  ])("match the state (%j)", (of, keys) => {
    expect(noticesOf(detail(of))).toEqual(keys);
  });

  it.each<[Partial<ServerDetail>, string[]]>([
    [{ connection_type: "offline" }, []],
    [{ connection_type: "offline", starting: true }, []],
    [{ connection_type: "offline", refused: true }, []],
    [{ connection_type: "relay" }, []],
    [{ connection_type: "offline", problem: "server_off" }, []],
    [{ connection_type: "relay", problem: "port_unreachable" }, []],
    [{ refused: true, problem: "access_refused" }, []],
    [{ starting: true, problem: "starting" }, []],
    [{ performance: "degraded", problem: "slow" }, []],
    [{ encrypted: false, problem: "https_refused" }, []],
    [{ unlisted_since: NOW, problem: "not_listed" }, []],
    [{ unlisted_since: NOW, problem: "replaced" }, []],
    [{ unlisted_since: NOW, problem: "slow" }, ["unlisted"]],
    [{ performance: "degraded", problem: "plex_tv_down" }, ["slow"]],
  ])("leave out what the headline says (%j)", (of, keys) => {
    expect(noticesOf(detail(of))).toEqual(keys);
  });

  it.each<[Partial<ServerDetail>, string]>([
    [{ performance: "degraded", latency_ms: 55 }, "55 ms (usually 10 ms)"],
    [
      { unlisted_since: "2026-11-26T09:00:00+00:00" },
      "plex.tv hasn't listed this server since Nov 26, 10:00",
    ],
    [{ performance: "degraded", latency_ms: null }, "Slower than usual."],
    [
      { connection_type: "offline", pinned: "a:1" },
      "a:1 is pinned but isn't responding",
    ],
    [
      { pinned: "a:1", better: { address: "b:2", type: "local" } },
      "Local, b:2. Unpin the current address",
    ],
  ])("have a text (%j)", async (of, expected) => {
    expect(allText(await page(detail(of)))).toContain(expected);
  });
});

describe("the headline", () => {
  const CAUSE = "plex-connection-server-cause";

  it("comes first, with the cause", async () => {
    const element = await page(
      detail({ problem: "port_unreachable", severity: "warning" }),
    );
    const [first] = all(element, ".content > *");
    expect(first?.localName).toBe(CAUSE);
    expect(textOf(first as HTMLElement)).toContain(
      "The server's port can't be reached",
    );
  });

  it("is missing before the first verdict", async () => {
    expect(all(await page(detail({ problem: null, severity: null })), CAUSE)).toEqual(
      [],
    );
  });
});

describe("the head", () => {
  async function head(of: Partial<ServerDetail>): Promise<string> {
    const element = await mounted<ServerHead>("plex-connection-server-head", {
      host: fakeHost(),
      server: detail(of),
    });
    return textOf(element);
  }

  it("shows how the server is connected", async () => {
    expect(await head({ owned: false, owner_name: "Bob" })).toBe(
      "Local 192.168.1.20:32400 3 hours ago · the previous connection failed " +
        "Device page Latency 12 ms Usual latency 10 ms " +
        "Next check in 20 seconds Backup Internet 24 ms, then Plex Relay " +
        "Live updates Connected Version 1.43.4 Platform Linux Owner Bob",
    );
  });

  it("does not date a refusal by the last change of the connection", async () => {
    expect(await head({ refused: true })).toContain(
      "Access refused 192.168.1.20:32400 Last change · Local · 3 hours ago · " +
        "the previous connection failed",
    );
    expect(await head({ refused: true, since: null, reason: null })).not.toContain(
      "Last change",
    );
  });

  it("does not claim a check while Home Assistant is disconnected", async () => {
    const element = await mounted<ServerHead>("plex-connection-server-head", {
      host: fakeHost({ connected: false }),
      server: detail({ next_check: "2026-11-26T11:00:00+00:00" }),
    });
    expect(textOf(element)).toContain("Next check 12:00 Backup");
  });

  it("shows only what is known", async () => {
    const text = await head({
      connection_type: null,
      active: null,
      since: null,
      reason: null,
      latency_ms: null,
      success_rate: null,
      next_check: null,
      fall_backs: [],
      device_id: null,
      version: null,
      platform: null,
      push_open: false,
      latency: { ...detail().latency, usual_ms: null },
    });
    expect(text).toBe("Not tested yet Backup None Live updates Not connected");
  });
});
