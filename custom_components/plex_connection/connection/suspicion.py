"""A suspected loss, and what is shown until it is certain (rule 12).

Wi-Fi that reconnects and a switch that restarts are back within seconds. The connection
in use moves at once; the one shown to users and automations changes only after two more
attempts at the silent address have failed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import Self

from .models import Candidate, ConnectionType

ATTEMPTS = 2
"""Consecutive attempts at the silent address that must fail."""

GIVEN: Mapping[ConnectionType, float] = {
    ConnectionType.LOCAL: 1.5,
    ConnectionType.REMOTE: 2.0,
    ConnectionType.RELAY: 2.0,
}
"""Time limit of each, in seconds. A heartbeat is missed at most 9 s after the loss on
local and 13.5 s on remote, so that the loss is shown within 12 and 18 s; and a blip of
six seconds is over before the second attempt is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A connection as shown in reports."""

    connection_type: ConnectionType | None = None
    """None: there was no verdict yet."""
    active: Candidate | None = None
    latency_ms: float | None = None
    failure_count: int = 0

    @property
    def url(self) -> str | None:
        """The shown URL."""
        return None if self.active is None else self.active.url

    @property
    def position(self) -> tuple[ConnectionType | None, str | None]:
        """Return the values whose change is recorded."""
        return self.connection_type, self.url


@dataclass(frozen=True, kw_only=True, slots=True)
class Suspicion:
    """The shown connection does not answer; monotonic seconds."""

    url: str
    kind: ConnectionType
    began_at: float
    """When the first answer failed, or was missed: a change's duration starts then."""
    is_asked: bool = True
    """Whether the race for another connection probes it, as the first attempt."""
    confirmed_at: float = inf
    """Infinite: not certain yet."""

    @property
    def given(self) -> float:
        """Seconds for each attempt."""
        return GIVEN[self.kind]

    @property
    def is_open(self) -> bool:
        """Whether the loss is not certain yet."""
        return self.confirmed_at == inf

    def unasked(self) -> Self:
        """Return a copy after the race cancelled its probe: it found another one."""
        return replace(self, is_asked=False)

    def confirmed(self, now: float) -> Self:
        """Return a copy that is certain since `now`, or earlier."""
        return self if not self.is_open else replace(self, confirmed_at=now)
