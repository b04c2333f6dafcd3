/**
 * The messages between the integration and its pages on Home Assistant's websocket.
 *
 * All times are ISO 8601 in UTC, all durations name their unit. Nothing here is secret.
 * Names are the engine's own: see `dashboard/websocket_api.py` and `dashboard/views.py`.
 */

export type ConnectionType = "local" | "remote" | "relay" | "offline";

/** Kinds that a candidate may have; offline is a state, not an address. */
export type CandidateKind = Exclude<ConnectionType, "offline">;

export type ChangeReason =
  | "first"
  | "failover"
  | "upgrade"
  | "fail_back"
  | "withdrawn"
  | "retyped"
  | "pinned"
  | "lost"
  | "recovered";

export type DiscoveryTrigger =
  | "first_auth"
  | "auth_changed"
  | "manual_refresh"
  | "connection_failure"
  | "stale";

/** Why an attempt failed, or `ok`. */
export type Outcome =
  | "ok"
  | "dns"
  | "blocked"
  | "refused"
  | "unreachable"
  | "timeout"
  | "reset"
  | "tls_name"
  | "tls_expired"
  | "tls_untrusted"
  | "tls_other"
  | "redirect"
  | "not_plex"
  | "wrong_server"
  | "http_error"
  | "unauthorized"
  | "starting";

export type BreakerState = "closed" | "open" | "half_open";

/** One signed-in account: one config entry. */
export interface AccountView {
  entry_id: string;
  title: string;
  /** The state of the config entry, as Home Assistant names it; "loaded" is normal. */
  state: string;
  /** As of the last discovery, possibly before a restart; null unless loaded. */
  plex_tv: "ok" | "no_answer" | "token_rejected" | null;
  discovered_at: string | null;
  /** Why the last discovery ran, whatever its result. */
  discovery_trigger: DiscoveryTrigger | null;
  /** All requests of today, to plex.tv and the servers. */
  requests_today: number;
  /** Uses of a connection today that needed no test, thanks to the cache. */
  saved_today: number;
  /** Watched servers that plex.tv no longer lists. */
  unlisted: number;
  /** Since when plex.tv has not listed one of them. */
  unlisted_since: string | null;
}

/** A displayable address, and its type. */
export interface AddressView {
  /** `address:port`, with `http://` before it only if it is not encrypted. */
  address: string;
  type: CandidateKind;
}

/** The root causes: see docs/diagnosis.md. */
export type Problem =
  | "none"
  | "not_known"
  | "plex_tv_down"
  | "server_off"
  | "replaced"
  | "starting"
  | "not_listed"
  | "unclaimed"
  | "access_refused"
  | "container_address"
  | "home_blocked"
  | "names_blocked"
  | "certificate_expired"
  | "certificate_wrong"
  | "certificate_expiring"
  | "https_refused"
  | "remote_access_off"
  | "port_not_mapped"
  | "port_unreachable"
  | "double_nat"
  | "publish_failed"
  | "port_changed"
  | "ipv6_unreachable"
  | "custom_url_dead"
  | "custom_url_wrong"
  | "custom_url_path"
  | "proxy_error"
  | "slow"
  | "flapping"
  | "pinned_down";

export type Severity = "ok" | "notice" | "warning" | "error";

/** One piece of evidence; `key` names its text. */
export interface FactView {
  key: string;
  address: string | null;
  value: string | null;
}

/** A time in which nothing was watched. */
export interface GapView {
  from: string;
  to: string;
}

/** The answer to a diagnosis. */
export interface DiagnosisView {
  problem: Problem;
  severity: Severity;
  facts: FactView[];
  /** To paste into a forum: no secret, name or public address. */
  text: string;
}

/** A connection that would be used if those before it failed. */
export interface FallBackView {
  type: CandidateKind;
  latency_ms: number | null;
}

/** One server, as the overview shows it. */
export interface ServerRow {
  entry_id: string;
  /** Plex's machineIdentifier; unique within an account only. */
  server_id: string;
  /** For links to the device's page; null for a moment when a server is new. */
  device_id: string | null;
  /** Untrusted text, made safe to display. */
  name: string;
  owned: boolean;
  /** Since when plex.tv has not listed it; null if it is listed. */
  unlisted_since: string | null;
  /** Null until the first check. */
  connection_type: ConnectionType | null;
  /** The address in use; null while offline. */
  active: AddressView | null;
  encrypted: boolean | null;
  /** When and why the connection last changed. */
  since: string | null;
  reason: ChangeReason | null;
  latency_ms: number | null;
  /** The last latencies measured on the type in use, oldest first, at most 32. */
  recent_ms: number[];
  /** Whether it is slower than usual; an offline server is not. */
  performance: "normal" | "degraded";
  last_test: string | null;
  next_check: string | null;
  failure_count: number;
  standby: AddressView | null;
  /** What would be used next: the standby, then the best of each other type. */
  fall_backs: FallBackView[];
  /** A better connection that works and is not used yet, or not because of a pin. */
  better: AddressView | null;
  /** The pinned address. */
  pinned: string | null;
  /** The connection in use doesn't respond and is being checked; no change yet. */
  suspected: boolean;
  /** The server answers that it is starting. */
  starting: boolean;
  /** The server answers, but refuses access. */
  refused: boolean;
  /** The root cause of its problems, "none" if all is well; null until the first check. */
  problem: Problem | null;
  severity: Severity | null;
  /** How we know, the strongest first. */
  facts: FactView[];
  /** Home Assistant's repairs about this server that are not ignored. */
  open_repairs: number;
  /** When Home Assistant was off in the last 24 hours, oldest first. */
  gaps: GapView[];
}

