/**
 * The part of Home Assistant's frontend that the dashboard relies on.
 *
 * That excludes its elements: each one that we use has a replacement.
 */

export interface Locale {
  language: string;
  number_format: string;
  time_format: string;
  date_format: string;
  time_zone: string;
}

export type Unsubscribe = () => Promise<void> | void;

export interface Connection {
  connected: boolean;
  subscribeMessage<Event>(
    callback: (event: Event) => void,
    message: { type: string; [key: string]: unknown },
    options?: { resubscribe?: boolean; preCheck?: () => boolean | Promise<boolean> },
  ): Promise<Unsubscribe>;
  sendMessagePromise<Result>(message: {
    type: string;
    [key: string]: unknown;
  }): Promise<Result>;
  addEventListener(event: "ready" | "disconnected", listener: () => void): void;
  removeEventListener(event: "ready" | "disconnected", listener: () => void): void;
}

export type Localize = (
  key: string,
  values?: Record<string, string | number>,
) => string;

/** An entry of the entity registry, as every page receives it. */
export interface RegistryEntity {
  entity_id: string;
  device_id?: string | null;
  platform?: string;
  translation_key?: string;
  hidden?: boolean;
}

export interface RegistryDevice {
  id: string;
  name?: string | null;
  name_by_user?: string | null;
  config_entries?: string[];
  identifiers?: [string, string][];
  via_device_id?: string | null;
  entry_type?: string | null;
}

export interface EntityState {
  entity_id: string;
  state: string;
  last_changed: string;
  attributes: Record<string, unknown>;
}

export interface HomeAssistant {
  connection: Connection;
  connected: boolean;
  language: string;
  locale: Locale;
  config: { time_zone: string; state: string; components: string[] };
  user?: { is_admin: boolean };
  themes?: { darkMode?: boolean };
  states: Record<string, EntityState>;
  entities: Record<string, RegistryEntity>;
  devices: Record<string, RegistryDevice>;
  /** The panels available to this user, by path. */
  panels?: Record<string, unknown>;
  localize: Localize;
  loadBackendTranslation(
    category: string,
    integrations?: string | string[],
  ): Promise<Localize>;
}

/** Home Assistant's response to a failed command. */
export interface CommandError {
  code: string | number;
  message: string;
  translation_key?: string;
  translation_domain?: string;
  translation_placeholders?: Record<string, string>;
}

/** Go to another page of Home Assistant, as its own links do. */
export function navigate(path: string, replace = false): void {
  if (replace) {
    history.replaceState(null, "", path);
  } else {
    history.pushState(null, "", path);
  }
  window.dispatchEvent(new CustomEvent("location-changed", { detail: { replace } }));
}
