/** A placeholder of the same size for the overview while it loads. */

import { css, html, type TemplateResult } from "lit";

const TILES = 4;

/** `label` says that the page is loading; empty until texts are loaded. */
export function overviewSkeleton(label: string): TemplateResult {
  return html`<div class="page skeleton" aria-busy="true">
    <span class="visually-hidden" role="status">${label}</span>
    <div class="first"><i class="bar short"></i></div>
    <div class="chips">${Array.from({ length: 4 }, () => html`<i class="pill"></i>`)}</div>
    <div class="account">
      <div class="card line"><i class="round"></i><i class="bar"></i></div>
      <div class="grid">
        ${Array.from(
          { length: TILES },
          () => html`<div class="card box">
            <div><i class="round"></i><i class="bar"></i></div>
            <i class="bar"></i><i class="bar"></i><i class="bar short"></i>
          </div>`,
        )}
      </div>
    </div>
  </div>`;
}

/** The width and padding of the pages. */
export const pageStyles = css`
  .page {
    max-width: 1400px;
    margin: 0 auto;
    padding: 16px;
  }
  :host([narrow]) .page {
    padding: 8px;
  }
`;

export const gridStyles = css`
  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr));
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
`;

export const overviewSkeletonStyles = css`
  ${pageStyles}
  ${gridStyles}

  .skeleton {
    display: grid;
    gap: 16px;
  }
  .skeleton .account {
    display: grid;
    gap: 8px;
  }
  .skeleton i {
    display: block;
    background: color-mix(in srgb, var(--primary-text-color, #141414) 8%, transparent);
    border-radius: 4px;
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  .skeleton .first {
    display: flex;
    align-items: center;
    min-height: 28px;
  }
  .skeleton .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .skeleton .pill {
    width: 96px;
    height: 36px;
    border-radius: 18px;
  }
  .skeleton .round {
    width: 36px;
    height: 36px;
    flex: none;
    border-radius: 50%;
  }
  .skeleton .bar {
    width: 60%;
    height: 12px;
  }
  .skeleton .short {
    width: 40%;
  }
  .skeleton .line,
  .skeleton .box div {
    display: flex;
    align-items: center;
    gap: 12px;
  }
  .skeleton .line {
    min-height: 68px;
    padding: 12px 16px;
  }
  .skeleton .box {
    display: flex;
    flex-direction: column;
    gap: 12px;
    min-height: 166px;
    padding: 12px;
  }
  .skeleton .box div {
    min-height: 52px;
  }
  :host([narrow]) .skeleton .line {
    min-height: 213px;
    align-items: start;
  }
  :host([narrow]) .skeleton .chips {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
  }
  :host([narrow]) .skeleton .pill {
    width: auto;
  }
  @keyframes breathe {
    to {
      opacity: 0.4;
    }
  }
`;