/**
 * Sent on subscription with everything (`full`), then with changes. Listed accounts and
 * servers replace those with the same ids.
 */
export interface OverviewEvent {
  /** Home Assistant's time when the event was created. */
  now: string;
  full: boolean;
  /** The version in the URL of the installed bundle, after `?v=`. */
  bundle: string;
  accounts: AccountView[];
  servers: ServerRow[];
  /** entry_ids of removed accounts. */
  gone_accounts: string[];
  /** Servers that are removed, or not watched at the moment. */
  gone_servers: { entry_id: string; server_id: string }[];
}

/** One probe of one candidate. */
export interface AttemptView {
  url: string;
  at: string;
  outcome: Outcome;
  /** OpenSSL's own message about the certificate. */
  detail: string | null;
  connect_ms: number | null;
  tls_ms: number | null;
  /** The time of the identity query on the open connection. */
  latency_ms: number | null;
  /** Whether the connection was already open, so that there is no time for opening it. */
  warm: boolean;
}

export interface CandidateView {
  /** The candidate's identity: the argument of `pin`. */
  url: string;
  /** `address:port`, with `http://` before it only if it is not encrypted. */
  address: string;
  /** The name that TLS verifies, if it differs from the address. */
  host: string;
  type: CandidateKind;
  on_link: boolean;
  role: "active" | "standby" | null;
  /** Checked for diagnosis only; never used (plain http without the option). */
  explain_only: boolean;
  breaker: BreakerState;
  /** The earliest time of the next attempt, while the breaker is open. */
  backoff_until: string | null;
  failure_count: number;
  /** The maximum duration of an attempt. */
  budget_s: number;
  last_attempt: AttemptView | null;
  /** Whether `pin` accepts it; relays and diagnostic-only addresses cannot be pinned. */
  pinnable: boolean;
  pinned: boolean;
}

export interface ChangeView {
  at: string;
  /** Null if there was no earlier state. */
  from: ConnectionType | null;
  to: ConnectionType;
  /** Null if offline, or on a relay, whose addresses last only hours. */
  from_address: string | null;
  to_address: string | null;
  reason: ChangeReason;
  /** If pinning took the server offline: the pinned address. */
  chosen_address: string | null;
  duration_ms: number;
}

export interface DayView {
  /** Local date, `YYYY-MM-DD`. */
  date: string;
  /** Seconds by type. */
  seconds: Partial<Record<ConnectionType, number>>;
  changes: number;
}

export interface ServerDetail extends ServerRow {
  version: string | null;
  platform: string | null;
  /** Of a server that is not the account's own. */
  owner_name: string | null;
  push_open: boolean;
  candidates: CandidateView[];
  /** Reported addresses that are not used, and why. */
  rejected: {
    url: string;
    /** Readable if it can be parsed; else as reported. */
    address: string;
    reason: string;
  }[];
  /** The latest, newest first. */
  changes: ChangeView[];
  latency: {
    count: number;
    p50_ms: number | null;
    p95_ms: number | null;
    p99_ms: number | null;
    /** Whether measured on open connections, or else on new ones. */
    warm: boolean;
    /** The usual latency of the type in use, once learned. */
    usual_ms: number | null;
  };
  /** 0 … 1, of today and yesterday. */
  success_rate: number | null;
  failovers: { count: number; p50_ms: number | null; max_ms: number | null };
  requests_today: number;
  relay_minutes_today: number;
  /** Oldest first, the last is today; at most eight. */
  days: DayView[];
  /** Entities whose history is shown; only registered and enabled ones. */
  entities: Partial<
    Record<
      "connection_type" | "latency" | "latency_p50" | "latency_p95" | "success_rate",
      string
    >
  >;
}

export interface ServerEvent {
  now: string;
  /** Null while not watched: its account is not loaded, or the server is gone. */
  server: ServerDetail | null;
}

/** Events of a running test, in this order: started, attempt …, finished | failed. */
export type TestEvent =
  | { event: "started"; urls: string[] }
  | { event: "attempt"; attempt: AttemptView; done: number; total: number }
  /** Diagnostic-only addresses do not count. */
  | { event: "finished"; tested: number; working: number }
  | {
      event: "failed";
      message: string;
      translation_key?: string;
      translation_domain?: string;
      translation_placeholders?: Record<string, string>;
    };

export interface RediscoverResult {
  servers_found: number;
  discovered_at: string | null;
  rate_limited: boolean;
  next_allowed: string | null;
}

/** The target of a command. */
export interface ServerRef {
  entry_id: string;
  server_id: string;
}

/** The commands, and who may send them: all users unless noted. */
export const COMMANDS = {
  /** → OverviewEvent … */
  subscribeOverview: "plex_connection/subscribe_overview",
  /** ServerRef → ServerEvent … */
  subscribeServer: "plex_connection/subscribe_server",
  /**
   * ServerRef → TestEvent …; needs control of its button; unsubscribing cancels the test.
   */
  testConnections: "plex_connection/test_connections",
  /** ServerRef → DiagnosisView, within five seconds; needs control of its test button. */
  diagnose: "plex_connection/diagnose",
  /** { entry_id } → RediscoverResult; needs control of its button. */
  rediscover: "plex_connection/rediscover",
  /** ServerRef & { url: string | null } → {}; null: unpin; needs control of its select. */
  pin: "plex_connection/pin",
  /** ServerRef → {}; administrator. */
  forget: "plex_connection/forget",
} as const;
