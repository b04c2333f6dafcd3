/** The latest changes of a server's connection. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Host } from "../data/host";
import { reasonText, typeName } from "../data/texts";
import type { ChangeView, ServerDetail } from "../data/wire";
import { define } from "../ui/define";
import { icon, typeIcon } from "../ui/icons";
import { serverStyles } from "../ui/server-styles";
import { shared, typeColors } from "../ui/styles";
import { timeText } from "../ui/time-text";

const SHOWN_FIRST = 10;

@define("plex-connection-change-list")
export class ChangeList extends LitElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) server!: ServerDetail;
  @state() private showsAll = false;

  protected override render(): TemplateResult {
    const { text, format } = this.host;
    const { changes } = this.server;
    const shown = this.showsAll ? changes : changes.slice(0, SHOWN_FIRST);
    return html`<section class="card" aria-labelledby="heading">
      <div class="heading"><h2 id="heading">${text("panel_server_changes")}</h2></div>
      ${
        changes.length === 0
          ? html`<p class="secondary">${text("panel_server_no_changes")}</p>`
          : nothing
      }
      <ol>
        ${repeat(shown, keyOf, (change) => this.#change(change))}
      </ol>
      ${
        changes.length > SHOWN_FIRST
          ? html`<button
              type="button"
              class="plain"
              aria-expanded=${this.showsAll ? "true" : "false"}
              @click=${this.#toggle}
            >
              ${
                this.showsAll
                  ? text("panel_server_show_less")
                  : text("panel_server_show_all", {
                      count: format.number(changes.length),
                    })
              }
            </button>`
          : nothing
      }
    </section>`;
  }

  #toggle(): void {
    this.showsAll = !this.showsAll;
  }

  #change(change: ChangeView): TemplateResult {
    const { host } = this;
    const { text, format } = host;
    const address = addressOf(change);
    return html`<li class="type-${change.to}">
      <span class="kind">${icon(typeIcon(change.to))}</span>
      <div class="body">
        <div class="what">
          <span>${this.#summary(change)}</span>
          <span class="small secondary when">
            ${timeText(host, change.at)} · ${format.dateTime(new Date(change.at))}
          </span>
        </div>
        <div class="small secondary">
          ${reasonText(text, change.reason, change.to)} ·
          ${text("panel_server_took", { time: format.milliseconds(change.duration_ms) })}
        </div>
        ${address ? html`<div class="small secondary address">${address}</div>` : nothing}
      </div>
    </li>`;
  }

  #summary({ from, to }: ChangeView): string {
    const { text } = this.host;
    if (from === null) {
      return typeName(text, to);
    }
    if (from === to) {
      return text("panel_server_changed_address", { type: typeName(text, to) });
    }
    return text("panel_server_changed", {
      from: typeName(text, from),
      to: typeName(text, to),
    });
  }

  static override styles = [
    shared,
    typeColors,
    serverStyles,
    css`
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        gap: 12px;
        padding-block: 8px;
        border-block-start: 1px solid var(--divider-color, #e0e0e0);
      }
      li:first-child {
        border-block-start: none;
      }
      .kind {
        color: var(--type-color);
      }
      .body {
        flex: 1;
        min-width: 0;
      }
      .what {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 0 16px;
      }
    `,
  ];
}

/** Return the address that was chosen, reached or lost; a relay has no meaningful one. */
function addressOf(change: ChangeView): string | null {
  const { to, chosen_address, to_address, from_address } = change;
  return chosen_address ?? to_address ?? (to === "offline" ? from_address : null);
}

function keyOf({ at, reason, to_address }: ChangeView): string {
  return `${at} ${reason} ${to_address}`;
}
