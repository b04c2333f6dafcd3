"""Answers of the simulated DNS in the forms that resolvers return."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
import socket
from typing import Any, Self

type AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class AnswerNode:
    """One address, with the attributes of pycares' own class."""

    family: int
    addr: tuple[bytes, int] | tuple[bytes, int, int, int]
    ttl: int = 60
    socktype: int = socket.SOCK_STREAM
    protocol: int = socket.IPPROTO_TCP
    flags: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What `aiodns.DNSResolver.getaddrinfo` returns."""

    nodes: list[AnswerNode]
    cnames: list[Any]

    @classmethod
    def of(cls, addresses: tuple[str, ...], port: int, family: int) -> Self:
        """Wrap the addresses of the wanted family."""
        return cls(
            [
                AnswerNode(
                    found,
                    (text.encode(), port, 0, 0)
                    if found == socket.AF_INET6
                    else (text.encode(), port),
                )
                for text in addresses
                if family in (0, found := _family(text))
            ],
            [],
        )


def address_infos(
    addresses: tuple[str, ...],
    port: object,
    family: int,
    kind: int,
    proto: int,
) -> list[AddressInfo]:
    """Return the result of `socket.getaddrinfo` for these addresses."""
    number = int(as_text(port) or 0)
    wanted = [text for text in addresses if family in (0, _family(text))]
    if not wanted:
        raise socket.gaierror(socket.EAI_NONAME, "No address associated with hostname")
    return [
        (
            _family(text),
            kind or socket.SOCK_STREAM,
            proto or socket.IPPROTO_TCP,
            "",
            (text, number, 0, 0)
            if _family(text) == socket.AF_INET6
            else (text, number),
        )
        for text in wanted
    ]


def is_numeric(name: str) -> bool:
    """Return whether a host needs no simulated lookup."""
    if name in ("", "localhost"):
        return True
    try:
        ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True


def as_text(value: object) -> str:
    """Return a host or port, which may come as bytes or None, as text."""
    if value is None:
        return ""
    return value.decode() if isinstance(value, bytes) else str(value)


def _family(address: str) -> int:
    if isinstance(ip_address(address), IPv6Address):
        return socket.AF_INET6
    return socket.AF_INET
