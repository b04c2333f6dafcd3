import { describe, expect, it } from "vitest";
import type { Card } from "../../src/strategy/sections";
import { PlexConnectionStrategy } from "../../src/strategy/strategy";
import type { Dashboard, View } from "../../src/strategy/views";
import {
  accountDevice,
  hassWith,
  home,
  serverDevice,
  serverEntities,
} from "../registries";

function generated(hass: ReturnType<typeof home>): Promise<Dashboard> {
  return PlexConnectionStrategy.generate({}, hass);
}

function viewOf(dashboard: Dashboard, title: string): View {
  const view = dashboard.views.find((each) => each.title === title);
  if (!view) {
    throw new Error(`there is no view ${title}`);
  }
  return view;
}

function cardsOf(view: View): Card[] {
  return view.sections.flatMap((section) => section.cards);
}

function entitiesIn(card: Card): string[] {
  return JSON.stringify(card).match(/[a-z_]+\.[a-z0-9]+_[a-z_]+(?=")/g) ?? [];
}

const names = (count: number) =>
  Array.from({ length: count }, (_, index) => `server${index}`);

describe("the dashboard", () => {
  it("has an overview of all servers and their accounts", async () => {
    const dashboard = await generated(home(["attic", "cabin"]));
    expect(dashboard.views.map(({ title }) => title)).toEqual([
      "Overview",
      "attic",
      "cabin",
    ]);
    const [overview] = dashboard.views as [View];
    expect(overview.type).toBe("sections");
    const cards = cardsOf(overview);
    expect(cards).toContainEqual({
      type: "custom:plex-connection-card",
      grid_options: { columns: "full" },
    });
    expect(cards.map((card) => card.heading).filter(Boolean)).toEqual([
      "Servers",
      "alice",
      "History",
      "Activity",
    ]);
    expect(
      cards.filter(({ type }) => type === "tile").map(({ entity }) => entity),
    ).toEqual([
      "binary_sensor.alice_plex_tv_reachable",
      "sensor.alice_requests_today",
      "sensor.alice_discovery_trigger",
      "button.alice_rediscover",
    ]);
  });

  it("has a view for each server: connection, history and activity", async () => {
    const cards = cardsOf(viewOf(await generated(home(["attic"])), "attic"));
    expect(cards.map(({ type }) => type)).toEqual([
      "heading",
      "custom:plex-connection-card",
      "tile",
      "tile",
      "tile",
      "tile",
      "heading",
      "history-graph",
      "statistics-graph",
      "heading",
      "logbook",
    ]);
    expect(cards[1]).toMatchObject({ device: "attic", show_details: true });
    expect(cards[5]).toMatchObject({
      entity: "button.attic_forget",
      tap_action: {
        perform_action: "button.press",
        target: { entity_id: "button.attic_forget" },
        confirmation: { title: "Forget history of attic?", confirm_text: "Forget" },
      },
    });
    expect(cards[8]).toMatchObject({
      entities: [{ entity: "sensor.attic_latency" }],
      stat_types: ["mean", "min", "max"],
    });
    expect(cards[10]).toMatchObject({
      target: { entity_id: ["event.attic_activity"] },
      state_filter: ["connection_changed", "degraded", "recovered"],
    });
  });

  it("offers only what its user may do", async () => {
    const cards = (is_admin: boolean) =>
      generated(home(["attic"], { user: { is_admin } })).then((dashboard) =>
        cardsOf(viewOf(dashboard, "attic")).map(({ entity }) => entity),
      );
    expect(await cards(true)).toContain("button.attic_forget");
    expect(await cards(false)).not.toContain("button.attic_forget");
    expect(await cards(false)).toContain("button.attic_test_connections");
  });

  it("names the account if two accounts have a server of the same name", async () => {
    const of = (id: string, account: string, name = "Harbour") => ({
      ...serverDevice(id, name),
      via_device_id: account,
    });
    const hass = hassWith(
      [
        accountDevice("alice"),
        accountDevice("bob"),
        of("one", "alice"),
        of("two", "bob"),
        of("three", "bob", "Attic"),
      ],
      ["one", "two", "three"].flatMap(serverEntities),
    );
    const dashboard = await generated(hass);
    expect(dashboard.views.map(({ title }) => title)).toEqual([
      "Overview",
      "Attic",
      "Harbour (alice)",
      "Harbour (bob)",
    ]);
    const cards = cardsOf(dashboard.views[0] as View);
    expect(cards.find(({ type }) => type === "history-graph")).toMatchObject({
      entities: [
        { name: { type: "device" } },
        { name: "Harbour (alice)" },
        { name: "Harbour (bob)" },
      ],
    });
    expect(cards.find(({ type }) => type.startsWith("custom:"))).toMatchObject({
      show_account: true,
    });
  });

  it("shows no disabled or foreign entities", async () => {
    const all = home(["attic"]);
    const { "select.attic_connection": _, ...others } = all.entities;
    const hass = { ...all, entities: others };
    const dashboard = await generated(hass);
    const shown = dashboard.views.flatMap(cardsOf).flatMap(entitiesIn);
    expect(shown).toContain("sensor.attic_connection_type");
    for (const entity of shown) {
      expect(Object.keys(others)).toContain(entity);
      expect(entity).not.toContain("lamp");
    }
  });

  it("draws the percentiles beside the latency once they are enabled", async () => {
    const extra = ["latency_p50", "latency_p95"].map((key) => ({
      entity_id: `sensor.attic_${key}`,
      device_id: "attic",
      platform: "plex_connection",
      translation_key: key,
    }));
    const hass = hassWith(
      [serverDevice("attic")],
      [...serverEntities("attic"), ...extra],
    );
    const cards = cardsOf(viewOf(await generated(hass), "attic"));
    expect(cards.find(({ type }) => type === "statistics-graph")).toMatchObject({
      entities: [
        { entity: "sensor.attic_latency" },
        { entity: "sensor.attic_latency_p50" },
        { entity: "sensor.attic_latency_p95" },
      ],
      stat_types: ["mean"],
    });
  });

  it("uses only loaded integrations, and has no empty section", async () => {
    const hass = home(["attic"], {
      config: { time_zone: "UTC", state: "RUNNING", components: [] },
    });
    const dashboard = await generated(hass);
    const types = dashboard.views.flatMap(cardsOf).map(({ type }) => type);
    expect(types).not.toContain("history-graph");
    expect(types).not.toContain("statistics-graph");
    expect(types).not.toContain("logbook");
    for (const section of dashboard.views.flatMap(({ sections }) => sections)) {
      expect(section.cards.some(({ type }) => type !== "heading")).toBe(true);
    }
  });

  it("shows a server whose entities are all disabled", async () => {
    const hass = hassWith([accountDevice("alice"), serverDevice("attic")], []);
    const cards = cardsOf(viewOf(await generated(hass), "attic"));
    expect(cards.map(({ type }) => type)).toEqual([
      "heading",
      "custom:plex-connection-card",
    ]);
  });

  it("is only our card if there is no server: it says what to do", async () => {
    const empty = await generated(hassWith([], []));
    expect(empty.views).toHaveLength(1);
    expect(empty.views.flatMap(cardsOf).map(({ type }) => type)).toEqual([
      "custom:plex-connection-card",
    ]);
    const early = { ...home([]), devices: undefined, entities: undefined };
    expect((await generated(early as never)).views).toHaveLength(1);
  });

  it("has tabs for a few servers, and sections for many", async () => {
    const few = await generated(home(names(8)));
    expect(few.views.filter((view) => !view.subview)).toHaveLength(9);

    const many = await generated(home(names(100)));
    expect(
      many.views.filter((view) => !view.subview).map(({ title }) => title),
    ).toEqual(["Overview", "Servers"]);
    const { sections } = viewOf(many, "Servers");
    expect(sections).toHaveLength(100);
    const paths = many.views.map(({ path }) => path);
    expect(new Set(paths).size).toBe(102);
    for (const { cards } of sections) {
      const [{ tap_action }] = cards as [Card];
      expect(paths).toContain(
        (tap_action as { navigation_path: string }).navigation_path,
      );
    }
    // Home Assistant would read the graphs of a hundred servers at once.
    const [overview] = many.views as [View];
    expect(cardsOf(overview).map(({ type }) => type)).not.toContain("history-graph");
  });
});

describe("the strategy's class", () => {
  it("provides its options as static members", () => {
    expect(customElements.get("ll-strategy-dashboard-plex-connection")).toBe(
      PlexConnectionStrategy,
    );
    expect(PlexConnectionStrategy.noEditor).toBe(true);
    expect(PlexConnectionStrategy.getCreateSuggestions(home([]))).toEqual({
      title: "Plex Connection",
      icon: "mdi:transit-connection-variant",
    });
  });

  it("regenerates only when our devices or entities change", () => {
    const again = PlexConnectionStrategy.shouldRegenerate;
    const before = home(["attic"]);
    expect(again({}, before, { ...before, states: {} })).toBe(false);
    expect(again({}, before, home(["attic"]))).toBe(false);
    expect(again({}, before, home(["attic", "cabin"]))).toBe(true);
    expect(again({}, before, { ...before, language: "de" })).toBe(true);

    const { "sensor.attic_latency": _, ...disabled } = before.entities;
    expect(again({}, before, { ...before, entities: disabled })).toBe(true);
    const { "sensor.lamp_latency": __, ...foreign } = before.entities;
    expect(again({}, before, { ...before, entities: foreign })).toBe(false);
    const renamed = { ...serverDevice("attic"), name_by_user: "Loft" };
    const devices = { ...before.devices, attic: renamed };
    expect(again({}, before, { ...before, devices })).toBe(true);
  });
});
