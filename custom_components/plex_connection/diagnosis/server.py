"""Causes that lie in the server itself, its certificate, its owner or plex.tv."""

from datetime import timedelta

from ..connection import CandidateReport, ConnectionType, FailureKind
from .attempts import PATH_FAILURES, failure_of, works
from .evidence import Evidence, is_custom
from .verdict import Fact

EXPIRING = timedelta(days=14)
"""Plex renews its three-month certificates weeks before they expire: with so little
time left, renewal has been failing for a while."""

FLAPS = 4
"""Changes in an hour. Damping (rule 13) ends shorter bursts of changes by itself."""

type Finding = tuple[Fact, ...]


def pinned_down(evidence: Evidence) -> Finding | None:
    """Find a pinned address that does not work and so keeps the server offline."""
    report = evidence.report
    has_answered = report.starting or report.needs_authorization_check
    if report.pinned is None or not evidence.is_offline or has_answered:
        return None
    pinned = next(
        (
            each.candidate.endpoint
            for each in report.candidates
            if each.candidate.url == report.pinned
        ),
        report.pinned,
    )
    return (Fact(key="pinned_fails", address=pinned),)


def unclaimed(evidence: Evidence) -> Finding | None:
    """Find an owned server that says that it belongs to no account."""
    if not evidence.record.owned or evidence.report.claimed is not False:
        return None
    return (Fact(key="says_unclaimed"),)


def replaced(evidence: Evidence) -> Finding | None:
    """Find a gone server whose name another one of the same owner now has."""
    is_gone = evidence.is_offline or not evidence.record.listed
    heirs = [each for each in evidence.namesakes if each.listed and each.presence]
    was_seen = evidence.record.listed and evidence.record.presence
    if not is_gone or not heirs or was_seen:
        return None
    return (Fact(key="namesake_online"),)


def not_listed(evidence: Evidence) -> Finding | None:
    """Find a server that plex.tv no longer lists."""
    since = evidence.record.unlisted_since
    return None if since is None else (Fact(key="not_listed"),)


def refused_access(evidence: Evidence) -> Finding | None:
    """Find a server that refuses a token that plex.tv calls good."""
    if not evidence.report.needs_authorization_check:
        return None
    return (Fact(key="refuses_token"),)


def starting(evidence: Evidence) -> Finding | None:
    """Find a server that answers that it is not ready."""
    return (Fact(key="says_starting"),) if evidence.report.starting else None


def plex_tv_down(evidence: Evidence) -> Finding | None:
    """Find that plex.tv does not answer."""
    known = evidence.surroundings
    is_down = known.is_plex_tv_down or known.is_plex_tv_silent
    return (Fact(key="plex_tv_silent"),) if is_down else None


def off(evidence: Evidence) -> Finding | None:
    """Find a server that is not running.

    Its machine refuses connections, or plex.tv says that it is offline. While plex.tv
    is down, its word about the server is old.
    """
    known = evidence.surroundings
    if not evidence.is_offline:
        return None
    at_home = [
        each
        for each in evidence.candidates(ConnectionType.LOCAL)
        if each.candidate.on_link and failure_of(each) is FailureKind.REFUSED
    ]
    if at_home:
        return (Fact(key="machine_refuses", address=at_home[0].candidate.endpoint),)
    is_missed = evidence.record.listed and not evidence.record.presence
    if not is_missed or known.is_plex_tv_down or known.is_plex_tv_silent:
        return None
    refusing = [
        each.candidate.endpoint
        for each in evidence.candidates(ConnectionType.LOCAL, ConnectionType.REMOTE)
        if failure_of(each) is FailureKind.REFUSED
    ]
    if refusing:
        return (Fact(key="plex_tv_misses"), Fact(key="refuses", address=refusing[0]))
    # Far away and silent: its line may be down as well.
    return (Fact(key="plex_tv_misses"),) if evidence.is_near else None


