"""What a server says of itself: remote access and the settings for connections."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from ipaddress import ip_address
from typing import Any, Self

from ..connection.deserialize import (
    MalformedError,
    read_member,
    read_optional,
    read_time,
)

NEVER = datetime.min.replace(tzinfo=UTC)

type Setting = str | int | bool


class MappingState(StrEnum):
    """Whether the server's port can be reached from outside, as it believes."""

    UNKNOWN = "unknown"
    WAITING = "waiting"
    MAPPED = "mapped"
    FAILED = "failed"

    @classmethod
    def of(cls, text: str | None) -> MappingState:
        """Return the state; anything that is not known counts as unknown."""
        return cls(text) if text is not None and text in cls else cls.UNKNOWN


class MappingError(StrEnum):
    """Why it cannot."""

    NONE = ""
    UNREACHABLE = "unreachable"
    PUBLISH_ERROR = "publisherror"
    BAD_AUTH = "badauth"
    MYPLEX_GONE = "myplexgone"
    DOUBLE_NAT = "doublenat"
    JUMBO_FRAMES = "jumboframes"
    OTHER = "other"
    """A word that no documentation has."""

    @classmethod
    def of(cls, text: str | None) -> MappingError:
        """Return the error; an unknown word stays an error."""
        return cls(text or "") if (text or "") in cls else cls.OTHER


class RemoteAccessState(StrEnum):
    """Remote access in one word, as the server sees it."""

    WORKING = "working"
    FAILING = "failing"
    WAITING = "waiting"
    """It is being set up; that should take seconds."""
    OFF = "off"


IN_A_WORD: Mapping[MappingState, RemoteAccessState] = {
    MappingState.MAPPED: RemoteAccessState.WORKING,
    MappingState.FAILED: RemoteAccessState.FAILING,
    MappingState.WAITING: RemoteAccessState.WAITING,
}


def _read_address(data: Mapping[str, Any]) -> str | None:
    """Read a stored IP address; raises ValueError."""
    text = read_optional(data, "public_address", str)
    try:
        return None if text is None else str(ip_address(text))
    except ValueError:
        raise MalformedError("public_address", "not an address") from None


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoteAccess:
    """The server's answer to /myplex/account."""

    state: MappingState
    error: MappingError
    is_signed_in: bool | None
    """None: it does not say."""
    public_address: str | None
    """None: it has none, which is a fault while it is mapped."""
    public_port: int | None
    at: datetime

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON can hold it."""
        return {
            "state": self.state.value,
            "error": self.error.value,
            "signed_in": self.is_signed_in,
            "public_address": self.public_address,
            "public_port": self.public_port,
            "at": self.at.isoformat(),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a stored answer; raises ValueError."""
        if (at := read_time(data, "at")) is None:
            raise MalformedError("at", "missing")
        return cls(
            state=read_member(data, "state", MappingState),
            error=read_member(data, "error", MappingError),
            is_signed_in=read_optional(data, "signed_in", bool),
            public_address=_read_address(data),
            public_port=read_optional(data, "public_port", int),
            at=at,
        )


PUBLISH = "PublishServerOnPlexOnlineKey"
"""Whether remote access is enabled."""
MANUAL_MODE = "ManualPortMappingMode"
MANUAL_PORT = "ManualPortMappingPort"
AUTOMATIC_PORT = "LastAutomaticMappedPort"


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerStatus:
    """The last answers of one server; None for what it was not asked, or refused."""

    remote_access: RemoteAccess | None = None
    settings: Mapping[str, Setting] | None = None
    """Only those that matter to connections, by Plex's ids."""
    settings_at: datetime | None = None
    """When they were read."""

    @property
    def wants_remote_access(self) -> bool | None:
        """Return whether the owner has enabled remote access; None: not known."""
        if self.settings is None:
            return None
        value = self.settings.get(PUBLISH)
        return None if value is None else value in (True, 1, "1", "true")

    @property
    def content(self) -> object:
        """Return what the answers say, without when they came."""
        said = self.remote_access
        return None if said is None else replace(said, at=NEVER), self.settings

    @property
    def mapped_port(self) -> int | None:
        """Return the public port by the server's settings; None: not known."""
        if self.settings is None:
            return None
        is_manual = self.settings.get(MANUAL_MODE) in (True, 1, "1", "true")
        port = self.settings.get(MANUAL_PORT if is_manual else AUTOMATIC_PORT)
        return port if isinstance(port, int) and port > 0 else None

    @property
    def remote_access_state(self) -> RemoteAccessState | None:
        """Return remote access in one word; None: not known."""
        if self.wants_remote_access is False:
            return RemoteAccessState.OFF
        said = self.remote_access
        if said is None:
            return None
        if said.error is not MappingError.NONE:
            return RemoteAccessState.FAILING
        return IN_A_WORD.get(said.state)

    def to_dict(self) -> dict[str, Any]:
        """Return the answers as JSON can hold them; empty if there are none."""
        found: dict[str, Any] = {}
        if self.remote_access is not None:
            found["remote_access"] = self.remote_access.to_dict()
        if self.settings is not None and self.settings_at is not None:
            found["settings"] = dict(self.settings)
            found["settings_at"] = self.settings_at.isoformat()
        return found

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read stored answers; raises ValueError."""
        said = read_optional(data, "remote_access", dict)
        settings = read_optional(data, "settings", dict)
        if not all(isinstance(each, str | int) for each in (settings or {}).values()):
            raise MalformedError("settings", "not plain values")
        return cls(
            remote_access=None if said is None else RemoteAccess.from_dict(said),
            settings=settings,
            settings_at=read_time(data, "settings_at"),
        )


NO_STATUS = ServerStatus()
