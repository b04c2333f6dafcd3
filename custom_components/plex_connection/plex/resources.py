"""Plex's answers as immutable values, reduced to what is useful."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
import logging
import re
from typing import Literal, Self

from .addresses import MAX_PORT, is_host, parse_uri, shown_uri
from .exceptions import PlexResponseError
from .fields import JsonObject, wrong

_LOGGER = logging.getLogger(__name__)

DEFAULT_PIN_LIFETIME = 900.0
"""Seconds; the shorter of the lifetimes plex.tv uses, for a response without one."""
MAX_PIN_LIFETIME = 86_400.0
MAX_RESOURCES = 1000
MAX_CONNECTIONS = 128
"""Maximum rows per server and kind (local, remote, relay). Container hosts publish
dozens, all of them local: those must not crowd out the other kinds."""
MAX_ROWS = 4096
"""Maximum rows per server that are examined: more than plex.tv's answer may hold."""
SERVER_ROLE = "server"
_DIGITS = re.compile(r"[0-9]{1,5}", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pin:
    """A sign-in request, which the user confirms on plex.tv in the browser."""

    id: int
    code: str = field(repr=False)
    deadline: float
    """Loop time at which plex.tv forgets it."""

    @classmethod
    def from_json(cls, value: object, *, now: float) -> Self:
        """Parse plex.tv's answer, which arrived at loop time `now`.

        Uses the lifetime in it: a deadline by plex.tv's clock would be off by as much
        as our clock is.
        """
        pin = JsonObject.of(value, "pin")
        return cls(
            id=pin.integer("id"),
            code=pin.identifier("code"),
            deadline=now + _lifetime(pin),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """The account that signed in."""

    id: int
    uuid: str
    username: str
    title: str

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Parse plex.tv's answer; a managed user has a title and no user name."""
        user = JsonObject.of(value, "user")
        account_id = user.integer("id")
        title = user.text("title")
        username = user.text("username") or title or str(account_id)
        return cls(
            id=account_id,
            uuid=user.identifier("uuid"),
            username=username,
            title=title or username,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class ResourceConnection:
    """One row: an address that the server has registered with plex.tv."""

    protocol: Literal["https", "http"]
    address: str
    """IP address or host name."""
    port: int
    uri: str
    """scheme://host:port, in lower case, nothing else."""
    local: bool
    """Whether it is on the server's own network, which need not be ours."""
    relay: bool
    ipv6: bool

    @classmethod
    def from_json(cls, row: JsonObject) -> Self | UnusableConnection:
        """Parse one row; its URI has to be a plain address and decides the rest.

        plex.tv passes custom access URLs on as they were typed: with a space in front
        of all but the first, and with a port that is text, or missing, besides the URI.
        """
        uri, address = row.members.get("uri"), row.members.get("address")
        parsed = parse_uri(uri.strip()) if isinstance(uri, str) else None
        if parsed is None:
            text = uri if isinstance(uri, str) else address
            return UnusableConnection(
                shown=shown_uri(text) if isinstance(text, str) else "",
                local=row.flag("local"),
                relay=row.flag("relay"),
            )
        scheme, host, uri_port = parsed
        if not isinstance(address, str) or not is_host(address.lower()):
            address = host
        return cls(
            protocol=scheme,
            address=address.lower(),
            port=port_of(row.members.get("port")) or uri_port,
            uri=f"{scheme}://{f'[{host}]' if ':' in host else host}:{uri_port}",
            local=row.flag("local"),
            relay=row.flag("relay"),
            ipv6=row.flag("IPv6"),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class UnusableConnection:
    """A row whose URI is not a plain address, kept for display."""

    shown: str
    """The displayable part of its URI; may be empty."""
    local: bool
    relay: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Resource:
    """A Plex Media Server that the account can reach."""

    client_identifier: str
    """Equals the server's machineIdentifier."""
    name: str
    access_token: str | None = field(repr=False)
    """For this server and no other; None if plex.tv gave none that can be sent."""
    provides: frozenset[str]
    owned: bool
    home: bool
    source_title: str | None
    """The owner's name, if that is another account."""
    https_required: bool
    public_address: str | None
    """Where plex.tv sees the server's network; an IP address."""
    public_address_matches: bool
    presence: bool
    """Whether plex.tv believes that it is online."""
    relay: bool
    """Whether a relay is available, even if no row for it is listed."""
    product_version: str | None
    platform: str | None
    connections: tuple[ResourceConnection, ...]
    unusable: tuple[UnusableConnection, ...]
    """Rows whose URI is not a plain address."""

    @classmethod
    def from_json(cls, resource: JsonObject) -> Self:
        """Parse one resource; an unreadable row does not affect the others."""
        identifier = resource.identifier("clientIdentifier")
        rows = list(_rows(resource))
        return cls(
            client_identifier=identifier,
            name=resource.text("name") or identifier,
            access_token=resource.secret("accessToken"),
            provides=_roles(resource),
            owned=resource.flag("owned"),
            home=resource.flag("home"),
            source_title=resource.text("sourceTitle"),
            https_required=resource.flag("httpsRequired"),
            public_address=resource.ip_address("publicAddress"),
            public_address_matches=resource.flag("publicAddressMatches"),
            presence=resource.flag("presence"),
            relay=resource.flag("relay"),
            product_version=resource.text("productVersion"),
            platform=resource.text("platform"),
            connections=tuple(
                row for row in rows if isinstance(row, ResourceConnection)
            ),
            unusable=tuple(row for row in rows if isinstance(row, UnusableConnection)),
        )


def servers_from_json(value: object) -> tuple[Resource, ...]:
    """Parse plex.tv's list of resources; return the servers.

    Malformed resources are skipped. If two share an identifier, the account's own one
    counts: identifiers are public, and nothing is known to prevent a stranger from
    sharing a server that uses ours.
    """
    if not isinstance(value, list):
        raise wrong("resources", "a list")
    servers: dict[str, Resource] = {}
    for server in _readable_servers(value[:MAX_RESOURCES]):
        known = servers.get(server.client_identifier)
        if known is None or (server.owned and not known.owned):
            servers[server.client_identifier] = server
    return tuple(servers.values())


def _readable_servers(values: list[object]) -> Iterable[Resource]:
    """Yield the servers among `values`, skipping malformed ones."""
    for index, value in enumerate(values):
        try:
            resource = JsonObject.of(value, f"resources[{index}]")
            if SERVER_ROLE in _roles(resource):
                yield Resource.from_json(resource)
        except PlexResponseError as err:
            _LOGGER.debug("Left out a resource: %s", err)


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """A server's answer to an unauthenticated identity query."""

    machine_identifier: str
    version: str | None
    claimed: bool | None
    """Whether it belongs to an account; None if it does not say."""

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Parse the answer of `/identity`."""
        answer = JsonObject.of(value, "identity")
        container = JsonObject.of(
            answer.members.get("MediaContainer"), "identity.MediaContainer"
        )
        return cls(
            machine_identifier=container.identifier("machineIdentifier"),
            version=container.text("version"),
            claimed=container.flag("claimed")
            if container.members.get("claimed") is not None
            else None,
        )


def _rows(resource: JsonObject) -> Iterator[ResourceConnection | UnusableConnection]:
    """Yield the rows of a resource, up to the maximum of each kind."""
    room = Counter[tuple[bool, bool]]()
    for row in resource.objects("connections", limit=MAX_ROWS):
        kind = (row.flag("local"), row.flag("relay"))
        if room[kind] < MAX_CONNECTIONS:
            room[kind] += 1
            yield ResourceConnection.from_json(row)


def port_of(value: object) -> int | None:
    """Return a port given as number or numeric text; None for anything else."""
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_PORT:
        return value
    return None


def _roles(resource: JsonObject) -> frozenset[str]:
    """Return the roles of a resource, from a comma-separated list."""
    return frozenset(
        role.strip() for role in (resource.text("provides") or "").split(",")
    ) - {""}


def _lifetime(pin: JsonObject) -> float:
    """Return for how many more seconds plex.tv keeps a PIN."""
    seconds = pin.members.get("expiresIn")
    if not isinstance(seconds, int | float) or not seconds > 0:
        seconds = _seconds_between(
            pin.members.get("createdAt"), pin.members.get("expiresAt")
        )
    return float(min(seconds, MAX_PIN_LIFETIME))


def _seconds_between(created: object, expires: object) -> float:
    """Return the seconds between two times of plex.tv's clock, or the default."""
    try:
        seconds = (
            datetime.fromisoformat(str(expires)) - datetime.fromisoformat(str(created))
        ).total_seconds()
    except ValueError, TypeError:
        # No dates, or only one of them with a time zone.
        return DEFAULT_PIN_LIFETIME
    return seconds if seconds > 0 else DEFAULT_PIN_LIFETIME
