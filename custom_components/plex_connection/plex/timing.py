"""Measures how long each phase of a request takes.

The clock is the running loop's, read at each use. It is the clock that the time-outs
run on, so a measured time never contradicts a time-out, and frozen time in a test
freezes both. (`time.perf_counter` would be no finer: both read CLOCK_MONOTONIC.)

aiohttp 3.14 reports a connection as one piece, from before TCP until after TLS. What
splits it is the moment asyncio wraps the connected socket: see `tls.PlexSSLContext`.
That call has no argument to carry a request in, but it runs in a copy of the requesting
task's context, so a `ContextVar` finds the right recorder however many requests are in
flight.
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
    """The phases of a request."""

    RESOLVE = "resolve"
    CONNECT = "connect"
    TLS = "tls"
    ANSWER = "answer"
    """Written; waiting for the answer's headers."""
    BODY = "body"


@dataclass(frozen=True, kw_only=True, slots=True)
class Timings:
    """The timings of one request; None for a phase not reached or not needed."""

    peer: str | None = None
    """The dialed IP address."""
    connect_ms: float | None = None
    """TCP alone; None if the connection was already open."""
    tls_ms: float | None = None
    """The handshake alone; None if already open, and over plain http."""
    latency_ms: float | None = None
    """From the written request to the answer's headers, without the set-up."""
    resumed: bool | None = None
    """Whether the handshake resumed an earlier session; None if none succeeded."""
    certificate_until: float | None = None
    """Until when the certificate is valid, in seconds since the epoch; None unless
    this request made a full handshake."""
    warm: bool = False
    """Whether the request used a connection that was already open."""


class Carrier(Protocol):
    """A connection that keeps the identity last given on it."""

    identified_as: str | None


class PhaseRecorder:
    """Records the phases of one request; the hooks find it while it is active."""

    def __init__(self, *, peer: str, sessions: TlsSessions | None = None) -> None:
        """Record a request to `peer`, an IP address.

        A new connection may resume one of `sessions`.
        """
        self.phase = Phase.CONNECT
        self.warm = False
        self.peer = peer
        self.sessions = sessions
        self._resumed: bool | None = None
        self._certificate_until: float | None = None
        self._connecting_at: float | None = None
        self._securing_at: float | None = None
        self._connected_at: float | None = None
        self._sent_at: float | None = None
        self._answered_at: float | None = None
        self._writes = 0
        self._carrier: Carrier | None = None

    def connecting(self) -> None:
        """Record that a new connection is dialed, perhaps after a stale one."""
        self.phase = Phase.CONNECT
        self.warm = False
        self._connecting_at = _now()
        self._securing_at = self._connected_at = self._sent_at = None
        self._resumed = None
        self._carrier = None

    def securing(self) -> None:
        """Record that TCP is connected and TLS begins."""
        self.phase = Phase.TLS
        self._securing_at = _now()

    def secured(self, *, resumed: bool, certificate_until: float | None = None) -> None:
        """Record that the handshake has succeeded, and with which certificate."""
        self._resumed = resumed
        self._certificate_until = certificate_until

    def connected(self) -> None:
        """Record that TCP, and TLS if needed, are done."""
        self._connected_at = _now()

    def reused(self) -> None:
        """Record that an open connection is used."""
        self.warm = True

    def sent(self) -> None:
        """Record that the request is written: aiohttp calls this right before."""
        self.phase = Phase.ANSWER
        self._sent_at = _now()
        self._writes += 1

    def unsent(self) -> None:
        """Undo `sent`: we had closed the connection already."""
        self._writes -= 1

    def answered(self) -> None:
        """Record that the answer's headers have arrived."""
        self.phase = Phase.BODY
        self._answered_at = _now()

    def carried_by(self, carrier: Carrier) -> None:
        """Record the connection over which the request is written."""
        self._carrier = carrier

    def identified(self, machine_identifier: str) -> None:
        """Record the identity given on that connection."""
        if self._carrier is not None:
            self._carrier.identified_as = machine_identifier

    @property
    def identified_as(self) -> str | None:
        """Return the machineIdentifier last given on that connection."""
        return None if self._carrier is None else self._carrier.identified_as

    @property
    def written(self) -> bool:
        """Return whether the request may have been sent, on any connection."""
        return self._writes > 0

    @property
    def timings(self) -> Timings:
        """Return the timings so far."""
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
            certificate_until=self._certificate_until,
            warm=self.warm,
        )


active_recorder: ContextVar[PhaseRecorder | None] = ContextVar(
    "plex_phase_recorder", default=None
)
"""The recorder of the running task's request."""


@contextmanager
def recording(recorder: PhaseRecorder) -> Iterator[None]:
    """Activate `recorder` for the requests in the block."""
    token = active_recorder.set(recorder)
    try:
        yield
    finally:
        active_recorder.reset(token)


class PhaseTraceConfig(TraceConfig):
    """The hooks that a session needs for timing its requests.

    They do nothing for other requests on the same session.
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
