"""A media server's data about itself, and plex.tv's about it."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One address of a server as plex.tv publishes it."""

    address: str
    port: int | str | None
    """Text, or missing, as may happen besides a custom URL."""
    uri: str
    local: bool = False
    relay: bool = False
    ipv6: bool = False
    protocol: str = "https"


@dataclass(kw_only=True, slots=True)
class ServerProfile:
    """A server's data about itself, and plex.tv's about it."""

    product: str = "Plex Media Server"
    version: str = "1.43.4.10903-5a1e2c3d4"
    platform: str | None = "Linux"
    platform_version: str | None = "6.12.0"
    device: str | None = "PC"
    public_address: str | None = None
    public_address_matches: bool | None = None
    """None: whether it equals the public address of the simulated home."""
    home: bool = False
    presence: bool = True
    listed: bool = True
    """Whether plex.tv lists it; a password reset removes all of an account's."""
    dns_rebinding_protection: bool = False
    nat_loopback_supported: bool = False
    claimed: bool = True
    owner_only_status: int = 403
    """The status for other users at an owner's endpoint."""
    preferences: dict[str, Any] = field(default_factory=dict)
    gdm_host: str | None = None
    """The host in its GDM answer, instead of its hash under plex.direct."""
    films: int = 12
    """Number of films; 10,000 make an answer of some 6 MB."""
    sessions: list[dict[str, Any]] = field(default_factory=list)
    clients: list[dict[str, Any]] = field(default_factory=list)
    myplex: dict[str, Any] = field(default_factory=dict)
    """Fields of /myplex/account that differ from a mapped, healthy server's."""
    resource: dict[str, Any] = field(default_factory=dict)
    """Fields that differ in plex.tv's list, are null, or additional."""
