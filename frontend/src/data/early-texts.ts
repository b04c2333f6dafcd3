/**
 * Texts that Home Assistant needs synchronously, possibly before they are loaded: in its
 * dialogs, and when a configuration is rejected.
 */

import { rootHass } from "./root-hass";
import { loadTexts, textsOf } from "./texts";

/** Used until the texts are loaded; the same as in `translations/en.json`. */
export const ENGLISH = {
  card_name: "Plex Connection",
  card_description: "How Home Assistant connects to one or all of your Plex servers.",
  card_with_details: "With details",
  card_error_config: "The card has no configuration.",
  card_error_device: "device must be the device ID of a server.",
  card_error_columns: "columns must be a whole number from 1 to {most}.",
  card_error_switch: "{option} must be true or false.",
  strategy_name: "Plex Connection",
  strategy_description:
    "All your Plex servers: how Home Assistant connects to them, their history, and what you can do.",
} as const;

export type EarlyKey = keyof typeof ENGLISH;

/** Return a text in the user's language, or in English while that is loading. */
export function earlyText(
  key: EarlyKey,
  values: Record<string, string | number> = {},
): string {
  const hass = rootHass();
  const text = hass?.localize ? textsOf(hass.localize)(key, values) : "";
  if (!text && hass) {
    // For the next call: Home Assistant renders its dialogs again.
    loadTexts(hass).catch(() => undefined);
  }
  return text || filled(ENGLISH[key], values);
}

function filled(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) =>
    String(values[name] ?? ""),
  );
}
