/** Which of the servers are shown, by type and by name. */

import type { ConnectionType, ServerRow } from "./wire";

/** A type as people see it: also of a server that was not looked at yet. */
export type ShownType = ConnectionType | "unknown";

export interface Filter {
  /** Empty: all of them. */
  types: ReadonlySet<ShownType>;
  name: string;
}

export const NO_FILTER: Filter = { types: new Set(), name: "" };

/** Types in the order of how good they are; the last only if there are such servers. */
const TYPES: readonly ShownType[] = ["local", "remote", "relay", "offline", "unknown"];

function shownType(server: ServerRow): ShownType {
  return server.connection_type ?? "unknown";
}

/** Return how many servers there are of each type. */
export function countTypes(servers: readonly ServerRow[]): [ShownType, number][] {
  return TYPES.map((type): [ShownType, number] => [
    type,
    servers.filter((server) => shownType(server) === type).length,
  ]).filter(([type, count]) => type !== "unknown" || count > 0);
}

/** Return those of the servers that are to be shown, in their order. */
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

/** Return a filter with a type added, or taken away if it was there. */
export function toggled(filter: Filter, type: ShownType): Filter {
  const types = new Set(filter.types);
  if (!types.delete(type)) {
    types.add(type);
  }
  return { ...filter, types };
}

/** Without case and accents, for nobody types them to search. */
function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
