/** The latest measurements as a small line; `rangeText` describes it. */

import { css, html, nothing, type TemplateResult } from "lit";
import type { Host } from "../data/host";

const WIDTH = 100;
const HEIGHT = 24;

/** With fewer values the line starts further right; it always ends at the right. */
const FULL_WIDTH_COUNT = 8;

/** Fewer values say too little for a line. */
const MIN_VALUES = 3;

/** The height stands for at least this share of the largest value: less is noise. */
const MIN_SPAN = 0.5;

/** Draw values, oldest first, in the color of `--type-color`. */
export function sparkline(values: readonly number[]): TemplateResult | typeof nothing {
  const points = pointsOf(values);
  const [first] = points;
  if (!first || points.length < MIN_VALUES) {
    return nothing;
  }
  const line = `M${points.map(([x, y]) => `${x} ${y}`).join("L")}`;
  const area = `${line}L${WIDTH} ${HEIGHT}L${first[0]} ${HEIGHT}Z`;
  return html`<svg
    class="sparkline"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    preserveAspectRatio="none"
    aria-hidden="true"
    focusable="false"
  >
    <path class="area" d=${area}></path>
    <path class="line" d=${line}></path>
  </svg>`;
}

/** Return the position of each value. */
function pointsOf(values: readonly number[]): [number, number][] {
  const max = Math.max(...values);
  const min = Math.min(...values);
  const span = Math.max(max - min, max * MIN_SPAN, Number.EPSILON);
  const top = (max + min + span) / 2;
  const step = WIDTH / (Math.max(values.length, FULL_WIDTH_COUNT) - 1);
  return values.map((value, index) => [
    rounded(WIDTH - (values.length - 1 - index) * step),
    rounded(((top - value) / span) * HEIGHT),
  ]);
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

/**
 * Return a description of the line; empty if there is none.
 *
 * The range includes `latest`, which is displayed beside the line but may come from a
 * manual test, which the line leaves out.
 */
export function rangeText(
  host: Host,
  line: readonly number[],
  latest: number | null,
): string {
  if (line.length < MIN_VALUES) {
    return "";
  }
  const values = latest === null ? line : [...line, latest];
  return host.text("panel_latency_range", {
    least: host.format.milliseconds(Math.min(...values)),
    most: host.format.milliseconds(Math.max(...values)),
  });
}

export const sparklineStyles = css`
  .sparkline {
    display: block;
    width: 100%;
    height: 24px;
    overflow: visible;
  }
  .sparkline .line {
    fill: none;
    stroke: var(--type-color);
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .sparkline .area {
    fill: var(--type-color);
    opacity: 0.15;
  }
`;
