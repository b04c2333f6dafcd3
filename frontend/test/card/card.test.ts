import type { LitElement } from "lit";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PlexConnectionCard } from "../../src/card/card";
import "../../src/card/card";
import { setClock } from "../../src/data/clock";
import type { HomeAssistant } from "../../src/data/home-assistant";
import type { OverviewEvent } from "../../src/data/wire";
import { all, mounted, one, settled, textOf } from "../elements";
import { FakeConnection } from "../fake-home-assistant";
import { home } from "../registries";
import { account, NOW, overviewEvent, server } from "../rows";

const ROW = "plex-connection-card-row";
const PANELS = { "plex-connection": {} };

let connection: FakeConnection;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(NOW), toFake: ["Date"] });
  setClock(NOW);
  connection = new FakeConnection();
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

function hass(change: Partial<HomeAssistant> = {}): HomeAssistant {
  return home(["attic", "cabin"], { connection, panels: PANELS, ...change });
}

async function card(
  config: Record<string, unknown> = {},
  of = hass(),
): Promise<PlexConnectionCard> {
  const element = document.createElement("plex-connection-card") as PlexConnectionCard;
  element.setConfig({ type: "custom:plex-connection-card", ...config });
  element.hass = of;
  document.body.append(element);
  await vi.waitFor(() => expect(connection.subscriptions).not.toHaveLength(0));
  await settled(element);
  return element;
}

const ATTIC = server({ device_id: "attic" });
const CABIN = server({
  server_id: "cabin",
  device_id: "cabin",
  name: "Cabin",
  connection_type: "remote",
});

async function tell(
  element: PlexConnectionCard,
  change: Partial<OverviewEvent> = {},
): Promise<void> {
  connection.latest.send(
    overviewEvent({ accounts: [account()], servers: [ATTIC, CABIN], ...change }),
  );
  await settled(element);
}

async function told(
  config: Record<string, unknown> = {},
  of = hass(),
): Promise<PlexConnectionCard> {
  const element = await card(config, of);
  await tell(element);
  return element;
}

describe("the card", () => {
  it("shows all servers, each in a line", async () => {
    expect(textOf(await told())).toBe(
      "Attic Local Latency 12 ms Recently between 8 ms and 15 ms " +
        "Cabin Remote Latency 12 ms Recently between 8 ms and 15 ms",
    );
  });

  it("shows the server of its device", async () => {
    const element = await told({ device: "cabin", show_sparkline: false });
    expect(textOf(element)).toBe("Cabin Remote Latency 12 ms");
  });

  it("shows details if it is told to", async () => {
    expect(textOf(await told({ device: "attic", show_details: true }))).toContain(
      "Address 192.168.1.20:32400 " +
        "Last change 3 hours ago · the previous connection failed " +
        "Backup 203.0.113.5:32400 · Remote " +
        "Next check in 20 seconds",
    );
  });

  it("shows accounts above their servers if it is told to", async () => {
    const element = await card({ show_account: true, show_sparkline: false });
    await tell(element, {
      accounts: [
        account(),
        account({
          entry_id: "other",
          title: "bob",
          state: "setup_error",
          plex_tv: null,
        }),
      ],
      servers: [ATTIC, { ...CABIN, entry_id: "other" }],
    });
    expect(textOf(element)).toBe(
      "alice Connected to plex.tv · Requests today: 41 Attic Local Latency 12 ms " +
        "bob Couldn't be set up. Check the log for details. Cabin Remote Latency 12 ms",
    );
  });

  it("says whose a server is where another account has one of that name", async () => {
    const overview = {
      accounts: [account(), account({ entry_id: "other", title: "bob" })],
      servers: [ATTIC, { ...CABIN, entry_id: "other", name: "Attic" }],
    };
    const names = async (config: Record<string, unknown>) => {
      const element = await card(config);
      await tell(element, overview);
      return all<LitElement>(element, "plex-connection-card-row")
        .flatMap((row) => all(row, ".name"))
        .map(textOf);
    };
    expect(await names({})).toEqual(["Attic ( alice )", "Attic ( bob )"]);
    expect(await names({ device: "attic" })).toEqual(["Attic ( alice )"]);
    expect(await names({ show_account: true })).toEqual(["Attic", "Attic"]);
  });

  it("shows the account of its server only", async () => {
    const element = await card({ device: "cabin", show_account: true });
    await tell(element, {
      accounts: [account(), account({ entry_id: "other", title: "bob" })],
      servers: [ATTIC, { ...CABIN, entry_id: "other" }],
    });
    expect(
      all(element, "section").map(
        (each) => each.ariaLabel ?? each.getAttribute("aria-label"),
      ),
    ).toEqual(["bob"]);
  });

  it("follows what is told", async () => {
    const element = await told({ device: "attic", show_sparkline: false });
    await tell(element, {
      full: false,
      servers: [{ ...ATTIC, connection_type: "offline", latency_ms: null }],
    });
    expect(textOf(element)).toBe("Attic Offline Latency –");
  });

  it("has one subscription, however many cards there are", async () => {
    await told();
    await told({ device: "attic" });
    expect(connection.openCount).toBe(1);
  });

  it("puts as many servers side by side as it is told", async () => {
    expect(one(await told({ columns: 2 }), "ul").getAttribute("style")).toContain("2");
    expect(one(await told(), "ul").getAttribute("style")).toBe("");
  });

  it("lets only names be text", async () => {
    const element = await card();
    await tell(element, { servers: [{ ...ATTIC, name: "<img src=x>" }] });
    expect(textOf(element)).toContain("<img src=x>");
    expect(
      one<HTMLElement & PlexConnectionCard>(element, ROW).shadowRoot?.querySelector(
        "img",
      ),
    ).toBeNull();
  });
});

