"""Sockets that report simulated addresses."""

from collections.abc import Iterator
from contextlib import contextmanager
import os
import socket
from typing import Any, override
from weakref import WeakKeyDictionary

LOOPBACK = "127.0.0.1"
"""The only address that Home Assistant's test package allows."""

type AddressTuple = tuple[Any, ...]

_peers: WeakKeyDictionary[socket.socket, AddressTuple] = WeakKeyDictionary()
_own: WeakKeyDictionary[socket.socket, str] = WeakKeyDictionary()
_disguised: dict[type[socket.socket], type[socket.socket]] = {}


@contextmanager
def dialling(sock: socket.socket) -> Iterator[socket.socket]:
    """Yield the socket for dialing 127.0.0.1 in place of `sock`.

    An IPv6 socket cannot, and the test package refuses ::1. So an IPv4 socket dials,
    and its descriptor then replaces that of `sock`, whose owner keeps its object.
    """
    if sock.family != socket.AF_INET6:
        yield sock
        return
    with socket.socket(socket.AF_INET, sock.type) as ipv4:
        ipv4.settimeout(sock.gettimeout())
        yield ipv4
        os.dup2(ipv4.fileno(), sock.fileno(), inheritable=False)


def disguise(sock: socket.socket, peer: AddressTuple) -> None:
    """Make a connected socket report the simulated address as its peer."""
    _dress(sock)
    _peers[sock] = tuple(peer)


def disguise_own(sock: socket.socket, address: str) -> None:
    """Make a socket report a simulated address as its own."""
    _dress(sock)
    _own[sock] = address


def _dress(sock: socket.socket) -> None:
    kind = type(sock)
    if kind in _disguised.values():
        return
    if kind not in _disguised:
        _disguised[kind] = _disguised_class(kind)
    sock.__class__ = _disguised[kind]


def _disguised_class(kind: type[socket.socket]) -> type[socket.socket]:
    class DisguisedSocket(kind):  # type: ignore[valid-type, misc]
        """A socket with simulated addresses at its ends."""

        # Without its own slots its layout is that of `kind`, and an object can change
        # from one class to the other.
        __slots__ = ()

        @override
        def getpeername(self) -> AddressTuple:
            # The real one first: it raises if the connection is gone.
            real = super().getpeername()
            return _peers.get(self) or tuple(real)

        @override
        def getsockname(self) -> AddressTuple:
            real = super().getsockname()
            return (_own[self], *real[1:]) if self in _own else real

    return DisguisedSocket
