"""The dashboard's views of accounts and servers: JSON values, no secrets.

`frontend/src/data/wire.ts` has the same fields. These functions store and send nothing.

Measured (x86-64, CPython 3.14): 15 µs for a row, 0.15 ms for all of a server with 16
candidates and 50 changes, 1 µs a server for an account. A hundred servers take 1.5 ms,
or 5 ms if their metrics were not summed up since their last verdicts, which entities
normally do.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from ..account_coordinator import AccountCoordinator, AccountReport
from ..actions.responses import (
    describe_attempt,
    describe_facts,
    describe_rejected,
    device_of,
    milliseconds,
    relay_minutes,
)
from ..candidate_labels import choices, label_of, label_of_url
from ..connection import (
    BUDGET,
    Attempt,
    BreakerState,
    Candidate,
    CandidateReport,
    Change,
    ConnectionReport,
    ConnectionType,
    MetricsSnapshot,
    Performance,
    ServerDay,
)
from ..const import DOMAIN
from ..coordinator import ServerCoordinator
from ..diagnosis import Verdict
from ..issues import async_count_open
from ..push import PushState
from ..redaction.display_text import safe_name
from ..runtime import PlexConnectionConfigEntry, PlexConnectionData

type View = dict[str, Any]

ENTITIES = ("connection_type", "latency", "latency_p50", "latency_p95", "success_rate")
"""Keys of the sensors whose history the page shows."""


def account_view(entry: PlexConnectionConfigEntry) -> View:
    """Return an account; without its data if it is not loaded."""
    runtime: PlexConnectionData | None = None
    if entry.state is ConfigEntryState.LOADED:
        runtime = entry.runtime_data
    report = runtime and runtime.account.data
    return {
        "entry_id": entry.entry_id,
        "title": safe_name(entry.title),
        "state": entry.state.value,
        "plex_tv": runtime and _plex_tv(runtime.account),
        "discovered_at": report and _time(report.discovered_at),
        "discovery_trigger": report and report.trigger,
        "requests_today": runtime.counts.requests if runtime else 0,
        "saved_today": runtime.counts.saved if runtime else 0,
        **_unlisted(runtime.account.data if runtime else None),
    }


def _unlisted(report: AccountReport | None) -> View:
    """Return the number of unlisted servers, and since when there are any."""
    times = [
        record.unlisted_since
        for record in (report.servers if report else ())
        if record.unlisted_since is not None
    ]
    return {"unlisted": len(times), "unlisted_since": _time(min(times, default=None))}


def _plex_tv(account: AccountCoordinator) -> str | None:
    """Return plex.tv's state, as its entity shows it; None: no request yet."""
    if account.is_token_rejected:
        return "token_rejected"
    is_well = account.is_plex_tv_well
    if is_well is None:
        return None
    return "ok" if is_well else "no_answer"


def server_row(hass: HomeAssistant, server: ServerCoordinator) -> View:
    """Return a server's row of the overview."""
    record, report, measured = server.record, server.data, server.measured
    change, device = _change_to(report), device_of(hass, server)
    return {
        "entry_id": server.config_entry.entry_id,
        "server_id": record.server_id,
        "device_id": device and device.id,
        # As Home Assistant shows it beside this page.
        "name": (device and device.name_by_user) or safe_name(record.name),
        "owned": record.owned,
        "unlisted_since": _time(record.unlisted_since),
        "connection_type": report.connection_type,
        "active": _address(report.active),
        "encrypted": report.active and report.active.scheme == "https",
        "since": change and _time(change.at),
        "reason": change and change.reason,
        "latency_ms": milliseconds(report.latency_ms),
        "recent_ms": list(measured.latency.recent_ms) if report.active else [],
        # An offline server is not slow.
        "performance": measured.performance if report.active else Performance.NORMAL,
        "last_test": _time(report.last_tested),
        "next_check": _time(report.next_attempt),
        "failure_count": report.failure_count,
        "standby": _address(report.standby),
        "fall_backs": [_fall_back(each) for each in report.fall_backs],
        "better": _address(report.better),
        "pinned": report.pinned and label_of_url(report.pinned),
        "suspected": report.suspected,
        "starting": report.starting,
        "refused": report.needs_authorization_check,
        **verdict_view(server, server.diagnosis.verdict),
        "open_repairs": async_count_open(
            hass, server.config_entry.entry_id, record.server_id
        ),
        "gaps": [
            {"from": _time(gap.start), "to": _time(gap.end)}
            for gap in server.config_entry.runtime_data.watch.gaps
        ],
    }


def _fall_back(known: CandidateReport) -> View:
    """Return one address that would be used next, and its latency if it is known."""
    ms = known.cold_ms if known.warm_ms is None else known.warm_ms
    return {"type": known.candidate.kind, "latency_ms": milliseconds(ms)}


def verdict_view(server: ServerCoordinator, verdict: Verdict | None) -> View:
    """Return the root cause and its evidence; None before the first verdict."""
    return {
        "problem": verdict and verdict.problem,
        "severity": verdict and verdict.severity,
        "facts": describe_facts(server, verdict),
    }


def _change_to(report: ConnectionReport) -> Change | None:
    """Return the change that led to the current connection, or None.

    A connection is shown during the selection that found it, but its change is recorded
    at the end: None until then. A relay matches by type alone, as its address may have
    rotated since.
    """
    url = None if report.active is None else report.active.url
    for change in report.changes[-1:]:
        is_there = change.to_url == url or change.to_type is ConnectionType.RELAY
        if change.to_type is report.connection_type and is_there:
            return change
    return None


