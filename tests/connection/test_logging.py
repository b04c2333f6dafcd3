"""The engine's log: one line per change, never above info, no untrusted text."""

import logging

import pytest

from custom_components.plex_connection.connection import CheckReason, FailureKind
from tests.connection.virtual_time import run
from tests.connection.world import World, local, remote

REFUSED = FailureKind.REFUSED


def test_one_line_per_change(caplog: pytest.LogCaptureFixture) -> None:
    """One line per change of the connection, and of the interval."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        await world.keep(monitor, 3600)
        world.cut(near, kind=REFUSED)
        await monitor.check(CheckReason.PUSH_LOST)
        world.cut(far, kind=REFUSED)
        await monitor.check(CheckReason.PUSH_LOST)
        await world.keep(monitor, 150)

    with caplog.at_level(logging.INFO):
        run(main())
    assert caplog.messages == [
        "Attic: local over 192.168.1.10:32400, was unknown; first, settled in 20 ms",
        "Attic: checked every 300 s from now on",
        "Attic: remote over 203.0.113.20:32400, was local; failover, settled in 20 ms",
        "Attic: checked every 120 s from now on",
        "Attic: offline, was remote; lost, settled in 40 ms",
        "Attic: checked every 30 s from now on",
        "Attic: checked every 60 s from now on",
        "Attic: checked every 120 s from now on",
    ]
    assert {record.levelno for record in caplog.records} == {logging.INFO}


def test_probes_and_skips_at_debug(caplog: pytest.LogCaptureFixture) -> None:
    """Probes and skips are logged at debug, with their results."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), failure=REFUSED), world.add(remote())
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        await monitor.check(CheckReason.DUE)
        world.cut(far, kind=REFUSED)
        await monitor.check(CheckReason.PUSH_LOST)
        await monitor.check(CheckReason.DUE)
        await monitor.check(CheckReason.PUSH_LOST)

    with caplog.at_level(logging.DEBUG):
        run(main())
    debug = [r.getMessage() for r in caplog.records if r.levelno == logging.DEBUG]
    ours = [line for line in debug if line.startswith("Attic")]
    assert ours[:7] == [
        "Attic: checking, reason start",
        "Attic: local over 192.168.1.10:32400: refused",
        "Attic: remote over 203.0.113.20:32400: 20.0 ms",
        "Attic: uses 203.0.113.20:32400 from now on",
        "Attic: remote over 203.0.113.20:32400: 20.0 ms",
        "Attic: checked, the next is due in 118 s",
        "Attic: skipping test of 203.0.113.20:32400, cached as remote, tested 0 s ago",
    ]
    assert ours[-2:] == ["Attic: skipping test, the next is due in 30 s"] * 2


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Attic\nERROR all is lost", "Attic?ERROR all is lost"),
        ("\x1b[31mred", "?[31mred"),
        ("x" * 100, "x" * 59 + "…"),
        ("", "server"),
        ("Dachböden 屋根裏", "Dachböden 屋根裏"),
    ],
)
def test_hostile_server_name(
    label: str, shown: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A server's name cannot forge a line, nor fill the log."""

    async def main() -> None:
        world = World()
        monitor = world.monitor(world.add(local()), label=label)
        await monitor.check(CheckReason.START)

    with caplog.at_level(logging.INFO):
        run(main())
    assert all(line.startswith(f"{shown}: ") for line in caplog.messages)
    assert len(caplog.messages) == 2
