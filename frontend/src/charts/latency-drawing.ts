/** The parts of the latency chart. */

import {
  css,
  html,
  nothing,
  type SVGTemplateResult,
  svg,
  type TemplateResult,
} from "lit";
import { DAY } from "../data/durations";
import type { Host } from "../data/host";
import { timeZoneOf } from "../data/time-zone";
import { axisMark } from "./axis";
import { chartText, type LatencyView, type PercentileView } from "./latency-view";
import {
  bandPath,
  dotPath,
  linePath,
  type Measured,
  positionFromTop,
  runsOf,
  SIZE,
  toPosition,
} from "./scales";
import { marksBetween, stepFor } from "./time-marks";

/** Draw the plot; `shown` is the row under the pointer. */
export function latencyDrawing(
  host: Host,
  view: LatencyView,
  shown: Measured | null,
): TemplateResult {
  const { frame, rows, percentiles } = view;
  const runs = runsOf(rows);
  return html`<div class="plot">
    <svg
      viewBox="0 0 ${SIZE} ${SIZE}"
      preserveAspectRatio="none"
      role="img"
      aria-label=${chartText(host, view)}
      focusable="false"
    >
      <path class="lines" d=${valueLines(view)}></path>
      <path class="band" d=${bandPath(runs, frame)}></path>
      ${percentiles.map((each) => percentileLine(view, each))}
      <path class="line" d=${linePath(runs, frame)}></path>
      <path class="dots" d=${dotPath(runs, frame)}></path>
      ${shown ? pointer(view, shown) : nothing}
    </svg>
    ${percentiles.map((each) => percentileLabel(host, view, each))}
  </div>`;
}

function values({ frame, step }: LatencyView): number[] {
  const count = Math.min(10, Math.round(frame.top / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

function valueLines(view: LatencyView): string {
  return values(view)
    .map((value) => `M0 ${positionFromTop(value, view.frame.top)}h${SIZE}`)
    .join("");
}

function percentileLine(
  view: LatencyView,
  { name, rows, now }: PercentileView,
): SVGTemplateResult | typeof nothing {
  if (rows.length > 0) {
    return svg`<path class=${name} d=${linePath(runsOf(rows), view.frame)}></path>`;
  }
  return now === null
    ? nothing
    : svg`<path class="${name} now" d="M0 ${positionFromTop(now, view.frame.top)}h${SIZE}"></path>`;
}

/** Draw the name of a percentile that is a line at its current value. */
function percentileLabel(
  host: Host,
  view: LatencyView,
  { name, rows, now }: PercentileView,
): TemplateResult | typeof nothing {
  if (rows.length > 0 || now === null) {
    return nothing;
  }
  const label = host.text(`panel_server_${name}_now`, {
    latency: host.format.milliseconds(now),
  });
  return html`<span
    class="label ${name}"
    style="top:${positionFromTop(now, view.frame.top) / 10}%"
    aria-hidden="true"
    >${label}</span
  >`;
}

function pointer({ frame }: LatencyView, row: Measured): SVGTemplateResult {
  const x = toPosition((row.start + row.end) / 2, frame.from, frame.to);
  const y = positionFromTop(row.mean, frame.top);
  return svg`<path class="pointer" d="M${x} 0v${SIZE}"></path>
    <path class="point" d="M${x} ${y}h.01"></path>`;
}

/** Draw the values beside the lines. */
export function valueAxis(host: Host, view: LatencyView): TemplateResult {
  return html`<div class="values" aria-hidden="true">
    ${values(view).map(
      (value) => html`<span style="top:${positionFromTop(value, view.frame.top) / 10}%"
        >${host.format.milliseconds(value)}</span
      >`,
    )}
  </div>`;
}

/** Draw the times below the plot. */
export function timeAxis(host: Host, view: LatencyView): TemplateResult {
  const { from, to } = view.frame;
  const step = stepFor(to - from);
  const marks = marksBetween(from, to, step, timeZoneOf(host));
  const timeText = step < DAY ? host.format.time : host.format.day;
  return html`<div class="axis" aria-hidden="true">
    ${marks.map((at) => axisMark(toPosition(at, from, to), timeText(new Date(at))))}
  </div>`;
}

export const latencyStyles = css`
  .chart {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0 8px;
    padding-block-start: 8px;
  }
  .values {
    position: relative;
    min-width: 44px;
    height: 200px;
  }
  .values span {
    position: absolute;
    right: 0;
    transform: translateY(-50%);
    white-space: nowrap;
  }
  .values {
    color: var(--secondary-text-color, #5e5e5e);
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }
  .axis {
    grid-column: 2;
  }
  .plot {
    position: relative;
    height: 200px;
  }
  .plot svg {
    display: block;
    width: 100%;
    height: 100%;
    overflow: hidden;
  }
  .plot path {
    fill: none;
    stroke-linecap: round;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .plot .lines {
    stroke: var(--divider-color, #e0e0e0);
    stroke-width: 1;
  }
  .plot .band {
    fill: color-mix(in srgb, var(--primary-color, #009ac7) 20%, transparent);
  }
  .plot .line {
    stroke: var(--primary-color, #009ac7);
    stroke-width: 2;
  }
  .plot .dots {
    stroke: var(--primary-color, #009ac7);
    stroke-width: 5;
  }
  .plot path.p50 {
    stroke: var(--purple-color, #926bc7);
    stroke-width: 1.5;
  }
  .plot path.p95 {
    stroke: var(--accent-color, #ff9800);
    stroke-width: 1.5;
  }
  .plot .now {
    stroke-dasharray: 4 4;
  }
  .plot .pointer {
    stroke: var(--secondary-text-color, #5e5e5e);
    stroke-width: 1;
  }
  .plot .point {
    stroke: var(--primary-color, #009ac7);
    stroke-width: 9;
  }
  .label {
    position: absolute;
    right: 4px;
    padding-inline: 4px;
    border-radius: 4px;
    background: color-mix(in srgb, var(--card-background-color, #fff) 80%, transparent);
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
    transform: translateY(-50%);
  }
  .label.p50 {
    right: auto;
    left: 4px;
  }
`;
