/**
 * Waits for Home Assistant's page.
 *
 * When the page starts, it replaces the browser's registry of custom elements with its own,
 * which lacks earlier definitions. The bundle loads in parallel with the page's own scripts
 * and is often faster.
 */

await customElements.whenDefined("home-assistant");

export {};
