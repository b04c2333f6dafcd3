/** The state of all accounts and servers, shared by all elements of a page. */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { setClock } from "./clock";
import type { Connection } from "./home-assistant";
import { gradeOf } from "./standing";
import { Subscription, type SubscriptionState } from "./subscription";
import {
  type AccountView,
  COMMANDS,
  type OverviewEvent,
  type ServerRef,
  type ServerRow,
  type Severity,
} from "./wire";

export interface Overview {
  state: SubscriptionState;
  /** Whether data have arrived; stays true while Home Assistant is disconnected. */
  isKnown: boolean;
  bundle: string | null;
  accounts: readonly AccountView[];
  servers: readonly ServerRow[];
}

const EMPTY: Overview = {
  state: { kind: "connecting" },
  isKnown: false,
  bundle: null,
  accounts: [],
  servers: [],
};

/** Milliseconds to keep an unused subscription: page changes are shorter. */
const CLOSE_DELAY = 2000;

/** Severities whose servers come first. */
const URGENT: readonly Severity[] = ["error", "warning", "notice"];

const stores = new WeakMap<Connection, OverviewStore>();

/** Return a key for a server that is unique across accounts. */
export function keyOf(server: ServerRef): string {
  return `${server.entry_id}/${server.server_id}`;
}

class OverviewStore {
  value: Overview = EMPTY;
  #listeners = new Set<() => void>();
  #subscription: Subscription<OverviewEvent>;
  #accounts = new Map<string, AccountView>();
  #servers = new Map<string, ServerRow>();
  #closing: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection) {
    this.#subscription = new Subscription(
      connection,
      { type: COMMANDS.subscribeOverview },
      (event) => this.#apply(event),
      (state) => this.#publish({ state }),
    );
  }

  listen(listener: () => void): () => void {
    clearTimeout(this.#closing);
    this.#listeners.add(listener);
    this.#subscription.open();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) {
        this.#closing = setTimeout(() => this.#subscription.close(), CLOSE_DELAY);
      }
    };
  }

  #apply(event: OverviewEvent): void {
    setClock(event.now);
    if (event.full) {
      this.#accounts.clear();
      this.#servers.clear();
    }
    for (const entryId of event.gone_accounts) {
      this.#accounts.delete(entryId);
    }
    for (const gone of event.gone_servers) {
      this.#servers.delete(keyOf(gone));
    }
    for (const account of event.accounts) {
      this.#accounts.set(account.entry_id, account);
    }
    for (const server of event.servers) {
      this.#servers.set(keyOf(server), server);
    }
    this.#publish({
      isKnown: true,
      bundle: event.bundle ?? null,
      accounts: [...this.#accounts.values()].sort(byTitle),
      servers: [...this.#servers.values()].sort(byUrgency),
    });
  }

  #publish(change: Partial<Overview>): void {
    this.value = { ...this.value, ...change };
    for (const listener of this.#listeners) {
      listener();
    }
  }
}

/** Order servers by the severity of their problems, then by name. */
function byUrgency(one: ServerRow, other: ServerRow): number {
  return urgency(one) - urgency(other) || byName(one, other);
}

function urgency(server: ServerRow): number {
  const severity = gradeOf(server);
  const place = severity ? URGENT.indexOf(severity) : -1;
  return place < 0 ? URGENT.length : place;
}

/** Order servers by name as people sort; those of the same name by id. */
function byName(one: ServerRow, other: ServerRow): number {
  return one.name.localeCompare(other.name) || keyOf(one).localeCompare(keyOf(other));
}

/** Order accounts by title in the same way, not by when they were added. */
function byTitle(one: AccountView, other: AccountView): number {
  return (
    one.title.localeCompare(other.title) || one.entry_id.localeCompare(other.entry_id)
  );
}

/** Keeps an element up to date with the overview while it is on the page. */
export class OverviewController implements ReactiveController {
  #element: ReactiveControllerHost;
  #store: OverviewStore | undefined;
  #stopListening: (() => void) | undefined;
  #isConnected = false;

  constructor(element: ReactiveControllerHost) {
    this.#element = element;
    element.addController(this);
  }

  get value(): Overview {
    return this.#store?.value ?? EMPTY;
  }

  /** Set the connection; may be called repeatedly. */
  use(connection: Connection): void {
    let store = stores.get(connection);
    if (!store) {
      store = new OverviewStore(connection);
      stores.set(connection, store);
    }
    if (store !== this.#store) {
      this.#stopListening?.();
      this.#store = store;
      this.#listen();
    }
  }

  hostConnected(): void {
    this.#isConnected = true;
    this.#listen();
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    this.#stopListening?.();
    this.#stopListening = undefined;
  }

  #listen(): void {
    if (this.#isConnected && this.#store) {
      this.#stopListening?.();
      this.#stopListening = this.#store.listen(() => this.#element.requestUpdate());
    }
  }
}
