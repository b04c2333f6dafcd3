"""A Plex world without a network: what every address, plex.tv and the LAN answer."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import md5
from random import Random
from types import SimpleNamespace
from typing import Any, Self, override

from custom_components.plex_connection.plex import (
    AccountState,
    Endpoint,
    GdmAnswer,
    PlexAuthError,
    PlexConnectionError,
    PlexRateLimitError,
    PlexStartingError,
    Resource,
    ResourceConnection,
    ServerAnswer,
    Timings,
)
from custom_components.plex_connection.plex.exceptions import ConnectionFault
from custom_components.plex_connection.plex.identity import IdentityProbe
from custom_components.plex_connection.plex.push_channel import ChannelEnd
from custom_components.plex_connection.plex.resources import Identity
from custom_components.plex_connection.plex.timing import Phase

STATES = ("up", "up", "up", "refused", "silent", "wrong", "unauthorized", "starting")
"""States of an address; working is the likeliest."""
PLACES = ("identity", "request", "channel", "resources", "search", "follower")
"""Places for an unexpected exception."""


class InjectedError(Exception):
    """An exception that no code expects."""

    @override
    def __str__(self) -> str:
        """Return a unique text: Home Assistant's dispatcher logs only the text."""
        return f"injected {id(self)}: {super().__str__()}"


@dataclass(kw_only=True, eq=False)
class Server:
    """One server, and the state of its addresses."""

    number: int
    name: str
    is_near: bool
    paths: dict[tuple[str, int], str] = field(default_factory=dict)
    """State by address and port."""

    @property
    def id(self) -> str:
        """Return its machineIdentifier."""
        return f"{self.number:040x}"

    @property
    def token(self) -> str:
        """Return the only token that may be sent to it."""
        return f"token-of-{self.number}"

    def resource(self) -> Resource:
        """Return it as plex.tv lists it."""
        label = md5(self.id.encode(), usedforsecurity=False).hexdigest()
        return Resource(
            client_identifier=self.id,
            name=self.name,
            access_token=self.token,
            provides=frozenset({"server"}),
            owned=True,
            home=False,
            source_title=None,
            https_required=False,
            public_address=None,
            public_address_matches=self.is_near,
            presence=True,
            relay=True,
            product_version="1.43.4.1",
            platform="Linux",
            connections=tuple(
                ResourceConnection(
                    protocol="https",
                    address=address,
                    port=port,
                    uri=f"https://{address.replace('.', '-')}.{label}"
                    f".plex.direct:{port}",
                    local=address.startswith("192.168."),
                    relay=address.startswith("198.51."),
                    ipv6=False,
                )
                for address, port in self.paths
            ),
            unusable=(),
        )


@dataclass(eq=False)
class Channel:
    """A push channel that yields scripted notifications."""

    hangs: bool
    """Whether closing it never ends."""
    end: ChannelEnd | None = None
    _said: asyncio.Queue[Any] = field(default_factory=asyncio.Queue)

    async def __aenter__(self) -> Self:
        """Return the open channel."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close, unless it hangs."""
        self.end = self.end or ChannelEnd.CLEAN
        if self.hangs:
            await asyncio.Event().wait()

    def __aiter__(self) -> Self:
        """Iterate over notifications."""
        return self

    async def __anext__(self) -> Any:
        """Return the next notification."""
        if (said := await self._said.get()) is None:
            raise StopAsyncIteration
        return said

    def hint(self) -> None:
        """Notify that the server's connections may have changed."""
        self._said.put_nowait(SimpleNamespace(type="reachability", is_hint=True))

    def lose(self) -> None:
        """Break the connection."""
        self.end = ChannelEnd.LOST
        self._said.put_nowait(None)


