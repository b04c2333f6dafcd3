/** A small text above what it explains, in front of everything else. */

import { css } from "lit";

/** Minimum distance from the edges of the window, in pixels. */
const EDGE = 8;

/** What it stands next to, in coordinates of the window. */
export type Anchor = Pick<DOMRect, "left" | "width" | "top" | "bottom">;

/** Show a bubble above its anchor, or below if there is no room. */
export function showBubble(bubble: HTMLElement, { left, width, top, bottom }: Anchor) {
  bubble.classList.add("shown");
  // Without the API it is an ordinary element, which its surroundings may cut off.
  if (!isOpen(bubble)) {
    bubble.showPopover?.();
  }
  const size = bubble.getBoundingClientRect();
  const most = document.documentElement.clientWidth - size.width - EDGE;
  const start = Math.max(EDGE, Math.min(left + width / 2 - size.width / 2, most));
  const above = top - size.height - 2;
  bubble.style.left = `${Math.round(start)}px`;
  bubble.style.top = `${Math.round(above >= EDGE ? above : bottom + 2)}px`;
}

/** Hide a bubble; does nothing if it is hidden. */
export function hideBubble(bubble: HTMLElement | null): void {
  bubble?.classList.remove("shown");
  if (bubble && isOpen(bubble)) {
    bubble.hidePopover();
  }
}

function isOpen(bubble: HTMLElement): boolean {
  return "showPopover" in bubble && bubble.matches(":popover-open");
}

export const bubbleStyles = css`
  .bubble {
    position: fixed;
    inset: auto;
    z-index: 10;
    display: none;
    width: max-content;
    max-width: min(320px, calc(100vw - 16px));
    margin: 0;
    padding: 6px 10px;
    border: none;
    border-radius: var(--ha-border-radius-md, 8px);
    background: var(--primary-text-color, #141414);
    color: var(--primary-background-color, #fafafa);
    font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
    font-size: var(--ha-font-size-s, 12px);
    font-weight: var(--ha-font-weight-normal, 400);
    line-height: 18px;
    text-align: start;
    overflow-wrap: anywhere;
    white-space: normal;
  }
  .bubble.shown {
    display: block;
  }
`;
