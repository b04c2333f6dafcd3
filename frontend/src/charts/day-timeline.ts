/** A server's connection over the last 24 hours. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { now, onTick } from "../data/clock";
import type { Host } from "../data/host";
import { PolledData } from "../data/polled-data";
import { type HistoryState, hasHistory, loadHistory } from "../data/recorder";
import { define } from "../ui/define";
import { axisMark, axisStyles } from "./axis";
import { dayBar, dayBarStyles, ORDER, type Span, stretchAt } from "./day-bar";
import { uptimeOf } from "./day-summary";
import { toPosition } from "./scales";
import type { Scrub } from "./scrubber";
import "./scrubber";
import { DAY, MINUTE } from "../data/durations";
import { timeZoneOf } from "../data/time-zone";
import type { ServerDetail } from "../data/wire";
import { hint } from "../ui/hint";
import { serverStyles } from "../ui/server-styles";
import { shared, typeColors } from "../ui/styles";
import { stretchName, stretchText } from "./stretch-text";
import { type Stretch, stretchesOf } from "./stretches";
import { axisStart, marksBetween, stepFor } from "./time-marks";

const MAX_LISTED = 50;

@define("plex-connection-day-timeline")
export class DayTimeline extends LitElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) server!: ServerDetail;
  @state() private selected: number | null = null;
  #history = new PolledData<HistoryState[]>(this, loadHistory);
  #stopTicking: (() => void) | undefined;
  #stretches: Stretch[] = [];
  #from = 0;
  #to = 0;

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
    const { host, server } = this;
    const entity = server.entities.connection_type ?? null;
    this.#history.use(host.connection, hasHistory(host.hass) ? entity : null);
    this.#to = now();
    const { changes, connection_type: current, since, gaps } = server;
    const history = this.#history.value ?? [];
    const sources = { history, changes, current, since, gaps };
    const all = stretchesOf(sources, this.#to - DAY, this.#to);
    this.#from = this.#history.isLoading
      ? this.#to - DAY
      : axisStart(knownSince(all), this.#to - DAY, this.#to);
    this.#stretches = all
      .map((each) => ({ ...each, from: Math.max(each.from, this.#from) }))
      .filter(({ from, to }) => to > from);
  }

  protected override render(): TemplateResult {
    const { text } = this.host;
    const stretches = this.#stretches;
    const shown = this.selected === null ? null : (stretches[this.selected] ?? null);
    return html`<section class="card" aria-labelledby="heading">
      <div class="heading">
        <h2 id="heading">${this.#heading()}</h2>
        ${this.#uptime()}
      </div>
      <plex-connection-scrubber
        .count=${stretches.length}
        .index=${this.selected}
        .label=${text("panel_server_day_slider")}
        .valueText=${stretchText(this.host, shown ?? stretches.at(-1) ?? null)}
        @scrub=${this.#scrub}
      >
        ${dayBar(stretches, this.#span, { shown, hasMarks: true })}
      </plex-connection-scrubber>
      ${this.#hours()}
      <p class="readout small">
        ${shown ? this.#readout(shown) : text("panel_server_day_hint")}
      </p>
      ${this.#legend()} ${this.#coverage()} ${this.#list()}
    </section>`;
  }

  /** Return the heading; it gives the start if less than a day is drawn. */
  #heading(): string {
    const { text, format } = this.host;
    return this.#from > this.#to - DAY
      ? text("panel_server_day_since", {
          time: format.time(new Date(knownSince(this.#stretches))),
        })
      : text("panel_server_day");
  }

  #uptime(): TemplateResult | typeof nothing {
    const { host } = this;
    const uptime = uptimeOf(this.#stretches);
    if (uptime === null) {
      return nothing;
    }
    const percent = host.format.percent(uptime);
    return html`<span class="small">
      ${hint(host, host.text("panel_uptime", { percent }), "uptime")}
    </span>`;
  }

  get #span(): Span {
    return { from: this.#from, to: this.#to };
  }

  #position(at: number): number {
    return toPosition(at, this.#from, this.#to);
  }

  #hours(): TemplateResult {
    const step = stepFor(this.#to - this.#from);
    const marks = marksBetween(this.#from, this.#to, step, timeZoneOf(this.host));
    return html`<div class="axis" dir="ltr" aria-hidden="true">
      ${marks.map((at) =>
        axisMark(this.#position(at), this.host.format.time(new Date(at))),
      )}
    </div>`;
  }

  #readout(stretch: Stretch): TemplateResult {
    return html`<span class="dot type-${stretch.type ?? "unknown"}"></span>
      <span>${stretchText(this.host, stretch)}</span>`;
  }

  #legend(): TemplateResult {
    const seen = ORDER.filter((type) =>
      this.#stretches.some((each) => each.type === type),
    );
    return html`<ul class="legend">
      ${[...seen.filter((type) => type), ...seen.filter((type) => !type)].map(
        (type) => html`<li>
          <span class="dot type-${type ?? "unknown"}"></span>${stretchName(this.host, type)}
        </li>`,
      )}
    </ul>`;
  }

  /** Render why the timeline is incomplete, or covers less than a day. */
  #coverage(): TemplateResult | typeof nothing {
    const { host, server } = this;
    const time = host.format.time(new Date(knownSince(this.#stretches)));
    const key = !hasHistory(host.hass)
      ? "no_recorder"
      : !server.entities.connection_type
        ? "no_entity"
        : this.#history.hasFailed && !this.#history.value
          ? "no_answer"
          : this.#from > this.#to - DAY
            ? "before"
            : null;
    const message = key && host.text(`panel_server_day_${key}`, { time });
    return message ? html`<p class="small secondary message">${message}</p>` : nothing;
  }

  #list(): TemplateResult {
    const newest = this.#stretches.slice(-MAX_LISTED).reverse();
    return html`<details class="small">
      <summary>${this.host.text("panel_server_day_list")}</summary>
      <ol>
        ${newest.map((each) => html`<li>${stretchText(this.host, each)}</li>`)}
      </ol>
    </details>`;
  }

  #scrub(event: CustomEvent<Scrub>): void {
    const { detail } = event;
    if (detail === null) {
      this.selected = null;
    } else if ("index" in detail) {
      this.selected = detail.index;
    } else {
      this.selected = stretchAt(this.#stretches, this.#span, detail.share);
    }
  }

  static override styles = [
    shared,
    typeColors,
    serverStyles,
    axisStyles,
    dayBarStyles,
    css`
      .readout {
        display: flex;
        align-items: baseline;
        gap: 8px;
        min-height: 28px;
        padding-block-start: 4px;
      }
      ol {
        margin: 0;
        padding-inline-start: 24px;
      }
    `,
  ];
}

/** Return the start of the known part. */
function knownSince(stretches: readonly Stretch[]): number {
  const first = stretches.find(({ type }) => type !== null) ?? stretches[0];
  return first?.from ?? Number.NEGATIVE_INFINITY;
}
