"""A restart: what is restored at once, what is trusted, and what is not."""

import asyncio
from dataclasses import replace
from datetime import timedelta
import logging

import pytest

from custom_components.plex_connection.connection import (
    Candidate,
    Change,
    ChangeReason,
    CheckReason,
    ConnectionState,
    ConnectionType,
    FailureKind,
    Freshness,
)
from custom_components.plex_connection.connection.changes import CHANGES_KEPT
from tests.connection.virtual_time import run
from tests.connection.world import KEY, LAN, START, World, local, relay, remote

REFUSED = FailureKind.REFUSED


def stored(candidate: Candidate, *, age: float = 60) -> ConnectionState:
    """Return a stored state."""
    tested = START - timedelta(seconds=age)
    return ConnectionState(
        url=candidate.url,
        connection_type=candidate.kind,
        last_tested=tested,
        response_time_ms=3.5,
        failure_count=0,
        next_check=tested + timedelta(seconds=290),
    )


@pytest.mark.parametrize("age", [60, 100_000])
@pytest.mark.parametrize("offered_first", [True, False])
def test_report_before_the_first_request(age: float, *, offered_first: bool) -> None:
    """A restored state is reported at once, stale or not, without a request."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        state = stored(near, age=age)
        if offered_first:
            monitor = world.monitor(near)
            monitor.restore(state)
        else:
            monitor = world.monitor()
            monitor.restore(state)
            assert monitor.report.connection_type is None
            monitor.set_candidates([near], networks=LAN)
        report = monitor.report
        assert report.connection_type is ConnectionType.LOCAL
        assert report.active == near
        assert report.latency_ms == 3.5
        assert report.last_tested == state.last_tested
        assert report.next_check == state.next_check
        assert report.check_interval == 300
        assert report.changes == ()
        assert monitor.state() == state
        assert world.sent() == 0

    run(main())


@pytest.mark.parametrize("fault", ["starting", "refused"])
@pytest.mark.parametrize("lasts", [True, False])
def test_server_fault_is_shown_until_a_check_ends(fault: str, *, lasts: bool) -> None:
    """A server at fault before the restart is not fresh, however recently tested."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        is_refused = fault == "refused"
        state = replace(
            stored(near), starting=not is_refused, refused=is_refused, failure_count=3
        )
        monitor.restore(state)
        report = monitor.report
        assert (report.connection_type, report.usable) == (ConnectionType.LOCAL, False)
        assert report.starting is not is_refused
        assert report.needs_authorization_check is is_refused
        assert monitor.state() == state
        kind = FailureKind.UNAUTHORIZED if is_refused else FailureKind.STARTING
        world.cut(near, kind=kind)
        if not lasts:
            world.mend(near)
        report = await monitor.check(CheckReason.START)
        assert world.sent() == 1
        assert report.usable is not lasts
        assert (report.connection_type, report.changes) == (ConnectionType.LOCAL, ())

    run(main())


def test_refused_token_is_remembered() -> None:
    """A refused token is restored; checks do not test it, so none clears it."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        state = replace(stored(near), token_refused=True, failure_count=1)
        monitor.restore(state)
        assert monitor.report.needs_authorization_check
        report = await monitor.check(CheckReason.MANUAL)
        assert report.needs_authorization_check
        assert report.failure_count == 1
        assert monitor.note_token(refused=False)
        assert monitor.report.usable

    run(main())


def test_restored_changes_precede_new_ones() -> None:
    """The last changes, stored and new, are kept; they decide nothing."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        change = Change(
            at=START - timedelta(hours=1),
            from_type=ConnectionType.REMOTE,
            to_type=ConnectionType.LOCAL,
            from_url=far.url,
            to_url=near.url,
            reason=ChangeReason.UPGRADE,
            duration_ms=10.0,
        )
        monitor = world.monitor(near, far)
        monitor.restore(stored(near, age=1000), changes=CHANGES_KEPT * [change])
        assert monitor.report.changes == CHANGES_KEPT * (change,)
        world.cut(near, kind=REFUSED)
        report = await monitor.check(CheckReason.START)
        assert len(report.changes) == CHANGES_KEPT
        assert report.changes[-2] == change
        assert report.changes[-1].reason is ChangeReason.FAILOVER
        assert report.changes[-1].to_url == far.url

    run(main())


