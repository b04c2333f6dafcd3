/** Links that stay within Home Assistant. */

import { navigate } from "./home-assistant";

/** Where the integration's accounts are set up. */
export const INTEGRATION_PATH = "/config/integrations/integration/plex_connection";

/** Where Home Assistant has its repairs, each with its dialog. */
export const REPAIRS_PATH = "/config/repairs";

/** Where an account is added. */
export const ADD_PATH = "/config/integrations/dashboard/add?domain=plex_connection";

/**
 * Follow a link without loading the page anew; for `@click` of an `<a href>`. A click
 * that asks for another tab or window is left to the browser.
 */
export function follow(event: MouseEvent): void {
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const path = (event.currentTarget as HTMLElement).getAttribute("href");
  if (path && isPlain && event.button === 0 && !event.defaultPrevented) {
    event.preventDefault();
    navigate(path);
  }
}
