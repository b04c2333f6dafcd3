"""Reads stored values back; a `ValueError` names what is wrong.

A store file can be edited, truncated or written by another version, so every value's
type is verified before use.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from math import isfinite
from typing import Any, cast
from urllib.parse import urlsplit

LARGEST_NUMBER = 2**53
"""The largest integer that every JSON reader takes exactly."""


class MalformedError(ValueError):
    """A stored value is invalid."""

    def __init__(self, key: str, problem: str) -> None:
        """Name the value and the problem, not its content."""
        super().__init__(f"{key}: {problem}")


def read[T](data: Mapping[str, Any], key: str, kind: type[T]) -> T:
    """Return a required value of this type."""
    if (value := read_optional(data, key, kind)) is None:
        raise MalformedError(key, "missing")
    return value


def read_optional[T](data: Mapping[str, Any], key: str, kind: type[T]) -> T | None:
    """Return a value of this type, None if none is stored.

    An integer is accepted as a float, a boolean never as a number.
    """
    value = data.get(key)
    if value is None:
        return None
    if kind is float and type(value) is int:
        value = float(value)
    if type(value) is not kind:
        raise MalformedError(key, f"not a {kind.__name__}")
    if isinstance(value, float) and not isfinite(value):
        raise MalformedError(key, "not a finite number")
    return value


def read_url(data: Mapping[str, Any], key: str) -> str | None:
    """Return a stored `http(s)://host:port`, None if none is stored."""
    if (url := read_optional(data, key, str)) is None:
        return None
    try:
        parts = urlsplit(url)
        is_whole = parts.hostname is not None and parts.port is not None
    except ValueError as err:
        raise MalformedError(key, "not an url") from err
    if not (is_whole and url.isascii() and parts.scheme in {"http", "https"}):
        raise MalformedError(key, "not an url")
    return url


def read_count(data: Mapping[str, Any], key: str) -> int:
    """Return a count: an integer, not negative."""
    if (count := read(data, key, int)) < 0:
        raise MalformedError(key, "negative")
    return count


def read_member[E: StrEnum](data: Mapping[str, Any], key: str, kind: type[E]) -> E:
    """Return an enum member by its value."""
    text = read(data, key, str)
    if text not in kind:
        raise MalformedError(key, f"not a {kind.__name__}")
    return kind(text)


def read_time(data: Mapping[str, Any], key: str) -> datetime | None:
    """Return a stored time in UTC; reject one without a zone."""
    if (text := read_optional(data, key, str)) is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        in_utc = moment.astimezone(UTC)
    except (ValueError, OverflowError) as err:
        raise MalformedError(key, "not a time") from err
    if moment.tzinfo is None:
        raise MalformedError(key, "a time without a zone")
    return in_utc


def write_time(moment: datetime | None) -> str | None:
    """Return a time in stored form."""
    return None if moment is None else moment.isoformat()


def read_list(data: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    """Return a list of mappings."""
    items = read(data, key, list)
    if not all(isinstance(item, dict) for item in items):
        raise MalformedError(key, "not a list of mappings")
    return cast("Sequence[Mapping[str, Any]]", items)


def read_mapping(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return a mapping; JSON keys are strings."""
    return cast("Mapping[str, Any]", read(data, key, dict))


def read_numbers[E: StrEnum, N: (int, float)](
    data: Mapping[str, Any], key: str, members: type[E], kind: type[N]
) -> dict[E, N]:
    """Return non-negative numbers by enum member."""
    numbers: dict[E, N] = {}
    for name in (items := read_mapping(data, key)):
        if name not in members:
            raise MalformedError(key, f"not a {members.__name__}")
        number = read(items, name, kind)
        if not 0 <= number <= LARGEST_NUMBER:
            raise MalformedError(key, "out of range")
        numbers[members(name)] = number
    return numbers


def read_samples(data: Mapping[str, Any], key: str, *, limit: int) -> Sequence[float]:
    """Return at most `limit` measurements, none negative."""
    items = read(data, key, list)
    if len(items) > limit:
        raise MalformedError(key, "too many")
    for item in items:
        if type(item) not in (int, float) or not 0 <= item <= LARGEST_NUMBER:
            raise MalformedError(key, "not a measurement")
    return [float(item) for item in items]


def write_numbers[E: StrEnum, N: (int, float)](numbers: Mapping[E, N]) -> dict[str, N]:
    """Return numbers by plain string keys, as JSON needs them."""
    return {member.value: number for member, number in numbers.items()}
