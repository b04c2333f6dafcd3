/** Common styles of the cards on a server's page. */

import { css } from "lit";

export const serverStyles = css`
  :host {
    display: block;
    min-width: 0;
  }
  .card {
    padding: 16px;
  }
  .heading {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    min-height: 32px;
    margin-block-end: 8px;
  }
  p {
    margin: 0;
  }
  a {
    /* Home Assistant's color of links is too pale to be read on white. */
    color: inherit;
  }
  .number {
    /* "12 ms" is left to right if its unit is in Latin letters. */
    unicode-bidi: plaintext;
  }
  .small {
    font-size: var(--ha-font-size-s, 12px);
  }
  .message {
    margin-block-start: 8px;
  }
  .dot {
    display: inline-block;
    width: 10px;
    height: 10px;
    flex: none;
    border-radius: 50%;
    background: var(--type-color);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    margin: 8px 0 0;
    padding: 0;
    list-style: none;
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color, #5e5e5e);
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .chip {
    display: inline-block;
    padding: 0 8px;
    border-radius: var(--ha-border-radius-pill, 9999px);
    background: color-mix(
      in srgb,
      var(--secondary-text-color, #5e5e5e) 15%,
      transparent
    );
    font-size: var(--ha-font-size-s, 12px);
    white-space: nowrap;
  }
  summary {
    padding-block: 8px;
    cursor: pointer;
    border-radius: var(--ha-border-radius-sm, 4px);
  }
`;
