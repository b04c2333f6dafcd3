/** All accounts and servers at a glance. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import "./account-line";
import { DayHistories } from "../data/day-histories";
import type { Host } from "../data/host";
import { keyOf, type Overview } from "../data/overview-store";
import { define } from "../ui/define";
import { emptyState, emptyStateStyles } from "../ui/empty-state";
import { type IconName, icon } from "../ui/icons";
import { ADD_PATH, follow, INTEGRATION_PATH } from "../ui/link";
import { filterBar, filterBarStyles } from "./filter-bar";
import { type Filter, filtered, NO_FILTER } from "./overview-filter";
import { overviewSkeleton, overviewSkeletonStyles } from "./overview-skeleton";
import { summary, summaryStyles } from "./overview-summary";
import "./server-tile";
import type { AccountView, ServerRow } from "../data/wire";
import { shared } from "../ui/styles";

/** The last filter, for users who return from a server's page. */
let lastFilter = NO_FILTER;

@define("plex-connection-overview-page")
export class OverviewPage extends LitElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) overview!: Overview;
  @property({ type: Boolean, reflect: true }) narrow = false;
  @state() private filter = lastFilter;
  #histories = new DayHistories(this);

  protected override willUpdate(): void {
    this.#histories.use(this.host, this.overview.servers);
  }

  protected override render(): TemplateResult {
    return html`
      <div role="status" class="notices">${this.#notice()}</div>
      ${this.overview.isKnown ? this.#known() : this.#unknown()}
    `;
  }

  get #isLive(): boolean {
    return this.host.connected && this.overview.state.kind === "live";
  }

  /** Render why the content may be outdated. */
  #notice(): TemplateResult | typeof nothing {
    const { host, overview } = this;
    if (!host.connected) {
      return notice("away", host.text("panel_notice_away"));
    }
    if (overview.state.kind === "lost") {
      return notice("waiting", host.text("panel_notice_starting"));
    }
    if (overview.state.kind === "refused" && !overview.isKnown) {
      // Visible below too, but screen readers announce only this one.
      return html`<span class="visually-hidden">${host.text("panel_refused")}</span>`;
    }
    if (overview.state.kind === "refused") {
      return notice("alert", this.#refusal(overview.state.message));
    }
    return nothing;
  }

  #refusal(message: string): string {
    return this.host.text("panel_refused_why", { reason: message.replace(/\.$/, "") });
  }

  #unknown(): TemplateResult {
    const { host, overview } = this;
    if (overview.state.kind === "refused") {
      const why = this.#refusal(overview.state.message);
      return page(emptyState("failed", host.text("panel_refused"), why));
    }
    return overviewSkeleton(host.text("panel_loading"));
  }

  #known(): TemplateResult {
    const { accounts } = this.overview;
    if (accounts.length === 0) {
      return this.#noAccount();
    }
    return html`<div class="page known ${this.#isLive ? "" : "stale"}">
      ${summary(this.host, this.overview.servers)}
      ${filterBar(this.host, this.overview.servers, this.filter, this.#setFilter)}
      ${repeat(
        accounts,
        (account) => account.entry_id,
        (account) => this.#account(account),
      )}
      ${this.#noMatches()}
    </div>`;
  }

  #setFilter = (filter: Filter): void => {
    lastFilter = filter;
    this.filter = filter;
  };

  #noAccount(): TemplateResult {
    const { text, isAdmin } = this.host;
    return page(
      emptyState(
        "account",
        text("panel_no_account"),
        text(isAdmin ? "panel_no_account_why" : "panel_no_account_ask"),
        isAdmin ? actionLink(ADD_PATH, text("panel_add_account")) : nothing,
      ),
    );
  }

  #noMatches(): TemplateResult | typeof nothing {
    const { host, overview, filter } = this;
    const { servers } = overview;
    if (servers.length === 0 || filtered(servers, filter).length > 0) {
      return nothing;
    }
    return emptyState(
      "search",
      host.text("panel_nothing_fits"),
      host.text("panel_nothing_fits_why", {
        count: host.format.number(servers.length),
      }),
      html`<button type="button" @click=${() => this.#setFilter(NO_FILTER)}>
        ${host.text("panel_show_all")}
      </button>`,
    );
  }

  #account(account: AccountView): TemplateResult {
    const { host, overview } = this;
    const servers = overview.servers.filter(
      (server) => server.entry_id === account.entry_id,
    );
    return html`<section aria-label=${account.title}>
      <plex-connection-account-line
        .host=${host}
        .account=${account}
        .live=${this.#isLive}
      ></plex-connection-account-line>
      ${servers.length > 0 ? this.#tiles(servers) : this.#noServers(account)}
    </section>`;
  }

  #tiles(servers: readonly ServerRow[]): TemplateResult {
    const [first] = filtered(this.overview.servers, this.filter);
    return html`<ul class="grid">
      ${repeat(
        filtered(servers, this.filter),
        keyOf,
        (server) => html`<li>
          <plex-connection-server-tile
            .host=${this.host}
            .server=${server}
            .history=${this.#histories.of(server)}
            .isFirst=${server === first}
          ></plex-connection-server-tile>
        </li>`,
      )}
    </ul>`;
  }

  #noServers(account: AccountView): TemplateResult | typeof nothing {
    const { text, isAdmin } = this.host;
    if (account.state !== "loaded") {
      return nothing;
    }
    return emptyState(
      "offline",
      text("panel_no_servers"),
      text("panel_no_servers_why"),
      isAdmin ? actionLink(INTEGRATION_PATH, text("panel_link_integration")) : nothing,
    );
  }

  static override styles = [
    shared,
    overviewSkeletonStyles,
    emptyStateStyles,
    filterBarStyles,
    summaryStyles,
    css`
      :host {
        display: block;
      }
      .known,
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 8px;
      }
      .known {
        gap: 16px;
      }
      .grid li {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
      }
      /* Possibly outdated content is gray, but stays readable. */
      .stale {
        filter: grayscale(1);
        opacity: 0.9;
      }
      .notices {
        max-width: 1400px;
        margin: 0 auto;
        padding-inline: 16px;
      }
      :host([narrow]) .notices {
        padding-inline: 8px;
      }
      .notice {
        display: flex;
        align-items: center;
        gap: 12px;
        margin-block-start: 16px;
        padding: 12px 16px;
      }
      .notice .icon {
        color: var(--warning-color, #ffa600);
      }
      .action {
        display: inline-flex;
        align-items: center;
        min-height: 40px;
        padding: 0 16px;
        border-radius: var(--ha-border-radius-pill, 9999px);
        background: color-mix(in srgb, var(--primary-color, #009ac7) 15%, transparent);
        color: var(--primary-text-color, #141414);
        font-weight: var(--ha-font-weight-medium, 500);
        text-decoration: none;
      }
      .action:hover {
        background: color-mix(in srgb, var(--primary-color, #009ac7) 25%, transparent);
      }
    `,
  ];
}

function page(content: TemplateResult): TemplateResult {
  return html`<div class="page">${content}</div>`;
}

function notice(name: IconName, message: string): TemplateResult {
  return html`<div class="card notice">${icon(name)}<span>${message}</span></div>`;
}

function actionLink(path: string, label: string): TemplateResult {
  return html`<a class="action" href=${path} @click=${follow}>${label}</a>`;
}
