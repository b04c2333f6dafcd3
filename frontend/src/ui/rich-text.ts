/** Texts with `code` and *emphasis*, as templates: never as HTML. */

import { html, type TemplateResult } from "lit";

const MARKED = /(`[^`]+`|\*[^*]+\*)/;

/** Return the parts of a text; all but these two marks stay as they are. */
export function richText(text: string): (TemplateResult | string)[] {
  return text.split(MARKED).map((part, index) => {
    // The marked parts are the odd ones.
    if (index % 2 === 0) {
      return part;
    }
    const inner = part.slice(1, -1);
    return part.startsWith("`")
      ? html`<code dir="ltr">${inner}</code>`
      : html`<em>${inner}</em>`;
  });
}
