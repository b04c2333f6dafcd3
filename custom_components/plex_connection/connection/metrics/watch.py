"""When an account was watched in the last day, across restarts of Home Assistant."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ..deserialize import MalformedError, read_list, read_time, write_time

WINDOW = timedelta(hours=24)
"""How far back gaps are kept."""

PAUSE = timedelta(minutes=1)
"""A gap up to this is none: a restart takes as long."""

GAPS_KEPT = 48
"""More than anyone causes in a day; the oldest are dropped."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A time without a watch, in UTC: Home Assistant was off."""

    start: datetime
    end: datetime


class WatchRecord:
    """Remembers when Home Assistant was off; its own history doesn't.

    The end of a run that was cut off is that of its last write, some minutes too early:
    what came after it is not known.
    """

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        """Begin without gaps; `now` returns the time with its zone."""
        self._now = now
        self._gaps: tuple[Gap, ...] = ()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Return the gaps that reach into the last day, oldest first."""
        since = self._now() - WINDOW
        return tuple(each for each in self._gaps if each.end > since)

    def load(self, data: Any) -> None:
        """Restore the gaps from before the restart, and add the one until now.

        Raises ValueError if anything is malformed, and then changes nothing.
        """
        if not isinstance(data, dict):
            raise MalformedError("watch", "not a mapping")
        gaps = [_read_gap(each) for each in read_list(data, "gaps")]
        until = read_time(data, "until")
        now = self._now().astimezone(UTC)
        # A clock that was set back leaves no gap.
        if until is not None and now - until > PAUSE:
            gaps.append(Gap(until, now))
        self._gaps = tuple(gaps[-GAPS_KEPT:])

    def to_dict(self) -> dict[str, Any]:
        """Return the gaps in stored form; the watch lasts until this moment."""
        return {
            "until": write_time(self._now().astimezone(UTC)),
            "gaps": [
                {"start": write_time(each.start), "end": write_time(each.end)}
                for each in self.gaps
            ],
        }


def _read_gap(data: Any) -> Gap:
    start, end = read_time(data, "start"), read_time(data, "end")
    if start is None or end is None or end < start:
        raise MalformedError("gaps", "not a span of time")
    return Gap(start, end)
