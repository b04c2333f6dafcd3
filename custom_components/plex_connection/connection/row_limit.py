"""Limits the candidates of a server that lists too many."""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv4Network, ip_address
from itertools import chain, zip_longest

from .models import Candidate

CANDIDATE_LIMIT = 50
"""Maximum candidates of one server. Real servers list some ten rows; one that lists
hundreds would make us connect to as many hosts of other people."""

CONTAINERS = IPv4Network("172.16.0.0/12")
"""Docker's default range of bridges, with Home Assistant's own app network: each is an
address of the server's own host, unreachable from all others, and a host has one per
project."""


def with_a_place(candidates: Iterable[Candidate]) -> frozenset[str]:
    """Return the URLs of the candidates to keep: the best of each tier.

    The tiers take turns, so that a tier of hundreds displaces as few of the others as
    possible. Within a tier our own networks come first, and bridges last.
    """
    tiers: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        tiers.setdefault(candidate.tier, []).append(candidate)
    interleaved: Iterator[Candidate | None] = chain.from_iterable(
        zip_longest(*(sorted(tier, key=_rank) for tier in tiers.values()))
    )
    chosen = [each.url for each in interleaved if each is not None]
    return frozenset(chosen[:CANDIDATE_LIMIT])


def _rank(candidate: Candidate) -> tuple[bool, bool, int]:
    """Return the sort key within a tier; of equals the first listed wins."""
    return (not candidate.on_link, _is_bridge(candidate), candidate.preference[1])


def _is_bridge(candidate: Candidate) -> bool:
    """Return whether an address looks like a bridge inside a container host."""
    if candidate.address is None or candidate.on_link:
        return False
    address = ip_address(candidate.address)
    return isinstance(address, IPv4Address) and address in CONTAINERS
