"""Causes that lie in custom server access URLs, which the owner has entered."""

from collections.abc import Iterator

from ..connection import CandidateReport, FailureKind, RejectionReason
from .attempts import PATH_FAILURES, failure_of
from .evidence import Evidence
from .verdict import Fact

type Finding = tuple[Fact, ...]

ELSEWHERE = frozenset(
    {
        FailureKind.TLS_NAME,
        FailureKind.TLS_UNTRUSTED,
        FailureKind.NOT_PLEX,
        FailureKind.WRONG_SERVER,
    }
)
"""Something else answers, and will go on doing so."""
PROXY = frozenset({FailureKind.HTTP_ERROR, FailureKind.REDIRECT})
"""A proxy answers in the server's place."""

PROOF = frozenset({FailureKind.DNS, FailureKind.WRONG_SERVER})
"""No router answers like that: the name is wrong wherever it is used."""
PRIVATE_NAMES = (".ts.net", ".local", ".lan", ".home.arpa", ".internal", ".localdomain")
"""Names that exist only in one network: elsewhere, their absence is not a fault."""


def url_with_path(evidence: Evidence) -> Finding | None:
    """Find a URL with a path, or one that is not a valid address."""
    bad = [
        each
        for each in evidence.report.rejected
        if each.reason in (RejectionReason.PATH, RejectionReason.MALFORMED)
    ]
    return (Fact(key="url_unusable", address=bad[0].url),) if bad else None


def wrong_url(evidence: Evidence) -> Finding | None:
    """Find a URL behind which something else answers."""
    return _found(evidence, ELSEWHERE, key="url_leads_elsewhere")


def dead_url(evidence: Evidence) -> Finding | None:
    """Find a URL at which nothing answers."""
    return _found(evidence, PATH_FAILURES, key="url_dead")


def failing_proxy(evidence: Evidence) -> Finding | None:
    """Find a proxy that answers with an error of its own."""
    return _found(evidence, PROXY, key="proxy_answers")


def _found(
    evidence: Evidence, failures: frozenset[FailureKind], *, key: str
) -> Finding | None:
    for each in _provable(evidence):
        failure = failure_of(each)
        if failure in failures:
            return (Fact(key=key, address=each.candidate.host, value=failure),)
    return None


def _provable(evidence: Evidence) -> Iterator[CandidateReport]:
    """Yield the custom candidates whose failure here is one everywhere.

    At home, a name that leads to our own public address may only lack a way back in
    through the router, whose own page may answer instead. And if the server is offline,
    nothing can answer for it but a proxy that reports that.
    """
    home = evidence.record.public_address
    for each in evidence.custom:
        attempt = each.last_attempt
        if attempt is None or each.candidate.host.endswith(PRIVATE_NAMES):
            continue
        is_proof = attempt.failure in PROOF
        if evidence.is_offline and not is_proof and attempt.failure not in PROXY:
            continue
        may_be_hairpin = evidence.is_near and not is_proof
        if may_be_hairpin and (home is None or attempt.peer in (None, home)):
            continue
        yield each
