"""The first check and its report."""

import asyncio
from dataclasses import replace
from ipaddress import ip_network

import pytest

from custom_components.plex_connection.connection import (
    BreakerState,
    Candidate,
    ChangeReason,
    CheckReason,
    ConnectionReport,
    ConnectionType,
    FailureKind,
    Networks,
    ProbeFinished,
    ProbeProgress,
    ProbesStarted,
    Rejection,
    RejectionReason,
)
from tests.connection.virtual_time import run
from tests.connection.world import KEY, LAN, START, World, local, relay, remote


def test_before_the_first_check() -> None:
    """Before the first check there is no connection type, and a check is due."""

    async def main() -> None:
        world = World()
        monitor = world.monitor()
        assert monitor.report == ConnectionReport(server_id="server")
        assert monitor.next_delay() == 0
        assert monitor.state() is None

    run(main())


def test_first_check() -> None:
    """The report has the connection, its latency and the time of the next check."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), delay=0.004), world.add(remote())
        refused = Rejection(url="x", reason=RejectionReason.MALFORMED)
        monitor = world.monitor()
        monitor.set_candidates([far, near], [refused], networks=LAN)
        report = await monitor.check(CheckReason.START)
        assert report.connection_type is ConnectionType.LOCAL
        assert report.active == near
        assert report.latency_ms == pytest.approx(4)
        assert report.last_tested == world.now()
        assert report.check_interval == 300
        assert report.next_check is not None
        assert 270 <= (report.next_check - world.now()).total_seconds() <= 300
        assert monitor.next_delay() == pytest.approx(
            (report.next_check - world.now()).total_seconds(), abs=1e-3
        )
        assert report.failure_count == 0
        assert report.rejected == (refused,)
        assert [each.candidate for each in report.candidates] == [near, far]
        assert report.candidates[0].breaker is BreakerState.CLOSED
        assert report.candidates[1].last_attempt is None
        (change,) = report.changes
        assert (change.from_type, change.to_type) == (None, ConnectionType.LOCAL)
        assert (change.from_url, change.to_url) == (None, near.url)
        assert change.reason is ChangeReason.FIRST
        assert change.duration_ms == pytest.approx(4)
        assert monitor.report == report

    run(main())


def test_first_usable_connection_is_reported_at_once() -> None:
    """The first usable address is reported at once; a better one is the only change."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), delay=1.2), world.add(remote(), delay=0.06)
        monitor = world.monitor(near, far)
        heard: list[tuple[float, ConnectionType | None, int]] = []
        world.watcher.on_found = lambda found: heard.append(
            (round(world.elapsed(), 3), found.kind, len(monitor.report.changes))
        )
        report = await monitor.check(CheckReason.START)
        assert heard == [(0.36, ConnectionType.REMOTE, 0)]
        assert report.connection_type is ConnectionType.LOCAL
        assert [change.to_type for change in report.changes] == [ConnectionType.LOCAL]

    run(main())


def test_nothing_answers() -> None:
    """If nothing answers, the type is OFFLINE."""

    async def main() -> None:
        world = World()
        dead = [world.add(local(), silent=True), world.add(relay(), silent=True)]
        monitor = world.monitor(*dead)
        report = await monitor.check(CheckReason.START)
        assert report.connection_type is ConnectionType.OFFLINE
        assert report.active is None
        assert report.latency_ms is None
        assert report.failure_count == 1
        assert report.check_interval == 30
        assert report.needs_discovery
        assert report.changes[-1].reason is ChangeReason.LOST
        failed = report.candidates[0]
        assert failed.failure_count == 1
        assert failed.backoff_until is not None
        assert failed.last_attempt is not None
        wait = (failed.backoff_until - failed.last_attempt.at).total_seconds()
        assert 24 <= wait <= 36

    run(main())


def test_no_candidates_at_all() -> None:
    """Without candidates there is no race, and the type is OFFLINE."""

    async def main() -> None:
        world = World()
        monitor = world.monitor()
        await monitor.check(CheckReason.MANUAL)
        report = await monitor.check(CheckReason.MANUAL)
        assert report.connection_type is ConnectionType.OFFLINE
        assert report.needs_discovery
        assert report.failure_count == 2

    run(main())


def test_http_variants_are_tried_once() -> None:
    """Never used, http variants are tried if near https fails, and again if all do."""

    async def main() -> None:
        world = World()
        near = world.add(local(), failure=FailureKind.TLS_UNTRUSTED)
        twin = world.add(replace(local(scheme="http"), diagnostic_only=True))
        far = world.add(remote())
        monitor = world.monitor(near, twin, far)
        for _ in range(3):
            await monitor.check(CheckReason.PUSH_LOST)
            await world.keep(monitor, 300)
        report = monitor.report
        assert report.connection_type is ConnectionType.REMOTE
        assert world.sent(twin) == 1
        explained = report.candidates[-1]
        assert explained.candidate == twin
        assert explained.last_attempt is not None
        assert explained.last_attempt.ok
        world.cut(near, far, kind=FailureKind.REFUSED)
        report = await monitor.check(CheckReason.PUSH_LOST)
        assert report.connection_type is ConnectionType.OFFLINE
        assert world.sent(twin) == 2
        await world.keep(monitor, 6000)
        assert world.sent(twin) == 2

    run(main())


