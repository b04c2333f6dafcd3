"""Those who look for a connection, each in a process of its own.

All do the same: `prepare` asks plex.tv for the rows, off the clock, and `run`
looks for the first usable connection among them with nothing open, on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """What a contestant is told."""

    token: str
    """Of the account, at plex.tv."""
    server: str
    """The name of the server to connect to."""
    stored_url: str
    """The server's own LAN address, as a user at home would have stored it."""
    best: Mapping[str, Any] | None
    """Host, address and port of the best candidate, for a contestant without search."""
    interfaces: tuple[str, ...]
    """Networks that the contestant's machine is on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What came of one run."""

    seconds: float
    url: str | None
    """None: no connection was found."""
    steps: Mapping[str, float] = field(default_factory=dict)
    """Seconds until each of the steps that this contestant knows."""


class Contestant(Protocol):
    """Looks for a connection; one method at a time is called."""

    def prepare(self, task: Task) -> None:
        """Ask plex.tv for the rows."""

    def run(self) -> Finding:
        """Start from nothing that is open, and find a connection."""

    def rest(self) -> None:
        """Close what the last run opened."""
