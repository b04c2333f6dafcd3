"""Which outages are reported, and when: one message for one cause, a flap in one.

An outage is reported once it has lasted for the grace time, and its end once the server
has stayed online for a moment. If the next one begins within an hour, it is reported,
too, and after it there is silence for an hour, which ends with a summary.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from ..connection.deserialize import read, read_optional
from .message import (
    GATHER,
    QUIET,
    Message,
    MessageKind,
    SeenServers,
    Times,
    next_ripe,
    ripe,
)

CALM = 600.0
"""Seconds online after which the end of an outage is reported in a quiet hour: until
then, it may be one of many."""

STEADY = 30.0
"""Seconds that a server has to stay online until it counts as back."""


NO: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Course:
    """What one server has done, and what the user knows of it."""

    began: float | None = None
    """Monotonic seconds, as all times here; None: online."""
    returned: float | None = None
    """Since when it is online again, which is not certain yet."""
    is_taken: bool = False
    """Whether the outage is reported, or counted for a summary."""
    is_known_offline: bool = False
    """Whether the last message said that it is offline."""
    reported_at: float = -inf
    ended_at: float = -inf
    """When the last outage ended that was reported."""
    reported_with: frozenset[str] = frozenset()
    """The servers in that message."""
    quiet_until: float = -inf
    times: int = 0
    total: float = 0.0
    """Seconds of the outages in the quiet time that are over."""
    lasted: float = 0.0
    """Seconds of the last outage."""

    @property
    def is_pending(self) -> bool:
        return self.began is not None and self.returned is None and not self.is_taken

    @property
    def is_quiet(self) -> bool:
        """Whether a quiet hour is not concluded yet."""
        return self.quiet_until > -inf

    @property
    def is_calming(self) -> bool:
        """Whether nothing has followed a reported outage of a quiet hour that ended."""
        is_over = self.began is None and not self.times
        return self.is_quiet and self.is_known_offline and is_over

    def is_back(self, now: float) -> bool:
        return self.returned is not None and now >= self.returned + STEADY


class Outages:
    """The outages of one account's servers."""

    def __init__(self, times: Times, *, grace: float, is_wanted: bool) -> None:
        """Know nothing yet; unwanted messages count as reported."""
        self._times = times
        self._grace = grace
        self._is_wanted = is_wanted
        self._courses: dict[str, _Course] = {}
        self._seen = SeenServers(times, grace)

    def observe(self, server_id: str, *, is_offline: bool) -> frozenset[str]:
        """Take what is shown of a server; return which others to check.

        One cause may have taken all of them, or given them back: the sooner that is
        known, the fewer messages it takes.
        """
        now = self._times.clock()
        self._seen.note(server_id)
        if (course := self._courses.get(server_id)) is None:
            # It never worked here: so there is nothing to report.
            course = _Course(now, is_taken=True) if is_offline else _Course()
            self._courses[server_id] = course
        elif is_offline:
            course.returned = None
            if course.began is None:
                course.began = now
                return self._others(server_id, are_out=False) if self._is_wanted else NO
        elif course.began is not None and not course.is_taken:
            course.began = None
        elif course.began is not None and course.returned is None:
            course.returned = now
            return course.reported_with & self._others(server_id, are_out=True)
        return NO

    def _others(self, server_id: str, *, are_out: bool) -> frozenset[str]:
        return frozenset(
            key
            for key, course in self._present().items()
            if key != server_id and (course.began is not None) is are_out
        )

    def forget(self, server_id: str) -> None:
        """Forget a server."""
        self._courses.pop(server_id, None)
        self._seen.forget(server_id)

    def keep(self, server_ids: Collection[str]) -> None:
        """Forget all but these servers."""
        for server_id in self._courses.keys() - server_ids:
            self.forget(server_id)

    def _present(self) -> dict[str, _Course]:
        return {key: self._courses[key] for key in self._seen}

    def _offline_since(self, server_id: str) -> float:
        """Return since when a server is offline in this run, inf if it is not."""
        began = self._courses[server_id].began
        return inf if began is None else max(began, self._seen.counts_from(server_id))

    def is_out(self, server_id: str) -> bool:
        """Return whether a server is offline, or not certain to be back."""
        course = self._courses.get(server_id)
        return course is not None and course.began is not None

    def is_recent(self, server_id: str) -> bool:
        """Return whether an outage was reported, or ended, within an hour."""
        course = self._courses.get(server_id)
        return course is not None and (
            course.is_quiet or self._times.clock() < course.ended_at + QUIET
        )

    def due(self) -> Iterator[Message]:
        """Yield the messages that are due, and take them for sent."""
        now = self._times.clock()
        self._count_in_silence(now)
        yield from self._offline(now)
        yield from self._back(now)
        yield from self._calmed(now)
        yield from self._summaries(now)

    def next_at(self) -> float:
        """Return when something may be due next; inf: never."""
        moments = [
            next_ripe(self._pending(), self._grace),
            next_ripe(self._calming(), CALM),
        ]
        for server_id, course in self._present().items():
            if course.returned is not None:
                moments.append(course.returned + STEADY)
                moments.append(course.returned + STEADY + GATHER)
            moments.append(course.ended_at + QUIET)
            if course.is_quiet:
                moments.append(course.quiet_until)
                moments.append(self._offline_since(server_id) + self._grace)
        now = self._times.clock()
        return min((at for at in moments if at > now), default=inf)

    def _pending(self) -> dict[str, float]:
        return {
            server_id: self._offline_since(server_id)
            for server_id, course in self._present().items()
            if course.is_pending and not course.is_quiet
        }

    def _count_in_silence(self, now: float) -> None:
        """Count what happens in a quiet hour, and end outages there."""
        for server_id, course in self._present().items():
            is_long = now >= self._offline_since(server_id) + self._grace
            if course.is_quiet and course.is_pending and is_long:
                course.is_taken = True
                course.times += 1
            if (course.is_quiet or not course.is_known_offline) and course.is_back(now):
                course.total += _end(course)

    def _offline(self, now: float) -> Iterator[Message]:
        reported = ripe(self._pending(), self._grace, now)
        if not reported:
            return
        # One message for all: for those that are out for the first time, no silence may
        # follow it.
        is_again = all(
            now - self._courses[each].reported_at < QUIET for each in reported
        )
        began = min(self._courses[each].began or now for each in reported)
        for server_id in reported:
            self._take(server_id, now, frozenset(reported), is_again=is_again)
        if self._is_wanted:
            yield Message(
                kind=MessageKind.AGAIN if is_again else MessageKind.OFFLINE,
                servers=reported,
                since=self._times.wall(began),
            )

    def _take(
        self, server_id: str, now: float, reported: frozenset[str], *, is_again: bool
    ) -> None:
        course = self._courses[server_id]
        course.is_taken = True
        course.is_known_offline = self._is_wanted
        course.reported_with = reported
        if self._is_wanted:
            course.reported_at = now
        if is_again:
            course.quiet_until = now + QUIET
            course.times, course.total = 0, 0.0

    def _back(self, now: float) -> Iterator[Message]:
        """Yield who is back; servers reported together wait for each other a moment."""
        back = {
            server_id: course
            for server_id, course in self._present().items()
            if course.is_known_offline and course.is_back(now)
        }
        groups = {course.reported_with | {key} for key, course in back.items()}
        for group in sorted(groups, key=sorted):
            members = {key: back[key] for key in sorted(group) if key in back}
            if not members:
                continue
            missing = [
                key
                for key in group - members.keys()
                if (other := self._courses.get(key)) and other.is_known_offline
            ]
            first = min(each.returned or now for each in members.values())
            if missing and now < first + STEADY + GATHER:
                continue
            lasted = max(_end(back.pop(key)) for key in members)
            if self._is_wanted:
                yield Message(
                    kind=MessageKind.BACK,
                    servers=tuple(members),
                    since=self._times.wall(first),
                    lasted=lasted,
                )

    def _calmed(self, now: float) -> Iterator[Message]:
        """Yield who is back for long in a quiet hour; together, if together again."""
        ended = self._calming()
        calm = ripe(ended, CALM, now)
        for server_id in calm:
            self._courses[server_id].is_known_offline = False
        if calm and self._is_wanted:
            yield Message(
                kind=MessageKind.BACK,
                servers=calm,
                since=self._times.wall(min(ended[each] for each in calm)),
                lasted=max(self._courses[each].lasted for each in calm),
            )

    def _calming(self) -> dict[str, float]:
        return {
            server_id: course.ended_at
            for server_id, course in self._present().items()
            if course.is_calming
        }

    def _summaries(self, now: float) -> Iterator[Message]:
        """Yield what happened in the quiet hours that are over."""
        ended: dict[tuple[int, bool], list[str]] = {}
        for server_id, course in self._present().items():
            is_settled = course.returned is None and not course.is_pending
            if not (course.is_quiet and now >= course.quiet_until and is_settled):
                continue
            is_offline = course.began is not None
            course.quiet_until = -inf
            if not self._is_wanted:
                continue
            if course.times or course.is_known_offline is not is_offline:
                ended.setdefault((course.times, is_offline), []).append(server_id)
        for (times, is_offline), servers in ended.items():
            yield self._summary(sorted(servers), times, now, is_offline=is_offline)

    def _summary(
        self, servers: list[str], times: int, now: float, *, is_offline: bool
    ) -> Message:
        courses = [self._courses[each] for each in servers]
        total = max(_total(course, now) for course in courses)
        lasted = max(course.lasted for course in courses)
        ended = min(course.ended_at for course in courses)
        for course in courses:
            course.is_known_offline = is_offline
            course.reported_with = frozenset(servers)
            if times:
                course.reported_at = now
                course.quiet_until = now + QUIET
                course.times, course.total = 0, 0.0
        return Message(
            kind=MessageKind.SUMMARY if times else MessageKind.BACK,
            servers=tuple(servers),
            since=self._times.wall(now if times else ended),
            lasted=total if times else lasted,
            times=times,
            is_offline=is_offline,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return what is known, as JSON can hold it."""
        stored = self._times.stored
        return {
            server_id: {
                "began": stored(course.began),
                "returned": stored(course.returned),
                "taken": course.is_taken,
                "offline": course.is_known_offline,
                "reported": stored(course.reported_at),
                "ended": stored(course.ended_at),
                "with": sorted(course.reported_with),
                "quiet": stored(course.quiet_until - QUIET),
                "times": course.times,
                "total": course.total,
                "lasted": course.lasted,
            }
            for server_id, course in self._courses.items()
        }

    def load(self, data: Mapping[str, Any], stored_at: float) -> None:
        """Restore what was stored; raises ValueError, having changed nothing."""
        self._seen.stored_at = stored_at
        self._courses = {key: self._read(each) for key, each in data.items()}

    def _read(self, data: Any) -> _Course:
        moment = self._times.read
        reported, quiet = moment(data, "reported"), moment(data, "quiet")
        ended = moment(data, "ended")
        return _Course(
            began=moment(data, "began"),
            returned=moment(data, "returned"),
            is_taken=read(data, "taken", bool),
            is_known_offline=read(data, "offline", bool),
            reported_at=-inf if reported is None else reported,
            ended_at=-inf if ended is None else ended,
            reported_with=frozenset(map(str, data.get("with") or ())),
            quiet_until=-inf if quiet is None else quiet + QUIET,
            times=read_optional(data, "times", int) or 0,
            total=read_optional(data, "total", float) or 0.0,
            lasted=read_optional(data, "lasted", float) or 0.0,
        )


def _end(course: _Course) -> float:
    """End an outage; return how many seconds it lasted."""
    lasted = (course.returned or 0.0) - (course.began or 0.0)
    if course.is_known_offline:
        course.ended_at = course.returned or 0.0
    course.began = course.returned = None
    course.is_taken = False
    if not course.is_quiet:
        course.is_known_offline = False
    course.lasted = lasted
    return lasted


def _total(course: _Course, now: float) -> float:
    """Return the seconds offline in a quiet time, an outage under way included."""
    return course.total + (0.0 if course.began is None else now - course.began)
