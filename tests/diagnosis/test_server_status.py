"""What a server says of itself: kept, read back, and in one word."""

from dataclasses import replace
from datetime import timedelta
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.diagnosis import (
    NO_STATUS,
    MappingError,
    MappingState,
    RemoteAccess,
    RemoteAccessState,
    ServerStatus,
)
from tests.examples import examples

from .builders import HOME, NOW, said

SETTINGS: dict[str, str | int | bool] = {
    "PublishServerOnPlexOnlineKey": True,
    "ManualPortMappingMode": False,
    "ManualPortMappingPort": 32400,
    "LastAutomaticMappedPort": 31234,
    "customConnections": "",
}
FULL = said("failed", "unreachable", settings=SETTINGS)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("mapped", MappingState.MAPPED),
        ("failed", MappingState.FAILED),
        ("waiting", MappingState.WAITING),
        ("unknown", MappingState.UNKNOWN),
        ("Mapped", MappingState.UNKNOWN),
        ("", MappingState.UNKNOWN),
        (None, MappingState.UNKNOWN),
    ],
)
def test_states(text: str | None, state: MappingState) -> None:
    """A word that is not known counts as unknown."""
    assert MappingState.of(text) is state


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (None, MappingError.NONE),
        ("", MappingError.NONE),
        ("unreachable", MappingError.UNREACHABLE),
        ("doublenat", MappingError.DOUBLE_NAT),
        ("toothache", MappingError.OTHER),
        ("other", MappingError.OTHER),
    ],
)
def test_errors(text: str | None, error: MappingError) -> None:
    """A word that is not known stays an error."""
    assert MappingError.of(text) is error


@pytest.mark.parametrize(
    "status",
    [
        NO_STATUS,
        FULL,
        said(),
        said(public_address=None, public_port=None, is_signed_in=None),
        ServerStatus(settings={}, settings_at=NOW),
        replace(FULL, remote_access=None),
    ],
)
def test_round_trip(status: ServerStatus) -> None:
    """What is stored is read back, through JSON."""
    assert ServerStatus.from_dict(json.loads(json.dumps(status.to_dict()))) == status


def test_nothing_to_store() -> None:
    """Without answers nothing is stored; settings without their time are asked anew."""
    assert NO_STATUS.to_dict() == {}
    assert ServerStatus(settings=SETTINGS).to_dict() == {}


