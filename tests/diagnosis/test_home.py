"""Causes between Home Assistant and a server at the same home."""

from ipaddress import ip_network
from typing import Any

import pytest

from custom_components.plex_connection.connection import FailureKind, Networks
from custom_components.plex_connection.diagnosis import App, Evidence, Surroundings
from custom_components.plex_connection.diagnosis.home import (
    blocked_at_home,
    in_a_container,
    names_blocked,
)

from .builders import (
    AWAY,
    BRIDGES,
    DOCKER,
    HOME,
    HTTP_VARIANT,
    LAN,
    LOCAL,
    NEAR,
    NETWORKS,
    OFFLINE,
    OTHER_LAN,
    PLAIN,
    PUBLIC,
    RELAY,
    REMOTE,
    TIMEOUT,
    UNTRIED,
    candidate,
    evidence,
    keys,
    record,
    row,
    tried,
)

APP = App(name="Plex Media Server", address="172.30.33.1")
HERE = Surroundings(networks=NETWORKS, bridges=BRIDGES)
WITH_APP = Surroundings(networks=NETWORKS, bridges=BRIDGES, apps=(APP,))
IN_THE_APP = candidate(LOCAL, APP.address)


def contained(*addresses: str, near: bool = True) -> Any:
    """Return a record whose local rows are these."""
    rows = (*(row(each, local=True) for each in addresses), row(HOME, 31234))
    return record(rows=rows, public_address_matches=near)


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (
            evidence(
                LOCAL,
                tried(IN_THE_APP),
                of=contained(APP.address, near=False),
                surroundings=WITH_APP,
            ),
            "address_of_app",
        ),
        (
            evidence(
                LOCAL,
                tried(IN_THE_APP),
                of=contained(APP.address),
                surroundings=HERE,
            ),
            "address_on_bridge",
        ),
        (
            evidence(REMOTE, of=contained("172.18.0.2"), surroundings=HERE),
            "address_of_container",
        ),
        (evidence(OFFLINE, of=contained("172.18.0.2")), "address_of_container"),
        (evidence(REMOTE, of=contained("172.18.0.2", near=False)), None),
        (evidence(LOCAL, tried(DOCKER), of=contained("172.18.0.2")), None),
        (evidence(REMOTE, of=contained("172.18.0.2", "192.168.1.12")), None),
        (
            evidence(REMOTE, of=contained("172.18.0.2", "172.19.0.2")),
            "address_of_container",
        ),
        (evidence(REMOTE, of=contained()), None),
        (evidence(REMOTE, of=contained("not an address")), None),
        (evidence(REMOTE, of=contained("172.15.255.255")), None),
        (evidence(REMOTE, of=contained("172.16.0.0")), "address_of_container"),
        (evidence(REMOTE, of=contained("172.31.255.255")), "address_of_container"),
        (evidence(REMOTE, of=contained("172.32.0.0")), None),
        (evidence(REMOTE, of=contained("fd00:18::2")), None),
        (
            evidence(
                REMOTE,
                of=contained("172.18.0.2"),
                surroundings=Surroundings(
                    networks=Networks((ip_network("172.18.0.0/16"),))
                ),
            ),
            None,
        ),
        (
            evidence(
                LOCAL,
                tried(LAN),
                tried(DOCKER, TIMEOUT),
                of=contained("172.18.0.2"),
                surroundings=HERE,
            ),
            None,
        ),
    ],
)
def test_in_a_container(shown: Evidence, found: str | None) -> None:
    """All local rows are those of containers, and none on our networks works."""
    facts = in_a_container(shown)
    assert keys(facts) == (None if found is None else [found])
    if facts:
        assert facts[0].value == (APP.name if found == "address_of_app" else None)


@pytest.mark.parametrize(
    ("shown", "is_found"),
    [
        (evidence(RELAY, tried(LAN, TIMEOUT), of=NEAR), True),
        (evidence(REMOTE, tried(LAN, TIMEOUT), tried(PUBLIC), of=NEAR), True),
        (evidence(RELAY, tried(OTHER_LAN, FailureKind.REFUSED), of=NEAR), True),
        (evidence(RELAY, tried(LAN, TIMEOUT), report={"proved_near": True}), True),
        (evidence(RELAY, tried(LAN, TIMEOUT), tried(HTTP_VARIANT), of=NEAR), True),
        (evidence(RELAY, tried(LAN, TIMEOUT), tried(PLAIN, None), of=NEAR), True),
        (evidence(RELAY, tried(LAN, TIMEOUT), of=AWAY), False),
        (evidence(OFFLINE, tried(LAN, TIMEOUT), of=NEAR), False),
        (evidence(LOCAL, tried(LAN), of=NEAR), False),
        (
            evidence(
                RELAY,
                tried(LAN, TIMEOUT),
                of=NEAR,
                report={"pinned": "https://example.test:443"},
            ),
            False,
        ),
        (evidence(RELAY, tried(LAN, UNTRIED), of=NEAR), False),
        (evidence(RELAY, tried(LAN, FailureKind.TLS_NAME), of=NEAR), False),
        (evidence(RELAY, tried(LAN, TIMEOUT), tried(OTHER_LAN), of=NEAR), False),
        (evidence(RELAY, tried(PLAIN, TIMEOUT), of=NEAR), False),
        (evidence(RELAY, of=NEAR), False),
    ],
)
def test_blocked_at_home(shown: Evidence, is_found: bool) -> None:  # noqa: FBT001
    """At the same home, reached around it, and no local https address answers."""
    found = ["same_public_address", "home_address_fails"] if is_found else None
    assert keys(blocked_at_home(shown)) == found


@pytest.mark.parametrize(
    ("blocked", "candidates", "is_found"),
    [
        (True, [tried(LAN)], True),
        (True, [tried(LAN, TIMEOUT)], True),
        (False, [tried(LAN)], False),
        (None, [tried(LAN)], False),
        (True, [tried(OTHER_LAN)], False),
        (True, [tried(HTTP_VARIANT)], False),
        (True, [tried(PUBLIC)], False),
    ],
)
def test_names_blocked(
    blocked: bool | None,  # noqa: FBT001 - a column of the table
    candidates: list[Any],
    is_found: bool,  # noqa: FBT001
) -> None:
    """Only of concern to a server with an address on our networks."""
    known = Surroundings(names_blocked=blocked)
    shown = evidence(LOCAL, *candidates, surroundings=known)
    assert keys(names_blocked(shown)) == (
        ["names_do_not_resolve"] if is_found else None
    )
