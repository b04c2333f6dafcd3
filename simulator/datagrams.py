"""Redirects datagrams of the process under test to the simulation, or drops them.

It replaces the functions of `socket.socket` itself, since event loops use no others. A
search reaches the media servers on the link that it goes out on, and their answers come
from their addresses there.
"""

from collections.abc import Buffer, Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
import errno
import socket
import sys
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from .network import Network
from .patching import replaced
from .peer import LOOPBACK

INTERNET = (socket.AF_INET, socket.AF_INET6)

MULTICAST_OPTIONS = frozenset(
    {
        (socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP),
        (socket.IPPROTO_IP, socket.IP_DROP_MEMBERSHIP),
        (socket.IPPROTO_IP, socket.IP_MULTICAST_IF),
        (socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP),
        (socket.IPPROTO_IPV6, socket.IPV6_LEAVE_GROUP),
        (socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF),
    }
)
"""Joining a group makes the kernel announce it on the real network; none is joined."""

IN_ADDR = 4
"""Bytes of a bare address in an option; the structures start with a group."""

_links: WeakKeyDictionary[socket.socket, str] = WeakKeyDictionary()
"""The address of a socket's outgoing interface, if it has chosen one."""


class Post(Protocol):
    """Knows the network, and records what is sent into it."""

    def network(self) -> Network:
        """Return the network as it is now."""

    def sent(self, source: str | None, address: str, port: int) -> None:
        """Record a datagram to a simulated address."""


@contextmanager
def datagrams_mapped(post: Post) -> Iterator[None]:
    """Map or drop all datagrams in the block."""
    with ExitStack() as stack:
        for name, replacement in (
            ("bind", _bind(post)),
            ("sendto", _sendto(post)),
            ("sendmsg", _sendmsg(post)),
            ("recvfrom", _recvfrom(post)),
            ("recvfrom_into", _recvfrom_into(post)),
            ("setsockopt", _setsockopt()),
        ):
            stack.enter_context(replaced(socket.socket, name, replacement))
        yield


def _bind(post: Post) -> Callable[..., None]:
    original = socket.socket.bind

    def bind(sock: socket.socket, address: Any) -> None:
        if sock.family in INTERNET and post.network().has_adapter(address[0]):
            _links[sock] = address[0]
            address = (LOOPBACK, *address[1:])
        original(sock, address)

    return bind


def _sendto(post: Post) -> Callable[..., int]:
    original = socket.socket.sendto

    def sendto(sock: socket.socket, data: Buffer, *rest: Any) -> int:
        if (heard := _heard(post, sock, rest[-1])) is None:
            return original(sock, data, *rest)
        for port in heard:
            original(sock, data, (LOOPBACK, port))
        return memoryview(data).nbytes

    return sendto


def _sendmsg(post: Post) -> Callable[..., int]:
    original = socket.socket.sendmsg

    def sendmsg(
        sock: socket.socket,
        buffers: Iterable[Buffer],
        ancillary: Any = (),
        flags: int = 0,
        address: Any = None,
    ) -> int:
        buffers = tuple(buffers)
        heard = None if address is None else _heard(post, sock, address)
        if heard is None:
            return original(sock, buffers, ancillary, flags, address)
        for port in heard:
            original(sock, buffers, (), 0, (LOOPBACK, port))
        return sum(memoryview(buffer).nbytes for buffer in buffers)

    return sendmsg


def _recvfrom(post: Post) -> Callable[..., Any]:
    original = socket.socket.recvfrom

    def recvfrom(sock: socket.socket, *arguments: Any) -> Any:
        data, source = original(sock, *arguments)
        return data, _seen(post, sock, source)

    return recvfrom


def _recvfrom_into(post: Post) -> Callable[..., Any]:
    original = socket.socket.recvfrom_into

    def recvfrom_into(sock: socket.socket, *arguments: Any) -> Any:
        count, source = original(sock, *arguments)
        return count, _seen(post, sock, source)

    return recvfrom_into


def _setsockopt() -> Callable[..., None]:
    original = socket.socket.setsockopt

    def setsockopt(sock: socket.socket, level: int, option: int, *rest: Any) -> None:
        if (level, option) == (socket.IPPROTO_IP, socket.IP_MULTICAST_IF):
            _links[sock] = _interface(rest[0])
        if (level, option) not in MULTICAST_OPTIONS:
            original(sock, level, option, *rest)

    return setsockopt


def _interface(chosen: Buffer | int) -> str:
    """Return the address in an option, which has one of three formats."""
    if isinstance(chosen, int):
        return socket.inet_ntoa(chosen.to_bytes(IN_ADDR, sys.byteorder))
    packed = bytes(chosen)
    start = 0 if len(packed) == IN_ADDR else IN_ADDR
    return socket.inet_ntoa(packed[start : start + IN_ADDR])


def _heard(post: Post, sock: socket.socket, address: Any) -> tuple[int, ...] | None:
    """Return the loopback ports of the receivers; None: not simulated."""
    if sock.family not in INTERNET:
        return None
    network = post.network()
    host, port = address[:2]
    if network.route(host, port) is None:
        return None
    link = _links.get(sock)
    if network.is_broadcast(host) and not sock.getsockopt(
        socket.SOL_SOCKET, socket.SO_BROADCAST
    ):
        raise PermissionError(errno.EACCES, "Permission denied")
    post.sent(link, host, port)
    return network.heard_by(host, port, link) if sock.family == socket.AF_INET else ()


def _seen(post: Post, sock: socket.socket, source: Any) -> Any:
    """Return the simulated source of a datagram."""
    if sock.type != socket.SOCK_DGRAM or not source or source[0] != LOOPBACK:
        return source
    return post.network().responders.get(source[1], source)
