/** The paths of the pages within Home Assistant. */

import type { ServerRef } from "./wire";

export const PATH = "/plex-connection";

/** Return the path of a server's page. */
export function serverPath(server: ServerRef): string {
  const parts = [server.entry_id, server.server_id].map(encodeURIComponent);
  return `${PATH}/server/${parts.join("/")}`;
}

/** Return the server of a path within the panel; null for the overview. */
export function serverOf(path: string): ServerRef | null {
  const [, page, entryId, serverId] = path.split("/");
  if (page !== "server" || !entryId || !serverId) {
    return null;
  }
  try {
    return {
      entry_id: decodeURIComponent(entryId),
      server_id: decodeURIComponent(serverId),
    };
  } catch {
    return null;
  }
}
