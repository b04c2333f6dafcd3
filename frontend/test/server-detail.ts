/** A server with all data of its page, as the integration sends it. */

import type {
  AttemptView,
  CandidateView,
  ChangeView,
  ServerDetail,
} from "../src/data/wire";
import { server } from "./rows";

export function attempt(change: Partial<AttemptView> = {}): AttemptView {
  return {
    url: "https://192.168.1.20:32400",
    at: "2026-11-26T11:58:00+00:00",
    outcome: "ok",
    connect_ms: 2,
    tls_ms: 6,
    latency_ms: 4,
    warm: false,
    detail: null,
    ...change,
  };
}

export function candidate(change: Partial<CandidateView> = {}): CandidateView {
  return {
    url: "https://192.168.1.20:32400",
    address: "192.168.1.20:32400",
    host: "192-168-1-20.abc.plex.direct",
    type: "local",
    on_link: true,
    role: null,
    explain_only: false,
    breaker: "closed",
    backoff_until: null,
    failure_count: 0,
    budget_s: 1.5,
    last_attempt: attempt(change.url ? { url: change.url } : {}),
    pinnable: true,
    pinned: false,
    ...change,
  };
}

export function change(of: Partial<ChangeView> = {}): ChangeView {
  return {
    at: "2026-11-26T09:00:00+00:00",
    from: "remote",
    to: "local",
    from_address: "203.0.113.5:32400",
    to_address: "192.168.1.20:32400",
    reason: "upgrade",
    chosen_address: null,
    duration_ms: 480,
    ...of,
  };
}

export function detail(change: Partial<ServerDetail> = {}): ServerDetail {
  return {
    ...server(),
    version: "1.43.4",
    platform: "Linux",
    owner_name: null,
    push_open: true,
    candidates: [
      candidate({ role: "active" }),
      candidate({
        url: "https://203.0.113.5:32400",
        address: "203.0.113.5:32400",
        host: "",
        type: "remote",
        role: "standby",
        budget_s: 5,
        last_attempt: null,
      }),
    ],
    rejected: [],
    changes: [],
    latency: {
      count: 40,
      p50_ms: 11,
      p95_ms: 30,
      p99_ms: 55,
      warm: true,
      usual_ms: 10,
    },
    success_rate: 0.995,
    failovers: { count: 2, p50_ms: 300, max_ms: 900 },
    requests_today: 41,
    relay_minutes_today: 12.5,
    days: [],
    entities: {
      connection_type: "sensor.attic_connection_type",
      latency: "sensor.attic_latency",
    },
    ...change,
  };
}
