"""Candidate history survives a restart, and nothing else does."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    BreakerState,
    Candidate,
    CandidateReport,
    CheckReason,
    ConnectionReport,
    ConnectionType,
    FailureKind,
    ServerMonitor,
    StoredCandidate,
)
from tests.connection.virtual_time import run
from tests.connection.world import LAN, START, World, local, relay, remote

REFUSED = FailureKind.REFUSED

STATE = StoredCandidate(
    url=local().url,
    peer="192.168.1.10",
    last_tested=START - timedelta(seconds=60),
    failure=REFUSED,
    failure_count=4,
    backoff_until=START + timedelta(seconds=200),
)


def about(report: ConnectionReport, candidate: Candidate) -> CandidateReport:
    """Return the report of a candidate."""
    return next(
        each for each in report.candidates if each.candidate.url == candidate.url
    )


def again(world: World, before: ServerMonitor, *candidates: Candidate) -> ServerMonitor:
    """Return a restarted monitor; its state went through JSON."""
    lasting = [each.to_dict() for each in before.history() if each.is_lasting]
    stored = json.loads(json.dumps(lasting))
    after = world.monitor(*candidates)
    after.restore(before.state(), [StoredCandidate.from_dict(each) for each in stored])
    return after


def test_history_is_restored() -> None:
    """Latency, last attempt, failures, back-off and the standby are restored."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote(), peer="203.0.113.99")
        dead = world.add(remote(21), failure=REFUSED)
        offer = (near, far, dead, world.add(relay()))
        monitor = world.monitor(*offer)
        await monitor.check(CheckReason.START)
        await world.race(monitor, 3)
        before = monitor.report
        assert about(before, dead).breaker is BreakerState.OPEN
        assert about(before, near).warm_ms == 20
        assert about(before, near).cold_ms == 20
        after = again(world, monitor, *offer).report
        assert after.active == near
        assert after.standby == before.standby == far
        for candidate in (near, far, dead):
            one, other = about(before, candidate), about(after, candidate)
            assert other.breaker is one.breaker
            assert other.failure_count == one.failure_count
            assert other.backoff_until == one.backoff_until
            assert (other.cold_ms, other.warm_ms) == (one.cold_ms, one.warm_ms)
            assert one.last_attempt is not None
            assert other.last_attempt is not None
            assert other.last_attempt.at == one.last_attempt.at
            assert other.last_attempt.failure is one.last_attempt.failure
        assert about(after, relay()).last_attempt is None, "relays rotate"

    run(main())


def test_history_before_candidates() -> None:
    """Restored history waits for its candidates, however late they come."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor()
        monitor.restore(None, [STATE])
        assert monitor.report.candidates == ()
        monitor.set_candidates([far], networks=LAN)
        monitor.set_candidates([near, far], networks=LAN)
        assert about(monitor.report, near).failure_count == 4
        assert monitor.report.connection_type is None
        assert monitor.history() == (STATE,)

    run(main())


def test_own_attempts_override_history() -> None:
    """History applies only to candidates not yet tried."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        await monitor.check(CheckReason.START)
        monitor.restore(None, [STATE])
        assert about(monitor.report, near).failure_count == 0

    run(main())


def test_history_during_a_check() -> None:
    """History restored during a check is applied after it."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        checking = asyncio.create_task(monitor.check(CheckReason.START))
        await asyncio.sleep(0.01)
        monitor.restore(None, [STATE])
        report = await checking
        assert about(report, near).failure_count == 0

    run(main())


def test_restart_keeps_the_back_off() -> None:
    """A restart does not shorten a back-off: no search probes the address early."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), silent=True), world.add(remote())
        monitor = world.monitor(near, far)
        monitor.restore(None, [STATE])
        report = await monitor.check(CheckReason.START)
        assert report.active == far
        assert world.sent(near) == 0
        await world.keep(monitor, 190)
        assert world.sent(near) == 0
        await world.keep(monitor, 150)
        assert world.sent(near) == 1

    run(main())


