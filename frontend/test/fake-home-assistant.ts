/** A scripted Home Assistant with the real English texts. */

import english from "../../custom_components/plex_connection/translations/en.json";
import { formatsOf } from "../src/data/formats";
import type {
  Connection,
  HomeAssistant,
  Locale,
  Localize,
  Unsubscribe,
} from "../src/data/home-assistant";
import type { Host } from "../src/data/host";
import { textsOf } from "../src/data/texts";

type Message = { type: string; [key: string]: unknown };

interface Subscribed {
  message: Message;
  isOpen: boolean;
  send: (event: unknown) => void;
}

export class FakeConnection implements Connection {
  connected = true;
  /** All subscriptions so far, latest last. */
  subscriptions: Subscribed[] = [];
  sent: Message[] = [];
  /** The error that rejects the next subscriptions, if any. */
  refusal: unknown;
  /** Returns the response to a command, or throws its error. */
  answer: (message: Message) => unknown = () => ({});
  #listeners = new Map<string, Set<() => void>>();

  async subscribeMessage<Event>(
    callback: (event: Event) => void,
    message: Message,
  ): Promise<Unsubscribe> {
    if (this.refusal !== undefined) {
      throw this.refusal;
    }
    const subscribed: Subscribed = {
      message,
      isOpen: true,
      send: (event) => callback(event as Event),
    };
    this.subscriptions.push(subscribed);
    return async () => {
      subscribed.isOpen = false;
    };
  }

  async sendMessagePromise<Result>(message: Message): Promise<Result> {
    this.sent.push(message);
    return (await this.answer(message)) as Result;
  }

  addEventListener(event: string, listener: () => void): void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
  }

  removeEventListener(event: string, listener: () => void): void {
    this.#listeners.get(event)?.delete(listener);
  }

  emit(event: "ready" | "disconnected"): void {
    this.connected = event === "ready";
    for (const listener of [...(this.#listeners.get(event) ?? [])]) {
      listener();
    }
  }

  get listenerCount(): number {
    return [...this.#listeners.values()].reduce((sum, each) => sum + each.size, 0);
  }

  get latest(): Subscribed {
    const latest = this.subscriptions.at(-1);
    if (!latest) {
      throw new Error("nothing is subscribed");
    }
    return latest;
  }

  get openCount(): number {
    return this.subscriptions.filter((each) => each.isOpen).length;
  }
}

export const LOCALE: Locale = {
  language: "en",
  number_format: "language",
  time_format: "24",
  date_format: "language",
  time_zone: "server",
};

/** Looks texts up in en.json, as Home Assistant does; empty if the key is unknown. */
export const localize: Localize = (key, values = {}) => {
  const [, , ...path] = key.split(".");
  let found: unknown = english;
  for (const step of path) {
    found = (found as Record<string, unknown> | undefined)?.[step];
  }
  return typeof found === "string"
    ? found.replace(/\{(\w+)\}/g, (whole, name) => `${values[name] ?? whole}`)
    : "";
};

export function fakeHass(change: Partial<HomeAssistant> = {}): HomeAssistant {
  return {
    connection: new FakeConnection(),
    connected: true,
    language: "en",
    locale: LOCALE,
    config: { time_zone: "Europe/Berlin", state: "RUNNING", components: [] },
    user: { is_admin: true },
    states: {},
    entities: {},
    devices: {},
    localize,
    loadBackendTranslation: async () => localize,
    ...change,
  };
}

export function fakeHost(change: Partial<Host> = {}, hass = fakeHass()): Host {
  return {
    connection: hass.connection,
    connected: true,
    text: textsOf(localize),
    format: formatsOf(hass),
    isAdmin: true,
    rtl: false,
    hass,
    ...change,
  };
}
