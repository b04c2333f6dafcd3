import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import "../../src/panel/overview-page";
import { setClock } from "../../src/data/clock";
import type { Overview } from "../../src/data/overview-store";
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
  it("has a tile of each server, in the order of the store", async () => {
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

  it("renders only the tile whose server has changed", async () => {
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

describe("what is shown of the overview", () => {
  it("is said by type with counts, and chosen by type", async () => {
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

  it("is still chosen when somebody comes back", async () => {
    const before = await page();
    await click(before, ".chip.type-relay");
    before.remove();
    const after = await page();
    expect(names(after)).toEqual(["Barn"]);
    await click(after, ".chip.type-relay");
  });

  it("says so if nothing fits, and shows all again", async () => {
    const element = await page();
    await click(element, ".chip.type-offline");
    expect(names(element)).toEqual([]);
    expect(textOf(one(element, ".empty"))).toContain(
      "None of your 2 servers match. Change the filter above.",
    );
    await click(element, ".empty button");
    expect(names(element)).toEqual(["Attic", "Barn"]);
    expect(all(element, ".empty")).toEqual([]);
  });

  it("is not chosen where there is one server only", async () => {
    expect(all(await page({ servers: [ATTIC] }), ".chip")).toEqual([]);
  });

  it("is searched by name from eight servers on", async () => {
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

describe("where there is nothing to show", () => {
  it("holds the place of what comes, and says that it loads", async () => {
    const element = await page({ state: { kind: "connecting" }, isKnown: false });
    expect(one(element, ".skeleton").getAttribute("aria-busy")).toBe("true");
    expect(textOf(one(element, ".skeleton"))).toBe("Loading…");
  });

  it("leads to where an account is added", async () => {
    const element = await page({ accounts: [], servers: [] });
    expect(textOf(element)).toContain("No Plex account yet");
    expect(one(element, "a").getAttribute("href")).toBe(
      "/config/integrations/dashboard/add?domain=plex_connection",
    );
  });

  it("does not lead there who may not add one", async () => {
    const host = fakeHost({ isAdmin: false });
    const element = await page({ accounts: [], servers: [] }, host);
    expect(textOf(element)).toContain("Ask an administrator");
    expect(all(element, "a")).toEqual([]);
  });

  it("says that an account has no servers", async () => {
    const element = await page({ servers: [] });
    expect(textOf(one(element, ".empty"))).toContain("No servers");
  });

  it("says of an account that is not loaded only that", async () => {
    const element = await page({
      accounts: [account({ state: "setup_retry", plex_tv: null })],
      servers: [],
    });
    expect(textOf(element)).toBe(
      "alice Not loaded. Home Assistant keeps trying. Open the integration",
    );
  });

  it("says why it is refused", async () => {
    const state = { kind: "refused", message: "Unauthorized" } as const;
    const element = await page({ state, isKnown: false });
    expect(textOf(element)).toContain("Home Assistant says: Unauthorized.");
    expect(textOf(one(element, "[role=status].notices"))).toBe(
      "Couldn't load this page",
    );
  });
});

describe("what was known last", () => {
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
    "stays, pale and with a notice, while %s",
    async (_, is, state, words) => {
      const element = await page({ state }, fakeHost(is));
      expect(names(element)).toEqual(["Attic", "Barn"]);
      expect(all(element, ".stale")).toHaveLength(1);
      expect(textOf(one(element, "[role=status].notices"))).toContain(words);
      const line = one<OverviewPage>(element, "plex-connection-account-line");
      expect(line.renderRoot.querySelector("[aria-disabled=true]")).not.toBeNull();
    },
  );

  it("is as good as new once it is live", async () => {
    const element = await page({ state: { kind: "lost" } });
    element.overview = overview();
    await settled(element);
    expect(all(element, ".stale, .notice")).toEqual([]);
  });
});