@pytest.mark.parametrize("jump", [-400 * 86400.0, -3600.0, 3600.0, 400 * 86400.0])
def test_wall_clock_that_jumped(jump: float) -> None:
    """A wall clock that jumps never extends a back-off beyond the longest, 600 s."""

    async def main() -> None:
        world = World()
        world.wall_offset = jump
        near = world.add(local())
        monitor = world.monitor(near)
        monitor.restore(None, [STATE])
        until = about(monitor.report, near).backoff_until
        if jump > 0:
            assert until is None
            assert about(monitor.report, near).breaker is BreakerState.HALF_OPEN
        else:
            assert until == world.now() + timedelta(seconds=600)
            assert about(monitor.report, near).breaker is BreakerState.OPEN
            await asyncio.sleep(600)
            assert about(monitor.report, near).breaker is BreakerState.HALF_OPEN

    run(main())


@pytest.mark.parametrize(
    ("age", "known"), [(3500.0, True), (3700.0, False), (-60.0, False)]
)
def test_success_counts_for_an_hour(age: float, *, known: bool) -> None:
    """A standby must have been tested within the last hour."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        tested = START - timedelta(seconds=age)
        good = StoredCandidate(url=far.url, last_tested=tested, cold_ms=30.0)
        await monitor.check(CheckReason.START)
        monitor.set_candidates([near], networks=LAN)
        monitor.set_candidates([near, far], networks=LAN)
        monitor.restore(None, [good])
        assert (monitor.report.standby == far) is known

    run(main())


def test_server_that_was_not_ready() -> None:
    """A server fault is not a path failure: the breaker stays closed."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        starting = replace(
            STATE, failure=FailureKind.STARTING, failure_count=0, backoff_until=None
        )
        monitor.restore(None, [starting])
        shown = about(monitor.report, near)
        assert shown.breaker is BreakerState.CLOSED
        assert monitor.history() == (starting,)
        assert monitor.report.standby is None

    run(main())


def test_starting_standby() -> None:
    """A standby that worked before its server restarted remains the standby."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        before = world.monitor(near, far)
        await before.check(CheckReason.START)
        await before.test_all()
        world.cut(near, far, kind=FailureKind.STARTING)
        await before.test_all()
        assert before.report.standby == far
        after = again(world, before, near, far)
        await after.check(CheckReason.START)
        assert after.report.standby == far

    run(main())


def test_restart_during_a_fail_over() -> None:
    """State stored between a failure and its fail-over is not trusted."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote(), delay=0.1)
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        world.cut(near, kind=REFUSED)
        checking = asyncio.create_task(monitor.check(CheckReason.PUSH_LOST))
        await asyncio.sleep(0.05)
        assert about(monitor.report, near).failure_count == 1
        after = again(world, monitor, near, far)
        assert after.report.connection_type is None
        report = await after.check(CheckReason.START)
        assert report.active == far
        await checking

    run(main())


def test_name_that_resolved_to_the_lan() -> None:
    """The stored peer makes a named candidate local, whatever the state says."""

    async def main() -> None:
        world = World()
        named = world.add(replace(remote(), address=None), peer="192.168.1.10")
        monitor = world.monitor(named)
        await monitor.check(CheckReason.START)
        after = again(world, monitor, named).report
        assert after.connection_type is ConnectionType.LOCAL
        assert after.active is not None
        assert after.active.on_link

    run(main())


