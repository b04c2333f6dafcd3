"""A simulated address: a port of 127.0.0.1 that stands for it."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from ipaddress import ip_address
from random import Random
import socket
import ssl
from typing import Any, Protocol

from .connection import Connection
from .faults import CERTIFICATES, REACHING, Fault, FaultKind, Faults
from .line import Latency, RateLimiter
from .network import Network, Reach, Route
from .peer import LOOPBACK
from .record import ListenerKind, Origin, Record
from .tokens import Tokens

REACHES = {
    FaultKind.REFUSE: Reach.REFUSED,
    FaultKind.UNREACHABLE: Reach.UNREACHABLE,
    FaultKind.SILENT: Reach.SILENT,
}
BACKLOG = 128


class PlainRefusal(StrEnum):
    """How a server that requires TLS meets plain HTTP (both UNVERIFIED)."""

    CLOSE = "close"
    UNAUTHORIZED = "unauthorized"


class Service(Protocol):
    """What a listener serves: one media server, or plex.tv."""

    name: str
    https_required: bool
    plain_refusal: PlainRefusal

    def protocol(self) -> asyncio.Protocol:
        """Return a web server for one connection."""

    def tls_context(self, listener: Listener) -> ssl.SSLContext:
        """Return the context for a TLS connection to this listener."""


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """What all listeners of a simulation share."""

    network: Network
    record: Record
    tokens: Tokens
    rng: Random
    now: Callable[[], datetime]
    """Aware wall time."""


class Listener:
    """One address of a service, with faults and latency of its own."""

    def __init__(
        self,
        world: World,
        service: Service,
        address: str,
        port: int,
        kind: ListenerKind,
        *,
        latency: Latency | None = None,
        rate: float | None = None,
    ) -> None:
        """Prepare; nothing listens before `open()`. `rate`: bytes a second."""
        self.world = world
        self.service = service
        self.address = str(ip_address(address))
        self.port = port
        self.kind = kind
        self.faults = Faults()
        self.limiter = RateLimiter(rate) if rate else None
        self.dns_names: tuple[str, ...] = ()
        """Names other than plex.direct that its certificate is to cover."""
        self._latency = latency or Latency()
        self._outage: Reach | None = None
        self._reservation: socket.socket | None = None
        self._socket: socket.socket | None = None
        self._connections: set[Connection] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    # What a connection asks of its listener

    @property
    def tokens(self) -> Tokens:
        """Return the tokens of the simulation."""
        return self.world.tokens

    @property
    def rng(self) -> Random:
        """Return the simulation's source of chance."""
        return self.world.rng

    @property
    def refuses_plain(self) -> bool:
        """Tell whether plain HTTP is met with a closed connection."""
        service = self.service
        return service.https_required and service.plain_refusal is PlainRefusal.CLOSE

    def service_protocol(self) -> asyncio.Protocol:
        """Return a web server for one connection."""
        return self.service.protocol()

    def tls_context(self) -> ssl.SSLContext:
        """Return the TLS context that its faults allow."""
        return self.service.tls_context(self)

    def forget(self, connection: Connection) -> None:
        """Drop a connection that is over."""
        self._connections.discard(connection)

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Run work of a connection; it ends with the listener at the latest."""
        self._tasks.add(task := asyncio.get_running_loop().create_task(work))
        task.add_done_callback(self._tasks.discard)

    # Names

    @property
    def place(self) -> str:
        """Return address and port, an IPv6 address in brackets."""
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"{host}:{self.port}"

    @property
    def origin(self) -> Origin:
        """Return how the record names this listener."""
        return Origin(listener=self.place, kind=self.kind, server=self.service.name)

    @property
    def loopback_port(self) -> int:
        """Return the port of 127.0.0.1 that stands for the address."""
        if self._reservation is None:
            msg = f"{self.place} is not open"
            raise RuntimeError(msg)
        return int(self._reservation.getsockname()[1])

    # Life

    def open(self) -> None:
        """Reserve a port, and listen unless a fault forbids it."""
        # Bound, and never listening: the port stays ours while the listener
        # refuses, and the kernel refuses for it.
        self._reservation = _bound_socket(0)
        self._apply()

    async def close(self) -> None:
        """Reset every connection, give the port back, and wait for the rest."""
        self.world.network.set_route(self.address, self.port, None)
        self._unlisten()
        self.cut_connections()
        while self._tasks:
            for task in tuple(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._reservation is not None:
            self._reservation.close()
            self._reservation = None

    @property
    def latency(self) -> Latency:
        """How long the path takes; for connections made from now on."""
        return self._latency

    @latency.setter
    def latency(self, latency: Latency) -> None:
        self._latency = latency
        self._apply()

    def move(self, address: str, port: int | None = None) -> None:
        """Take another simulated address; the old one is unknown from now on."""
        for connection in self._connections:
            connection.vanish()
        self.world.network.set_route(self.address, self.port, None)
        self.address = str(ip_address(address))
        self.port = self.port if port is None else port
        self._apply()

    # Faults

    def inject(self, kind: FaultKind | str, **settings: Any) -> Fault:
        """Switch a fault on; see `Fault` for the settings."""
        fault = Fault.of(kind, settings)
        self.faults.inject(fault)
        self._apply()
        return fault

    def heal(self, *kinds: FaultKind | str) -> None:
        """Switch faults off; without arguments all of them."""
        self.faults.heal(*(FaultKind(kind) for kind in kinds))
        self._apply()

    def crash(self, *, reset: bool = True) -> None:
        """Let the process die: RST (or FIN) for what is open, refusal for new ones."""
        self._fail(Reach.REFUSED)
        self.cut_connections(reset=reset)

    def vanish(self) -> None:
        """Pull the cable: no FIN; what is open falls silent, what is new hangs."""
        self._fail(Reach.SILENT)
        for connection in self._connections:
            connection.vanish()

    def restore(self) -> None:
        """End `crash` and `vanish`, and nothing else that is wrong with it.

        Connections that fell silent go on.
        """
        self._fail(None)
        for connection in self._connections:
            connection.reappear()

    def cut_connections(self, *, reset: bool = True) -> None:
        """End every open connection with RST, or with FIN."""
        for connection in tuple(self._connections):
            if reset:
                connection.reset()
            else:
                connection.close()

    @property
    def reach(self) -> Reach:
        """Return what a connection attempt meets."""
        if self._outage is not None:
            return self._outage
        fault = self.faults.any_of(REACHING)
        return REACHES[fault.kind] if fault else Reach.OPEN

    @property
    def certificate_fault(self) -> FaultKind | None:
        """Return what is wrong with its certificate."""
        fault = self.faults.any_of(CERTIFICATES)
        return fault.kind if fault else None

    def _fail(self, outage: Reach | None) -> None:
        self._outage = outage
        self._apply()

    def _apply(self) -> None:
        """Make socket and route follow the faults."""
        if self._reservation is None:
            return
        reach = self.reach
        if reach is Reach.OPEN or reach is Reach.SILENT:
            self._listen()
        else:
            self._unlisten()
        self.world.network.set_route(
            self.address,
            self.port,
            Route(reach=reach, port=self.loopback_port, delay=self._latency.connect),
        )

    def _listen(self) -> None:
        if self._socket is not None:
            return
        self._socket = _bound_socket(self.loopback_port)
        self._socket.listen(BACKLOG)
        asyncio.get_running_loop().add_reader(self._socket, self._accept, self._socket)

    def _unlisten(self) -> None:
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket)
            self._socket.close()
            self._socket = None

    def _accept(self, listening: socket.socket) -> None:
        try:
            sock, _ = listening.accept()
        except BlockingIOError, ConnectionAbortedError:
            return
        sock.setblocking(False)  # noqa: FBT003
        entry = self.world.record.connected(
            self.origin,
            at=asyncio.get_running_loop().time(),
            when=self.world.now(),
        )
        connection = Connection(self, sock, entry)
        self._connections.add(connection)
        connection.start()
        if self.reach is Reach.SILENT:
            # Only a client outside the mapping gets this far.
            connection.vanish()


def _bound_socket(port: int) -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setblocking(False)  # noqa: FBT003
    # Lets the reservation and the listening socket share the port.
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    sock.bind((LOOPBACK, port))
    return sock
