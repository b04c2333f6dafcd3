"""What Plex answers, as values that cannot change and hold what is of use."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
import logging
import re
from typing import Literal, Self

from .addresses import MAX_PORT, is_host, parse_uri, shown_uri
from .errors import PlexResponseError
from .fields import JsonObject, wrong

_LOGGER = logging.getLogger(__name__)

DEFAULT_PIN_LIFETIME = 900.0
"""Seconds; the shorter of those that plex.tv gives, for when it does not say."""
MAX_PIN_LIFETIME = 86_400.0
MAX_RESOURCES = 1000
MAX_CONNECTIONS = 128
"""Rows of one kind (local, remote, relay) of one server that are read. Container hosts
publish dozens, all of them local: they do not cost the other kinds their places."""
MAX_ROWS = 4096
"""Rows of one server that are looked at: more than plex.tv's answer may hold."""
SERVER_ROLE = "server"
_DIGITS = re.compile(r"[0-9]{1,5}", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pin:
    """A question to the user, which plex.tv asks in the browser."""

    id: int
    code: str = field(repr=False)
    deadline: float
    """Loop time at which plex.tv forgets it."""

    @classmethod
    def from_json(cls, value: object, *, now: float) -> Self:
        """Read plex.tv's answer, which arrived at loop time `now`.

        What counts is the lifetime in it: a deadline by plex.tv's clock would
        be wrong by as much as ours is.
        """
        pin = JsonObject.of(value, "pin")
        return cls(
            id=pin.integer("id"),
            code=pin.identifier("code"),
            deadline=now + _lifetime(pin),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """Who signed in."""

    id: int
    uuid: str
    username: str
    title: str

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read plex.tv's answer; a managed user has a title and no user name."""
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
    """One row: an address at which a server may be reached, as plex.tv was told."""

    protocol: Literal["https", "http"]
    address: str
    """IP address or host name."""
    port: int
    uri: str
    """scheme://host:port, in lower case, nothing else."""
    local: bool
    """An address of the server's own network, which need not be ours."""
    relay: bool
    ipv6: bool

    @classmethod
    def from_json(cls, row: JsonObject) -> Self | UnusableConnection:
        """Read one row. The URI has to be a plain address; the rest follows from it.

        Custom access URLs are passed on as they were typed, with a blank in front of
        all but the first, and with a port that is text, or missing, beside the URI.
        """
        uri, address = row.members.get("uri"), row.members.get("address")
        parsed = parse_uri(uri.strip()) if isinstance(uri, str) else None
        if parsed is None:
            told = uri if isinstance(uri, str) else address
            return UnusableConnection(
                shown=shown_uri(told) if isinstance(told, str) else "",
                local=row.flag("local"),
                relay=row.flag("relay"),
            )
        scheme, host, uri_port = parsed
        if not isinstance(address, str) or not is_host(address.lower()):
            address = host
        return cls(
            protocol=scheme,
            address=address.lower(),
            port=_port(row.members.get("port")) or uri_port,
            uri=f"{scheme}://{f'[{host}]' if ':' in host else host}:{uri_port}",
            local=row.flag("local"),
            relay=row.flag("relay"),
            ipv6=row.flag("IPv6"),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class UnusableConnection:
    """A row that is no plain address, kept to be shown."""

    shown: str
    """What may be shown of its URI; may be empty."""
    local: bool
    relay: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Resource:
    """One Plex Media Server that the account can reach."""

    client_identifier: str
    """Equals the server's machineIdentifier."""
    name: str
    access_token: str | None = field(repr=False)
    """For this server and no other; None where plex.tv gave none that can be sent."""
    provides: frozenset[str]
    owned: bool
    home: bool
    source_title: str | None
    """The owner's name, if that is someone else."""
    https_required: bool
    public_address_matches: bool
    presence: bool
    """plex.tv believes that it is online."""
    relay: bool
    """Relay is available, whether or not a row for it is listed."""
    product_version: str | None
    platform: str | None
    connections: tuple[ResourceConnection, ...]
    unusable: tuple[UnusableConnection, ...]
    """Rows that are no plain addresses."""

    @classmethod
    def from_json(cls, resource: JsonObject) -> Self:
        """Read one resource; a row that cannot be read costs no other its place."""
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
    """Read plex.tv's list of resources; return those that are servers.

    One that is broken is left out, the others stay. Where two share an
    identifier the account's own one counts: identifiers are public, and
    nothing is known to keep somebody from sharing a server that uses ours.
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
    """Yield the servers among `values`, one after the other."""
    for index, value in enumerate(values):
        try:
            resource = JsonObject.of(value, f"resources[{index}]")
            if SERVER_ROLE in _roles(resource):
                yield Resource.from_json(resource)
        except PlexResponseError as err:
            _LOGGER.debug("Left out a resource: %s", err)


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """What a server says of itself to anyone."""

    machine_identifier: str
    version: str | None
    claimed: bool | None
    """Whether it belongs to an account; None: it does not say."""

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read the answer of `/identity`."""
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
    """Yield the rows of a resource, so many of each kind."""
    room = Counter[tuple[bool, bool]]()
    for row in resource.objects("connections", limit=MAX_ROWS):
        kind = (row.flag("local"), row.flag("relay"))
        if room[kind] < MAX_CONNECTIONS:
            room[kind] += 1
            yield ResourceConnection.from_json(row)


def _port(value: object) -> int | None:
    """Return a port that is a number, or a number as text; None if it is neither."""
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_PORT:
        return value
    return None


def _roles(resource: JsonObject) -> frozenset[str]:
    """Return what a resource provides: a comma list, of which we know one entry."""
    return frozenset(
        role.strip() for role in (resource.text("provides") or "").split(",")
    ) - {""}


def _lifetime(pin: JsonObject) -> float:
    """Return for how many seconds from now plex.tv keeps a PIN."""
    seconds = pin.members.get("expiresIn")
    if not isinstance(seconds, int | float) or not seconds > 0:
        seconds = _seconds_between(
            pin.members.get("createdAt"), pin.members.get("expiresAt")
        )
    return float(min(seconds, MAX_PIN_LIFETIME))


def _seconds_between(created: object, expires: object) -> float:
    """Return the time between two moments of plex.tv's clock, or the default."""
    try:
        seconds = (
            datetime.fromisoformat(str(expires)) - datetime.fromisoformat(str(created))
        ).total_seconds()
    except ValueError, TypeError:
        # No dates, or only one of them with a time zone.
        return DEFAULT_PIN_LIFETIME
    return seconds if seconds > 0 else DEFAULT_PIN_LIFETIME
