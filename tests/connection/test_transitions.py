"""The transitions of a server's state: pure functions, each with its effect."""

from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from math import inf
from random import Random
from typing import Any

import pytest

from custom_components.plex_connection.connection import (
    Attempt,
    Candidate,
    Change,
    ChangeReason,
    ConnectionState,
    ConnectionType,
    FailureKind,
    Networks,
)
from custom_components.plex_connection.connection.backoff import Backoff
from custom_components.plex_connection.connection.candidates import (
    CandidateSet,
    CandidateState,
)
from custom_components.plex_connection.connection.changes import with_change, with_loss
from custom_components.plex_connection.connection.clock import Moment
from custom_components.plex_connection.connection.polling import JITTER
from custom_components.plex_connection.connection.racing import FinishedAttempt
from custom_components.plex_connection.connection.ranking import Quality
from custom_components.plex_connection.connection.schedule import OutageSchedule
from custom_components.plex_connection.connection.state import ServerState
from custom_components.plex_connection.connection.suspicion import Shown, Suspicion
from custom_components.plex_connection.connection.transitions import (
    blamed,
    confirmed,
    expired,
    forgotten,
    lost,
    operated,
    pinned,
    probe_ended,
    put_off,
    questioned,
    restored,
    restored_active,
    retried,
    returned,
    scheduled,
    settled,
    token_noted,
)

from .world import START, local, relay, remote

LOCAL, REMOTE, RELAY, OFFLINE = ConnectionType
NEAR, FAR, OVER = local(), remote(), relay()
THEN = Moment(900.0, START - timedelta(seconds=100))
NOW = Moment(1000.0, START)
RNG = Random(1)  # noqa: S311
BACKOFF = Backoff(rng=RNG)


def state(active: Candidate | None = None, **known: Any) -> ServerState:
    """Return a state with three candidates, settled at THEN on one of them."""
    candidates = CandidateSet(
        known={
            each.url: CandidateState(offered=each, candidate=each)
            for each in (NEAR, FAR, OVER)
        }
    )
    found = replace(ServerState.initial(THEN), candidates=candidates)
    if active is not None:
        found = replace(
            found, active=active, connection_type=active.kind, last_good=active.url
        )
    return replace(found, **known)


def off(**known: Any) -> ServerState:
    """Return the state of a server that has been offline since THEN."""
    schedule = replace(state().schedule, was_offline=True)
    gone: dict[str, Any] = {
        "connection_type": OFFLINE,
        "offline_since": THEN.at,
        "failing_since": THEN.at,
        "schedule": schedule,
    }
    return state(**gone | known)


def knows(before: ServerState, candidate: Candidate, **known: Any) -> ServerState:
    """Return a state with more known about a candidate."""
    about = replace(before.candidates[candidate.url], **known)
    return before.with_candidates(before.candidates.with_candidate(about))


def outcome(
    candidate: Candidate, failure: FailureKind | None = None
) -> FinishedAttempt:
    """Return an attempt that has just ended."""
    latency = None if failure else 5.0
    return FinishedAttempt(
        candidate,
        Attempt(url=candidate.url, at=START, failure=failure, latency_ms=latency),
    )


def suspicion(candidate: Candidate, **known: Any) -> Suspicion:
    """Return the suspicion that a candidate is lost."""
    return Suspicion(url=candidate.url, kind=candidate.kind, began_at=THEN.at, **known)


STARTING = outcome(NEAR, FailureKind.STARTING)
REFUSED = outcome(NEAR, FailureKind.UNAUTHORIZED)


def test_failure_of_the_active_candidate() -> None:
    """Only its own failure starts the time without an answer."""
    silent = outcome(NEAR, FailureKind.TIMEOUT).attempt
    for active, since in ((NEAR, NOW.at), (FAR, inf)):
        found = probe_ended(state(active), silent, NOW, wait=None)
        assert found.failing_since == since
    starting = probe_ended(state(NEAR), STARTING.attempt, NOW, wait=None)
    assert starting.failing_since == inf


