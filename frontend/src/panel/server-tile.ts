/** A server's tile; all of it, except the repairs, links to the server's page. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import "../charts/day-strip";
import { rangeText, sparkline, sparklineStyles } from "../charts/sparkline";
import type { Host } from "../data/host";
import { serverPath } from "../data/paths";
import type { HistoryState } from "../data/recorder";
import { causeOf, gradeOf } from "../data/standing";
import { statusClass, statusName } from "../data/texts";
import type { ServerRow } from "../data/wire";
import { define } from "../ui/define";
import { hint } from "../ui/hint";
import { icon, typeIcon } from "../ui/icons";
import { follow } from "../ui/link";
import { richText } from "../ui/rich-text";
import { badgeStyles, badges } from "../ui/server-badges";
import { factStyles, serverFacts } from "../ui/server-facts";
import { problemLine, severityClass, troubleStyles } from "../ui/server-problem";
import { shared, typeColors } from "../ui/styles";
import { tileStyles } from "../ui/tile-styles";
import { effectText, nextText } from "./cause-text";

/** Rows are immutable, so that only the tile of a changed server renders. */
@define("plex-connection-server-tile")
export class ServerTile extends LitElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) server!: ServerRow;
  /** The states of its last day; null while they are loading. */
  @property({ attribute: false }) history: readonly HistoryState[] | null = null;
  /** Whether Tab stops at its labels: all tiles explain theirs in the same words. */
  @property({ attribute: false }) isFirst = false;

  protected override render(): TemplateResult {
    const { host, server } = this;
    const found = badges(host, server);
    return html`<div class="card tile ${statusClass(server)} ${severityClass(gradeOf(server))}">
      <div class="inner">
        <div class="head">
          <span class="circle">${icon(typeIcon(server.connection_type))}</span>
          <div class="who">
            <h3>
              <a href=${serverPath(server)} @click=${follow}>
                <bdi>${server.name}</bdi>
              </a>
            </h3>
            <span>${this.#status()}</span>
          </div>
          ${this.#latency()}
        </div>
        ${problemLine(host, server)} ${this.#next()} ${this.#facts()}
        ${found.length > 0 ? html`<ul class="badges">${found}</ul>` : nothing}
      </div>
    </div>`;
  }

  /** Return the state. A suspicion lasts only seconds: it gets no space of its own. */
  #status(): string {
    const { host, server } = this;
    const status = statusName(host.text, server);
    return server.suspected ? `${status} · ${host.text("panel_suspected")}` : status;
  }

  /** Render what the root cause means for watching and what to do, if there is one. */
  #next(): TemplateResult | typeof nothing {
    const { host, server } = this;
    const cause = causeOf(server);
    if (!cause) {
      return nothing;
    }
    // That an offline server is out of reach goes without saying.
    const isOffline = server.connection_type === "offline";
    const effect = isOffline ? "" : effectText(host, server, cause);
    return html`${effect ? html`<p class="effect">${effect}</p>` : nothing}
      <p class="next">${richText(nextText(host, cause))}</p>`;
  }

  #facts(): TemplateResult {
    const { host, server } = this;
    const label = (key: string) => this.#label(host.text(`panel_${key}`), key);
    const day = html`<dt>${this.#label(host.text("panel_server_day"), "day")}</dt>
      <dd>
        <plex-connection-day-strip
          .host=${host}
          .server=${server}
          .history=${this.history}
        ></plex-connection-day-strip>
      </dd>`;
    return serverFacts(host, server, label, day);
  }

  #label(content: string | TemplateResult, help: string): TemplateResult {
    return hint(this.host, content, help, { isTabStop: this.isFirst });
  }

  #latency(): TemplateResult {
    const { host, server } = this;
    return html`<div class="latency">
      <span class="now">
        ${this.#label(
          html`<span class="visually-hidden">${host.text("panel_latency")}</span>
            <bdi class="number">${this.#now()}</bdi>`,
          "latency",
        )}
      </span>
      ${sparkline(server.recent_ms)}
      <span class="visually-hidden">${rangeText(host, server.recent_ms, server.latency_ms)}</span>
    </div>`;
  }

  #now(): string {
    const { latency_ms } = this.server;
    return latency_ms === null ? "–" : this.host.format.milliseconds(latency_ms);
  }

  static override styles = [
    shared,
    typeColors,
    troubleStyles,
    badgeStyles,
    factStyles,
    sparklineStyles,
    tileStyles,
    css`
      :host {
        display: block;
      }
      .effect,
      .next {
        margin: -4px 0 0;
        padding-inline-start: 36px;
        line-height: 20px;
        overflow-wrap: anywhere;
      }
      /* Above the link that covers the tile. */
      plex-connection-hint,
      plex-connection-day-strip {
        position: relative;
        z-index: 1;
      }
      .severity-warning,
      .severity-error {
        border-color: var(--severity-color);
      }
    `,
  ];
}
