/** A placeholder for an empty view: why it is empty and what to do about it. */

import { css, html, nothing, type TemplateResult } from "lit";
import { type IconName, icon } from "./icons";

export function emptyState(
  name: IconName,
  title: string,
  message: string,
  action: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<div class="card empty">
    ${icon(name)}
    <h2>${title}</h2>
    <p>${message}</p>
    ${action}
  </div>`;
}

export const emptyStateStyles = css`
  .empty {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 8px;
    padding: 48px 24px;
    text-align: center;
  }
  .empty > .icon {
    width: 48px;
    height: 48px;
    color: var(--secondary-text-color, #5e5e5e);
  }
  .empty p {
    max-width: 56ch;
    margin: 0 0 8px;
    color: var(--secondary-text-color, #5e5e5e);
  }
`;
