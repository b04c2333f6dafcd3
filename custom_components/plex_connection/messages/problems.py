"""Which changes of a server's problem are reported, and when.

Problems are reported once the diagnosis has shown them for the grace time; each once,
until it has been gone for long. What an outage explains is part of that message.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any

from ..connection.deserialize import read, read_optional
from ..diagnosis import Problem
from .message import QUIET, Message, MessageKind, SeenServers, Times, next_ripe, ripe

GONE_AFTER = 1200.0
"""Seconds without a problem until it counts as solved. After an outage or a restart the
diagnosis needs up to 15 minutes to show a problem again."""

SHARED = frozenset({Problem.PLEX_TV_DOWN, Problem.NAMES_BLOCKED})
"""Problems of Home Assistant's own network: the same for all servers, even if they show
at different times."""

AT_MOST = 2
"""Messages about one server's problems in an hour."""


@dataclass(slots=True)
class _Course:
    """The problem of one server, and what the user knows of it."""

    shown: Problem | None = None
    since: float = -inf
    """Monotonic seconds, as all times here."""
    began: float = -inf
    """When the cause was first found; no later than it was shown."""
    reported: Problem | None = None
    reported_since: float = -inf
    is_covered: bool = False
    """Whether another message reported it, and so its end, or none is wanted."""
    reported_at: tuple[float, ...] = ()
    """The times of the last messages."""
    last: dict[Problem, float] = field(default_factory=dict)
    """When each problem was last reported."""


