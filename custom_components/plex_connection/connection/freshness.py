"""How long a test of a connection is good for (rule 8)."""

from collections.abc import Mapping
from enum import StrEnum

from .models import ConnectionType

TTL: Mapping[ConnectionType, float] = {
    ConnectionType.LOCAL: 300.0,
    ConnectionType.REMOTE: 120.0,
    ConnectionType.RELAY: 30.0,
}
"""Seconds a connection stays fresh after its test."""


def ttl(connection_type: ConnectionType) -> float:
    """Return the seconds a connection of this type stays fresh; offline: none."""
    return TTL.get(connection_type, 0.0)


class Freshness(StrEnum):
    """What a look-up found."""

    FRESH = "fresh"
    STALE = "stale"
    MISS = "miss"