def test_answer_proves_the_network() -> None:
    """An answer with its identity on a network of ours proves that it is there."""
    ours = ip_network("192.168.1.0/24")
    before = state()
    before = before.with_candidates(
        replace(before.candidates, networks=Networks((ours,)))
    )
    answer = replace(outcome(NEAR).attempt, peer="192.168.1.10")
    found = probe_ended(before, answer, NOW, wait=None)
    assert found.candidates.proofs == {ours}


def test_confirmed_ends_an_outage() -> None:
    """Nothing of the outage is left, for the next one would continue it."""
    found = confirmed(off(tests=3, failure_count=2), outcome(NEAR), NOW)
    assert (found.active, found.connection_type) == (NEAR, LOCAL)
    assert (found.last_good, found.latency_ms) == (NEAR.url, 5.0)
    assert (found.offline_since, found.failing_since) == (inf, inf)
    assert (found.tests, found.failure_count) == (4, 0)
    assert (found.last_tested, found.tested_at) == (START, NOW.at)
    assert not found.schedule.was_offline


@pytest.mark.parametrize("fault", [STARTING, REFUSED])
def test_confirmed_ends_a_fault(fault: FinishedAttempt) -> None:
    """The next fault is a new one."""
    faulty = blamed(state(NEAR), fault, THEN)
    scheduled_then = scheduled(faulty, THEN.at, THEN, BACKOFF)
    assert scheduled_then.schedule.was_starting is faulty.is_starting
    found = confirmed(scheduled_then, outcome(NEAR), NOW)
    assert (found.has_fault, found.fault_since) == (False, inf)
    assert not found.schedule.was_starting


def test_freshness_counts_from_the_clocks_of_the_test() -> None:
    """The clocks' difference is that of the last test."""
    ahead = Moment(NOW.at, NOW.wall + timedelta(hours=1))
    found = confirmed(state(), outcome(NEAR), ahead)
    assert found.schedule.wall_ahead == ahead.wall_ahead


def test_count_of_a_refused_token_stays() -> None:
    """A good check proves nothing about the token, an accepted one does."""
    refused = token_noted(state(NEAR), refused=True)
    assert (refused.failure_count, refused.is_token_refused) == (1, True)
    checked = confirmed(refused, outcome(NEAR), NOW)
    assert checked.failure_count == 1
    accepted = token_noted(checked, refused=False)
    assert (accepted.failure_count, accepted.is_token_refused) == (0, False)


def test_operation_proves_the_connection() -> None:
    """An operation is proof until the next check."""
    assert operated(state(NEAR), NOW).proven_at == NOW.at


def test_expired() -> None:
    """Neither a test nor an operation keeps it fresh."""
    fresh = operated(confirmed(state(), outcome(NEAR), NOW), NOW)
    stale = expired(fresh)
    assert (stale.tested_at, stale.proven_at) == (-inf, -inf)


def test_first_failure_counts() -> None:
    """The time without an answer runs from the first failure, of the one in use."""
    once = questioned(state(NEAR), THEN.at)
    assert questioned(once, NOW.at).failing_since == THEN.at
    assert questioned(state(), NOW.at).failing_since == inf


def test_another_connection_is_held_back() -> None:
    """The old one stays shown; what proved it proves nothing about the new one."""
    before = operated(state(NEAR), THEN)
    after = settled(replace(before, active=FAR, connection_type=REMOTE), before, NOW)
    assert (after.shown.active, after.active) == (NEAR, FAR)
    assert (after.settled_at, after.proven_at) == (NOW.at, -inf)
    back = settled(replace(after, active=NEAR, connection_type=LOCAL), after, NOW)
    assert back.is_shown


