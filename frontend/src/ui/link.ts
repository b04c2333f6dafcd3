/** Links within Home Assistant. */

import { navigate } from "../data/home-assistant";

/** The page of the integration's accounts. */
export const INTEGRATION_PATH = "/config/integrations/integration/plex_connection";

/** The page of Home Assistant's repairs. */
export const REPAIRS_PATH = "/config/repairs";

/** The page that adds an account. */
export const ADD_PATH = "/config/integrations/dashboard/add?domain=plex_connection";

/**
 * Follow a link without reloading the page; for `@click` of an `<a href>`. Leaves clicks
 * that open another tab or window to the browser.
 */
export function follow(event: MouseEvent): void {
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const path = (event.currentTarget as HTMLElement).getAttribute("href");
  if (path && isPlain && event.button === 0 && !event.defaultPrevented) {
    event.preventDefault();
    navigate(path);
  }
}