def _own_names(evidence: Evidence) -> tuple[CandidateReport, ...]:
    """Return the direct https candidates under the server's own certificate."""
    return tuple(each for each in evidence.secure if not is_custom(each.candidate.host))


def _own_handshakes(evidence: Evidence) -> tuple[CandidateReport, ...]:
    """Return the candidates with which the server itself sets up encryption.

    A relay only passes TLS on.
    """
    return (*_own_names(evidence), *evidence.candidates(ConnectionType.RELAY))


def expired_certificate(evidence: Evidence) -> Finding | None:
    """Find an expired certificate; all of the server's names share one."""
    return _bad_certificate(evidence, FailureKind.TLS_EXPIRED, key="expired")


def wrong_certificate(evidence: Evidence) -> Finding | None:
    """Find a certificate that is for another name or not trusted.

    It has to be at one of the server's own names. One address of several proves
    nothing: there may be something else behind it.
    """
    return _bad_certificate(
        evidence,
        FailureKind.TLS_NAME,
        FailureKind.TLS_UNTRUSTED,
        key="certificate_does_not_fit",
    )


def _bad_certificate(
    evidence: Evidence, *failures: FailureKind, key: str
) -> Finding | None:
    if any(works(each) for each in _own_names(evidence)):
        return None
    bad = [each for each in _own_handshakes(evidence) if failure_of(each) in failures]
    return (Fact(key=key, address=bad[0].candidate.endpoint),) if bad else None


def refused_https(evidence: Evidence) -> Finding | None:
    """Find a server that answers over plain http where https fails."""
    active = evidence.report.active
    if active is not None and active.scheme == "http":
        return (Fact(key="only_http_works", address=active.endpoint),)
    if not evidence.is_offline or any(works(each) for each in evidence.secure):
        return None
    refused = [
        each
        for each in _own_handshakes(evidence)
        if failure_of(each) is FailureKind.TLS_OTHER
    ]
    if refused:
        return (Fact(key="refuses_tls", address=refused[0].candidate.endpoint),)
    plain = [
        each
        for each in evidence.report.candidates
        if each.candidate.diagnostic_only and works(each)
    ]
    if not plain:
        return None
    return (Fact(key="only_http_works", address=plain[0].candidate.endpoint),)


def expiring_certificate(evidence: Evidence) -> Finding | None:
    """Find a certificate with few days left."""
    until, active = evidence.certificate_until, evidence.report.active
    if until is None or active is None or is_custom(active.host):
        # A custom domain's certificate may be short-lived on purpose.
        return None
    if until - evidence.now >= EXPIRING:
        return None
    return (Fact(key="certificate_ends", value=until.date().isoformat()),)


def slow(evidence: Evidence) -> Finding | None:
    """Find a connection that is far slower than it should be."""
    latency = evidence.report.latency_ms
    if not evidence.is_slow or latency is None:
        return None
    return (Fact(key="latency", value=str(round(latency))),)


def flapping(evidence: Evidence) -> Finding | None:
    """Find a connection that keeps changing."""
    if evidence.recent_changes < FLAPS:
        return None
    return (Fact(key="changes_in_an_hour", value=str(evidence.recent_changes)),)


def unexplained(evidence: Evidence) -> Finding | None:
    """Find a server that is offline, or on the relay for no known reason.

    A pinned relay is intended, and a friend who offers only a relay may do so on
    purpose.
    """
    if evidence.is_offline:
        return (Fact(key="nothing_answers"),)
    is_relayed = evidence.kind is ConnectionType.RELAY
    if not is_relayed or evidence.report.pinned is not None:
        return None
    direct = evidence.candidates(ConnectionType.LOCAL, ConnectionType.REMOTE)
    is_expected = (
        evidence.record.owned
        or bool(evidence.alerts)
        or any(
            failure_of(each) in PATH_FAILURES
            for each in direct
            if each.candidate.on_link
        )
    )
    return (Fact(key="on_relay"),) if is_expected else None
