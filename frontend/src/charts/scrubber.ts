/** Lets users move along a chart by pointer, touch or keyboard. */

import { css, html, LitElement, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { define } from "../ui/define";

/** A position: a share of the width, or an index; null: none. */
export type Scrub = { share: number } | { index: number } | null;

/**
 * Wraps a chart. `count` is the number of values, `index` the shown one. Fires "scrub" with
 * the new position, and with null when the user leaves.
 *
 * It is a slider, which keyboards and screen readers support.
 */
@define("plex-connection-scrubber")
export class Scrubber extends LitElement {
  @property({ attribute: false }) count = 0;
  @property({ attribute: false }) index: number | null = null;
  /** The slider's name and value for screen readers. */
  @property({ attribute: false }) label = "";
  @property({ attribute: false }) valueText = "";

  protected override render(): TemplateResult {
    const last = Math.max(0, this.count - 1);
    return html`<div
      dir="ltr"
      class="area"
      @pointermove=${this.#pointed}
      @pointerdown=${this.#pointed}
      @pointerleave=${this.#left}
    >
      <slot></slot>
      <input
        type="range"
        min="0"
        max=${last}
        step="1"
        .value=${String(this.index ?? last)}
        aria-label=${this.label}
        aria-valuetext=${this.valueText}
        ?disabled=${this.count === 0}
        @input=${this.#moved}
        @focus=${this.#moved}
        @blur=${this.#left}
      />
    </div>`;
  }

  #pointed(event: PointerEvent): void {
    const { left, width } = (event.currentTarget as Element).getBoundingClientRect();
    if (width > 0 && this.count > 0) {
      const share = (event.clientX - left) / width;
      this.#emit({ share: Math.min(1, Math.max(0, share)) });
    }
  }

  #moved(event: Event): void {
    this.#emit({ index: Number((event.target as HTMLInputElement).value) });
  }

  /** The user has left; lifting a finger keeps the shown value. */
  #left(event: Event): void {
    const isTouch = event instanceof PointerEvent && event.pointerType === "touch";
    const hasFocus = this.shadowRoot?.activeElement?.matches(":focus-visible") ?? false;
    if (!isTouch && !(event.type === "pointerleave" && hasFocus)) {
      this.#emit(null);
    }
  }

  #emit(detail: Scrub): void {
    this.dispatchEvent(new CustomEvent<Scrub>("scrub", { detail }));
  }

  static override styles = css`
    :host {
      display: block;
    }
    .area {
      position: relative;
      touch-action: pan-y;
      border-radius: var(--ha-border-radius-sm, 4px);
    }
    .area:has(input:focus-visible) {
      outline: 2px solid var(--primary-color, #009ac7);
      outline-offset: 2px;
    }
    input {
      position: absolute;
      inset: 0;
      width: 100%;
      height: 100%;
      margin: 0;
      opacity: 0;
      pointer-events: none;
    }
  `;
}
