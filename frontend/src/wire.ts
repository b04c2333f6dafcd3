/**
 * What goes over Home Assistant's websocket between the integration and its pages.
 *
 * All times are ISO 8601 in UTC, all durations say their unit. Nothing here is secret.
 * Names are the engine's own: see `websocket_api.py` and `views.py`.
 */

export type ConnectionType = "local" | "remote" | "relay" | "offline";

/** Kinds that a candidate may have; offline is a verdict, not an address. */
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

/** What an attempt failed on, or `ok`. */
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
  /** The state of the config entry, as Home Assistant calls it; "loaded" is well. */
  state: string;
  /** As of the last question, be it before a restart; null unless loaded. */
  plex_tv: "ok" | "no_answer" | "token_rejected" | null;
  discovered_at: string | null;
  /** Why plex.tv was asked last, whatever came of it. */
  discovery_trigger: DiscoveryTrigger | null;
  /** All requests of today, to plex.tv and the servers. */
  requests_today: number;
  /** Uses of a connection today that needed no test of it, thanks to the cache. */
  saved_today: number;
  /** Servers that plex.tv leaves out of its answer, of those looked after. */
  unlisted: number;
  /** When plex.tv first left out one of them. */
  unlisted_since: string | null;
}

/** An address in words: what people read, and its type. */
export interface AddressView {
  /** `address:port`, with `http://` before it only if it is not encrypted. */
  address: string;
  type: CandidateKind;
}

/** One server, as the overview shows it. */
export interface ServerRow {
  entry_id: string;
  /** Plex's machineIdentifier; unique within an account only. */
  server_id: string;
  /** For links to the device's page; null for a moment when a server is new. */
  device_id: string | null;
  /** Somebody else's text, made fit to be shown. */
  name: string;
  owned: boolean;
  /** When plex.tv first left it out of its answer; null: it lists it. */
  unlisted_since: string | null;
  /** Null: not looked at yet. */
  connection_type: ConnectionType | null;
  /** The address in use; null while offline. */
  active: AddressView | null;
  encrypted: boolean | null;
  /** When the connection became what it is, and why. */
  since: string | null;
  reason: ChangeReason | null;
  latency_ms: number | null;
  /** The last latencies measured on the type in use, oldest first, at most 32. */
  recent_ms: number[];
  /** Whether it is slower than it usually is; what is offline has no speed. */
  performance: "normal" | "degraded";
  last_test: string | null;
  next_check: string | null;
  failure_count: number;
  standby: AddressView | null;
  /** A better connection that works and is not used yet, or not because of a pin. */
  better: AddressView | null;
  /** The address that somebody pinned. */
  pinned: string | null;
  /** What is shown doesn't respond and is asked again; nothing has changed yet. */
  suspected: boolean;
  /** The server answers that it is starting. */
  starting: boolean;
  /** The server answers, and refuses access. */
  refused: boolean;
  /** Repairs of Home Assistant's about this server that nobody has put aside. */
  open_repairs: number;
}

/**
 * Sent on subscription with everything (`full`), then with what changed.
 * Listed accounts and servers replace those of the same ids.
 */
export interface OverviewEvent {
  /** Home Assistant's clock, when the event was made. */
  now: string;
  full: boolean;
  /** What the url of the bundle that is installed says after `?v=`. */
  bundle: string;
  accounts: AccountView[];
  servers: ServerRow[];
  /** entry_ids of accounts that are no more. */
  gone_accounts: string[];
  /** Servers that are no more, or not watched at the moment. */
  gone_servers: { entry_id: string; server_id: string }[];
}

/** One probe of one candidate. */
export interface AttemptView {
  url: string;
  at: string;
  outcome: Outcome;
  /** What OpenSSL finds wrong with the certificate, in its own words. */
  detail: string | null;
  connect_ms: number | null;
  tls_ms: number | null;
  /** What the server took to say who it is, on the open connection. */
  latency_ms: number | null;
  /** Whether the connection was there before, so that there is no time for opening it. */
  warm: boolean;
}

export interface CandidateView {
  /** The candidate's identity: what `pin` takes. */
  url: string;
  /** `address:port`, with `http://` before it only if it is not encrypted. */
  address: string;
  /** The name TLS proves, if it is another than the address. */
  host: string;
  type: CandidateKind;
  on_link: boolean;
  role: "active" | "standby" | null;
  /** Asked only to be able to explain; never used (plain http without the option). */
  explain_only: boolean;
  breaker: BreakerState;
  /** When it is asked again at the earliest, while the breaker is open. */
  backoff_until: string | null;
  failure_count: number;
  /** How long an attempt on it may take. */
  budget_s: number;
  last_attempt: AttemptView | null;
  /** What `pin` wants to know it by; relays and those only asked cannot be pinned. */
  pinnable: boolean;
  pinned: boolean;
}

export interface ChangeView {
  at: string;
  /** Null: there was no verdict before. */
  from: ConnectionType | null;
  to: ConnectionType;
  /** Null: it was off, or on a relay, whose addresses last for hours alone. */
  from_address: string | null;
  to_address: string | null;
  reason: ChangeReason;
  /** Of a choice that took the server offline: what was chosen. */
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
  /** Addresses that were told us and are not used, and why. */
  rejected: {
    url: string;
    /** As people read it, where it can be read; else what was told. */
    address: string;
    reason: string;
  }[];
  /** The last ones, newest first. */
  changes: ChangeView[];
  latency: {
    count: number;
    p50_ms: number | null;
    p95_ms: number | null;
    p99_ms: number | null;
    /** Measured on open connections; else on new ones. */
    warm: boolean;
    /** What is usual for the type in use, once that is learnt. */
    usual_ms: number | null;
  };
  /** 0 … 1, of today and yesterday. */
  success_rate: number | null;
  failovers: { count: number; p50_ms: number | null; max_ms: number | null };
  requests_today: number;
  relay_minutes_today: number;
  /** Oldest first, the last is today; at most eight. */
  days: DayView[];
  /** Entities whose history is shown; only those that are registered and enabled. */
  entities: Partial<
    Record<
      "connection_type" | "latency" | "latency_p50" | "latency_p95" | "success_rate",
      string
    >
  >;
}

export interface ServerEvent {
  now: string;
  /** Null: not watched at the moment (its account is not loaded, or it is gone). */
  server: ServerDetail | null;
}

/** What a running test tells, in this order: started, attempt …, finished | failed. */
export type TestEvent =
  | { event: "started"; urls: string[] }
  | { event: "attempt"; attempt: AttemptView; done: number; total: number }
  /** Addresses that are only looked at do not count. */
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

/** Who a command is about. */
export interface ServerRef {
  entry_id: string;
  server_id: string;
}

/** The commands, and who may give them; those without a mark are for everybody. */
export const COMMANDS = {
  /** → OverviewEvent … */
  subscribeOverview: "plex_connection/subscribe_overview",
  /** ServerRef → ServerEvent … */
  subscribeServer: "plex_connection/subscribe_server",
  /** ServerRef → TestEvent …; who controls its button; ending the subscription ends the test. */
  testConnections: "plex_connection/test_connections",
  /** { entry_id } → RediscoverResult; who controls its button. */
  rediscover: "plex_connection/rediscover",
  /** ServerRef & { url: string | null } → {}; null: choose again; who controls its select. */
  pin: "plex_connection/pin",
  /** ServerRef → {}; administrator. */
  forget: "plex_connection/forget",
} as const;
