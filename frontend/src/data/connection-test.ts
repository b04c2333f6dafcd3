/** A test of all addresses of a server; results arrive one by one. */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { now } from "./clock";
import { errorText } from "./command";
import type { Connection, Unsubscribe } from "./home-assistant";
import type { Host } from "./host";
import { unsubscribeQuietly } from "./subscription";
import {
  type AttemptView,
  COMMANDS,
  type ServerDetail,
  type ServerRef,
  type TestEvent,
} from "./wire";

export interface TestState {
  kind: "idle" | "running" | "finished" | "stopped" | "failed";
  /** URLs in this test that have no result yet. */
  waiting: ReadonlySet<string>;
  /** Results, until the server reports the same or newer ones. */
  attempts: ReadonlyMap<string, AttemptView>;
  done: number;
  total: number;
  working: number;
  /** When the test finished, in milliseconds since 1970. */
  finishedAt: number;
  /** The error message. */
  message: string;
}

const IDLE: TestState = {
  kind: "idle",
  waiting: new Set(),
  attempts: new Map(),
  done: 0,
  total: 0,
  working: 0,
  finishedAt: 0,
  message: "",
};

/** Runs one test at a time; ends it when its element leaves the page. */
export class ConnectionTest implements ReactiveController {
  state: TestState = IDLE;
  #element: ReactiveControllerHost;
  #connection: Connection | undefined;
  #unsubscribe: Unsubscribe | undefined;
  #host: Host | undefined;
  #round = 0;

  constructor(element: ReactiveControllerHost) {
    this.#element = element;
    element.addController(this);
  }

  /** A controller needs at least one lifecycle method. */
  hostConnected(): void {}

  hostDisconnected(): void {
    this.reset();
  }

  get isRunning(): boolean {
    return this.state.kind === "running";
  }

  /** Whether a candidate's result is pending. */
  isWaitingFor(url: string): boolean {
    return this.isRunning && this.state.waiting.has(url);
  }

  async start(host: Host, ref: ServerRef): Promise<void> {
    if (this.isRunning) {
      return;
    }
    this.#round += 1;
    const round = this.#round;
    this.#set({ ...IDLE, kind: "running" });
    this.#connection = host.connection;
    this.#connection.addEventListener("disconnected", this.#onDisconnected);
    this.#host = host;
    try {
      const unsubscribe = await host.connection.subscribeMessage<TestEvent>(
        (event) => round === this.#round && this.#handle(host, event),
        { type: COMMANDS.testConnections, ...ref },
        { resubscribe: false },
      );
      if (round === this.#round && this.isRunning) {
        this.#unsubscribe = unsubscribe;
      } else {
        void unsubscribeQuietly(unsubscribe);
      }
    } catch (error) {
      if (round === this.#round) {
        void this.#fail(host, error);
      }
    }
  }

  /**
   * Drop results that the server now reports itself: if it forgets them later, they must
   * not reappear here. `server` is null if it is not watched; that drops all results.
   */
  dropReported(server: ServerDetail | null): void {
    const known = new Map(server?.candidates.map((each) => [each.url, each]));
    const kept = [...this.state.attempts].filter(([url, attempt]) => {
      const candidate = known.get(url);
      return candidate && isNewer(attempt, candidate.last_attempt);
    });
    if (kept.length < this.state.attempts.size) {
      this.#set({ ...this.state, attempts: new Map(kept) });
    }
  }

  /** Cancel the test. */
  stop(): void {
    if (this.isRunning) {
      this.#end("stopped");
    }
  }

  /** Cancel the test and forget its results. */
  reset(): void {
    this.stop();
    this.#set(IDLE);
  }

  #onDisconnected = (): void => {
    const host = this.#host;
    if (host && this.isRunning) {
      this.#unsubscribe = undefined;
      void this.#fail(host, null);
    }
  };

  #handle(host: Host, event: TestEvent): void {
    const { state } = this;
    if (state.kind !== "running") {
      return;
    }
    switch (event.event) {
      case "started":
        this.#set({ ...state, waiting: new Set(event.urls), total: event.urls.length });
        break;
      case "attempt":
        this.#addAttempt(event.attempt, event);
        break;
      case "finished":
        this.#set({
          ...state,
          total: event.tested,
          working: event.working,
          finishedAt: now(),
        });
        this.#end("finished");
        break;
      case "failed":
        void this.#fail(host, event);
        break;
    }
  }

  #addAttempt(
    attempt: AttemptView,
    { done, total }: { done: number; total: number },
  ): void {
    const waiting = new Set(this.state.waiting);
    waiting.delete(attempt.url);
    const attempts = new Map(this.state.attempts).set(attempt.url, attempt);
    this.#set({ ...this.state, waiting, attempts, done, total });
  }

  async #fail(host: Host, error: unknown): Promise<void> {
    const round = this.#end("failed");
    const message = await errorText(host, error);
    if (round === this.#round && this.state.kind === "failed") {
      this.#set({ ...this.state, message });
    }
  }

  #end(kind: TestState["kind"]): number {
    this.#round += 1;
    this.#connection?.removeEventListener("disconnected", this.#onDisconnected);
    const unsubscribe = this.#unsubscribe;
    this.#unsubscribe = undefined;
    if (unsubscribe) {
      void unsubscribeQuietly(unsubscribe);
    }
    this.#set({ ...this.state, kind });
    return this.#round;
  }

  #set(state: TestState): void {
    this.state = state;
    this.#element.requestUpdate();
  }
}

/** Return whether an attempt of a test is newer than the server's report. */
export function isNewer(tested: AttemptView, known: AttemptView | null): boolean {
  return !known || Date.parse(tested.at) > Date.parse(known.at);
}
