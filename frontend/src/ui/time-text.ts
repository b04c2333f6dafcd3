/** A self-updating time: "3 minutes ago". */

import { html, LitElement, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { now, onTick } from "../data/clock";
import type { Host } from "../data/host";
import { define } from "./define";

const TAG = "plex-connection-time";

/**
 * `at` is an ISO time. The text is "3 minutes ago" or "in 20 seconds"; with
 * `mode="duration"`, it is "3 min". Once `at` has come, the text is `due`, if that is
 * set: a check that is due is in progress.
 */
@define(TAG)
export class TimeText extends LitElement {
  @property({ attribute: false }) at: string | null = null;
  @property({ attribute: false }) host: Host | null = null;
  @property() mode: "relative" | "duration" = "relative";
  @property({ attribute: false }) due = "";
  @state() private text = "";
  #stopTicking: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopTicking = onTick(() => this.#updateText());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopTicking?.();
  }

  override willUpdate(): void {
    this.#updateText();
  }

  #updateText(): void {
    const { at, host } = this;
    if (at === null || !host) {
      this.text = "";
      return;
    }
    const seconds = (Date.parse(at) - now()) / 1000;
    if (this.mode === "duration") {
      this.text = host.format.duration(Math.abs(seconds));
    } else {
      this.text = this.due && seconds < 1 ? this.due : host.format.relative(seconds);
    }
  }

  protected override render(): TemplateResult {
    const exact = this.at === null ? "" : this.host?.format.dateTime(new Date(this.at));
    return html`<time datetime=${this.at ?? ""} title=${exact ?? ""}>${this.text}</time>`;
  }
}

/** Return an element that shows a time. */
export function timeText(
  host: Host,
  at: string,
  {
    mode = "relative",
    due = "",
  }: { mode?: "relative" | "duration"; due?: string } = {},
): TemplateResult {
  return html`<plex-connection-time
    .at=${at}
    .host=${host}
    .mode=${mode}
    .due=${due}
  ></plex-connection-time>`;
}
