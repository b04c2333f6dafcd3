/** A label that explains itself: by pointer, touch, keyboard and screen reader. */

import { css, html, LitElement, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Host } from "../data/host";
import { bubbleStyles, hideBubble, showBubble } from "./bubble";
import { define } from "./define";

const TAG = "plex-connection-hint";

/** Wraps a label; `text` explains it. */
@define(TAG)
export class Hint extends LitElement {
  @property({ attribute: false }) text = "";
  /** Whether Tab stops here; not at the second of two that say the same. */
  @property({ attribute: false }) isTabStop = true;
  /** Whether the user has asked for it, so that it stays when the pointer leaves. */
  #isHeld = false;

  constructor() {
    super();
    this.addEventListener("pointerenter", this.#entered);
    this.addEventListener("pointerleave", this.#left);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#hide();
  }

  protected override render(): TemplateResult {
    return html`<button
        type="button"
        aria-describedby="text"
        tabindex=${this.isTabStop ? 0 : -1}
        @click=${this.#clicked}
        @focus=${this.#focused}
        @blur=${this.#hide}
      >
        <slot></slot>
      </button>
      <span id="text" role="tooltip" class="bubble" popover="manual">${this.text}</span>`;
  }

  get #bubble(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(".bubble");
  }

  #show(): void {
    if (this.#place()) {
      document.addEventListener("keydown", this.#keyPressed);
      document.addEventListener("pointerdown", this.#pressed);
      window.addEventListener("scroll", this.#scrolled, {
        capture: true,
        passive: true,
      });
    }
  }

  /** Show the text beside its label; return false if the label is out of sight. */
  #place(): boolean {
    const bubble = this.#bubble;
    const label = this.renderRoot.querySelector("button")?.getBoundingClientRect();
    if (!bubble || !label || label.bottom < 0 || label.top > window.innerHeight) {
      return false;
    }
    showBubble(bubble, label);
    return true;
  }

  /** The browser itself scrolls to what gets the focus: stay beside it. */
  #scrolled = (): void => {
    if (!this.#place()) {
      this.#hide();
    }
  };

  #hide = (): void => {
    this.#isHeld = false;
    hideBubble(this.#bubble);
    document.removeEventListener("keydown", this.#keyPressed);
    document.removeEventListener("pointerdown", this.#pressed);
    window.removeEventListener("scroll", this.#scrolled, { capture: true });
  };

  /** A finger enters when it taps, and leaves at once: the click shows the text. */
  #entered = ({ pointerType }: PointerEvent): void => {
    if (pointerType !== "touch") {
      this.#show();
    }
  };

  #left = ({ pointerType }: PointerEvent): void => {
    if (pointerType !== "touch" && !this.#isHeld) {
      this.#hide();
    }
  };

  #focused(event: FocusEvent): void {
    if ((event.target as Element).matches(":focus-visible")) {
      this.#isHeld = true;
      this.#show();
    }
  }

  #clicked(): void {
    this.#isHeld = true;
    this.#show();
  }

  #keyPressed = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.#hide();
    }
  };

  #pressed = (event: PointerEvent): void => {
    if (!event.composedPath().includes(this)) {
      this.#hide();
    }
  };

  static override styles = [
    bubbleStyles,
    css`
      :host {
        display: inline;
      }
      button {
        display: inline;
        margin: 0;
        padding: 0;
        border: none;
        background: none;
        color: inherit;
        font: inherit;
        text-align: inherit;
        text-decoration: var(--hint-line, underline) dotted 1px;
        text-decoration-color: color-mix(in srgb, currentcolor 35%, transparent);
        text-underline-offset: 3px;
        cursor: help;
      }
      button:hover {
        text-decoration-color: currentcolor;
      }
      button:focus-visible {
        outline: 2px solid var(--primary-color, #009ac7);
        outline-offset: 2px;
        border-radius: 2px;
      }
    `,
  ];
}

/** Render a label with its explanation, both by key. */
export function hint(
  { text }: Host,
  label: string | TemplateResult,
  help: string,
  { isTabStop = true }: { isTabStop?: boolean } = {},
): TemplateResult {
  return html`<plex-connection-hint
    .text=${text(`panel_help_${help}`)}
    .isTabStop=${isTabStop}
    >${label}</plex-connection-hint
  >`;
}
