"""Builds the evidence on one server, part by part."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from typing import Any

from custom_components.plex_connection.connection import (
    Attempt,
    BreakerState,
    Candidate,
    CandidateReport,
    ConnectionReport,
    ConnectionType,
    FailureKind,
    Networks,
    Row,
    RowSource,
    ServerRecord,
)
from custom_components.plex_connection.connection.plex_direct import encode_plex_direct
from custom_components.plex_connection.diagnosis import (
    Evidence,
    MappingError,
    MappingState,
    RemoteAccess,
    ServerStatus,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HASH = "5e1d0c9ab8f74d2e9c6b3a2f1e0d4c5b"
HOME = "203.0.113.40"
"""The public address of the server's home."""

LOCAL, REMOTE = ConnectionType.LOCAL, ConnectionType.REMOTE
RELAY, OFFLINE = ConnectionType.RELAY, ConnectionType.OFFLINE

UNTRIED = "untried"
REFUSED, TIMEOUT = FailureKind.REFUSED, FailureKind.TIMEOUT

NETWORKS = Networks((ip_network("192.168.1.0/24"),))
"""The networks that Home Assistant is on."""
BRIDGES = Networks((ip_network("172.30.32.0/23"),))


def candidate(
    kind: ConnectionType, address: str, port: int = 32400, **more: Any
) -> Candidate:
    """Return a candidate with a plex.direct name; for http, with the address itself."""
    scheme = more.pop("scheme", "https")
    host = address
    if scheme == "https":
        host = encode_plex_direct(ip_address(address), HASH)
    shown = f"[{host}]" if ":" in host else host
    return Candidate(
        url=f"{scheme}://{shown}:{port}",
        scheme=scheme,
        host=host,
        port=port,
        address=address,
        kind=kind,
        **{"on_link": False} | more,
    )


def named(host: str, kind: ConnectionType = REMOTE, scheme: str = "https") -> Candidate:
    """Return the candidate of a custom access URL."""
    return Candidate(
        url=f"{scheme}://{host}:443",
        scheme=scheme,
        host=host,
        port=443,
        address=None,
        kind=kind,
        on_link=False,
    )


LAN = candidate(LOCAL, "192.168.1.12", on_link=True)
"""The server's address on our network."""
OTHER_LAN = candidate(LOCAL, "192.168.7.12")
"""The server's address on a network that Home Assistant is not on."""
DOCKER = candidate(LOCAL, "172.18.0.2")
PUBLIC = candidate(REMOTE, HOME, 31234)
PUBLIC_V6 = candidate(REMOTE, "2001:db8:40::7")
RELAYED = candidate(RELAY, "198.51.100.77", 8443)
PLAIN = candidate(LOCAL, "192.168.1.12", on_link=True, scheme="http")
HTTP_VARIANT = replace(PLAIN, diagnostic_only=True)
"""The http variant, which is tried only to explain why https fails."""
DOMAIN = named("plex.example.net")


def tried(
    which: Candidate, result: FailureKind | str | None = None, **more: Any
) -> CandidateReport:
    """Return the report of a candidate that was tried once.

    `result` is the failure; None if the server responded, `UNTRIED` for no attempt.
    """
    attempt = None
    if result != UNTRIED:
        failure = None if result is None else FailureKind(result)
        attempt = Attempt(url=which.url, at=NOW, failure=failure, **more)
    return CandidateReport(
        candidate=which,
        last_attempt=attempt,
        breaker=BreakerState.CLOSED,
        backoff_until=None,
        failure_count=0,
    )


def row(
    address: str, port: int = 32400, *, local: bool = False, relay: bool = False
) -> Row:
    """Return a row from plex.tv."""
    return Row(
        url=f"https://example.test:{port}",
        address=address,
        port=port,
        local=local,
        relay=relay,
        source=RowSource.PLEX_TV,
    )


ROWS = (
    row("192.168.1.12", local=True),
    row(HOME, 31234),
    row("198.51.100.77", 8443, relay=True),
)


def record(**more: Any) -> ServerRecord:
    """Return plex.tv's record of one of the user's own servers, at another home."""
    usual: dict[str, Any] = {
        "server_id": "server",
        "name": "Attic",
        "owner_name": None,
        "owned": True,
        "home": False,
        "public_address_matches": False,
        "https_required": False,
        "presence": True,
        "relay_available": True,
        "version": None,
        "platform": None,
        "rows": ROWS,
        "public_address": HOME,
    }
    return ServerRecord(**usual | more)


AWAY, NEAR = record(), record(public_address_matches=True)
FRIENDS = record(owned=False, owner_name="bob")


def evidence(
    kind: ConnectionType | None,
    *candidates: CandidateReport,
    of: ServerRecord = AWAY,
    report: dict[str, Any] | None = None,
    **more: Any,
) -> Evidence:
    """Return evidence on a server connected by `kind`; None: not checked yet."""
    return Evidence(
        record=of,
        report=ConnectionReport(
            server_id="server",
            connection_type=kind,
            candidates=candidates,
            **report or {},
        ),
        **{"now": NOW} | more,
    )


def said(
    state: MappingState | str = "mapped",
    error: MappingError | str = "",
    settings: dict[str, str | int | bool] | None = None,
    **more: Any,
) -> ServerStatus:
    """Return what a server reports about remote access: by default, that it works."""
    usual: dict[str, Any] = {
        "is_signed_in": True,
        "public_address": HOME,
        "public_port": 31234,
        "at": NOW,
    }
    return ServerStatus(
        remote_access=RemoteAccess(
            state=MappingState(state), error=MappingError(error), **usual | more
        ),
        settings=settings,
        settings_at=None if settings is None else NOW,
    )


def keys(finding: Iterable[Any] | None) -> list[str] | None:
    """Return the keys of a finding's facts; None if nothing was found."""
    return None if finding is None else [each.key for each in finding]
