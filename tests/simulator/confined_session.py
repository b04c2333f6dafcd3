"""Tries every way to leave a process; run by a test through `simulator.mapped`."""

import asyncio
from contextlib import suppress
import errno
import socket
import sys

import aiodns
import ifaddr
import pytest

from tests.waiting import PATIENCE

FAR = ("192.0.2.53", 53)
"""An address reserved for documentation."""
GROUP = ("224.0.0.251", 5353)


def _datagrams() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        for target in (FAR, GROUP):
            assert sock.sendto(b"12345", target) == 5
            assert sock.sendto(b"12345", 0, target) == 5
            assert sock.sendmsg([b"123", b"45"], [], 0, target) == 5
        sock.setsockopt(
            socket.IPPROTO_IP,
            socket.IP_ADD_MEMBERSHIP,
            socket.inet_aton(GROUP[0]) + socket.inet_aton("192.168.40.10"),
        )
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(("192.168.40.10", 0))
        # Traffic to itself is allowed.
        own = sock.getsockname()
        assert own[0] == "127.0.0.1"
        sock.sendto(b"a", own)
        sock.sendmsg([b"b"], [], 0, own)
        assert sock.recv(10) + sock.recv(10) == b"ab"
        assert sock.getsockname() == own
    for family, target, expected in (
        (socket.AF_INET, GROUP, "192.168.40.10"),
        (socket.AF_INET6, ("ff02::fb", 5353), "fd00::10"),
    ):
        with socket.socket(family, socket.SOCK_DGRAM) as sock:
            sock.connect(target)
            assert sock.getsockname()[0] == expected
            sock.connect(target)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(("127.0.0.1", 9))
        assert sock.getpeername() == ("127.0.0.1", 9)
    one, other = socket.socketpair()
    with one, other:
        one.sendmsg([b"family of its own"])
        one.sendmsg([b"family of its own"], [])


def _streams(echo: int) -> None:
    with socket.create_connection(("127.0.0.1", echo), timeout=PATIENCE):
        pass
    for address, number in (
        (FAR, errno.EHOSTUNREACH),
        (("192.168.40.12", 1), errno.ECONNREFUSED),
        (("192.168.40.12", 2), errno.ETIMEDOUT),
        (("192.168.40.12", 3), errno.ECONNREFUSED),
    ):
        with socket.socket() as sock:
            sock.settimeout(0.05)
            assert sock.connect_ex(address) == number
    with socket.socket() as sock:
        assert sock.connect_ex(("127.0.0.1", echo)) == 0


def _names() -> None:
    assert socket.gethostbyname("plex.tv") == "198.51.100.10"
    assert socket.gethostbyname("127.0.0.1") == "127.0.0.1"
    assert socket.gethostbyname_ex("plex.tv")[2] == ["198.51.100.10"]
    assert socket.gethostbyname_ex("127.0.0.1")[2] == ["127.0.0.1"]
    [found] = socket.getaddrinfo("plex.tv", 443, type=socket.SOCK_STREAM)
    assert found[4] == ("198.51.100.10", 443)
    assert socket.getaddrinfo("127.0.0.1", 443)
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("example.org", 443)


def _adapters() -> None:
    adapters = list(ifaddr.get_adapters())
    assert [adapter.nice_name for adapter in adapters] == ["lo", "eth0", "eth0"]
    assert adapters[1].ips[0].ip == "192.168.40.10"
    assert adapters[2].ips[0].ip == ("fd00::10", 0, 0)


async def _loops() -> None:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0)
    )
    transport.sendto(b"x", FAR)
    transport.close()
    with pytest.raises(OSError, match="No route to host"):
        await asyncio.open_connection(*FAR)
    resolver = aiodns.DNSResolver()
    with pytest.raises(aiodns.error.DNSError):
        await resolver.query_dns("example.org", "TXT")
    with suppress(aiodns.error.DNSError):
        await resolver.getaddrinfo("example.org", family=socket.AF_INET)
    await resolver.close()


def main() -> None:
    """Try them all, in a separate process."""
    with socket.socket(socket.AF_UNIX) as sock, pytest.raises(FileNotFoundError):
        sock.connect("/nowhere/at/all")
    try_everything(int(sys.argv[1]))
    print("confined")  # noqa: T201


def try_everything(echo: int) -> None:
    """Try to leave in every way; `echo` is a port of 127.0.0.1 that accepts."""
    # Without the confinement this would really send.
    for module, names in (
        ("simulator.confinement", ("connect",)),
        ("simulator.datagrams", ("bind", "sendto", "sendmsg", "setsockopt")),
    ):
        for name in names:
            assert vars(socket.socket)[name].__module__ == module
    _datagrams()
    _streams(echo)
    _names()
    _adapters()
    asyncio.run(_loops())


if __name__ == "__main__":
    main()