@examples(100)
@given(
    access=st.none()
    | st.builds(
        RemoteAccess,
        state=st.sampled_from(MappingState),
        error=st.sampled_from(MappingError),
        is_signed_in=st.none() | st.booleans(),
        public_address=st.none() | st.ip_addresses().map(str),
        public_port=st.none() | st.integers(1, 65535),
        at=st.integers(-(10**6), 10**6).map(lambda n: NOW + timedelta(seconds=n)),
    ),
    settings=st.none()
    | st.dictionaries(st.text(), st.text() | st.integers(-9, 9) | st.booleans()),
)
def test_law_of_storage(
    access: RemoteAccess | None, settings: dict[str, Any] | None
) -> None:
    """Any answers are read back, and the words about them stay the same."""
    status = ServerStatus(
        remote_access=access,
        settings=settings,
        settings_at=None if settings is None else NOW,
    )
    read = ServerStatus.from_dict(json.loads(json.dumps(status.to_dict())))
    assert read == status
    assert read.content == status.content
    assert read.remote_access_state == status.remote_access_state
    assert read.mapped_port == status.mapped_port


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"remote_access": []}, "remote_access"),
        ({"settings": []}, "settings"),
        ({"settings": {"RelayEnabled": None}}, "settings"),
        ({"settings": {"RelayEnabled": 0.5}}, "settings"),
        ({"settings": {"RelayEnabled": ["on"]}}, "settings"),
        ({"settings_at": "yesterday"}, "settings_at"),
        ({"settings_at": "2026-11-22T12:00:00"}, "settings_at"),
        ({"settings_at": 7}, "settings_at"),
    ],
)
def test_malformed(changes: dict[str, Any], reason: str) -> None:
    """An invalid part raises ValueError that names it."""
    with pytest.raises(ValueError, match=reason):
        ServerStatus.from_dict(FULL.to_dict() | changes)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("state", "on"),
        ("state", None),
        ("error", "toothache"),
        ("error", 7),
        ("signed_in", "yes"),
        ("signed_in", 1),
        ("public_address", 7),
        ("public_address", "nowhere"),
        ("public_port", "31234"),
        ("public_port", True),
        ("at", None),
        ("at", "2026-11-22T12:00:00"),
    ],
)
def test_malformed_remote_access(field: str, value: object) -> None:
    """An invalid field raises ValueError that names it."""
    assert FULL.remote_access is not None
    stored = FULL.remote_access.to_dict()
    with pytest.raises(ValueError, match=rf"^{field}: "):
        RemoteAccess.from_dict(stored | {field: value})


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (True, True),
        (1, True),
        ("1", True),
        ("true", True),
        (False, False),
        (0, False),
        ("0", False),
        ("", False),
    ],
)
def test_wants_remote_access(
    value: object,
    wanted: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """JSON has booleans, and some copies of XML have words."""
    settings: Any = {"PublishServerOnPlexOnlineKey": value}
    assert ServerStatus(settings=settings).wants_remote_access is wanted


def test_not_known() -> None:
    """Without the setting it is not known; a server need not have it."""
    assert NO_STATUS.wants_remote_access is None
    assert ServerStatus(settings={}).wants_remote_access is None
    assert NO_STATUS.mapped_port is None
    assert NO_STATUS.remote_access_state is None
    assert ServerStatus(settings=SETTINGS).remote_access_state is None


@pytest.mark.parametrize(
    ("settings", "port"),
    [
        ({}, 31234),
        ({"ManualPortMappingMode": True}, 32400),
        ({"ManualPortMappingMode": "1"}, 32400),
        ({"ManualPortMappingMode": 0}, 31234),
        ({"LastAutomaticMappedPort": 0}, None),
        ({"LastAutomaticMappedPort": -1}, None),
        ({"LastAutomaticMappedPort": "31234"}, None),
        ({"ManualPortMappingMode": True, "ManualPortMappingPort": 0}, None),
    ],
)
def test_mapped_port(settings: dict[str, Any], port: int | None) -> None:
    """The manual port counts in manual mode, otherwise the router's."""
    assert ServerStatus(settings=SETTINGS | settings).mapped_port == port


OFF: dict[str, str | int | bool] = {"PublishServerOnPlexOnlineKey": False}


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (said(), RemoteAccessState.WORKING),
        (said("failed"), RemoteAccessState.FAILING),
        (said("waiting"), RemoteAccessState.WAITING),
        (said("unknown"), None),
        (said("mapped", "unreachable"), RemoteAccessState.FAILING),
        (said("waiting", "other"), RemoteAccessState.FAILING),
        (said("unknown", "doublenat"), RemoteAccessState.FAILING),
        (said(settings=OFF), RemoteAccessState.OFF),
        (said("failed", "unreachable", settings=OFF), RemoteAccessState.OFF),
        (ServerStatus(settings=OFF), RemoteAccessState.OFF),
        (said(settings=SETTINGS), RemoteAccessState.WORKING),
    ],
)
def test_in_a_word(status: ServerStatus, word: RemoteAccessState | None) -> None:
    """Off is the owner's word; an error outweighs the state."""
    assert status.remote_access_state is word


def test_content() -> None:
    """The content ignores when the answers came, and nothing else."""
    access = FULL.remote_access
    assert access is not None
    later = replace(access, at=NOW + timedelta(hours=3))
    assert replace(FULL, remote_access=later, settings_at=None).content == FULL.content
    for changed in (
        replace(FULL, remote_access=None),
        replace(FULL, remote_access=replace(access, public_port=1)),
        replace(FULL, settings=SETTINGS | {"RelayEnabled": True}),
        replace(FULL, settings=None),
    ):
        assert changed.content != FULL.content
    assert HOME in repr(FULL.content)
