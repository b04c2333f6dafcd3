/** A summary of a server's connection. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Host } from "../data/host";
import { gradeOf } from "../data/standing";
import { statusClass, statusName } from "../data/texts";
import type { ServerDetail } from "../data/wire";
import { define } from "../ui/define";
import { hint } from "../ui/hint";
import { icon, typeIcon } from "../ui/icons";
import { follow } from "../ui/link";
import { fallBacks, lastChange, nextCheck } from "../ui/server-facts";
import { severityClass, troubleStyles } from "../ui/server-problem";
import { serverStyles } from "../ui/server-styles";
import { shared, typeColors } from "../ui/styles";

@define("plex-connection-server-head")
export class ServerHead extends LitElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) server!: ServerDetail;

  protected override render(): TemplateResult {
    const { server } = this;
    return html`<section class="card ${statusClass(server)} ${severityClass(gradeOf(server))}">
      <div class="top">
        <span class="circle">${icon(typeIcon(server.connection_type))}</span>
        <div class="what">
          <div role="status"><h2>${this.#status()}</h2></div>
          <p class="secondary">${
            server.suspected ? this.host.text("panel_suspected") : this.#lastChange()
          }</p>
        </div>
        ${this.#deviceLink()}
      </div>
      <slot name="notices"></slot>
      <dl>${this.#facts()}</dl>
      <slot></slot>
    </section>`;
  }

  #status(): TemplateResult {
    const { host, server } = this;
    const type = statusName(host.text, server);
    if (!server.active) {
      return html`${type}`;
    }
    return html`${type}
      <span class="address">${server.active.address}</span>`;
  }

  /** Render the last change, with a label if the heading is not about the connection. */
  #lastChange(): TemplateResult | typeof nothing {
    const { host, server } = this;
    const change = lastChange(host, server);
    if (!change) {
      return nothing;
    }
    return server.refused
      ? html`${host.text("panel_last_change")} · ${change}`
      : change;
  }

  #deviceLink(): TemplateResult | typeof nothing {
    const { device_id: id } = this.server;
    if (!id) {
      return nothing;
    }
    return html`<a class="device" href="/config/devices/device/${id}" @click=${follow}>
      ${this.host.text("panel_server_device")}
    </a>`;
  }

  #facts(): TemplateResult[] {
    const { host, server } = this;
    const { text, format } = host;
    const ms = (value: number | null) =>
      value === null
        ? null
        : html`<span class="number">${format.milliseconds(value)}</span>`;
    const standby = fallBacks(host, server) ?? text("panel_none");
    const facts: [string, TemplateResult | string | null, string?][] = [
      ["panel_latency", ms(server.latency_ms), "latency"],
      ["panel_server_usual", ms(server.latency.usual_ms), "usual"],
      ["panel_next_check", nextCheck(host, server), "next_check"],
      ["panel_standby", standby, "standby"],
      [
        "panel_server_push",
        text(`panel_server_push_${server.push_open ? "open" : "closed"}`),
        "push",
      ],
      ["panel_server_version", server.version],
      ["panel_server_platform", server.platform],
      ["panel_server_owner", server.owned ? null : server.owner_name],
    ];
    return facts
      .filter(([, value]) => value !== null)
      .map(
        ([key, value, help]) => html`<div>
          <dt>${help ? hint(host, text(key), help) : text(key)}</dt>
          <dd><bdi>${value}</bdi></dd>
        </div>`,
      );
  }

  static override styles = [
    shared,
    typeColors,
    troubleStyles,
    serverStyles,
    css`
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
      }
      .circle {
        display: grid;
        place-items: center;
        width: 48px;
        height: 48px;
        flex: none;
        border-radius: 50%;
        background: color-mix(in srgb, var(--type-color) 20%, transparent);
        color: var(--type-color);
      }
      .what {
        flex: 1 1 200px;
        min-width: 0;
      }
      h2 {
        font-size: var(--ha-font-size-xl, 20px);
        font-weight: var(--ha-font-weight-normal, 400);
      }
      h2 .address {
        color: var(--secondary-text-color, #5e5e5e);
      }
      .device {
        padding-block: 8px;
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(160px, 45%), 1fr));
        gap: 12px 16px;
        margin: 16px 0 0;
      }
      dl div {
        min-width: 0;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-s, 12px);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];
}
