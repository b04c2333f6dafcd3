"""The whole simulation: one network, one plex.tv, any number of servers."""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Self

from . import media_server_api, plex_tv_api
from .accounts import Account
from .certificate_authority import Authority
from .listener import Listener
from .mapping import Mapping
from .media_server import MediaServer
from .network import DnsMode, Network, Reach
from .network_file import write_network
from .plex_tv import Player, PlexTv
from .record import DialEntry, ListenerKind, LookupEntry, Record, SentEntry
from .server_profile import ServerProfile
from .tokens import Tokens
from .world import World

SEED = 20261103
"""Fixed, so that tokens and codes are the same in every run."""


class Simulator:
    """A simulated Plex world; an async context manager.

    With `mapped=True`, this process's own event loops see the simulated network within
    the context.
    """

    def __init__(
        self,
        authority: Authority,
        *,
        seed: int = SEED,
        mapped: bool = True,
        network_file: Path | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """Prepare.

        `network_file` is kept up to date for other processes (see `mapped`); `now`
        returns aware wall time, by default the system's.
        """
        rng = Random(seed)  # noqa: S311
        self.authority = authority
        self.network = Network()
        self.record = Record()
        self.tokens = Tokens(rng)
        self.servers: list[MediaServer] = []
        self._world = World(
            network=self.network,
            record=self.record,
            tokens=self.tokens,
            rng=rng,
            now=now or _now,
        )
        self.plex_tv = PlexTv(
            self._world,
            authority,
            servers=lambda: self.servers,
            routes=plex_tv_api.routes,
        )
        self._mapped = mapped
        self._network_file = network_file
        self._write_pending = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stack = ExitStack()

    async def __aenter__(self) -> Self:
        """Start plex.tv, and map the network."""
        self._loop = asyncio.get_running_loop()
        if self._network_file is not None:
            self.network.on_change = self._network_changed
        await self.plex_tv.start()
        self.write_network()
        if self._mapped:
            mapping = Mapping(network=lambda: self.network, witness=self)
            self._stack.enter_context(mapping.installed())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop every server, then remove the mapping."""
        for server in self.servers:
            await server.stop()
        await self.plex_tv.stop()
        self._stack.close()
        self.network.on_change = None

    # People and devices

    def add_account(self, username: str, *, title: str | None = None) -> Account:
        """Create an account at plex.tv."""
        return self.plex_tv.accounts.add(username, title=title)

    async def add_server(
        self,
        name: str,
        *,
        owner: Account | None = None,
        shared_with: tuple[Account, ...] = (),
        profile: ServerProfile | None = None,
        certificate_hash: str | None = None,
    ) -> MediaServer:
        """Create a server without addresses; its owner is the first account."""
        rng = self._world.rng
        server = MediaServer(
            self._world,
            self.authority,
            name=name,
            owner=owner or self._first_account(),
            machine_identifier=f"{rng.getrandbits(160):040x}",
            certificate_hash=certificate_hash or self.new_hash(),
            profile=profile or ServerProfile(),
            routes=media_server_api.routes,
        )
        for account in shared_with:
            server.share_with(account)
        await server.start()
        self.servers.append(server)
        return server

    async def add_gdm_impostor(
        self,
        address: str,
        *,
        machine_identifier: str,
        host: str | None = None,
        port: int = 32400,
    ) -> MediaServer:
        """Put a hostile server on a local network; plex.tv does not list it.

        It uses another server's identifier, on GDM and at `/identity`, and accepts any
        token. Its certificate is valid, but for its own hash, which it announces unless
        `host` is a lie ("<hash>.plex.direct").
        """
        self._first_account()
        name = f"Impostor {len(self.servers)}"
        impostor = await self.add_server(
            name,
            owner=self.add_account(name.lower().replace(" ", "-")),
            profile=ServerProfile(gdm_host=host),
        )
        listener = impostor.add_address(address, port, publish=False)
        listener.inject("wrong_server", machine_identifier=machine_identifier)
        return impostor

    def add_player(self, name: str, *, account: Account | None = None) -> Player:
        """Add a device to an account that is not a server."""
        player = Player(
            account=account or self._first_account(),
            name=name,
            client_identifier=f"{self._world.rng.getrandbits(64):016x}",
        )
        self.plex_tv.players.append(player)
        return player

    def server(self, name: str) -> MediaServer:
        """Return a server by its name."""
        for server in self.servers:
            if server.name == name:
                return server
        msg = f"no server {name}"
        raise LookupError(msg)

    def listeners(self) -> list[Listener]:
        """Return the listeners of plex.tv and of every server."""
        found = list(self.plex_tv.listeners.values())
        return found + [row for server in self.servers for row in server.listeners]

    def listener(self, place: str) -> Listener:
        """Return the listener at "address:port", or at a host of plex.tv."""
        if place in self.plex_tv.listeners:
            return self.plex_tv.listeners[place]
        for listener in self.listeners():
            if listener.place == place:
                return listener
        msg = f"nothing listens at {place}"
        raise LookupError(msg)

    def new_hash(self) -> str:
        """Return a new hash for a plex.direct certificate."""
        return f"{self._world.rng.getrandbits(128):032x}"

    # The network

    def break_plex_direct(self, mode: DnsMode = DnsMode.NXDOMAIN) -> None:
        """Make every name under plex.direct unresolvable."""
        self.network.set_plex_direct(mode)

    def strip_private_answers(self) -> None:
        """Remove private addresses from answers, as DNS rebinding protection does."""
        self.network.set_plex_direct(DnsMode.PRIVATE_STRIPPED)

    def repair_plex_direct(self) -> None:
        """Let names under plex.direct resolve again."""
        self.network.set_plex_direct(DnsMode.ANSWERS)

    def cut_internet(self) -> None:
        """Disconnect everything outside the home: plex.tv, remote, relay, DNS."""
        for listener in self._outside():
            listener.vanish()
        self.network.set_plex_direct(DnsMode.SILENT)
        self.network.set_other_names(DnsMode.SILENT)

    def restore_internet(self) -> None:
        """End `cut_internet`."""
        for listener in self._outside():
            listener.restore()
        self.network.set_plex_direct(DnsMode.ANSWERS)
        self.network.set_other_names(DnsMode.ANSWERS)

    def _outside(self) -> list[Listener]:
        return [
            listener
            for listener in self.listeners()
            if listener.kind is not ListenerKind.LOCAL
        ]

    def write_network(self) -> None:
        """Write the network file now, if there is one."""
        self._write_pending = False
        if self._network_file is not None:
            write_network(self.network, self._network_file)

    def remove_network_file(self) -> None:
        """Delete the network file: nothing is simulated any more."""
        if self._network_file is not None:
            self.network.on_change = None
            self._network_file.unlink(missing_ok=True)
            self._network_file = None

    def _network_changed(self) -> None:
        # Coalesce changes in the same turn into one write.
        if not self._write_pending:
            self._write_pending = True
            asyncio.get_running_loop().call_soon(self._write_if_pending)

    def _write_if_pending(self) -> None:
        if self._write_pending:
            self.write_network()

    # What the mapping tells

    def dialled(self, address: str, port: int, reach: Reach) -> None:
        """Record a connection attempt of this process."""
        self.record.dials.append(
            DialEntry(at=self._time(), address=address, port=port, reach=reach)
        )

    def looked_up(self, name: str, answers: tuple[str, ...]) -> None:
        """Record a DNS lookup of this process."""
        self.record.lookups.append(
            LookupEntry(at=self._time(), name=name, answers=answers)
        )

    def sent(self, source: str | None, address: str, port: int) -> None:
        """Record a datagram of this process."""
        self.record.sent.append(
            SentEntry(at=self._time(), source=source, address=address, port=port)
        )

    def _time(self) -> float:
        # Threads dial too, and have no running loop.
        return self._loop.time() if self._loop is not None else 0.0

    def _first_account(self) -> Account:
        accounts = self.plex_tv.accounts
        return accounts.first() if len(accounts) else self.add_account("alice")


def _now() -> datetime:
    return datetime.now(UTC)
