/** Time labels below a chart. */

import { css, html, nothing, type TemplateResult } from "lit";

/** Minimum distance of a label from either end, of 1000; closer ones would be cut off. */
const EDGE = 50;

/** Draw a mark with its label; `position` is 0 … 1000. */
export function axisMark(position: number, label: string): TemplateResult {
  const hasRoom = position >= EDGE && position <= 1000 - EDGE;
  return html`<span style="left:${position / 10}%">${hasRoom ? label : nothing}</span>`;
}

/** For hosts whose width does not depend on their content. */
export const axisStyles = css`
  :host {
    container-type: inline-size;
  }
  .axis {
    position: relative;
    height: 24px;
    color: var(--secondary-text-color, #5e5e5e);
    font-size: var(--ha-font-size-s, 12px);
  }
  .axis span {
    position: absolute;
    padding-block-start: 6px;
    line-height: 18px;
    transform: translateX(-50%);
    white-space: nowrap;
  }
  .axis span::before {
    position: absolute;
    top: 0;
    left: 50%;
    height: 6px;
    border-left: 1px solid var(--secondary-text-color, #5e5e5e);
    content: "";
  }
  @container (max-width: 480px) {
    .axis span:nth-child(even) {
      display: none;
    }
  }
`;