def test_fresh_state_is_not_tested(caplog: pytest.LogCaptureFixture) -> None:
    """A fresh state is not tested; the log says so, and the schedule is kept."""

    async def main() -> None:
        world = World()
        monitor = world.monitor(world.add(local()))
        monitor.restore(stored(local()))
        await asyncio.sleep(1)
        await monitor.check(CheckReason.START)
        assert world.sent() == 0
        assert monitor.next_delay() == pytest.approx(229)
        await world.keep(monitor, 230)
        assert world.sent() == 1

    with caplog.at_level(logging.DEBUG):
        run(main())
    assert (
        "Attic: skipping test of 192.168.1.10:32400, cached as local, tested 61 s ago"
        in caplog.messages
    )


def test_stale_address_is_tried_first() -> None:
    """The stale address is tried first; if it works it costs one probe."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        monitor.restore(stored(near, age=1000))
        assert monitor.next_delay() == 0
        report = await monitor.check(CheckReason.START)
        assert report.active == near
        assert report.changes == ()
        assert world.sent() == 1

    run(main())


def test_stale_state_of_a_starting_server() -> None:
    """A starting server keeps its stale address, which is right (rule 11)."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), failure=FailureKind.STARTING), remote()
        world.add(far, failure=FailureKind.STARTING)
        monitor = world.monitor(near, far)
        monitor.restore(stored(near, age=1000))
        report = await monitor.check(CheckReason.START)
        assert report.active == near
        assert report.starting
        assert report.changes == ()

    run(main())


def test_dead_stale_address() -> None:
    """Others start 250 ms after a dead stale address; using one is a fail-over."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(on_link=False), silent=True), world.add(remote())
        monitor = world.monitor(near, far)
        monitor.restore(stored(near, age=1000))
        first: list[float] = []
        world.watcher.on_found = lambda _: first.append(world.elapsed())
        report = await monitor.check(CheckReason.START)
        assert first == [pytest.approx(0.27)]
        assert report.active == far
        assert report.changes[-1].reason is ChangeReason.FAILOVER

    run(main())


def test_stale_state_with_a_better_one_alive() -> None:
    """At the start a better address is taken within the selection."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        monitor.restore(stored(far, age=1000))
        report = await monitor.check(CheckReason.START)
        assert report.active == near

    run(main())


def test_stored_relay() -> None:
    """A relay's address is not stored, as it rotates."""

    async def main() -> None:
        world = World()
        away = world.add(relay())
        monitor = world.monitor(away)
        monitor.restore(ConnectionState.from_dict(stored(away).to_dict()))
        assert monitor.report.connection_type is None
        report = await monitor.check(CheckReason.START)
        assert report.changes[-1].reason is ChangeReason.FIRST

    run(main())


def changed(before: Candidate | None, after: Candidate | None) -> Change:
    """Return a stored change; None: the server was offline."""
    off = ConnectionType.OFFLINE
    change = Change(
        at=START - timedelta(minutes=11),
        from_type=before.kind if before else off,
        to_type=after.kind if after else off,
        from_url=before.url if before else None,
        to_url=after.url if after else None,
        reason=ChangeReason.FAILOVER if after else ChangeReason.LOST,
        duration_ms=10.0,
    )
    return Change.from_dict(change.to_dict())


