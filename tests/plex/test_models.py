"""PIN, account and identity, as plex.tv and servers return them."""

import re
from typing import Any

import pytest

from custom_components.plex_connection.plex import Account, Pin, PlexResponseError
from custom_components.plex_connection.plex.resources import (
    DEFAULT_PIN_LIFETIME,
    MAX_PIN_LIFETIME,
    Identity,
)

from .samples import PIN, SERVER_ID


def test_pin_lifetime_is_measured_from_here() -> None:
    """The deadline uses our clock: plex.tv's may differ."""
    assert Pin.from_json(PIN, now=50.0).deadline == 1850.0


@pytest.mark.parametrize(
    ("changes", "lifetime"),
    [
        ({"expiresIn": None}, 1800.0),
        ({"expiresIn": 0}, 1800.0),
        ({"expiresIn": float("nan")}, 1800.0),
        ({"expiresIn": float("inf")}, MAX_PIN_LIFETIME),
        ({"expiresIn": 10**400}, MAX_PIN_LIFETIME),
        ({"expiresIn": None, "createdAt": None}, DEFAULT_PIN_LIFETIME),
        ({"expiresIn": None, "createdAt": "2026-11-03"}, DEFAULT_PIN_LIFETIME),
        ({"expiresIn": "1800", "expiresAt": PIN["createdAt"]}, DEFAULT_PIN_LIFETIME),
    ],
)
def test_pin_without_a_lifetime(changes: dict[str, Any], lifetime: float) -> None:
    """Without `expiresIn`, plex.tv's two dates give it, else the shortest known one."""
    assert Pin.from_json(PIN | changes, now=0.0).deadline == lifetime


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ([], "pin: expected an object"),
        (PIN | {"id": "7"}, "pin.id: expected a positive integer"),
        (PIN | {"id": True}, "pin.id: expected a positive integer"),
        (PIN | {"id": 2**63}, "pin.id: expected a positive integer"),
        (PIN | {"code": None}, "pin.code: expected an identifier"),
        (PIN | {"code": "a&b=c"}, "pin.code: expected an identifier"),
    ],
)
def test_malformed_pin(value: object, path: str) -> None:
    """The error names the path, not the value."""
    with pytest.raises(PlexResponseError) as caught:
        Pin.from_json(value, now=0.0)

    assert str(caught.value) == path
    assert caught.value.status is None


def test_account() -> None:
    """An account keeps its name, not its e-mail address."""
    account = Account.from_json(
        {
            "id": 17,
            "uuid": "0f1e2d3c",
            "username": "ann",
            "title": "Ann",
            "email": "a@b",
        }
    )

    assert account == Account(id=17, uuid="0f1e2d3c", username="ann", title="Ann")


@pytest.mark.parametrize(
    ("names", "username", "title"),
    [
        ({"username": "", "title": "Kid"}, "Kid", "Kid"),
        ({"username": "ann"}, "ann", "ann"),
        ({}, "17", "17"),
    ],
)
def test_account_without_names(
    names: dict[str, str], username: str, title: str
) -> None:
    """A managed user has no user name; the title or the id replaces it."""
    account = Account.from_json({"id": 17, "uuid": "0f1e"} | names)

    assert (account.username, account.title) == (username, title)


@pytest.mark.parametrize(
    ("said", "claimed"), [(True, True), ("1", True), (False, False), (None, None)]
)
def test_identity(said: object, claimed: bool | None) -> None:  # noqa: FBT001
    """A server that omits `claimed` has not lost its owner."""
    container = {"size": 0, "claimed": said, "machineIdentifier": SERVER_ID}
    identity = Identity.from_json({"MediaContainer": container | {"version": "1.43"}})

    assert identity == Identity(
        machine_identifier=SERVER_ID, version="1.43", claimed=claimed
    )


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("hello", "identity: expected an object"),
        ({}, "identity.MediaContainer: expected an object"),
        (
            {"MediaContainer": {"size": 0}},
            "identity.MediaContainer.machineIdentifier: expected an identifier",
        ),
    ],
)
def test_malformed_identity(value: object, path: str) -> None:
    """An answer without an identifier is no server's."""
    with pytest.raises(PlexResponseError, match=re.escape(path)):
        Identity.from_json(value)
