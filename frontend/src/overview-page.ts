/** All accounts and servers at a glance. */

import { css, html, LitElement, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { define } from "./define";
import { navigate } from "./home-assistant";
import type { Host } from "./host";
import { keyOf, type Overview } from "./overview-store";
import { serverPath } from "./paths";
import { shared, typeColors } from "./styles";
import { typeName } from "./texts";

@define("plex-connection-overview-page")
export class OverviewPage extends LitElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) overview!: Overview;
  @property({ type: Boolean, reflect: true }) narrow = false;

  protected override render(): TemplateResult {
    return html`${repeat(
      this.overview.servers,
      keyOf,
      (server) => html`<div class="card type-${server.connection_type ?? "unknown"}">
        <button class="plain" @click=${() => navigate(serverPath(server))}>
          ${server.name}: ${typeName(this.host.text, server.connection_type)}
        </button>
      </div>`,
    )}`;
  }

  static override styles = [
    shared,
    typeColors,
    css`
      :host {
        display: block;
        padding: 16px;
      }
    `,
  ];
}
