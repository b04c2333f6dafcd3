"""Reading a diagnostics download of the integration: what is wrong is named.

It may come from anybody, cut short or edited by hand, and from another version: no
value is believed before it was looked at. `docs/diagnostics.md` describes the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
import re
from typing import Any, Self

FORMAT = 1
"""The form that is read here."""

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

HIGHEST_PORT = 65535
URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[^]/]+\]|[^\]/:[]+):(?P<port>\d{1,5})"
)


class DownloadError(ValueError):
    """Something in a download is not as it was written, or it is none."""

    def __init__(self, where: str, problem: str) -> None:
        """Name the place and what is wrong there."""
        super().__init__(
            f"not a diagnostics download that can be read: {where}: {problem}"
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A mapping inside of a download, and where it stands."""

    data: Mapping[str, Any]
    path: str

    def _found[T](self, key: str, kind: type[T]) -> T:
        if (value := self._optional(key, kind)) is None:
            raise self.wrong(key, "missing")
        return value

    def _optional[T](self, key: str, kind: type[T]) -> T | None:
        value = self.data.get(key)
        if value is None:
            return None
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is not kind:
            raise self.wrong(key, f"not a {kind.__name__}")
        return value

    def text(self, key: str) -> str:
        """Return text that must be there."""
        return self._found(key, str)

    def text_or_none(self, key: str) -> str | None:
        """Return text, or None."""
        return self._optional(key, str)

    def flag(self, key: str) -> bool:
        """Return a boolean that must be there."""
        return self._found(key, bool)

    def port(self, key: str) -> int:
        """Return a port."""
        if not 0 <= (port := self._found(key, int)) <= HIGHEST_PORT:
            raise self.wrong(key, "not a port")
        return port

    def number_or_none(self, key: str) -> float | None:
        """Return a number that is not negative, or None."""
        number = self._optional(key, float)
        if number is not None and not (isfinite(number) and number >= 0):
            raise self.wrong(key, "not a duration")
        return number

    def member(self, key: str, members: tuple[str, ...]) -> str:
        """Return one of a few words."""
        if (text := self.text(key)) not in members:
            raise self.wrong(key, f"{text!r} is none of {', '.join(members)}")
        return text

    def member_or_none(self, key: str, members: tuple[str, ...]) -> str | None:
        """Return one of a few words, or None."""
        return None if self.data.get(key) is None else self.member(key, members)

    def moment(self, key: str) -> datetime:
        """Return a time with its zone."""
        try:
            moment = datetime.fromisoformat(self.text(key))
        except ValueError as err:
            raise self.wrong(key, "not a time") from err
        if moment.tzinfo is None:
            raise self.wrong(key, "a time without a zone")
        return moment

    def moment_or_none(self, key: str) -> datetime | None:
        """Return a time with its zone, or None."""
        return None if self.data.get(key) is None else self.moment(key)

    def part(self, key: str) -> Part:
        """Return a mapping that must be there."""
        return Part(self._found(key, dict), self._at(key))

    def part_or_none(self, key: str) -> Part | None:
        """Return a mapping, or None."""
        return None if self.data.get(key) is None else self.part(key)

    def parts(self, key: str) -> list[Part]:
        """Return a list of mappings."""
        parts = []
        for number, item in enumerate(self._found(key, list)):
            where = f"{self._at(key)}[{number}]"
            if not isinstance(item, dict):
                raise DownloadError(where, "not a dict")
            parts.append(Part(item, where))
        return parts

    def counts(self, key: str) -> list[tuple[str, int]]:
        """Return how often each of some words was counted, the most frequent first."""
        counted = self._found(key, dict).items()
        if not all(type(number) is int for _, number in counted):
            raise self.wrong(key, "not a count")
        return sorted(counted, key=lambda each: -each[1])

    def texts(self, key: str) -> list[str]:
        """Return a list of texts."""
        items = self._found(key, list)
        if not all(isinstance(item, str) for item in items):
            raise self.wrong(key, "not a list of texts")
        return items

    def wrong(self, key: str, problem: str) -> DownloadError:
        """Return the error that names a value and what is wrong with it."""
        return DownloadError(self._at(key), problem)

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


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
    """An address that was a candidate, and what became of it last."""

    url: str
    address: str | None
    kind: str
    on_link: bool
    explain_only: bool
    attempt: Attempt | None
    warm_ms: float | None

    @classmethod
    def of(cls, part: Part) -> Self:
        """Read it."""
        candidate, attempt = part.part("candidate"), part.part_or_none("last_attempt")
        url = candidate.text("url")
        if URL.fullmatch(url) is None:
            raise candidate.wrong("url", "not scheme://host:port")
        return cls(
            url=url,
            address=candidate.text_or_none("address"),
            kind=candidate.member("kind", KINDS),
            on_link=candidate.flag("on_link"),
            explain_only=candidate.flag("explain_only"),
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
        """Return what it says that it is."""
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
        return cls(
            at=part.moment("at"),
            from_type=part.member_or_none("from_type", TYPES),
            to_type=part.member("to_type", TYPES),
            from_url=part.text_or_none("from_url"),
            to_url=part.text_or_none("to_url"),
            reason=part.member("reason", REASONS),
            duration_ms=part.number_or_none("duration_ms") or 0.0,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """One server."""

    name: str
    """As it is called in the download."""
    record: Part
    """What plex.tv said of it, rows aside."""
    rows: tuple[Row, ...]
    candidates: tuple[Candidate, ...]
    changes: tuple[Change, ...]
    active: str | None
    """The url in use."""
    connection_type: str | None
    sightings: tuple[str, ...]
    """Addresses at which it was heard on a LAN."""
    push: str
    usual: Mapping[str, str]
    """What addresses of a kind failed on most, of late."""

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
            active=None if active is None else active.text("url"),
            connection_type=report.member_or_none("connection_type", TYPES),
            sightings=tuple(each.text("address") for each in part.parts("sightings")),
            push=part.text("push"),
            usual=_usual(part.part("metrics").part("today").part("attempts_failed")),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Download:
    """What can be read of a download."""

    generated_at: datetime
    networks: tuple[str, ...]
    discovered_at: datetime | None
    discovery_error: str | None
    push_enabled: bool
    servers: tuple[Server, ...]

    @classmethod
    def read(cls, download: Mapping[str, Any]) -> Self:
        """Read what Home Assistant gives out, or what is under "data" in it."""
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
    """Return what each kind of address failed on most."""
    usual = {}
    for kind in KINDS:
        if kind in failed.data and (counted := failed.counts(kind)):
            failure = counted[0][0]
            if failure not in FAILURES:
                raise failed.wrong(kind, f"{failure!r} is no failure")
            usual[kind] = failure
    return usual


def is_download(data: object) -> bool:
    """Tell whether this wants to be a download, and not a scenario."""
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
