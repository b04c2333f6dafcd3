"""What a message says, and what all kinds of messages have in common: pure policy."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from math import inf
from typing import Any

from ..connection.deserialize import read_optional
from ..diagnosis import Problem

GATHER = 60.0
"""Seconds within which what happens to several servers counts as one cause. The loss of
a router is noticed within 18 s over push, and within 30 s on the relay."""

RESUME = 60.0
"""Seconds without observation, such as a reload, after which a wait goes on."""

SETTLE = 30.0
"""Seconds that a wait which goes on takes at least: until each server is seen again."""

QUIET = 3600.0
"""Seconds for which a server that keeps changing is not mentioned again."""


class MessageKind(StrEnum):
    """What a message is about."""

    OFFLINE = "offline"
    AGAIN = "again"
    """Offline again within an hour: the last message about it for an hour."""
    BACK = "back"
    SUMMARY = "summary"
    """What happened in the quiet hour."""
    PROBLEM = "problem"
    SOLVED = "solved"
    RELAY = "relay"


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One message about servers that share a cause."""

    kind: MessageKind
    servers: tuple[str, ...]
    """By machineIdentifier, sorted; never empty."""
    since: datetime
    """When it began; for what is over, when that ended."""
    lasted: float = 0.0
    """Seconds; for a summary, the longest total."""
    problem: Problem | None = None
    times: int = 0
    """How often it happened in the hour, for a summary."""
    is_offline: bool = False
    """Whether the servers are offline now, for a summary."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Times:
    """The two clocks; what is stored survives on the wall clock."""

    clock: Callable[[], float]
    """Monotonic seconds."""
    now: Callable[[], datetime]

    def wall(self, at: float) -> datetime:
        """Return a monotonic moment on the wall clock."""
        seconds = self.now().timestamp() - (self.clock() - at)
        return datetime.fromtimestamp(seconds, UTC)

    def stored(self, at: float | None) -> float | None:
        """Return a moment to store, in seconds since 1970; None if there is none."""
        if at is None or at == -inf:
            return None
        return round(self.wall(at).timestamp(), 1)

    def read(self, data: Mapping[str, Any], key: str) -> float | None:
        """Return a stored moment, None if there is none.

        It is never in the future: the wall clock may have been set back since.
        """
        if (stored := read_optional(data, key, float)) is None:
            return None
        return self.clock() - max(0.0, self.now().timestamp() - stored)


@dataclass(slots=True)
class SeenServers:
    """When each server was first seen in this run: earlier states may have changed."""

    times: Times
    grace: float
    """Seconds that anything has to last."""
    stored_at: float = -inf
    """Until when an earlier run observed, in monotonic seconds."""
    _counts_from: dict[str, float] = field(default_factory=dict)

    def __contains__(self, server_id: str) -> bool:
        """Return whether a server was seen in this run."""
        return server_id in self._counts_from

    def __iter__(self) -> Iterator[str]:
        """Yield the servers seen."""
        return iter(self._counts_from)

    def counts_from(self, server_id: str) -> float:
        """Return since when what is seen of a server counts, at the earliest."""
        return self._counts_from[server_id]

    def note(self, server_id: str) -> None:
        """Note that a server is seen."""
        now = self.times.clock()
        is_resumed = now - self.stored_at <= RESUME
        waited = max(0.0, self.grace - SETTLE) if is_resumed else 0.0
        self._counts_from.setdefault(server_id, now - waited)

    def forget(self, server_id: str) -> None:
        """Forget a server."""
        self._counts_from.pop(server_id, None)


def ripe(began: Mapping[str, float], wait: float, now: float) -> tuple[str, ...]:
    """Return the servers to mention together now, from when each one's trouble began.

    Each has to last for `wait` seconds. The first one waits for those whose trouble
    began up to `GATHER` seconds after its own.
    """
    return tuple(sorted(_matured(began, wait, now))) if now >= _due(began, wait) else ()


def next_ripe(began: Mapping[str, float], wait: float) -> float:
    """Return when `ripe` returns something, if nothing else happens; inf: never."""
    return _due(began, wait)


def _due(began: Mapping[str, float], wait: float) -> float:
    if not began:
        return inf
    first = min(began.values())
    return wait + max(at for at in began.values() if at - first <= GATHER)


def _matured(began: Mapping[str, float], wait: float, now: float) -> list[str]:
    return [server for server, at in began.items() if now >= at + wait]
