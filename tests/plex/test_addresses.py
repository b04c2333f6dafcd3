"""From an endpoint to the IP addresses to dial."""

import asyncio
from collections.abc import Iterable
import socket
from typing import override

from aiohttp.abc import AbstractResolver, ResolveResult
import pytest

from custom_components.plex_connection.plex import (
    Endpoint,
    IPAddress,
    PlexConnectionError,
)
from custom_components.plex_connection.plex.addresses import addresses_of
from custom_components.plex_connection.plex.dialling import dial_in_turn
from custom_components.plex_connection.plex.exceptions import ConnectionFault
from custom_components.plex_connection.plex.timing import Phase

NAME = "plex.example.net"


class Answers(AbstractResolver):
    """A resolver with one fixed answer or error; records its questions."""

    def __init__(self, answer: Iterable[str] | Exception = ()) -> None:
        """Give every question the same answer."""
        self.answer = answer
        self.questions: list[tuple[str, int, int]] = []

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.questions.append((host, port, family))
        if isinstance(self.answer, Exception):
            raise self.answer
        return [
            ResolveResult(
                hostname=host, host=found, port=port, family=0, proto=0, flags=0
            )
            for found in self.answer
        ]

    @override
    async def close(self) -> None:
        """Close nothing."""


class Silent(Answers):
    """A resolver whose name server never answers."""

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        await asyncio.get_running_loop().create_future()
        return []


def endpoint(host: str = NAME, address: str | None = None) -> Endpoint:
    """Return an https endpoint."""
    return Endpoint(scheme="https", host=host, port=32400, address=address)


def public(ip: IPAddress) -> bool:
    """Allow all but the simulated home network."""
    return not str(ip).startswith("192.168.")


def everything(_: IPAddress) -> bool:
    """Allow all."""
    return True


def nothing(_: IPAddress) -> bool:
    """Allow none."""
    return False


@pytest.mark.parametrize(
    ("host", "address", "dialled"),
    [
        ("192-168-40-12.abc.plex.direct", "192.168.40.12", "192.168.40.12"),
        ("203.0.113.40", None, "203.0.113.40"),
        ("2001:db8::10", None, "2001:db8::10"),
    ],
)
async def test_known_addresses_need_no_name_server(
    host: str, address: str | None, dialled: str
) -> None:
    """A known address needs no look-up, but must be allowed each time."""
    resolver = Answers(["203.0.113.99"])

    found = await addresses_of(endpoint(host, address), resolver, everything, 1.0)

    assert found == [dialled]
    with pytest.raises(PlexConnectionError) as caught:
        await addresses_of(endpoint(host, address), resolver, nothing, 1.0)
    assert caught.value.kind is ConnectionFault.BLOCKED
    assert resolver.questions == []


async def test_only_allowed_addresses_are_dialled() -> None:
    """In the resolver's order, without duplicates, four at most."""
    resolver = Answers(
        ["192.168.40.9", "203.0.113.1", "203.0.113.1", "what?", "2001:db8::1"]
        + [f"203.0.113.{host}" for host in range(2, 90)]
    )

    found = await addresses_of(endpoint(), resolver, public, 1.0)

    assert found == ["203.0.113.1", "2001:db8::1", "203.0.113.2", "203.0.113.3"]
    assert resolver.questions == [(NAME, 32400, socket.AF_UNSPEC)]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (["192.168.40.9", "192.168.40.10"], ConnectionFault.BLOCKED),
        ([], ConnectionFault.DNS),
        (["what?"], ConnectionFault.DNS),
        (socket.gaierror(-2, "not known"), ConnectionFault.DNS),
        (OSError(None, "Domain name not found"), ConnectionFault.DNS),
        (UnicodeError("label too long"), ConnectionFault.DNS),
    ],
)
async def test_no_address(answer: list[str] | Exception, kind: ConnectionFault) -> None:
    """A name without addresses differs from one whose addresses are blocked."""
    with pytest.raises(PlexConnectionError) as caught:
        await addresses_of(endpoint(), Answers(answer), public, 1.0)

    assert caught.value.kind is kind
    assert caught.value.phase is Phase.RESOLVE
    assert caught.value.__context__ is None


async def test_silent_name_server() -> None:
    """The time limit includes the look-up."""

    async def attempt(address: str, share: float) -> None:
        pytest.fail("nothing to dial")

    with pytest.raises(PlexConnectionError) as caught:
        await dial_in_turn(
            endpoint(), attempt, resolver=Silent(), allow=everything, budget=0.01
        )

    assert caught.value.kind is ConnectionFault.DNS
    assert caught.value.phase is Phase.RESOLVE


async def test_addresses_are_tried_in_turn() -> None:
    """Each address has a share of the remaining time; the first answer counts."""
    dialled: list[tuple[str, float]] = []

    async def attempt(address: str, share: float) -> str:
        dialled.append((address, share))
        if address == "203.0.113.2":
            return "answer"
        raise PlexConnectionError(ConnectionFault.REFUSED, phase=Phase.CONNECT)

    answer = await dial_in_turn(
        endpoint(),
        attempt,
        resolver=Answers(["203.0.113.1", "203.0.113.2", "203.0.113.3"]),
        allow=everything,
        budget=9.0,
    )

    assert answer == "answer"
    assert [address for address, _ in dialled] == ["203.0.113.1", "203.0.113.2"]
    assert [share for _, share in dialled] == pytest.approx([3.0, 4.5], abs=0.1)


async def test_the_last_error_is_raised() -> None:
    """If no address answers, the last error is raised."""
    kinds = [ConnectionFault.TIMEOUT, ConnectionFault.REFUSED]

    async def attempt(address: str, share: float) -> None:
        raise PlexConnectionError(kinds.pop(0), phase=Phase.CONNECT)

    with pytest.raises(PlexConnectionError) as caught:
        await dial_in_turn(
            endpoint(),
            attempt,
            resolver=Answers(["203.0.113.1", "203.0.113.2"]),
            allow=everything,
            budget=1.0,
        )

    assert caught.value.kind is ConnectionFault.REFUSED


@pytest.mark.parametrize(
    ("scheme", "host", "port", "header"),
    [
        ("https", NAME, 443, NAME),
        ("https", NAME, 80, f"{NAME}:80"),
        ("http", NAME, 80, NAME),
        ("https", "2001:db8::10", 32400, "[2001:db8::10]:32400"),
        ("https", "2001:db8::10", 443, "[2001:db8::10]"),
    ],
)
def test_host_header(scheme: str, host: str, port: int, header: str) -> None:
    """The Host header is that of a client that resolves the name itself."""
    dialled = Endpoint(
        scheme="https" if scheme == "https" else "http", host=host, port=port
    )

    assert dialled.host_header == header
    assert dialled.server_hostname == (host if scheme == "https" else None)


def test_url() -> None:
    """The URL has the address to dial; IPv6 addresses are in brackets."""
    url = endpoint(NAME).url("2001:db8::10", "/identity")

    assert str(url) == "https://[2001:db8::10]:32400/identity"