def test_http_variants_are_not_tried_where_https_works() -> None:
    """Where https works, the http variant is not tried."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        twin = world.add(replace(local(scheme="http"), diagnostic_only=True))
        monitor = world.monitor(near, twin)
        await monitor.check(CheckReason.START)
        assert world.sent(twin) == 0

    run(main())


def test_failed_http_variant_touches_no_breaker() -> None:
    """A failed http variant touches no breaker."""

    async def main() -> None:
        world = World()
        near = world.add(local(), failure=FailureKind.REFUSED)
        twin = world.add(
            replace(local(scheme="http"), diagnostic_only=True),
            failure=FailureKind.REFUSED,
        )
        monitor = world.monitor(near, twin)
        report = await monitor.check(CheckReason.START)
        assert report.candidates[-1].failure_count == 0
        assert report.candidates[-1].last_attempt is not None

    run(main())


def test_plain_http_with_the_users_consent() -> None:
    """With the user's consent plain http is used, and left for https of its tier."""

    async def main() -> None:
        world = World()
        near = world.add(local(), failure=FailureKind.TLS_EXPIRED)
        plain = world.add(local(scheme="http"))
        monitor = world.monitor(near, plain)
        report = await monitor.check(CheckReason.START)
        assert report.active == plain
        world.mend(near)
        report = await world.keep(monitor, 700)
        assert report.active == near
        assert report.changes[-1].reason is ChangeReason.UPGRADE

    run(main())


def test_peer_on_our_network_makes_a_candidate_local() -> None:
    """A public name that resolves to the LAN is a local connection (rule 1)."""

    async def main() -> None:
        world = World()
        name = replace(remote(), address=None)
        world.add(name, peer="192.168.1.9")
        monitor = world.monitor(name)
        report = await monitor.check(CheckReason.START)
        assert report.connection_type is ConnectionType.LOCAL
        assert report.active is not None
        assert report.active.on_link
        assert report.candidates[0].candidate == report.active
        # Its peer does not widen what it may resolve to (rule 6).
        await monitor.check(CheckReason.MANUAL)
        assert world.probes[-1].kind is ConnectionType.REMOTE

    run(main())


def test_name_that_resolves_elsewhere() -> None:
    """A candidate that resolves elsewhere changes type: a change of its own reason."""

    async def main() -> None:
        world = World()
        name = replace(remote(), address=None)
        world.add(name, peer="192.168.1.9")
        monitor = world.monitor(name)
        await monitor.check(CheckReason.START)
        world.paths[name.url].peer = "203.0.113.77"
        report = await monitor.check(CheckReason.MANUAL)
        assert report.connection_type is ConnectionType.REMOTE
        assert report.check_interval == 120
        assert report.changes[-1].reason is ChangeReason.RETYPED
        # A failure does not show where it resolves to.
        world.cut(name)
        await monitor.check(CheckReason.MANUAL)
        report = await world.sure(monitor)
        assert report.candidates[0].candidate.kind is ConnectionType.REMOTE
        # A change of our networks does.
        monitor.set_candidates(
            [name], networks=Networks((ip_network("203.0.113.0/24"),))
        )
        assert monitor.report.candidates[0].candidate.kind is ConnectionType.LOCAL

    run(main())


