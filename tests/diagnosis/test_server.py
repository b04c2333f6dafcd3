"""Causes in the server, its certificate, its owner or plex.tv: when they are found."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.plex_connection.connection import FailureKind
from custom_components.plex_connection.diagnosis import Evidence, Fact, Surroundings
from custom_components.plex_connection.diagnosis.server import (
    expired_certificate,
    expiring_certificate,
    flapping,
    not_listed,
    off,
    pinned_down,
    plex_tv_down,
    refused_access,
    refused_https,
    replaced,
    slow,
    starting,
    unclaimed,
    unexplained,
    wrong_certificate,
)

from .builders import (
    AWAY,
    DOMAIN,
    FRIENDS,
    HTTP_VARIANT,
    LAN,
    LOCAL,
    NEAR,
    NOW,
    OFFLINE,
    OTHER_LAN,
    PLAIN,
    PUBLIC,
    REFUSED,
    RELAY,
    RELAYED,
    REMOTE,
    TIMEOUT,
    UNTRIED,
    evidence,
    keys,
    record,
    tried,
)

PINNED = {"pinned": LAN.url}
EXPIRED, NAME = FailureKind.TLS_EXPIRED, FailureKind.TLS_NAME
UNTRUSTED, TLS = FailureKind.TLS_UNTRUSTED, FailureKind.TLS_OTHER

ABSENT = record(presence=False)
UNLISTED = record(unlisted_since=NOW)
PLEX_TV_DOWN = Surroundings(is_plex_tv_down=True)


@pytest.mark.parametrize(
    ("kind", "report", "found"),
    [
        (OFFLINE, PINNED, ["pinned_fails"]),
        (OFFLINE, {}, None),
        (LOCAL, PINNED, None),
        (OFFLINE, PINNED | {"starting": True}, None),
        (OFFLINE, PINNED | {"needs_authorization_check": True}, None),
    ],
)
def test_pinned_down(kind: Any, report: dict[str, Any], found: object) -> None:
    """It is pinned and offline; a server that answers at all was reached."""
    assert keys(pinned_down(evidence(kind, report=report))) == found


def test_pinned_address() -> None:
    """The address is shown as others are; as it was pinned if it is listed no more."""
    assert pinned_down(evidence(OFFLINE, tried(LAN, TIMEOUT), report=PINNED)) == (
        Fact(key="pinned_fails", address=LAN.endpoint),
    )
    assert pinned_down(evidence(OFFLINE, report=PINNED)) == (
        Fact(key="pinned_fails", address=LAN.url),
    )


@pytest.mark.parametrize(
    ("of", "claimed", "found"),
    [
        (AWAY, False, ["says_unclaimed"]),
        (AWAY, True, None),
        (AWAY, None, None),
        (FRIENDS, False, None),
    ],
)
def test_unclaimed(of: Any, claimed: bool | None, found: object) -> None:  # noqa: FBT001
    """Only an owned server's own word counts, and only where it proves who it is."""
    shown = evidence(LOCAL, tried(LAN, claimed=claimed), of=of)
    assert keys(unclaimed(shown)) == found
    liar = evidence(LOCAL, tried(LAN), tried(HTTP_VARIANT, claimed=claimed), of=of)
    assert unclaimed(liar) is None


HEIR = record(server_id="other")


@pytest.mark.parametrize(
    ("kind", "of", "namesakes", "found"),
    [
        (OFFLINE, ABSENT, [HEIR], ["namesake_online"]),
        (LOCAL, UNLISTED, [HEIR], ["namesake_online"]),
        (OFFLINE, UNLISTED, [HEIR], ["namesake_online"]),
        (OFFLINE, ABSENT, [], None),
        (LOCAL, ABSENT, [HEIR], None),
        (OFFLINE, AWAY, [HEIR], None),
        (OFFLINE, ABSENT, [replace(HEIR, presence=False)], None),
        (OFFLINE, ABSENT, [replace(HEIR, unlisted_since=NOW)], None),
        (OFFLINE, ABSENT, [replace(HEIR, presence=False), HEIR], ["namesake_online"]),
    ],
)
def test_replaced(kind: Any, of: Any, namesakes: list[Any], found: object) -> None:
    """It is gone for plex.tv, and a namesake of the same owner is online."""
    shown = evidence(kind, of=of, namesakes=tuple(namesakes))
    assert keys(replaced(shown)) == found


