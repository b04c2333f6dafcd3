import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import "../../src/panel/overview-page";
import { setClock } from "../../src/data/clock";
import type { Overview } from "../../src/data/overview-store";
import type { ServerRow } from "../../src/data/wire";
import type { OverviewPage } from "../../src/panel/overview-page";
import { ServerTile } from "../../src/panel/server-tile";
import { all, mounted, one, settled, textOf } from "../elements";
import { fakeHost } from "../fake-home-assistant";
import { account, NOW, server } from "../rows";

const TAG = "plex-connection-overview-page";
const TILE = "plex-connection-server-tile";

const ATTIC = server({ server_id: "1", name: "Attic" });
const BARN = server({ server_id: "2", name: "Barn", connection_type: "relay" });

function overview(change: Partial<Overview> = {}): Overview {
  return {
    state: { kind: "live" },
    isKnown: true,
    bundle: "1",
    accounts: [account()],
    servers: [ATTIC, BARN],
    ...change,
  };
}

function page(
  change: Partial<Overview> = {},
  host = fakeHost(),
): Promise<OverviewPage> {
  return mounted<OverviewPage>(TAG, { host, overview: overview(change) });
}

async function click(element: OverviewPage, selector: string): Promise<void> {
  one(element, selector).click();
  await settled(element);
}

const names = (element: OverviewPage) =>
  all<ServerTile>(element, TILE).map((tile) => tile.server.name);

beforeEach(() => {
  setClock(NOW);
});

afterEach(() => {
  document.body.replaceChildren();
});

describe("the overview", () => {
  it("has a tile for each server, in the order of the store", async () => {
    expect(names(await page())).toEqual(["Attic", "Barn"]);
  });

  it("has each account with its own servers", async () => {
    const element = await page({
      accounts: [account(), account({ entry_id: "other", title: "bob" })],
      servers: [ATTIC, { ...ATTIC, entry_id: "other" }, BARN],
    });
    const counts = all(element, "section").map((section) => [
      section.getAttribute("aria-label"),
      section.querySelectorAll(TILE).length,
    ]);
    expect(counts).toEqual([
      ["alice", 2],
      ["bob", 1],
    ]);
  });

  it("renders only the tile of the changed server", async () => {
    const element = await page();
    const rendered = vi.spyOn(ServerTile.prototype as never, "render");
    element.overview = overview({ servers: [ATTIC, { ...BARN, latency_ms: 99 }] });
    await settled(element);
    expect(rendered).toHaveBeenCalledTimes(1);
    expect(textOf(all(element, TILE)[1] as HTMLElement)).toContain("99 ms");

    element.overview = overview({ servers: element.overview.servers });
    await settled(element);
    expect(rendered).toHaveBeenCalledTimes(1);

    element.host = fakeHost();
    await settled(element);
    expect(rendered).toHaveBeenCalledTimes(3);
  });

  it("keeps a server's tile when another comes before it", async () => {
    const element = await page();
    const [attic] = all(element, TILE);
    const first = server({ server_id: "0", name: "Alcove" });
    element.overview = overview({ servers: [first, ATTIC, BARN] });
    await settled(element);
    expect(names(element)).toEqual(["Alcove", "Attic", "Barn"]);
    expect(all(element, TILE)[1]).toBe(attic);
  });
});

describe("the first line of the overview", () => {
  const WELL = { ...BARN, connection_type: "local" } as const;

  async function line(...servers: ServerRow[]): Promise<string> {
    return textOf(one(await page({ servers }), ".summary"));
  }

  it("says that all is well", async () => {
    expect(await line(ATTIC, WELL)).toBe("All 2 servers are fine");
    expect(await line(ATTIC)).toBe("Attic is fine");
  });

  it("says nothing before the first verdict", async () => {
    expect(await line(ATTIC, { ...WELL, problem: null, severity: null })).toBe("");
  });

  it("is missing without servers", async () => {
    expect(all(await page({ servers: [] }), ".summary")).toEqual([]);
  });

  it("names the server and its cause", async () => {
    const closed = { problem: "port_unreachable", severity: "warning" } as const;
    const attic = { ...ATTIC, ...closed };
    expect(await line(attic, WELL)).toBe(
      "1 of 2 servers needs attention: Attic – Port is closed",
    );
    expect(await line(attic)).toBe("Attic needs attention: Port is closed");
    expect(await line(attic, { ...WELL, ...closed })).toBe(
      "2 of 2 servers need attention",
    );
  });

  it.each<[Partial<ServerRow>, string]>([
    [{ connection_type: "offline" }, "Attic needs attention: Offline"],
    [{ refused: true }, "Attic needs attention: Access refused"],
    [{ starting: true }, "Attic needs attention: Starting"],
    [{ connection_type: "relay" }, "Attic needs attention: Relay"],
    [{ connection_type: "relay", owned: false }, "Attic is fine"],
  ])(
    "calls nothing fine that is not, before its cause is known (%j)",
    async (of, said) => {
      expect(await line({ ...ATTIC, ...of })).toBe(said);
    },
  );

  it("has the color of the worst", async () => {
    const element = await page({
      servers: [
        { ...ATTIC, problem: "slow", severity: "warning" },
        { ...BARN, problem: "server_off", severity: "error" },
      ],
    });
    expect(one(element, ".summary").className).toContain("severity-error");
  });
});

