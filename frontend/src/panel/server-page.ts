/** The page of one server. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import "./candidate-list";
import "./change-list";
import { ConnectionTest } from "../data/connection-test";
import "../charts/day-timeline";
import { define } from "../ui/define";
import "./figures";
import type { Host } from "../data/host";
import { icon } from "../ui/icons";
import "../charts/latency-chart";
import { keyOf } from "../data/overview-store";
import { PATH } from "../data/paths";
import { follow } from "../ui/link";
import "./server-actions";
import "./server-cause";
import "./server-head";
import { ServerController } from "../data/server-store";
import type { ServerDetail, ServerRef } from "../data/wire";
import { serverStyles } from "../ui/server-styles";
import { shared, typeColors } from "../ui/styles";
import { notice, noticeStyles, notices } from "./server-notices";

/** With more addresses, their list fills a column of its own. */
const LONG_LIST = 8;

@define("plex-connection-server-page")
export class ServerPage extends LitElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) ref!: ServerRef;
  @property({ type: Boolean, reflect: true }) narrow = false;
  #server = new ServerController(this);
  #test = new ConnectionTest(this);
  #key: string | undefined;

  protected override willUpdate(): void {
    const key = keyOf(this.ref);
    if (key !== this.#key) {
      this.#key = key;
      this.#test.reset();
    }
    this.#server.use(this.host.connection, this.ref);
    if (this.#server.server !== undefined) {
      this.#test.dropReported(this.#server.server);
    }
  }

  protected override render(): TemplateResult {
    const { server } = this.#server;
    return html`<div class="page">
      <div class="notices" role="status">${this.#state()}</div>
      ${server ? this.#content(server) : server === null ? this.#gone() : this.#loading()}
    </div>`;
  }

  /** Render a notice if the content may be outdated. */
  #state(): TemplateResult | typeof nothing {
    const { state } = this.#server;
    const { text, connected } = this.host;
    if (state.kind === "refused") {
      return notice(
        "refused",
        `${text("panel_server_notice_refused")} ${state.message}`,
      );
    }
    return state.kind === "lost" || !connected
      ? notice(
          "away",
          text(`panel_server_notice_${this.#server.server ? "away" : "absent"}`),
        )
      : nothing;
  }

  get #isStale(): boolean {
    return this.#server.state.kind !== "live" || !this.host.connected;
  }

  #content(server: ServerDetail): TemplateResult {
    const { host } = this;
    const isLong = server.candidates.length > LONG_LIST;
    const changes = html`<plex-connection-change-list
      .host=${host}
      .server=${server}
    ></plex-connection-change-list>`;
    return html`<div class="content ${this.#isStale ? "stale" : ""}">
      ${this.#cause(server)} ${this.#head(server)}
      <div class="column">
        <plex-connection-candidate-list
          .host=${host}
          .server=${server}
          .test=${this.#test}
          .testState=${this.#test.state}
        ></plex-connection-candidate-list>
        ${isLong ? nothing : changes}
      </div>
      <div class="column">
        <plex-connection-day-timeline
          .host=${host}
          .server=${server}
        ></plex-connection-day-timeline>
        <plex-connection-latency-chart
          .host=${host}
          .server=${server}
        ></plex-connection-latency-chart>
        <plex-connection-figures .host=${host} .server=${server}></plex-connection-figures>
        ${isLong ? changes : nothing}
      </div>
    </div>`;
  }

  #cause(server: ServerDetail): TemplateResult | typeof nothing {
    return server.problem
      ? html`<plex-connection-server-cause
          class="whole"
          .host=${this.host}
          .server=${server}
        ></plex-connection-server-cause>`
      : nothing;
  }

  #head(server: ServerDetail): TemplateResult {
    const { host } = this;
    const actions = host.isAdmin
      ? html`<plex-connection-server-actions
          .host=${host}
          .server=${server}
          .test=${this.#test}
          .testState=${this.#test.state}
        ></plex-connection-server-actions>`
      : nothing;
    return html`<plex-connection-server-head
      class="whole"
      .host=${host}
      .server=${server}
    >
      <div class="notices" slot="notices">${notices(host, server)}</div>
      ${actions}
    </plex-connection-server-head>`;
  }

  #gone(): TemplateResult {
    const { text } = this.host;
    return html`<section class="card gone">
      ${icon("offline")}
      <h2>${text("panel_server_gone")}</h2>
      <p class="secondary">${text("panel_server_gone_why")}</p>
      <a href=${PATH} @click=${follow}>${text("panel_back")}</a>
    </section>`;
  }

  #loading(): TemplateResult {
    return html`<div class="content" aria-busy="true">
      <span class="visually-hidden">${this.host.text("panel_loading")}</span>
      ${["whole", "", ""].map((name) => html`<div class="card skeleton ${name}"></div>`)}
    </div>`;
  }

  static override styles = [
    shared,
    typeColors,
    serverStyles,
    noticeStyles,
    css`
      :host {
        container-type: inline-size;
      }
      .page {
        max-width: 1400px;
        margin-inline: auto;
        padding: 16px;
      }
      .content {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-items: start;
        gap: 16px;
        transition: filter 180ms ease-in-out;
      }
      /* Possibly outdated content is gray, but stays readable. */
      .content.stale {
        filter: grayscale(0.9);
      }
      /* In a single column, past changes come last. */
      .column {
        display: contents;
      }
      plex-connection-change-list {
        order: 1;
      }
      .notices {
        display: grid;
        gap: 8px;
      }
      .page > .notices:not(:empty) {
        margin-block-end: 16px;
      }
      .content .notices {
        margin-block-start: 16px;
      }
      .content .notices:empty {
        display: none;
      }
      .gone {
        display: grid;
        justify-items: center;
        gap: 8px;
        padding: 48px 16px;
        text-align: center;
      }
      .gone .icon {
        width: 48px;
        height: 48px;
        fill: var(--secondary-text-color, #5e5e5e);
      }
      .skeleton {
        min-height: 320px;
        background: color-mix(
          in srgb,
          var(--divider-color, #e0e0e0) 40%,
          var(--card-background-color, #fff)
        );
        animation: pulse 1.6s ease-in-out infinite alternate;
      }
      .skeleton.whole {
        min-height: 160px;
      }
      @keyframes pulse {
        to {
          opacity: 0.5;
        }
      }
      @container (min-width: 1000px) {
        .content {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        }
        .whole {
          grid-column: 1 / -1;
        }
        .column {
          display: grid;
          grid-template-columns: minmax(0, 1fr);
          gap: 16px;
        }
      }
      @container (max-width: 500px) {
        .page {
          padding: 8px;
        }
        .content {
          gap: 8px;
        }
      }
    `,
  ];
}
