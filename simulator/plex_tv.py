"""The simulated plex.tv: accounts, PINs and hosts."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
import ssl
from typing import Any

from aiohttp import web

from .accounts import Account, Accounts, Pin, Pins
from .certificate_authority import Authority
from .certificates import TlsContexts
from .faults import FaultKind
from .line import Latency
from .listener import Listener
from .media_server import MediaServer
from .record import ListenerKind
from .web_server import WebServer
from .world import PlainRefusal, World

HOSTS = {
    "plex.tv": "198.51.100.10",
    "clients.plex.tv": "198.51.100.11",
    "app.plex.tv": "198.51.100.12",
    "v4.plex.tv": "198.51.100.13",
    "v6.plex.tv": "2001:db8:ffff::14",
}
IPV6_HOST = "v6.plex.tv"
"""Made-up addresses, one per host, so that one can be down alone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Player:
    """A device of an account that is not a server."""

    account: Account
    name: str
    client_identifier: str
    product: str = "Plex for Android (TV)"
    presence: bool = True


class PlexTv:
    """plex.tv, clients.plex.tv and app.plex.tv, with one state."""

    name = "plex.tv"
    https_required = False
    plain_refusal = PlainRefusal.CLOSE

    def __init__(
        self,
        world: World,
        authority: Authority,
        *,
        servers: Callable[[], list[MediaServer]],
        routes: Callable[[PlexTv], web.Application],
    ) -> None:
        """Prepare; nothing listens before `start()`."""
        self.world = world
        self.accounts = Accounts(world.tokens, world.rng)
        self.pins = Pins(world.rng)
        self.players: list[Player] = []
        self.extra_resources: list[dict[str, Any]] = []
        """Listed as they are, for every account."""
        self.home_public_address = "203.0.113.40"
        """The public address of the process under test."""
        self.home_public_address_v6: str | None = None
        """The same for IPv6; None: its internet access has none."""
        self.listeners: dict[str, Listener] = {}
        self._servers = servers
        self.tls = TlsContexts(authority)
        self._web_server = WebServer(routes(self))

    @property
    def servers(self) -> list[MediaServer]:
        """Return every server of the simulation."""
        return self._servers()

    # What tests and people do

    def pending_pin(self) -> Pin:
        """Return the newest unclaimed PIN."""
        waiting = self.pins.waiting(self.world.now())
        if not waiting:
            msg = "no PIN is waiting"
            raise LookupError(msg)
        return waiting[-1]

    def claim(self, pin: Pin | None = None, account: Account | None = None) -> Pin:
        """Sign in on the page of a PIN; by default the newest, as the first account."""
        pin = pin or self.pending_pin()
        account = account or self.accounts.first()
        pin.auth_token = self.accounts.mint(account)
        pin.claimed_by = account.username
        return pin

    def deny(self, pin: Pin | None = None) -> Pin:
        """Decline to sign in: the PIN stays unclaimed until it expires."""
        pin = pin or self.pending_pin()
        pin.denied = True
        return pin

    def revoke(self, account: Account, *, servers: bool = False) -> None:
        """Revoke the account's tokens, optionally those for servers too."""
        self.accounts.revoke(account)
        if servers:
            for server in self.servers:
                server.revoke(account)

    # Hosts

    def inject(
        self, kind: FaultKind | str, *, host: str | None = None, **settings: Any
    ) -> None:
        """Activate a fault at every host, or at one."""
        for listener in self._chosen(host):
            listener.inject(kind, **settings)

    def heal(self, *kinds: FaultKind | str, host: str | None = None) -> None:
        """Deactivate faults at every host, or at one."""
        for listener in self._chosen(host):
            listener.heal(*kinds)

    def set_latency(self, latency: Latency, *, host: str | None = None) -> None:
        """Set the latency of every host, or of one."""
        for listener in self._chosen(host):
            listener.latency = latency

    def set_public_ipv6(self, address: str | None) -> None:
        """Give the process under test IPv6 to the internet, or take it away."""
        self.home_public_address_v6 = address
        if address is None:
            self.inject(FaultKind.UNREACHABLE, host=IPV6_HOST)
        else:
            self.heal(FaultKind.UNREACHABLE, host=IPV6_HOST)

    def _chosen(self, host: str | None) -> list[Listener]:
        return list(self.listeners.values()) if host is None else [self.listeners[host]]

    # What a listener asks of its service

    def protocol(self) -> asyncio.Protocol:
        """Return a web server for one connection."""
        return self._web_server.protocol()

    def gdm_answer(self, listener: Listener) -> None:
        """Return None: plex.tv does not answer searches."""

    def tls_context(self, listener: Listener) -> ssl.SSLContext:
        """Return the context for the hosts' certificate."""
        return self.tls.get(list(HOSTS), listener.certificate_fault)

    # Life

    async def start(self) -> None:
        """Listen at every host."""
        await self._web_server.start()
        for host, address in HOSTS.items():
            listener = Listener(self.world, self, address, 443, ListenerKind.PLEX_TV)
            listener.open()
            self.listeners[host] = listener
            self.world.network.set_name(host, address)
        self.set_public_ipv6(self.home_public_address_v6)

    async def stop(self) -> None:
        """Close every host."""
        for listener in self.listeners.values():
            await listener.close()
        await self._web_server.stop()
