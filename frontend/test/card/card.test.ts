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

async function sendOverview(
  element: PlexConnectionCard,
  change: Partial<OverviewEvent> = {},
): Promise<void> {
  connection.latest.send(
    overviewEvent({ accounts: [account()], servers: [ATTIC, CABIN], ...change }),
  );
  await settled(element);
}

async function loadedCard(
  config: Record<string, unknown> = {},
  of = hass(),
): Promise<PlexConnectionCard> {
  const element = await card(config, of);
  await sendOverview(element);
  return element;
}

describe("the card", () => {
  it("shows each server in a row", async () => {
    expect(textOf(await loadedCard())).toBe(
      "Attic Local Latency 12 ms Recently between 8 ms and 15 ms " +
        "Cabin Remote Latency 12 ms Recently between 8 ms and 15 ms",
    );
  });

  it("shows the configured server", async () => {
    const element = await loadedCard({ device: "cabin", show_sparkline: false });
    expect(textOf(element)).toBe("Cabin Remote Latency 12 ms");
  });

  it("shows details if configured", async () => {
    expect(textOf(await loadedCard({ device: "attic", show_details: true }))).toContain(
      "Address 192.168.1.20:32400 " +
        "Last change 3 hours ago · the previous connection failed " +
        "Backup Internet 24 ms, then Plex Relay " +
        "Next check in 20 seconds",
    );
  });

  it("shows accounts above their servers if configured", async () => {
    const element = await card({ show_account: true, show_sparkline: false });
    await sendOverview(element, {
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

  it("names the account if another account has a server of the same name", async () => {
    const overview = {
      accounts: [account(), account({ entry_id: "other", title: "bob" })],
      servers: [ATTIC, { ...CABIN, entry_id: "other", name: "Attic" }],
    };
    const names = async (config: Record<string, unknown>) => {
      const element = await card(config);
      await sendOverview(element, overview);
      return all<LitElement>(element, "plex-connection-card-row")
        .flatMap((row) => all(row, ".name"))
        .map(textOf);
    };
    expect(await names({})).toEqual(["Attic ( alice )", "Attic ( bob )"]);
    expect(await names({ device: "attic" })).toEqual(["Attic ( alice )"]);
    expect(await names({ show_account: true })).toEqual(["Attic", "Attic"]);
  });

  it("shows only the account of the configured server", async () => {
    const element = await card({ device: "cabin", show_account: true });
    await sendOverview(element, {
      accounts: [account(), account({ entry_id: "other", title: "bob" })],
      servers: [ATTIC, { ...CABIN, entry_id: "other" }],
    });
    expect(
      all(element, "section").map(
        (each) => each.ariaLabel ?? each.getAttribute("aria-label"),
      ),
    ).toEqual(["bob"]);
  });

  it("updates with events", async () => {
    const element = await loadedCard({ device: "attic", show_sparkline: false });
    await sendOverview(element, {
      full: false,
      servers: [{ ...ATTIC, connection_type: "offline", latency_ms: null }],
    });
    expect(textOf(element)).toBe("Attic Offline Latency –");
  });

  it("shares one subscription among all cards", async () => {
    await loadedCard();
    await loadedCard({ device: "attic" });
    expect(connection.openCount).toBe(1);
  });

  it("uses the configured number of columns", async () => {
    expect(one(await loadedCard({ columns: 2 }), "ul").getAttribute("style")).toContain(
      "2",
    );
    expect(one(await loadedCard(), "ul").getAttribute("style")).toBe("");
  });

  it("renders names as text", async () => {
    const element = await card();
    await sendOverview(element, { servers: [{ ...ATTIC, name: "<img src=x>" }] });
    expect(textOf(element)).toContain("<img src=x>");
    expect(
      one<HTMLElement & PlexConnectionCard>(element, ROW).shadowRoot?.querySelector(
        "img",
      ),
    ).toBeNull();
  });
});

describe("a row of the card", () => {
  async function opener(of: HomeAssistant) {
    const element = await loadedCard({ device: "attic" }, of);
    return {
      element,
      open: one<PlexConnectionCard>(element, ROW).renderRoot.querySelector<HTMLElement>(
        ".open",
      ),
    };
  }

  it("links to the server's page for users with the panel", async () => {
    const { open } = await opener(hass());
    expect(open?.getAttribute("href")).toBe("/plex-connection/server/entry/attic");
    open?.click();
    expect(location.pathname).toBe("/plex-connection/server/entry/attic");
  });

  it("opens the connection type's dialog for all others", async () => {
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

  it("is not clickable without a page or an entity", async () => {
    const { open } = await opener(hass({ panels: {}, entities: {} }));
    expect(open).toBeNull();
  });
});

describe("the card without servers", () => {
  it("is loading until data arrive", async () => {
    const element = await card();
    expect(one(element, ".skeleton").getAttribute("aria-busy")).toBe("true");
    expect(textOf(element)).toBe("Loading…");
  });

  it("shows that Home Assistant is not responding", async () => {
    const element = await card();
    connection.emit("disconnected");
    await settled(element);
    expect(textOf(element)).toContain("Home Assistant isn't ready yet");
  });

  it("shows why Home Assistant refuses", async () => {
    connection.refusal = { code: "unauthorized", message: "Not for you" };
    const element = await mounted<PlexConnectionCard>("plex-connection-card", {});
    element.setConfig({});
    element.hass = hass();
    await vi.waitFor(() => expect(textOf(element)).toContain("Not for you"));
  });

  it("shows that its server was removed, or deselected in the options", async () => {
    expect(textOf(await loadedCard({ device: "gone" }))).toBe(
      "This server isn't monitored anymore It was removed, or isn't selected in its " +
        "account's options. Choose another server in the card settings, or remove " +
        "the card.",
    );
  });

  it.each(["alice", "lamp"])("says that %s is no server", async (device) => {
    expect(textOf(await loadedCard({ device }))).toBe(
      "device must be the device ID of a server. " +
        "Choose a server in the card settings, or remove the card.",
    );
  });

  it("updates when the device is removed", async () => {
    const element = await card({ device: "attic" });
    await sendOverview(element, { servers: [] });
    expect(textOf(element)).toContain("attic isn't monitored right now");
    element.hass = hass({ devices: {} });
    await settled(element);
    expect(textOf(element)).toContain("This server isn't monitored anymore");
  });

  it("offers administrators to add an account", async () => {
    const element = await card();
    await sendOverview(element, { accounts: [], servers: [] });
    expect(textOf(element)).toContain("No Plex account yet");
    expect(one(element, "a").getAttribute("href")).toContain("plex_connection");

    element.hass = hass({ user: { is_admin: false } });
    await settled(element);
    expect(all(element, "a")).toEqual([]);
    expect(textOf(element)).toContain("Ask an administrator");
  });

  it("shows that the accounts have no servers", async () => {
    const element = await card();
    await sendOverview(element, { servers: [] });
    expect(textOf(element)).toContain("No servers");
  });
});

describe("outdated content", () => {
  it("stays, marked as outdated, while Home Assistant is disconnected", async () => {
    const element = await loadedCard({ device: "attic", show_sparkline: false });
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

describe("the card on a dashboard", () => {
  it("rejects invalid options", () => {
    const element = document.createElement(
      "plex-connection-card",
    ) as PlexConnectionCard;
    expect(() => element.setConfig({ columns: "many" })).toThrow("columns");
  });

  it("reports its height by its content", async () => {
    expect((await loadedCard()).getCardSize()).toBe(2);
    expect((await loadedCard({ show_details: true })).getCardSize()).toBe(6);
    expect((await card({ device: "gone" })).getCardSize()).toBe(1);
  });

  it("is as wide as a section for one server, full width for all", async () => {
    expect((await card({ device: "attic" })).getGridOptions().columns).toBe(12);
    expect((await card()).getGridOptions().columns).toBe("full");
  });

  it("uses ha-card if it is defined", async () => {
    const element = await loadedCard();
    expect(all(element, ".card")).toHaveLength(1);
    customElements.define("ha-card", class extends HTMLElement {});
    element.requestUpdate();
    await settled(element);
    expect(all(element, "ha-card")).toHaveLength(1);
    expect(all(element, ".card")).toEqual([]);
  });
});
