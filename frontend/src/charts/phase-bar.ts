/** The phases of an attempt as a bar; all bars share one scale. */

import { css, html, nothing, type TemplateResult } from "lit";
import type { Host } from "../data/host";
import type { AttemptView } from "../data/wire";
import { PHASES, type Phase, phasesOf, totalOf } from "./phases";

/** Draw the phases of an attempt; the full width stands for `scale` milliseconds. */
export function phaseBar(
  host: Host,
  attempt: AttemptView | null,
  scale: number,
): TemplateResult | typeof nothing {
  const parts = phasesOf(attempt);
  if (parts.length === 0) {
    return nothing;
  }
  const width = (ms: number) =>
    `width:${Math.min(100, (100 * ms) / scale).toFixed(2)}%`;
  return html`<div class="phases">
    <div class="bar" dir="ltr" aria-hidden="true">
      ${parts.map(({ phase, ms }) => html`<span class=${phase} style=${width(ms)}></span>`)}
    </div>
    <div class="numbers">
      ${parts.map(
        ({ phase, ms }) =>
          html`<span>${phaseName(host, phase)}
            <span class="number">${host.format.milliseconds(ms)}</span></span>`,
      )}
      ${
        parts.length > 1
          ? html`<span>${host.text("panel_server_phase_total")}
              <span class="number">${host.format.milliseconds(totalOf(parts))}</span></span>`
          : nothing
      }
    </div>
  </div>`;
}

function phaseName(host: Host, phase: Phase): string {
  return host.text(`panel_server_phase_${phase}`);
}

/** Draw the legend of the colors. */
export function phaseLegend(host: Host): TemplateResult {
  return html`<ul class="legend phase-legend">
    ${PHASES.map(
      (phase) =>
        html`<li><span class="dot ${phase}"></span>${phaseName(host, phase)}</li>`,
    )}
  </ul>`;
}

export const phaseStyles = css`
  .phases .bar {
    display: flex;
    gap: 1px;
    height: 6px;
    border-radius: 3px;
    overflow: hidden;
    background: color-mix(in srgb, var(--divider-color, #e0e0e0) 60%, transparent);
  }
  .phases .bar span {
    flex: none;
    min-width: 2px;
    transition: width 180ms ease-in-out;
  }
  .connect {
    background: var(--accent-color, #ff9800);
  }
  .tls {
    background: var(--purple-color, #926bc7);
  }
  .answer {
    background: var(--primary-color, #009ac7);
  }
  .phases .numbers {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    color: var(--secondary-text-color, #5e5e5e);
    font-size: var(--ha-font-size-s, 12px);
  }
`;
