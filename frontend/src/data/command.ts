/** Commands that users start, and their results as text. */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { CommandError } from "./home-assistant";
import type { Host } from "./host";

export type CommandState<Result> =
  | { kind: "idle" | "running" }
  | { kind: "done"; result: Result }
  | { kind: "failed"; message: string };

/** A command: runs once at a time and updates its element. */
export class Command<Result> implements ReactiveController {
  state: CommandState<Result> = { kind: "idle" };
  #element: ReactiveControllerHost;

  constructor(element: ReactiveControllerHost) {
    this.#element = element;
    element.addController(this);
  }

  get isRunning(): boolean {
    return this.state.kind === "running";
  }

  /** A controller needs at least one lifecycle method. */
  hostConnected(): void {}

  /** Send the command, unless it is running. Never rejects: the result is in `state`. */
  async run(
    host: Host,
    message: { type: string; [key: string]: unknown },
  ): Promise<void> {
    if (this.isRunning) {
      return;
    }
    this.#set({ kind: "running" });
    try {
      const result = await host.connection.sendMessagePromise<Result>(message);
      this.#set({ kind: "done", result });
    } catch (error) {
      this.#set({ kind: "failed", message: await errorText(host, error) });
    }
  }

  /** Forget the result. */
  reset(): void {
    if (!this.isRunning) {
      this.#set({ kind: "idle" });
    }
  }

  #set(state: CommandState<Result>): void {
    this.state = state;
    this.#element.requestUpdate();
  }
}

/**
 * Return the error message, in the user's language if Home Assistant has a translation.
 * `error` is a command's rejection, or an event that reports a failure.
 */
export async function errorText(host: Host, error: unknown): Promise<string> {
  const { code, message, ...translation } = errorOf(error);
  const translated = await translate(host, translation);
  if (translated) {
    return translated;
  }
  if (code === "unauthorized") {
    return host.text("panel_error_unauthorized");
  }
  // Errors of the connection itself have a numeric code and English texts only.
  return typeof code === "string" && message
    ? message
    : host.text("panel_error_no_answer");
}

/** Return the error's fields: the connection rejects with a number or a whole response. */
function errorOf(error: unknown): Partial<CommandError> {
  if (typeof error !== "object" || error === null) {
    return {};
  }
  const nested = (error as { error?: unknown }).error;
  const answer = typeof nested === "object" && nested !== null ? nested : error;
  return { code: "", ...answer };
}

async function translate(
  host: Host,
  {
    translation_key: key,
    translation_domain: domain,
    translation_placeholders: values,
  }: Partial<CommandError>,
): Promise<string> {
  if (!key || !domain) {
    return "";
  }
  try {
    const localize = await host.hass.loadBackendTranslation("exceptions", domain);
    return localize(`component.${domain}.exceptions.${key}.message`, values);
  } catch {
    return "";
  }
}
