/** The texts of the pages in the user's language, from Home Assistant. */

import type { HomeAssistant, Localize } from "./home-assistant";
import type {
  AccountView,
  ChangeReason,
  ConnectionType,
  DiscoveryTrigger,
  Problem,
  ServerRow,
} from "./wire";

const DOMAIN = "plex_connection";

/**
 * Returns a text by its key under `common`, or by its whole path if that begins with
 * `entity.`; empty if there is no such key.
 */
export type Text = (key: string, values?: Record<string, string | number>) => string;

const loading = new Map<string, Promise<Localize>>();

/**
 * Load the texts in the user's language, once for all elements of a page.
 *
 * Rejects if Home Assistant does not respond; may be called again then.
 */
export async function loadTexts(hass: HomeAssistant): Promise<Text> {
  let localize = loading.get(hass.language);
  if (!localize) {
    localize = loadAll(hass);
    loading.set(hass.language, localize);
    localize.catch(() => loading.delete(hass.language));
  }
  return textsOf(await localize);
}

/** Load our texts and the names of states. */
async function loadAll(hass: HomeAssistant): Promise<Localize> {
  const [common, entity] = await Promise.all([
    hass.loadBackendTranslation("common", DOMAIN),
    hass.loadBackendTranslation("entity", DOMAIN),
  ]);
  return (key, values) => common(key, values) || entity(key, values);
}

/** Return the lookup of the texts that Home Assistant has loaded. */
export function textsOf(localize: Localize): Text {
  return (key, values) => {
    const path = key.startsWith("entity.") ? key : `common.${key}`;
    return localize(`component.${DOMAIN}.${path}`, values);
  };
}

/** Return the name of a connection type: "Local". */
export function typeName(text: Text, type: ConnectionType | null): string {
  return text(`panel_type_${type ?? "unknown"}`);
}

/** Return the name of a server's state: "Local", or that it refuses access. */
export function statusName(text: Text, server: ServerRow): string {
  return server.refused
    ? text("panel_type_refused")
    : typeName(text, server.connection_type);
}

/** Return the class for the color of a server's state. */
export function statusClass(server: ServerRow): string {
  return server.refused
    ? "type-refused"
    : `type-${server.connection_type ?? "unknown"}`;
}

/** Return the short name of a root cause, as its sensor shows it: "Port is closed". */
export function problemName(text: Text, problem: Problem): string {
  const name =
    problem === "not_known" ? "" : text(`entity.sensor.problem.state.${problem}`);
  // Alone, "Not known" would not say what is not.
  return name || text("panel_cause_not_known");
}

/** Return why a connection changed, and to what, as part of a sentence. */
export function reasonText(
  text: Text,
  reason: ChangeReason,
  to: ConnectionType | null,
): string {
  if (reason === "pinned" && to === "offline") {
    return text("logbook_reason_pinned_down");
  }
  return text(`logbook_reason_${reason}`) || text("logbook_reason_unknown");
}

/** Return the reason of a discovery, as part of a sentence. */
export function triggerText(text: Text, trigger: DiscoveryTrigger): string {
  return text(`logbook_trigger_${trigger}`) || text("logbook_trigger_unknown");
}

/** Return the state of an account as a sentence. */
export function accountText(text: Text, { state, plex_tv }: AccountView): string {
  if (state !== "loaded") {
    return text(`panel_entry_${state}`) || text("panel_entry_other");
  }
  return text(`panel_plex_tv_${plex_tv ?? "unknown"}`);
}
