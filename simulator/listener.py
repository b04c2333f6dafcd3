"""A simulated address: a port of 127.0.0.1 that represents it."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import date
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
"""The timer's name for a path that comes and goes."""


class Outage(StrEnum):
    """How an address goes away."""

    VANISH = "vanish"
    """The cable: open connections fall silent, new ones hang."""
    CRASH = "crash"
    """The process: RST for open connections, new ones are refused."""


class Listener:
    """One address of a service, with its own faults and latency."""

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
        """Prepare; listens after `open()`. `rate`: bytes per second."""
        self.world = world
        self.service = service
        self.address = str(ip_address(address))
        self.port = port
        self.kind = kind
        self.faults = Faults()
        self.limiter = RateLimiter(rate) if rate else None
        self.certificate_until: date | None = None
        """The last day of the certificate shown here; None: in years."""
        self.dns_names: tuple[str, ...] = ()
        """Additional names for its certificate, besides plex.direct."""
        self.is_proxy = False
        """Whether it is a proxy machine in front of the server, with its own
        certificate; it answers in the server's place when that is gone."""
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
        """Return the simulation's random generator."""
        return self.world.rng

    @property
    def refuses_plain(self) -> bool:
        """Return whether it closes plain HTTP connections."""
        service = self.service
        return service.https_required and service.plain_refusal is PlainRefusal.CLOSE

    def service_protocol(self) -> asyncio.Protocol:
        """Return a web server for one connection."""
        return self.service.protocol()

    def tls_context(self) -> ssl.SSLContext:
        """Return the TLS context, subject to its faults."""
        return self.service.tls_context(self)

    def forget(self, connection: Connection) -> None:
        """Drop an ended connection."""
        self._connections.discard(connection)

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Run work of a connection; closing the listener ends it."""
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
        """Return the listener's name in the record."""
        return Origin(listener=self.place, kind=self.kind, server=self.service.name)

    @property
    def loopback_port(self) -> int:
        """Return the port of 127.0.0.1 that represents the address."""
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
        """Reset every connection, release the port, and wait for tasks."""
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
            # Tasks that are already done are not awaited: their callbacks would never
            # run to remove them.
            self._tasks.difference_update(tasks)

    @property
    def latency(self) -> Latency:
        """The path's latency, for new connections."""
        return self._latency

    @latency.setter
    def latency(self, latency: Latency) -> None:
        self._latency = latency
        self._apply()

    def move(self, address: str, port: int | None = None) -> None:
        """Move to another simulated address; the old one becomes unknown."""
        for connection in self._connections:
            connection.vanish()
        self.world.network.set_route(self.address, self.port, None)
        self.address = str(ip_address(address))
        self.port = self.port if port is None else port
        self._apply()

    # Faults

    def inject(self, kind: FaultKind | str, **settings: Any) -> Fault:
        """Activate a fault; see `Fault` for the settings."""
        fault = Fault.of(kind, settings)
        self.faults.inject(fault)
        self._apply()
        if fault.lasts is not None:
            end = asyncio.get_running_loop().time() + fault.lasts
            self._at(end, fault.kind, lambda: self._expire(fault))
        return fault

    def heal(self, *kinds: FaultKind | str) -> None:
        """Deactivate faults; without arguments all of them."""
        self.faults.heal(*(FaultKind(kind) for kind in kinds))
        self._apply()

    def crash(self, *, reset: bool = True) -> None:
        """Crash: RST (or FIN) for open connections; new ones are refused."""
        self._fail(Reach.REFUSED)
        self.cut_connections(reset=reset)

    def vanish(self) -> None:
        """Unplug the cable: no FIN; open connections fall silent, new ones hang."""
        self._fail(Reach.SILENT)
        for connection in self._connections:
            connection.vanish()

    def flip(self, every: float, outage: Outage = Outage.VANISH) -> None:
        """Disappear now, return after `every` seconds, and so on until `restore()`."""
        self._go(outage, asyncio.get_running_loop().time(), every)

    def restore(self) -> None:
        """End `crash`, `vanish` and `flip`, but no other fault.

        Silent connections continue.
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
        """Return whether it has vanished or crashed."""
        return self._outage is not None

    @property
    def reach(self) -> Reach:
        """Return the result of a connection attempt."""
        if self._outage is not None:
            return self._outage
        fault = self.faults.any_of(REACHING)
        return REACHES[fault.kind] if fault else Reach.OPEN

    @property
    def certificate_fault(self) -> FaultKind | None:
        """Return its certificate's fault."""
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
        """Schedule an action, replacing the one of the same name."""
        self._cancel(name)
        self._timers[name] = asyncio.get_running_loop().call_at(when, action)

    def _cancel(self, name: str) -> None:
        if name in self._timers:
            self._timers.pop(name).cancel()

    def _apply(self) -> None:
        """Apply the faults to socket and route."""
        if not self._is_open:
            return
        reach = self.reach
        self._gdm.follow(reachable=reach is Reach.OPEN)
        # An unmapped client finds a silent address listening, if it ever listened:
        # loopback cannot drop a SYN.
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
            # Only an unmapped client gets this far.
            connection.vanish()