def test_relay_found_again() -> None:
    """Finding a relay again is no change; time and reason stay."""

    async def main() -> None:
        world = World()
        away = world.add(relay(31))
        monitor = world.monitor(away)
        before = changed(local(), relay())
        monitor.restore(None, changes=[before])
        report = await monitor.check(CheckReason.START)
        assert report.connection_type is ConnectionType.RELAY
        assert report.changes == (before,)

    run(main())


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        (relay(), ChangeReason.FAIL_BACK),
        (remote(), ChangeReason.FAILOVER),
        (remote(21), ChangeReason.WITHDRAWN),
        (None, ChangeReason.RECOVERED),
    ],
)
def test_first_result_differs_from_the_last_change(
    before: Candidate | None, reason: ChangeReason
) -> None:
    """Without a state, the first result is compared with the last change."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), remote()
        world.add(far, failure=REFUSED)
        monitor = world.monitor(near, far)
        last = changed(local(), before)
        monitor.restore(None, changes=[last])
        report = await monitor.check(CheckReason.START)
        assert report.changes[:-1] == (last,)
        change = report.changes[-1]
        assert (change.from_type, change.from_url) == (last.to_type, last.to_url)
        assert (change.to_type, change.reason) == (ConnectionType.LOCAL, reason)

    run(main())


@pytest.mark.parametrize("answers", [True, False])
def test_pinned_while_on_a_relay(*, answers: bool) -> None:
    """The reason is the pinned address, not that a better one was found."""

    async def main() -> None:
        world = World()
        near = world.add(local(), failure=None if answers else REFUSED)
        monitor = world.monitor()
        monitor.pin(near.url)
        monitor.set_candidates([near], networks=LAN)
        monitor.restore(None, changes=[changed(local(), relay())])
        report = await monitor.check(CheckReason.START)
        change = report.changes[-1]
        assert change.from_type is ConnectionType.RELAY
        assert change.reason is ChangeReason.PINNED
        assert (change.to_type is ConnectionType.LOCAL) is answers

    run(main())


@pytest.mark.parametrize("has_state", [True, False])
@pytest.mark.parametrize(("age", "expected"), [(90.0, 100.0), (-90.0, 10.0)])
def test_outage_from_before_the_restart(
    age: float, expected: float, *, has_state: bool
) -> None:
    """An outage from before counts in full, unless the clock has been set back."""

    async def main() -> None:
        world = World()
        near = world.add(local(), failure=REFUSED)
        monitor = world.monitor(near)
        lost = ConnectionState(
            url=near.url, connection_type=ConnectionType.OFFLINE, failure_count=2
        )
        monitor.restore(
            lost if has_state else None,
            changes=[changed(near, None)],
            failing_since=START - timedelta(seconds=age),
        )
        await monitor.check(CheckReason.START)
        await asyncio.sleep(10)
        began = monitor.failing_since()
        assert began is not None
        world.mend(near)
        report = await monitor.check(CheckReason.MANUAL)
        change = report.changes[-1]
        assert change.reason is ChangeReason.RECOVERED
        assert change.duration_ms == pytest.approx(1000 * expected, abs=100)
        assert monitor.failing_since() is None

    run(main())


def test_address_that_is_no_longer_offered() -> None:
    """A state whose address is not offered is dropped, for later offers, too."""

    async def main() -> None:
        world = World()
        near, other = world.add(local()), world.add(local(11))
        monitor = world.monitor(other)
        monitor.restore(stored(near))
        assert monitor.report.connection_type is None
        monitor.set_candidates([near, other], networks=LAN)
        assert monitor.report.connection_type is None

    run(main())


def test_plain_http_whose_consent_was_withdrawn() -> None:
    """Plain http is not active again after consent was withdrawn."""

    async def main() -> None:
        world = World()
        twin = world.add(replace(local(scheme="http"), diagnostic_only=True))
        monitor = world.monitor(twin)
        monitor.restore(stored(twin))
        assert monitor.report.connection_type is None

    run(main())


def test_name_that_resolved_to_the_lan() -> None:
    """Only the stored state shows that the name resolved to the LAN."""

    async def main() -> None:
        world = World()
        name = replace(remote(), address=None)
        world.add(name, peer="192.168.1.9")
        monitor = world.monitor(name)
        monitor.restore(replace(stored(name), connection_type=ConnectionType.LOCAL))
        assert monitor.report.connection_type is ConnectionType.LOCAL
        report = await monitor.check(CheckReason.MANUAL)
        assert report.connection_type is ConnectionType.LOCAL
        assert report.changes == ()

    run(main())


def test_address_on_a_network_we_left() -> None:
    """The address itself decides its type now."""

    async def main() -> None:
        world = World()
        monitor = world.monitor(world.add(remote()))
        monitor.restore(replace(stored(remote()), connection_type=ConnectionType.LOCAL))
        assert monitor.report.connection_type is ConnectionType.REMOTE

    run(main())


def test_offline_state() -> None:
    """Offline is shown at once, never fresh; the last good address is tried first."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        state = replace(
            stored(far), connection_type=ConnectionType.OFFLINE, failure_count=7
        )
        monitor = world.monitor()
        monitor.restore(state)
        report = monitor.report
        assert report.connection_type is ConnectionType.OFFLINE
        assert report.failure_count == 7
        assert report.check_interval == 600
        monitor.set_candidates([near, far], networks=LAN)
        assert monitor.state() == state
        report = await monitor.check(CheckReason.START)
        assert world.probes[0].url == far.url
        assert report.changes[-1].reason is ChangeReason.RECOVERED

    run(main())


