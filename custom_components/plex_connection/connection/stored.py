"""State of a server kept between checks and restarts, in its stored form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address
from typing import Any, Self

from .deserialize import (
    MalformedError,
    read,
    read_count,
    read_member,
    read_optional,
    read_time,
    write_time,
)
from .models import Attempt, ConnectionType, FailureKind


@dataclass(frozen=True, kw_only=True, slots=True)
class ConnectionState:
    """State of one server's connection kept between checks and restarts."""

    url: str | None
    """The active candidate; for an offline server the last good one."""
    connection_type: ConnectionType
    last_tested: datetime | None = None
    response_time_ms: float | None = None
    failure_count: int = 0
    """Consecutive checks that found no usable connection."""
    next_check: datetime | None = None
    waits: int | None = field(default=None, compare=False)
    """Number of waits since an offline server was lost; each makes the next longer. Not
    compared, as it does not describe the connection. None: as many as failures, the
    only count of older versions."""
    starting: bool = False
    """At the last check the server was not ready."""
    refused: bool = False
    """At the last check the server refused access."""
    token_refused: bool = False
    """The server refused the last token sent."""

    def to_dict(self) -> dict[str, Any]:
        """Return the state as JSON can hold it.

        Omits a relay's address, which rotates (rule 15).
        """
        relayed = self.connection_type is ConnectionType.RELAY
        return {
            "url": None if relayed else self.url,
            "connection_type": self.connection_type.value,
            "last_tested": write_time(self.last_tested),
            "response_time_ms": self.response_time_ms,
            "failure_count": self.failure_count,
            "next_check": write_time(self.next_check),
            "waits": self.waits,
            "starting": self.starting,
            "refused": self.refused,
            "token_refused": self.token_refused,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a stored state; raises ValueError."""
        connection_type = read_member(data, "connection_type", ConnectionType)
        url = read_optional(data, "url", str)
        return cls(
            url=None if connection_type is ConnectionType.RELAY else url,
            connection_type=connection_type,
            last_tested=read_time(data, "last_tested"),
            response_time_ms=read_optional(data, "response_time_ms", float),
            failure_count=read_count(data, "failure_count"),
            next_check=read_time(data, "next_check"),
            waits=None if data.get("waits") is None else read_count(data, "waits"),
            # Older versions wrote none of them.
            starting=read_optional(data, "starting", bool) or False,
            refused=read_optional(data, "refused", bool) or False,
            token_refused=read_optional(data, "token_refused", bool) or False,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredCandidate:
    """State of one candidate kept between checks and restarts."""

    url: str
    peer: str | None = None
    """The IP that the candidate led to, at the right server's last answer."""
    last_tested: datetime | None = None
    failure: FailureKind | None = None
    """Of the last attempt."""
    failure_count: int = 0
    """Consecutive failures."""
    backoff_until: datetime | None = None
    cold_ms: float | None = None
    """Last latency on a new connection; `warm_ms`: on an open one."""
    warm_ms: float | None = None
    attempt: Attempt | None = field(default=None, compare=False, repr=False)
    """The whole last attempt, kept over a reload but not written to disk."""
    is_lasting: bool = True
    """Whether it is written to disk: not relays, which rotate, nor http variants."""

    def to_dict(self) -> dict[str, Any]:
        """Return the state as JSON can hold it."""
        return {
            "url": self.url,
            "peer": self.peer,
            "last_tested": write_time(self.last_tested),
            "failure": None if self.failure is None else self.failure.value,
            "failure_count": self.failure_count,
            "backoff_until": write_time(self.backoff_until),
            "cold_ms": self.cold_ms,
            "warm_ms": self.warm_ms,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a stored state; raises ValueError."""
        failed = data.get("failure") is not None
        return cls(
            url=read(data, "url", str),
            peer=_read_address(data, "peer"),
            last_tested=read_time(data, "last_tested"),
            failure=read_member(data, "failure", FailureKind) if failed else None,
            failure_count=read_count(data, "failure_count"),
            backoff_until=read_time(data, "backoff_until"),
            cold_ms=read_optional(data, "cold_ms", float),
            warm_ms=read_optional(data, "warm_ms", float),
        )


def _read_address(data: Mapping[str, Any], key: str) -> str | None:
    """Return a stored IP literal, None if absent; raises MalformedError."""
    if (text := read_optional(data, key, str)) is None:
        return None
    try:
        ip_address(text)
    except ValueError as err:
        raise MalformedError(key, "not an IP address") from err
    return text
