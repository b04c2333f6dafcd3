/** A filter with the number of servers of each type. */

import { css, html, nothing, type TemplateResult } from "lit";
import type { Host } from "../data/host";
import { typeName } from "../data/texts";
import type { ServerRow } from "../data/wire";
import { icon, typeIcon } from "../ui/icons";
import { typeColors } from "../ui/styles";
import { countTypes, type Filter, type ShownType, toggled } from "./overview-filter";

/** With this many servers, searching for a name is faster than reading them all. */
const SEARCH_FROM = 8;

/** Return the bar, which calls `change` with the new filter. */
export function filterBar(
  host: Host,
  servers: readonly ServerRow[],
  filter: Filter,
  change: (filter: Filter) => void,
): TemplateResult | typeof nothing {
  if (servers.length < 2) {
    return nothing;
  }
  return html`<div class="filters">
    <div class="chips" role="group" aria-label=${host.text("panel_filter")}>
      ${countTypes(servers).map(([type, count]) =>
        chip(host, type, count, filter.types.has(type), () =>
          change(toggled(filter, type)),
        ),
      )}
    </div>
    ${servers.length < SEARCH_FROM ? nothing : searchField(host, filter, change)}
  </div>`;
}

function chip(
  host: Host,
  type: ShownType,
  count: number,
  isOn: boolean,
  toggle: () => void,
): TemplateResult {
  const known = type === "unknown" ? null : type;
  return html`<button
    type="button"
    class="chip type-${type}"
    aria-pressed=${isOn ? "true" : "false"}
    @click=${toggle}
  >
    ${icon(typeIcon(known))}
    <span>${typeName(host.text, known)}</span>
    <span class="number count">${host.format.number(count)}</span>
  </button>`;
}

function searchField(
  host: Host,
  filter: Filter,
  change: (filter: Filter) => void,
): TemplateResult {
  const label = host.text("panel_search_name");
  return html`<label class="search">
    ${icon("search")}
    <span class="visually-hidden">${label}</span>
    <input
      type="search"
      autocomplete="off"
      placeholder=${label}
      .value=${filter.name}
      @input=${(event: InputEvent) =>
        change({ ...filter, name: (event.target as HTMLInputElement).value })}
    />
  </label>`;
}

export const filterBarStyles = css`
  ${typeColors}

  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  :host([narrow]) .chips {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
    width: 100%;
  }
  :host([narrow]) .search {
    width: 100%;
  }
  .chip {
    min-height: 36px;
    padding: 0 12px;
    border: 1px solid var(--divider-color, #e0e0e0);
    background: var(--ha-card-background, var(--card-background-color, #fff));
  }
  .chip .icon {
    color: var(--type-color);
  }
  .chip .count {
    font-weight: var(--ha-font-weight-bold, 600);
  }
  .chip[aria-pressed="true"] {
    border-color: var(--primary-color, #009ac7);
    background: color-mix(
      in srgb,
      var(--primary-color, #009ac7) 20%,
      var(--card-background-color, #fff)
    );
  }

  .search {
    display: flex;
    align-items: center;
    gap: 8px;
    width: 280px;
    max-width: 100%;
    min-height: 40px;
    padding-inline: 12px 4px;
    border: 1px solid var(--divider-color, #e0e0e0);
    border-radius: var(--ha-border-radius-pill, 9999px);
    background: var(--ha-card-background, var(--card-background-color, #fff));
    color: var(--secondary-text-color, #5e5e5e);
  }
  .search:focus-within {
    outline: 2px solid var(--primary-color, #009ac7);
    outline-offset: -1px;
  }
  .search .icon {
    width: 20px;
    height: 20px;
  }
  .search input {
    flex: 1;
    min-width: 0;
    height: 36px;
    border: none;
    outline: none;
    background: none;
    color: var(--primary-text-color, #141414);
    font: inherit;
  }
  .search input::placeholder {
    color: inherit;
    opacity: 1;
  }
`;
