"""One simulated Plex Media Server: its profile, addresses and users."""

import asyncio
from collections import Counter
from collections.abc import Callable
import ssl
from typing import Any, override

from aiohttp import web

from .accounts import Account
from .certificate_authority import Authority
from .certificates import TlsContexts
from .faults import FaultKind
from .gdm import announcement
from .library import Library
from .line import Latency
from .listener import Listener
from .machine import Machine
from .network import plex_direct_name
from .notifications import Notifications
from .record import ListenerKind
from .server_profile import Row, ServerProfile
from .web_server import WebServer
from .world import PlainRefusal, World

IMPOSTOR = "0000000000000000000000000000000000000bad"
"""The machine identifier of a wrong server."""


class MediaServer(Machine):
    """A server with any number of addresses; created by `Simulator.add_server`."""

    def __init__(
        self,
        world: World,
        authority: Authority,
        *,
        name: str,
        owner: Account,
        machine_identifier: str,
        certificate_hash: str,
        profile: ServerProfile,
        routes: Callable[[MediaServer], web.Application],
    ) -> None:
        """Create a server without addresses."""
        super().__init__()
        self.world = world
        self.name = name
        self.owner = owner
        self.machine_identifier = machine_identifier
        self.certificate_hash = certificate_hash
        self.profile = profile
        self.https_required = False
        self.plain_refusal = PlainRefusal.CLOSE
        self.gdm = True
        """Whether it answers searches on its local networks."""
        self.extra_rows: list[Row] = []
        """Published as they are, whether or not anything listens there."""
        self.unlisted: set[Listener] = set()
        """Listeners that plex.tv does not know."""
        self.published: tuple[Row, ...] = ()
        """The rows that plex.tv lists; `publish()` updates them."""
        self.published_hash = certificate_hash
        self.notifications = Notifications()
        self.library = Library(profile.films)
        self.actions: Counter[str] = Counter()
        """Executed requests, however they were answered, as "GET /:/scrobble"."""
        self.access: dict[str, Account] = {}
        """Accounts with access to the server, by its own tokens."""
        self.tls = TlsContexts(authority)
        self._web_server = WebServer(routes(self))
        self.share_with(owner)

    # Addresses

    def add_address(
        self,
        address: str,
        port: int = 32400,
        *,
        kind: ListenerKind | str = ListenerKind.LOCAL,
        latency: Latency | None = None,
        rate: float | None = None,
        host: str | None = None,
        fault: FaultKind | str | None = None,
        publish: bool = True,
        listed: bool = True,
    ) -> Listener:
        """Listen at a simulated address and have plex.tv list it.

        `host` is a custom domain instead of the plex.direct name; `rate` limits bytes
        per second to the client; `fault` creates a row that is dead from the start.
        plex.tv never learns of one that is not `listed`.
        """
        listener = Listener(
            self.world,
            self,
            address,
            port,
            ListenerKind(kind),
            latency=latency,
            rate=rate,
        )
        if host is not None:
            listener.dns_names = (host,)
            self.world.network.set_name(host, address)
        self.listeners.append(listener)
        if not listed:
            self.unlisted.add(listener)
        if fault is not None:
            listener.inject(fault)
        listener.open()
        if publish:
            self.publish()
        return listener

    def add_proxy(
        self,
        host: str,
        address: str,
        port: int = 443,
        *,
        latency: Latency | None = None,
        fault: FaultKind | str | None = None,
    ) -> Listener:
        """Put a proxy with its own certificate in front of the server.

        plex.tv lists its name as a custom access URL. It passes on the server's
        answers, and answers by itself while the server is gone, or has the fault
        `gateway`.
        """
        listener = self.add_address(
            address,
            port,
            kind=ListenerKind.REMOTE,
            latency=latency,
            host=host,
            fault=fault,
        )
        listener.is_proxy = True
        return listener

    def add_row(self, row: Row) -> None:
        """Have plex.tv list a row as it is, with nothing behind it."""
        self.extra_rows.append(row)
        self.publish()

    async def remove_address(self, listener: Listener) -> None:
        """Stop listening at an address, and have plex.tv remove it."""
        self.listeners.remove(listener)
        await listener.close()
        self.publish()

    def listener(self, address: str, port: int | None = None) -> Listener:
        """Return the listener of an address."""
        for found in self.listeners:
            if found.address == address and port in (None, found.port):
                return found
        msg = f"{self.name} has no address {address}"
        raise LookupError(msg)

    def move(
        self,
        listener: Listener,
        address: str,
        port: int | None = None,
        *,
        publish: bool = True,
    ) -> None:
        """Move a listener to a new address, and have plex.tv list it, or not yet."""
        listener.move(address, port)
        if publish:
            self.publish()

    def publish(self) -> None:
        """Publish the current addresses and certificate at plex.tv."""
        self.published_hash = self.certificate_hash
        listed = [each for each in self.listeners if each not in self.unlisted]
        self.published = (*map(self.row, listed), *self.extra_rows)

    def row(self, listener: Listener) -> Row:
        """Return the row of a listener at plex.tv."""
        address, port = listener.address, listener.port
        host = plex_direct_name(address, self.certificate_hash)
        if listener.dns_names:
            # A custom access URL: the host name is the address too.
            host = address = listener.dns_names[0]
        return Row(
            address=address,
            port=port,
            uri=f"https://{host}:{port}",
            local=listener.kind is ListenerKind.LOCAL,
            relay=listener.kind is ListenerKind.RELAY,
            ipv6=":" in address,
        )

    def rotate_certificate(self, *, publish: bool = True) -> str:
        """Get a certificate with a new hash; return the hash.

        plex.tv lists the new names, or not yet. Open connections keep the old
        certificate: see `cut_connections`.
        """
        certificate_hash = f"{self.world.rng.getrandbits(128):032x}"
        self.change_hash(certificate_hash, publish=publish)
        return certificate_hash

    def change_hash(self, certificate_hash: str, *, publish: bool = True) -> None:
        """Get a certificate with another hash, on every listener."""
        self.certificate_hash = certificate_hash
        if publish:
            self.publish()

    # Users

    def share_with(self, account: Account, *, token: str | None = None) -> str:
        """Share the server with an account; return the account's token for it.

        A new token unless one is given: an owner's may equal the account's, as happens
        at plex.tv.
        """
        if token is None:
            owner = f"server:{self.name}:{account.username}"
            token = self.world.tokens.mint(owner)
        self.access[token] = account
        return token

    def access_token(self, account: Account) -> str | None:
        """Return the account's newest valid token for this server."""
        tokens = self.world.tokens
        return next(
            (
                token
                for token, found in reversed(self.access.items())
                if found is account and tokens.is_valid(token)
            ),
            None,
        )

    def rotate_token(self, account: Account) -> str:
        """Replace the account's token for this server by a new one."""
        self.revoke(account)
        return self.share_with(account)

    def revoke(self, account: Account) -> None:
        """Revoke the account's tokens for this server."""
        for token, found in self.access.items():
            if found is account:
                self.world.tokens.revoke(token)

    def user_of(self, token: str | None) -> Account | None:
        """Return the account of a token that the server accepts."""
        if token is None or not self.world.tokens.is_valid(token):
            return None
        if token in self.owner.tokens:
            return self.owner
        return self.access.get(token)

    @override
    def crash(self, *, reset: bool = True) -> None:
        """Crash the process, and drop its TLS session tickets."""
        self.tls.forget()
        super().crash(reset=reset)

    async def notify(self, kind: str, *children: dict[str, Any]) -> int:
        """Push a notification to all listeners; return their number."""
        return await self.notifications.send(kind, children)

    # What a listener asks of its service

    def protocol(self) -> asyncio.Protocol:
        """Return a web server for one connection."""
        return self._web_server.protocol()

    def identifier_at(self, listener: Listener) -> str:
        """Return the identifier given at an address; a fault may change it."""
        wrong = listener.faults.get(FaultKind.WRONG_SERVER)
        if wrong is None:
            return self.machine_identifier
        return wrong.machine_identifier or IMPOSTOR

    def gdm_answer(self, listener: Listener) -> bytes | None:
        """Return its answer to a search, if it answers any."""
        if not self.gdm:
            return None
        host = f"{self.certificate_hash}.plex.direct" if self.profile.claimed else None
        return announcement(
            name=self.name,
            machine_identifier=self.identifier_at(listener),
            host=self.profile.gdm_host or host,
            port=listener.port,
            version=self.profile.version,
        )

    def tls_context(self, listener: Listener) -> ssl.SSLContext:
        """Return the context for its certificate."""
        names = list(listener.dns_names)
        if not listener.is_proxy:
            names.insert(0, f"*.{self.certificate_hash}.plex.direct")
        return self.tls.get(
            names, listener.certificate_fault, until=listener.certificate_until
        )

    # Life

    async def start(self) -> None:
        """Start the web server; addresses may be added from then on."""
        await self._web_server.start()

    async def stop(self) -> None:
        """Close every address and the web server."""
        for listener in self.listeners:
            await listener.close()
        await self._web_server.stop()
