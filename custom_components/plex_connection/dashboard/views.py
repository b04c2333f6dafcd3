"""What the dashboard shows of an account and of a server: JSON values, no secrets.

`frontend/src/wire.ts` is the other side of it, field by field. Nothing is kept here
and nothing is sent.

Measured (x86-64, CPython 3.14): 15 µs for a row, 0.15 ms for all of a server with 16
candidates and 50 changes, 1 µs a server for an account. A hundred servers are 1.5 ms,
and 5 ms if nobody has had their counts summed up since their last verdicts, which
entities do.
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
    describe_rejected,
    device_id_of,
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
from ..issues import async_count_open
from ..push import PushState
from ..redaction.display_text import safe_name
from ..runtime import PlexConnectionConfigEntry, PlexConnectionData

type View = dict[str, Any]

ENTITIES = ("connection_type", "latency", "latency_p50", "latency_p95", "success_rate")
"""Keys of the sensors whose history is shown."""


def account_view(entry: PlexConnectionConfigEntry) -> View:
    """Return an account; of one that is not loaded, that it is not."""
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
    """Return how many servers plex.tv leaves out, and since when."""
    times = [
        record.unlisted_since
        for record in (report.servers if report else ())
        if record.unlisted_since is not None
    ]
    return {"unlisted": len(times), "unlisted_since": _time(min(times, default=None))}


def _plex_tv(account: AccountCoordinator) -> str | None:
    """Return what the entity of plex.tv shows, and why; None: it was never asked."""
    if account.is_token_rejected:
        return "token_rejected"
    is_well = account.is_plex_tv_well
    if is_well is None:
        return None
    return "ok" if is_well else "no_answer"


def server_row(hass: HomeAssistant, server: ServerCoordinator) -> View:
    """Return a server as the overview shows it."""
    record, report, measured = server.record, server.data, server.measured
    change = _change_to(report)
    return {
        "entry_id": server.config_entry.entry_id,
        "server_id": record.server_id,
        "device_id": device_id_of(hass, server),
        "name": safe_name(record.name),
        "owned": record.owned,
        "unlisted_since": _time(record.unlisted_since),
        "connection_type": report.connection_type,
        "active": _address(report.active),
        "encrypted": report.active and report.active.scheme == "https",
        "since": change and _time(change.at),
        "reason": change and change.reason,
        "latency_ms": milliseconds(report.latency_ms),
        "recent_ms": list(measured.latency.recent_ms) if report.active else [],
        # What is lost was slow at most before.
        "performance": measured.performance if report.active else Performance.NORMAL,
        "last_test": _time(report.last_tested),
        "next_check": _time(report.next_check),
        "failure_count": report.failure_count,
        "standby": _address(report.standby),
        "better": _address(report.better),
        "pinned": report.pinned and label_of_url(report.pinned),
        "suspected": report.suspected,
        "starting": report.starting,
        "refused": report.needs_authorization_check,
        "open_repairs": async_count_open(
            hass, server.config_entry.entry_id, record.server_id
        ),
    }


def _change_to(report: ConnectionReport) -> Change | None:
    """Return the change that led to how things stand.

    A connection is shown while the selection that found it goes on; the change is
    recorded at its end, and until then nothing is said. Of a relay the type has to do:
    its address may have rotated since.
    """
    url = None if report.active is None else report.active.url
    for change in report.changes[-1:]:
        is_there = change.to_url == url or change.to_type is ConnectionType.RELAY
        if change.to_type is report.connection_type and is_there:
            return change
    return None


def server_detail(hass: HomeAssistant, server: ServerCoordinator) -> View:
    """Return all that the server's own page shows."""
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
    """Return how one probe went, and when."""
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
    """Return one candidate; `is_direct` says that the server is reached directly.

    A server that is not has its candidates asked whatever they wait for.
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
    """Return the name that TLS proves, empty if that is what is dialled."""
    is_dialled = candidate.address in (None, candidate.host)
    return "" if is_dialled else candidate.host


def _changes(report: ConnectionReport) -> Iterator[View]:
    """Return the last changes, newest first.

    Most are about candidates that there still are: only what an old url was called
    has to be found out from it. A relay's address is left out, as it is from the
    store: a page is to say the same before a restart and after it.
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
    """Return each day once, be it that the cache was on and off on it."""
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
    """Return the ids of the sensors that there are, by key."""
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
    """Return somebody else's text made fit to be shown, None if there is none."""
    return safe_name(text) if text else None


def _time(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()
