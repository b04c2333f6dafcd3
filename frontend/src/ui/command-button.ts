/** A button that starts a command. */

import { css, html, nothing, type TemplateResult } from "lit";
import { type IconName, icon } from "./icons";

/**
 * Return a button that shows that its command is running. It stays focusable then:
 * disabling it would take the focus from keyboard users.
 */
export function commandButton(
  label: string,
  name: IconName,
  isRunning: boolean,
  run: () => void,
  { isDisabled = false, classes = "" }: { isDisabled?: boolean; classes?: string } = {},
): TemplateResult {
  const isOff = isRunning || isDisabled;
  return html`<button
    type="button"
    class="command ${classes}"
    aria-busy=${isRunning ? "true" : "false"}
    aria-disabled=${isOff ? "true" : nothing}
    @click=${() => isOff || run()}
  >
    ${isRunning ? html`<span class="spinner" aria-hidden="true"></span>` : icon(name)}
    <span>${label}</span>
  </button>`;
}

export const commandStyles = css`
  button.command[aria-disabled="true"] {
    cursor: default;
  }
  button.command[aria-disabled="true"]:not([aria-busy="true"]) {
    opacity: 0.6;
  }
  .spinner {
    width: 20px;
    height: 20px;
    flex: none;
    border: 2px solid color-mix(in srgb, currentcolor 25%, transparent);
    border-block-start-color: currentcolor;
    border-radius: 50%;
    animation: turn 1s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
`;
