/** Everything about one server. */

import { css, html, LitElement, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { define } from "./define";
import type { Host } from "./host";
import { ServerController } from "./server-store";
import { shared, typeColors } from "./styles";
import { typeName } from "./texts";
import type { ServerRef } from "./wire";

@define("plex-connection-server-page")
export class ServerPage extends LitElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) ref!: ServerRef;
  @property({ type: Boolean, reflect: true }) narrow = false;
  #server = new ServerController(this);

  protected override willUpdate(): void {
    this.#server.use(this.host.connection, this.ref);
  }

  protected override render(): TemplateResult {
    const server = this.#server.server;
    return html`<div class="card">
      ${server ? `${server.name}: ${typeName(this.host.text, server.connection_type)}` : ""}
    </div>`;
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
