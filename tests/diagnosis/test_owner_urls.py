"""Causes in custom server access URLs."""

from typing import Any

import pytest

from custom_components.plex_connection.connection import (
    FailureKind,
    Rejection,
    RejectionReason,
)
from custom_components.plex_connection.diagnosis.owner_urls import (
    dead_url,
    failing_proxy,
    url_with_path,
    wrong_url,
)

from .builders import (
    DOMAIN,
    HOME,
    LAN,
    LOCAL,
    NEAR,
    OFFLINE,
    PUBLIC,
    RELAYED,
    REMOTE,
    UNTRIED,
    evidence,
    keys,
    named,
    record,
    tried,
)

RULES = (url_with_path, wrong_url, dead_url, failing_proxy)


def found_by(*candidates: Any, **more: Any) -> list[str]:
    """Return the names of the rules that find something."""
    shown = evidence(LOCAL, *candidates, **more)
    return [each.__name__ for each in RULES if each(shown) is not None]


@pytest.mark.parametrize(
    ("failure", "found"),
    [
        (None, []),
        (UNTRIED, []),
        (FailureKind.DNS, ["dead_url"]),
        (FailureKind.REFUSED, ["dead_url"]),
        (FailureKind.UNREACHABLE, ["dead_url"]),
        (FailureKind.TIMEOUT, ["dead_url"]),
        (FailureKind.RESET, ["dead_url"]),
        (FailureKind.BLOCKED, []),
        (FailureKind.TLS_NAME, ["wrong_url"]),
        (FailureKind.TLS_UNTRUSTED, ["wrong_url"]),
        (FailureKind.TLS_EXPIRED, []),
        (FailureKind.TLS_OTHER, []),
        (FailureKind.NOT_PLEX, ["wrong_url"]),
        (FailureKind.WRONG_SERVER, ["wrong_url"]),
        (FailureKind.REDIRECT, ["failing_proxy"]),
        (FailureKind.HTTP_ERROR, ["failing_proxy"]),
        (FailureKind.UNAUTHORIZED, []),
        (FailureKind.STARTING, []),
    ],
)
def test_failures(failure: Any, found: list[str]) -> None:
    """What each failure of a custom URL shows; that of another shows nothing."""
    assert found_by(tried(DOMAIN, failure)) == found
    assert found_by(tried(named("plex.example.net", LOCAL), failure)) == found
    assert found_by(*(tried(each, failure) for each in (LAN, PUBLIC, RELAYED))) == []


@pytest.mark.parametrize(
    ("failure", "peer", "home", "is_found"),
    [
        (FailureKind.TIMEOUT, HOME, HOME, False),
        (FailureKind.TIMEOUT, None, HOME, False),
        (FailureKind.TIMEOUT, "203.0.113.9", HOME, True),
        (FailureKind.TIMEOUT, "203.0.113.9", None, False),
        (FailureKind.NOT_PLEX, HOME, HOME, False),
        (FailureKind.HTTP_ERROR, HOME, HOME, False),
        (FailureKind.HTTP_ERROR, "203.0.113.9", HOME, True),
        (FailureKind.DNS, None, HOME, True),
        (FailureKind.DNS, None, None, True),
        (FailureKind.WRONG_SERVER, HOME, HOME, True),
    ],
)
def test_no_way_back_in(
    failure: FailureKind,
    peer: str | None,
    home: str | None,
    is_found: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """At home a name that may lead to our own public address proves little."""
    near = record(public_address_matches=True, public_address=home)
    assert bool(found_by(tried(DOMAIN, failure, peer=peer), of=near)) is is_found
    assert found_by(tried(DOMAIN, failure, peer=peer))


@pytest.mark.parametrize(
    "host",
    [
        "attic.tail1234.ts.net",
        "attic.local",
        "attic.lan",
        "attic.home.arpa",
        "attic.internal",
        "attic.localdomain",
    ],
)
def test_names_of_one_network(host: str) -> None:
    """A name that exists in one network only is no fault elsewhere."""
    assert found_by(tried(named(host), FailureKind.DNS)) == []
    assert found_by(tried(named(f"{host}.example.net"), FailureKind.DNS)) != []


@pytest.mark.parametrize(
    ("failure", "found"),
    [
        (FailureKind.TIMEOUT, []),
        (FailureKind.REFUSED, []),
        (FailureKind.NOT_PLEX, []),
        (FailureKind.DNS, ["dead_url"]),
        (FailureKind.WRONG_SERVER, ["wrong_url"]),
        (FailureKind.HTTP_ERROR, ["failing_proxy"]),
    ],
)
def test_while_the_server_is_offline(failure: FailureKind, found: list[str]) -> None:
    """That its URL does not lead to it, either, may only follow from that."""
    shown = evidence(OFFLINE, tried(LAN, FailureKind.TIMEOUT), tried(DOMAIN, failure))
    assert [each.__name__ for each in RULES if each(shown) is not None] == found


@pytest.mark.parametrize("reason", list(RejectionReason))
def test_rejected(reason: RejectionReason) -> None:
    """A URL with a path, or that is none; other rejections are ours, not a mistake."""
    rejected = (
        Rejection(url="https://other.test", reason=RejectionReason.TOO_MANY),
        Rejection(url="https://plex.example.net/plex", reason=reason),
    )
    shown = evidence(REMOTE, of=NEAR, report={"rejected": rejected})
    facts = url_with_path(shown)
    is_found = reason in (RejectionReason.PATH, RejectionReason.MALFORMED)
    assert keys(facts) == (["url_unusable"] if is_found else None)
    if facts:
        assert facts[0].address == "https://plex.example.net/plex"


def test_the_first_bad_one_is_named() -> None:
    """Of several the first is named, by its host alone."""
    facts = dead_url(
        evidence(
            LOCAL,
            tried(named("good.example.net")),
            tried(named("first.example.net"), FailureKind.DNS),
            tried(named("second.example.net"), FailureKind.DNS),
        )
    )
    assert facts is not None
    (fact,) = facts
    assert (fact.address, fact.value) == ("first.example.net", "dns")
