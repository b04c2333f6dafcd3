"""Shared by the tests of metrics: a clock, a calendar, reported probes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from custom_components.plex_connection.connection import (
    Attempt,
    Candidate,
    Change,
    ChangeReason,
    ConnectionType,
    FailureKind,
    ProbeFinished,
    Purpose,
    ServerMetrics,
)

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Surroundings:
    """A monotonic clock and an independent calendar."""

    def __init__(self) -> None:
        """Start on a Monday."""
        self.seconds = 1000.0
        self.date = MONDAY

    def clock(self) -> float:
        """Return monotonic seconds."""
        return self.seconds

    def today(self) -> date:
        """Return the local date."""
        return self.date

    def metrics(self, *, cached: bool = True) -> ServerMetrics:
        """Return empty metrics."""
        return ServerMetrics(
            clock=self.clock,
            today=self.today,
            cached=cached,
        )

    def pass_days(self, days: int = 1) -> None:
        """Move the calendar forward, or back."""
        self.date += timedelta(days=days)


def candidate(
    kind: ConnectionType = ConnectionType.LOCAL,
    number: int = 10,
    *,
    diagnostic_only: bool = False,
) -> Candidate:
    """Return a candidate of a type."""
    return Candidate(
        url=f"https://{kind}-{number}.test:32400",
        scheme="https",
        host=f"{kind}-{number}.test",
        port=32400,
        address=f"192.168.1.{number}",
        kind=kind,
        on_link=kind is ConnectionType.LOCAL,
        diagnostic_only=diagnostic_only,
    )


def probe(
    metrics: ServerMetrics,
    latency_ms: float | None = 10.0,
    *,
    of: Candidate | None = None,
    failure: FailureKind | None = None,
    warm: bool = False,
    purpose: Purpose = Purpose.CHECK,
) -> None:
    """Report a probe; one that failed, if `failure` is given."""
    tried = of or candidate()
    attempt = Attempt(
        url=tried.url,
        at=NOON,
        failure=failure,
        latency_ms=latency_ms if failure is None else None,
        warm=warm,
    )
    metrics.observe(ProbeFinished(tried, attempt, purpose))


def leaving(
    before: ConnectionType, after: ConnectionType, reason: ChangeReason
) -> Change:
    """Return a change from one type to another."""
    to = None if after is ConnectionType.OFFLINE else candidate(after)
    return replace(change(reason, to=to), from_type=before)


def change(
    reason: ChangeReason = ChangeReason.FAILOVER,
    *,
    to: Candidate | None = None,
    duration_ms: float = 100.0,
) -> Change:
    """Return a change of connection."""
    return Change(
        at=NOON,
        from_type=ConnectionType.LOCAL,
        to_type=ConnectionType.OFFLINE if to is None else to.kind,
        from_url=candidate().url,
        to_url=None if to is None else to.url,
        reason=reason,
        duration_ms=duration_ms,
    )
