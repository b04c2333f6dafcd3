"""Reconstructs the failures and recoveries behind the changes of a connection."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from .download import Attempt, Change, Server
from .failures import SERVER_KINDS, Alert
from .paths import HTTP, HTTPS, TIERS, Path, Paths

UPWARDS = ("upgrade", "fail_back")
NOT_OF_THE_PATHS = ("pinned", "retyped")
"""Changes for which nothing had to fail or recover."""

BEFORE = timedelta(seconds=5)
AFTER = timedelta(seconds=2)
"""An attempt that ended at most this long before a change began, or after it, belongs
to it."""

SELECTION = timedelta(seconds=10)
"""The longest selection. A recovery took as long as its outage, whose attempts are not
all from its end."""

type State = Alert | None
"""What is wrong with an address; None: nothing."""


@dataclass(kw_only=True)
class Moment:
    """A time with known states of a server's addresses."""

    at: datetime
    change: Change | None = None
    states: dict[str, State] = field(default_factory=dict)
    """By place."""


def moments_of(server: Server, paths: Paths, *, until: datetime) -> list[Moment]:
    """Return the states over time; the first one is the initial state.

    Unknown states are taken from the next time that the address worked, or else from
    the time before.
    """
    moments = [_moment_of(change, server, paths) for change in _changes_of(server)]
    if not moments:
        moments = [Moment(at=until)]
    for before, after in pairwise(moments):
        # The order is right, even if the clock was set meanwhile.
        after.at = max(before.at, after.at)
    tried = [
        (candidate.attempt, path)
        for path in paths
        if (candidate := path.candidate) is not None
        and candidate.attempt is not None
        and not candidate.diagnostic_only
    ]
    tried.sort(key=lambda each: each[0].at)
    alone = [each for each in tried if not _belongs_to_change(*each, moments)]
    for attempt, path in alone:
        _take_alone(attempt, path, moments)
    for path in paths:
        _fill(path.place, moments)
    return moments


def _changes_of(server: Server) -> Iterator[Change]:
    """Yield the state before the known changes, then the changes."""
    changes = server.changes
    first = changes[0] if changes else None
    used, kind = server.active, server.connection_type
    if first is not None:
        used, kind = first.from_url, first.from_type
    attempts = [each.attempt.at for each in server.candidates if each.attempt]
    began = first.at - timedelta(hours=1) if first else max(attempts, default=None)
    if kind is not None and began is not None:
        yield Change(
            at=began,
            from_type=None,
            to_type=kind,
            from_url=None,
            to_url=used,
            reason="first",
            duration_ms=0.0,
        )
    yield from changes


def _moment_of(change: Change, server: Server, paths: Paths) -> Moment:
    """Return what a change says about the addresses."""
    moment = Moment(at=change.at, change=change)
    taken, left = paths.find(change.to_url), paths.find(change.from_url)
    is_plain = change.to_url is not None and change.to_url.startswith("http:")
    if change.reason in NOT_OF_THE_PATHS:
        moment.states = {} if taken is None else {taken.place: None}
        return moment
    preference = (len(TIERS), HTTPS)
    if taken is not None:
        kind = change.to_type if change.to_type in TIERS else taken.kind
        preference = (TIERS.index(kind), HTTP if is_plain else HTTPS)
    for path in paths:
        if path is taken:
            moment.states[path.place] = path.trouble_of_tls if is_plain else None
        elif path.preference < preference or (
            path.preference == preference and _was_down(path, server)
        ):
            moment.states[path.place] = path.trouble
        elif path.preference == preference:
            moment.states[path.place] = None
    if left is not None and left is not taken:
        is_well = change.reason in UPWARDS
        moment.states[left.place] = None if is_well else left.trouble
    return moment


def _was_down(path: Path, server: Server) -> bool:
    """Return whether to assume that an equally good path was down.

    One that works and was never used was just slower.
    """
    attempt = None if path.candidate is None else path.candidate.attempt
    is_used = any(change.to_url in path.urls for change in server.changes)
    return is_used or attempt is None or attempt.failure is not None


def _belongs_to_change(attempt: Attempt, path: Path, moments: list[Moment]) -> bool:
    """Assign an attempt to the change that it was made for, if there is one."""
    for moment in moments:
        change = moment.change
        duration = timedelta(milliseconds=change.duration_ms if change else 0.0)
        duration = min(duration, SELECTION)
        is_first = moment is moments[0] and attempt.at <= moment.at
        if is_first or moment.at - duration - BEFORE <= attempt.at <= moment.at + AFTER:
            moment.states.setdefault(path.place, _state_of(attempt, path))
            return True
    return False


def _take_alone(attempt: Attempt, path: Path, moments: list[Moment]) -> None:
    """Add an attempt as a moment of its own; all other states stay."""
    number = bisect_right(moments, attempt.at, key=lambda moment: moment.at)
    before = moments[number - 1]
    state = _state_of(attempt, path)
    used = [each.change.to_url for each in moments[:number] if each.change]
    is_in_use = bool(used) and used[-1] in path.urls
    if is_in_use and state is not None and attempt.failure not in SERVER_KINDS:
        # A single failure that did not cause a fail-over.
        state = None
    states = before.states | {path.place: state}
    moments.insert(number, Moment(at=attempt.at, states=states))


def _state_of(attempt: Attempt, path: Path) -> State:
    return None if attempt.failure is None else path.trouble


def _fill(place: str, moments: list[Moment]) -> None:
    """Fill in unknown states."""
    for number, moment in enumerate(moments):
        if place in moment.states:
            continue
        later = (
            each.states[place] for each in moments[number:] if place in each.states
        )
        earlier = None if number == 0 else moments[number - 1].states[place]
        is_well_later = next(later, earlier) is None
        moment.states[place] = None if is_well_later else earlier
