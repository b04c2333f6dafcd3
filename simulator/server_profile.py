"""What a media server says of itself, and what plex.tv says of it."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One address of a server as plex.tv publishes it."""

    address: str
    port: int | str | None
    """As text, or missing, as it may come beside a custom URL."""
    uri: str
    local: bool = False
    relay: bool = False
    ipv6: bool = False
    protocol: str = "https"


@dataclass(kw_only=True, slots=True)
class ServerProfile:
    """What a server says of itself, and plex.tv of it."""

    product: str = "Plex Media Server"
    version: str = "1.43.4.10903-5a1e2c3d4"
    platform: str | None = "Linux"
    platform_version: str | None = "6.12.0"
    device: str | None = "PC"
    public_address: str | None = None
    public_address_matches: bool | None = None
    """None: when it equals the public address of the simulated home."""
    home: bool = False
    presence: bool = True
    listed: bool = True
    """Whether plex.tv's list has it; a password reset takes all of an account's out."""
    dns_rebinding_protection: bool = False
    nat_loopback_supported: bool = False
    claimed: bool = True
    owner_only_status: int = 403
    """What a user who is not the owner meets at an owner's endpoint."""
    preferences: dict[str, Any] = field(default_factory=dict)
    gdm_host: str | None = None
    """What it says in its GDM answer in the place of its hash under plex.direct."""
    films: int = 12
    """How many there are in the library; 10,000 make an answer of some 6 MB."""
    sessions: list[dict[str, Any]] = field(default_factory=list)
    clients: list[dict[str, Any]] = field(default_factory=list)
    myplex: dict[str, Any] = field(default_factory=dict)
    """Fields of /myplex/account that differ from a mapped, healthy server's."""
    resource: dict[str, Any] = field(default_factory=dict)
    """Fields that plex.tv's list has otherwise, null, or besides the known ones."""