describe("the filter of the overview", () => {
  it("shows counts and selects by type", async () => {
    const element = await page();
    expect(all(element, ".chip").map(textOf)).toEqual([
      "Local 1",
      "Remote 0",
      "Relay 1",
      "Offline 0",
    ]);
    await click(element, ".chip.type-relay");
    expect(one(element, ".chip.type-relay").getAttribute("aria-pressed")).toBe("true");
    expect(names(element)).toEqual(["Barn"]);
    await click(element, ".chip.type-relay");
    expect(one(element, ".chip.type-relay").getAttribute("aria-pressed")).toBe("false");
    expect(names(element)).toEqual(["Attic", "Barn"]);
  });

  it("is kept when users return", async () => {
    const before = await page();
    await click(before, ".chip.type-relay");
    before.remove();
    const after = await page();
    expect(names(after)).toEqual(["Barn"]);
    await click(after, ".chip.type-relay");
  });

  it("shows if nothing matches, and can be reset", async () => {
    const element = await page();
    await click(element, ".chip.type-offline");
    expect(names(element)).toEqual([]);
    expect(textOf(one(element, ".empty"))).toContain(
      "None of your servers (2) match. Change the filter above.",
    );
    await click(element, ".empty button");
    expect(names(element)).toEqual(["Attic", "Barn"]);
    expect(all(element, ".empty")).toEqual([]);
  });

  it("is missing with a single server", async () => {
    expect(all(await page({ servers: [ATTIC] }), ".chip")).toEqual([]);
  });

  it("has a name search from eight servers on", async () => {
    const eight = "abcdefgh"
      .split("")
      .map((letter) => server({ server_id: letter, name: `Server ${letter}` }));
    expect(all(await page({ servers: eight.slice(1) }), "input")).toEqual([]);
    const element = await page({ servers: eight });
    const input = one<HTMLInputElement>(element, "input[type=search]");
    input.value = "SERVER C";
    input.dispatchEvent(new InputEvent("input"));
    await settled(element);
    expect(names(element)).toEqual(["Server c"]);
    input.value = "";
    input.dispatchEvent(new InputEvent("input"));
    await settled(element);
    expect(names(element)).toHaveLength(8);
  });
});

describe("the overview without servers", () => {
  it("is a skeleton while it loads", async () => {
    const element = await page({ state: { kind: "connecting" }, isKnown: false });
    expect(one(element, ".skeleton").getAttribute("aria-busy")).toBe("true");
    expect(textOf(one(element, ".skeleton"))).toBe("Loading…");
  });

  it("links to adding an account", async () => {
    const element = await page({ accounts: [], servers: [] });
    expect(textOf(element)).toContain("No Plex account yet");
    expect(one(element, "a").getAttribute("href")).toBe(
      "/config/integrations/dashboard/add?domain=plex_connection",
    );
  });

  it("has no such link for non-administrators", async () => {
    const host = fakeHost({ isAdmin: false });
    const element = await page({ accounts: [], servers: [] }, host);
    expect(textOf(element)).toContain("Ask an administrator");
    expect(all(element, "a")).toEqual([]);
  });

  it("shows that an account has no servers", async () => {
    const element = await page({ servers: [] });
    expect(textOf(one(element, ".empty"))).toContain("No servers");
  });

  it("shows only the state of an account that is not loaded", async () => {
    const element = await page({
      accounts: [account({ state: "setup_retry", plex_tv: null })],
      servers: [],
    });
    expect(textOf(element)).toBe(
      "alice Not loaded. Home Assistant keeps trying. Open the integration",
    );
  });

  it("shows why it is refused", async () => {
    const state = { kind: "refused", message: "Unauthorized" } as const;
    const element = await page({ state, isKnown: false });
    expect(textOf(element)).toContain("Home Assistant says: Unauthorized.");
    expect(textOf(one(element, "[role=status].notices"))).toBe(
      "Couldn't load this page",
    );
  });
});

describe("outdated content", () => {
  it.each([
    [
      "Home Assistant is away",
      { connected: false },
      { kind: "live" },
      "isn't responding",
    ],
    ["it starts", {}, { kind: "lost" }, "Plex Connection is starting"],
    ["it refuses", {}, { kind: "refused", message: "No" }, "Home Assistant says: No."],
  ] as const)(
    "stays, gray and with a notice, while %s",
    async (_, is, state, expected) => {
      const element = await page({ state }, fakeHost(is));
      expect(names(element)).toEqual(["Attic", "Barn"]);
      expect(all(element, ".stale")).toHaveLength(1);
      expect(textOf(one(element, "[role=status].notices"))).toContain(expected);
      const line = one<OverviewPage>(element, "plex-connection-account-line");
      expect(line.renderRoot.querySelector("[aria-disabled=true]")).not.toBeNull();
    },
  );

  it("is current again once live", async () => {
    const element = await page({ state: { kind: "lost" } });
    element.overview = overview();
    await settled(element);
    expect(all(element, ".stale, .notice")).toEqual([]);
  });
});
