/** The last 24 hours of a server as a thin strip, with its uptime. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { now, onTick } from "../data/clock";
import { DAY, MINUTE } from "../data/durations";
import type { Host } from "../data/host";
import type { HistoryState } from "../data/recorder";
import type { ServerRow } from "../data/wire";
import { bubbleStyles, hideBubble, showBubble } from "../ui/bubble";
import { define } from "../ui/define";
import { shared, typeColors } from "../ui/styles";
import { dayBar, dayBarStyles, stretchAt } from "./day-bar";
import { lengthsText, uptimeOf } from "./day-summary";
import { toPosition } from "./scales";
import type { Scrub } from "./scrubber";
import "./scrubber";
import { stretchText } from "./stretch-text";
import { type Stretch, stretchesOf } from "./stretches";

@define("plex-connection-day-strip")
export class DayStrip extends LitElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) server!: ServerRow;
  /** Its states, oldest first; null while they are loading. */
  @property({ attribute: false }) history: readonly HistoryState[] | null = null;
  @state() private selected: number | null = null;
  #stretches: Stretch[] = [];
  #to = 0;
  #stopTicking: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopTicking = onTick(() => this.#followClock());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopTicking?.();
  }

  /** Redraw once a minute, and when the clock was set. */
  #followClock(): void {
    if (Math.abs(now() - this.#to) >= MINUTE) {
      this.requestUpdate();
    }
  }

  protected override willUpdate(): void {
    const { connection_type: current, since, gaps } = this.server;
    const history = this.history ?? [];
    this.#to = now();
    this.#stretches = stretchesOf(
      { history, changes: [], current, since, gaps },
      this.#to - DAY,
      this.#to,
    );
  }

  protected override render(): TemplateResult {
    if (this.history === null) {
      return html`<div class="day"><div class="bar loading"></div></div>`;
    }
    const { host } = this;
    const span = { from: this.#to - DAY, to: this.#to };
    const shown = this.#shown;
    return html`<div class="day">
        <plex-connection-scrubber
          .count=${this.#stretches.length}
          .index=${this.selected}
          .label=${this.#summary()}
          .valueText=${stretchText(host, shown ?? this.#stretches.at(-1) ?? null)}
          @scrub=${this.#scrub}
        >
          ${dayBar(this.#stretches, span, { shown })}
        </plex-connection-scrubber>
        ${this.#uptime()}
      </div>
      <div class="bubble" popover="manual" aria-hidden="true">
        ${shown ? stretchText(host, shown) : nothing}
      </div>`;
  }

  get #shown(): Stretch | null {
    return this.selected === null ? null : (this.#stretches[this.selected] ?? null);
  }

  #uptime(): TemplateResult | typeof nothing {
    const { text, format } = this.host;
    const uptime = uptimeOf(this.#stretches);
    return uptime === null
      ? nothing
      : html`<span class="uptime" aria-hidden="true">
          ${text("panel_uptime", { percent: format.percent(uptime) })}
        </span>`;
  }

  /** Return "Last 24 hours: Local 22 h, Relay 2 h; 98% up". */
  #summary(): string {
    const { text, format } = this.host;
    const uptime = uptimeOf(this.#stretches);
    const lengths = lengthsText(this.host, this.#stretches);
    return text(uptime === null ? "panel_day_unknown" : "panel_day_summary", {
      lengths,
      uptime:
        uptime === null
          ? ""
          : text("panel_uptime", { percent: format.percent(uptime) }),
    });
  }

  #scrub({ detail }: CustomEvent<Scrub>): void {
    if (detail === null) {
      this.selected = null;
    } else if ("index" in detail) {
      this.selected = detail.index;
    } else {
      const span = { from: this.#to - DAY, to: this.#to };
      this.selected = stretchAt(this.#stretches, span, detail.share);
    }
  }

  protected override updated(): void {
    const bubble = this.renderRoot.querySelector<HTMLElement>(".bubble");
    const bar = this.renderRoot.querySelector(".bar");
    const shown = this.#shown;
    if (!bubble || !bar || !shown) {
      hideBubble(bubble);
      return;
    }
    const { left, width, top, bottom } = bar.getBoundingClientRect();
    const middle = toPosition((shown.from + shown.to) / 2, this.#to - DAY, this.#to);
    const at = left + (width * middle) / 1000;
    showBubble(bubble, { left: at, width: 0, top, bottom });
  }

  static override styles = [
    shared,
    typeColors,
    bubbleStyles,
    dayBarStyles,
    css`
      :host {
        display: block;
      }
      .day {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 16px;
      }
      plex-connection-scrubber,
      .loading {
        flex: 1;
        min-width: 0;
      }
      .bar {
        height: 10px;
        border-radius: 5px;
      }
      .loading {
        background: color-mix(in srgb, var(--divider-color, #e0e0e0) 70%, transparent);
      }
      .uptime {
        flex: none;
        font-size: var(--ha-font-size-s, 12px);
        line-height: 16px;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];
}
