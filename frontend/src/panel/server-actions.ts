/** The actions on a server, and their results. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { Command } from "../data/command";
import { commandButton, commandStyles } from "../ui/command-button";
import type { ConfirmDialog } from "../ui/confirm-dialog";
import "../ui/confirm-dialog";
import type { ConnectionTest, TestState } from "../data/connection-test";
import type { Host } from "../data/host";
import { COMMANDS, type RediscoverResult, type ServerDetail } from "../data/wire";
import { define } from "../ui/define";
import { serverStyles } from "../ui/server-styles";
import { shared } from "../ui/styles";
import { rediscoveryText } from "./rediscovery-text";

@define("plex-connection-server-actions")
export class ServerActions extends LitElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) server!: ServerDetail;
  @property({ attribute: false }) test!: ConnectionTest;
  /** Passed in addition to `test`: a new state has to render this element. */
  @property({ attribute: false }) testState!: TestState;
  @query("plex-connection-confirm-dialog") private dialog!: ConfirmDialog;
  @query(".test") private testButton!: HTMLElement;
  #rediscover = new Command<RediscoverResult>(this);
  #unpin = new Command<object>(this);
  #forget = new Command<object>(this);

  get #ref() {
    const { entry_id, server_id } = this.server;
    return { entry_id, server_id };
  }

  protected override render(): TemplateResult {
    const { text, connected } = this.host;
    const off = { isDisabled: !connected };
    return html`
      <div class="buttons">
        ${this.#testButton()}
        ${commandButton(
          text("panel_action_rediscover"),
          "rediscover",
          this.#rediscover.isRunning,
          () => this.#run(this.#rediscover, COMMANDS.rediscover),
          off,
        )}
        ${
          this.server.pinned || this.#unpin.isRunning
            ? commandButton(
                text("panel_action_unpin"),
                "unpin",
                this.#unpin.isRunning,
                () => void this.#unpinNow(),
                off,
              )
            : nothing
        }
        ${commandButton(
          text("panel_action_forget"),
          "forget",
          this.#forget.isRunning,
          () => void this.#forgetIfSure(),
          { ...off, classes: "plain" },
        )}
      </div>
      ${this.#progress()}
      <div role="status">${this.#outcomes()}</div>
      <plex-connection-confirm-dialog
        .heading=${text("panel_action_forget_title", { name: this.server.name })}
        .message=${text("panel_action_forget_text")}
        .yes=${text("panel_action_forget_yes")}
        .no=${text("panel_action_cancel")}
      ></plex-connection-confirm-dialog>
    `;
  }

  /** Render the start or stop button: a single element, so that it keeps the focus. */
  #testButton(): TemplateResult {
    const { text, connected } = this.host;
    const { isRunning } = this.test;
    return commandButton(
      text(isRunning ? "panel_action_stop" : "panel_action_test"),
      isRunning ? "failed" : "test",
      false,
      () => (isRunning ? this.test.stop() : this.#startTest()),
      { isDisabled: !connected, classes: "test" },
    );
  }

  #startTest(): void {
    this.#forgetOutcomes();
    void this.test.start(this.host, this.#ref);
  }

  #progress(): TemplateResult | typeof nothing {
    const { kind, done, total } = this.testState;
    if (kind !== "running") {
      return nothing;
    }
    const label =
      total > 0
        ? this.host.text("panel_action_test_progress", { done, total })
        : this.host.text("panel_action_test_begins");
    return html`<div class="progress">
      <progress
        max=${Math.max(total, 1)}
        value=${done}
        aria-label=${this.host.text("panel_action_test")}
      ></progress>
      <span class="number">${label}</span>
    </div>`;
  }

  #outcomes(): unknown[] {
    const { text } = this.host;
    return [
      this.#tested(),
      outcome(this.#rediscover, (result) => rediscoveryText(this.host, result)),
      outcome(this.#unpin, () =>
        this.server.pinned ? "" : text("panel_action_unpinned"),
      ),
      outcome(this.#forget, () => text("panel_action_forgotten")),
    ].map((message) => (message ? html`<p class="message">${message}</p>` : nothing));
  }

  /** Return the result of a test, with its time: later checks may differ. */
  #tested(): string {
    const { text, format } = this.host;
    const { kind, done, total, working, finishedAt, message } = this.testState;
    switch (kind) {
      case "finished":
        return text("panel_action_test_finished", {
          time: format.time(new Date(finishedAt), true),
          working,
          total,
        });
      case "stopped":
        return total > 0
          ? text("panel_action_test_stopped", { done, total })
          : text("panel_action_test_stopped_early");
      case "failed":
        return message;
      default:
        return "";
    }
  }

  /** Run a command; its result stays until the next action. */
  #run<Result>(command: Command<Result>, type: string, more = {}): Promise<void> {
    this.#forgetOutcomes();
    const { entry_id } = this.server;
    const about = type === COMMANDS.rediscover ? { entry_id } : this.#ref;
    return command.run(this.host, { type, ...about, ...more });
  }

  #forgetOutcomes(): void {
    for (const each of [this.#rediscover, this.#unpin, this.#forget]) {
      each.reset();
    }
  }

  async #unpinNow(): Promise<void> {
    await this.#run(this.#unpin, COMMANDS.pin, { url: null });
    if (this.#unpin.state.kind === "done") {
      // The unpin button is about to disappear: move the focus to its neighbour.
      this.testButton.focus();
    }
  }

  async #forgetIfSure(): Promise<void> {
    if (await this.dialog.ask()) {
      await this.#run(this.#forget, COMMANDS.forget);
    }
  }

  static override styles = [
    shared,
    commandStyles,
    serverStyles,
    css`
      :host {
        margin-block-start: 16px;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .progress {
        display: flex;
        align-items: center;
        gap: 12px;
        margin-block-start: 12px;
      }
      progress {
        flex: 1;
        max-width: 480px;
        height: 4px;
        border: none;
        border-radius: 2px;
        overflow: hidden;
        appearance: none;
        background: var(--divider-color, #e0e0e0);
      }
      progress::-webkit-progress-bar {
        background: var(--divider-color, #e0e0e0);
      }
      progress::-webkit-progress-value {
        background: var(--primary-color, #009ac7);
        transition: width 180ms ease-in-out;
      }
      progress::-moz-progress-bar {
        background: var(--primary-color, #009ac7);
      }
    `,
  ];
}

function outcome<Result>(
  command: Command<Result>,
  describe: (result: Result) => string,
): string {
  const { state } = command;
  if (state.kind === "done") {
    return describe(state.result);
  }
  return state.kind === "failed" ? state.message : "";
}
