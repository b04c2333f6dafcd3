/** One server in the card. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { rangeText, sparkline, sparklineStyles } from "../charts/sparkline";
import type { Host } from "../data/host";
import { gradeOf } from "../data/standing";
import { statusClass, statusName } from "../data/texts";
import type { ServerRow } from "../data/wire";
import { define } from "../ui/define";
import { icon, typeIcon } from "../ui/icons";
import { follow } from "../ui/link";
import { badgeStyles, badges } from "../ui/server-badges";
import { factStyles, serverFacts } from "../ui/server-facts";
import { problemLine, severityClass, troubleStyles } from "../ui/server-problem";
import { shared, typeColors } from "../ui/styles";
import { circleStyles } from "../ui/tile-styles";

/** Rows are immutable, so that only the row of a changed server renders. */
@define("plex-connection-card-row")
export class CardRow extends LitElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) server!: ServerRow;
  @property({ type: Boolean }) hasLine = false;
  @property({ type: Boolean }) hasDetails = false;
  /** The path of the server's page; null for users without the panel. */
  @property({ attribute: false }) path: string | null = null;
  /** The title of the server's account, if another account has a server of that name. */
  @property({ attribute: false }) accountName: string | null = null;
  /** The entity to show instead of a page. */
  @property({ attribute: false }) entityId: string | null = null;

  protected override render(): TemplateResult {
    const { host, server } = this;
    const found = badges(host, server);
    return html`<div class="row ${statusClass(server)} ${severityClass(gradeOf(server))}">
      <div class="head">
        <span class="circle">${icon(typeIcon(server.connection_type))}</span>
        <div class="who">
          <span class="name">${this.#name()}</span>
          <span class="type">${statusName(host.text, server)}</span>
        </div>
        ${this.#latency()}
      </div>
      ${problemLine(host, server)}
      ${this.hasDetails ? serverFacts(host, server) : nothing}
      ${found.length > 0 ? html`<ul class="badges">${found}</ul>` : nothing}
    </div>`;
  }

  #name(): TemplateResult {
    const { server, accountName } = this;
    const account = accountName ? html` (<bdi>${accountName}</bdi>)` : nothing;
    const name = html`<bdi>${server.name}</bdi>${account}`;
    if (this.path) {
      return html`<a class="open" href=${this.path} @click=${follow}>${name}</a>`;
    }
    return this.entityId
      ? html`<button class="open" type="button" @click=${this.#showEntity}>
          ${name}
        </button>`
      : name;
  }

  #showEntity(): void {
    this.dispatchEvent(
      new CustomEvent("hass-more-info", {
        detail: { entityId: this.entityId },
        bubbles: true,
        composed: true,
      }),
    );
  }

  #latency(): TemplateResult {
    const { host, server } = this;
    return html`<div class="latency">
      <span class="visually-hidden">${host.text("panel_latency")}</span>
      <span class="number">
        ${server.latency_ms === null ? "–" : host.format.milliseconds(server.latency_ms)}
      </span>
      ${this.hasLine ? this.#line() : nothing}
    </div>`;
  }

  #line(): TemplateResult {
    const { recent_ms, latency_ms } = this.server;
    return html`<div class="line">
      ${sparkline(recent_ms)}
      <span class="visually-hidden">${rangeText(this.host, recent_ms, latency_ms)}</span>
    </div>`;
  }

  static override styles = [
    shared,
    typeColors,
    troubleStyles,
    circleStyles,
    badgeStyles,
    factStyles,
    sparklineStyles,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      .row {
        position: relative;
        display: flex;
        flex-direction: column;
        gap: 8px;
        height: 100%;
        padding: 9px 10px;
        border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
      }
      .head {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 36px;
      }
      .who {
        display: flex;
        flex: 1;
        flex-direction: column;
        min-width: 0;
      }
      .name {
        display: -webkit-box;
        overflow: hidden;
        font-weight: var(--ha-font-weight-medium, 500);
        line-height: 20px;
        overflow-wrap: anywhere;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
      }
      .type {
        font-size: var(--ha-font-size-s, 12px);
        line-height: 16px;
      }
      .latency {
        min-width: 0;
        flex: 0 0 88px;
        text-align: end;
        white-space: nowrap;
      }
      .number {
        display: block;
        line-height: 20px;
      }
      .line {
        height: 16px;
      }
      .line .sparkline {
        height: 16px;
      }
      .facts {
        padding-inline: 2px;
      }
      /* Half of a section on a phone: leave the space to the name. */
      @container (max-width: 240px) {
        .latency {
          flex-basis: auto;
        }
        .line {
          display: none;
        }
      }

      .open,
      button.open:hover {
        display: inline;
        min-height: 0;
        padding: 0;
        background: none;
        color: inherit;
        font: inherit;
        text-align: start;
        text-decoration: none;
      }
      /* The link to the server covers the whole row. */
      .open::after {
        position: absolute;
        inset: 0;
        border-radius: inherit;
        content: "";
        transition: background-color 180ms ease-in-out;
      }
      .open:hover::after {
        background: color-mix(
          in srgb,
          var(--primary-text-color, #141414) 4%,
          transparent
        );
      }
      .open:focus-visible {
        outline: none;
      }
      .open:focus-visible::after {
        border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
        outline: 2px solid var(--primary-color, #009ac7);
        outline-offset: -2px;
      }
    `,
  ];
}