def server_detail(hass: HomeAssistant, server: ServerCoordinator) -> View:
    """Return the view of the server's own page."""
    record, report, measured = server.record, server.data, server.measured
    return {
        **server_row(hass, server),
        "version": _shown(record.version),
        "platform": _shown(record.platform),
        "owner_name": None if record.owned else _shown(record.owner_name),
        "push_open": server.push.state is PushState.OPEN,
        "candidates": _candidates(report),
        "rejected": describe_rejected(server),
        "changes": list(_changes(report)),
        **_measured(measured),
        "days": list(_days(measured)),
        "entities": _entities(hass, server),
    }


def attempt_view(attempt: Attempt) -> View:
    """Return the result of one probe, and its time."""
    return {**describe_attempt(attempt), "at": _time(attempt.at)}


def _candidates(report: ConnectionReport) -> list[View]:
    pinnable = frozenset(choices(report).values())
    is_direct = report.connection_type in (ConnectionType.LOCAL, ConnectionType.REMOTE)
    roles = {
        each.url: role
        for role, each in (("standby", report.standby), ("active", report.active))
        if each is not None
    }
    return [
        {
            **_candidate(each, is_direct=is_direct),
            "role": roles.get(each.candidate.url),
            "pinnable": each.candidate.url in pinnable,
            "pinned": each.candidate.url == report.pinned,
        }
        for each in report.candidates
    ]


def _candidate(known: CandidateReport, *, is_direct: bool) -> View:
    """Return one candidate; `is_direct`: the server is reached directly.

    Otherwise its candidates are probed regardless of back-off, so none is shown.
    """
    candidate, last = known.candidate, known.last_attempt
    waits = is_direct and known.breaker is BreakerState.OPEN
    return {
        "url": candidate.url,
        "address": label_of(candidate),
        "host": _proved_name(candidate),
        "type": candidate.kind,
        "on_link": candidate.on_link,
        "explain_only": candidate.diagnostic_only,
        "breaker": known.breaker,
        "backoff_until": _time(known.backoff_until) if waits else None,
        "failure_count": known.failure_count,
        "budget_s": BUDGET[candidate.kind],
        "last_attempt": last and attempt_view(last),
    }


def _proved_name(candidate: Candidate) -> str:
    """Return the name that TLS verifies, empty if it is the dialed host."""
    is_dialled = candidate.address in (None, candidate.host)
    return "" if is_dialled else candidate.host


def _changes(report: ConnectionReport) -> Iterator[View]:
    """Yield the last changes, newest first.

    Most are of candidates that still exist; the label of any other URL is derived from
    it. Omits a relay's address, as the store does, so that the page is the same before
    and after a restart.
    """
    labels: dict[str | None, str | None] = {None: None}
    labels |= {
        each.candidate.url: label_of(each.candidate) for each in report.candidates
    }
    for change in reversed(report.changes):
        from_url, to_url = change.lasting_urls
        for url in (from_url, to_url, change.chosen_url):
            if url is not None and url not in labels:
                labels[url] = label_of_url(url)
        yield {
            "at": _time(change.at),
            "from": change.from_type,
            "to": change.to_type,
            "from_address": labels[from_url],
            "to_address": labels[to_url],
            "reason": change.reason,
            "chosen_address": labels[change.chosen_url],
            "duration_ms": milliseconds(change.duration_ms),
        }


def _measured(measured: MetricsSnapshot) -> View:
    latency, failovers = measured.latency, measured.failovers
    return {
        "latency": {
            "count": latency.count,
            "p50_ms": latency.p50_ms,
            "p95_ms": latency.p95_ms,
            "p99_ms": latency.p99_ms,
            "warm": measured.is_warm,
            "usual_ms": milliseconds(measured.baseline_ms),
        },
        "success_rate": measured.success_rate,
        "failovers": {
            "count": failovers.count,
            "p50_ms": failovers.p50_ms,
            "max_ms": failovers.max_ms,
        },
        "requests_today": measured.requests_today,
        "relay_minutes_today": relay_minutes(measured),
    }


def _days(measured: MetricsSnapshot) -> Iterator[View]:
    """Yield each day once, merging its parts with and without cache."""
    by_date: dict[str, list[ServerDay]] = {}
    for day in measured.days:
        by_date.setdefault(day.local_date.isoformat(), []).append(day)
    for date, days in by_date.items():
        kinds = {kind for day in days for kind in day.seconds}
        yield {
            "date": date,
            "seconds": {
                kind.value: round(sum(day.seconds.get(kind, 0.0) for day in days))
                for kind in sorted(kinds)
            },
            "changes": sum(day.change_count for day in days),
        }


def _entities(hass: HomeAssistant, server: ServerCoordinator) -> dict[str, str]:
    """Return the entity ids of the enabled sensors, by key."""
    registry = er.async_get(hass)
    found: dict[str, str] = {}
    for key in ENTITIES:
        unique_id = f"{server.account_id}_{server.record.server_id}_{key}"
        entity_id = registry.async_get_entity_id("sensor", DOMAIN, unique_id)
        if entity_id is not None and not registry.entities[entity_id].disabled:
            found[key] = entity_id
    return found


def _address(candidate: Candidate | None) -> View | None:
    if candidate is None:
        return None
    return {"address": label_of(candidate), "type": candidate.kind}


def _shown(text: str | None) -> str | None:
    """Return untrusted text made safe to display, None if empty."""
    return safe_name(text) if text else None


def _time(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()
