"""Causes that keep viewers outside from reaching an owned server directly."""

from datetime import timedelta
from typing import Any

import pytest

from custom_components.plex_connection.connection import FailureKind
from custom_components.plex_connection.diagnosis import (
    Evidence,
    ServerStatus,
    Surroundings,
)
from custom_components.plex_connection.diagnosis.outside import (
    changed_port,
    closed_port,
    double_nat,
    failed_publishing,
    half_ipv6,
    remote_access_off,
    unmapped_port,
)

from .builders import (
    DOMAIN,
    FRIENDS,
    HOME,
    LAN,
    LOCAL,
    NEAR,
    NOW,
    OFFLINE,
    PUBLIC,
    PUBLIC_V6,
    REFUSED,
    RELAY,
    RELAYED,
    REMOTE,
    TIMEOUT,
    UNTRIED,
    evidence,
    keys,
    record,
    row,
    said,
    tried,
)

PINNED = {"pinned": RELAYED.url}
OFF: dict[str, str | int | bool] = {"PublishServerOnPlexOnlineKey": False}
ON: dict[str, str | int | bool] = {"PublishServerOnPlexOnlineKey": True}
DISABLED = ServerStatus(settings=OFF, settings_at=NOW)
ENABLED = ServerStatus(settings=ON, settings_at=NOW)

BY_WORD = (double_nat, failed_publishing, changed_port, closed_port, unmapped_port)
"""The rules that rest on the server's word."""


def found_by(shown: Evidence) -> dict[str, list[str] | None]:
    """Return what the rules find that rest on the server's word."""
    found = {each.__name__: keys(each(shown)) for each in BY_WORD}
    return {name: facts for name, facts in found.items() if facts}


def at_home(status: ServerStatus, **more: Any) -> Evidence:
    """Return evidence on a server at home that works there."""
    defaults: dict[str, Any] = {"of": NEAR, "status": status}
    return evidence(LOCAL, tried(LAN), **defaults | more)


@pytest.mark.parametrize(
    ("shown", "is_found"),
    [
        (evidence(RELAY, status=DISABLED), True),
        (evidence(RELAY, status=ENABLED), False),
        (evidence(RELAY), False),
        (evidence(RELAY, status=DISABLED, of=NEAR), False),
        (evidence(RELAY, status=DISABLED, report=PINNED), False),
        (evidence(LOCAL, status=DISABLED), False),
        (evidence(REMOTE, status=DISABLED), False),
        (evidence(OFFLINE, status=DISABLED), False),
    ],
)
def test_remote_access_off(shown: Evidence, is_found: bool) -> None:  # noqa: FBT001
    """Off on purpose is a problem only for those who are elsewhere."""
    found = ["remote_access_disabled"] if is_found else None
    assert keys(remote_access_off(shown)) == found


@pytest.mark.parametrize(
    ("status", "found"),
    [
        (said(), {}),
        (said("unknown"), {}),
        (said("failed", "doublenat"), {"double_nat", "unmapped_port"}),
        (said(public_address="192.168.0.2"), {"double_nat", "changed_port"}),
        (said(public_address="100.64.0.1"), {"double_nat", "changed_port"}),
        (said("failed", "publisherror"), {"failed_publishing", "unmapped_port"}),
        (said("mapped", "badauth"), {"failed_publishing"}),
        (said("mapped", "myplexgone"), {"failed_publishing"}),
        (said(is_signed_in=False), {"failed_publishing"}),
        (said(is_signed_in=None), {}),
        (said(public_address=None), {"failed_publishing"}),
        (said(public_port=None), {"failed_publishing"}),
        (said("failed", public_port=None), {"unmapped_port"}),
        (said("failed", "unreachable"), {"closed_port", "unmapped_port"}),
        (said("mapped", "unreachable"), {"closed_port"}),
        (said("waiting"), {"unmapped_port"}),
        (said("failed", "jumboframes"), {"unmapped_port"}),
        (said("mapped", "other"), {}),
        (said(public_port=31235), {"changed_port"}),
        (said(public_address="203.0.113.41"), {"changed_port"}),
        (said("failed", public_port=31235), {"unmapped_port"}),
    ],
)
def test_the_servers_word(status: ServerStatus, found: set[str]) -> None:
    """What each of its answers shows; the order of the causes decides between them."""
    assert found_by(at_home(status)).keys() == set(found)


BAD = said("failed", "unreachable")
WORD = {"closed_port", "unmapped_port"}
HOURS_12 = timedelta(hours=12)


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (at_home(BAD), WORD),
        (at_home(said("failed", "unreachable", settings=ON)), WORD),
        (at_home(said("failed", "unreachable", settings=OFF)), set()),
        (at_home(BAD, now=NOW + HOURS_12), WORD),
        (at_home(BAD, now=NOW + HOURS_12 + timedelta(seconds=1)), set()),
        (at_home(BAD, now=NOW - HOURS_12), WORD),
        (evidence(REMOTE, tried(PUBLIC), status=BAD), set()),
        (evidence(REMOTE, tried(PUBLIC), status=BAD, of=NEAR), WORD),
        (evidence(REMOTE, tried(PUBLIC, TIMEOUT), status=BAD), WORD),
        (evidence(RELAY, tried(RELAYED), status=BAD), WORD),
        (evidence(LOCAL, tried(LAN), tried(DOMAIN), status=BAD, of=NEAR), set()),
        (
            evidence(LOCAL, tried(LAN), tried(DOMAIN, TIMEOUT), status=BAD, of=NEAR),
            WORD,
        ),
    ],
)
def test_when_the_word_counts(shown: Evidence, found: set[str]) -> None:
    """Not if it is old, unwanted, or disproved from outside or over a custom URL."""
    assert found_by(shown).keys() == found


