"""A simulated address: a port of 127.0.0.1 that stands for it."""

import asyncio
from collections.abc import Callable, Coroutine
from enum import StrEnum
from ipaddress import ip_address
from random import Random
import socket
import ssl
from typing import Any

from .connection import Connection
from .faults import CERTIFICATES, REACHING, Fault, FaultKind, Faults
from .gdm import GdmResponder
from .line import Latency, RateLimiter
from .network import Reach, Route
from .peer import LOOPBACK
from .port import Port
from .record import ListenerKind, Origin
from .tokens import Tokens
from .world import PlainRefusal, Service, World

REACHES = {
    FaultKind.REFUSE: Reach.REFUSED,
    FaultKind.UNREACHABLE: Reach.UNREACHABLE,
    FaultKind.SILENT: Reach.SILENT,
}


FLIP = "flip"
"""The name of the timer of a path that comes and goes."""


class Outage(StrEnum):
    """How an address goes away."""

    VANISH = "vanish"
    """The cable: what is open falls silent, what is new hangs."""
    CRASH = "crash"
    """The process: RST for what is open, what is new is refused."""


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
        self.is_proxy = False
        """Whether it is a machine of its own before the server, with its own
        certificate; when the server is gone it answers in its place."""
        self._latency = latency or Latency()
        self._outage: Reach | None = None
        self._port = Port(self._accept)
        self._gdm = GdmResponder(self)
        self._is_open = False
        self._connections: set[Connection] = set()
        self._timers: dict[str, asyncio.TimerHandle] = {}
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
        if self._port.number is None:
            msg = f"{self.place} never listened, or no longer does"
            raise RuntimeError(msg)
        return self._port.number

    @property
    def stand_in(self) -> str | None:
        """Return the loopback address and port as text, if there is one."""
        number = self._port.number
        return None if number is None else f"{LOOPBACK}:{number}"

    # Life

    def open(self) -> None:
        """Appear in the network, and listen unless a fault forbids it."""
        self._is_open = True
        self._apply()

    async def close(self) -> None:
        """Reset every connection, give the port back, and wait for the rest."""
        self.world.network.set_route(self.address, self.port, None)
        self._is_open = False
        for timer in self._timers.values():
            timer.cancel()
        self._gdm.close()
        self._port.close()
        self.cut_connections()
        while tasks := tuple(self._tasks):
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            # Of tasks that were done already nothing is awaited: their callbacks
            # would never come to forget them.
            self._tasks.difference_update(tasks)

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
        if fault.lasts is not None:
            end = asyncio.get_running_loop().time() + fault.lasts
            self._at(end, fault.kind, lambda: self._expire(fault))
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

    def flip(self, every: float, outage: Outage = Outage.VANISH) -> None:
        """Go away now, be back in `every` seconds, and so on until `restore()`."""
        self._go(outage, asyncio.get_running_loop().time(), every)

    def restore(self) -> None:
        """End `crash`, `vanish` and `flip`, and nothing else that is wrong with it.

        Connections that fell silent go on.
        """
        self._cancel(FLIP)
        self._come_back()

    def _come_back(self) -> None:
        self._fail(None)
        for connection in self._connections:
            connection.reappear()

    def cut_connections(self, *, reset: bool = True) -> None:
        """End every open connection with RST, or with FIN."""
        for connection in tuple(self._connections):
            connection.end(reset=reset)

    @property
    def is_away(self) -> bool:
        """Tell whether it has vanished or crashed, and was not restored."""
        return self._outage is not None

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

    def _go(self, outage: Outage, at: float, every: float) -> None:
        self.crash() if outage is Outage.CRASH else self.vanish()
        self._at(at + every, FLIP, lambda: self._return(outage, at + every, every))

    def _return(self, outage: Outage, at: float, every: float) -> None:
        self._come_back()
        self._at(at + every, FLIP, lambda: self._go(outage, at + every, every))

    def _expire(self, fault: Fault) -> None:
        self.faults.expire(fault)
        self._apply()

    def _at(self, when: float, name: str, action: Callable[[], None]) -> None:
        """Do something later, in the place of what was to be done by that name."""
        self._cancel(name)
        self._timers[name] = asyncio.get_running_loop().call_at(when, action)

    def _cancel(self, name: str) -> None:
        if name in self._timers:
            self._timers.pop(name).cancel()

    def _apply(self) -> None:
        """Make socket and route follow the faults."""
        if not self._is_open:
            return
        reach = self.reach
        self._gdm.follow(reachable=reach is Reach.OPEN)
        # Who is not mapped meets a silent address as one that listens, if it
        # ever did: loopback cannot swallow a SYN.
        if reach is Reach.OPEN:
            self._port.listen()
        elif reach is not Reach.SILENT:
            self._port.refuse()
        self.world.network.set_route(
            self.address,
            self.port,
            Route(reach=reach, port=self._port.number, delay=self._latency.connect),
        )

    def _accept(self, sock: socket.socket) -> None:
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