def test_new_offer_keeps_state() -> None:
    """A new offer keeps what is known of the remaining candidates."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote(), silent=True)
        monitor = world.monitor(near, far)
        await world.race(monitor)
        monitor.set_candidates([far, world.add(local(11)), near], networks=LAN)
        by_url = {each.candidate.url: each for each in monitor.report.candidates}
        assert by_url[far.url].failure_count == 1
        assert by_url[near.url].last_attempt is not None
        assert by_url[local(11).url].last_attempt is None

    run(main())


def test_consent_to_http_given_later() -> None:
    """A diagnostic http variant starts anew once it may be used."""

    async def main() -> None:
        world = World()
        twin = world.add(replace(local(scheme="http"), diagnostic_only=True))
        monitor = world.monitor(twin)
        report = await monitor.check(CheckReason.START)
        assert report.connection_type is ConnectionType.OFFLINE
        monitor.set_candidates([replace(twin, diagnostic_only=False)], networks=LAN)
        report = await monitor.check(CheckReason.DISCOVERY)
        assert report.connection_type is ConnectionType.LOCAL

    run(main())


def test_active_candidate_is_withdrawn() -> None:
    """A withdrawn connection stays in the report until the next check, due at once."""

    async def main() -> None:
        world = World()
        near, other = world.add(local()), world.add(local(11))
        monitor = world.monitor(near)
        await monitor.check(CheckReason.START)
        monitor.set_candidates([other], networks=LAN)
        assert monitor.report.active == near
        assert monitor.next_delay() == 0
        report = await monitor.check(CheckReason.DISCOVERY)
        assert report.active == other
        assert report.changes[-1].reason is ChangeReason.WITHDRAWN
        assert world.sent(near) == 2

    run(main())


def test_offer_during_a_check_waits_for_its_end() -> None:
    """A new offer during a check applies after it, even if it drops the winner."""

    async def main() -> None:
        world = World()
        near, other = world.add(local(), delay=0.5), world.add(local(11))
        monitor = world.monitor(near)
        check = asyncio.create_task(monitor.check(CheckReason.START))
        await asyncio.sleep(0.1)
        monitor.set_candidates([other], networks=LAN)
        assert monitor.report.candidates[0].candidate == near
        report = await check
        assert report.active == near
        assert monitor.report.candidates[0].candidate == other
        assert monitor.next_delay() == 0

    run(main())


def test_test_of_all() -> None:
    """Six at a time, breakers ignored; the connection does not change."""

    async def main() -> None:
        world = World()
        candidates = [world.add(local(number), delay=0.1) for number in range(1, 9)]
        candidates.append(
            world.add(replace(local(scheme="http"), diagnostic_only=True))
        )
        world.cut(candidates[2], kind=FailureKind.REFUSED)
        monitor = world.monitor(*candidates)
        await monitor.check(CheckReason.START)
        active = monitor.report.active
        begun: list[str] = []
        heard: list[str] = []

        def hear(event: ProbeProgress) -> None:
            match event:
                case ProbesStarted(urls):
                    begun.extend(urls)
                case ProbeFinished(attempt=attempt):
                    assert attempt.url in begun
                    heard.append(attempt.url)

        attempts = await monitor.test_all(hear)
        assert [each.url for each in attempts] == [each.url for each in candidates]
        assert begun == [each.url for each in candidates]
        assert sorted(heard) == sorted(each.url for each in candidates)
        assert [each.ok for each in attempts].count(False) == 1
        assert world.most_running == 6
        assert monitor.report.active == active
        assert monitor.report.last_tested is not None
        assert monitor.next_delay() > 250

    run(main())


def test_test_of_all_brings_the_next_check_forward() -> None:
    """A check is due if the active one failed, a better one answered, or none was."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), silent=True), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.test_all()
        assert monitor.next_delay() == 0
        await monitor.check(CheckReason.START)
        assert monitor.next_delay() > 0
        world.mend(near)
        await monitor.test_all()
        assert monitor.next_delay() == 0
        await monitor.check(CheckReason.DUE)
        assert monitor.next_delay() > 0
        world.cut(far)
        await monitor.test_all()
        assert monitor.next_delay() == 0
        report = await monitor.check(CheckReason.DUE)
        assert report.connection_type is ConnectionType.LOCAL

    run(main())


def test_test_of_all_while_offline() -> None:
    """For an offline server a test of all leaves the schedule unchanged."""

    async def main() -> None:
        world = World()
        monitor = world.monitor(world.add(local(), failure=FailureKind.REFUSED))
        await monitor.check(CheckReason.START)
        due = monitor.next_delay()
        (attempt,) = await monitor.test_all()
        assert not attempt.ok
        assert monitor.next_delay() == pytest.approx(due - 0.02)

    run(main())


def test_state() -> None:
    """`state()` is what the cache keeps and what may be stored."""

    async def main() -> None:
        world = World()
        near = world.add(local())
        monitor = world.monitor(near)
        await monitor.check(CheckReason.START)
        state = monitor.state()
        assert state is not None
        assert state.url == near.url
        assert state.connection_type is ConnectionType.LOCAL
        assert state.last_tested == START.replace(microsecond=40000)
        assert world.cache.find(KEY) is monitor.current
        monitor.close()

    run(main())


def test_latency_is_measured_again() -> None:
    """The latency shown is measured again, without the load of a start or race."""

    async def main() -> None:
        world = World()
        near = world.add(local(), latency_ms=44.0)
        monitor = world.monitor(near)

        def calm_down(_: Candidate) -> None:
            assert monitor.current.latency_ms == 44
            world.paths[near.url].latency_ms = 3.0

        world.watcher.on_found = calm_down
        report = await monitor.check(CheckReason.START)
        assert report.latency_ms == 3
        assert world.sent(near) == 2
        assert len(report.changes) == 1

    run(main())


@pytest.mark.parametrize(
    ("failure", "kind", "starting"),
    [
        (FailureKind.RESET, ConnectionType.REMOTE, False),
        (FailureKind.STARTING, ConnectionType.LOCAL, False),
    ],
)
def test_connection_that_breaks_while_it_is_measured(
    failure: FailureKind, kind: ConnectionType, *, starting: bool
) -> None:
    """If the connection breaks while measured, selection continues: one change."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        world.watcher.on_found = lambda _: world.cut(near, kind=failure)
        report = await monitor.check(CheckReason.START)
        assert report.connection_type is kind
        assert report.starting is starting
        assert len(report.changes) == 1

    run(main())
