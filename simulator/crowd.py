"""Worlds of any size: a number of servers, each with a number of addresses."""

from collections.abc import Iterable, Mapping
import re

from .adapters import NetworkAdapter
from .scenario import AddressPlan, Scenario, ServerPlan

LIVE = ("local", "remote", "relay")

ROUND_TRIPS: Mapping[str, float] = {"local": 0.002, "remote": 0.04, "relay": 0.12}
"""Seconds: a wired network, a good line, a relay (fact sheet, section 8)."""

HOME = NetworkAdapter(name="eth0", address="10.40.0.10", prefix=16)

PER_BLOCK = 200
"""Servers that share the third byte of a local address, or one port outside."""

EVERY = 4
"""One in so many dead rows is a public address."""

SIZE = re.compile(r"(\d+)x(\d+)")


def crowd(
    servers: int,
    candidates: int,
    *,
    live: Iterable[str] = LIVE,
    dead: str = "silent",
    round_trips: Mapping[str, float] = ROUND_TRIPS,
) -> Scenario:
    """Return a world of `servers` with `candidates` addresses each.

    One address of each kind in `live` works, the local one on the networks of the
    process under test. All others are `dead` from the start, which costs no socket:
    three in four of them are container networks, the others outdated public addresses.
    """
    return Scenario(
        name=f"{servers}x{candidates}",
        servers=tuple(
            _server(
                number,
                [
                    _live(kind, number, round_trips.get(kind, 0.0))
                    for kind in list(live)[:candidates]
                ],
                candidates=candidates,
                dead=dead,
            )
            for number in range(servers)
        ),
        adapters=(HOME,),
    )


def crowd_named(name: str) -> Scenario | None:
    """Return the world named like "100x16"; None for other names."""
    size = SIZE.fullmatch(name)
    return crowd(int(size[1]), int(size[2])) if size else None


def _server(
    number: int, rows: list[AddressPlan], *, candidates: int, dead: str
) -> ServerPlan:
    missing = range(candidates - len(rows))
    return ServerPlan(
        name=f"Server {number:03}",
        owner="alice",
        addresses=(*rows, *(_dead(number, row, dead) for row in missing)),
        profile={"public_address": "203.0.113.40"},
    )


def _live(kind: str, number: int, round_trip: float) -> AddressPlan:
    block, host = divmod(number, PER_BLOCK)
    address, port = {
        "local": (f"10.40.{block}.{20 + host}", 32400),
        "remote": (f"203.0.113.{20 + host}", 32400 + block),
        "relay": (f"198.51.100.{20 + host}", 8443 + block),
    }[kind]
    return AddressPlan(address=address, port=port, kind=kind, round_trip=round_trip)


def _dead(number: int, row: int, fault: str) -> AddressPlan:
    block, host = divmod(number, PER_BLOCK)
    if row % EVERY == EVERY - 1:
        address, kind = f"192.0.2.{20 + host}", "remote"
    else:
        address, kind = f"172.{17 + row % 15}.{block}.{20 + host}", "local"
    # The port makes each row unique, even if the address repeats.
    port = 32400 + 100 * block + row
    return AddressPlan(address=address, port=port, kind=kind, fault=fault)
