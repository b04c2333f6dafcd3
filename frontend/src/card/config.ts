/** The card's configuration: validation, editor and suggestions. */

import { type EarlyKey, earlyText } from "../data/early-texts";
import type { HomeAssistant } from "../data/home-assistant";
import { isAccount, isOwn, ownDevices } from "../data/own-devices";
import { rootHass } from "../data/root-hass";
import { loadTexts } from "../data/texts";

export const CARD = "plex-connection-card";
export const CARD_TYPE = `custom:${CARD}`;

/** With more, columns would be too narrow on any screen. */
const MAX_COLUMNS = 6;

const SWITCHES = ["show_sparkline", "show_details", "show_account"] as const;

export interface CardConfig {
  type: string;
  /** The device of a server; without it, all servers of all accounts are shown. */
  device?: string | null;
  /** Maximum number of columns; by default as many as fit. */
  columns?: number | null;
  /** Whether to draw the latest latencies; true by default. */
  show_sparkline?: boolean;
  show_details?: boolean;
  show_account?: boolean;
}

/** Throw an error in the user's language unless `config` is a valid configuration. */
export function assertConfig(config: unknown): asserts config is CardConfig {
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    throw configError("card_error_config");
  }
  const { device, columns, ...others } = config as Record<string, unknown>;
  if (!isMissing(device) && typeof device !== "string") {
    throw configError("card_error_device");
  }
  if (!isMissing(columns) && !isColumns(columns)) {
    throw configError("card_error_columns", { most: MAX_COLUMNS });
  }
  for (const option of SWITCHES) {
    if (!isMissing(others[option]) && typeof others[option] !== "boolean") {
      throw configError("card_error_switch", { option });
    }
  }
}

function configError(key: EarlyKey, values?: Record<string, string | number>): Error {
  return new Error(earlyText(key, values));
}

/** The editor keeps the key of a cleared option, without a value. */
function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}

function isColumns(value: unknown): boolean {
  const columns = Number(value);
  return (
    typeof value === "number" &&
    Number.isInteger(columns) &&
    columns >= 1 &&
    columns <= MAX_COLUMNS
  );
}

interface Field {
  name: string;
}

const SCHEMA = [
  {
    name: "device",
    selector: {
      // Accounts are devices too, but have no connection to show.
      device: { filter: { integration: "plex_connection", model: "Media Server" } },
    },
  },
  {
    name: "columns",
    selector: { number: { min: 1, max: MAX_COLUMNS, step: 1, mode: "box" } },
  },
  ...SWITCHES.map((name) => ({
    name,
    default: name === "show_sparkline",
    selector: { boolean: {} },
  })),
];

/** Return the form with which Home Assistant edits the card. */
export async function configForm() {
  const hass = rootHass();
  // Without texts, Home Assistant labels the options itself.
  const text = hass ? await loadTexts(hass).catch(() => undefined) : undefined;
  return {
    schema: SCHEMA,
    assertConfig,
    computeLabel: (field: Field) => text?.(`card_${field.name}`) || undefined,
    computeHelper: (field: Field) => text?.(`card_${field.name}_help`) || undefined,
  };
}

/** Return the configuration of a newly chosen card. */
export async function stubConfig(hass: HomeAssistant): Promise<Partial<CardConfig>> {
  // The dialog that calls this shows the card's name next and needs the texts for it.
  await loadTexts(hass).catch(() => undefined);
  const [server] = ownDevices(hass).servers;
  return server ? { device: server.id } : {};
}

export interface Suggestion {
  label?: string;
  config: CardConfig;
}

/** Return the suggested card for an entity; null if the entity is not ours. */
export function suggestionsFor(
  hass: HomeAssistant,
  entityId: string,
): Suggestion[] | null {
  const entity = hass.entities?.[entityId];
  const device = entity?.device_id ? hass.devices?.[entity.device_id] : undefined;
  if (!isOwn(entity) || !device) {
    return null;
  }
  if (isAccount(device)) {
    return [{ config: { type: CARD_TYPE, show_account: true } }];
  }
  const config = { type: CARD_TYPE, device: device.id };
  return [
    { config },
    {
      label: earlyText("card_with_details"),
      config: { ...config, show_details: true },
    },
  ];
}
