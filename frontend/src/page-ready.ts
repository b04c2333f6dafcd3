/**
 * Waits for Home Assistant's page.
 *
 * When the page starts, it replaces the browser's registry of custom elements with its own,
 * which does not know earlier definitions. This file loads beside the page's own, and is
 * often faster.
 */

await customElements.whenDefined("home-assistant");

export {};
