/** The state of one server, subscribed while its page is open. */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { setClock } from "./clock";
import type { Connection } from "./home-assistant";
import { Subscription, type SubscriptionState } from "./subscription";
import { COMMANDS, type ServerDetail, type ServerEvent, type ServerRef } from "./wire";

/** Keeps an element up to date with one server while it is on the page. */
export class ServerController implements ReactiveController {
  state: SubscriptionState = { kind: "connecting" };
  /** Undefined until data arrive; null while the server is not watched. */
  server: ServerDetail | null | undefined;
  #element: ReactiveControllerHost;
  #subscription: Subscription<ServerEvent> | undefined;
  #connection: Connection | undefined;
  #ref: ServerRef | undefined;
  #isConnected = false;

  constructor(element: ReactiveControllerHost) {
    this.#element = element;
    element.addController(this);
  }

  /** Set the server and the connection; may be called repeatedly. */
  use(connection: Connection, ref: ServerRef): void {
    const isSame =
      connection === this.#connection &&
      ref.entry_id === this.#ref?.entry_id &&
      ref.server_id === this.#ref?.server_id;
    if (isSame) {
      return;
    }
    this.#subscription?.close();
    this.#connection = connection;
    this.#ref = ref;
    this.server = undefined;
    this.state = { kind: "connecting" };
    this.#subscription = new Subscription(
      connection,
      { type: COMMANDS.subscribeServer, ...ref },
      (event) => {
        setClock(event.now);
        this.server = event.server;
        this.#element.requestUpdate();
      },
      (state) => {
        this.state = state;
        this.#element.requestUpdate();
      },
    );
    if (this.#isConnected) {
      this.#subscription.open();
    }
  }

  hostConnected(): void {
    this.#isConnected = true;
    this.#subscription?.open();
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    this.#subscription?.close();
  }
}
