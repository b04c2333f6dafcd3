"""Confines a whole process to the simulated network.

Mapping event loops is not enough for a process that runs arbitrary code: libraries dial
from threads, resolve names on their own, and send datagrams. Here every way out of
Python's sockets is mapped or blocked.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
import errno
import socket
import threading
from typing import Any

import aiodns
import ifaddr

from .adapters import NetworkAdapter
from .datagrams import INTERNET
from .mapping import Mapping, failure, loopback_of, no_such_name
from .network import NameNotFoundError, NameServerSilentError, Reach
from .patching import replaced
from .peer import LOOPBACK, dialling, disguise, disguise_own
from .resolving import address_infos, as_text, is_numeric

KERNEL_PATIENCE = 127.0
"""Seconds after which Linux gives up on an address that never answers."""


@contextmanager
def confined(mapping: Mapping) -> Iterator[None]:
    """Block everything that the mapping does not bring to loopback."""
    with ExitStack() as stack:
        stack.enter_context(mapping.installed())
        for name, replacement in (
            ("connect", _connect(mapping)),
            ("connect_ex", _connect_ex),
        ):
            stack.enter_context(replaced(socket.socket, name, replacement))
        for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
            replacement = RESOLVERS[name](mapping, getattr(socket, name))
            stack.enter_context(replaced(socket, name, replacement))
        for name in ("query", "query_dns", "gethostbyname", "gethostbyaddr"):
            if hasattr(aiodns.DNSResolver, name):
                stack.enter_context(replaced(aiodns.DNSResolver, name, _no_dns))
        stack.enter_context(replaced(ifaddr, "get_adapters", _adapters(mapping)))
        yield


def _connect(mapping: Mapping) -> Callable[..., None]:
    original = socket.socket.connect

    def connect(sock: socket.socket, address: Any) -> None:
        if sock.family not in INTERNET:
            original(sock, address)
            return
        if sock.type == socket.SOCK_DGRAM:
            _connect_datagram(mapping, original, sock, address)
            return
        if (route := mapping.route(*address[:2])) is None:
            original(sock, address)
            return
        if route.reach is Reach.SILENT:
            patience = sock.gettimeout()
            # Not time.sleep: Home Assistant detects that.
            threading.Event().wait(KERNEL_PATIENCE if patience is None else patience)
            raise failure(TimeoutError, errno.ETIMEDOUT, address)
        if route.delay and sock.gettimeout() != 0:
            threading.Event().wait(route.delay)
        target = loopback_of(route, address)
        with dialling(sock) as dialler:
            original(dialler, target)
        disguise(sock, address)

    return connect


def _connect_datagram(
    mapping: Mapping,
    original: Callable[..., None],
    sock: socket.socket,
    address: Any,
) -> None:
    """Give a datagram socket its simulated source address."""
    network = mapping.network()
    if network.route(*address[:2]) is None:
        original(sock, address)
        return
    wanted = ":" if sock.family == socket.AF_INET6 else "."
    for adapter in network.adapters:
        if wanted in adapter.address:
            disguise_own(sock, adapter.address)
            return
    raise failure(OSError, errno.ENETUNREACH, address)


def _connect_ex(sock: socket.socket, address: Any) -> int:
    try:
        sock.connect(address)
    except OSError as err:
        return err.errno or errno.EIO
    return 0


def _getaddrinfo(mapping: Mapping, original: Any) -> Callable[..., Any]:
    def getaddrinfo(  # noqa: PLR0917 - the signature is the standard library's
        host: Any,
        port: Any,
        family: int = 0,
        type: int = 0,  # noqa: A002
        proto: int = 0,
        flags: int = 0,
    ) -> Any:
        if is_numeric(as_text(host)):
            return original(host, port, family, type, proto, flags)
        return address_infos(
            _resolved(mapping, as_text(host)), port, family, type, proto
        )

    return getaddrinfo


def _gethostbyname(mapping: Mapping, original: Any) -> Callable[..., Any]:
    def gethostbyname(host: str) -> Any:
        return original(host) if is_numeric(host) else _resolved(mapping, host)[0]

    return gethostbyname


def _gethostbyname_ex(mapping: Mapping, original: Any) -> Callable[..., Any]:
    def gethostbyname_ex(host: str) -> Any:
        if is_numeric(host):
            return original(host)
        return (host, [], list(_resolved(mapping, host)))

    return gethostbyname_ex


RESOLVERS = {
    "getaddrinfo": _getaddrinfo,
    "gethostbyname": _gethostbyname,
    "gethostbyname_ex": _gethostbyname_ex,
}


async def _no_dns(_resolver: aiodns.DNSResolver, *_question: Any) -> None:
    raise aiodns.error.DNSError(aiodns.error.ARES_ENOTFOUND, "Domain name not found")


def _adapters(mapping: Mapping) -> Callable[..., list[ifaddr.Adapter]]:
    def get_adapters(include_unconfigured: bool = False) -> list[ifaddr.Adapter]:  # noqa: ARG001, FBT001, FBT002
        loopback = NetworkAdapter(name="lo", address=LOOPBACK, prefix=8)
        return [
            ifaddr.Adapter(
                entry.name, entry.name, [_interface_address(entry)], index=number
            )
            for number, entry in enumerate((loopback, *mapping.network().adapters), 1)
        ]

    return get_adapters


def _interface_address(adapter: NetworkAdapter) -> ifaddr.IP:
    if ":" in adapter.address:
        return ifaddr.IP((adapter.address, 0, 0), adapter.prefix, adapter.name)
    return ifaddr.IP(adapter.address, adapter.prefix, adapter.name)


def _resolved(mapping: Mapping, name: str) -> tuple[str, ...]:
    try:
        return mapping.resolve(name)
    except NameNotFoundError:
        raise no_such_name(socket.EAI_NONAME) from None
    except NameServerSilentError:
        raise no_such_name(socket.EAI_AGAIN) from None