def test_untested_candidate_has_no_history() -> None:
    """An untested candidate has no history to store or to restore."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        assert monitor.history() == ()
        monitor.restore(None, [replace(STATE, last_tested=None)])
        assert about(monitor.report, near).failure_count == 0

    run(main())


def test_diagnostic_attempt_is_not_stored() -> None:
    """A diagnostic-only http variant has no lasting history and is tried anew."""

    async def main() -> None:
        world = World()
        near = world.add(local(), failure=FailureKind.TLS_NAME)
        twin = world.add(replace(local(scheme="http"), diagnostic_only=True))
        monitor = world.monitor(near, twin)
        await monitor.check(CheckReason.START)
        assert world.sent(twin) == 1
        lasting = [each.url for each in monitor.history() if each.is_lasting]
        assert lasting == [near.url]
        state = replace(STATE, url=twin.url)
        fresh = world.monitor(near, twin)
        fresh.restore(None, [state])
        assert about(fresh.report, twin).last_attempt is None

    run(main())


def test_reload_keeps_each_attempt() -> None:
    """A reload keeps all attempts, also a relay's and a diagnostic one, unwritten."""

    async def main() -> None:
        world = World()
        near = world.add(local(), failure=FailureKind.TLS_NAME)
        offer = [near, world.add(relay())]
        offer.append(world.add(replace(local(scheme="http"), diagnostic_only=True)))
        monitor = world.monitor(*offer)
        await monitor.check(CheckReason.START)
        sent = world.sent()
        after = world.monitor(*offer)
        after.restore(monitor.state(), monitor.history())
        for each in offer:
            attempt = about(monitor.report, each).last_attempt
            assert attempt is not None
            assert about(after.report, each).last_attempt is attempt
        assert after.report.standby == monitor.report.standby
        assert world.sent() == sent

    run(main())


def test_http_variant_allowed_after_a_reload() -> None:
    """A diagnostic attempt does not count once the http variant may be used."""

    async def main() -> None:
        world = World()
        near = world.add(local(), failure=FailureKind.TLS_NAME)
        plain = world.add(local(scheme="http"))
        monitor = world.monitor(near, replace(plain, diagnostic_only=True))
        await monitor.check(CheckReason.START)
        after = world.monitor(near, plain)
        after.restore(monitor.state(), monitor.history())
        assert about(after.report, plain).last_attempt is None

    run(main())


def test_kill_switch() -> None:
    """With the cache disabled no history is restored."""

    async def main() -> None:
        world = World()
        world.cache.enabled = False
        near = world.add(local())
        monitor = world.monitor(near)
        monitor.restore(None, [STATE])
        assert about(monitor.report, near).failure_count == 0

    run(main())


moments = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - the zone is drawn separately
    timezones=st.just(UTC),
)
finite = st.floats(allow_nan=False, allow_infinity=False)


@given(
    st.builds(
        StoredCandidate,
        url=st.text(),
        peer=st.none() | st.ip_addresses().map(str),
        last_tested=st.none() | moments,
        failure=st.none() | st.sampled_from(FailureKind),
        failure_count=st.integers(min_value=0),
        backoff_until=st.none() | moments,
        cold_ms=st.none() | finite,
        warm_ms=st.none() | finite,
    )
)
def test_round_trip(state: StoredCandidate) -> None:
    """Stored history comes back equal, and can be restored."""
    stored: dict[str, Any] = json.loads(json.dumps(state.to_dict()))
    assert StoredCandidate.from_dict(stored) == state

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        monitor.restore(None, [replace(state, url=near.url)])
        until = about(monitor.report, near).backoff_until
        assert until is None or until <= world.now() + timedelta(seconds=600)
        await asyncio.sleep(600)
        report = await monitor.check(CheckReason.START)
        assert report.active == near

    run(main())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("url", None),
        ("peer", "nowhere"),
        ("peer", 5),
        ("last_tested", "yesterday"),
        ("failure", "gremlins"),
        ("failure", 3),
        ("failure_count", -1),
        ("failure_count", 1.5),
        ("backoff_until", "2026-11-22T12:00:00"),
        ("cold_ms", "3"),
        ("warm_ms", float("inf")),
    ],
)
def test_invalid_stored_candidate(key: str, value: object) -> None:
    """A wrong value raises ValueError naming the field."""
    with pytest.raises(ValueError, match=rf"^{key}: "):
        StoredCandidate.from_dict(STATE.to_dict() | {key: value})
