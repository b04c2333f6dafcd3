"""What our checks know of the address that the integration uses: pure policy."""

from ..connection import (
    Candidate,
    CandidateReport,
    ConnectionReport,
    ConnectionType,
)
from .policy import Situation


def situation_of(
    report: ConnectionReport, url: str, *, is_failing: bool
) -> Situation | None:
    """Return the situation; None while there is no verdict on the server yet."""
    if report.connection_type is None:
        return None
    known = candidate_at(report, url)
    return Situation(
        url=url,
        is_failing=is_failing,
        works=None if known is None else _works(report, known),
        is_relay=known is not None and known.candidate.kind is ConnectionType.RELAY,
        direct=direct_urls(report),
    )


def candidate_at(report: ConnectionReport, url: str) -> CandidateReport | None:
    """Return our own candidate with this URL; None if there is none."""
    wanted = url.rstrip("/").lower()
    return next(
        (each for each in report.candidates if each.candidate.url == wanted), None
    )


def direct_urls(report: ConnectionReport) -> tuple[str, ...]:
    """Return the direct https addresses known to work, the one in use first."""
    if not report.usable or report.suspected:
        return ()
    return tuple(
        each.candidate.url
        for each in sorted(
            report.candidates, key=lambda each: each.candidate != report.active
        )
        if _is_direct(each.candidate) and _works(report, each)
    )


def better_than(report: ConnectionReport, url: str) -> Candidate | None:
    """Return the connection in use if it is of a better type than a working address."""
    known, active = candidate_at(report, url), report.active
    if known is None or active is None or report.suspected or not report.usable:
        return None
    if not _is_direct(active) or not _works(report, known):
        return None
    return active if active.preference < known.candidate.preference else None


def _is_direct(candidate: Candidate) -> bool:
    return (
        candidate.kind in (ConnectionType.LOCAL, ConnectionType.REMOTE)
        and candidate.scheme == "https"
        and not candidate.diagnostic_only
    )


def _works(report: ConnectionReport, each: CandidateReport) -> bool | None:
    """Return whether a candidate works, as last seen; None: not known."""
    if each.candidate == report.active and not report.suspected:
        return True
    attempt = each.last_attempt
    if attempt is None or each.is_unanswered:
        return None
    if attempt.ok:
        return True
    return None if attempt.authentic else False
