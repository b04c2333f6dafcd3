"""GDM: how media servers of a network are found without plex.tv (UDP).

A search goes to a multicast group or to a broadcast address; each server sends
its answer to the sender (fact sheet, section 7).
"""

import asyncio
from collections.abc import Iterator
from ipaddress import IPv4Address, ip_address
import socket
from typing import TYPE_CHECKING

from .faults import FaultKind
from .peer import LOOPBACK
from .record import DatagramEntry, ListenerKind

if TYPE_CHECKING:
    from .listener import Listener

PORT = 32414

SEARCH = b"M-SEARCH * HTTP/1."
"""The start of a search; 1.0 and 1.1 are both used."""

UPDATED_AT = 1_793_000_000
"""A time stamp in seconds that our client ignores."""

CLAIMS = 1000
"""Datagrams of a hostile answer."""

LONGEST = 65_535
"""Bytes of a datagram."""


def announcement(
    *, name: str, machine_identifier: str, host: str | None, port: int, version: str
) -> bytes:
    """Return the answer of a media server to a search."""
    fields = {
        "Content-Type": "plex/media-server",
        "Host": host,
        "Name": name,
        "Port": str(port),
        "Resource-Identifier": machine_identifier,
        "Updated-At": str(UPDATED_AT),
        "Version": version,
    }
    lines = [f"{field}: {value}" for field, value in fields.items() if value]
    return "\r\n".join(("HTTP/1.0 200 OK", *lines, "", "")).encode()


class GdmResponder:
    """Receives searches at one address of a media server, and answers them."""

    def __init__(self, listener: Listener) -> None:
        """Prepare; receives nothing before `follow`."""
        self._listener = listener
        self._socket: socket.socket | None = None
        self._address = ""

    def follow(self, *, reachable: bool) -> None:
        """Appear at the listener's address, or disappear."""
        address = ip_address(self._listener.address)
        local = self._listener.kind is ListenerKind.LOCAL
        present = reachable and local and isinstance(address, IPv4Address)
        if present and self._socket is not None and self._address == str(address):
            return
        self.close()
        if not present:
            return
        self._address = str(address)
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.setblocking(False)  # noqa: FBT003
        sock.bind((LOOPBACK, 0))
        asyncio.get_running_loop().add_reader(sock, self._hear, sock)
        self._socket = sock
        self._listener.world.network.set_responder(
            int(sock.getsockname()[1]), (self._address, PORT)
        )

    def close(self) -> None:
        """Stop receiving."""
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket)
            number = int(self._socket.getsockname()[1])
            self._listener.world.network.set_responder(number, None)
            self._socket.close()
            self._socket = None

    def _hear(self, sock: socket.socket) -> None:
        data, sender = sock.recvfrom(LONGEST)
        listener = self._listener
        answer = listener.service.gdm_answer(listener)
        if not data.startswith(SEARCH):
            answer = None
        listener.world.record.datagrams.append(
            DatagramEntry(
                at=asyncio.get_running_loop().time(),
                when=listener.world.now(),
                origin=listener.origin,
                text=data.decode(errors="replace"),
                answered=answer is not None,
            )
        )
        if answer is None:
            return
        for claim in self._claims():
            sock.sendto(claim, sender)
        if listener.latency.connect:
            listener.run(self._answer(answer, sender))
        else:
            sock.sendto(answer, sender)

    def _claims(self) -> Iterator[bytes]:
        """Yield the extra datagrams of a hostile one: the server is everywhere."""
        listener = self._listener
        fault = listener.faults.get(FaultKind.HOSTILE)
        if fault is None or fault.trick != "claims":
            return
        for number in range(CLAIMS):
            claim = listener.service.gdm_answer(listener)
            if claim is not None:
                port = f"Port: {listener.port}".encode()
                yield claim.replace(port, f"Port: {1024 + number}".encode())

    async def _answer(self, answer: bytes, sender: tuple[str, int]) -> None:
        await asyncio.sleep(self._listener.latency.connect)
        if self._socket is not None:
            self._socket.sendto(answer, sender)
