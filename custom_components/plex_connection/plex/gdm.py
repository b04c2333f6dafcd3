"""GDM: finds servers on the local networks without plex.tv.

Answers are unauthenticated: they say where to check for a known server, and are no
reason to trust what is found there.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address
from itertools import islice
import logging
import re
import socket

from .addresses import MAX_PORT, is_host, parse_ip
from .fields import is_identifier, printable

_LOGGER = logging.getLogger(__name__)

GROUP = "239.0.0.250"
PORT = 32414
"""Servers' port for multicast and broadcast queries (fact sheet, section 7)."""
QUERY = b"M-SEARCH * HTTP/1.0\r\n\r\n"
TTL = 1
"""Routers that the query may pass, plus one."""
DEFAULT_BUDGET = 1.0
"""Seconds to wait for answers; on a LAN they take milliseconds."""

MAX_DATAGRAM = 4096
"""Bytes; an answer has some 300."""
MAX_LINES = 32
MAX_DATAGRAMS = 1024
"""Maximum datagrams per search; a flood is not worth more of our time."""
MAX_ANSWERS = 128
MAX_PER_ADDRESS = 8
"""Maximum servers per address, so that a forger does not crowd out the others."""
MAX_INTERFACES = 32

_STATUS = re.compile(r"HTTP/1\.[01] 200(?: .*)?", re.ASCII)
_PORT = re.compile(r"[0-9]{1,5}", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class GdmInterface:
    """One of our IPv4 addresses, and the broadcast address of its network."""

    address: str
    broadcast: str


@dataclass(frozen=True, kw_only=True, slots=True)
class GdmAnswer:
    """An unauthenticated announcement of a server; only its source is certain."""

    address: str
    """Source address (IPv4) of the datagram, unless it is forged."""
    resource_identifier: str
    """The machineIdentifier."""
    port: int
    name: str | None
    host: str | None
    """"<hash>.plex.direct", if the server has a certificate."""


def parse_gdm(datagram: bytes, source: str) -> GdmAnswer | None:
    """Return a server's answer from the address `source`.

    None for anything else, including players.
    """
    if len(datagram) > MAX_DATAGRAM or not isinstance(parse_ip(source), IPv4Address):
        return None
    status, *lines = re.split(r"\r?\n", datagram.decode(errors="replace"))
    fields = _fields(lines)
    identifier = fields.get("resource-identifier", "")
    port = fields.get("port", "")
    if (
        not _STATUS.fullmatch(status)
        or fields.get("content-type") != "plex/media-server"
        or not is_identifier(identifier)
        or not _PORT.fullmatch(port)
        or not 0 < int(port) <= MAX_PORT
    ):
        return None
    host = fields.get("host", "").lower()
    return GdmAnswer(
        address=source,
        resource_identifier=identifier,
        port=int(port),
        name=printable(fields.get("name", "")) or None,
        host=host if is_host(host) else None,
    )


def _fields(lines: Iterable[str]) -> dict[str, str]:
    """Return the header fields, the first of each name, up to the empty line."""
    fields: dict[str, str] = {}
    for line in islice(lines, MAX_LINES):
        name, colon, value = line.partition(":")
        if not colon:
            break
        fields.setdefault(name.strip().lower(), value.strip())
    return fields


async def search_gdm(
    interfaces: Iterable[GdmInterface], *, budget: float = DEFAULT_BUDGET
) -> list[GdmAnswer]:
    """Send one query per interface; return the answers after `budget` seconds.

    Each server appears once per address and port. An unusable interface is skipped;
    having none at all is no error either.
    """
    received = Answers()
    asked = dict.fromkeys(islice(interfaces, MAX_INTERFACES))
    with suppress(TimeoutError):
        async with asyncio.timeout(budget):
            await asyncio.gather(*(_search_on(each, received) for each in asked))
    return received.answers


class Answers:
    """The answers of one search, within limits."""

    def __init__(self) -> None:
        """Start empty."""
        self._answers: dict[tuple[str, int, str], GdmAnswer] = {}
        self._at: Counter[str] = Counter()
        self._datagrams = 0

    @property
    def answers(self) -> list[GdmAnswer]:
        """Return the answers in the order of their arrival."""
        return list(self._answers.values())

    def accept(self, datagram: bytes, source: str) -> bool:
        """Process one datagram; return whether to read another."""
        self._datagrams += 1
        answer = parse_gdm(datagram, source)
        if answer is not None and self._at[source] < MAX_PER_ADDRESS:
            key = (source, answer.port, answer.resource_identifier)
            if key not in self._answers:
                self._answers[key] = answer
                self._at[source] += 1
        return self._datagrams < MAX_DATAGRAMS and len(self._answers) < MAX_ANSWERS


async def _search_on(interface: GdmInterface, received: Answers) -> None:
    """Query one interface, if usable, and read answers up to the limits.

    Both the multicast group and the broadcast address are queried: some networks carry
    only one.
    """
    loop = asyncio.get_running_loop()
    try:
        sock = _socket_on(interface)
    except (OSError, ValueError) as err:
        _LOGGER.debug("No search on %s: %s", interface.address, err)
        return
    with sock:
        for address in (GROUP, interface.broadcast):
            try:
                await loop.sock_sendto(sock, QUERY, (address, PORT))
            except OSError as err:
                _LOGGER.debug("A search on %s: %s", interface.address, err)
        goes_on = True
        while goes_on:
            try:
                # One byte above the limit reveals a datagram that is too long.
                datagram, source = await loop.sock_recvfrom(sock, MAX_DATAGRAM + 1)
            except OSError as err:
                _LOGGER.debug("A search on %s: %s", interface.address, err)
                return
            goes_on = received.accept(datagram, source[0])
            # Reading queued datagrams does not yield by itself: let other tasks run.
            await asyncio.sleep(0)


def _socket_on(interface: GdmInterface) -> socket.socket:
    """Return a socket that sends through this interface only, with a low TTL.

    Raises ValueError unless both are addresses: a name would be resolved.
    """
    address = IPv4Address(interface.address)
    IPv4Address(interface.broadcast)
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        sock.setblocking(False)  # noqa: FBT003
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, TTL)
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, address.packed)
        sock.bind((interface.address, 0))
    except OSError:
        sock.close()
        raise
    return sock
