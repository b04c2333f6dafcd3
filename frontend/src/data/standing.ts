/** How a server stands at first glance: its root cause, or what its state already says. */

import { problemName, statusName, type Text } from "./texts";
import type { Problem, ServerRow, Severity } from "./wire";

/** A state that speaks for itself before its cause has lasted long enough to be named. */
export type Sign = "starting" | "refused" | "offline" | "relay";

const GRADES: Record<Sign, Severity> = {
  starting: "notice",
  refused: "error",
  offline: "error",
  relay: "warning",
};

/** Return the root cause of a server's problems; null if there is none, or none yet. */
export function causeOf({ problem }: Pick<ServerRow, "problem">): Problem | null {
  return problem && problem !== "none" ? problem : null;
}

/** Return what the state of a server says while no cause is named. */
export function signOf(server: ServerRow): Sign | null {
  if (server.problem !== "none") {
    return null;
  }
  if (server.starting) {
    return "starting";
  }
  if (server.refused) {
    return "refused";
  }
  if (server.connection_type === "offline") {
    return "offline";
  }
  // A pinned relay is intended, and a friend may offer only a relay.
  const isOnRelay = server.connection_type === "relay" && server.owned;
  return isOnRelay && server.pinned === null ? "relay" : null;
}

/**
 * Return how badly a server is doing; null before the first verdict. One that refuses
 * access is of no use, whatever else is wrong with it.
 */
export function gradeOf(server: ServerRow): Severity | null {
  const sign = server.refused ? "refused" : signOf(server);
  return sign ? GRADES[sign] : server.severity;
}

/** Return whether something is wrong with a server. */
export function isTroubled(server: ServerRow): boolean {
  return causeOf(server) !== null || signOf(server) !== null;
}

/** Return what is wrong in short words: "Port is closed". */
export function troubleName(text: Text, server: ServerRow): string {
  const cause = causeOf(server);
  if (cause) {
    return problemName(text, cause);
  }
  return signOf(server) === "starting"
    ? text("panel_badge_starting")
    : statusName(text, server);
}