def test_only_its_own_answer_ends_a_suspicion() -> None:
    """The answer of another candidate says nothing about the suspected one."""
    suspected = state(NEAR, suspicion=suspicion(NEAR))
    assert confirmed(suspected, outcome(FAR), NOW).suspicion is not None
    assert confirmed(suspected, outcome(NEAR), NOW).suspicion is None


@pytest.mark.parametrize("fault", [None, FailureKind.STARTING])
def test_suspected_one_is_back(fault: FailureKind | None) -> None:
    """It is in use again, with its fault, and plex.tv need not be asked."""
    suspected = state(FAR, suspicion=suspicion(NEAR), needs_discovery=True)
    back = returned(suspected, outcome(NEAR, fault), NOW)
    assert (back.active, back.suspicion, back.needs_discovery) == (NEAR, None, False)
    assert back.is_starting is (fault is not None)


def test_fault_lasts_while_it_is_the_same() -> None:
    """Its time runs on, and starts anew with another fault."""
    starting = blamed(state(NEAR), STARTING, THEN)
    assert blamed(starting, STARTING, NOW).fault_since == THEN.at
    assert blamed(starting, REFUSED, NOW).fault_since == NOW.at
    assert (starting.failure_count, starting.is_starting) == (0, True)
    refusing = blamed(state(NEAR), REFUSED, NOW)
    assert (refusing.failure_count, refusing.is_refusing) == (1, True)


def test_fault_is_an_answer() -> None:
    """The connection does not fail while its server answers with a fault."""
    failing = questioned(state(NEAR), THEN.at)
    assert blamed(failing, STARTING, NOW).failing_since == inf
    assert blamed(off(), STARTING, NOW).failing_since == THEN.at
    assert blamed(state(NEAR), STARTING, NOW).last_tested == START


def test_lost() -> None:
    """An outage runs from its first check; the last good address is kept."""
    gone = lost(state(NEAR, latency_ms=5.0), THEN, fault=None, has_stand_in=True)
    assert (gone.connection_type, gone.active) == (OFFLINE, None)
    assert (gone.offline_since, gone.latency_ms) == (THEN.at, None)
    assert (gone.last_good, gone.has_stand_in) == (NEAR.url, True)
    assert (gone.tests, gone.failure_count, gone.last_tested) == (1, 1, THEN.wall)
    still = lost(gone, NOW, fault=None, has_stand_in=False)
    assert (still.offline_since, still.failing_since) == (THEN.at, THEN.at)
    assert (still.failure_count, still.has_stand_in) == (2, False)
    assert lost(state(OVER), NOW, fault=None, has_stand_in=False).last_good is None


def test_lost_with_a_fault() -> None:
    """A fault counts once, and ends when nothing answers any more."""
    refusing = lost(state(NEAR), NOW, fault=REFUSED, has_stand_in=False)
    assert (refusing.failure_count, refusing.is_refusing) == (1, True)
    silent = lost(refusing, NOW, fault=None, has_stand_in=False)
    assert (silent.is_refusing, silent.fault_since) == (False, inf)


def test_forgotten() -> None:
    """The verdict stays, its past does not, and a check is due at once."""
    change = with_change(state(NEAR), Shown(), ChangeReason.FIRST, 0.0, THEN)
    before = replace(
        operated(confirmed(change, outcome(NEAR), THEN), THEN),
        standby_searched_at=THEN.at,
        suspicion=suspicion(NEAR),
        failure_count=2,
        changes=change.changes * 3,
    )
    after = forgotten(before, NOW)
    assert (after.active, after.connection_type) == (NEAR, LOCAL)
    assert (after.tested_at, after.proven_at) == (-inf, -inf)
    assert (after.last_good, after.last_tested, after.suspicion) == (None, None, None)
    assert (after.standby_searched_at, after.failure_count) == (-inf, 0)
    assert (after.is_anew, len(after.changes), after.forgotten_at) == (True, 1, START)
    assert after.schedule.delay(NOW) == 0.0
    gone = forgotten(off(), NOW)
    assert (gone.offline_since, gone.schedule.was_offline) == (NOW.at, False)


