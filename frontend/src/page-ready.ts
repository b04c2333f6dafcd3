/**
 * Waits for Home Assistant's page.
 *
 * The page puts a registry of custom elements of its own in the place of the browser's
 * when it starts, and never sees what was defined before. This file is loaded beside
 * the page's own, and is often the faster one.
 */

await customElements.whenDefined("home-assistant");

export {};
