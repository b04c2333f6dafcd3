/** Accounts, servers and events as the integration sends them. */

import type { AccountView, OverviewEvent, ServerRow } from "../src/data/wire";

export const NOW = "2026-11-26T12:00:00+00:00";

export function account(change: Partial<AccountView> = {}): AccountView {
  return {
    entry_id: "entry",
    title: "alice",
    state: "loaded",
    plex_tv: "ok",
    discovered_at: "2026-11-26T10:00:00+00:00",
    discovery_trigger: "manual_refresh",
    requests_today: 41,
    saved_today: 230,
    unlisted: 0,
    unlisted_since: null,
    ...change,
  };
}

export function server(change: Partial<ServerRow> = {}): ServerRow {
  return {
    entry_id: "entry",
    server_id: "attic",
    device_id: "device",
    name: "Attic",
    owned: true,
    unlisted_since: null,
    connection_type: "local",
    active: { address: "192.168.1.20:32400", type: "local" },
    encrypted: true,
    since: "2026-11-26T09:00:00+00:00",
    reason: "failover",
    latency_ms: 12.4,
    recent_ms: [8, 15, 12.4],
    performance: "normal",
    last_test: "2026-11-26T11:59:00+00:00",
    next_check: "2026-11-26T12:00:20+00:00",
    failure_count: 0,
    standby: { address: "203.0.113.5:32400", type: "remote" },
    fall_backs: [
      { type: "remote", latency_ms: 24 },
      { type: "relay", latency_ms: 61 },
    ],
    better: null,
    pinned: null,
    suspected: false,
    starting: false,
    refused: false,
    problem: "none",
    severity: "ok",
    facts: [],
    open_repairs: 0,
    gaps: [],
    ...change,
  };
}

export function overviewEvent(change: Partial<OverviewEvent> = {}): OverviewEvent {
  return {
    now: NOW,
    full: true,
    bundle: "1",
    accounts: [],
    servers: [],
    gone_accounts: [],
    gone_servers: [],
    ...change,
  };
}
