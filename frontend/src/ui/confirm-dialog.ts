/** A confirmation dialog. */

import { css, html, LitElement, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { define } from "./define";
import { shared } from "./styles";

/** All properties are texts. `ask` opens the dialog; Escape and a click outside mean no. */
@define("plex-connection-confirm-dialog")
export class ConfirmDialog extends LitElement {
  @property({ attribute: false }) heading = "";
  @property({ attribute: false }) message = "";
  @property({ attribute: false }) yes = "";
  @property({ attribute: false }) no = "";
  @query("dialog") private dialog!: HTMLDialogElement;
  #answer: ((yes: boolean) => void) | undefined;

  /** Open the dialog; resolves to true for yes. */
  async ask(): Promise<boolean> {
    await this.updateComplete;
    this.#answer?.(false);
    if (!this.dialog.open) {
      this.dialog.returnValue = "";
      this.dialog.showModal();
    }
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#answer?.(false);
    this.#answer = undefined;
  }

  protected override render(): TemplateResult {
    return html`<dialog
      aria-labelledby="heading"
      aria-describedby="message"
      @close=${this.#closed}
      @click=${this.#clicked}
    >
      <form method="dialog">
        <h2 id="heading">${this.heading}</h2>
        <p id="message">${this.message}</p>
        <div class="buttons">
          <button class="plain" value="no" autofocus>${this.no}</button>
          <button class="danger" value="yes">${this.yes}</button>
        </div>
      </form>
    </dialog>`;
  }

  #closed(): void {
    // The event is asynchronous: the dialog may be open again by now.
    if (this.dialog.open) {
      return;
    }
    this.#answer?.(this.dialog.returnValue === "yes");
    this.#answer = undefined;
  }

  #clicked(event: Event): void {
    if (event.target === this.dialog) {
      this.dialog.close();
    }
  }

  static override styles = [
    shared,
    css`
      dialog {
        width: min(560px, calc(100vw - 32px));
        padding: 0;
        border: none;
        border-radius: var(--ha-dialog-border-radius, 24px);
        background: var(
          --ha-dialog-surface-background,
          var(--card-background-color, #fff)
        );
        color: inherit;
        box-shadow: 0 8px 32px rgb(0 0 0 / 40%);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 50%);
      }
      form {
        padding: 24px;
      }
      p {
        margin: 16px 0 24px;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 8px;
      }
    `,
  ];
}
