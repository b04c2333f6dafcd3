"""What is remembered of a server between checks and restarts, as it is stored."""

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
    """What is remembered of one server's connection between checks and restarts."""

    url: str | None
    """The active candidate; of an offline server the last good one."""
    connection_type: ConnectionType
    last_tested: datetime | None = None
    response_time_ms: float | None = None
    failure_count: int = 0
    """Checks in a row that found no usable connection."""
    next_check: datetime | None = None
    waits: int | None = field(default=None, compare=False)
    """How often a server that is off was waited for since it was lost: its next wait
    is longer for each. No part of what the connection is like, and so not compared.
    None: as many as there were failures, for older versions counted no others."""
    starting: bool = False
    """The server's own faults, as of the last check: it is not ready,"""
    refused: bool = False
    """or refuses access,"""
    token_refused: bool = False
    """or has refused the token when last it was shown."""

    def to_dict(self) -> dict[str, Any]:
        """Return the state as JSON can hold it.

        A relay's address rotates, so it is not written down (rule 15).
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
            # None of them was written by older versions.
            starting=read_optional(data, "starting", bool) or False,
            refused=read_optional(data, "refused", bool) or False,
            token_refused=read_optional(data, "token_refused", bool) or False,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredCandidate:
    """What is remembered of one candidate."""

    url: str
    peer: str | None = None
    """The IP that the candidate led to, by the right server's last answer."""
    last_tested: datetime | None = None
    failure: FailureKind | None = None
    """Of the last attempt."""
    failure_count: int = 0
    """Failures in a row."""
    backoff_until: datetime | None = None
    cold_ms: float | None = None
    """Last latency on a connection that was new; warm: on one that was there."""
    warm_ms: float | None = None
    attempt: Attempt | None = field(default=None, compare=False, repr=False)
    """The whole last attempt; a reload goes on with it, and it is not written down."""
    is_lasting: bool = True
    """Whether it is written down: a relay rotates, and a twin is asked anew."""

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
    """Return a stored IP literal."""
    if (text := read_optional(data, key, str)) is None:
        return None
    try:
        ip_address(text)
    except ValueError as err:
        raise MalformedError(key, "not an IP address") from err
    return text
