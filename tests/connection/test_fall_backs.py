"""Fall-backs are tested once, before they are needed."""

from custom_components.plex_connection.connection import (
    CheckReason,
    FailureKind,
)
from tests.connection.virtual_time import run
from tests.connection.world import LAN, World, local, relay, remote


def test_what_the_race_left_out() -> None:
    """Each untested address is probed once, the relay too; nothing is switched."""

    async def main() -> None:
        world = World()
        near = world.add(local(), delay=0.01)
        far = world.add(remote(), delay=0.02)
        dead = world.add(remote(21))
        world.cut(dead, kind=FailureKind.REFUSED)
        away = world.add(relay(), delay=0.06)
        monitor = world.monitor(near, far, dead, away)
        report = await monitor.check(CheckReason.START)
        assert report.active == near
        assert report.fall_backs == ()
        before = {each.url: world.sent(each) for each in (near, far, dead, away)}

        await monitor.test_fall_backs()
        report = monitor.report
        assert report.active == near
        assert report.standby == far
        assert [each.candidate for each in report.fall_backs] == [far, away]
        assert world.sent(near) == before[near.url], "is tested"
        assert all(
            world.sent(each) <= before[each.url] + 1 for each in (far, dead, away)
        )
        assert world.sent(away) == 1

        world.probes.clear()
        await monitor.test_fall_backs()
        assert world.probes == [], "once"

    run(main())


def test_better_one_is_used_by_the_next_check() -> None:
    """A better address that the race cancelled leads to a check at once."""

    async def main() -> None:
        world = World()
        away = world.add(relay(), delay=0.1)
        monitor = world.monitor(away)
        report = await monitor.check(CheckReason.START)
        assert report.active == away
        far = world.add(remote())
        monitor.set_candidates((far, away), networks=LAN)
        await monitor.test_fall_backs()
        assert monitor.report.active == away
        assert monitor.next_delay() == 0

    run(main())
