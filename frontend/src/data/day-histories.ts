/** The last day of all servers, from Home Assistant's history: one subscription. */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { now } from "./clock";
import { DAY } from "./durations";
import type { Connection } from "./home-assistant";
import type { Host } from "./host";
import { entitiesOf } from "./own-devices";
import { type HistoryState, hasHistory } from "./recorder";
import { Subscription, type SubscriptionState } from "./subscription";
import type { ServerRow } from "./wire";

/** What Home Assistant sends: first what is recorded, then each change. */
interface HistoryEvent {
  states: Record<string, HistoryState[]>;
}

const NONE: readonly HistoryState[] = [];

/** Keeps an element up to date with the last day of its servers. */
export class DayHistories implements ReactiveController {
  #element: ReactiveControllerHost;
  #subscription: Subscription<HistoryEvent> | undefined;
  #connection: Connection | undefined;
  #entityIds: readonly string[] = [];
  #entities = new Map<string, string>();
  #registry: unknown;
  #states = new Map<string, readonly HistoryState[]>();
  #isAnswered = false;
  #isConnected = false;

  constructor(element: ReactiveControllerHost) {
    this.#element = element;
    element.addController(this);
  }

  /** Set the servers; may be called repeatedly. */
  use({ connection, hass }: Host, servers: readonly ServerRow[]): void {
    if (hass.entities !== this.#registry) {
      this.#registry = hass.entities;
      this.#entities = entitiesOf(hass, "connection_type");
    }
    const entityIds = hasHistory(hass)
      ? servers.flatMap((server) => this.#entityOf(server) ?? []).sort()
      : [];
    if (
      connection !== this.#connection ||
      entityIds.join() !== this.#entityIds.join()
    ) {
      this.#connection = connection;
      this.#entityIds = entityIds;
      this.#open();
    }
  }

  /**
   * Return a server's states, oldest first; null while they are loading. Empty without a
   * history: it is not recorded, or its sensor is disabled.
   */
  of(server: ServerRow): readonly HistoryState[] | null {
    const entityId = this.#entityOf(server);
    if (!entityId || !this.#entityIds.includes(entityId)) {
      return NONE;
    }
    return this.#states.get(entityId) ?? (this.#isAnswered ? NONE : null);
  }

  hostConnected(): void {
    this.#isConnected = true;
    this.#open();
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    this.#subscription?.close();
    this.#subscription = undefined;
  }

  #entityOf({ device_id: id }: ServerRow): string | undefined {
    return id === null ? undefined : this.#entities.get(id);
  }

  #open(): void {
    this.#subscription?.close();
    this.#subscription = undefined;
    const entity_ids = this.#entityIds;
    if (!this.#isConnected || !this.#connection || entity_ids.length === 0) {
      return;
    }
    this.#subscription = new Subscription<HistoryEvent>(
      this.#connection,
      () => ({
        type: "history/stream",
        start_time: new Date(now() - DAY).toISOString(),
        entity_ids,
        minimal_response: true,
        no_attributes: true,
      }),
      (event) => this.#take(event),
      (state) => this.#follow(state),
    );
    this.#subscription.open();
  }

  /** Show what there is if Home Assistant refuses: nothing is better than a wait. */
  #follow({ kind }: SubscriptionState): void {
    if (kind === "refused") {
      this.#isAnswered = true;
      this.#element.requestUpdate();
    }
  }

  #take({ states }: HistoryEvent): void {
    this.#isAnswered = true;
    for (const [entityId, news] of Object.entries(states ?? {})) {
      this.#states.set(entityId, joined(this.#states.get(entityId) ?? NONE, news));
    }
    this.#element.requestUpdate();
  }
}

/**
 * Return the states with new ones. A new subscription sends all of them again: they replace
 * those that are not older. Of a day ago, only the last one is kept.
 */
function joined(
  known: readonly HistoryState[],
  news: readonly HistoryState[],
): readonly HistoryState[] {
  const first = Math.min(...news.map(timeOf));
  const all = [...known.filter((each) => timeOf(each) < first), ...news];
  const start = (now() - DAY) / 1000;
  const place = all.findLastIndex((each) => timeOf(each) <= start);
  return all.slice(Math.max(0, place));
}

/** Return when a state began, in seconds since 1970. */
function timeOf({ lc, lu }: HistoryState): number {
  return lc ?? lu;
}
