/** A connection over time as a bar of colors. */

import { css, html, nothing, svg, type TemplateResult } from "lit";
import { SIZE, toPosition } from "./scales";
import type { KnownType, Stretch } from "./stretches";

/** Drawing order: the most important types come last, so that nothing covers them. */
export const ORDER: readonly KnownType[] = [
  null,
  "local",
  "remote",
  "relay",
  "offline",
];

/** Minimum width of a stretch, of 1000, however short it is. */
const MIN_WIDTH = 4;

export interface Span {
  from: number;
  to: number;
}

interface Extras {
  /** The stretch to emphasize. */
  shown?: Stretch | null;
  /** Whether changes are marked. */
  hasMarks?: boolean;
}

/** Draw stretches over a span of time. */
export function dayBar(
  stretches: readonly Stretch[],
  span: Span,
  { shown = null, hasMarks = false }: Extras = {},
): TemplateResult {
  const position = (at: number) => toPosition(at, span.from, span.to);
  const rectangle = ({ from, to }: Stretch) => {
    const left = position(from);
    const width = Math.max(MIN_WIDTH, position(to) - left);
    return `M${Math.min(left, SIZE - width)} 0h${width}v10h-${width}z`;
  };
  const marks = stretches
    .filter(({ change, from }) => hasMarks && change && from > span.from)
    .map(({ from }) => `M${position(from)} 0v10`);
  return html`<svg
    class="bar"
    viewBox="0 0 ${SIZE} 10"
    preserveAspectRatio="none"
    aria-hidden="true"
    focusable="false"
  >
    ${ORDER.map(
      (type) =>
        svg`<path class="type-${type ?? "unknown"}" d=${stretches
          .filter((each) => each.type === type)
          .map(rectangle)
          .join("")}></path>`,
    )}
    <path class="marks" d=${marks.join("")}></path>
    ${shown ? svg`<path class="shown" d=${rectangle(shown)}></path>` : nothing}
  </svg>`;
}

/** Return the index of the stretch at a share of the span; the last one at its end. */
export function stretchAt(
  stretches: readonly Stretch[],
  { from, to }: Span,
  share: number,
): number {
  const at = from + share * (to - from);
  const index = stretches.findIndex((each) => at < each.to);
  return index < 0 ? stretches.length - 1 : index;
}

export const dayBarStyles = css`
  .bar {
    display: block;
    width: 100%;
    height: 40px;
    border-radius: var(--ha-border-radius-sm, 4px);
  }
  .bar path {
    fill: var(--type-color);
    shape-rendering: crispedges;
  }
  .bar .marks {
    fill: none;
    stroke: var(--card-background-color, #fff);
    stroke-width: 1;
    vector-effect: non-scaling-stroke;
  }
  .bar .shown {
    fill: none;
    stroke: var(--primary-text-color, #141414);
    stroke-width: 3;
    vector-effect: non-scaling-stroke;
  }
  .bar .type-unknown {
    --type-color: color-mix(in srgb, var(--divider-color, #e0e0e0) 70%, transparent);
  }
`;
