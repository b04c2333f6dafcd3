"""How long a connection stays fresh after a test (rule 8)."""

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
    """Return the seconds a connection of this type stays fresh; 0 if offline."""
    return TTL.get(connection_type, 0.0)


class Freshness(StrEnum):
    """Result of a look-up."""

    FRESH = "fresh"
    STALE = "stale"
    MISS = "miss"