def test_pinned() -> None:
    """A check is due at once; a pin that is removed is known until that check."""
    waits = state(NEAR).with_schedule(state(NEAR).schedule.moved(100.0, NOW))
    chosen = pinned(waits, FAR.url, NOW)
    assert (chosen.candidates.pinned, chosen.schedule.delay(NOW)) == (FAR.url, 0.0)
    assert (chosen.is_pin_left, pinned(chosen, None, NOW).is_unpinned) == (False, True)
    assert pinned(chosen, FAR.url, NOW) is chosen


STORED = ConnectionState(
    url=NEAR.url,
    connection_type=LOCAL,
    last_tested=START - timedelta(seconds=60),
    response_time_ms=5.0,
    next_check=START + timedelta(seconds=30),
)


def test_restored() -> None:
    """It is as fresh as it was, and its check is due when it was."""
    back = restored(state(), STORED, NEAR, NOW, BACKOFF)
    assert (back.active, back.connection_type) == (NEAR, LOCAL)
    assert back.last_good == NEAR.url
    assert (back.tested_at, back.latency_ms, back.tests) == (NOW.at - 60, 5.0, 1)
    assert back.schedule.delay(NOW) == pytest.approx(30)
    refused = replace(STORED, token_refused=True, starting=True)
    faulty = restored(state(), refused, NEAR, NOW, BACKOFF)
    assert (faulty.is_token_refused, faulty.fault_since) == (True, NOW.at)


def test_restored_while_it_was_suspected() -> None:
    """A silent one may come back, but is not fresh; one that refused is not used."""
    for failure, active in ((FailureKind.REFUSED, None), (FailureKind.TIMEOUT, NEAR)):
        failing = knows(
            state(),
            NEAR,
            quality=Quality(failing=True),
            last_attempt=outcome(NEAR, failure).attempt,
        )
        assert restored_active(failing, STORED) == active
        assert restored(failing, STORED, NEAR, NOW, BACKOFF).tested_at == -inf


def test_restored_type_of_a_name() -> None:
    """Without a peer, the type of a name is the stored one."""
    name = replace(FAR, address=None)
    known = CandidateState(offered=name, candidate=name)
    named = state().with_candidates(CandidateSet(known={name.url: known}))
    stored = replace(STORED, url=name.url)
    assert restored_active(named, stored) == replace(name, kind=LOCAL)


def test_restored_outage() -> None:
    """Its waits continue, and its next race is no later than its next check."""
    stored = replace(STORED, connection_type=OFFLINE, waits=5, failure_count=9)
    back = restored(state(), stored, None, NOW, BACKOFF)
    assert (back.connection_type, back.offline_since) == (OFFLINE, NOW.at)
    assert (back.failure_count, back.schedule.was_offline) == (9, True)
    outage = back.schedule.outage
    assert outage.waits == 5
    assert outage.due_at <= NOW.at + 30


def test_outage_ends_with_it() -> None:
    """After a connection was found, the waits of the next outage begin anew."""
    waits = OutageSchedule(waits=5, due_at=NOW.at + 600, nominal_at=NOW.at + 600)
    long = off(schedule=replace(off().schedule, outage=waits))
    found = scheduled(confirmed(long, outcome(NEAR), NOW), NOW.at, NOW, BACKOFF)
    assert found.schedule.outage == OutageSchedule()
    again = lost(found, NOW, fault=None, has_stand_in=False)
    after = scheduled(again, NOW.at, NOW, BACKOFF)
    assert after.schedule.outage.waits == 0


def test_found_and_lost_in_one_check() -> None:
    """That, too, is a new outage."""
    waits = OutageSchedule(waits=5, due_at=NOW.at + 600, nominal_at=NOW.at + 600)
    long = off(schedule=replace(off().schedule, outage=waits))
    found = confirmed(long, outcome(NEAR), NOW)
    again = lost(found, NOW, fault=None, has_stand_in=False)
    assert scheduled(again, NOW.at, NOW, BACKOFF).schedule.outage.waits == 0


