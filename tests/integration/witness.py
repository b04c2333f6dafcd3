"""Records what is fired, shown and sent, and when, by the loop's own clock."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback

from custom_components.plex_connection.bus_events import EVENT_PLEX_CONNECTION
from custom_components.plex_connection.errors import BackendError
from simulator import Latency, RequestEntry, Simulator

from .conftest import Attic

TYPE = "sensor.attic_connection_type"
ADDRESS = "sensor.attic_active_address"

OPERATIONS = ("/library", "/:/scrobble")
"""Path prefixes of a test's own operations; all other requests are ours."""

FINE = 0.02
"""Seconds per step of time where milliseconds are measured."""

CRASH_NOTICED = 0.2
VANISHING_NOTICED = 15.0
FAILED_OVER_FAST = 0.3
FAILED_OVER = 2.0
"""Seconds; the design's targets."""

VANISHED_SHOWN = {"local": 12.5, "remote": 18.5}
"""Maximum seconds until the loss of a vanished connection is shown, by its type:
noticed after at most one and a half heartbeats, and certain after two attempts; plus
a step."""

RELAY_SHOWN = 3.0
"""Maximum seconds until a relay is shown: half a second until it is tried, its
answer, and two seconds in which a direct one may still answer."""


def take_their_time(attic: Attic) -> None:
    """Give the addresses on the Internet realistic latencies.

    Call it only once time moves in fine steps: each round trip takes at least one.
    """
    attic.public.latency = Latency.round_trip(0.03)
    attic.relay.latency = Latency.round_trip(0.06)


class Witness:
    """Watches one server from the moment of a fault."""

    def __init__(self, hass: HomeAssistant, sim: Simulator) -> None:
        """Start counting now; `fault()` starts again."""
        self._loop = hass.loop
        self._sim = sim
        self._told: list[tuple[float, dict[str, Any]]] = []
        self._shown: list[tuple[float, str]] = []
        hass.bus.async_listen(EVENT_PLEX_CONNECTION, self._note_event)
        hass.bus.async_listen(EVENT_STATE_CHANGED, self._note_state)
        self.fault()

    def fault(self) -> None:
        """Start counting now: something is about to fail, or to be healed."""
        self._began = self._loop.time()
        self._dials = len(self._sim.record.dials)
        self._requests = len(self._sim.record.requests)
        self._told.clear()
        self._shown.clear()

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """Return the changes fired since: from, to, reason."""
        return [
            (data["from"], data["to"], data["reason"])
            for _, data in self._told
            if data["type"] == "connection_changed"
        ]

    @property
    def moved(self) -> list[tuple[str | None, str | None]]:
        """Return the addresses of these changes: from, to."""
        return [
            (data["from_address"], data["to_address"])
            for _, data in self._told
            if data["type"] == "connection_changed"
        ]

    @property
    def types(self) -> list[str]:
        """Return the connection types shown since, in order."""
        return [shown for _, shown in self._shown]

    @property
    def detected(self) -> float:
        """Return the seconds until we noticed: until our first connection attempt."""
        first = next(iter(self._sim.record.dials[self._dials :]), None)
        assert first is not None, "nothing was noticed"
        return first.at - self._began

    @property
    def settled(self) -> float:
        """Return the seconds until another connection was shown."""
        assert self._shown, "nothing was shown"
        return self._shown[0][0] - self._began

    @property
    def failed_over(self) -> float:
        """Return the seconds from `detected` to `settled`."""
        return self.settled - self.detected

    @property
    def dials(self) -> int:
        """Return the number of connection attempts since."""
        return len(self._sim.record.dials) - self._dials

    def requests(self, server: str) -> list[RequestEntry]:
        """Return our own requests since to a server, or to plex.tv."""
        return [
            each
            for each in self._sim.record.requests[self._requests :]
            if each.origin.server == server and not each.path.startswith(OPERATIONS)
        ]

    def paths(self, server: str) -> list[str]:
        """Return the paths of these requests."""
        return [each.path for each in self.requests(server)]

    @callback
    def _note_event(self, event: Event) -> None:
        self._told.append((self._loop.time(), dict(event.data)))

    @callback
    def _note_state(self, event: Event[EventStateChangedData]) -> None:
        new, old = event.data["new_state"], event.data["old_state"]
        if new is None or new.entity_id != TYPE:
            return
        if old is None or old.state != new.state:
            self._shown.append((self._loop.time(), new.state))


type Fate = asyncio.Task[type[BackendError] | None]
"""A running operation; its result is the type of its error, or None."""


def under_way(operation: Awaitable[object]) -> Fate:
    """Start an operation."""

    async def fate() -> type[BackendError] | None:
        try:
            await operation
        except BackendError as err:
            return type(err)
        return None

    return asyncio.create_task(fate())


def fate_of(operation: Fate) -> type[BackendError] | None:
    """Return a finished operation's error type, or None."""
    assert operation.done(), "the operation is still running"
    return operation.result()


def assert_no_token_astray(sim: Simulator) -> None:
    """Assert that the server got only its own tokens, over TLS, in headers."""
    assert sim.record.tokens_to("Attic") <= {"server:Attic:alice"}
    assert sim.record.tokens_in_clear() == []
    assert sim.record.tokens_in_query() == []
