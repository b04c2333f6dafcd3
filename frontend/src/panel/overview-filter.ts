/** The filter of the overview, by type and by name. */

import type { ConnectionType, ServerRow } from "../data/wire";

/** A connection type, or unknown for a server that was not checked yet. */
export type ShownType = ConnectionType | "unknown";

export interface Filter {
  /** If empty, all types match. */
  types: ReadonlySet<ShownType>;
  name: string;
}

export const NO_FILTER: Filter = { types: new Set(), name: "" };

/** Types, best first; the last is shown only if there are such servers. */
const TYPES: readonly ShownType[] = ["local", "remote", "relay", "offline", "unknown"];

function shownType(server: ServerRow): ShownType {
  return server.connection_type ?? "unknown";
}

/** Return the number of servers of each type. */
export function countTypes(servers: readonly ServerRow[]): [ShownType, number][] {
  return TYPES.map((type): [ShownType, number] => [
    type,
    servers.filter((server) => shownType(server) === type).length,
  ]).filter(([type, count]) => type !== "unknown" || count > 0);
}

/** Return the servers that match the filter, in the given order. */
export function filtered(
  servers: readonly ServerRow[],
  { types, name }: Filter,
): readonly ServerRow[] {
  const part = folded(name.trim());
  return servers.filter(
    (server) =>
      (types.size === 0 || types.has(shownType(server))) &&
      folded(server.name).includes(part),
  );
}

/** Return the filter with a type added, or removed if it was set. */
export function toggled(filter: Filter, type: ShownType): Filter {
  const types = new Set(filter.types);
  if (!types.delete(type)) {
    types.add(type);
  }
  return { ...filter, types };
}

/** Return a text without case and accents, which users do not type to search. */
function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