def test_not_listed() -> None:
    """plex.tv leaves it out."""
    assert keys(not_listed(evidence(LOCAL, of=UNLISTED))) == ["not_listed"]
    assert not_listed(evidence(LOCAL)) is None


@pytest.mark.parametrize(
    ("find", "field", "key"),
    [
        (refused_access, "needs_authorization_check", "refuses_token"),
        (starting, "starting", "says_starting"),
    ],
)
def test_words_of_the_server(find: Any, field: str, key: str) -> None:
    """What the server answered is found, whatever the connection."""
    for kind in (LOCAL, OFFLINE):
        assert keys(find(evidence(kind, report={field: True}))) == [key]
        assert find(evidence(kind)) is None


def test_plex_tv_down() -> None:
    """No list of servers, or no word from where it sees us."""
    for known in (PLEX_TV_DOWN, Surroundings(is_plex_tv_silent=True)):
        shown = evidence(LOCAL, surroundings=known)
        assert keys(plex_tv_down(shown)) == ["plex_tv_silent"]
    assert plex_tv_down(evidence(LOCAL)) is None


NEAR_ABSENT = record(presence=False, public_address_matches=True)


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (evidence(OFFLINE, tried(LAN, REFUSED)), ["machine_refuses"]),
        (evidence(REMOTE, tried(LAN, REFUSED)), None),
        (evidence(OFFLINE, tried(LAN, TIMEOUT)), None),
        (evidence(OFFLINE, tried(LAN, UNTRIED)), None),
        (evidence(OFFLINE, tried(OTHER_LAN, REFUSED)), None),
        (evidence(OFFLINE, tried(HTTP_VARIANT, REFUSED)), None),
        (
            evidence(OFFLINE, tried(PUBLIC, REFUSED), of=ABSENT),
            ["plex_tv_misses", "refuses"],
        ),
        (
            evidence(OFFLINE, tried(OTHER_LAN, REFUSED), of=ABSENT),
            ["plex_tv_misses", "refuses"],
        ),
        (evidence(OFFLINE, tried(PUBLIC, REFUSED)), None),
        (evidence(OFFLINE, tried(RELAYED, REFUSED), of=ABSENT), None),
        (evidence(OFFLINE, tried(PUBLIC, TIMEOUT), of=ABSENT), None),
        (evidence(OFFLINE, tried(PUBLIC, TIMEOUT), of=NEAR_ABSENT), ["plex_tv_misses"]),
        (
            evidence(
                OFFLINE,
                tried(PUBLIC, REFUSED),
                of=NEAR_ABSENT,
                surroundings=PLEX_TV_DOWN,
            ),
            None,
        ),
        (
            evidence(
                OFFLINE,
                tried(PUBLIC, REFUSED),
                of=NEAR_ABSENT,
                surroundings=Surroundings(is_plex_tv_silent=True),
            ),
            None,
        ),
        (
            evidence(OFFLINE, of=replace(NEAR_ABSENT, unlisted_since=NOW)),
            None,
        ),
    ],
)
def test_off(shown: Evidence, found: object) -> None:
    """A machine at home refuses, or plex.tv misses it and something refuses."""
    assert keys(off(shown)) == found