def test_state_of_a_server_that_was_lost_from_relay() -> None:
    """A relay's address is not kept as the last good one."""

    async def main() -> None:
        world = World()
        away = world.add(relay())
        monitor = world.monitor(away)
        await monitor.check(CheckReason.START)
        state = monitor.state()
        assert state is not None
        assert state.to_dict()["url"] is None
        world.cut(away, kind=REFUSED)
        await monitor.check(CheckReason.PUSH_LOST)
        state = monitor.state()
        assert state is not None
        assert state.url is None

    run(main())


def test_state_restored_too_late() -> None:
    """A check's own result overrides a state restored later."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        monitor.restore(stored(far))
        assert monitor.report.active == near

    run(main())


def test_kill_switch() -> None:
    """No stored state, no freshness; selection, fail-over and push remain."""

    async def main() -> None:
        world = World()
        world.cache.enabled = False
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        monitor.restore(stored(near))
        assert monitor.report.connection_type is None
        report = await monitor.check(CheckReason.START)
        assert report.active == near
        assert world.cache.find(KEY) is None
        sent = world.sent()
        await monitor.check(CheckReason.DUE)
        assert world.sent() == sent + 1
        world.cut(near, kind=REFUSED)
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert report.active == far
        assert monitor.state() is not None
        world.cut(far, kind=REFUSED)
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert report.connection_type is ConnectionType.OFFLINE

    run(main())


def test_wall_clock_jumps_back_over_the_restart() -> None:
    """A test in the future is stale, and a check is due at once."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        monitor.restore(stored(near, age=-500))
        assert monitor.report.active == near
        assert monitor.next_delay() == 0
        await monitor.check(CheckReason.START)
        assert world.sent() == 1

    run(main())


