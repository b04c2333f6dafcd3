"""Watches every second whether the connections in use are alive."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from custom_components.plex_connection.connection import Candidate, ConnectionType
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.push import PushState
from simulator import FaultKind, MediaServer, Reach

from .figures import Findings
from .rig import Rig

BEAT = 1.0
"""Seconds between two observations."""

HARMLESS = frozenset(
    {
        FaultKind.SLOW_ACCEPT,
        FaultKind.STARTING,
        FaultKind.WEBSOCKET_HALF_OPEN,
        FaultKind.WEBSOCKET_REFUSED,
    }
)
"""Faults with which requests are still answered, sooner or later."""

STARTING = frozenset({FaultKind.STARTING})
"""With it no connection can be found, but an existing one is kept."""

DEAD_WITH_PUSH = 30.0
"""Seconds: a heartbeat of 13.5 s is missed, and a race of 10 s finds no better."""
DEAD_WITHOUT_PUSH = 550.0
"""Seconds: without push, a check comes every 300 s, 30 s on a relay. If the path was
used up to 225 s before one, that use counted as its test, and only the next one
notices; unless the path is used, which notices at once."""
NEEDLESSLY_OFFLINE = 740.0
"""Seconds: a server off for long is probed every 10 min plus 20 % at most, and the race
takes 10 s."""


@dataclass(kw_only=True, slots=True)
class Spells:
    """Time spans in which a condition held."""

    since: dict[str, float] = field(default_factory=dict)
    longest: float = 0.0
    total: float = 0.0
    worst: tuple[str, float] = ("", 0.0)
    """Subject of the longest span, and the time of its end."""

    def note(self, server_id: str, now: float, *, so: bool, what: str) -> None:
        """Add one observation of one server."""
        if not so:
            self.since.pop(server_id, None)
            return
        began = self.since.setdefault(server_id, now)
        if now - began + BEAT > self.longest:
            self.longest, self.worst = now - began + BEAT, (what, now)
        self.total += BEAT


class Watch:
    """Watches every server."""

    def __init__(self, rig: Rig) -> None:
        """Create it without observations."""
        self._rig = rig
        self._had_push: dict[str, bool] = {}
        self.dead_with_push = Spells()
        self.dead_without_push = Spells()
        self.offline = Spells()

    async def look(self) -> None:
        """Observe for ever."""
        while True:
            for server in self._rig.servers:
                self._look_at(server, self._rig.now())
            await asyncio.sleep(BEAT)

    def _look_at(self, server: ServerCoordinator, now: float) -> None:
        server_id, active = server.record.server_id, server.data.active
        is_dead = active is not None and not self._is_live(server_id, active)
        if not is_dead:
            self._had_push[server_id] = (
                server.push.state is PushState.OPEN
                and server.data.connection_type is not ConnectionType.RELAY
            )
        had_push = self._had_push.get(server_id, False)
        what = f"{server.name} over {active and active.endpoint}"
        self.dead_with_push.note(server_id, now, so=is_dead and had_push, what=what)
        self.dead_without_push.note(
            server_id, now, so=is_dead and not had_push, what=what
        )
        is_needless = active is None and any(
            self._is_live(server_id, each.candidate, but=HARMLESS - STARTING)
            for each in server.data.candidates
        )
        self.offline.note(server_id, now, so=is_needless, what=what)

    def _is_live(
        self,
        server_id: str,
        candidate: Candidate,
        *,
        but: frozenset[FaultKind] = HARMLESS,
    ) -> bool:
        """Return whether dialing a candidate reaches the server."""
        if candidate.diagnostic_only:
            return False
        for listener in self._rig.simulator.listeners():
            if listener.place == candidate.endpoint:
                service = listener.service
                return (
                    isinstance(service, MediaServer)
                    and service.machine_identifier == server_id
                    and service.certificate_hash in candidate.host
                    and listener.reach is Reach.OPEN
                    and all(fault.kind in but for fault in listener.faults)
                )
        return False

    def tell(self, findings: Findings) -> None:
        """Add the observations."""
        for what, spells, limit in (
            (
                "on a dead path, where push was open",
                self.dead_with_push,
                DEAD_WITH_PUSH,
            ),
            (
                "on a dead path, where it was not, or a relay",
                self.dead_without_push,
                DEAD_WITHOUT_PUSH,
            ),
            ("offline with a live path there", self.offline, NEEDLESSLY_OFFLINE),
        ):
            findings.add(f"longest time {what}", spells.longest, limit, "s")
            if spells.longest > limit:
                who, until = spells.worst
                findings.complaints.append(
                    f"{who} until {until:.0f}: {self._rig.recall(until)}"
                )
            if spells.total:
                findings.add(f"all time {what}", spells.total, unit="s")


@asynccontextmanager
async def watched(rig: Rig) -> AsyncIterator[Watch]:
    """Watch for the duration of the context."""
    watch = Watch(rig)
    looking = asyncio.ensure_future(watch.look())
    try:
        yield watch
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
