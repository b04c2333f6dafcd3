"""Installs the simulated network under an event loop, and removes it again.

Production code and aiohttp stay unchanged: `sock_connect` of the loop class dials
127.0.0.1 instead of a simulated address, and every resolver (the loop's own, aiodns
under aiohttp and Home Assistant) asks the simulated DNS. Unknown addresses and names
fail inside the process.
"""

import asyncio
from asyncio.base_events import BaseEventLoop
from asyncio.selector_events import BaseSelectorEventLoop
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
import errno
import os
import socket
from typing import Any, Protocol

import aiodns

from .datagrams import datagrams_mapped
from .network import (
    NameNotFoundError,
    NameServerSilentError,
    Network,
    Reach,
    Route,
)
from .patching import replaced
from .peer import LOOPBACK, AddressTuple, dialling, disguise
from .resolving import Answer, address_infos, as_text, is_numeric

SYN_AGAIN = 1.0
"""Seconds after which a kernel repeats an unanswered SYN, doubled each time after that
(RFC 6298): an attempt started while a network was away may succeed when it is back."""

RESOLVER_PATIENCE = 14.0
"""Seconds after which an unanswered lookup fails: c-ares asks three times, and waits 2,
4 and 8 s. An endless lookup would block all later callers: aiohttp shares one lookup
among them."""

REFUSALS = {
    Reach.REFUSED: (ConnectionRefusedError, errno.ECONNREFUSED),
    Reach.UNREACHABLE: (OSError, errno.EHOSTUNREACH),
}


class Witness(Protocol):
    """Receives the socket-layer activity of the process under test."""

    def dialled(self, address: str, port: int, reach: Reach) -> None:
        """Record a connection attempt."""

    def looked_up(self, name: str, answers: tuple[str, ...]) -> None:
        """Record a DNS lookup; no answers: it failed."""

    def sent(self, source: str | None, address: str, port: int) -> None:
        """Record a datagram; `source`: the interface's address, if chosen."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mapping:
    """The simulated network as seen by this process's event loops."""

    network: Callable[[], Network]
    """Called at every use, so it may change."""
    witness: Witness

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Map every event loop of this process while the context lasts."""
        with ExitStack() as stack:
            for owner, name, replacement in (
                (BaseSelectorEventLoop, "sock_connect", self._sock_connect()),
                (BaseEventLoop, "getaddrinfo", self._getaddrinfo()),
                (aiodns.DNSResolver, "getaddrinfo", self._dns_getaddrinfo()),
            ):
                stack.enter_context(replaced(owner, name, replacement))
            stack.enter_context(datagrams_mapped(self))
            yield

    def route(self, address: str, port: int) -> Route | None:
        """Look up a route, and record the attempt; None for loopback."""
        route = self.network().route(address, port)
        if route is not None:
            self.witness.dialled(address, port, route.reach)
        return route

    def sent(self, source: str | None, address: str, port: int) -> None:
        """Record a datagram to a simulated address."""
        self.witness.sent(source, address, port)

    def resolve(self, name: str) -> tuple[str, ...]:
        """Look up a name, and record it."""
        try:
            answers = self.network().resolve(name)
        except LookupError:
            self.witness.looked_up(name, ())
            raise
        self.witness.looked_up(name, answers)
        return answers

    def _sock_connect(self) -> Callable[..., Any]:
        original = BaseSelectorEventLoop.sock_connect
        mapping = self

        async def sock_connect(
            loop: asyncio.AbstractEventLoop, sock: socket.socket, address: Any
        ) -> None:
            internet = sock.family in (socket.AF_INET, socket.AF_INET6)
            route = mapping.route(*address[:2]) if internet else None
            if route is None:
                await original(loop, sock, address)  # type: ignore[arg-type]
                return
            wait = SYN_AGAIN
            while route.reach is Reach.SILENT:
                await asyncio.sleep(wait)
                wait *= 2
                route = mapping.network().route(*address[:2]) or route
            if route.delay:
                await asyncio.sleep(route.delay)
            target = loopback_of(route, address)
            try:
                with dialling(sock) as dialler:
                    await original(loop, dialler, target)  # type: ignore[arg-type]
            except OSError as err:
                raise failure(type(err), err.errno, address) from None
            disguise(sock, address)

        return sock_connect

    def _getaddrinfo(self) -> Callable[..., Any]:
        original = BaseEventLoop.getaddrinfo
        mapping = self

        async def getaddrinfo(
            loop: BaseEventLoop,
            host: Any,
            port: Any,
            *,
            family: int = 0,
            type: int = 0,  # noqa: A002
            proto: int = 0,
            flags: int = 0,
        ) -> Any:
            name = as_text(host)
            if is_numeric(name):
                return await original(
                    loop, host, port, family=family, type=type, proto=proto, flags=flags
                )
            try:
                answers = mapping.resolve(name)
            except NameServerSilentError:
                await asyncio.sleep(RESOLVER_PATIENCE)
                raise no_such_name(socket.EAI_AGAIN) from None
            except NameNotFoundError:
                raise no_such_name(socket.EAI_NONAME) from None
            return address_infos(answers, port, family, type, proto)

        return getaddrinfo

    def _dns_getaddrinfo(self) -> Callable[..., Any]:
        mapping = self

        async def getaddrinfo(  # noqa: PLR0917 - the signature is the standard library's
            _resolver: aiodns.DNSResolver,
            host: str,
            family: int = 0,
            port: int | None = None,
            proto: int = 0,  # noqa: ARG001
            type: int = 0,  # noqa: A002, ARG001
            flags: int = 0,  # noqa: ARG001
        ) -> Answer:
            try:
                found = (host,) if is_numeric(host) else mapping.resolve(host)
            except NameServerSilentError:
                await asyncio.sleep(RESOLVER_PATIENCE)
                code = aiodns.error.ARES_ETIMEOUT
                text = "Timeout while contacting DNS servers"
                raise aiodns.error.DNSError(code, text) from None
            except NameNotFoundError:
                code = aiodns.error.ARES_ENOTFOUND
                raise aiodns.error.DNSError(code, "Domain name not found") from None
            return Answer.of(found, port or 0, family)

        return getaddrinfo


def loopback_of(route: Route, address: AddressTuple) -> AddressTuple:
    """Return the address to dial for a route, or raise as a real network would."""
    if route.reach in REFUSALS:
        kind, number = REFUSALS[route.reach]
        raise failure(kind, number, address)
    if route.port is None:
        raise failure(ConnectionRefusedError, errno.ECONNREFUSED, address)
    return (LOOPBACK, route.port)


def failure(kind: type[OSError], number: int | None, address: AddressTuple) -> OSError:
    """Return an error worded as asyncio does, with the requested address."""
    if number is None:
        return kind(f"Connect call failed {address}")
    return kind(number, f"Connect call failed {address}: {os.strerror(number)}")


def no_such_name(code: int) -> socket.gaierror:
    """Return the error of a name that does not resolve."""
    return socket.gaierror(code, "Name or service not known")
