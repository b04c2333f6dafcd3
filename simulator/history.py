"""What must have failed, or come back, for a connection to change as it did."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .download import Change, Server
from .failures import SERVER_KINDS, Trouble
from .paths import HTTP, HTTPS, TIERS, Path, Paths

UPWARDS = ("upgrade", "fail_back")

BEFORE = timedelta(seconds=5)
AFTER = timedelta(seconds=2)
"""An attempt that ended so long before a change began, or after it, belongs to it."""

type State = Trouble | None
"""What is wrong with an address; None: nothing."""


@dataclass(kw_only=True)
class Moment:
    """When something was known of a server's addresses."""

    at: datetime
    change: Change | None = None
    states: dict[str, State] = field(default_factory=dict)
    """By place."""


def moments_of(server: Server, paths: Paths, *, until: datetime) -> list[Moment]:
    """Return what was the case when; the first one is how it began.

    What is not known of a time is taken from the next time that the address worked,
    or else from the time before.
    """
    moments = [_moment_of(change, server, paths) for change in _changes_of(server)]
    if not moments:
        moments = [Moment(at=until)]
    for path in paths:
        _take_last_attempt(path, moments)
    moments.sort(key=lambda moment: moment.at)
    for path in paths:
        _fill(path.place, moments)
    return moments


def _changes_of(server: Server) -> Iterator[Change]:
    """Yield the changes, after what was the case before those that are remembered."""
    changes = server.changes
    first = changes[0] if changes else None
    used, kind = server.active, server.connection_type
    if first is not None:
        used, kind = first.from_url, first.from_type
    attempts = [each.attempt.at for each in server.candidates if each.attempt]
    began = first.at - timedelta(hours=1) if first else min(attempts, default=None)
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
    """Return what a change tells of the addresses."""
    moment = Moment(at=change.at, change=change)
    taken, left = paths.find(change.to_url), paths.find(change.from_url)
    is_plain = change.to_url is not None and change.to_url.startswith("http:")
    merit = (len(TIERS), HTTPS)
    if taken is not None:
        kind = change.to_type if change.to_type in TIERS else taken.kind
        merit = (TIERS.index(kind), HTTP if is_plain else HTTPS)
    for path in paths:
        if path is taken:
            moment.states[path.place] = path.trouble_of_tls if is_plain else None
        elif path.merit < merit or (path.merit == merit and _was_down(path, server)):
            moment.states[path.place] = path.trouble
        elif path.merit == merit:
            moment.states[path.place] = None
    if left is not None and left is not taken:
        if change.reason in UPWARDS:
            moment.states[left.place] = None
        elif change.reason != "pinned":
            moment.states[left.place] = left.trouble
    return moment


def _was_down(path: Path, server: Server) -> bool:
    """Return whether one that would have done as well is taken for dead.

    One that works, and was never used, was only slower.
    """
    attempt = None if path.candidate is None else path.candidate.attempt
    is_used = any(change.to_url in path.urls for change in server.changes)
    return is_used or attempt is None or attempt.failure is not None


def _take_last_attempt(path: Path, moments: list[Moment]) -> None:
    """Take how the last attempt went: with a change, or at a time of its own."""
    candidate = path.candidate
    if candidate is None or candidate.attempt is None or candidate.explain_only:
        return
    attempt = candidate.attempt
    state = path.trouble if attempt.failure is not None else None
    for moment in moments:
        change = moment.change
        duration = timedelta(milliseconds=change.duration_ms if change else 0.0)
        is_first = moment is moments[0] and attempt.at <= moment.at
        if is_first or moment.at - duration - BEFORE <= attempt.at <= moment.at + AFTER:
            moment.states.setdefault(path.place, state)
            return
    before = [each for each in moments if each.change and each.at <= attempt.at]
    used = before[-1].change.to_url if before and before[-1].change else None
    is_in_use = used in path.urls
    if is_in_use and state is not None and attempt.failure not in SERVER_KINDS:
        # One failure that was not enough to leave it.
        state = None
    moments.append(Moment(at=attempt.at, states={path.place: state}))


def _fill(place: str, moments: list[Moment]) -> None:
    """Decide what was the case where nothing is known."""
    for number, moment in enumerate(moments):
        if place in moment.states:
            continue
        later = (
            each.states[place] for each in moments[number:] if place in each.states
        )
        earlier = None if number == 0 else moments[number - 1].states[place]
        is_well_later = next(later, earlier) is None
        moment.states[place] = None if is_well_later else earlier
