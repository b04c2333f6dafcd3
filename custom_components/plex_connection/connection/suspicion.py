"""What is suspected to be lost, and what is shown until that is certain (rule 12).

Wi-Fi that reconnects and a switch that restarts are back within seconds. What is used
moves at once; what people and automations are told waits until the address that is
missed was asked twice more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import Self

from .models import Candidate, ConnectionType

ATTEMPTS = 2
"""Attempts at the address that is missed which have to fail, one after the other."""

GIVEN: Mapping[ConnectionType, float] = {
    ConnectionType.LOCAL: 1.5,
    ConnectionType.REMOTE: 2.0,
    ConnectionType.RELAY: 2.0,
}
"""Seconds that each of them has. A heartbeat is missed 9 s after the loss at the latest
on local and 13.5 s on remote, so that it is told within 12 and 18 s; and a blip of six
seconds is over before the second attempt is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A connection as the world is told of it."""

    connection_type: ConnectionType | None = None
    """None: there was no verdict yet."""
    active: Candidate | None = None
    latency_ms: float | None = None
    failure_count: int = 0

    @property
    def url(self) -> str | None:
        """The url that is shown."""
        return None if self.active is None else self.active.url

    @property
    def position(self) -> tuple[ConnectionType | None, str | None]:
        """Return what a change is a change of."""
        return self.connection_type, self.url


@dataclass(frozen=True, kw_only=True, slots=True)
class Suspicion:
    """The connection that is shown does not answer; monotonic seconds."""

    url: str
    kind: ConnectionType
    began_at: float
    """When the first answer failed, or was missed: a change counts from then."""
    is_asked: bool = True
    """Whether the race that looks for another one asks it, as the first attempt."""
    confirmed_at: float = inf
    """Infinite: it is not certain yet."""

    @property
    def given(self) -> float:
        """Seconds for each attempt."""
        return GIVEN[self.kind]

    @property
    def is_open(self) -> bool:
        """Whether it is not certain yet."""
        return self.confirmed_at == inf

    def unasked(self) -> Self:
        """Return it after the race gave up asking: it has found another one."""
        return replace(self, is_asked=False)

    def confirmed(self, now: float) -> Self:
        """Return it as certain."""
        return self if not self.is_open else replace(self, confirmed_at=now)
