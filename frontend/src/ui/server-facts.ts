/** Facts about a server's connection, beyond its type. */

import { css, html, nothing, type TemplateResult } from "lit";
import type { Host } from "../data/host";
import { reasonText, typeName } from "../data/texts";
import type { AddressView, ServerRow } from "../data/wire";
import { timeText } from "./time-text";

/** Renders a label, with an explanation or without. */
type Label = (key: string) => TemplateResult | string;

/**
 * Render address, last change, standby and next check, each with its label; `more` comes
 * after them.
 */
export function serverFacts(
  host: Host,
  server: ServerRow,
  label: Label = (key) => host.text(`panel_${key}`),
  more: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const row = (key: string, value: TemplateResult | null, classes = "") =>
    fact(host, label(key), value, classes);
  return html`<dl class="facts">
    ${row("address", address(server.active))}
    ${row("last_change", lastChange(host, server), "line")}
    ${row("standby", fallBacks(host, server))}
    ${row("next_check", nextCheck(host, server))} ${more}
  </dl>`;
}

function fact(
  host: Host,
  label: TemplateResult | string,
  value: TemplateResult | null,
  classes: string,
): TemplateResult {
  const none = html`<span class="secondary">${host.text("panel_none")}</span>`;
  return html`<dt>${label}</dt>
    <dd class=${classes}>${value ?? none}</dd>`;
}

function address(view: AddressView | null): TemplateResult | null {
  return view && html`<span class="address">${view.address}</span>`;
}

/** Render what would be used next: "Internet 24 ms, then Plex Relay"; null if nothing works. */
export function fallBacks(
  { text, format }: Host,
  { fall_backs }: ServerRow,
): TemplateResult | null {
  if (!fall_backs.length) {
    return null;
  }
  const words = fall_backs.map(({ type, latency_ms: ms }, place) => {
    const time = ms === null || place ? "" : ` ${format.milliseconds(ms)}`;
    return `${text(`panel_server_place_${type}`)}${time}`;
  });
  return html`${words.reduce((first, next) => text("panel_standby_then", { first, next }))}`;
}

/**
 * Render when and why the connection last changed. If the server refuses access, include
 * the type: the change was that of the type, the refusal began at another time.
 */
export function lastChange(host: Host, server: ServerRow): TemplateResult | null {
  const { since, reason, connection_type: type } = server;
  if (!since) {
    return null;
  }
  const what = server.refused ? html`${typeName(host.text, type)} · ` : nothing;
  const why = reason ? note(reasonText(host.text, reason, type)) : nothing;
  return html`${what}${timeText(host, since)}${why}`;
}

/** Render when the next check is; as a plain time while Home Assistant is disconnected. */
export function nextCheck(
  host: Host,
  { next_check }: ServerRow,
): TemplateResult | null {
  if (!next_check) {
    return null;
  }
  return host.connected
    ? timeText(host, next_check, { due: host.text("panel_checking") })
    : html`${host.format.time(new Date(next_check))}`;
}

function note(text: string): TemplateResult {
  return html`<span class="secondary"> · ${text}</span>`;
}

export const factStyles = css`
  .facts {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 4px 12px;
    margin: 0;
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }
  .facts dt {
    color: var(--secondary-text-color, #5e5e5e);
  }
  .facts dd {
    min-width: 0;
    margin: 0;
    overflow-wrap: anywhere;
  }
  /* Always one line, however long the reason: nothing moves when it changes. */
  .facts .line {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* Two lines on a phone, where most reasons need them. */
  @media (max-width: 500px) {
    .facts .line {
      display: -webkit-box;
      min-height: 32px;
      white-space: normal;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
    }
  }
`;