@pytest.mark.parametrize(
    ("results", "expired", "wrong"),
    [
        ([(LAN, EXPIRED)], True, False),
        ([(LAN, NAME)], False, True),
        ([(PUBLIC, UNTRUSTED)], False, True),
        ([(LAN, EXPIRED), (PUBLIC, NAME)], True, True),
        ([(LAN, EXPIRED), (PUBLIC, TIMEOUT)], True, False),
        ([(LAN, EXPIRED), (PUBLIC, None)], False, False),
        ([(LAN, NAME), (PUBLIC, FailureKind.STARTING)], False, False),
        ([(LAN, NAME), (RELAYED, None)], False, True),
        ([(LAN, NAME), (PLAIN, None)], False, True),
        ([(LAN, NAME), (DOMAIN, None)], False, True),
        ([(DOMAIN, EXPIRED)], False, False),
        ([(DOMAIN, NAME)], False, False),
        ([(RELAYED, NAME)], False, True),
        ([(LAN, TIMEOUT), (PUBLIC, UNTRIED)], False, False),
        ([], False, False),
    ],
)
def test_certificates(
    results: list[Any],
    expired: bool,  # noqa: FBT001 - a column of the table
    wrong: bool,  # noqa: FBT001
) -> None:
    """One own name is bad, and none works; custom domains and relays say nothing."""
    shown = evidence(RELAY, *(tried(which, result) for which, result in results))
    assert keys(expired_certificate(shown)) == (["expired"] if expired else None)
    assert keys(wrong_certificate(shown)) == (
        ["certificate_does_not_fit"] if wrong else None
    )


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (evidence(LOCAL, tried(PLAIN), report={"active": PLAIN}), ["only_http_works"]),
        (evidence(LOCAL, tried(LAN), report={"active": LAN}), None),
        (evidence(OFFLINE, tried(LAN, TLS)), ["refuses_tls"]),
        (
            evidence(OFFLINE, tried(LAN, TIMEOUT), tried(HTTP_VARIANT)),
            ["only_http_works"],
        ),
        (evidence(OFFLINE, tried(LAN, TIMEOUT), tried(HTTP_VARIANT, TIMEOUT)), None),
        (evidence(OFFLINE, tried(LAN, TIMEOUT), tried(PLAIN)), None),
        (evidence(OFFLINE, tried(LAN, TIMEOUT), tried(RELAYED, TLS)), ["refuses_tls"]),
        (evidence(OFFLINE, tried(LAN, TIMEOUT), tried(RELAYED, REFUSED)), None),
        (evidence(OFFLINE, tried(DOMAIN, TLS)), None),
        (
            evidence(
                OFFLINE, tried(LAN, FailureKind.UNAUTHORIZED), tried(HTTP_VARIANT)
            ),
            None,
        ),
        (evidence(RELAY, tried(LAN, TLS), tried(HTTP_VARIANT)), None),
        (evidence(OFFLINE), None),
    ],
)
def test_refused_https(shown: Evidence, found: object) -> None:
    """Plain http is in use, or works beside no https at all."""
    assert keys(refused_https(shown)) == found


SECOND = timedelta(seconds=1)
DAYS_14 = timedelta(days=14)


@pytest.mark.parametrize(
    ("left", "active", "found"),
    [
        (DAYS_14, LAN, None),
        (DAYS_14 - SECOND, LAN, ["certificate_ends"]),
        (-SECOND, LAN, ["certificate_ends"]),
        (DAYS_14 - SECOND, DOMAIN, None),
        (DAYS_14 - SECOND, None, None),
        (None, LAN, None),
    ],
)
def test_expiring(left: timedelta | None, active: Any, found: object) -> None:
    """Fewer than 14 days, of the server's own certificate, in use."""
    until = None if left is None else NOW + left
    shown = evidence(LOCAL, report={"active": active}, certificate_until=until)
    facts = expiring_certificate(shown)
    assert keys(facts) == found
    if facts and until:
        assert facts[0].value == until.date().isoformat()


@pytest.mark.parametrize(
    ("is_slow", "latency", "value"),
    [(True, 812.6, "813"), (False, 812.6, None), (True, None, None)],
)
def test_slow(
    is_slow: bool,  # noqa: FBT001 - a column of the table
    latency: float | None,
    value: str | None,
) -> None:
    """Only with a latency; the fact has whole milliseconds."""
    shown = evidence(LOCAL, report={"latency_ms": latency}, is_slow=is_slow)
    facts = slow(shown)
    assert [each.value for each in facts or ()] == ([value] if value else [])


@pytest.mark.parametrize(("changes", "value"), [(0, None), (3, None), (4, "4")])
def test_flapping(changes: int, value: str | None) -> None:
    """Four changes within an hour, or more."""
    facts = flapping(evidence(LOCAL, recent_changes=changes))
    assert [each.value for each in facts or ()] == ([value] if value else [])


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (evidence(OFFLINE), ["nothing_answers"]),
        (evidence(OFFLINE, of=FRIENDS, report=PINNED), ["nothing_answers"]),
        (evidence(RELAY), ["on_relay"]),
        (evidence(RELAY, report=PINNED), None),
        (evidence(RELAY, of=FRIENDS), None),
        (evidence(RELAY, tried(PUBLIC, TIMEOUT), of=FRIENDS), None),
        (evidence(RELAY, tried(LAN, TIMEOUT), of=FRIENDS), ["on_relay"]),
        (evidence(RELAY, tried(LAN, UNTRIED), of=FRIENDS), None),
        (evidence(LOCAL, of=NEAR), None),
        (evidence(REMOTE), None),
    ],
)
def test_unexplained(shown: Evidence, found: object) -> None:
    """Offline, or on the relay though it should not be."""
    assert keys(unexplained(shown)) == found
