"""Fail-over: the standby, the active's time limits, and when a tier is exhausted.

Rules 11 and 12.
"""

from .candidates import CandidateSet, CandidateState
from .models import Candidate, ConnectionType
from .racing import Incumbent

TIMEOUT_PATIENCE = 1.0
"""Seconds the active candidate has, after a mere time-out, before a lower tier is
used: a slow server is not a reason to leave its tier."""

CONFIRMATION_ROUND_TRIPS = 5
CONFIRMATION_PATIENCE = (0.15, 0.25)
"""Bounds of the seconds it has in any other case, and before one of equal preference
is used: five times its latency, as connecting, TLS and the request take that many
round trips; so bounded, a known standby takes over within 300 ms."""

STANDBY_INTERVAL = 1800.0
"""Seconds after which a known standby is probed again (rule 12)."""

STANDBY_INTERVAL_UNAIDED = 3600.0
"""The same for a local connection without push and operations.

A day of due checks is 86400 / 285 = 303 probes, and the budget is 330, discovery
included. Revalidating every 30 min would add 48. So the standby's probe replaces the
active's when something else has proved the active alive: the push channel, whose
heartbeat is at most 9 s, or an operation since the last check. Then it costs nothing.
Only if nothing proves it, both are probed, every hour: 303 + 24 + 1 = 328.
"""


def incumbent_of(
    active: Candidate, *, latency_ms: float | None, timed_out: bool
) -> Incumbent:
    """Return the active candidate's part in the race for its place."""
    least, most = CONFIRMATION_PATIENCE
    needed = CONFIRMATION_ROUND_TRIPS * (latency_ms or 0.0) / 1000
    patience = min(max(least, needed), most)
    return Incumbent(
        url=active.url,
        patience=TIMEOUT_PATIENCE if timed_out else patience,
        peer_patience=patience,
    )


def standby_interval(active: Candidate, *, is_aided: bool) -> float:
    """Return the seconds between two probes of the standby.

    `is_aided`: push or operations prove the active candidate as well.
    """
    if active.kind is ConnectionType.LOCAL and not is_aided:
        return STANDBY_INTERVAL_UNAIDED
    return STANDBY_INTERVAL


def standby_of(
    candidates: CandidateSet, active: Candidate | None
) -> CandidateState | None:
    """Return the next best candidate known to work, or None; direct ones first."""
    if active is None:
        return None
    good = candidates.good(besides=active)
    return candidates[good[0].url] if good else None


def unproven_standby(
    candidates: CandidateSet, active: Candidate, now: float
) -> CandidateState | None:
    """Return the candidate to probe as the standby if none is known, or None.

    A direct candidate whose breaker allows it: preferably one that did not fail last
    time, and of these a remote one, since another address on the LAN fails with the
    active one, or is the inner address of a container. Excludes better candidates,
    which the search covers anyway (rule 13), and relays.
    """
    unproven = [
        known
        for each in candidates.usable()
        if each.url != active.url
        and each.preference >= active.preference
        and each.kind is not ConnectionType.RELAY
        and (known := candidates[each.url]).breaker.is_rested(now)
    ]
    return min(
        unproven,
        key=lambda known: (
            known.quality.failing,
            known.candidate.kind is not ConnectionType.REMOTE,
        ),
        default=None,
    )


def tier_is_exhausted(
    candidates: CandidateSet, tier: ConnectionType | None, now: float
) -> bool:
    """Return whether `tier` (None: every tier) has no candidate left (rule 15)."""
    return not any(
        tier in (None, known.candidate.kind)
        and candidates.may_use(known.candidate.url)
        and not known.quality.failing
        and known.breaker.admits(now)
        for known in candidates
    )
