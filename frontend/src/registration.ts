/**
 * Registers the card and the dashboard strategy for Home Assistant's dialogs.
 *
 * This runs on every page, before anyone has signed in: getters look the texts up when they
 * are needed.
 */

import { CARD, suggestionsFor } from "./card/config";
import { earlyText } from "./data/early-texts";
import { STRATEGY } from "./strategy/strategy";

const DOCUMENTATION =
  "https://github.com/plex-connection/ha-plex-connection/blob/main/docs/dashboard.md";

interface Entry {
  type: string;
  readonly name: string;
  readonly description: string;
  documentationURL: string;
}

declare global {
  interface Window {
    customCards?: Entry[];
    customStrategies?: Entry[];
  }
}

const card = {
  type: CARD,
  get name() {
    return earlyText("card_name");
  },
  get description() {
    return earlyText("card_description");
  },
  preview: true,
  documentationURL: DOCUMENTATION,
  getEntitySuggestion: suggestionsFor,
};

const strategy = {
  type: STRATEGY,
  strategyType: "dashboard",
  get name() {
    return earlyText("strategy_name");
  },
  get description() {
    return earlyText("strategy_description");
  },
  documentationURL: DOCUMENTATION,
};

/** Add both to Home Assistant's lists, unless an older bundle has already. */
export function register(): void {
  window.customCards ??= [];
  window.customStrategies ??= [];
  addTo(window.customCards, card);
  addTo(window.customStrategies, strategy);
}

function addTo(entries: Entry[], entry: Entry): void {
  if (!entries.some((each) => each?.type === entry.type)) {
    entries.push(entry);
  }
}
