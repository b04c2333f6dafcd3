/** A server's latency over a day, a week or a month. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Host } from "../data/host";
import { PolledData } from "../data/polled-data";
import {
  hasRecorder,
  loadStatistics,
  type Range,
  type Statistics,
} from "../data/recorder";
import { define } from "../ui/define";
import { axisStyles } from "./axis";
import { latencyDrawing, latencyStyles, timeAxis, valueAxis } from "./latency-drawing";
import {
  entitiesFor,
  type LatencyView,
  latencyView,
  rangesOf,
  rowText,
} from "./latency-view";
import { nearestRow } from "./scales";
import type { Scrub } from "./scrubber";
import "./scrubber";
import type { ServerDetail } from "../data/wire";
import { serverStyles } from "../ui/server-styles";
import { shared, typeColors } from "../ui/styles";
import { rangeText, sparkline, sparklineStyles } from "./sparkline";

/** Return a key that identifies the data to load. */
function keyOf(range: Range, entityIds: readonly string[]): string {
  return [range, ...entityIds].join(" ");
}

@define("plex-connection-latency-chart")
export class LatencyChart extends LitElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) server!: ServerDetail;
  @state() private range: Range = "day";
  @state() private selected: number | null = null;
  #statistics = new PolledData<Statistics>(this, (connection, key) => {
    const [range, ...entityIds] = key.split(" ");
    return loadStatistics(connection, entityIds, range as Range);
  });

  protected override willUpdate(): void {
    const { host, server } = this;
    const entityIds = entitiesFor(server);
    const isAvailable = hasRecorder(host.hass) && entityIds.length > 0;
    this.#statistics.use(
      host.connection,
      isAvailable ? keyOf(this.range, entityIds) : null,
    );
  }

  protected override render(): TemplateResult {
    const { text } = this.host;
    const { value } = this.#statistics;
    const view = value ? latencyView(value, this.server) : null;
    return html`<section class="card" aria-labelledby="heading">
      <div class="heading">
        <h2 id="heading">${text("panel_server_latency")}</h2>
        <div class="ranges" role="group" aria-label=${text("panel_server_ranges")}>
          ${rangesOf().map((range) => this.#rangeButton(range))}
        </div>
      </div>
      ${view ? this.#chart(view) : this.#placeholder()}
    </section>`;
  }

  #rangeButton(range: Range): TemplateResult {
    return html`<button
      type="button"
      class="plain"
      aria-pressed=${range === this.range ? "true" : "false"}
      @click=${() => {
        this.range = range;
        this.selected = null;
      }}
    >
      ${this.host.text(`panel_server_range_${range}`)}
    </button>`;
  }

  #chart(view: LatencyView): TemplateResult {
    const { host } = this;
    const { text } = host;
    const last = view.rows.length - 1;
    const shown = this.selected === null ? null : (view.rows[this.selected] ?? null);
    const described = shown ?? view.rows[last];
    return html`<div class="chart" dir="ltr">
        ${valueAxis(host, view)}
        <plex-connection-scrubber
          .count=${view.rows.length}
          .index=${this.selected}
          .label=${text("panel_server_latency_slider")}
          .valueText=${described ? rowText(host, view, described) : ""}
          @scrub=${(event: CustomEvent<Scrub>) => this.#scrub(event.detail, view)}
        >
          ${latencyDrawing(host, view, shown)}
        </plex-connection-scrubber>
        ${timeAxis(host, view)}
      </div>
      <p class="readout small">
        ${shown ? rowText(host, view, shown) : this.#legend(view)}
      </p>`;
  }

  #legend(view: LatencyView): TemplateResult {
    const { text } = this.host;
    const recorded = view.percentiles.filter(({ rows }) => rows.length > 0);
    return html`<span class="key line">${text("panel_server_latency_mean")}</span>
      <span class="key band">${text("panel_server_latency_band")}</span>
      ${recorded.map(
        ({ name }) =>
          html`<span class="key ${name}">${text(`panel_server_${name}`)}</span>`,
      )}`;
  }

  #scrub(scrub: Scrub, { frame, rows }: LatencyView): void {
    if (scrub === null) {
      this.selected = null;
    } else if ("index" in scrub) {
      this.selected = scrub.index;
    } else {
      const at = frame.from + scrub.share * (frame.to - frame.from);
      this.selected = nearestRow(rows, at);
    }
  }

  /** Render why there are no statistics, with the latest measurements. */
  #placeholder(): TemplateResult {
    const { host, server } = this;
    const { value, hasFailed } = this.#statistics;
    const key = !hasRecorder(host.hass)
      ? "no_recorder"
      : !server.entities.latency
        ? "no_entity"
        : value
          ? this.range === "day"
            ? "none"
            : "none_yet"
          : hasFailed
            ? "no_answer"
            : null;
    if (key === null) {
      return html`<div class="loading" role="status">
        <span class="visually-hidden">${host.text("panel_loading")}</span>
      </div>`;
    }
    const recent = server.recent_ms;
    return html`<p class="secondary">${host.text(`panel_server_latency_${key}`)}</p>
      ${
        recent.length > 1
          ? html`<div class="recent type-${server.connection_type ?? "unknown"}" dir="ltr">
                ${sparkline(recent)}
              </div>
              <p class="small secondary">${rangeText(host, recent, null)}</p>`
          : nothing
      }`;
  }

  static override styles = [
    shared,
    typeColors,
    serverStyles,
    sparklineStyles,
    axisStyles,
    latencyStyles,
    css`
      .ranges {
        display: flex;
        gap: 4px;
      }
      .ranges button {
        min-height: 32px;
        padding: 0 12px;
      }
      .ranges button[aria-pressed="true"] {
        background: color-mix(in srgb, var(--primary-color, #009ac7) 20%, transparent);
      }
      .readout {
        display: flex;
        flex-wrap: wrap;
        gap: 0 16px;
        min-height: 28px;
        padding-block-start: 4px;
      }
      .key::before {
        display: inline-block;
        width: 16px;
        height: 3px;
        margin-inline-end: 6px;
        border-radius: 2px;
        background: var(--key-color);
        vertical-align: middle;
        content: "";
      }
      .key.line {
        --key-color: var(--primary-color, #009ac7);
      }
      .key.band {
        --key-color: color-mix(in srgb, var(--primary-color, #009ac7) 25%, transparent);
      }
      .key.band::before {
        height: 10px;
      }
      .key.p50 {
        --key-color: var(--purple-color, #926bc7);
      }
      .key.p95 {
        --key-color: var(--accent-color, #ff9800);
      }
      .loading {
        height: 264px;
      }
      .recent {
        margin-block-start: 16px;
      }
      .recent .sparkline {
        height: 64px;
      }
    `,
  ];
}