class Problems:
    """The problems of one account's servers."""

    def __init__(self, times: Times, *, grace: float, is_wanted: bool) -> None:
        """Know nothing yet; unwanted messages count as reported."""
        self._times = times
        self._grace = grace
        self._is_wanted = is_wanted
        self._courses: dict[str, _Course] = {}
        self._seen = SeenServers(times, grace)

    def observe(self, server_id: str, problem: Problem, lasted: float) -> None:
        """Take the problem that is shown of a server, found for `lasted` seconds."""
        course = self._courses.setdefault(server_id, _Course())
        self._seen.note(server_id)
        shown = None if problem is Problem.NONE else problem
        if shown is not course.shown or course.since == -inf:
            course.shown, course.since = shown, self._times.clock()
            course.began = course.since - lasted

    def forget(self, server_id: str) -> None:
        """Forget a server."""
        self._courses.pop(server_id, None)
        self._seen.forget(server_id)

    def keep(self, server_ids: Collection[str]) -> None:
        """Forget all but these servers."""
        for server_id in self._courses.keys() - server_ids:
            self.forget(server_id)

    def cover(self, server_id: str, problem: Problem) -> None:
        """Note that another message has reported this problem as its cause."""
        course = self._courses.setdefault(server_id, _Course())
        if problem is not Problem.NONE and problem is not course.reported:
            course.reported, course.reported_since = problem, self._times.clock()
            course.is_covered = True

    def conceal(self, server_id: str) -> None:
        """Note that the problem just reported is shown elsewhere, and so is its end."""
        self._courses[server_id].is_covered = True

    def due(
        self, is_reported: Callable[[str, Problem | None], bool]
    ) -> Iterator[Message]:
        """Yield the messages that are due, and take them for sent.

        Those wait whose problem `is_reported` by messages about an outage.
        """
        now = self._times.clock()
        there = {
            server_id
            for server_id, course in self._courses.items()
            if server_id in self._seen and not is_reported(server_id, course.shown)
        }
        yield from self._new(now, there)
        yield from self._solved(now, there)

    def next_at(self) -> float:
        """Return when something may be due next; inf: never."""
        now = self._times.clock()
        everywhere = {*self._seen}
        waiting = self._waiting(now, everywhere).values()
        moments = [
            *(next_ripe(began, self._grace) for began in waiting),
            *(next_ripe(gone, GONE_AFTER) for gone in self._gone(everywhere).values()),
            *(_free_at(course) for course in self._courses.values()),
        ]
        return min((at for at in moments if at > now), default=inf)

    def _waiting(
        self, now: float, servers: Collection[str]
    ) -> dict[Problem, dict[str, float]]:
        """Return the unreported problems, and since when each server has it."""
        found: dict[Problem, dict[str, float]] = {}
        for server_id, course in self._courses.items():
            shown = course.shown
            if shown is None or shown is course.reported or server_id not in servers:
                continue
            if now >= _free_at(course):
                since = max(course.since, self._seen.counts_from(server_id))
                found.setdefault(shown, {})[server_id] = since
        return found

    def _gone(self, servers: Collection[str]) -> dict[Problem, dict[str, float]]:
        """Return the reported problems that show no more, and since when."""
        found: dict[Problem, dict[str, float]] = {}
        for server_id, course in self._courses.items():
            is_gone = course.shown is None and server_id in servers
            if is_gone and course.reported is not None:
                found.setdefault(course.reported, {})[server_id] = course.since
        return found

    def _new(self, now: float, there: Collection[str]) -> Iterator[Message]:
        for problem, began in self._waiting(now, there).items():
            reported = []
            is_known = problem in SHARED and any(
                course.reported is problem and course.shown is problem
                for course in self._courses.values()
            )
            for server_id in ripe(began, self._grace, now):
                course = self._courses[server_id]
                course.reported, course.reported_since = problem, course.began
                course.is_covered = is_known or not self._is_wanted
                if not course.is_covered:
                    reported.append(server_id)
                    course.reported_at = (*course.reported_at, now)[-AT_MOST:]
                    course.last = course.last | {problem: now}
            if reported:
                yield Message(
                    kind=MessageKind.PROBLEM,
                    servers=tuple(reported),
                    since=self._times.wall(
                        min(self._courses[each].began for each in reported)
                    ),
                    problem=problem,
                )

    def _solved(self, now: float, there: Collection[str]) -> Iterator[Message]:
        for problem, gone in self._gone(there).items():
            solved, lasted, ended = [], 0.0, now
            for server_id in ripe(gone, GONE_AFTER, now):
                course = self._courses[server_id]
                course.reported = None
                if not course.is_covered and self._is_wanted:
                    solved.append(server_id)
                    lasted = max(lasted, course.since - course.reported_since)
                    ended = min(ended, course.since)
            if solved:
                yield Message(
                    kind=MessageKind.SOLVED,
                    servers=tuple(solved),
                    since=self._times.wall(ended),
                    lasted=lasted,
                    problem=problem,
                )

    def to_dict(self) -> dict[str, Any]:
        """Return what is known, as JSON can hold it."""
        stored = self._times.stored
        return {
            server_id: {
                "shown": course.shown and course.shown.value,
                "since": stored(course.since),
                "began": stored(course.began),
                "reported": course.reported and course.reported.value,
                "reported_since": stored(course.reported_since),
                "covered": course.is_covered,
                "at": [stored(each) for each in course.reported_at],
                "last": {key.value: stored(at) for key, at in course.last.items()},
            }
            for server_id, course in self._courses.items()
        }

    def load(self, data: Mapping[str, Any], stored_at: float) -> None:
        """Restore what was stored; raises ValueError, having changed nothing."""
        self._seen.stored_at = stored_at
        self._courses = {key: self._read(each) for key, each in data.items()}

    def _read(self, data: Any) -> _Course:
        moment = self._times.read
        since, reported_since = moment(data, "since"), moment(data, "reported_since")
        began = moment(data, "began")
        reported_at = [moment({"at": each}, "at") for each in data.get("at") or ()]
        last = {key: moment(data["last"], key) for key in data.get("last") or ()}
        return _Course(
            shown=_problem(data, "shown"),
            since=-inf if since is None else since,
            began=-inf if began is None else began,
            reported=_problem(data, "reported"),
            reported_since=-inf if reported_since is None else reported_since,
            is_covered=read(data, "covered", bool),
            reported_at=tuple(each for each in reported_at if each is not None),
            last={Problem(key): at for key, at in last.items() if at is not None},
        )


def _free_at(course: _Course) -> float:
    """Return until when nothing more is reported of a server's present problem."""
    held = [at + QUIET for at in course.reported_at[-AT_MOST : -AT_MOST + 1]]
    if course.shown is not None and course.shown in course.last:
        held.append(course.last[course.shown] + QUIET)
    return max(held, default=-inf)


def _problem(data: Mapping[str, Any], key: str) -> Problem | None:
    word = read_optional(data, key, str)
    return None if word is None else Problem(word)
