"""Parses a diagnostics download of the integration.

`docs/diagnostics.md` describes the format.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from .parts import DownloadError, Part

FORMAT = 1
"""The supported format."""

DOMAIN = "plex_connection"

KINDS = ("local", "remote", "relay")
TYPES = (*KINDS, "offline")
REASONS = (
    "first",
    "failover",
    "upgrade",
    "fail_back",
    "withdrawn",
    "retyped",
    "pinned",
    "lost",
    "recovered",
)
FAILURES = (
    "dns",
    "blocked",
    "refused",
    "unreachable",
    "timeout",
    "reset",
    "tls_name",
    "tls_expired",
    "tls_untrusted",
    "tls_other",
    "redirect",
    "not_plex",
    "wrong_server",
    "http_error",
    "unauthorized",
    "starting",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """The last probe of a candidate."""

    at: datetime
    failure: str | None
    peer: str | None
    connect_ms: float | None
    tls_ms: float | None
    latency_ms: float | None

    @classmethod
    def of(cls, part: Part) -> Self:
        """Read it."""
        return cls(
            at=part.moment("at"),
            failure=part.member_or_none("failure", FAILURES),
            peer=part.text_or_none("peer"),
            connect_ms=part.number_or_none("connect_ms"),
            tls_ms=part.number_or_none("tls_ms"),
            latency_ms=part.number_or_none("latency_ms"),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A candidate, and its last result."""

    url: str
    address: str | None
    kind: str
    on_link: bool
    diagnostic_only: bool
    attempt: Attempt | None
    warm_ms: float | None

    @classmethod
    def of(cls, part: Part) -> Self:
        """Read it."""
        candidate, attempt = part.part("candidate"), part.part_or_none("last_attempt")
        return cls(
            url=candidate.url("url"),
            address=candidate.text_or_none("address"),
            kind=candidate.member("kind", KINDS),
            on_link=candidate.flag("on_link"),
            diagnostic_only=candidate.flag("explain_only"),
            attempt=None if attempt is None else Attempt.of(attempt),
            warm_ms=part.number_or_none("warm_ms"),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """An address as plex.tv listed it."""

    url: str
    address: str
    port: int
    local: bool
    relay: bool

    @property
    def kind(self) -> str:
        """Return its kind by its own flags."""
        return "relay" if self.relay else "local" if self.local else "remote"

    @classmethod
    def of(cls, part: Part) -> Self:
        """Read it."""
        return cls(
            url=part.text("url"),
            address=part.text("address"),
            port=part.port("port"),
            local=part.flag("local"),
            relay=part.flag("relay"),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A change of connection."""

    at: datetime
    from_type: str | None
    to_type: str
    from_url: str | None
    to_url: str | None
    reason: str
    duration_ms: float

    @classmethod
    def of(cls, part: Part) -> Self:
        """Read it."""
        to_type, to_url = part.member("to_type", TYPES), part.url_or_none("to_url")
        if (to_type == "offline") is not (to_url is None):
            raise part.wrong("to_url", f"does not go with {to_type}")
        return cls(
            at=part.moment("at"),
            from_type=part.member_or_none("from_type", TYPES),
            to_type=to_type,
            from_url=part.url_or_none("from_url"),
            to_url=to_url,
            reason=part.member("reason", REASONS),
            duration_ms=part.number_or_none("duration_ms") or 0.0,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """One server."""

    name: str
    """Its pseudonym in the download."""
    record: Part
    """plex.tv's record, without rows."""
    rows: tuple[Row, ...]
    candidates: tuple[Candidate, ...]
    changes: tuple[Change, ...]
    active: str | None
    """The URL in use."""
    connection_type: str | None
    announcements: tuple[str, ...]
    """Addresses from LAN announcements."""
    push: str
    usual: Mapping[str, str]
    """The most frequent recent failure by kind of address."""

    @classmethod
    def of(cls, part: Part) -> Self:
        """Read it."""
        record, report = part.part("record"), part.part("report")
        active = report.part_or_none("active")
        return cls(
            name=part.text("id"),
            record=record,
            rows=tuple(map(Row.of, record.parts("rows"))),
            candidates=tuple(map(Candidate.of, report.parts("candidates"))),
            changes=tuple(map(Change.of, report.parts("changes"))),
            active=None if active is None else active.url("url"),
            connection_type=report.member_or_none("connection_type", TYPES),
            announcements=tuple(
                each.text("address") for each in part.parts("sightings")
            ),
            push=part.text("push"),
            usual=_usual(part.part("metrics").part("today").part("attempts_failed")),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Download:
    """The parsed content of a download."""

    generated_at: datetime
    networks: tuple[str, ...]
    discovered_at: datetime | None
    discovery_error: str | None
    push_enabled: bool
    servers: tuple[Server, ...]

    @classmethod
    def read(cls, download: Mapping[str, Any]) -> Self:
        """Parse Home Assistant's file, or the "data" in it."""
        part = _content(download)
        if part.data.get("format") != FORMAT:
            known = f"this simulator reads {FORMAT}"
            raise part.wrong("format", f"{part.data.get('format')!r}; {known}")
        return cls(
            generated_at=part.moment("generated_at"),
            networks=tuple(part.texts("networks")),
            discovered_at=part.moment_or_none("discovered_at"),
            discovery_error=part.text_or_none("discovery_error"),
            push_enabled=part.flag("push_enabled"),
            servers=tuple(map(Server.of, part.parts("servers"))),
        )


def _usual(failed: Part) -> Mapping[str, str]:
    """Return the most frequent failure of each kind of address."""
    usual = {}
    for kind in KINDS:
        if kind in failed.data and (counted := failed.counts(kind)):
            failure = counted[0][0]
            if failure not in FAILURES:
                raise failed.wrong(kind, f"{failure!r} is no failure")
            usual[kind] = failure
    return usual


def is_download(data: object) -> bool:
    """Return whether this seems to be a download, not a scenario."""
    return isinstance(data, dict) and ("home_assistant" in data or "format" in data)


def _content(download: Mapping[str, Any]) -> Part:
    if not isinstance(download, Mapping):
        raise DownloadError("file", "not a mapping")
    if "home_assistant" not in download:
        return Part(download, "")
    whole = Part(download, "")
    manifest = whole.part_or_none("integration_manifest")
    if manifest is not None and manifest.text("domain") != DOMAIN:
        raise manifest.wrong("domain", f"{manifest.text('domain')!r}, not {DOMAIN!r}")
    return whole.part("data")
