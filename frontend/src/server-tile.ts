/** One server at a glance; all of it is a link to the server's page. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { define } from "./define";
import type { Host } from "./host";
import { icon, typeIcon } from "./icons";
import { follow } from "./link";
import { serverPath } from "./paths";
import { badgeStyles, badges } from "./server-badges";
import { rangeText, sparkline, sparklineStyles } from "./sparkline";
import { shared, typeColors } from "./styles";
import { reasonText, typeName } from "./texts";
import { tileStyles } from "./tile-styles";
import { timeText } from "./time-text";
import type { AddressView, ServerRow } from "./wire";

/** Rows are never changed but replaced, so that a tile renders only when its own is. */
@define("plex-connection-server-tile")
export class ServerTile extends LitElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) server!: ServerRow;

  protected override render(): TemplateResult {
    const { host, server } = this;
    const found = badges(host, server);
    return html`<div class="card tile type-${server.connection_type ?? "unknown"}">
      <div class="inner">
        <div class="head">
          <span class="circle">${icon(typeIcon(server.connection_type))}</span>
          <div class="who">
            <h3>
              <a href=${serverPath(server)} @click=${follow}>
                <bdi>${server.name}</bdi>
              </a>
            </h3>
            <span>${typeName(host.text, server.connection_type)}</span>
          </div>
          ${this.#latency()}
        </div>
        <dl>
          ${this.#fact("address", this.#address(server.active))}
          ${this.#fact("last_change", this.#lastChange())}
          ${this.#fact("standby", this.#address(server.standby, true))}
          ${this.#fact("next_check", this.#nextCheck())}
        </dl>
        ${found.length > 0 ? html`<ul class="badges">${found}</ul>` : nothing}
      </div>
    </div>`;
  }

  #latency(): TemplateResult {
    const { host, server } = this;
    return html`<div class="latency">
      <span class="visually-hidden">${host.text("panel_latency")}</span>
      <span class="now"><bdi class="number">${this.#now()}</bdi></span>
      ${sparkline(server.recent_ms)}
      <span class="visually-hidden">${rangeText(host, server.recent_ms)}</span>
    </div>`;
  }

  #now(): string {
    const { latency_ms } = this.server;
    return latency_ms === null ? "–" : this.host.format.milliseconds(latency_ms);
  }

  #fact(key: string, value: TemplateResult | null): TemplateResult {
    const { text } = this.host;
    return html`<dt>${text(`panel_${key}`)}</dt>
      <dd>${value ?? html`<span class="secondary">${text("panel_none")}</span>`}</dd>`;
  }

  #address(view: AddressView | null, hasType = false): TemplateResult | null {
    if (!view) {
      return null;
    }
    const type = hasType
      ? html`<span class="secondary"> · ${typeName(this.host.text, view.type)}</span>`
      : nothing;
    return html`<span class="address">${view.address}</span>${type}`;
  }

  #lastChange(): TemplateResult | null {
    const { host, server } = this;
    if (!server.since) {
      return null;
    }
    const why = server.reason
      ? html`<span class="secondary"> · ${reasonText(host.text, server.reason)}</span>`
      : nothing;
    return html`${timeText(host, server.since)}${why}`;
  }

  #nextCheck(): TemplateResult | null {
    const { host, server } = this;
    if (!server.next_check) {
      return null;
    }
    // While Home Assistant is away nobody knows whether it is under way.
    return host.connected
      ? timeText(host, server.next_check, { due: host.text("panel_checking") })
      : html`${host.format.time(new Date(server.next_check))}`;
  }

  static override styles = [
    shared,
    typeColors,
    badgeStyles,
    sparklineStyles,
    tileStyles,
    css`
      :host {
        display: block;
      }
    `,
  ];
}
