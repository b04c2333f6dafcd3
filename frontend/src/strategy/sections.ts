/** The sections of the generated dashboard, made of Home Assistant's cards and ours. */

import { CARD_TYPE } from "../card/config";
import type { HomeAssistant } from "../data/home-assistant";
import type { OwnDevice } from "../data/own-devices";
import type { Text } from "../data/texts";

export interface Card {
  type: string;
  [option: string]: unknown;
}

export interface Section {
  type: "grid";
  cards: Card[];
  column_span?: number;
}

/** An account's entities, in display order; the button comes after them. */
const ACCOUNT_KEYS = [
  "plex_tv_reachable",
  "servers_found",
  "requests_today",
  "last_discovery",
  "discovery_trigger",
];

/**
 * Event types that get one line each, with the reason: the logbook describes our events,
 * while every entity whose state changes after one would get its own line.
 */
const ACTIVITIES = ["connection_changed", "degraded", "recovered"];

const LATENCY_KEYS = ["latency", "latency_p50", "latency_p95"];

const FULL = { grid_options: { columns: "full" } };

/** Only the entity's name: the section names the device. */
const ENTITY_NAME = { name: { type: "entity" } };

const DEVICE_NAME = { name: { type: "device" } };

/** Name the server; with its account if another account has one of the same name. */
function deviceName({ name, isNameShared }: OwnDevice): object {
  return isNameShared ? { name } : DEVICE_NAME;
}

/** Return the section of an account. */
export function accountSection(text: Text, account: OwnDevice): Section {
  const tiles = entitiesOf(account, ACCOUNT_KEYS).map((entity) => tile(entity));
  const buttons = entitiesOf(account, ["rediscover"]).map((entity) => button(entity));
  const title = account.name || text("strategy_account");
  return grid(title, "mdi:account-circle-outline", [...tiles, ...buttons]);
}

/** Return the non-empty sections for all servers. */
export function commonSections(
  hass: HomeAssistant,
  text: Text,
  servers: readonly OwnDevice[],
): Section[] {
  return withCards([
    grid(
      text("strategy_history"),
      "mdi:chart-line",
      typeGraph(hass, servers, deviceName),
    ),
    grid(text("strategy_activity"), "mdi:history", logbook(hass, servers)),
  ]);
}

/** Return the non-empty sections of a server. */
export function serverSections(
  hass: HomeAssistant,
  text: Text,
  server: OwnDevice,
): Section[] {
  return withCards([
    grid(
      text("strategy_connection"),
      "mdi:lan-connect",
      connectionCards(hass, text, server),
    ),
    grid(text("strategy_history"), "mdi:chart-line", historyCards(hass, server)),
    grid(text("strategy_activity"), "mdi:history", logbook(hass, [server])),
  ]);
}

/** Drop sections that have only a heading. */
function withCards(sections: Section[]): Section[] {
  return sections.filter((section) => section.cards.length > 1);
}

function connectionCards(hass: HomeAssistant, text: Text, server: OwnDevice): Card[] {
  // Only administrators may press the button.
  const isAdmin = hass.user?.is_admin ?? false;
  return [
    { type: CARD_TYPE, device: server.id, show_details: true, show_account: true },
    ...entitiesOf(server, ["connection"]).map((entity) => tile(entity, FULL)),
    ...entitiesOf(server, ["test_connections", "rediscover"]).map((entity) =>
      button(entity),
    ),
    ...(isAdmin ? entitiesOf(server, ["forget"]) : []).map((entity) =>
      button(entity, forgetQuestion(text, server)),
    ),
  ];
}

/** Return the confirmation before forgetting, with the texts of the server's page. */
function forgetQuestion(text: Text, server: OwnDevice) {
  return {
    confirmation: {
      title: text("panel_action_forget_title", { name: server.name }),
      text: text("panel_action_forget_text"),
      confirm_text: text("panel_action_forget_yes"),
    },
  };
}

function historyCards(hass: HomeAssistant, server: OwnDevice): Card[] {
  const latencies = entitiesOf(server, LATENCY_KEYS);
  return [
    ...typeGraph(hass, [server], () => ENTITY_NAME),
    ...(isLoaded(hass, "recorder") ? latencyGraph(latencies) : []),
  ];
}

function typeGraph(
  hass: HomeAssistant,
  servers: readonly OwnDevice[],
  nameOf: (server: OwnDevice) => object,
): Card[] {
  const entities = servers.flatMap((server) =>
    entitiesOf(server, ["connection_type"]).map((entity) => ({
      entity,
      ...nameOf(server),
    })),
  );
  if (entities.length === 0 || !isLoaded(hass, "history")) {
    return [];
  }
  return [{ type: "history-graph", entities, hours_to_show: 24, ...FULL }];
}

function latencyGraph(latencies: string[]): Card[] {
  if (latencies.length === 0) {
    return [];
  }
  const entities = latencies.map((entity) => ({ entity, ...ENTITY_NAME }));
  // Ranges of several lines would hide each other.
  const stats = latencies.length > 1 ? ["mean"] : ["mean", "min", "max"];
  return [
    {
      type: "statistics-graph",
      entities,
      stat_types: stats,
      period: "hour",
      days_to_show: 7,
      ...FULL,
    },
  ];
}

function logbook(hass: HomeAssistant, servers: readonly OwnDevice[]): Card[] {
  const entities = servers.flatMap((server) => entitiesOf(server, ["activity"]));
  if (entities.length === 0 || !isLoaded(hass, "logbook")) {
    return [];
  }
  return [
    {
      type: "logbook",
      target: { entity_id: entities },
      state_filter: ACTIVITIES,
      hours_to_show: 48,
      ...FULL,
    },
  ];
}

function grid(heading: string, icon: string, cards: Card[]): Section {
  return { type: "grid", cards: [{ type: "heading", heading, icon }, ...cards] };
}

function tile(entity: string, options: Partial<Card> = {}): Card {
  return { type: "tile", entity, ...ENTITY_NAME, ...options };
}

/** Return a tile that presses its button wherever it is tapped. */
function button(entity: string, action: Record<string, unknown> = {}): Card {
  const press = {
    action: "perform-action",
    perform_action: "button.press",
    target: { entity_id: entity },
    ...action,
  };
  return tile(entity, {
    ...FULL,
    hide_state: true,
    tap_action: press,
    icon_tap_action: press,
  });
}

function entitiesOf({ entities }: OwnDevice, keys: readonly string[]): string[] {
  return keys.flatMap((key) => entities[key] ?? []);
}

/** Return whether an integration that a card needs is loaded. */
function isLoaded(hass: HomeAssistant, integration: string): boolean {
  return hass.config.components.includes(integration);
}
