"""Transitions of one server's state: pure functions of the previous state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from math import inf
from random import Random

from .backoff import JITTER_SHARE, Backoff
from .clock import Moment
from .fail_back import return_wait
from .models import Attempt, Candidate, ConnectionType, FailureKind
from .polling import DUE_TOLERANCE, INTERVAL, JITTER, jittered, retry_interval
from .racing import FinishedAttempt
from .schedule import OutageSchedule
from .state import ServerState
from .stored import ConnectionState, StoredCandidate
from .upgrade import UpgradeState

REST = 5.0
"""Minimum seconds from the end of a check to the next, so that checks that take as long
as their interval do not run back to back."""


def probe_begun(state: ServerState, url: str) -> ServerState:
    """Return the state with a running probe of a candidate."""
    candidates = state.candidates
    asked = candidates[url].asked()
    return state.with_candidates(candidates.with_candidate(asked))


def probe_ended(
    state: ServerState, attempt: Attempt, moment: Moment, *, wait: float | None
) -> ServerState:
    """Return the state after an attempt; `wait` is its back-off in seconds.

    None: its failure does not count.
    """
    candidates = state.candidates
    known = candidates[attempt.url].answered(
        attempt, candidates.networks, moment, wait=wait
    )
    candidates = candidates.with_candidate(known)
    learnt = state.with_candidates(candidates.proved_by(known.candidate, attempt))
    if attempt.url == state.active_url and not attempt.authentic:
        return questioned(learnt, moment.at)
    return learnt


def confirmed(
    state: ServerState, outcome: FinishedAttempt, moment: Moment
) -> ServerState:
    """Return the state with a candidate that answered as the active one."""
    candidate = outcome.candidate
    active = replace(
        _cleared(state, candidate.url),
        active=candidate,
        last_good=candidate.url,
        connection_type=candidate.kind,
        latency_ms=outcome.attempt.latency_ms,
        offline_since=inf,
        tests=state.tests + 1,
    )
    return proved(settled(active, state, moment), moment, outcome.attempt.at)


def settled(state: ServerState, before: ServerState, moment: Moment) -> ServerState:
    """Return the state with the connection shown before still shown, if another."""
    shown = before.shown
    is_shown = (state.connection_type, state.active_url) == shown.position
    if state.is_like(before):
        return replace(state, shown_still=None if is_shown else before.shown_still)
    return replace(
        state,
        shown_still=None if is_shown else shown,
        settled_at=moment.at,
        proven_at=-inf,
    )


def _cleared(state: ServerState, url: str | None) -> ServerState:
    """Return the state without a suspicion of `url`, which has answered."""
    if state.suspicion is None or state.suspicion.url != url:
        return state
    return replace(state, suspicion=None)


def proved(
    state: ServerState, moment: Moment, at: datetime | None = None
) -> ServerState:
    """Return the state with the active candidate known to work."""
    return replace(
        state,
        last_tested=at or moment.wall,
        tested_at=moment.at,
        failure_count=state.failure_count if state.is_token_refused else 0,
        failing_since=inf,
        fault_since=inf,
        is_starting=False,
        is_refusing=False,
        schedule=replace(
            state.schedule,
            wall_ahead=moment.wall_ahead,
            was_offline=False,
            was_starting=False,
        ),
    )


def operated(state: ServerState, moment: Moment) -> ServerState:
    """Return the state after a successful operation on the active candidate."""
    return replace(proved(state, moment), proven_at=moment.at)


def token_noted(state: ServerState, *, refused: bool) -> ServerState:
    """Return the state after the server accepted its token, or refused it.

    Each refusal counts as a failure, like one of a check.
    """
    failures = state.failure_count
    if refused:
        failures += 1
    elif state.is_token_refused and state.is_well:
        failures = 0
    return replace(state, is_token_refused=refused, failure_count=failures)


def questioned(state: ServerState, at: float) -> ServerState:
    """Return the state after the active candidate failed to answer."""
    if state.active is None:
        return state
    return replace(state, failing_since=min(state.failing_since, at))


def expired(state: ServerState) -> ServerState:
    """Return the state without freshness."""
    return replace(state, tested_at=-inf, proven_at=-inf)


def returned(
    state: ServerState, outcome: FinishedAttempt, moment: Moment
) -> ServerState:
    """Return the state with the suspected connection in use again.

    It has answered, possibly with a fault of the server's own.
    """
    well = replace(confirmed(state, outcome, moment), needs_discovery=False)
    return well if outcome.attempt.ok else blamed(well, outcome, moment)


def blamed(state: ServerState, outcome: FinishedAttempt, moment: Moment) -> ServerState:
    """Return the state with a fault of the server's own, not of its path (rule 11).

    A refusal counts as a failure; the wait for the next check does not depend on that
    count.
    """
    is_starting = outcome.attempt.failure is FailureKind.STARTING
    is_new = not state.has_fault or is_starting is not state.is_starting
    return replace(
        _cleared(state, outcome.candidate.url),
        failing_since=state.failing_since if state.active is None else inf,
        last_tested=outcome.attempt.at,
        fault_since=moment.at if is_new else state.fault_since,
        failure_count=state.failure_count + (not is_starting),
        is_starting=is_starting,
        is_refusing=not is_starting,
    )


def lost(
    state: ServerState,
    moment: Moment,
    *,
    fault: FinishedAttempt | None,
    has_stand_in: bool,
) -> ServerState:
    """Return the offline state, after no answer or only `fault`, the server's own.

    `has_stand_in`: something else answered in its place.
    """
    last = state.candidates.find(state.last_good)
    is_relay = last is None or last.candidate.kind is ConnectionType.RELAY
    gone = replace(
        state,
        has_stand_in=has_stand_in,
        offline_since=state.offline_since if state.is_offline else moment.at,
        failing_since=min(state.failing_since, moment.at),
        connection_type=ConnectionType.OFFLINE,
        active=None,
        last_good=None if is_relay else state.last_good,
        latency_ms=None,
        last_tested=moment.wall,
        tests=state.tests + 1,
    )
    gone = settled(gone, state, moment)
    if fault is None:
        gone = replace(gone, fault_since=inf, is_starting=False, is_refusing=False)
    else:
        gone = blamed(gone, fault, moment)
    return replace(gone, failure_count=state.failure_count + 1)


def forgotten(state: ServerState, moment: Moment) -> ServerState:
    """Return the state without a past; a check is due at once.

    The verdict stays until then; its duration counts from now. Keeps what
    limits the rate of checks, which saves requests.
    """
    since = moment.at if state.is_offline else inf
    return replace(
        state,
        candidates=state.candidates.forgotten(),
        last_good=None,
        latency_ms=None,
        last_tested=None,
        tested_at=-inf,
        proven_at=-inf,
        standby_searched_at=-inf,
        fail_back=state.fail_back.ended(),
        suspicion=None,
        failure_count=0,
        offline_since=since,
        failing_since=since,
        fault_since=moment.at if state.has_fault else inf,
        is_anew=True,
        upgrade=UpgradeState.initial(moment.at),
        changes=state.changes[-1:],
        forgotten_at=moment.wall,
        schedule=replace(
            state.schedule.moved(0.0, moment), was_offline=False, was_starting=False
        ),
    )


def pinned(state: ServerState, url: str | None, moment: Moment) -> ServerState:
    """Return the state in which only one candidate may be used; None: any.

    The next check, which acts on it, is due at once.
    """
    if url == state.candidates.pinned:
        return state
    chosen = replace(
        state,
        candidates=replace(state.candidates, pinned=url),
        is_pin_left=state.is_pin_left or state.candidates.pinned is not None,
    )
    if state.connection_type is None:
        return chosen
    return chosen.with_schedule(chosen.schedule.moved(0.0, moment))


def failing_restored(
    state: ServerState, since: datetime | None, moment: Moment
) -> ServerState:
    """Return the state with the time without an answer from before a restart.

    Uses the wall clock, the only one across runs; if it is behind by now, the time
    counts from the start.
    """
    if since is None or (age := (moment.wall - since).total_seconds()) < 0:
        return state
    return replace(state, failing_since=moment.at - age)


def candidates_restored(
    state: ServerState, history: Mapping[str, StoredCandidate], moment: Moment
) -> ServerState:
    """Return the state with the stored states of candidates that are untried."""
    return state.with_candidates(state.candidates.restored(history, moment))


def restored_active(state: ServerState, stored: ConnectionState) -> Candidate | None:
    """Return the candidate of a stored state, if it may be active, else None.

    If its history lacks the peer of a name, the type comes from the stored state.
    """
    known = state.candidates.find(stored.url)
    if known is None or not state.candidates.may_use(stored.url):
        return None
    last = known.last_attempt
    if known.quality.failing and not (last is not None and last.is_silence):
        # Stored while it was being left; a silent one may come back.
        return None
    if known.candidate.address is None and known.peer is None:
        return replace(known.candidate, kind=stored.connection_type)
    return known.candidate


def restored(
    state: ServerState,
    stored: ConnectionState,
    active: Candidate | None,
    moment: Moment,
    backoff: Backoff,
) -> ServerState:
    """Return the state with the verdict from before a restart, without a check.

    The next check stays when it was due, if the wall clock is plausible.
    """
    is_offline = active is None
    tested = stored.last_tested
    age = inf if tested is None else (moment.wall - tested).total_seconds()
    has_fault = stored.starting or stored.refused
    schedule = replace(
        state.schedule,
        wall_ahead=moment.wall_ahead,
        was_offline=is_offline,
        was_starting=stored.starting,
    )
    if is_offline:
        waits = stored.failure_count - 1 if stored.waits is None else stored.waits
        outage = schedule.outage.resumed(moment.at, max(0, waits), backoff)
        schedule = replace(schedule, outage=outage)
    candidates = state.candidates
    is_fresh = age >= 0
    if active is not None:
        known = replace(candidates[active.url], candidate=active)
        candidates = candidates.with_candidate(known)
        # Stored while it was suspected.
        is_fresh = is_fresh and not known.quality.failing
    known_again = replace(
        state,
        candidates=candidates,
        connection_type=ConnectionType.OFFLINE if active is None else active.kind,
        active=active,
        last_good=stored.url,
        latency_ms=stored.response_time_ms,
        last_tested=tested,
        tested_at=moment.at - age if is_fresh else -inf,
        tests=state.tests + 1,
        failure_count=stored.failure_count,
        is_starting=stored.starting,
        is_refusing=stored.refused,
        is_token_refused=stored.token_refused,
        fault_since=moment.at if has_fault else state.fault_since,
        offline_since=moment.at if is_offline else state.offline_since,
        failing_since=min(state.failing_since, moment.at)
        if is_offline
        else state.failing_since,
        schedule=schedule,
    )
    return _due_as_stored(known_again, stored, moment, backoff)


def _due_as_stored(
    state: ServerState, stored: ConnectionState, moment: Moment, backoff: Backoff
) -> ServerState:
    """Return the state with the next check when it was due before the restart."""
    tested, due, schedule = stored.last_tested, stored.next_check, state.schedule
    interval, _ = _interval(state, schedule.outage, moment.at, moment.at, backoff)
    # If the wall clock was set, the next check is at most the longest wait away.
    longest = interval * (1 + JITTER_SHARE) if state.is_offline else interval
    schedule = replace(schedule, interval=interval)
    if tested is not None and due is not None and tested <= moment.wall:
        wait = min(max(0.0, (due - moment.wall).total_seconds()), longest)
        schedule = schedule.moved(wait, moment)
        schedule = replace(schedule, own_at=schedule.due_at)
        if state.is_offline:
            at = moment.at + schedule.delay(moment)
            schedule = replace(schedule, outage=schedule.outage.no_later_than(at))
    return state.with_schedule(replace(schedule, next_check=due))


def retried(
    state: ServerState, before: ServerState, now: float, rng: Random
) -> ServerState:
    """Return the state with the candidates to retry soon, after a check or an offer.

    Those are what was left for worse or for nothing, and what is newly offered; and,
    while the server is offline, the last good address.
    """
    fail_back = state.fail_back
    left, new = _left_and_new(state, before)
    is_new = bool(new)
    is_offline = state.is_offline
    is_asked_often = state.is_awaited(now)
    is_damped = not is_offline and state.upgrade.damper.is_suppressing(now)
    if is_asked_often or is_damped:
        fail_back = fail_back.ended()
    elif (left or new) and fail_back.may_begin(
        now, is_offline=is_offline, is_new=is_new
    ):
        fail_back = fail_back.begun([*left, *new], now, is_new=is_new)
    elif not any(map(state.is_worth_a_try, fail_back.urls)):
        fail_back = fail_back.ended()
    if is_offline and not is_asked_often and not fail_back.is_series:
        known = state.candidates.find(state.last_good)
        if known is not None and state.is_worth_a_try(known.offered.url):
            tried_at = max(known.tried_at, state.offline_since)
            wait = return_wait(now - state.offline_since, rng)
            fail_back = fail_back.awaited(known.offered.url, tried_at, wait)
    if fail_back == state.fail_back:
        return state
    return replace(state, fail_back=fail_back)


def _left_and_new(
    state: ServerState, before: ServerState
) -> tuple[list[str], list[str]]:
    """Return what was left since `before`, and what is new, if worth a try.

    Left is what is no longer shown: what is only suspected is probed anyway. If a
    server is back after it was offline, that is all that is better than the active
    candidate: other networks of a home may be back a moment later.
    """
    shown = before.shown
    if shown.connection_type is None or before.is_anew or not before.candidates.known:
        return [], []
    listed = state.candidates.known.keys() - before.candidates.known.keys()
    new = [each.url for each in state.candidates.usable() if each.url in listed]
    left = []
    if shown.url is not None and shown.url != state.shown.url:
        left = [shown.url]
    elif shown.url is None and state.active is not None:
        left = [each.url for each in state.candidates.usable()]
    worth = state.is_worth_a_try
    return list(filter(worth, left)), list(filter(worth, new))


def scheduled(
    state: ServerState, began_at: float, moment: Moment, backoff: Backoff
) -> ServerState:
    """Return the state with the next check scheduled by the connection's quality.

    Intervals count from the start of a check, as monotonic seconds: one that waited for
    silent addresses does not delay the next. While the server is offline or starting,
    only the schedule's own checks lengthen its waits: one requested in between that
    finds nothing new leaves them as they are.
    """
    before = state.schedule
    alert = state.is_offline, state.is_starting
    is_as_before = alert == (before.was_offline, before.was_starting)
    is_own = began_at >= before.own_at - DUE_TOLERANCE
    interval, outage = before.interval, before.outage
    is_waited_out = is_as_before and any(alert) and not is_own
    if is_waited_out:
        wait = before.own_at - moment.at
    else:
        outage = _outage_after(state, began_at, backoff)
        interval, wait = _interval(state, outage, began_at, moment.at, backoff)
        wait = began_at + wait - moment.at
    wait = max(REST, wait)
    schedule = replace(
        before,
        was_offline=state.is_offline,
        was_starting=state.is_starting,
        wall_ahead=moment.wall_ahead,
        outage=outage,
        interval=interval,
        own_at=before.own_at if is_waited_out else moment.at + wait,
    )
    return state.with_schedule(schedule.moved(wait, moment))


def _outage_after(
    state: ServerState, began_at: float, backoff: Backoff
) -> OutageSchedule:
    """Return when to probe all, after a check that began at `began_at`."""
    if not (state.is_offline or state.has_fault):
        return OutageSchedule()
    return state.schedule.outage.followed(
        began_at,
        is_new=state.is_offline and not state.schedule.was_offline,
        # The earliest next check for the type.
        least=INTERVAL.get(state.connection_type, 0.0) * (1 - JITTER),
        backoff=backoff,
    )


def put_off(
    state: ServerState, at_most: float, moment: Moment, backoff: Backoff
) -> ServerState:
    """Return the state with the next check a whole interval away, or `at_most` seconds.

    Never brings it forward.
    """
    schedule = state.schedule
    _, wait = _interval(state, schedule.outage, moment.at, moment.at, backoff)
    wait = max(schedule.delay(moment), min(wait, at_most))
    return state.with_schedule(schedule.moved(wait, moment))


def _interval(
    state: ServerState,
    outage: OutageSchedule,
    began_at: float,
    now: float,
    backoff: Backoff,
) -> tuple[float, float]:
    """Return the seconds between checks, and from this one to the next."""
    if state.is_starting or state.is_awaited(now):
        since = state.fault_since if state.is_starting else state.offline_since
        wait = retry_interval(now - since)
        return wait, wait
    if (interval := INTERVAL.get(state.connection_type)) is not None:
        return interval, jittered(interval, backoff.rng)
    return backoff.nominal(outage.waits), outage.wait(began_at, backoff)