def test_checks_in_between_leave_the_wait() -> None:
    """One that was requested and finds nothing new does not move the own one."""
    first = scheduled(off(), THEN.at, THEN, BACKOFF)
    between = scheduled(first, THEN.at + 5, Moment(905.0, START), BACKOFF)
    assert between.schedule.own_at == first.schedule.own_at
    assert between.schedule.outage == first.schedule.outage


def test_interval_counts_from_the_start_of_a_check() -> None:
    """Silent addresses do not delay the next check."""
    done = scheduled(state(NEAR), NOW.at - 20, NOW, BACKOFF)
    assert 300 * (1 - JITTER) - 20 <= done.schedule.delay(NOW) <= 280
    assert done.schedule.own_at == NOW.at + done.schedule.delay(NOW)


@pytest.mark.parametrize(
    "known",
    [
        {"is_starting": True, "fault_since": NOW.at},
        {"has_stand_in": True, "offline_since": NOW.at},
    ],
)
def test_server_that_may_be_back_in_a_moment(known: dict[str, Any]) -> None:
    """It is checked after ten seconds."""
    done = scheduled(off(**known), NOW.at, NOW, BACKOFF)
    assert done.schedule.delay(NOW) == pytest.approx(10)


def test_put_off() -> None:
    """It moves the next check away, up to a limit, and never nearer."""
    near = state(NEAR).with_schedule(state(NEAR).schedule.moved(50.0, NOW))
    assert put_off(near, 200.0, NOW, BACKOFF).schedule.delay(NOW) == 200.0
    assert put_off(near, 20.0, NOW, BACKOFF).schedule.delay(NOW) == 50.0
    away = put_off(near, 1000.0, NOW, BACKOFF).schedule.delay(NOW)
    assert 300 * (1 - JITTER) <= away <= 300


def retry(after: ServerState, before: ServerState) -> tuple[str, ...]:
    """Return what is retried soon."""
    return retried(after, before, NOW.at, RNG).fail_back.urls


def test_what_was_left_is_retried() -> None:
    """Not before the loss is shown, and not by a server that is asked often anyway."""
    left = state(FAR)
    assert retry(left, state(NEAR)) == (NEAR.url,)
    held_back = replace(left, shown_still=state(NEAR).shown)
    assert retry(held_back, state(NEAR)) == ()
    often = off(has_stand_in=True, offline_since=NOW.at, last_good=NEAR.url)
    assert retry(often, state(NEAR)) == ()


def test_damping_prevents_retries() -> None:
    """A server that flaps stays where it is."""
    left = state(FAR)
    upgrade = left.upgrade
    for _ in range(10):
        upgrade = upgrade.changed(LOCAL, NOW.at, is_upgrade=True)
    assert upgrade.damper.is_suppressing(NOW.at)
    assert retry(replace(left, upgrade=upgrade), state(NEAR)) == ()


def test_what_is_back_is_retried() -> None:
    """After an outage, all that is better; of an offline server, the last good one."""
    assert retry(state(FAR), off()) == (NEAR.url,)
    assert retry(off(last_good=NEAR.url), off()) == (NEAR.url,)


def test_what_is_new_is_retried() -> None:
    """A newly listed candidate that is better is tried soon."""
    other = local(11)
    after = state(FAR)
    known = {
        **after.candidates.known,
        other.url: CandidateState(offered=other, candidate=other),
    }
    listed = after.with_candidates(replace(after.candidates, known=known))
    assert retry(listed, state(FAR)) == (other.url,)


def test_retries_end_when_they_are_not_worth_it() -> None:
    """Once the candidate is in use, nothing is left to try."""
    trying = retried(state(FAR), state(NEAR), NOW.at, RNG)
    there = replace(trying, active=NEAR, connection_type=LOCAL)
    assert retry(there, there) == ()


