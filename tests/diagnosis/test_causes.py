"""The tree of causes: complete, without cycles, and each can be found."""

from datetime import timedelta

import pytest

from custom_components.plex_connection.connection import (
    FailureKind,
    Rejection,
    RejectionReason,
)
from custom_components.plex_connection.diagnosis import (
    CAUSES,
    Evidence,
    Problem,
    Severity,
    Surroundings,
    findings_of,
)

from .builders import (
    DOMAIN,
    LAN,
    LOCAL,
    NEAR,
    NOW,
    OFFLINE,
    PLAIN,
    PUBLIC,
    PUBLIC_V6,
    REFUSED,
    RELAY,
    RELAYED,
    REMOTE,
    TIMEOUT,
    evidence,
    record,
    row,
    said,
    tried,
)

WELL = evidence(LOCAL, tried(LAN), of=NEAR, report={"active": LAN}, status=said())

EVIDENCE: dict[Problem, Evidence] = {
    Problem.PINNED_DOWN: evidence(OFFLINE, report={"pinned": LAN.url}),
    Problem.UNCLAIMED: evidence(LOCAL, tried(LAN, claimed=False)),
    Problem.REPLACED: evidence(
        OFFLINE,
        of=record(presence=False),
        namesakes=(record(server_id="other"),),
    ),
    Problem.NOT_LISTED: evidence(LOCAL, of=record(unlisted_since=NOW)),
    Problem.ACCESS_REFUSED: evidence(LOCAL, report={"needs_authorization_check": True}),
    Problem.STARTING: evidence(OFFLINE, report={"starting": True}),
    Problem.CERTIFICATE_EXPIRED: evidence(RELAY, tried(LAN, FailureKind.TLS_EXPIRED)),
    Problem.CERTIFICATE_WRONG: evidence(OFFLINE, tried(LAN, FailureKind.TLS_NAME)),
    Problem.HTTPS_REFUSED: evidence(LOCAL, tried(PLAIN), report={"active": PLAIN}),
    Problem.PLEX_TV_DOWN: evidence(
        LOCAL, surroundings=Surroundings(is_plex_tv_down=True)
    ),
    Problem.SERVER_OFF: evidence(OFFLINE, tried(LAN, REFUSED)),
    Problem.CONTAINER_ADDRESS: evidence(
        REMOTE,
        of=record(rows=(row("172.18.0.2", local=True),), public_address_matches=True),
    ),
    Problem.HOME_BLOCKED: evidence(RELAY, tried(LAN, TIMEOUT), of=NEAR),
    Problem.NAMES_BLOCKED: evidence(
        LOCAL, tried(LAN), surroundings=Surroundings(names_blocked=True)
    ),
    Problem.REMOTE_ACCESS_OFF: evidence(
        RELAY, status=said(settings={"PublishServerOnPlexOnlineKey": False})
    ),
    Problem.DOUBLE_NAT: evidence(LOCAL, status=said("failed", "doublenat")),
    Problem.PUBLISH_FAILED: evidence(LOCAL, status=said("failed", "publisherror")),
    Problem.PORT_CHANGED: evidence(LOCAL, status=said(public_port=1)),
    Problem.IPV6_UNREACHABLE: evidence(
        REMOTE,
        tried(PUBLIC),
        tried(PUBLIC_V6, TIMEOUT),
        surroundings=Surroundings(has_ipv6=True),
    ),
    Problem.PORT_UNREACHABLE: evidence(RELAY, tried(PUBLIC, TIMEOUT), tried(RELAYED)),
    Problem.PORT_NOT_MAPPED: evidence(LOCAL, status=said("failed")),
    Problem.CUSTOM_URL_PATH: evidence(
        LOCAL,
        report={
            "rejected": (
                Rejection(url="https://a.test/plex", reason=RejectionReason.PATH),
            )
        },
    ),
    Problem.CUSTOM_URL_WRONG: evidence(LOCAL, tried(DOMAIN, FailureKind.NOT_PLEX)),
    Problem.CUSTOM_URL_DEAD: evidence(LOCAL, tried(DOMAIN, FailureKind.DNS)),
    Problem.PROXY_ERROR: evidence(LOCAL, tried(DOMAIN, FailureKind.HTTP_ERROR)),
    Problem.FLAPPING: evidence(LOCAL, recent_changes=4),
    Problem.SLOW: evidence(LOCAL, report={"latency_ms": 900.0}, is_slow=True),
    Problem.CERTIFICATE_EXPIRING: evidence(
        LOCAL, report={"active": LAN}, certificate_until=NOW + timedelta(days=3)
    ),
    Problem.NOT_KNOWN: evidence(RELAY, tried(RELAYED)),
}
"""A simple case of each cause."""


def test_every_problem_has_a_cause() -> None:
    """All but the absence of one; and each has a case here."""
    assert CAUSES.keys() == set(Problem) - {Problem.NONE}
    assert EVIDENCE.keys() == CAUSES.keys()


@pytest.mark.parametrize("problem", CAUSES)
def test_no_cycle(problem: Problem) -> None:
    """No cause silences itself, not even through others."""
    reached: set[Problem] = set()
    waiting = set(CAUSES[problem].depends_on)
    while waiting:
        each = waiting.pop()
        reached.add(each)
        waiting |= CAUSES[each].depends_on - reached
    assert problem not in reached
    assert Problem.NONE not in reached


@pytest.mark.parametrize("problem", CAUSES)
def test_each_can_be_found(problem: Problem) -> None:
    """Its case shows it with facts, and nothing that explains it."""
    findings = findings_of(EVIDENCE[problem])
    assert findings[problem]
    assert not CAUSES[problem].depends_on & findings.keys()
    assert all(fact.key for fact in findings[problem])


def test_nothing_is_found_where_all_is_well() -> None:
    """A server that works as it should has no cause."""
    assert findings_of(WELL) == {}


@pytest.mark.parametrize("problem", CAUSES)
def test_severities(problem: Problem) -> None:
    """No cause is fine, and none has to last for a negative time."""
    assert CAUSES[problem].severity is not Severity.OK
    assert CAUSES[problem].after >= 0
