"""GDM: which servers answer on the local networks, without plex.tv.

Anybody on such a network can answer anything. An answer says where to look for
a server that is known already, and is no reason to believe what is found there.
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
"""Where servers listen, for the group and for broadcasts (fact sheet, section 7)."""
QUERY = b"M-SEARCH * HTTP/1.0\r\n\r\n"
TTL = 1
"""Routers the query may pass, plus one."""
DEFAULT_BUDGET = 1.0
"""Seconds to wait for answers; on a LAN they take milliseconds."""

MAX_DATAGRAM = 4096
"""Bytes; an answer has some 300."""
MAX_LINES = 32
MAX_DATAGRAMS = 1024
"""Datagrams that one search looks at; a flood is not worth more of our time."""
MAX_ANSWERS = 128
MAX_PER_ADDRESS = 8
"""Servers at one address: one that makes them up does not crowd out the others."""
MAX_INTERFACES = 32

_STATUS = re.compile(r"HTTP/1\.[01] 200(?: .*)?", re.ASCII)
_PORT = re.compile(r"[0-9]{1,5}", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class GdmInterface:
    """One of our IPv4 addresses, and how to reach everybody on its network."""

    address: str
    broadcast: str


@dataclass(frozen=True, kw_only=True, slots=True)
class GdmAnswer:
    """What somebody says of a server; only where it was said from is certain."""

    address: str
    """The IPv4 address that the datagram came from, as far as that can be told."""
    resource_identifier: str
    """The machineIdentifier."""
    port: int
    name: str | None
    host: str | None
    """"<hash>.plex.direct", where the server has a certificate."""


def parse_gdm(datagram: bytes, source: str) -> GdmAnswer | None:
    """Return what a server's answer from the address `source` says.

    None for anything else, players among it.
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
    """Ask on each interface once, and return who has answered after `budget` seconds.

    Each server once for each address and port. An interface that cannot be
    used is left out, and none at all is no error either.
    """
    hearing = Hearing()
    asked = dict.fromkeys(islice(interfaces, MAX_INTERFACES))
    with suppress(TimeoutError):
        async with asyncio.timeout(budget):
            await asyncio.gather(*(_search_on(each, hearing) for each in asked))
    return hearing.answers


class Hearing:
    """What has been heard in one search, within bounds."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._answers: dict[tuple[str, int, str], GdmAnswer] = {}
        self._at: Counter[str] = Counter()
        self._datagrams = 0

    @property
    def answers(self) -> list[GdmAnswer]:
        """Return the answers in the order in which they came."""
        return list(self._answers.values())

    def hear(self, datagram: bytes, source: str) -> bool:
        """Take one datagram; return whether there is any use in the next."""
        self._datagrams += 1
        answer = parse_gdm(datagram, source)
        if answer is not None and self._at[source] < MAX_PER_ADDRESS:
            key = (source, answer.port, answer.resource_identifier)
            if key not in self._answers:
                self._answers[key] = answer
                self._at[source] += 1
        return self._datagrams < MAX_DATAGRAMS and len(self._answers) < MAX_ANSWERS


async def _search_on(interface: GdmInterface, hearing: Hearing) -> None:
    """Ask on one interface, if it can be used, and listen until there were too many.

    The group is asked, and the broadcast address: some networks carry only one.
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
                # One byte more than is read shows what is too long.
                datagram, source = await loop.sock_recvfrom(sock, MAX_DATAGRAM + 1)
            except OSError as err:
                _LOGGER.debug("A search on %s: %s", interface.address, err)
                return
            goes_on = hearing.hear(datagram, source[0])
            # What waits in the socket is had at once: everything else has its turn.
            await asyncio.sleep(0)


def _socket_on(interface: GdmInterface) -> socket.socket:
    """Return a socket whose datagrams leave by this interface, and not far.

    An address only: a name would be looked up.
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
