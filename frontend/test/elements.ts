/** Puts elements on a page, and reads their text. */

import type { LitElement } from "lit";

/** Put an element on the page, with its properties, and wait until it is rendered. */
export async function mounted<Element extends LitElement>(
  tag: string,
  properties: Partial<Element>,
): Promise<Element> {
  const element = document.createElement(tag) as Element;
  Object.assign(element, properties);
  document.body.append(element);
  await settled(element);
  return element;
}

/** Wait until an element and those in it are rendered. */
export async function settled(element: LitElement): Promise<void> {
  await element.updateComplete;
  for (const inner of element.renderRoot.querySelectorAll("*")) {
    if ("updateComplete" in inner) {
      await settled(inner as LitElement);
    }
  }
}

/**
 * Return all text of an element, including shadow roots, in order and on one line; without
 * that of bubbles, which is hidden until it is asked for.
 */
export function textOf(node: Node): string {
  return words(node).join(" ").replace(/\s+/g, " ").trim();
}

function words(node: Node): string[] {
  if (node.nodeType === Node.TEXT_NODE) {
    return [node.textContent ?? ""];
  }
  if (
    node instanceof HTMLStyleElement ||
    (node instanceof HTMLElement && node.classList.contains("bubble"))
  ) {
    return [];
  }
  if (node instanceof HTMLSlotElement) {
    return node.assignedNodes({ flatten: true }).flatMap(words);
  }
  const root = node instanceof HTMLElement ? (node.shadowRoot ?? node) : node;
  return [...root.childNodes].flatMap(words);
}

/** Return the first matching element; throw if there is none. */
export function one<Found extends Element = HTMLElement>(
  element: LitElement,
  selector: string,
): Found {
  const found = element.renderRoot.querySelector<Found>(selector);
  if (!found) {
    throw new Error(`there is no ${selector}`);
  }
  return found;
}

export function all<Found extends Element = HTMLElement>(
  element: LitElement,
  selector: string,
): Found[] {
  return [...element.renderRoot.querySelectorAll<Found>(selector)];
}
