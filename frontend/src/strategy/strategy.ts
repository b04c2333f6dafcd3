/** The dashboard strategy: generates an overview, and a view for each server. */

import { earlyText } from "../data/early-texts";
import type { HomeAssistant } from "../data/home-assistant";
import { ownDevices } from "../data/own-devices";
import { loadTexts } from "../data/texts";
import { define } from "../ui/define";
import { type Dashboard, dashboardOf } from "./views";

export const STRATEGY = "plex-connection";

const ICON = "mdi:transit-connection-variant";

/** Home Assistant uses only the static members: the element is never on a page. */
@define(`ll-strategy-dashboard-${STRATEGY}`)
export class PlexConnectionStrategy extends HTMLElement {
  static noEditor = true;
  static registryDependencies = ["entities", "devices"] as const;

  static async generate(_config: unknown, hass: HomeAssistant): Promise<Dashboard> {
    return dashboardOf(hass, await loadTexts(hass));
  }

  static getCreateSuggestions(_hass: HomeAssistant): { title: string; icon: string } {
    return { title: earlyText("strategy_name"), icon: ICON };
  }

  /** Regenerate only if our devices changed: most registry changes are others'. */
  static shouldRegenerate(
    _config: unknown,
    before: HomeAssistant,
    after: HomeAssistant,
  ): boolean {
    if (before.language !== after.language) {
      return true;
    }
    const isSame = PlexConnectionStrategy.registryDependencies.every(
      (registry) => before[registry] === after[registry],
    );
    return !isSame && fingerprint(before) !== fingerprint(after);
  }
}

function fingerprint(hass: HomeAssistant): string {
  return JSON.stringify(ownDevices(hass));
}
