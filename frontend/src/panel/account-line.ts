/** One account: its state at plex.tv and today's requests. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { Command } from "../data/command";
import type { Host } from "../data/host";
import { accountText, triggerText } from "../data/texts";
import { type AccountView, COMMANDS, type RediscoverResult } from "../data/wire";
import { commandButton, commandStyles } from "../ui/command-button";
import { define } from "../ui/define";
import { hint } from "../ui/hint";
import { icon } from "../ui/icons";
import { follow, INTEGRATION_PATH } from "../ui/link";
import { shared } from "../ui/styles";
import { circleStyles } from "../ui/tile-styles";
import { timeText } from "../ui/time-text";
import { rediscoveryText } from "./rediscovery-text";

type Tone = "good" | "wait" | "bad";

const ENTRY_TONES: Record<string, Tone> = {
  setup_in_progress: "wait",
  unload_in_progress: "wait",
  setup_retry: "wait",
};

const PLEX_TV_TONES = { ok: "good", no_answer: "wait", token_rejected: "bad" } as const;

const TONE_ICONS = { good: "account", wait: "alert", bad: "failed" } as const;

@define("plex-connection-account-line")
export class AccountLine extends LitElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) account!: AccountView;
  /** Whether Home Assistant is connected, so that commands can be sent. */
  @property({ type: Boolean }) live = false;
  #search = new Command<RediscoverResult>(this);

  protected override render(): TemplateResult {
    const { account } = this;
    const tone = toneOf(account);
    const isLoaded = account.state === "loaded";
    return html`<div class="card account ${tone}">
      <span class="circle">${icon(TONE_ICONS[tone])}</span>
      <div class="who">
        <h2><bdi>${account.title}</bdi></h2>
        <span>${accountText(this.host.text, account)}</span>
        ${tone === "good" ? nothing : this.#link()}
      </div>
      ${isLoaded ? this.#facts() : nothing}
      ${isLoaded && this.host.isAdmin ? this.#button() : nothing}
      <p role="status" class=${this.#search.state.kind}>${this.#outcome()}</p>
    </div>`;
  }

  #link(): TemplateResult | typeof nothing {
    if (!this.host.isAdmin) {
      return nothing;
    }
    const key = this.account.plex_tv === "token_rejected" ? "sign_in" : "integration";
    return html`<a href=${INTEGRATION_PATH} @click=${follow}>
      ${this.host.text(`panel_link_${key}`)}
    </a>`;
  }

  #facts(): TemplateResult {
    const { account, host } = this;
    const { text, format } = host;
    return html`<dl>
      <div class="wide">
        <dt>${hint(host, text("panel_last_list"), "last_list")}</dt>
        <dd>${this.#lastList()}</dd>
      </div>
      <div>
        <dt>${hint(host, text("panel_requests_today"), "requests_all")}</dt>
        <dd class="number">${format.number(account.requests_today)}</dd>
      </div>
      <div>
        <dt>${hint(host, text("panel_saved_today"), "saved_today")}</dt>
        <dd class="number">${format.number(account.saved_today)}</dd>
      </div>
      ${account.unlisted_since ? this.#unlisted(account.unlisted_since) : nothing}
    </dl>`;
  }

  #unlisted(since: string): TemplateResult {
    const { account, host } = this;
    return html`<div class="unlisted">
      <dt>${hint(host, host.text("panel_badge_unlisted"), "unlisted")}</dt>
      <dd>
        ${host.format.number(account.unlisted)}<span class="secondary">
          · ${timeText(host, since)}</span
        >
      </dd>
    </div>`;
  }

  #lastList(): TemplateResult | string {
    const { account, host } = this;
    if (!account.discovered_at) {
      return host.text("panel_none");
    }
    // The time is of the last successful discovery, the reason of the last one.
    const trigger = account.plex_tv === "ok" ? account.discovery_trigger : null;
    const why = trigger
      ? html`<span class="secondary"> · ${triggerText(host.text, trigger)}</span>`
      : nothing;
    return html`${timeText(host, account.discovered_at)}${why}`;
  }

  #button(): TemplateResult {
    const { account, host } = this;
    return commandButton(
      host.text("panel_search_again"),
      "rediscover",
      this.#search.isRunning,
      () =>
        void this.#search.run(host, {
          type: COMMANDS.rediscover,
          entry_id: account.entry_id,
        }),
      { isDisabled: !this.live },
    );
  }

  /** Return the result of the discovery that the user started here. */
  #outcome(): string {
    const { state } = this.#search;
    switch (state.kind) {
      case "running":
        return this.host.text("panel_searching");
      case "failed":
        return state.message;
      case "done":
        return rediscoveryText(this.host, state.result);
      default:
        return "";
    }
  }

  static override styles = [
    shared,
    circleStyles,
    commandStyles,
    css`
      :host {
        display: block;
      }
      .account {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 12px 16px;
        padding: 12px 16px;
      }
      .good {
        --type-color: var(--success-color, #43a047);
      }
      .wait {
        --type-color: var(--warning-color, #ffa600);
      }
      .bad {
        --type-color: var(--error-color, #db4437);
      }
      .circle {
        margin-inline-end: -4px;
      }
      .who {
        display: flex;
        /* Fits on one line of a 1280 px screen in every language. */
        flex: 1 1 120px;
        flex-direction: column;
        min-width: 0;
        line-height: 20px;
      }
      /* An error is a whole sentence: it takes space from the facts. */
      :is(.wait, .bad) .who {
        flex-basis: 320px;
      }
      h2 {
        overflow-wrap: anywhere;
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 16px;
        margin: 0;
        line-height: 20px;
      }
      dl .wide {
        /* The maximum width: nothing may move when the text changes every second. */
        width: 240px;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-s, 12px);
        line-height: 16px;
      }
      dd {
        margin: 0;
      }
      p {
        flex-basis: 100%;
        margin: 0;
        text-align: end;
      }
      /* It must stay in the DOM: screen readers announce only what changes in it. */
      p:empty {
        position: absolute;
      }
    `,
  ];
}

/** Return the tone, which sets the icon and the color. */
function toneOf({ state, plex_tv }: AccountView): Tone {
  if (state !== "loaded") {
    return ENTRY_TONES[state] ?? "bad";
  }
  return plex_tv ? PLEX_TV_TONES[plex_tv] : "wait";
}
