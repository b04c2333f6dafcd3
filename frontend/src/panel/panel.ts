/** The page in the sidebar: all servers, or one of them. */

import {
  css,
  html,
  LitElement,
  nothing,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import { property } from "lit/decorators.js";
import type { HomeAssistant } from "../data/home-assistant";
import { navigate } from "../data/home-assistant";
import { type Host, HostController } from "../data/host";
import { define } from "../ui/define";
import { icon } from "../ui/icons";
import "./overview-page";
import { OverviewController } from "../data/overview-store";
import { PATH, serverOf } from "../data/paths";
import { overviewSkeleton, overviewSkeletonStyles } from "./overview-skeleton";
import "./server-page";
import type { ServerRef } from "../data/wire";
import { shared } from "../ui/styles";

interface Route {
  prefix: string;
  path: string;
}

/** Return the version in the URL that this code was loaded from. */
function ownBundle(): string | null {
  return new URL(import.meta.url).searchParams.get("v");
}

@define("plex-connection-panel")
export class PlexConnectionPanel extends LitElement {
  @property({ type: Boolean, reflect: true }) narrow = false;
  @property({ attribute: false }) route: Route = { prefix: PATH, path: "" };
  /** The version of the loaded bundle. */
  @property({ attribute: false }) bundle = ownBundle();
  #host = new HostController(this);
  #overview = new OverviewController(this);
  /** Whether the previous page was the overview. */
  #cameFromOverview = false;

  set hass(hass: HomeAssistant) {
    this.#host.update(hass);
    this.#overview.use(hass.connection);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("route");
    if (before) {
      this.#cameFromOverview = !serverOf(before.path) && !!serverOf(this.route.path);
    }
  }

  protected override render(): TemplateResult {
    const host = this.#host.value;
    const ref = serverOf(this.route.path);
    return html`
      <header class="toolbar">
        ${ref ? this.#backButton(host) : this.#menuButton(host)}
        <h1>${this.#title(ref)}</h1>
      </header>
      <main>${host ? this.#page(host, ref) : this.#waiting(ref)}</main>
    `;
  }

  /** Render the placeholder until texts are loaded. */
  #waiting(ref: ServerRef | null): TemplateResult | typeof nothing {
    return ref ? nothing : overviewSkeleton("");
  }

  #title(ref: ServerRef | null): string {
    const server =
      ref &&
      this.#overview.value.servers.find(
        (each) => each.entry_id === ref.entry_id && each.server_id === ref.server_id,
      );
    return server ? server.name : "Plex Connection";
  }

  #page(host: Host, ref: ServerRef | null): TemplateResult {
    const overview = this.#overview.value;
    return html`
      ${this.#outdated(host)}
      ${
        ref
          ? html`<plex-connection-server-page
              .host=${host}
              .ref=${ref}
              .narrow=${this.narrow}
            ></plex-connection-server-page>`
          : html`<plex-connection-overview-page
              .host=${host}
              .overview=${overview}
              .narrow=${this.narrow}
            ></plex-connection-overview-page>`
      }
    `;
  }

  /** Render a notice if the loaded bundle is not the installed version. */
  #outdated(host: Host): TemplateResult | typeof nothing {
    const installed = this.#overview.value.bundle;
    if (!installed || !this.bundle || installed === this.bundle) {
      return nothing;
    }
    return html`<div class="notice card" role="status">
      ${icon("info")}
      <span>${host.text("panel_outdated")}</span>
      <button @click=${() => location.reload()}>${host.text("panel_reload_page")}</button>
    </div>`;
  }

  #menuButton(host: Host | null): TemplateResult {
    if (customElements.get("ha-menu-button")) {
      return html`<ha-menu-button
        .hass=${host?.hass}
        .narrow=${this.narrow}
      ></ha-menu-button>`;
    }
    if (!this.narrow) {
      return html``;
    }
    return html`<button
      class="plain round"
      aria-label=${host?.text("panel_menu") ?? ""}
      @click=${this.#toggleMenu}
    >
      ${icon("menu")}
    </button>`;
  }

  #toggleMenu(): void {
    this.dispatchEvent(
      new CustomEvent("hass-toggle-menu", { bubbles: true, composed: true }),
    );
  }

  #backButton(host: Host | null): TemplateResult {
    return html`<button
      class="plain round"
      aria-label=${host?.text("panel_back") ?? ""}
      @click=${this.#goBack}
    >
      ${icon(host?.rtl ? "forward" : "back")}
    </button>`;
  }

  /** Go back in the history if possible: the browser restores the scroll position. */
  #goBack(): void {
    if (this.#cameFromOverview) {
      history.back();
    } else {
      navigate(PATH);
    }
  }

  static override styles = [
    shared,
    overviewSkeletonStyles,
    css`
      :host {
        /* The part of the screen that cameras and round corners cover. */
        --inset-left: var(
          --safe-area-content-inset-left,
          var(--safe-area-inset-left, 0px)
        );
        --inset-right: var(
          --safe-area-content-inset-right,
          var(--safe-area-inset-right, 0px)
        );
        display: block;
        min-height: 100%;
        background: var(--primary-background-color, #fafafa);
      }
      main {
        padding: 0 var(--inset-right) var(--safe-area-inset-bottom, 0px)
          var(--inset-left);
      }
      .toolbar {
        position: sticky;
        top: 0;
        z-index: 4;
        display: flex;
        align-items: center;
        gap: 8px;
        height: calc(var(--header-height, 56px) + var(--safe-area-inset-top, 0px));
        padding: var(--safe-area-inset-top, 0px) calc(12px + var(--inset-right)) 0
          calc(12px + var(--inset-left));
        background: var(--app-header-background-color, var(--primary-color, #009ac7));
        color: var(--app-header-text-color, #fff);
        border-bottom: var(--app-header-border-bottom, none);
      }
      .toolbar h1 {
        margin: 0;
        margin-inline-start: 8px;
        overflow: hidden;
        font-size: var(--ha-font-size-xl, 20px);
        font-weight: var(--ha-font-weight-normal, 400);
        line-height: 1;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .toolbar button {
        color: inherit;
      }
      .notice {
        display: flex;
        align-items: center;
        gap: 12px;
        max-width: min(1368px, 100% - 32px);
        margin: 16px auto 0;
        padding: 12px 16px;
      }
      .notice span {
        flex: 1;
      }
    `,
  ];
}
