"""Known servers that plex.tv does not list, and when they are removed (rule 15).

One answer is not reliable: after a password reset plex.tv lists no server of an
account for half an hour, while all of them keep answering. So an unlisted server is
removed only after seven days.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from .deserialize import LARGEST_NUMBER, MalformedError, read, read_time
from .models import ServerRecord

UNLISTED_PATIENCE = 7 * 24 * 3600.0
"""Seconds of running time. Longer than any reset, and than a week's holiday with the
server off; to remove one sooner, a user deletes its device."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unlisted:
    """How long plex.tv has not listed a server.

    In seconds of running time: a clock that jumps, and a machine that is off, do not
    shorten a server's time.
    """

    since: datetime
    """Wall clock of the first answer that left it out. For display only."""
    age: float = 0.0
    """Since that answer, in seconds, as is the next."""
    unused: float = 0.0
    """Since that answer, or since the server last accepted our token."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            "since": self.since.isoformat(),
            "age": self.age,
            "unused": self.unused,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a stored form; raises ValueError."""
        if (since := read_time(data, "since")) is None:
            raise MalformedError("since", "missing")
        return cls(
            since=since,
            age=_read_seconds(data, "age"),
            unused=_read_seconds(data, "unused"),
        )


def _read_seconds(data: Mapping[str, Any], key: str) -> float:
    seconds = read(data, key, float)
    if not 0 <= seconds <= LARGEST_NUMBER:
        raise MalformedError(key, "a time out of range")
    return seconds


class Listings:
    """Counts how long plex.tv has left out each server."""

    def __init__(
        self, *, clock: Callable[[], float], now: Callable[[], datetime]
    ) -> None:
        """Create it with every server listed.

        `clock` is monotonic seconds, `now` the time in UTC.
        """
        self._clock = clock
        self._now = now
        self._absences: dict[str, _Absence] = {}

    def restore(self, stored: Mapping[str, Unlisted]) -> None:
        """Continue counting where the last run ended."""
        now = self._clock()
        for server_id, unlisted in stored.items():
            self._absences[server_id] = _Absence(
                since=unlisted.since,
                began_at=now - unlisted.age,
                used_at=now - unlisted.unused,
            )

    def state(self) -> dict[str, Unlisted]:
        """Return the counts to restore in the next run."""
        now = self._clock()
        return {
            server_id: Unlisted(
                since=absence.since,
                age=now - absence.began_at,
                unused=now - absence.used_at,
            )
            for server_id, absence in self._absences.items()
        }

    def ages(self) -> dict[str, float]:
        """Return how long each unlisted server has been unlisted, in seconds."""
        now = self._clock()
        return {key: now - absence.began_at for key, absence in self._absences.items()}

    def mark(self, records: Iterable[ServerRecord]) -> tuple[ServerRecord, ...]:
        """Return the records with `unlisted_since` set."""
        return tuple(
            record
            if record.unlisted_since == (since := self._since(record.server_id))
            else replace(record, unlisted_since=since)
            for record in records
        )

    def take(
        self,
        listed: Iterable[ServerRecord],
        known: Iterable[ServerRecord],
        *,
        unwatched: Collection[str],
    ) -> tuple[ServerRecord, ...]:
        """Process an answer of plex.tv; return the servers to keep.

        Listed ones come first, then those of `known` that it left out and that stay.
        One that is not watched is removed at once, any other with the first answer
        after its time.
        """
        servers = {record.server_id: record for record in listed}
        for server_id in servers:
            self._absences.pop(server_id, None)
        for record in known:
            server_id = record.server_id
            if server_id in servers:
                continue
            if server_id not in unwatched and self.keeps(server_id, owned=record.owned):
                servers[server_id] = record
            else:
                self.forget(server_id)
        return self.mark(servers.values())

    def keeps(self, server_id: str, *, owned: bool) -> bool:
        """Return whether an unlisted server may stay; starts its count.

        An owned server that accepts our token restarts it. A shared one doesn't: it may
        not know yet that it is no longer shared.
        """
        now = self._clock()
        absence = self._absences.setdefault(
            server_id, _Absence(since=self._now(), began_at=now, used_at=now)
        )
        counted_from = absence.used_at if owned else absence.began_at
        return now - counted_from < UNLISTED_PATIENCE

    def note_use(self, server_id: str) -> None:
        """Note that a server has accepted our token."""
        if (absence := self._absences.get(server_id)) is not None:
            absence.used_at = self._clock()

    def forget(self, server_id: str) -> None:
        """Stop counting for a removed server."""
        self._absences.pop(server_id, None)

    def _since(self, server_id: str) -> datetime | None:
        absence = self._absences.get(server_id)
        return None if absence is None else absence.since


@dataclass(kw_only=True, slots=True)
class _Absence:
    """A period in which plex.tv has not listed a server."""

    since: datetime
    began_at: float
    """Monotonic seconds, as is `used_at`."""
    used_at: float
