"""Which candidates of a server that lists too many have a place."""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv4Network, ip_address
from itertools import chain, zip_longest

from .models import Candidate

CANDIDATE_LIMIT = 50
"""Candidates of one server. Real servers list some ten rows; one that lists hundreds
would have us knock on as many doors of other people."""

CONTAINERS = IPv4Network("172.16.0.0/12")
"""Where Docker's bridges are by default: each is an address of the server's own host,
dead for all others, and a host has one for each of its projects."""


def with_a_place(candidates: Iterable[Candidate]) -> frozenset[str]:
    """Return the urls of those that have a place: the best of each tier.

    The tiers take turns, so that a tier of hundreds costs none of the others more than
    it has to. Within a tier our own networks come first, and bridges last.
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
    """Return what decides within a tier; of equals the first listed is the best."""
    return (not candidate.on_link, _is_bridge(candidate), candidate.preference[1])


def _is_bridge(candidate: Candidate) -> bool:
    """Return whether an address looks like one inside a host of containers."""
    if candidate.address is None or candidate.on_link:
        return False
    address = ip_address(candidate.address)
    return isinstance(address, IPv4Address) and address in CONTAINERS