describe("a server of the card", () => {
  async function opener(of: HomeAssistant) {
    const element = await told({ device: "attic" }, of);
    return {
      element,
      open: one<PlexConnectionCard>(element, ROW).renderRoot.querySelector<HTMLElement>(
        ".open",
      ),
    };
  }

  it("leads to its page, for those who have it", async () => {
    const { open } = await opener(hass());
    expect(open?.getAttribute("href")).toBe("/plex-connection/server/entry/attic");
    open?.click();
    expect(location.pathname).toBe("/plex-connection/server/entry/attic");
  });

  it("shows its type of connection to all others", async () => {
    const { element, open } = await opener(
      hass({ panels: {}, user: { is_admin: false } }),
    );
    const asked = vi.fn();
    element.addEventListener("hass-more-info", (event) =>
      asked((event as CustomEvent).detail),
    );
    open?.click();
    expect(asked).toHaveBeenCalledWith({ entityId: "sensor.attic_connection_type" });
  });

  it("leads nowhere without a page and an entity", async () => {
    const { open } = await opener(hass({ panels: {}, entities: {} }));
    expect(open).toBeNull();
  });
});

describe("the card without servers", () => {
  it("is loading until something comes", async () => {
    const element = await card();
    expect(one(element, ".skeleton").getAttribute("aria-busy")).toBe("true");
    expect(textOf(element)).toBe("Loading…");
  });

  it("says that Home Assistant does not answer", async () => {
    const element = await card();
    connection.emit("disconnected");
    await settled(element);
    expect(textOf(element)).toContain("Home Assistant isn't ready yet");
  });

  it("says why Home Assistant refuses", async () => {
    connection.refusal = { code: "unauthorized", message: "Not for you" };
    const element = await mounted<PlexConnectionCard>("plex-connection-card", {});
    element.setConfig({});
    element.hass = hass();
    await vi.waitFor(() => expect(textOf(element)).toContain("Not for you"));
  });

  it("says that its server was removed", async () => {
    expect(textOf(await told({ device: "gone" }))).toContain(
      "This server no longer exists",
    );
  });

  it("notices when the device is removed", async () => {
    const element = await card({ device: "attic" });
    await tell(element, { servers: [] });
    expect(textOf(element)).toContain("attic isn't monitored right now");
    element.hass = hass({ devices: {} });
    await settled(element);
    expect(textOf(element)).toContain("This server no longer exists");
  });

  it("offers to add an account, to those who may", async () => {
    const element = await card();
    await tell(element, { accounts: [], servers: [] });
    expect(textOf(element)).toContain("No Plex account yet");
    expect(one(element, "a").getAttribute("href")).toContain("plex_connection");

    element.hass = hass({ user: { is_admin: false } });
    await settled(element);
    expect(all(element, "a")).toEqual([]);
    expect(textOf(element)).toContain("Ask an administrator");
  });

  it("says that the accounts have none", async () => {
    const element = await card();
    await tell(element, { servers: [] });
    expect(textOf(element)).toContain("No servers");
  });
});

describe("what was known last", () => {
  it("stays and is marked while Home Assistant is away", async () => {
    const element = await told({ device: "attic", show_sparkline: false });
    connection.emit("disconnected");
    element.hass = hass({ connected: false });
    await settled(element);
    expect(textOf(element)).toBe(
      "Home Assistant isn't responding. This page may be out of date. Attic Local Latency 12 ms",
    );
    expect(all(element, ".stale")).toHaveLength(1);

    element.hass = hass();
    connection.emit("ready");
    await vi.waitFor(() => expect(all(element, ".stale")).toEqual([]));
  });
});

describe("the card's place on a dashboard", () => {
  it("refuses settings that are nonsense", () => {
    const element = document.createElement(
      "plex-connection-card",
    ) as PlexConnectionCard;
    expect(() => element.setConfig({ columns: "many" })).toThrow("columns");
  });

  it("is as high as what it shows", async () => {
    expect((await told()).getCardSize()).toBe(2);
    expect((await told({ show_details: true })).getCardSize()).toBe(6);
    expect((await card({ device: "gone" })).getCardSize()).toBe(1);
  });

  it("is as wide as a section for one server, and wider for all", async () => {
    expect((await card({ device: "attic" })).getGridOptions().columns).toBe(12);
    expect((await card()).getGridOptions().columns).toBe("full");
  });

  it("is in Home Assistant's card where there is one", async () => {
    const element = await told();
    expect(all(element, ".card")).toHaveLength(1);
    customElements.define("ha-card", class extends HTMLElement {});
    element.requestUpdate();
    await settled(element);
    expect(all(element, "ha-card")).toHaveLength(1);
    expect(all(element, ".card")).toEqual([]);
  });
});
