/** The sections about one server or account, of Home Assistant's cards and ours. */

import { CARD_TYPE } from "./card-config";
import type { HomeAssistant } from "./home-assistant";
import type { OwnDevice } from "./own-devices";
import type { Card, Section } from "./strategy-views";
import type { Text } from "./texts";

/** What is shown of an account, in this order; the button comes last. */
const ACCOUNT_KEYS = [
  "plex_tv_reachable",
  "servers_found",
  "requests_today",
  "last_discovery",
];

/** What tells of events; measurements would bury them. */
const LOGGED_KEYS = ["activity", "better_available", "connection"];

const LATENCY_KEYS = ["latency", "latency_p50", "latency_p95"];

const FULL = { grid_options: { columns: "full" } };

/** Only the name of the entity: the section says whose it is. */
const ENTITY_NAME = { name: { type: "entity" } };

/** Return what there is about an account. */
export function accountSection(text: Text, account: OwnDevice): Section {
  const tiles = found(account, ACCOUNT_KEYS).map((entity) => tile(entity));
  const buttons = found(account, ["rediscover"]).map((entity) => button(entity));
  const title = account.name || text("strategy_account");
  return grid(title, "mdi:account-circle-outline", [...tiles, ...buttons]);
}

/** Return what there is about a server; sections that would be empty are left out. */
export function serverSections(
  hass: HomeAssistant,
  text: Text,
  server: OwnDevice,
): Section[] {
  const sections = [
    grid(text("strategy_connection"), "mdi:lan-connect", connectionCards(server)),
    grid(text("strategy_history"), "mdi:chart-line", historyCards(hass, server)),
    grid(text("strategy_activity"), "mdi:history", logbookCards(hass, server)),
  ];
  return sections.filter((section) => section.cards.length > 1);
}

function connectionCards(server: OwnDevice): Card[] {
  return [
    { type: CARD_TYPE, device: server.id, show_details: true, show_account: true },
    ...found(server, ["connection"]).map((entity) => tile(entity, FULL)),
    ...found(server, ["test_connections", "rediscover"]).map((entity) =>
      button(entity),
    ),
    ...found(server, ["forget"]).map((entity) =>
      button(entity, { confirmation: true }),
    ),
  ];
}

function historyCards(hass: HomeAssistant, server: OwnDevice): Card[] {
  const types = found(server, ["connection_type"]);
  const latencies = found(server, LATENCY_KEYS);
  const cards: Card[] = [];
  if (types.length > 0 && has(hass, "history")) {
    cards.push({
      type: "history-graph",
      entities: types.map(named),
      hours_to_show: 24,
      ...FULL,
    });
  }
  if (latencies.length > 0 && has(hass, "recorder")) {
    cards.push({
      type: "statistics-graph",
      entities: latencies.map(named),
      stat_types: latencies.length > 1 ? ["mean"] : ["mean", "min", "max"],
      period: "hour",
      days_to_show: 7,
      ...FULL,
    });
  }
  return cards;
}

function logbookCards(hass: HomeAssistant, server: OwnDevice): Card[] {
  const entities = found(server, LOGGED_KEYS);
  return entities.length > 0 && has(hass, "logbook")
    ? [{ type: "logbook", target: { entity_id: entities }, hours_to_show: 48, ...FULL }]
    : [];
}

function grid(heading: string, icon: string, cards: Card[]): Section {
  return { type: "grid", cards: [{ type: "heading", heading, icon }, ...cards] };
}

function tile(entity: string, options: Partial<Card> = {}): Card {
  return { type: "tile", entity, ...ENTITY_NAME, ...options };
}

/** A tile that presses its button wherever it is tapped. */
function button(entity: string, action: Record<string, unknown> = {}): Card {
  const press = {
    action: "perform-action",
    perform_action: "button.press",
    target: { entity_id: entity },
    ...action,
  };
  return tile(entity, {
    hide_state: true,
    tap_action: press,
    icon_tap_action: press,
  });
}

function named(entity: string) {
  return { entity, ...ENTITY_NAME };
}

function found({ entities }: OwnDevice, keys: readonly string[]): string[] {
  return keys.flatMap((key) => entities[key] ?? []);
}

/** Return whether an integration is there that a card needs. */
function has(hass: HomeAssistant, integration: string): boolean {
  return hass.config.components.includes(integration);
}