@pytest.mark.parametrize(
    ("rows", "status", "found"),
    [
        ([row(HOME, 31234)], said(), None),
        ([row(HOME, 31235)], said(), "port_differs"),
        ([row(HOME, 31235), row(HOME, 31234)], said(), None),
        ([row("203.0.113.9", 31234)], said(), "public_address_differs"),
        ([], said(), None),
        ([row(HOME, 31235, local=True)], said(), None),
        ([row(HOME, 31235, relay=True)], said(), None),
        ([row("2001:db8::7", 31235)], said(), None),
        ([row("plex.example.net", 443)], said(), None),
        ([row(HOME, 31235)], said(public_port=None), None),
        ([row(HOME, 31235)], said(public_address=None), None),
        ([row(HOME, 31235)], said("failed"), None),
        (
            [row(HOME, 31234)],
            said(settings={"LastAutomaticMappedPort": 31236}),
            "port_differs",
        ),
        ([row(HOME, 31234)], said(settings={"LastAutomaticMappedPort": 31234}), None),
        ([row(HOME, 31234)], said(settings={"LastAutomaticMappedPort": 0}), None),
    ],
)
def test_changed_port(rows: list[Any], status: ServerStatus, found: str | None) -> None:
    """No listed IPv4 row has the port, or the address, that the server has."""
    facts = changed_port(at_home(status, of=record(rows=tuple(rows))))
    assert keys(facts) == (None if found is None else [found])


@pytest.mark.parametrize(
    ("shown", "is_found"),
    [
        (evidence(RELAY, tried(PUBLIC, TIMEOUT)), True),
        (evidence(RELAY, tried(PUBLIC, TIMEOUT), of=FRIENDS), True),
        (evidence(RELAY, tried(PUBLIC, TIMEOUT), tried(PUBLIC_V6, REFUSED)), True),
        (evidence(RELAY, tried(PUBLIC, TIMEOUT), tried(PUBLIC_V6)), False),
        (evidence(RELAY, tried(PUBLIC, UNTRIED)), False),
        (evidence(RELAY, tried(PUBLIC, FailureKind.TLS_NAME)), False),
        (evidence(RELAY, tried(DOMAIN, TIMEOUT)), False),
        (evidence(RELAY), False),
        (evidence(RELAY, tried(PUBLIC, TIMEOUT), of=NEAR), False),
        (evidence(RELAY, tried(PUBLIC, TIMEOUT), report=PINNED), False),
        (evidence(OFFLINE, tried(PUBLIC, TIMEOUT)), False),
    ],
)
def test_closed_port_seen_from_outside(
    shown: Evidence,
    is_found: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Home Assistant is elsewhere, on the relay, and no public address answers."""
    found = ["remote_address_fails"] if is_found else None
    assert keys(closed_port(shown)) == found


IPV6 = Surroundings(has_ipv6=True)


@pytest.mark.parametrize(
    ("candidates", "more", "is_found"),
    [
        ([tried(PUBLIC), tried(PUBLIC_V6, TIMEOUT)], {}, True),
        ([tried(PUBLIC_V6, TIMEOUT)], {}, True),
        ([tried(PUBLIC, TIMEOUT), tried(PUBLIC_V6, TIMEOUT)], {}, False),
        ([tried(PUBLIC), tried(PUBLIC_V6)], {}, False),
        ([tried(PUBLIC), tried(PUBLIC_V6, UNTRIED)], {}, False),
        ([tried(PUBLIC)], {}, False),
        ([tried(DOMAIN), tried(PUBLIC_V6, TIMEOUT)], {}, True),
        ([tried(PUBLIC), tried(PUBLIC_V6, TIMEOUT)], {"of": NEAR}, False),
        (
            [tried(PUBLIC), tried(PUBLIC_V6, TIMEOUT)],
            {"surroundings": Surroundings(has_ipv6=False)},
            False,
        ),
        (
            [tried(PUBLIC), tried(PUBLIC_V6, TIMEOUT)],
            {"surroundings": Surroundings()},
            False,
        ),
    ],
)
def test_half_ipv6(
    candidates: list[Any],
    more: dict[str, Any],
    is_found: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """IPv6 works here, we are outside, and only the IPv6 address fails."""
    shown = evidence(REMOTE, *candidates, **{"surroundings": IPV6} | more)
    assert keys(half_ipv6(shown)) == (["ipv6_fails"] if is_found else None)
