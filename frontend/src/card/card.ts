/** The card for dashboards: one server, or all of them. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import "./row";
import type { HomeAssistant } from "../data/home-assistant";
import { type Host, HostController } from "../data/host";
import { keyOf, OverviewController } from "../data/overview-store";
import { entityOf } from "../data/own-devices";
import { PATH, serverPath } from "../data/paths";
import type { ServerRow } from "../data/wire";
import { define } from "../ui/define";
import { shared } from "../ui/styles";
import { cardAccount, cardAccountStyles } from "./account";
import { assertConfig, CARD, type CardConfig, configForm, stubConfig } from "./config";
import { cardEmpty, cardEmptyStyles, cardSkeleton } from "./empty";

/** Height of one server, in the dashboard's units of 50 pixels. */
const SIZE = { compact: 1, detailed: 3 } as const;

@define(CARD)
export class PlexConnectionCard extends LitElement {
  static getStubConfig = stubConfig;
  static getConfigForm = configForm;

  @state() private config: CardConfig | undefined;
  /** The layout that contains the card: "grid" in sections, which may set its height. */
  @property({ reflect: true }) layout: string | undefined;
  #hass: HomeAssistant | undefined;
  #host = new HostController(this);
  #overview = new OverviewController(this);

  setConfig(config: unknown): void {
    assertConfig(config);
    this.config = config;
  }

  set hass(hass: HomeAssistant) {
    const devices = this.#hass?.devices;
    this.#hass = hass;
    this.#host.update(hass);
    this.#overview.use(hass.connection);
    if (devices !== hass.devices) {
      this.requestUpdate();
    }
  }

  getCardSize(): number {
    const size = this.config?.show_details ? SIZE.detailed : SIZE.compact;
    return Math.max(1, this.#servers().length) * size;
  }

  getGridOptions() {
    return { columns: this.config?.device ? 12 : "full", rows: "auto", min_columns: 6 };
  }

  protected override render(): TemplateResult {
    const body = this.#body();
    return customElements.get("ha-card")
      ? html`<ha-card>${body}</ha-card>`
      : html`<div class="card">${body}</div>`;
  }

  #body(): TemplateResult | typeof nothing {
    const host = this.#host.value;
    const overview = this.#overview.value;
    if (!this.config) {
      return nothing;
    }
    if (!host) {
      return cardSkeleton("");
    }
    const servers = this.#servers();
    const empty = cardEmpty(host, overview, this.#configuredDevice(), servers);
    return empty ?? this.#list(host, servers);
  }

  /** Return the configured device, without its registry entry if that is missing. */
  #configuredDevice() {
    const id = this.config?.device || null;
    return id === null ? null : { id, device: this.#hass?.devices?.[id] };
  }

  #servers(): readonly ServerRow[] {
    const { servers } = this.#overview.value;
    const id = this.config?.device;
    return id ? servers.filter((server) => server.device_id === id) : servers;
  }

  #list(host: Host, servers: readonly ServerRow[]): TemplateResult {
    const overview = this.#overview.value;
    const isLive = host.connected && overview.state.kind === "live";
    const note = host.text(
      host.connected ? "panel_notice_starting" : "panel_notice_away",
    );
    return html`<div class=${isLive ? "" : "stale"}>
      <p class="note secondary" role="status">${isLive ? nothing : note}</p>
      ${this.config?.show_account ? this.#byAccount(host, servers) : this.#rows(host, servers)}
    </div>`;
  }

  #byAccount(host: Host, servers: readonly ServerRow[]): TemplateResult {
    const { accounts } = this.#overview.value;
    const isShown = (entryId: string) =>
      !this.config?.device || servers.some((server) => server.entry_id === entryId);
    return html`${repeat(
      accounts.filter((account) => isShown(account.entry_id)),
      (account) => account.entry_id,
      (account) => html`<section aria-label=${account.title}>
        ${cardAccount(host, account)}
        ${this.#rows(
          host,
          servers.filter((server) => server.entry_id === account.entry_id),
        )}
      </section>`,
    )}`;
  }

  #rows(host: Host, servers: readonly ServerRow[]): TemplateResult {
    const { columns, show_details, show_sparkline } = this.config ?? {};
    const hasPages = Boolean(this.#hass?.panels?.[PATH.slice(1)]);
    return html`<ul style=${columns ? `--columns: ${columns}` : ""}>
      ${repeat(
        servers,
        keyOf,
        (server) => html`<li>
          <plex-connection-card-row
            .host=${host}
            .server=${server}
            .hasLine=${show_sparkline ?? true}
            .hasDetails=${show_details ?? false}
            .accountName=${this.#accountName(server)}
            .path=${hasPages ? serverPath(server) : null}
            .entityId=${hasPages ? null : this.#entityOf(server)}
          ></plex-connection-card-row>
        </li>`,
      )}
    </ul>`;
  }

  /**
   * Return the title of a server's account if another account has a server of that name;
   * null if accounts are shown anyway.
   */
  #accountName(server: ServerRow): string | null {
    const { accounts, servers } = this.#overview.value;
    const isNameShared = servers.some(
      ({ name, entry_id }) => name === server.name && entry_id !== server.entry_id,
    );
    if (!isNameShared || this.config?.show_account) {
      return null;
    }
    return accounts.find(({ entry_id }) => entry_id === server.entry_id)?.title ?? null;
  }

  #entityOf(server: ServerRow): string | null {
    return this.#hass && server.device_id
      ? (entityOf(this.#hass, server.device_id, "connection_type") ?? null)
      : null;
  }

  static override styles = [
    shared,
    cardEmptyStyles,
    cardAccountStyles,
    css`
      :host {
        display: block;
        height: 100%;
      }
      ha-card,
      .card {
        height: 100%;
        overflow: auto;
      }
      ul {
        display: grid;
        /* As many columns as fit, up to the configured maximum. */
        grid-template-columns: repeat(
          auto-fit,
          minmax(min(100%, max(240px, 100% / var(--columns, 12))), 1fr)
        );
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        /* The browser does not render rows outside the viewport. */
        content-visibility: auto;
        contain-intrinsic-size: auto none auto 56px;
      }
      .note {
        margin: 0;
        padding: 10px 12px 0;
        font-size: var(--ha-font-size-s, 12px);
      }
      .note:empty {
        position: absolute;
        padding: 0;
      }
      /* Possibly outdated content is gray, but stays readable. */
      .stale ul {
        filter: grayscale(1);
        opacity: 0.9;
      }
    `,
  ];
}
