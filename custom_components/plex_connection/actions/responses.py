"""Action responses about a server: JSON values, never a token."""

from collections.abc import Iterable
from typing import Any

from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util.json import JsonValueType
from yarl import URL

from ..candidate_labels import label_of_url
from ..connection import (
    Attempt,
    Change,
    ConnectionReport,
    ConnectionType,
    MetricsSnapshot,
)
from ..const import CONF_SERVER_TOKENS, DOMAIN
from ..coordinator import ServerCoordinator
from ..diagnosis import Verdict
from ..redaction.display_text import safe_name
from ..redaction.scrubbing import Scrubber
from ..runtime import PlexConnectionConfigEntry


def describe_server(hass: HomeAssistant, server: ServerCoordinator) -> dict[str, Any]:
    """Return a server's connection and its recent history."""
    report = server.data
    change = next(reversed(report.changes), None)
    since = server.record.unlisted_since
    return {
        "device_id": device_id_of(hass, server),
        "name": safe_name(server.record.name),
        "listed": server.record.listed,
        "unlisted_since": since and since.isoformat(),
        "connection_type": report.connection_type,
        "usable": report.usable,
        "suspected": report.suspected,
        "url": report.active and report.active.url,
        "standby_url": report.standby and report.standby.url,
        "pinned_url": report.pinned,
        "latency_ms": milliseconds(report.latency_ms),
        "last_test": report.last_tested and report.last_tested.isoformat(),
        "next_check": report.next_attempt and report.next_attempt.isoformat(),
        "failure_count": report.failure_count,
        "last_change": change and _describe_change(change),
        **_describe_counts(server.measured),
    }


def device_id_of(hass: HomeAssistant, server: ServerCoordinator) -> str | None:
    """Return the id of a server's device; None if it has none yet."""
    device = device_of(hass, server)
    return None if device is None else device.id


def device_of(hass: HomeAssistant, server: ServerCoordinator) -> dr.DeviceEntry | None:
    """Return a server's device; None if it has none yet."""
    return dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, server.record.server_id), server.config_entry.entry_id
    )


def _describe_change(change: Change) -> dict[str, JsonValueType]:
    return {
        "at": change.at.isoformat(),
        "from": change.from_type,
        "to": change.to_type,
        "reason": change.reason,
    }


def _describe_counts(measured: MetricsSnapshot) -> dict[str, JsonValueType]:
    """Return today's figures, and those of today and up to seven days before."""
    return {
        "success_rate": percent(measured.success_rate),
        "relay_minutes_today": relay_minutes(measured),
        "last_days": {
            "days": len({day.local_date for day in measured.days}),
            "changes": sum(day.change_count for day in measured.days),
            "failovers": sum(day.failover_count for day in measured.days),
            "time_share": {
                kind.value: percent(measured.time_share.get(kind, 0.0))
                for kind in ConnectionType
            },
        },
    }


def percent(share: float | None) -> float | None:
    """Return a fraction from 0 to 1 as a percentage with one decimal.

    It is 0 or 100 only if the fraction is exactly 0 or 1: no failure is rounded away.
    """
    if share is None:
        return None
    rounded = round(100 * share, 1)
    return min(max(rounded, 0.1), 99.9) if 0 < share < 1 else rounded


def relay_minutes(measured: MetricsSnapshot) -> float:
    """Return today's minutes on the relay, rounded the same way everywhere."""
    return round(measured.relay_seconds_today / 60, 1)


def milliseconds(measured: float | None) -> float | None:
    """Return milliseconds rounded to one decimal: further digits would be noise."""
    return None if measured is None else round(measured, 1)


def describe_attempt(attempt: Attempt) -> dict[str, JsonValueType]:
    """Return the result of one probe."""
    return {
        "url": attempt.url,
        "outcome": attempt.failure or "ok",
        "detail": attempt.detail,
        "connect_ms": milliseconds(attempt.connect_ms),
        "tls_ms": milliseconds(attempt.tls_ms),
        "latency_ms": milliseconds(attempt.latency_ms),
        "warm": attempt.warm,
    }


def describe_attempts(
    report: ConnectionReport, attempts: Iterable[Attempt]
) -> list[JsonValueType]:
    """Return the results of a test, one entry per tested candidate."""
    known = {entry.candidate.url: entry for entry in report.candidates}
    return [
        {
            **describe_attempt(attempt),
            "connection_type": known[attempt.url].candidate.kind,
            "usable": not known[attempt.url].candidate.diagnostic_only,
            "breaker": known[attempt.url].breaker,
            "failure_count": known[attempt.url].failure_count,
        }
        for attempt in attempts
        if attempt.url in known
    ]


def describe_rejected(server: ServerCoordinator) -> list[JsonValueType]:
    """Return the rejected addresses with reasons; their text is scrubbed."""
    if not server.data.rejected:
        return []
    scrubber = Scrubber(tokens_of(server.config_entry))
    return [
        {
            "url": safe_name(str(scrubber.scrub(each.url))),
            "address": safe_name(str(scrubber.scrub(_readable(each.url)))),
            "reason": each.reason,
        }
        for each in server.data.rejected
    ]


def describe_facts(
    server: ServerCoordinator, verdict: Verdict | None
) -> list[dict[str, str | None]]:
    """Return the evidence; servers and owners typed some of it, so it is scrubbed."""
    if verdict is None or not verdict.facts:
        return []
    scrubber = Scrubber(tokens_of(server.config_entry))

    def shown(text: str | None) -> str | None:
        return text and safe_name(str(scrubber.scrub(text)))

    return [
        {"key": each.key, "address": shown(each.address), "value": shown(each.value)}
        for each in verdict.facts
    ]


def tokens_of(entry: PlexConnectionConfigEntry) -> list[str]:
    """Return all tokens of an account, the account's own first."""
    return [entry.data[CONF_TOKEN], *entry.data[CONF_SERVER_TOKENS].values()]


def _readable(url: str) -> str:
    """Return address and port of an untrusted URL; the whole text if there is more."""
    try:
        parsed = URL(url)
        is_origin = parsed.scheme in ("http", "https") and not parsed.user
        is_plain = is_origin and parsed.path_qs in ("", "/") and not parsed.fragment
        return label_of_url(url) if is_plain else url
    except ValueError:
        return url
