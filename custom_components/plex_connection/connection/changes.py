"""The history of a server's connection: the last changes, each with its reason."""

from dataclasses import replace
from math import inf

from .candidates import CandidateSet
from .clock import Moment
from .models import ConnectionType
from .reports import Change, ChangeReason
from .state import ServerState
from .suspicion import Shown
from .upgrade import UPGRADES, without_wins

CHANGES_KEPT = 50
"""Changes of connection kept."""


def with_change(
    state: ServerState,
    before: Shown,
    cause: ChangeReason,
    seconds: float,
    moment: Moment,
) -> ServerState:
    """Return the state with the connection in use shown, and its change recorded.

    Records nothing if it equals `before`. `cause` counts if both ends are connections,
    or if it is a choice; `seconds` is how long the change took. The first verdict after
    a start is compared with what was known before it: a relay that is found again is
    the same, whatever its address.
    """
    state = replace(state, shown_still=None)
    from_type, from_url = before.position
    chosen = state.candidates.pinned
    if from_type is None and state.changes:
        from_type, from_url = state.changes[-1].to_type, state.changes[-1].to_url
        if from_type is ConnectionType.RELAY:
            if state.connection_type is ConnectionType.RELAY:
                return state
            if chosen is None:
                cause = ChangeReason.UPGRADE
    to_type, to_url = state.connection_type, state.active_url
    if to_type is None or (to_type, to_url) == (from_type, from_url):
        return state
    reason = _reason(state, from_type, from_url, cause)
    is_dead_pin = to_url is None and reason is ChangeReason.PINNED
    change = Change(
        at=moment.wall,
        from_type=from_type,
        to_type=to_type,
        from_url=from_url,
        to_url=to_url,
        reason=reason,
        chosen_url=chosen if is_dead_pin else None,
        duration_ms=seconds * 1000,
    )
    is_upgrade = reason in UPGRADES
    return replace(
        state,
        suspicion=None,
        changes=(*state.changes, change)[-CHANGES_KEPT:],
        changes_made=state.changes_made + 1,
        is_push_open=False,
        proven_at=-inf,
        upgrade=state.upgrade.changed(to_type, moment.at, is_upgrade=is_upgrade),
        candidates=_after_leaving(state.candidates, from_url, reason),
    )


def with_loss(state: ServerState, moment: Moment) -> ServerState:
    """Return the state with the connection in use shown: the shown one is lost.

    The duration runs from the first failed answer to the answer that was put to use; of
    a loss, until it was certain; of a relay, until it is shown.
    """
    suspicion, until = state.suspicion, state.settled_at
    assert suspicion is not None, "nothing was suspected"  # noqa: S101
    if state.active is None:
        until = max(until, suspicion.confirmed_at)
    elif state.connection_type is ConnectionType.RELAY:
        until = moment.at
    seconds = max(0.0, until - suspicion.began_at)
    is_chosen = state.candidates.pinned not in (None, suspicion.url)
    cause = ChangeReason.PINNED if is_chosen else ChangeReason.FAILOVER
    return with_change(state, state.shown, cause, seconds, moment)


def _after_leaving(
    candidates: CandidateSet, url: str | None, reason: ChangeReason
) -> CandidateSet:
    """Return the candidates after one was left.

    A failed one counts as working only after another answer, although its own probe may
    still be under way.
    """
    known = candidates.find(url)
    if reason is ChangeReason.FAILOVER and known is not None and known.is_unanswered:
        candidates = candidates.with_candidate(replace(known, good_since=None))
    return without_wins(candidates)


def _reason(
    state: ServerState,
    from_type: ConnectionType | None,
    from_url: str | None,
    cause: ChangeReason,
) -> ChangeReason:
    """Return why a change was made; its two ends may override its cause."""
    if state.active is None:
        # Others might answer, but while one is pinned no other is probed.
        is_chosen = ChangeReason.PINNED is cause or state.candidates.pinned is not None
        return ChangeReason.PINNED if is_chosen else ChangeReason.LOST
    if from_url == state.active.url:
        return ChangeReason.RETYPED
    if from_type is None:
        return ChangeReason.FIRST
    if from_type is ConnectionType.OFFLINE:
        # A server that was offline because of a pin may have been up all along.
        is_choice = cause is ChangeReason.PINNED and state.is_pin_left
        return ChangeReason.PINNED if is_choice else ChangeReason.RECOVERED
    if cause is ChangeReason.UPGRADE and state.active.url in _left(state):
        return ChangeReason.FAIL_BACK
    return cause


def _left(state: ServerState) -> set[str | None]:
    """Return the urls left by fail-overs since the last other change, or a forget."""
    left: set[str | None] = set()
    for change in reversed(state.changes):
        is_forgotten = (
            state.forgotten_at is not None and change.at <= state.forgotten_at
        )
        if is_forgotten or change.reason is not ChangeReason.FAILOVER:
            break
        left.add(change.from_url)
    return left
