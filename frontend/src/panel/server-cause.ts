/** What is wrong with a server, how we know, what it means, and what to do. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { now } from "../data/clock";
import { Command } from "../data/command";
import type { Host } from "../data/host";
import { keyOf } from "../data/overview-store";
import { causeOf, gradeOf, isTroubled } from "../data/standing";
import {
  COMMANDS,
  type DiagnosisView,
  type FactView,
  type Problem,
  type ServerDetail,
} from "../data/wire";
import { copyText } from "../ui/clipboard";
import { commandButton, commandStyles } from "../ui/command-button";
import { define } from "../ui/define";
import { icon } from "../ui/icons";
import { richText } from "../ui/rich-text";
import { severityClass, severityColors, severityIcon } from "../ui/server-problem";
import { serverStyles } from "../ui/server-styles";
import { shared } from "../ui/styles";
import { effectText, factTexts, nextText, whatText } from "./cause-text";
import { signText } from "./server-notices";

@define("plex-connection-server-cause")
export class ServerCause extends LitElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) server!: ServerDetail;
  /** Whether the text for a forum was copied; null: not tried. */
  @state() private isCopied: boolean | null = null;
  #find = new Command<DiagnosisView>(this);
  /** The server of the last diagnosis. */
  #asked = "";
  /** When its result arrived; 0 before that. */
  #at = 0;
  #problem: Problem | null | undefined;

  protected override willUpdate(): void {
    const { problem } = this.server;
    if (problem !== this.#problem) {
      this.#problem = problem;
      if (this.#result && this.#result.problem !== problem) {
        // The server's state has moved on.
        this.#find.reset();
      }
    }
  }

  get #result(): DiagnosisView | null {
    const { state } = this.#find;
    return state.kind === "done" && this.#asked === keyOf(this.server)
      ? state.result
      : null;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { host } = this;
    const result = this.#result;
    const server: ServerDetail = { ...this.server, ...result };
    if (!server.problem) {
      return nothing;
    }
    const cause = causeOf(server);
    const sign = signText(host, server);
    const severity = gradeOf(server);
    const isCalm = !isTroubled(server);
    return html`<section
      class="card ${severityClass(severity)} ${isCalm ? "calm" : ""}"
      aria-labelledby="what"
    >
      <div class="top">
        ${icon(severityIcon(severity))}
        <div role="status">
          <h2 id="what" class=${sign ? "sign" : ""}>
            ${sign || whatText(host, server.problem)}
          </h2>
          ${sign ? html`<p>${host.text("panel_cause_early")}</p>` : nothing}
        </div>
      </div>
      ${cause ? this.#explanation(cause, server.facts) : nothing}
      ${host.isAdmin ? this.#actions(result) : nothing}
    </section>`;
  }

  #explanation(cause: Problem, facts: readonly FactView[]): TemplateResult {
    const { host, server } = this;
    const why = factTexts(host, facts).map((text) => html`<p>${text}</p>`);
    const effect = effectText(host, server, cause);
    return html`<dl>
      ${why.length > 0 ? this.#part("why", why) : nothing}
      ${effect ? this.#part("effect", effect) : nothing}
      ${this.#part("next", richText(nextText(host, cause)))}
    </dl>`;
  }

  #part(name: "why" | "effect" | "next", content: unknown): TemplateResult {
    return html`<div class=${name}>
      <dt>${this.host.text(`panel_cause_${name}`)}</dt>
      <dd>${content}</dd>
    </div>`;
  }

  #actions(result: DiagnosisView | null): TemplateResult {
    const { text, connected } = this.host;
    const { isRunning } = this.#find;
    return html`<div class="buttons">
        ${commandButton(
          text(isRunning ? "panel_cause_looking" : "panel_cause_find"),
          "search",
          isRunning,
          () => void this.#look(),
          { isDisabled: !connected },
        )}
        ${
          result
            ? commandButton(
                text("panel_cause_copy"),
                "copy",
                false,
                () => void this.#copy(result.text),
                { classes: "plain" },
              )
            : nothing
        }
      </div>
      <div role="status">${this.#outcome(result)}</div>
      ${
        result && this.isCopied === false
          ? html`<textarea
              readonly
              rows="8"
              aria-label=${text("panel_cause_copy")}
              .value=${result.text}
            ></textarea>`
          : nothing
      }`;
  }

  #outcome(result: DiagnosisView | null): TemplateResult | typeof nothing {
    if (this.#find.isRunning) {
      // The button shows it too.
      return html`<span class="visually-hidden">
        ${this.host.text("panel_cause_looking")}
      </span>`;
    }
    const message = this.#message(result);
    return message ? html`<p class="message">${message}</p>` : nothing;
  }

  #message(result: DiagnosisView | null): string {
    const { text, format } = this.host;
    const { state } = this.#find;
    if (state.kind === "failed") {
      return this.#asked === keyOf(this.server) ? state.message : "";
    }
    if (!result || this.#at === 0) {
      return "";
    }
    if (this.isCopied !== null) {
      return text(this.isCopied ? "panel_cause_copied" : "panel_cause_not_copied");
    }
    return text("panel_cause_found", { time: format.time(new Date(this.#at), true) });
  }

  async #look(): Promise<void> {
    const { entry_id, server_id } = this.server;
    this.#asked = keyOf(this.server);
    this.isCopied = null;
    this.#at = 0;
    await this.#find.run(this.host, { type: COMMANDS.diagnose, entry_id, server_id });
    this.#at = now();
    this.requestUpdate();
  }

  async #copy(text: string): Promise<void> {
    this.isCopied = await copyText(text);
  }

  static override styles = [
    shared,
    commandStyles,
    serverStyles,
    severityColors,
    css`
      .card:not(.calm) {
        border-color: var(--severity-color);
      }
      .top {
        display: flex;
        align-items: flex-start;
        gap: 12px;
      }
      .top .icon {
        fill: var(--severity-color);
      }
      h2 {
        font-size: var(--ha-font-size-xl, 20px);
        line-height: 24px;
        overflow-wrap: anywhere;
      }
      /* One line as long as there is nothing to tell. */
      .calm {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
      }
      .calm .top {
        flex: 1 1 auto;
      }
      .calm .buttons {
        margin: 0;
        padding: 0;
      }
      .calm > [role="status"] {
        flex: 1 0 100%;
      }
      .calm > [role="status"]:empty {
        position: absolute;
      }
      .calm h2 {
        font-size: inherit;
        font-weight: var(--ha-font-weight-normal, 400);
      }
      dl {
        display: grid;
        gap: 12px;
        max-width: 80ch;
        margin: 12px 0 0;
        padding-inline-start: 36px;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-s, 12px);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .next dd {
        font-weight: var(--ha-font-weight-medium, 500);
      }
      code {
        font-size: 0.95em;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-block-start: 16px;
        padding-inline-start: 36px;
      }
      .message,
      textarea {
        margin-inline-start: 36px;
      }
      textarea {
        width: calc(100% - 36px);
        margin-block-start: 8px;
        direction: ltr;
      }
      @container (max-width: 500px) {
        dl,
        .buttons {
          padding-inline-start: 0;
        }
        .message,
        textarea {
          margin-inline-start: 0;
        }
        textarea {
          width: 100%;
        }
      }
    `,
  ];
}
