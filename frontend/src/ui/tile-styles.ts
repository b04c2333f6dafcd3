/** The style of a tile, after Home Assistant's tile card. */

import { css } from "lit";

export const circleStyles = css`
  .circle {
    display: flex;
    align-items: center;
    justify-content: center;
    width: 36px;
    height: 36px;
    flex: none;
    border-radius: 50%;
    background: color-mix(in srgb, var(--type-color) 20%, transparent);
    color: var(--type-color);
  }
`;

export const tileStyles = css`
  ${circleStyles}

  .tile {
    position: relative;
    height: 100%;
  }
  .inner {
    /* The browser does not render tiles outside the viewport. This would cut off border and
       shadow, which are therefore the surrounding card's. */
    content-visibility: auto;
    contain-intrinsic-width: none;
    contain-intrinsic-height: auto 164px;
    display: flex;
    flex-direction: column;
    gap: 12px;
    height: 100%;
    padding: 12px;
    border-radius: inherit;
  }

  .head {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 52px;
  }
  .who {
    flex: 1;
    min-width: 0;
  }
  .who h3 {
    display: -webkit-box;
    margin: 0;
    overflow: hidden;
    font-size: var(--ha-font-size-m, 14px);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 20px;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .who > span {
    display: block;
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }

  a {
    color: inherit;
    text-decoration: none;
  }
  a:focus-visible {
    outline: none;
  }
  /* The link covers the whole tile. */
  a::after {
    position: absolute;
    inset: 0;
    border-radius: inherit;
    content: "";
    transition: background-color 180ms ease-in-out;
  }
  a:hover::after {
    background: color-mix(in srgb, var(--primary-text-color, #141414) 4%, transparent);
  }
  a:focus-visible::after {
    border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
    outline: 2px solid var(--primary-color, #009ac7);
    outline-offset: -2px;
  }

  .latency {
    width: 88px;
    flex: none;
  }
  .now {
    /* Large enough to be noticed. */
    --hint-line: none;
    display: block;
    font-size: var(--ha-font-size-xl, 20px);
    line-height: 24px;
    text-align: end;
  }
  .latency .sparkline {
    margin-block-start: 4px;
  }

  .badges {
    margin-block-start: auto;
  }
`;
