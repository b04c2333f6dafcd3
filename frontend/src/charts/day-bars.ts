/** Time per connection type, one bar a day. */

import { css, html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Host } from "../data/host";
import { typeName } from "../data/texts";
import type { ConnectionType, DayView } from "../data/wire";

const TYPES = ["local", "remote", "relay", "offline"] as const;

/** The usual length; a day is longer when the clocks are set back. */
const DAY_SECONDS = 86_400;

/** Return the seconds that the full width of all bars stands for. */
export function daysScale(days: readonly DayView[]): number {
  return days.reduce(
    (most, day) =>
      Math.max(
        most,
        partsOf(day).reduce((sum, [, seconds]) => sum + seconds, 0),
      ),
    DAY_SECONDS,
  );
}

/** Return the seconds of each type on a day, in the order of the types. */
export function partsOf(day: DayView): [ConnectionType, number][] {
  return TYPES.flatMap((type) => {
    const seconds = day.seconds[type] ?? 0;
    return Number.isFinite(seconds) && seconds > 0
      ? [[type, seconds] as [ConnectionType, number]]
      : [];
  });
}

/** A date has no time zone: format it without conversion. */
function dateText(host: Host, date: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) {
    return date;
  }
  return new Intl.DateTimeFormat(host.hass.locale.language, {
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  }).format(at);
}

/** Draw the days, oldest first. */
export function dayBars(
  host: Host,
  days: readonly DayView[],
): TemplateResult | typeof nothing {
  if (days.length === 0) {
    return nothing;
  }
  const scale = daysScale(days);
  const seen = TYPES.filter((type) => days.some((day) => (day.seconds[type] ?? 0) > 0));
  return html`<h3>${host.text("panel_server_days")}</h3>
    <ul class="days">
      ${repeat(
        days,
        ({ date }) => date,
        (day) => dayBar(host, day, scale),
      )}
    </ul>
    <ul class="legend">
      ${seen.map(
        (type) => html`<li class="type-${type}">
          <span class="dot"></span>${typeName(host.text, type)}
        </li>`,
      )}
    </ul>`;
}

function dayBar(host: Host, day: DayView, scale: number): TemplateResult {
  const parts = partsOf(day);
  const summary = parts
    .map(
      ([type, seconds]) =>
        `${typeName(host.text, type)} ${host.format.duration(seconds)}`,
    )
    .join(", ");
  return html`<li>
    <span class="date small">${dateText(host, day.date)}</span>
    <div class="bar" dir="ltr" title=${summary} aria-hidden="true">
      ${parts.map(
        ([type, seconds]) =>
          html`<span
            class="type-${type}"
            style="width:${((100 * seconds) / scale).toFixed(2)}%"
          ></span>`,
      )}
    </div>
    <span class="visually-hidden">${summary}</span>
    <span class="small secondary changes">
      ${host.text("panel_server_day_changes", { count: host.format.number(day.changes) })}
    </span>
  </li>`;
}

export const dayStyles = css`
  h3 {
    margin: 24px 0 4px;
    font-size: var(--ha-font-size-m, 14px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .days {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .days li {
    display: grid;
    grid-template-columns: 88px 1fr minmax(72px, auto);
    align-items: center;
    gap: 8px;
    position: relative;
    min-height: 28px;
  }
  .days .bar {
    display: flex;
    height: 12px;
    border-radius: 6px;
    overflow: hidden;
    background: color-mix(in srgb, var(--divider-color, #e0e0e0) 60%, transparent);
  }
  .days .bar span {
    flex: none;
    min-width: 1px;
    background: var(--type-color);
  }
  .days .changes {
    text-align: end;
  }
`;
