/** A subscription that survives restarts of Home Assistant. */

import type { CommandError, Connection, Unsubscribe } from "./home-assistant";

/**
 * - `connecting`: no response yet
 * - `live`: subscribed
 * - `lost`: Home Assistant is disconnected, or does not know the command (yet)
 * - `refused`: Home Assistant refuses, with a message; retried all the same
 */
export type SubscriptionState =
  | { kind: "connecting" | "live" | "lost" }
  | { kind: "refused"; message: string };

/** Milliseconds before the first retry; doubles with each failure. */
const FIRST_RETRY = 1000;
const MAX_RETRY = 30_000;

/**
 * Milliseconds from a reconnection until it subscribes once more. A reconnection restarts
 * the message numbers at 1: frontend code that ends a subscription from before, which was
 * not renewed while Home Assistant started, ends the one of ours that now has its number.
 */
const RENEW_AFTER = 20_000;

/** The error code while Home Assistant starts: it lacks the integrations' commands. */
const UNKNOWN_COMMAND = "unknown_command";

type Message = { type: string; [key: string]: unknown };

/**
 * Subscribes, and subscribes again after every reconnection.
 *
 * A function as the message is called for each subscription.
 *
 * Home Assistant's own resubscription gives up if the command is unknown, which it is for
 * some seconds after each restart.
 */
export class Subscription<Event> {
  #connection: Connection;
  #message: () => Message;
  #onEvent: (event: Event) => void;
  #onState: (state: SubscriptionState) => void;
  #unsubscribe: Unsubscribe | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #renewal: ReturnType<typeof setTimeout> | undefined;
  #delay = FIRST_RETRY;
  #round = 0;
  #isOpen = false;

  constructor(
    connection: Connection,
    message: Message | (() => Message),
    onEvent: (event: Event) => void,
    onState: (state: SubscriptionState) => void,
  ) {
    this.#connection = connection;
    this.#message = typeof message === "function" ? message : () => message;
    this.#onEvent = onEvent;
    this.#onState = onState;
  }

  open(): void {
    if (this.#isOpen) {
      return;
    }
    this.#isOpen = true;
    this.#connection.addEventListener("ready", this.#onReady);
    this.#connection.addEventListener("disconnected", this.#onDisconnected);
    void this.#subscribe();
  }

  close(): void {
    this.#isOpen = false;
    this.#round += 1;
    clearTimeout(this.#retry);
    clearTimeout(this.#renewal);
    this.#connection.removeEventListener("ready", this.#onReady);
    this.#connection.removeEventListener("disconnected", this.#onDisconnected);
    this.#end();
  }

  #onReady = (): void => {
    this.#unsubscribe = undefined;
    this.#delay = FIRST_RETRY;
    void this.#subscribe();
    clearTimeout(this.#renewal);
    this.#renewal = setTimeout(() => this.#renew(), RENEW_AFTER);
  };

  #onDisconnected = (): void => {
    this.#round += 1;
    this.#unsubscribe = undefined;
    clearTimeout(this.#retry);
    clearTimeout(this.#renewal);
    this.#onState({ kind: "lost" });
  };

  #renew(): void {
    this.#end();
    void this.#subscribe();
  }

  async #subscribe(): Promise<void> {
    clearTimeout(this.#retry);
    this.#round += 1;
    const round = this.#round;
    try {
      const unsubscribe = await this.#connection.subscribeMessage<Event>(
        (event) => round === this.#round && this.#onEvent(event),
        this.#message(),
        { resubscribe: false },
      );
      if (round !== this.#round) {
        void unsubscribeQuietly(unsubscribe);
        return;
      }
      this.#unsubscribe = unsubscribe;
      this.#delay = FIRST_RETRY;
      this.#onState({ kind: "live" });
    } catch (error) {
      if (round === this.#round) {
        this.#onFailure(error);
      }
    }
  }

  #onFailure(error: unknown): void {
    const { code, message } = error as Partial<CommandError>;
    // Errors of the connection itself have a numeric code.
    const isLost = code === UNKNOWN_COMMAND || typeof code === "number" || !message;
    this.#onState(isLost ? { kind: "lost" } : { kind: "refused", message });
    this.#retry = setTimeout(() => void this.#subscribe(), this.#delay);
    this.#delay = Math.min(2 * this.#delay, MAX_RETRY);
  }

  #end(): void {
    const unsubscribe = this.#unsubscribe;
    this.#unsubscribe = undefined;
    if (unsubscribe) {
      void unsubscribeQuietly(unsubscribe);
    }
  }
}

/** Unsubscribing fails if the connection is gone, or if Home Assistant ended it. */
export async function unsubscribeQuietly(unsubscribe: Unsubscribe): Promise<void> {
  try {
    await unsubscribe();
  } catch {
    return;
  }
}
