/** Data that Home Assistant does not push, polled as rarely as possible. */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Connection } from "./home-assistant";

/** Milliseconds from a reconnection to a load: the recorder may still be starting. */
export const SETTLED_AFTER = 10_000;

/** Milliseconds between loads: Home Assistant creates statistics that often. */
export const RELOAD_AFTER = 300_000;

/** Milliseconds to a retry: a starting Home Assistant lacks its components' commands. */
export const RETRY_AFTER = 30_000;

/**
 * Loads data when first needed, when their key changes, after a reconnection, and every
 * five minutes while the page is visible; sooner after a failure.
 *
 * `value` stays during a reload, even if that fails.
 */
export class PolledData<Value> implements ReactiveController {
  value: Value | undefined;
  hasFailed = false;
  #element: ReactiveControllerHost;
  #load: (connection: Connection, key: string) => Promise<Value>;
  #connection: Connection | undefined;
  #key: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #loadedAt = 0;
  #round = 0;
  #isConnected = false;

  constructor(
    element: ReactiveControllerHost,
    load: (connection: Connection, key: string) => Promise<Value>,
  ) {
    this.#element = element;
    this.#load = load;
    element.addController(this);
  }

  /** Whether the first load is in progress. */
  get isLoading(): boolean {
    return this.#key !== null && this.value === undefined && !this.hasFailed;
  }

  /** Set what to load, and over which connection; a null key loads nothing. */
  use(connection: Connection, key: string | null): void {
    if (connection === this.#connection && key === this.#key) {
      return;
    }
    this.#stop();
    this.#connection = connection;
    this.#key = key;
    this.#loadedAt = 0;
    this.hasFailed = false;
    if (key === null) {
      this.value = undefined;
    }
    this.#start();
  }

  hostConnected(): void {
    this.#isConnected = true;
    this.#start();
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    this.#stop();
  }

  #start(): void {
    if (this.#isConnected && this.#connection && this.#key !== null) {
      this.#connection.addEventListener("ready", this.#onReady);
      document.addEventListener("visibilitychange", this.#loadIfDue);
      this.#loadIfDue();
    }
  }

  #stop(): void {
    this.#round += 1;
    clearTimeout(this.#timer);
    this.#connection?.removeEventListener("ready", this.#onReady);
    document.removeEventListener("visibilitychange", this.#loadIfDue);
  }

  #onReady = (): void => {
    this.#loadedAt = Date.now() - RELOAD_AFTER + SETTLED_AFTER;
    this.#loadIfDue();
  };

  /** Load if it is due; a hidden page waits until it is visible. */
  #loadIfDue = (): void => {
    clearTimeout(this.#timer);
    if (document.visibilityState === "hidden") {
      return;
    }
    const age = Date.now() - this.#loadedAt;
    // If the clock was set back, the age is negative: load then too.
    if (age >= RELOAD_AFTER || age < 0) {
      void this.#reload();
    } else {
      this.#timer = setTimeout(this.#loadIfDue, RELOAD_AFTER - age);
    }
  };

  async #reload(): Promise<void> {
    const { connection, key } = { connection: this.#connection, key: this.#key };
    if (!connection || key === null) {
      return;
    }
    this.#loadedAt = Date.now();
    this.#timer = setTimeout(this.#loadIfDue, RELOAD_AFTER);
    this.#round += 1;
    const round = this.#round;
    try {
      const value = await this.#load(connection, key);
      this.#settle(round, () => {
        this.value = value;
        this.hasFailed = false;
      });
    } catch {
      this.#settle(round, () => {
        this.hasFailed = true;
        this.#loadedAt += RETRY_AFTER - RELOAD_AFTER;
        this.#loadIfDue();
      });
    }
  }

  #settle(round: number, change: () => void): void {
    if (round === this.#round) {
      change();
      this.#element.requestUpdate();
    }
  }
}