def test_wall_clock_jumps_forward_over_the_restart() -> None:
    """The next check is never further away than an interval."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        state = replace(stored(near), next_check=START + timedelta(days=400))
        monitor.restore(state)
        assert monitor.next_delay() <= 300

    run(main())


@pytest.mark.parametrize("jump", [-1e6, -301, 301, 1e6])
def test_clocks_that_disagree(jump: float) -> None:
    """Clocks apart by more than an interval: one check at once, then as before.

    The machine was suspended, with the monotonic clock standing still, or the wall
    clock was set, as by a machine without a clock of its own that gets the time.
    """

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near, world.add(remote(), delay=0.3))
        await monitor.check(CheckReason.START)
        await asyncio.sleep(100)
        sent = world.sent()
        await monitor.check(CheckReason.DUE)
        assert world.sent() == sent

        world.wall_offset = jump
        assert monitor.next_delay() == 0
        for _ in range(5):
            await monitor.check(CheckReason.DUE)
        assert world.sent(near) == 3, "the start's, its measurement, one more"
        assert 270 <= monitor.next_delay() <= 300
        sent = world.sent()
        await world.keep(monitor, 3600)
        assert 12 <= world.sent() - sent <= 16

        world.cut(near, kind=REFUSED)
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert report.connection_type is ConnectionType.REMOTE

    run(main())


@pytest.mark.parametrize("jump", [-299, 299])
def test_clocks_that_disagree_slightly(jump: float) -> None:
    """Clocks apart by less than an interval: the wall clock affects no duration."""

    async def main() -> None:
        histories: list[list[tuple[float, str]]] = []
        for offset in (0.0, jump):
            world = World()
            near = world.add(local())
            monitor = world.monitor(near, world.add(remote(), delay=0.3))
            await monitor.check(CheckReason.START)
            world.wall_offset = offset
            await world.keep(monitor, 3600)
            histories.append([(round(each.at, 3), each.url) for each in world.probes])
        assert histories[0] == histories[1]

    run(main())


@pytest.mark.parametrize("proof", ["operation", "push"])
def test_suspended_after_a_proof(proof: str) -> None:
    """A proof from before a suspend of hours counts for nothing."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        await monitor.check(CheckReason.START)
        if proof == "operation":
            monitor.record_operation(ok=True)
        else:
            monitor.note_push(up=True)
        world.wall_offset = 3 * 3600
        sent = world.sent()
        await monitor.check(CheckReason.DUE)
        assert world.sent(near) == sent + 1

    run(main())


def test_use_after_a_suspend() -> None:
    """An operation after a suspend does not wait; one test runs in the background."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        await monitor.check(CheckReason.START)
        world.wall_offset = 3 * 3600
        sent = world.sent()
        for _ in range(3):
            assert await monitor.connection() == near
        assert world.watcher.lookups == [Freshness.STALE] * 3
        await asyncio.sleep(1)
        assert world.sent() == sent + 1
        assert await monitor.connection() == near
        assert world.watcher.lookups[-1] is Freshness.FRESH

    run(main())


def test_suspended_while_offline() -> None:
    """After a suspend an offline server is checked at once, not after its wait."""

    async def main() -> None:
        world = World()
        near = world.add(local(), failure=REFUSED)
        monitor = world.monitor(near)
        await monitor.check(CheckReason.START)
        await world.keep(monitor, 1800)
        world.mend(near)
        world.wall_offset = 3 * 3600
        assert monitor.next_delay() == 0
        report = await monitor.check(CheckReason.DUE)
        assert report.active == near

    run(main())


def test_operation_ends_freshness_or_renews_it() -> None:
    """A successful operation replaces a test, a failed one makes a check due."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        monitor.record_operation(ok=True)
        assert monitor.report.last_tested is None
        await monitor.check(CheckReason.START)
        tested = world.now()
        await asyncio.sleep(200)
        monitor.record_operation(ok=True)
        assert monitor.report.last_tested == tested
        assert 270 <= monitor.next_delay() <= 300
        await monitor.check(CheckReason.DUE)
        assert world.sent() == 2
        monitor.record_operation(ok=False)
        assert monitor.next_delay() == 0
        assert world.cache.freshness(KEY, world.clock()) is Freshness.STALE
        await monitor.check(CheckReason.DUE)
        assert world.sent() == 3

    run(main())


def test_state_after_a_fault_is_not_fresh() -> None:
    """A starting server's connection is not fresh: it cannot serve operations."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        await monitor.check(CheckReason.START)
        world.cut(near, kind=FailureKind.STARTING)
        await monitor.check(CheckReason.MANUAL)
        await asyncio.sleep(5)
        assert world.cache.freshness(KEY, world.clock()) is Freshness.STALE
        await monitor.check(CheckReason.START)
        assert world.sent() == 4

    run(main())
