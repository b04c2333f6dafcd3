/**
 * Texts that Home Assistant asks for at any time, and at once: in its dialogs, and where
 * a configuration is refused.
 */

import { rootHass } from "./root-hass";
import { loadTexts, textsOf } from "./texts";

/** What is said until the texts are there; the same as in `translations/en.json`. */
export const ENGLISH = {
  card_name: "Plex Connection",
  card_description: "How your Plex servers are reached: one of them, or all.",
  card_with_details: "With details",
  card_error_config: "The card has no settings.",
  card_error_device: "device: the id of a server's device is expected.",
  card_error_columns: "columns: a whole number from 1 to {most} is expected.",
  card_error_switch: "{option}: true or false is expected.",
  strategy_name: "Plex Connection",
  strategy_description:
    "All your Plex servers: how each of them is reached, its history, and what you can do.",
} as const;

export type EarlyKey = keyof typeof ENGLISH;

/** Return a text in the user's language, or in English while that is being loaded. */
export function earlyText(
  key: EarlyKey,
  values: Record<string, string | number> = {},
): string {
  const hass = rootHass();
  const text = hass?.localize ? textsOf(hass.localize)(key, values) : "";
  if (!text && hass) {
    // Whoever asks next gets it; Home Assistant renders its dialogs anew with it.
    loadTexts(hass).catch(() => undefined);
  }
  return text || filled(ENGLISH[key], values);
}

function filled(words: string, values: Record<string, string | number>): string {
  return words.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