def shown(candidate: Candidate | None) -> Shown:
    """Return a candidate as the shown connection."""
    kind = OFFLINE if candidate is None else candidate.kind
    return Shown(connection_type=kind, active=candidate)


def test_change() -> None:
    """It is recorded once, ends the suspicion, and takes the proof with it."""
    failed = knows(
        operated(state(FAR, suspicion=suspicion(NEAR), is_push_open=True), THEN),
        NEAR,
        is_unanswered=True,
        good_since=THEN.at,
        wins=2,
    )
    held = replace(failed, shown_still=shown(NEAR))
    after = with_change(held, held.shown, ChangeReason.FAILOVER, 1.5, NOW)
    (change,) = after.changes
    assert (change.from_url, change.to_url) == (NEAR.url, FAR.url)
    assert (change.reason, change.duration_ms) == (ChangeReason.FAILOVER, 1500)
    assert (after.changes_made, after.suspicion, after.is_shown) == (1, None, True)
    assert (after.is_push_open, after.proven_at) == (False, -inf)
    assert after.upgrade.changed_at == NOW.at
    assert (after.candidates[NEAR.url].good_since, after.candidates[NEAR.url].wins) == (
        None,
        0,
    )
    assert with_change(after, after.shown, ChangeReason.UPGRADE, 0, NOW).changes == (
        change,
    )


def test_loss_lasts_until_it_is_certain() -> None:
    """Offline when certain; a relay when shown; else from the answer that was used."""
    certain = suspicion(NEAR, confirmed_at=THEN.at + 4)
    for active, settled_at, seconds in (
        (None, THEN.at + 2, 4.0),
        (OVER, THEN.at + 2, 100.0),
        (FAR, THEN.at + 2, 2.0),
    ):
        kind = OFFLINE if active is None else active.kind
        before = state(
            active,
            connection_type=kind,
            suspicion=certain,
            settled_at=settled_at,
            shown_still=shown(NEAR),
        )
        assert with_loss(before, NOW).changes[-1].duration_ms == seconds * 1000


@pytest.mark.parametrize(
    ("known", "before", "cause", "reason"),
    [
        ({}, shown(None), ChangeReason.FAILOVER, ChangeReason.RECOVERED),
        ({}, shown(None), ChangeReason.PINNED, ChangeReason.RECOVERED),
        (
            {"is_pin_left": True},
            shown(None),
            ChangeReason.PINNED,
            ChangeReason.PINNED,
        ),
        ({}, Shown(), ChangeReason.FAILOVER, ChangeReason.FIRST),
        ({}, shown(FAR), ChangeReason.UPGRADE, ChangeReason.UPGRADE),
        (
            {},
            replace(shown(NEAR), connection_type=REMOTE),
            ChangeReason.UPGRADE,
            ChangeReason.RETYPED,
        ),
    ],
)
def test_reason(
    known: dict[str, Any], before: Shown, cause: ChangeReason, reason: ChangeReason
) -> None:
    """The two ends may override the cause."""
    change = with_change(state(NEAR, **known), before, cause, 0.0, NOW).changes[-1]
    assert change.reason is reason


def test_fail_back_ends_with_a_forget() -> None:
    """What was left before a forget is as good as never used."""
    left = Change(
        at=THEN.wall,
        from_type=LOCAL,
        to_type=REMOTE,
        from_url=NEAR.url,
        to_url=FAR.url,
        reason=ChangeReason.FAILOVER,
        duration_ms=0.0,
    )
    for forgotten_at, reason in (
        (None, ChangeReason.FAIL_BACK),
        (START, ChangeReason.UPGRADE),
    ):
        before = state(NEAR, changes=(left,), forgotten_at=forgotten_at)
        after = with_change(before, shown(FAR), ChangeReason.UPGRADE, 0.0, NOW)
        assert after.changes[-1].reason is reason
