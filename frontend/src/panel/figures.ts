/** A server's counts and measurements, and its latest days. */

import { css, html, LitElement, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { dayBars, dayStyles } from "../charts/day-bars";
import type { Host } from "../data/host";
import type { ServerDetail } from "../data/wire";
import { define } from "../ui/define";
import "../ui/hint";
import { serverStyles } from "../ui/server-styles";
import { shared, typeColors } from "../ui/styles";

/** Figures that stand for the same measurements. */
const LATENCIES: ReadonlySet<string> = new Set(["p50", "p95", "p99"]);

@define("plex-connection-figures")
export class Figures extends LitElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) server!: ServerDetail;

  protected override render(): TemplateResult {
    const { host, server } = this;
    const { text } = host;
    return html`<section class="card" aria-labelledby="heading">
      <div class="heading"><h2 id="heading">${text("panel_server_figures")}</h2></div>
      <dl>
        ${this.#available().map(
          ([key, value]) =>
            html`<div>
              <dt>
                <plex-connection-hint .text=${this.#help(key)}
                  >${text(`panel_server_${key}`)}</plex-connection-hint
                >
              </dt>
              <dd class="number">${value}</dd>
            </div>`,
        )}
      </dl>
      ${dayBars(host, server.days)}
    </section>`;
  }

  /** Return what a figure means; of latencies, also how they were measured. */
  #help(key: string): string {
    const { text, format } = this.host;
    const help = text(`panel_help_${key}`);
    if (!LATENCIES.has(key)) {
      return help;
    }
    const { warm, count } = this.server.latency;
    const of = text(warm ? "panel_server_of_open" : "panel_server_of_new", {
      count: format.number(count),
    });
    return `${help} ${of}`;
  }

  /** Return the available figures; the usual latency needs five tests. */
  #available(): [string, string][] {
    return this.#figures().filter((each): each is [string, string] => each[1] !== null);
  }

  #figures(): [string, string | null][] {
    const { host, server } = this;
    const { format } = host;
    const ms = (value: number | null) =>
      value === null ? null : format.milliseconds(value);
    const { latency, failovers, success_rate: rate } = server;
    return [
      ["success_rate", rate === null ? null : format.percent(rate)],
      ["p50", ms(latency.p50_ms)],
      ["p95", ms(latency.p95_ms)],
      ["p99", ms(latency.p99_ms)],
      ["failovers", format.number(failovers.count)],
      ["failover_usual", ms(failovers.p50_ms)],
      ["failover_most", ms(failovers.max_ms)],
      ["relay_today", format.duration(server.days.at(-1)?.seconds.relay ?? 0)],
      ["requests_today", format.number(server.requests_today)],
    ];
  }

  static override styles = [
    shared,
    typeColors,
    serverStyles,
    dayStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(130px, 100%), 1fr));
        gap: 12px 16px;
        margin: 0;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-s, 12px);
        line-height: 16px;
      }
      dd {
        margin: 0;
        font-size: var(--ha-font-size-l, 16px);
      }
    `,
  ];
}