class World:
    """The whole world, and a record of the requests."""

    def __init__(self, rng: Random) -> None:
        """Create servers of all kinds."""
        self.rng = rng
        self.plex_tv = "up"
        self.heard: list[GdmAnswer] = []
        self.asked = Counter[str]()
        """Number of requests by server, `plex.tv`, `lan` and `names`."""
        self.faults: list[str] = []
        """Violations of a law."""
        self.channels: dict[str, Channel] = {}
        self.injected: list[InjectedError] = []
        self._bombs = Counter[str]()
        self._owners: dict[tuple[str, int], str] = {}
        """The owner of each address, including former addresses."""
        self._proved: set[tuple[str, int, str]] = set()
        self.servers = [self.make_server(number) for number in range(rng.randint(1, 3))]
        self.listed = list(self.servers)

    def make_server(self, number: int) -> Server:
        """Return a server with some of the possible addresses."""
        rng = self.rng
        server = Server(number=number, name=f"S{number}", is_near=self.happens(0.6))
        kinds = rng.sample(("192.168.40", "203.0.113", "198.51.100"), rng.randint(1, 3))
        for kind in kinds:
            for _ in range(rng.randint(1, 2)):
                server.paths[f"{kind}.{rng.randint(2, 250)}", 32400 + number] = "up"
        self._owners |= dict.fromkeys(server.paths, server.id)
        return server

    def happens(self, chance: float) -> bool:
        """Return True with the given probability."""
        return self.rng.random() < chance

    def bomb(self, place: str) -> None:
        """Make the next call at a place raise."""
        self._bombs[place] += 1

    def defuse(self) -> None:
        """Disarm all injected exceptions."""
        self._bombs.clear()

    def explode(self, place: str) -> None:
        """Raise the exception armed for the place, if any."""
        if self._bombs[place] > 0:
            self._bombs[place] -= 1
            self.injected.append(InjectedError(place))
            raise self.injected[-1]

    def heal(self) -> None:
        """Make everything work."""
        self.plex_tv = "up"
        self.defuse()
        for server in self.servers:
            server.paths = dict.fromkeys(server.paths, "up")

    def _at(self, endpoint: Endpoint) -> tuple[Server, str] | None:
        where = (str(endpoint.address), endpoint.port)
        for server in self.servers:
            if where in server.paths:
                return server, server.paths[where]
        return None

    # The client for servers.

    async def identity(self, endpoint: Endpoint, *, budget: float, **_: Any) -> Any:
        """Answer as `PlexServerClient.identity`."""
        found = self._at(endpoint)
        self.asked[self._owners[str(endpoint.address), endpoint.port]] += 1
        if found is None:
            raise PlexConnectionError(ConnectionFault.UNREACHABLE, phase=Phase.CONNECT)
        server, state = found
        self.explode("identity")
        await self._behave(state, budget)
        who = "f" * 40 if state == "wrong" else server.id
        self._proved.add((endpoint.host, endpoint.port, who))
        return IdentityProbe(
            identity=Identity(machine_identifier=who, version="1", claimed=True),
            peer=str(endpoint.address),
            connect_ms=1.0,
            tls_ms=2.0,
            latency_ms=3.0,
        )

    async def request(
        self, endpoint: Endpoint, *, token: str, budget: float, **_: Any
    ) -> ServerAnswer:
        """Answer as `PlexServerClient.request`."""
        self._show_token(endpoint, token)
        self.explode("request")
        found = self._at(endpoint)
        await self._behave("refused" if found is None else found[1], budget)
        return ServerAnswer(
            status=200,
            content_type="application/json",
            body=b"{}",
            timings=Timings(latency_ms=3.0),
        )

    async def open_notifications(
        self, endpoint: Endpoint, *, token: str, **_: Any
    ) -> Channel:
        """Answer as `PlexServerClient.open_notifications`."""
        self._show_token(endpoint, token)
        self.explode("channel")
        found = self._at(endpoint)
        await self._behave("refused" if found is None else found[1], 10.0)
        channel = Channel(hangs=self.happens(0.2))
        if found is not None:
            self.channels[found[0].id] = channel
        return channel

    def _show_token(self, endpoint: Endpoint, token: str) -> None:
        """Record a token sent before the receiver proved its identity."""
        owner = next((each for each in self.servers if each.token == token), None)
        proof = (endpoint.host, endpoint.port, owner.id if owner else "")
        if proof not in self._proved:
            self.faults.append(f"a token went to {endpoint.host} before identity")
        if owner is not None:
            self.asked[owner.id] += 1

    async def _behave(self, state: str, budget: float) -> None:
        match state:
            case "silent":
                await asyncio.sleep(budget)
                raise PlexConnectionError(ConnectionFault.TIMEOUT, phase=Phase.CONNECT)
            case "refused":
                await asyncio.sleep(0.002)
                raise PlexConnectionError(ConnectionFault.REFUSED, phase=Phase.CONNECT)
            case "unauthorized":
                await asyncio.sleep(0.01)
                raise PlexAuthError(401)
            case "starting":
                await asyncio.sleep(0.01)
                raise PlexStartingError
        await asyncio.sleep(self.rng.uniform(0.001, 0.2))

    # The client for plex.tv.

    async def shared_state(
        self, endpoint: Endpoint, *, token: str, budget: float, **_: Any
    ) -> AccountState:
        """Answer as `PlexServerClient.shared_state`."""
        return await self.account_state(endpoint, token=token, budget=budget)

    async def account_state(
        self, endpoint: Endpoint, *, token: str, budget: float, **_: Any
    ) -> AccountState:
        """Answer as `PlexServerClient.account_state`."""
        await self.request(endpoint, token=token, budget=budget)
        return AccountState(
            mapping_state="mapped",
            mapping_error="",
            sign_in_state="ok",
            public_address="203.0.113.40",
            public_port=32400,
        )

    async def settings(
        self, endpoint: Endpoint, *, token: str, budget: float, **_: Any
    ) -> Mapping[str, str | int | bool]:
        """Answer as `PlexServerClient.settings`."""
        await self.request(endpoint, token=token, budget=budget)
        return {"PublishServerOnPlexOnlineKey": True}

    async def resources(self) -> tuple[Resource, ...]:
        """Answer as `PlexAccountClient.resources`."""
        self.asked["plex.tv"] += 1
        self.explode("resources")
        await self._behave_as_plex_tv()
        return tuple(server.resource() for server in self.listed)

    async def public_address(self, **_: Any) -> str:
        """Answer as `PlexAccountClient.public_address`."""
        await self._behave_as_plex_tv()
        return "203.0.113.40"

    async def account(self) -> object:
        """Answer as `PlexAccountClient.account`."""
        await self._behave_as_plex_tv()
        return None

    async def _behave_as_plex_tv(self) -> None:
        await asyncio.sleep(0.05)
        match self.plex_tv:
            case "down":
                await asyncio.sleep(5)
                raise PlexConnectionError(ConnectionFault.TIMEOUT, phase=Phase.CONNECT)
            case "busy":
                raise PlexRateLimitError(120.0)

    # The LAN, and DNS.

    async def search(self, _interfaces: Iterable[Any], *, budget: float) -> Any:
        """Answer as `search_gdm`."""
        self.asked["lan"] += 1
        self.explode("search")
        await asyncio.sleep(budget)
        return self.heard

    async def resolve(self, *_: Any, **__: Any) -> list[dict[str, str]]:
        """Answer as a resolver."""
        self.asked["names"] += 1
        return []

    async def close(self) -> None:
        """Close as a resolver."""
