"""Which known servers plex.tv leaves out, and when one that it does goes (rule 15).

One answer is not the truth: after a password reset plex.tv lists no server of an
account for half an hour, while every one of them goes on answering. So a server that
is left out stays, and goes after seven days of it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from .deserialize import LARGEST_NUMBER, MalformedError, read, read_time
from .models import ServerRecord

UNLISTED_PATIENCE = 7 * 24 * 3600.0
"""Seconds of running time. Longer than any reset, and than a week's holiday with the
server off; a user who wants to be rid of one sooner deletes its device."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unlisted:
    """For how long plex.tv has not listed a server.

    In seconds of running time: a clock that jumps, and a machine that is off, take
    nothing from a server.
    """

    since: datetime
    """The first answer that left it out, by the wall clock. For people alone."""
    age: float = 0.0
    """Since that answer."""
    unused: float = 0.0
    """Since that answer, or since the server last took our token."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            "since": self.since.isoformat(),
            "age": self.age,
            "unused": self.unused,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read it back; raises ValueError."""
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
        raise MalformedError(key, "no time that can have passed")
    return seconds


class Listings:
    """Counts, for each server that plex.tv leaves out, how long it has."""

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
        """Go on counting where the last run ended."""
        now = self._clock()
        for server_id, unlisted in stored.items():
            self._absences[server_id] = _Absence(
                since=unlisted.since,
                began_at=now - unlisted.age,
                used_at=now - unlisted.unused,
            )

    def state(self) -> dict[str, Unlisted]:
        """Return what the next run has to know."""
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
        """Return for how many seconds each server has not been listed."""
        now = self._clock()
        return {key: now - absence.began_at for key, absence in self._absences.items()}

    def mark(self, records: Iterable[ServerRecord]) -> tuple[ServerRecord, ...]:
        """Return records that say since when they have not been listed."""
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
        """Take an answer of plex.tv; return which servers there are now.

        Those that it lists come first, then those of `known` that it left out and
        that stay. One that is not watched goes at once, any other with the first
        answer after its time.
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
        """Return whether a server that was left out may stay; it begins to count.

        Of an own server also that it takes our token says that it is there; a shared
        one that does has perhaps not heard yet that it is shared no more.
        """
        now = self._clock()
        absence = self._absences.setdefault(
            server_id, _Absence(since=self._now(), began_at=now, used_at=now)
        )
        counted_from = absence.used_at if owned else absence.began_at
        return now - counted_from < UNLISTED_PATIENCE

    def note_use(self, server_id: str) -> None:
        """Learn that a server has taken our token."""
        if (absence := self._absences.get(server_id)) is not None:
            absence.used_at = self._clock()

    def forget(self, server_id: str) -> None:
        """Count no more for a server that has gone."""
        self._absences.pop(server_id, None)

    def _since(self, server_id: str) -> datetime | None:
        absence = self._absences.get(server_id)
        return None if absence is None else absence.since


@dataclass(kw_only=True, slots=True)
class _Absence:
    """A time in which plex.tv has not listed a server."""

    since: datetime
    began_at: float
    """Monotonic seconds; so is the other."""
    used_at: float
