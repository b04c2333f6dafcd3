"""Parses untrusted files; errors name the position of the problem.

A file may be truncated, edited by hand, or from another version: every value is
validated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
import re
from typing import Any, NamedTuple

HIGHEST_PORT = 65535
LONGEST = 1e10
"""Milliseconds; a third of a year."""
YEARS = range(2000, 3000)
_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[^]/]+\]|[^\]/:[]+):(?P<port>\d{1,5})"
)


class Endpoint(NamedTuple):
    """The parts of a server's URL."""

    scheme: str
    host: str
    """Without brackets."""
    port: int


def endpoint_of(url: str) -> Endpoint | None:
    """Return the parts of a URL that is nothing more than a server's."""
    if (found := _URL.fullmatch(url)) is None:
        return None
    port = int(found["port"])
    if port > HIGHEST_PORT:
        return None
    return Endpoint(found["scheme"], found["host"].strip("[]"), port)


class DownloadError(ValueError):
    """A download is damaged, or not a download."""

    def __init__(self, where: str, problem: str) -> None:
        """Name the position and the problem."""
        super().__init__(
            f"not a diagnostics download that can be read: {where}: {problem}"
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A mapping in a download, and its position."""

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
        """Return required text."""
        return self._found(key, str)

    def text_or_none(self, key: str) -> str | None:
        """Return text, or None."""
        return self._optional(key, str)

    def flag(self, key: str) -> bool:
        """Return a required boolean."""
        return self._found(key, bool)

    def port(self, key: str) -> int:
        """Return a port."""
        if not 0 <= (port := self._found(key, int)) <= HIGHEST_PORT:
            raise self.wrong(key, "not a port")
        return port

    def url(self, key: str) -> str:
        """Return scheme, host and port, and nothing more."""
        if endpoint_of(url := self.text(key)) is None:
            raise self.wrong(key, "not scheme://host:port")
        return url

    def url_or_none(self, key: str) -> str | None:
        """Return a URL, or None."""
        return None if self.data.get(key) is None else self.url(key)

    def number_or_none(self, key: str) -> float | None:
        """Return a non-negative number, such as a duration, or None."""
        number = self._optional(key, float)
        if number is not None and not 0 <= number <= LONGEST:
            raise self.wrong(key, "not a duration")
        return number

    def member(self, key: str, members: tuple[str, ...]) -> str:
        """Return one of `members`."""
        if (text := self.text(key)) not in members:
            raise self.wrong(key, f"{text!r} is none of {', '.join(members)}")
        return text

    def member_or_none(self, key: str, members: tuple[str, ...]) -> str | None:
        """Return one of `members`, or None."""
        return None if self.data.get(key) is None else self.member(key, members)

    def moment(self, key: str) -> datetime:
        """Return a time with its zone."""
        text = self.text(key)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as err:
            raise self.wrong(key, "not a time") from err
        if moment.tzinfo is None:
            raise self.wrong(key, "a time without a zone")
        if moment.year not in YEARS:
            raise self.wrong(key, "not of this time")
        return moment

    def moment_or_none(self, key: str) -> datetime | None:
        """Return a time with its zone, or None."""
        return None if self.data.get(key) is None else self.moment(key)

    def part(self, key: str) -> Part:
        """Return a required mapping."""
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
        """Return the counts by word, the most frequent first."""
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
        """Return the error for a value, with its position and the problem."""
        return DownloadError(self._at(key), problem)

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key
