"""How long each phase of one request took.

The clock is the running loop's, asked for at each use. It is the clock that
the time-outs run on, so a measured time never contradicts a time-out, and
frozen time in a test freezes both. (`time.perf_counter` would be no finer:
both read CLOCK_MONOTONIC.)

aiohttp 3.14 reports a connection as one piece, from before TCP until after
TLS. What splits it is the moment asyncio wraps the connected socket: see
`tls.PlexSSLContext`. That call has no argument to carry a request in, but it
runs in a copy of the requesting task's context, so a `ContextVar` finds the
right recorder however many requests are under way.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from types import SimpleNamespace
from typing import Protocol

from aiohttp import ClientSession, TraceConfig

from .tls_sessions import TlsSessions


class Phase(StrEnum):
    """How far a request has come."""

    RESOLVE = "resolve"
    CONNECT = "connect"
    TLS = "tls"
    ANSWER = "answer"
    """Written; the answer's headers are awaited."""
    BODY = "body"


@dataclass(frozen=True, kw_only=True, slots=True)
class Timings:
    """What one request measured; None where a phase was not reached or not needed."""

    peer: str | None = None
    """The IP address that was dialled."""
    connect_ms: float | None = None
    """TCP alone; None on a connection that was open already."""
    tls_ms: float | None = None
    """The handshake alone; None on an open connection, and over plain http."""
    latency_ms: float | None = None
    """From the request written to the answer's headers: no part of the set-up."""
    resumed: bool | None = None
    """Whether the handshake resumed an earlier session; None if none succeeded."""
    warm: bool = False
    """The request went out on a connection that was open already."""


class Carrier(Protocol):
    """A connection that remembers who has said on it who he is."""

    identified_as: str | None


class PhaseRecorder:
    """Notes the moments of one request; while it is active the hooks find it."""

    def __init__(self, *, peer: str, sessions: TlsSessions | None = None) -> None:
        """Record the dialling of `peer`, an IP address.

        A connection that is made may resume one of `sessions`.
        """
        self.phase = Phase.CONNECT
        self.warm = False
        self.peer = peer
        self.sessions = sessions
        self._resumed: bool | None = None
        self._connecting_at: float | None = None
        self._securing_at: float | None = None
        self._connected_at: float | None = None
        self._sent_at: float | None = None
        self._answered_at: float | None = None
        self._writes = 0
        self._carrier: Carrier | None = None

    def connecting(self) -> None:
        """Note that a new connection is dialled, perhaps after a stale one."""
        self.phase = Phase.CONNECT
        self.warm = False
        self._connecting_at = _now()
        self._securing_at = self._connected_at = self._sent_at = None
        self._resumed = None
        self._carrier = None

    def securing(self) -> None:
        """Note that TCP is connected and TLS begins."""
        self.phase = Phase.TLS
        self._securing_at = _now()

    def secured(self, *, resumed: bool) -> None:
        """Note that the handshake has succeeded."""
        self._resumed = resumed

    def connected(self) -> None:
        """Note that TCP, and TLS where it is wanted, are done."""
        self._connected_at = _now()

    def reused(self) -> None:
        """Note that an open connection is used."""
        self.warm = True

    def sent(self) -> None:
        """Note that the request is written: aiohttp says so right before it is."""
        self.phase = Phase.ANSWER
        self._sent_at = _now()
        self._writes += 1

    def unsent(self) -> None:
        """Take that back: the connection turned out to be closed by us already."""
        self._writes -= 1

    def answered(self) -> None:
        """Note that the answer's headers are here."""
        self.phase = Phase.BODY
        self._answered_at = _now()

    def carried_by(self, carrier: Carrier) -> None:
        """Note the connection over which the request is written."""
        self._carrier = carrier

    def identified(self, machine_identifier: str) -> None:
        """Note who says on that connection who he is."""
        if self._carrier is not None:
            self._carrier.identified_as = machine_identifier

    @property
    def identified_as(self) -> str | None:
        """Return the machineIdentifier that was last given on that connection."""
        return None if self._carrier is None else self._carrier.identified_as

    @property
    def written(self) -> bool:
        """Return whether the request may have left, on whatever connection."""
        return self._writes > 0

    @property
    def timings(self) -> Timings:
        """Return what is known by now."""
        secured = self._securing_at is not None
        return Timings(
            peer=self.peer,
            connect_ms=_elapsed_ms(
                self._connecting_at,
                self._securing_at if secured else self._connected_at,
            ),
            tls_ms=_elapsed_ms(self._securing_at, self._connected_at),
            latency_ms=_elapsed_ms(self._sent_at, self._answered_at),
            resumed=self._resumed,
            warm=self.warm,
        )


active_recorder: ContextVar[PhaseRecorder | None] = ContextVar(
    "plex_phase_recorder", default=None
)
"""The recorder of the request that the running task is making."""


@contextmanager
def recording(recorder: PhaseRecorder) -> Iterator[None]:
    """Let the hooks find `recorder` for requests made within."""
    token = active_recorder.set(recorder)
    try:
        yield
    finally:
        active_recorder.reset(token)


class PhaseTraceConfig(TraceConfig):
    """The hooks that a session needs so that its requests can be timed.

    For other requests on the same session it does nothing.
    """

    def __init__(self) -> None:
        """Register the hooks."""
        super().__init__()
        self.on_connection_create_start.append(_on_connecting)
        self.on_connection_create_end.append(_on_connected)
        self.on_connection_reuseconn.append(_on_reused)
        self.on_request_headers_sent.append(_on_sent)


async def _on_connecting(_: ClientSession, __: SimpleNamespace, ___: object) -> None:
    if (recorder := active_recorder.get()) is not None:
        recorder.connecting()


async def _on_connected(_: ClientSession, __: SimpleNamespace, ___: object) -> None:
    if (recorder := active_recorder.get()) is not None:
        recorder.connected()


async def _on_reused(_: ClientSession, __: SimpleNamespace, ___: object) -> None:
    if (recorder := active_recorder.get()) is not None:
        recorder.reused()


async def _on_sent(_: ClientSession, __: SimpleNamespace, ___: object) -> None:
    if (recorder := active_recorder.get()) is not None:
        recorder.sent()


def _now() -> float:
    return asyncio.get_running_loop().time()


def _elapsed_ms(start: float | None, end: float | None) -> float | None:
    if start is None or end is None:
        return None
    return (end - start) * 1000
