"""`ConnectionReport.better`: a better connection than the active one."""

from datetime import UTC, datetime

import pytest

from custom_components.plex_connection.connection import (
    Attempt,
    BreakerState,
    Candidate,
    CandidateReport,
    ConnectionReport,
    ConnectionType,
    FailureKind,
    is_better,
)
from custom_components.plex_connection.connection.reports import ANSWER_HOLDS

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def known(
    kind: ConnectionType,
    *,
    scheme: str = "https",
    failure: FailureKind | None = None,
    diagnostic_only: bool = False,
    is_tried: bool = True,
) -> CandidateReport:
    """Return the report of a candidate of this kind."""
    url = f"{scheme}://{kind}:32400"
    return CandidateReport(
        candidate=Candidate(
            url=url,
            scheme=scheme,
            host=kind,
            port=32400,
            address=None,
            kind=kind,
            on_link=False,
            diagnostic_only=diagnostic_only,
        ),
        last_attempt=Attempt(url=url, at=NOW, failure=failure) if is_tried else None,
        breaker=BreakerState.CLOSED,
        backoff_until=None,
        failure_count=0,
    )


REMOTE = known(ConnectionType.REMOTE)


def better(*others: CandidateReport) -> Candidate | None:
    """Return what is better than an active remote connection."""
    return ConnectionReport(
        server_id="a",
        connection_type=ConnectionType.REMOTE,
        active=REMOTE.candidate,
        candidates=(*others, REMOTE),
    ).better


def test_working_candidate_of_a_better_tier() -> None:
    """A working candidate of a better tier; https is preferred to http."""
    local = known(ConnectionType.LOCAL)
    assert better(known(ConnectionType.LOCAL, scheme="http"), local) is not None
    assert better(local) == local.candidate


def test_none() -> None:
    """Not the active one, a worse, failed or untried one, nor a diagnostic one."""
    assert better() is None
    assert better(known(ConnectionType.RELAY)) is None
    assert better(known(ConnectionType.LOCAL, failure=FailureKind.TIMEOUT)) is None
    assert better(known(ConnectionType.LOCAL, is_tried=False)) is None
    assert better(known(ConnectionType.LOCAL, diagnostic_only=True)) is None


def test_an_old_answer_proves_nothing() -> None:
    """While another is pinned, a better one is not probed: its answer ages."""
    local = known(ConnectionType.LOCAL)
    for age, expected in ((ANSWER_HOLDS, local.candidate), (2 * ANSWER_HOLDS, None)):
        report = ConnectionReport(
            server_id="a",
            connection_type=ConnectionType.REMOTE,
            active=REMOTE.candidate,
            pinned=REMOTE.candidate.url,
            last_tested=NOW + age,
            candidates=(local, REMOTE),
        )
        assert report.better == expected


L, R, Y, F = (each.value for each in ConnectionType)


@pytest.mark.parametrize(
    ("reason", "before", "after", "expected"),
    [
        ("upgrade", R, L, True),
        ("fail_back", L, L, True),
        ("failover", R, L, True),
        ("failover", L, R, False),
        ("failover", L, L, False),
        ("withdrawn", Y, R, True),
        ("pinned", Y, L, True),
        ("recovered", F, L, False),
        ("first", None, L, False),
        ("lost", L, F, False),
        (None, None, None, False),
    ],
)
def test_better_change(
    reason: str | None, before: str | None, after: str | None, *, expected: bool
) -> None:
    """A change to a better type counts for any reason, if the server was online."""
    assert is_better(reason, before, after) is expected


def test_none_while_offline() -> None:
    """While offline there is nothing to be better than."""
    report = ConnectionReport(
        server_id="a",
        connection_type=ConnectionType.OFFLINE,
        candidates=(known(ConnectionType.LOCAL),),
    )
    assert report.better is None
