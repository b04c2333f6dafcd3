/** All addresses of a server, in order of preference. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { Command } from "../data/command";
import { commandStyles } from "../ui/command-button";
import type { ConfirmDialog } from "../ui/confirm-dialog";
import { candidateRow, candidateStyles, lastAttempt } from "./candidate-row";
import "../ui/confirm-dialog";
import { phaseLegend, phaseStyles } from "../charts/phase-bar";
import { commonScale } from "../charts/phases";
import type { ConnectionTest, TestState } from "../data/connection-test";
import type { Host } from "../data/host";
import { type CandidateView, COMMANDS, type ServerDetail } from "../data/wire";
import { define } from "../ui/define";
import { icon } from "../ui/icons";
import { serverStyles } from "../ui/server-styles";
import { shared, typeColors } from "../ui/styles";
import { rejectionText } from "./outcome-text";

@define("plex-connection-candidate-list")
export class CandidateList extends LitElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) server!: ServerDetail;
  @property({ attribute: false }) test!: ConnectionTest;
  /** Passed in addition to `test`: a new state has to render this element. */
  @property({ attribute: false }) testState!: TestState;
  /** Whether names, phases and unused protocols are shown. */
  @state() private hasDetails = false;
  /** The last requested change of the pin. */
  @state() private requested: { url: string; isPinned: boolean } | null = null;
  /** The address in the confirmation dialog: pinning it would take the server offline. */
  @state() private unconfirmed = "";
  @query("plex-connection-confirm-dialog") private dialog!: ConfirmDialog;
  #pin = new Command<object>(this);

  protected override render(): TemplateResult {
    const { host, server, test } = this;
    const { candidates } = server;
    const scale = commonScale(candidates.map((each) => lastAttempt(each, test)));
    const hasPins = host.isAdmin && candidates.some((each) => each.pinnable);
    return html`<section class="card" aria-labelledby="heading">
      <div class="heading">
        <h2 id="heading">${host.text("panel_server_candidates")}</h2>
        ${candidates.length > 0 ? this.#detailsButton() : nothing}
      </div>
      ${this.hasDetails ? phaseLegend(host) : nothing}
      <ul class="candidates ${this.hasDetails ? "" : "brief"}">
        ${repeat(
          candidates,
          ({ url }) => url,
          (each) =>
            candidateRow(each, {
              host,
              test,
              scale,
              facts: server.facts,
              pinButton: hasPins ? this.#pinButton(each) : nothing,
            }),
        )}
      </ul>
      ${
        candidates.length === 0
          ? html`<p class="secondary">${host.text("panel_server_no_candidates")}</p>`
          : nothing
      }
      <div role="status">${this.#outcome()}</div>
      ${
        hasPins
          ? html`<p class="small secondary message">${host.text("panel_server_pin_means")}</p>`
          : nothing
      }
      ${this.#rejected()} ${hasPins ? this.#confirmation() : nothing}
    </section>`;
  }

  /** Names, phases, and addresses that are never used matter to few. */
  #detailsButton(): TemplateResult {
    return html`<button
      type="button"
      class="plain details"
      aria-expanded=${this.hasDetails ? "true" : "false"}
      @click=${() => {
        this.hasDetails = !this.hasDetails;
      }}
    >
      ${icon("chevron")}<span>${this.host.text("panel_server_details")}</span>
    </button>`;
  }

  #pinButton(candidate: CandidateView): TemplateResult {
    const { text, connected } = this.host;
    if (!candidate.pinnable && !candidate.pinned) {
      return html`<span class="no-pin"></span>`;
    }
    const isRunning = this.requested?.url === candidate.url && this.#pin.isRunning;
    const isOff = !connected || this.#pin.isRunning;
    return html`<button
      type="button"
      class="plain round command"
      aria-pressed=${candidate.pinned ? "true" : "false"}
      aria-busy=${isRunning ? "true" : "false"}
      aria-disabled=${isOff ? "true" : nothing}
      aria-label=${text("panel_action_pin", { address: candidate.address })}
      title=${text(candidate.pinned ? "panel_action_unpin" : "panel_action_pin_short")}
      @click=${() => isOff || void this.#toggle(candidate)}
    >
      ${
        isRunning
          ? html`<span class="spinner" aria-hidden="true"></span>`
          : icon(candidate.pinned ? "pinned" : "pin")
      }
    </button>`;
  }

  async #toggle(candidate: CandidateView): Promise<void> {
    const { entry_id, server_id } = this.server;
    if (!candidate.pinned && this.#isKnownToFail(candidate)) {
      this.unconfirmed = candidate.address;
      if (!(await this.dialog.ask())) {
        return;
      }
    }
    this.requested = { url: candidate.url, isPinned: !candidate.pinned };
    void this.#pin.run(this.host, {
      type: COMMANDS.pin,
      entry_id,
      server_id,
      url: candidate.pinned ? null : candidate.url,
    });
  }

  /** An untested address is not known to fail and may be pinned without confirmation. */
  #isKnownToFail(candidate: CandidateView): boolean {
    const last = lastAttempt(candidate, this.test);
    return last !== null && last.outcome !== "ok";
  }

  #confirmation(): TemplateResult {
    const { text } = this.host;
    return html`<plex-connection-confirm-dialog
      .heading=${text("panel_action_pin_failing_title", { address: this.unconfirmed })}
      .message=${text("panel_action_pin_failing_text", { name: this.server.name })}
      .yes=${text("panel_action_pin_short")}
      .no=${text("panel_action_cancel")}
    ></plex-connection-confirm-dialog>`;
  }

  /** Render the result for as long as it matches the server's state. */
  #outcome(): TemplateResult | typeof nothing {
    const { state: pin } = this.#pin;
    const { requested } = this;
    if (pin.kind === "failed") {
      return html`<p class="message">${pin.message}</p>`;
    }
    const pinned = this.server.candidates.find((each) => each.pinned)?.url;
    const isCurrent = requested?.isPinned
      ? pinned === requested.url
      : pinned === undefined;
    return pin.kind === "done" && requested && isCurrent
      ? html`<p class="message">
          ${this.host.text(`panel_action_${requested.isPinned ? "pinned" : "unpinned"}`)}
        </p>`
      : nothing;
  }

  #rejected(): TemplateResult | typeof nothing {
    const { rejected } = this.server;
    if (rejected.length === 0) {
      return nothing;
    }
    const { text, format } = this.host;
    return html`<details>
      <summary>
        ${text("panel_server_rejected", { count: format.number(rejected.length) })}
      </summary>
      <ul class="rejected">
        ${rejected.map(
          ({ address, reason }) => html`<li>
            <span class="address">${address}</span>
            <span class="small secondary">${rejectionText(this.host, reason)}</span>
          </li>`,
        )}
      </ul>
    </details>`;
  }

  static override styles = [
    shared,
    typeColors,
    commandStyles,
    serverStyles,
    phaseStyles,
    candidateStyles,
    css`
      .phase-legend {
        margin: 0;
      }
      .details {
        padding-inline: 8px 12px;
      }
      .details .icon {
        transition: transform 180ms ease-in-out;
      }
      .details[aria-expanded="true"] .icon {
        transform: rotate(90deg);
      }
      .no-pin {
        width: 40px;
        flex: none;
      }
      .candidate button {
        color: var(--secondary-text-color, #5e5e5e);
      }
      button[aria-pressed="true"] {
        background: color-mix(in srgb, var(--primary-color, #009ac7) 20%, transparent);
      }
      .rejected li {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        padding-block: 4px;
      }
    `,
  ];
}
