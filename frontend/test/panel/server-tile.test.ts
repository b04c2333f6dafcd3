import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import "../../src/panel/server-tile";
import { setClock } from "../../src/data/clock";
import type { ServerRow } from "../../src/data/wire";
import type { ServerTile } from "../../src/panel/server-tile";
import type { Hint } from "../../src/ui/hint";
import { all, mounted, one, settled, textOf } from "../elements";
import { fakeHost } from "../fake-home-assistant";
import { NOW, server } from "../rows";

const TAG = "plex-connection-server-tile";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(NOW) });
  setClock(NOW);
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

function tile(change: Partial<ServerRow> = {}): Promise<ServerTile> {
  return mounted<ServerTile>(TAG, { host: fakeHost(), server: server(change) });
}

describe("a server's tile", () => {
  it("shows everything as text", async () => {
    expect(textOf(await tile())).toBe(
      "Attic Local Latency 12 ms Recently between 8 ms and 15 ms " +
        "Address 192.168.1.20:32400 " +
        "Last change 3 hours ago · the previous connection failed " +
        "Backup Internet 24 ms, then Plex Relay " +
        "Next check in 20 seconds Last 24 hours",
    );
  });

  it("has the last day, as soon as it is known", async () => {
    const element = await tile();
    element.history = [{ s: "local", lu: Date.parse(NOW) / 1000 - 100_000 }];
    await settled(element);
    expect(textOf(element)).toContain("Last 24 hours 100% up");
  });

  it("explains its labels; Tab stops at those of the first tile", async () => {
    const element = await tile();
    const labels = () => all<Hint>(element, "plex-connection-hint");
    expect(labels().map(textOf)).toEqual([
      "Latency 12 ms",
      "Address",
      "Last change",
      "Backup",
      "Next check",
      "Last 24 hours",
    ]);
    expect(labels().every(({ text }) => text.length > 20)).toBe(true);
    expect(labels().some(({ isTabStop }) => isTabStop)).toBe(false);
    element.isFirst = true;
    await settled(element);
    expect(labels().every(({ isTabStop }) => isTabStop)).toBe(true);
  });

  it("shows an offline server without address and latency, with its failures", async () => {
    const text = textOf(
      await tile({
        connection_type: "offline",
        active: null,
        fall_backs: [],
        encrypted: null,
        latency_ms: null,
        recent_ms: [],
        reason: "lost",
        failure_count: 4,
      }),
    );
    expect(text).toContain("Attic Offline Latency – Address None");
    expect(text).toContain("3 hours ago · none of its addresses worked");
    expect(text).toContain("Failed checks: 4");
  });

  it("shows that an unresponsive connection is being checked", async () => {
    expect(textOf(await tile({ suspected: true }))).toContain(
      "Attic Local · Checking the connection… Latency 12 ms",
    );
  });

  it.each<[string, Partial<ServerRow>]>([
    ["before its cause is certain", {}],
    ["as a problem", { problem: "access_refused", severity: "error" }],
    ["with another problem", { problem: "plex_tv_down", severity: "warning" }],
  ])("is red while the server refuses access, %s", async (_, change) => {
    const element = await tile({ refused: true, failure_count: 2, ...change });
    expect(textOf(element)).toContain("Attic Access refused Latency 12 ms");
    expect(textOf(element).match(/Access refused/g)).toHaveLength(1);
    // The type says what changed: the refusal began at another time.
    expect(textOf(element)).toContain(
      "Last change Local · 3 hours ago · the previous connection failed",
    );
    const classes = [...one(element, ".tile").classList];
    expect(classes).toContain("type-refused");
    expect(classes).toContain("severity-error");
    expect(classes).not.toContain("type-local");
  });

  it("counts failed checks until the cause says what fails", async () => {
    const refused = { refused: true, failure_count: 2 };
    expect(textOf(await tile(refused))).toContain("Failed checks: 2");
    const explained = await tile({ ...refused, problem: "access_refused" });
    expect(textOf(explained)).not.toContain("Failed checks");
  });

  it("links administrators to the server's repairs", async () => {
    const repairs = "a[href='/config/repairs']";
    const element = await tile({ open_repairs: 2 });
    expect(textOf(one(element, repairs))).toBe("Open repairs: 2");
    expect(all(await tile(), repairs)).toHaveLength(0);
    const guest = await mounted<ServerTile>(TAG, {
      host: { ...fakeHost(), isAdmin: false },
      server: server({ open_repairs: 1 }),
    });
    expect(all(guest, repairs)).toHaveLength(0);
    expect(textOf(guest)).toContain("Open repairs: 1");
  });

  it("shows a server that was not checked yet", async () => {
    const element = await tile({
      connection_type: null,
      active: null,
      since: null,
      reason: null,
      latency_ms: null,
      recent_ms: [],
      next_check: null,
    });
    expect(textOf(element)).toContain("Attic Not tested yet");
    expect(one(element, ".tile").className).toContain("type-unknown");
  });

  it("shows a due check as in progress, without an event", async () => {
    const element = await tile();
    vi.advanceTimersByTime(20_000);
    await settled(element);
    expect(textOf(element)).toContain("Next check checking…");
  });

  it("does not claim a check while Home Assistant is disconnected", async () => {
    const element = await tile();
    element.host = fakeHost({ connected: false });
    await settled(element);
    vi.advanceTimersByTime(60_000);
    await settled(element);
    expect(textOf(element)).toContain("Next check 13:00");
  });

  it.each<[string, Partial<ServerRow>]>([
    ["Slower than usual", { performance: "degraded" }],
    [
      "Better connection available",
      { better: { address: "10.0.0.2:32400", type: "local" } },
    ],
    ["Pinned", { pinned: "https://10.0.0.2:32400" }],
    ["Unencrypted", { encrypted: false }],
    ["Not listed by plex.tv", { unlisted_since: "2026-11-26T09:00:00+00:00" }],
    ["Starting", { starting: true }],
    ["Failed checks: 2", { failure_count: 2 }],
  ])("has a badge: %s", async (expected, change) => {
    const element = await tile(change);
    expect(all(element, ".badge").map(textOf)).toEqual([expected]);
  });

  it.each<[string, Partial<ServerRow>, string[]]>([
    ["Port is closed", { problem: "port_unreachable" }, []],
    ["Slow", { problem: "slow", performance: "degraded" }, []],
    ["Stuck starting", { problem: "starting", starting: true }, []],
    ["No longer listed", { problem: "not_listed", unlisted_since: NOW }, []],
    ["Replaced", { problem: "replaced", unlisted_since: NOW }, []],
    ["HTTPS doesn't work", { problem: "https_refused", encrypted: false }, []],
    ["Pinned address doesn't work", { problem: "pinned_down", pinned: "a" }, []],
    ["Access refused", { problem: "access_refused", failure_count: 3 }, []],
    ["Cause not known", { problem: "not_known", pinned: "a" }, ["Pinned"]],
    [
      "Port is closed",
      { problem: "port_unreachable", performance: "degraded" },
      ["Slower than usual"],
    ],
  ])("names the cause, and says it once: %s", async (name, change, others) => {
    const element = await tile({ severity: "warning", ...change });
    expect(all(element, ".problem").map(textOf)).toEqual([name]);
    expect(all(element, ".badge").map(textOf)).toEqual(others);
  });

  it("says what the cause means and what to do about it", async () => {
    const element = await tile({ problem: "names_blocked", severity: "warning" });
    expect(textOf(one(element, ".effect"))).toBe(
      "At home, Plex's apps use Plex Relay or can't connect securely.",
    );
    expect(textOf(one(element, ".next"))).toBe(
      "Add an exception for plex.direct to the router's DNS rebinding protection.",
    );
    expect(all(await tile(), ".effect, .next")).toEqual([]);
    const gone = { connection_type: "offline", active: null } as const;
    const off = await tile({ ...gone, problem: "server_off", severity: "error" });
    expect(all(off, ".effect")).toEqual([]);
  });

  it.each<[string, Partial<ServerRow>]>([
    ["severity-ok", {}],
    ["severity-unknown", { problem: null, severity: null }],
    ["severity-error", { problem: "server_off", severity: "error" }],
    ["severity-notice", { problem: "certificate_expiring", severity: "notice" }],
    ["severity-error", { connection_type: "offline" }],
    ["severity-error", { refused: true }],
    ["severity-warning", { connection_type: "relay" }],
    ["severity-ok", { connection_type: "relay", owned: false }],
    ["severity-ok", { connection_type: "relay", pinned: "a" }],
    ["severity-notice", { starting: true }],
  ])("has the color of how it does: %s", async (expected, change) => {
    expect([...one(await tile(change), ".tile").classList]).toContain(expected);
  });

  it("has no badge without a problem", async () => {
    expect(all(await tile(), ".badges")).toEqual([]);
  });

  it("renders any name as text", async () => {
    const name = "<img src=x onerror=alert(1)>";
    const element = await tile({ name });
    expect(all(element, "img")).toEqual([]);
    expect(textOf(one(element, "h3"))).toBe(name);
  });

  it("links to the server's page within Home Assistant", async () => {
    const element = await tile({ server_id: "a/b" });
    const link = one<HTMLAnchorElement>(element, "a");
    expect(link.getAttribute("href")).toBe("/plex-connection/server/entry/a%2Fb");
    const changed = vi.fn();
    window.addEventListener("location-changed", changed, { once: true });
    const click = new MouseEvent("click", { bubbles: true, cancelable: true });
    link.dispatchEvent(click);
    expect(click.defaultPrevented).toBe(true);
    expect(changed).toHaveBeenCalledOnce();
    expect(location.pathname).toBe("/plex-connection/server/entry/a%2Fb");
  });

  it.each(["ctrlKey", "metaKey", "shiftKey"])(
    "leaves a click with %s to the browser",
    async (key) => {
      const link = one(await tile(), "a");
      const changed = vi.fn();
      window.addEventListener("location-changed", changed, { once: true });
      const click = new MouseEvent("click", { cancelable: true, [key]: true });
      link.dispatchEvent(click);
      expect(click.defaultPrevented).toBe(false);
      expect(changed).not.toHaveBeenCalled();
      window.removeEventListener("location-changed", changed);
    },
  );
});
