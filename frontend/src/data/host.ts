/** What elements need from Home Assistant; a new object only when that changes. */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { type Formats, formatsOf } from "./formats";
import type { Connection, HomeAssistant } from "./home-assistant";
import { loadTexts, type Text } from "./texts";

export interface Host {
  connection: Connection;
  /** Whether Home Assistant is connected. */
  connected: boolean;
  text: Text;
  format: Formats;
  /** Only administrators may act. */
  isAdmin: boolean;
  rtl: boolean;
  /** For looking up entities; as of this object's creation. */
  hass: HomeAssistant;
}

const RETRY_AFTER = 5000;

/**
 * Derives a `Host` from the `hass` objects that Home Assistant provides.
 *
 * Home Assistant provides a new one for every state of every entity: passing them on would
 * render everything several times a second. `value` is null until the texts are loaded.
 */
export class HostController implements ReactiveController {
  value: Host | null = null;
  #element: ReactiveControllerHost;
  #hass: HomeAssistant | undefined;
  #text: { language: string; text: Text } | undefined;
  /** The language whose texts are loading. */
  #loading: string | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(element: ReactiveControllerHost) {
    this.#element = element;
    element.addController(this);
  }

  hostConnected(): void {
    if (this.#hass) {
      this.update(this.#hass);
    }
  }

  hostDisconnected(): void {
    clearTimeout(this.#retry);
    this.#loading = undefined;
  }

  /** Process a new `hass` object. */
  update(hass: HomeAssistant): void {
    const before = this.#hass;
    this.#hass = hass;
    if (this.#text?.language !== hass.language) {
      if (this.#loading !== hass.language) {
        void this.#load(hass);
      }
      return;
    }
    if (!before || !this.value || differs(before, hass)) {
      this.#renew(hass, this.#text.text);
    }
  }

  async #load(hass: HomeAssistant): Promise<void> {
    clearTimeout(this.#retry);
    this.#loading = hass.language;
    try {
      const text = await loadTexts(hass);
      if (this.#loading === hass.language) {
        this.#loading = undefined;
      }
      if (this.#hass?.language === hass.language) {
        this.#text = { language: hass.language, text };
        this.#renew(this.#hass, text);
      }
    } catch {
      // Home Assistant is unreachable or restarting: try again later.
      if (this.#loading === hass.language) {
        this.#retry = setTimeout(
          () => this.#hass && this.#load(this.#hass),
          RETRY_AFTER,
        );
      }
    }
  }

  #renew(hass: HomeAssistant, text: Text): void {
    this.value = {
      connection: hass.connection,
      connected: hass.connected,
      text,
      format: formatsOf(hass),
      isAdmin: hass.user?.is_admin ?? false,
      rtl: document.dir === "rtl" || document.documentElement.dir === "rtl",
      hass,
    };
    this.#element.requestUpdate();
  }
}

function differs(before: HomeAssistant, after: HomeAssistant): boolean {
  return (
    before.connection !== after.connection ||
    before.connected !== after.connected ||
    before.locale !== after.locale ||
    before.config.time_zone !== after.config.time_zone ||
    before.config.components !== after.config.components ||
    before.user?.is_admin !== after.user?.is_admin ||
    before.entities !== after.entities
  );
}
