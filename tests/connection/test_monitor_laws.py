"""Laws of a monitor, for any network and any requests."""

import asyncio
from dataclasses import replace
from datetime import datetime
from itertools import cycle
from math import inf
from typing import Any

from hypothesis import example, given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    Candidate,
    CheckReason,
    ConnectionReport,
    ConnectionType,
    FailureKind,
    Purpose,
    ServerMonitor,
)
from custom_components.plex_connection.connection.racing import FinishedAttempt
from custom_components.plex_connection.connection.ranking import (
    Quality,
    clearly_faster,
)
from custom_components.plex_connection.connection.suspicion import ATTEMPTS
from custom_components.plex_connection.connection.token_bucket import LIMITS
from tests.connection.virtual_time import run
from tests.connection.world import LAN, World, local, relay, remote
from tests.examples import examples

CANDIDATES = [
    local(10),
    local(11),
    local(17, on_link=False),
    local(10, scheme="http"),
    remote(20),
    remote(21),
    relay(30),
]

BOUNDS = {
    ConnectionType.LOCAL: (270.0, 300.0),
    ConnectionType.REMOTE: (108.0, 120.0),
    ConnectionType.RELAY: (27.0, 30.0),
    ConnectionType.OFFLINE: (24.0, 600.0),
}

AROUND = (
    "operation",
    "failed operation",
    "test",
    "push",
    "token refused",
    "token taken",
    "pin",
    "unpin",
    "forget",
)

path = st.fixed_dictionaries(
    {
        "delay": st.sampled_from([0.005, 0.05, 0.3, 1.0, 2.0]),
        "silent": st.booleans(),
        "failure": st.sampled_from([None, None, None, *FailureKind]),
    }
)
network = st.lists(path, min_size=len(CANDIDATES), max_size=len(CANDIDATES))
offers = st.lists(st.sampled_from(CANDIDATES), min_size=1, unique_by=lambda c: c.url)
step = st.tuples(
    network,
    st.none() | offers,
    st.sampled_from([0.0, 5.0, 30.0, 61.0, 120.0, 300.0, 900.0]),
    st.sampled_from([*CheckReason, *AROUND]),
)


STAND_INS = (FailureKind.HTTP_ERROR, FailureKind.NOT_PLEX, FailureKind.REDIRECT)
"""Failures that show something else answering for an offline server."""


class Watched:
    """A monitor with assertions on its behaviour."""

    def __init__(self, world: World, monitor: ServerMonitor) -> None:
        """Wrap a monitor that has not checked yet."""
        self.world = world
        self.monitor = monitor
        self.offered = [candidate.url for candidate in CANDIDATES]
        self.offered_at = dict.fromkeys(self.offered, world.now())
        """Since when each has been offered without a gap."""
        self.suspected_since: float | None = None
        """When the shown connection became suspected; None: it is not."""
        self.is_questioned = False
        """Whether it was probed between two races since a connection last worked."""
        self.planned_for: datetime | None = None
        """When the next check was due at the end of the last one."""

    def offer(self, candidates: list[Candidate]) -> None:
        """Offer other candidates."""
        self.offered = [candidate.url for candidate in candidates]
        since, now = self.offered_at, self.world.now()
        self.offered_at = {url: since.get(url, now) for url in self.offered}
        self.monitor.set_candidates(candidates, networks=LAN)

    async def act(self, step: CheckReason | str) -> None:
        """Apply a step, then assert the laws."""
        match step:
            case CheckReason():
                await self.check(step)
            case "operation":
                self.monitor.note_operation()
                self.monitor.record_operation(ok=True)
            case "failed operation":
                self.monitor.record_operation(ok=False)
                await self.check(CheckReason.OPERATION_FAILED)
            case "test":
                await self.monitor.test_all()
                await self.check(CheckReason.MANUAL)
            case "push":
                self.monitor.note_push(up=True)
            case "token refused" | "token taken":
                self.monitor.note_token(refused=step == "token refused")
            case "pin":
                self.monitor.pin(self.offered[-1])
                await self.check(CheckReason.MANUAL)
            case "unpin":
                self.monitor.pin(None)
                await self.check(CheckReason.MANUAL)
            case _:
                self.monitor.forget()
                await self.check(CheckReason.DUE)
        self.assert_nobody_better_was_overlooked()
        self.assert_shown()

    async def check(self, reason: CheckReason) -> None:
        """Check, and assert the laws."""
        before = self.monitor.report
        began_at, sent = self.world.now(), self.world.sent()
        first: list[Candidate] = []
        asked: list[None] = []

        def see_shown(report: ConnectionReport) -> None:
            if before.connection_type is not None:
                self.assert_changes(before, report)

        watcher = self.world.watcher
        watcher.on_found, watcher.on_shown = first.append, see_shown
        watcher.on_needs_discovery = lambda: asked.append(None)
        report = await self.monitor.check(reason)
        assert report == self.monitor.report
        assert (self.world.now() - began_at).total_seconds() <= 22
        assert len(first) <= 1
        assert len(asked) <= 1
        self.assert_changes(before, report)
        if self.world.sent() > sent:
            self.assert_verdict(self.in_use())
            took = (self.world.now() - began_at).total_seconds()
            self.assert_interval(before, report, took, reason)

    def in_use(self) -> ConnectionReport:
        """Return the report as if the connection in use were shown at once."""
        state = self.monitor.current
        return replace(
            self.monitor.report,
            connection_type=state.connection_type,
            active=state.active,
        )

    def assert_shown(self) -> None:
        """Assert that the connection in use is shown, unless it is only suspected.

        A suspicion lasts at most until it is certain and a check has ended. It ends
        without a verdict when the suspected address is withdrawn: the next check
        decides what is shown, and is due.
        """
        report, now = self.monitor.report, self.world.clock()
        if not report.suspected:
            self.suspected_since = None
            is_withdrawn = report.active and report.active.url not in self.offered
            if is_withdrawn or report.active != self.monitor.active:
                # It may have been offered again since.
                assert self.monitor.next_delay() == 0
                return
            assert report.active == self.monitor.active
            assert report.connection_type is self.monitor.current.connection_type
            return
        assert report.active is not None
        self.suspected_since = self.suspected_since or now
        assert now - self.suspected_since <= 22 + 4

    def assert_changes(
        self, before: ConnectionReport, report: ConnectionReport
    ) -> None:
        """Assert that shown changes form a chain, each starting where the last ended.

        No address is reached twice: it is left for something better, or because it
        fails as well.
        """
        made = report.changes[len(before.changes) :]
        assert len({change.to_url for change in made}) == len(made)
        position = before.connection_type, before.active and before.active.url
        for change in made:
            assert change.duration_ms >= 0
            assert (change.from_type, change.from_url) == position
            position = change.to_type, change.to_url
        assert position == (
            report.connection_type,
            report.active and report.active.url,
        )

    def assert_verdict(self, report: ConnectionReport) -> None:
        """Assert that the active candidate answered, or that no candidate did.

        What one answered before it was withdrawn says nothing once it is offered again.
        """
        last = {
            each.candidate.url: each.last_attempt
            for each in report.candidates
            if each.last_attempt is not None
        }
        if report.active is None:
            assert report.connection_type is ConnectionType.OFFLINE
            usable = [report.pinned] if report.pinned else last
            assert not any(
                last[url].ok and last[url].at >= self.offered_at[url]
                for url in usable
                if url in last
            )
            is_server_fault = report.starting or report.needs_authorization_check
            assert report.needs_discovery or is_server_fault
            return
        assert report.active.url in self.offered
        assert report.pinned in (None, report.active.url)
        assert report.active.kind is report.connection_type
        assert last[report.active.url].authentic
        assert report.standby != self.monitor.report.active

    def assert_nobody_better_was_overlooked(self) -> None:
        """Assert that no candidate answered since the active one failed.

        A server that answers that it is not ready is no dead path (rule 11).
        """
        report = self.in_use()
        if report.active is None:
            return
        tries = {each.candidate.url: each.last_attempt for each in report.candidates}
        own = tries.get(report.active.url)
        if own is None or own.authentic:
            return
        others = [each for url, each in tries.items() if each and url != own.url]
        assert not any(each.ok and each.at > own.at for each in others)

    def assert_interval(
        self,
        before: ConnectionReport,
        report: ConnectionReport,
        took: float,
        reason: CheckReason,
    ) -> None:
        """Assert that the next check is within the bounds of the type.

        They count from the start of this one. A probe for an operation postpones the
        next check or leaves it; so do all requested checks while the server is offline
        or starting.
        """
        assert report.connection_type is not None
        low, high = BOUNDS[self.in_use().connection_type or report.connection_type]
        if report.starting:
            low, high = 10.0, 60.0
        low = max(5.0, low - took)
        is_stood_in_for = any(
            each.last_attempt and each.last_attempt.failure in STAND_INS
            for each in (*before.candidates, *report.candidates)
        )
        self.is_questioned |= is_stood_in_for or before.starting
        is_off = self.monitor.active is None
        self.is_questioned &= is_off or report.starting
        if self.is_questioned:
            # Probed every ten seconds, between the scheduled races; one of these comes
            # next, even if this check found that nothing answers any more.
            low = min(low, 5.0)
        if reason is not CheckReason.DUE and (report.starting or is_off):
            low = 5.0
        is_as_planned = report.next_check in {before.next_check, self.planned_for}
        if reason.is_for_use or is_as_planned:
            # A retry is no scheduled check and leaves the schedule as it is, even
            # overdue; a probe for an operation may do so, too. So does a check that
            # was only due because the suspected address was withdrawn.
            low = -inf
        self.planned_for = report.next_check
        assert low - 0.01 <= self.world.until_check(self.monitor) <= high + 0.01
        assert self.monitor.next_delay() <= high + 0.01


WELL: dict[str, object] = {"delay": 0.005, "silent": False, "failure": None}
SILENT: dict[str, object] = {**WELL, "silent": True}
ASTRAY: dict[str, object] = {**WELL, "failure": FailureKind.REDIRECT}
STARTING: dict[str, object] = {**WELL, "failure": FailureKind.STARTING}
LOST: dict[str, object] = {**WELL, "failure": FailureKind.DNS}
LATE: dict[str, object] = {**WELL, "delay": 2.0}
FOUR = [CANDIDATES[number] for number in (0, 4, 1, 2)]
FEW = [CANDIDATES[0], CANDIDATES[3], CANDIDATES[1]]


@examples(150)
@given(steps=st.lists(step, min_size=1, max_size=8))
# A stand-in that is silent when probed between two scheduled races.
@example(
    steps=[
        ([WELL] * len(CANDIDATES), None, 0.0, CheckReason.DUE),
        ([SILENT, ASTRAY, *[SILENT] * 5], None, 0.0, CheckReason.PUSH_LOST),
        ([WELL, SILENT, *[WELL] * 5], None, 5.0, CheckReason.DUE),
    ]
)
# The same for a server that was starting.
@example(
    steps=[
        ([LOST, SILENT, WELL, LOST, *[WELL] * 3], FEW, 0.0, CheckReason.DUE),
        ([WELL] * len(CANDIDATES), None, 0.0, CheckReason.DUE),
        ([LOST, STARTING, WELL, LOST, *[WELL] * 3], None, 30.0, CheckReason.DUE),
        ([WELL, LOST, *[WELL] * 5], None, 30.0, CheckReason.DUE),
    ]
)
# The active one is silent; the next check finds it back, or certainly lost.
@example(
    steps=[
        ([WELL] * len(CANDIDATES), None, 0.0, CheckReason.DUE),
        ([SILENT, *[WELL] * 6], None, 0.0, CheckReason.PUSH_LOST),
        ([WELL] * len(CANDIDATES), None, 0.0, CheckReason.MANUAL),
        ([SILENT] * len(CANDIDATES), None, 0.0, CheckReason.OPERATION_FAILED),
        ([SILENT] * len(CANDIDATES), None, 5.0, CheckReason.DUE),
    ]
)
# The active one is withdrawn, and offered again before it was replaced.
@example(
    steps=[
        ([WELL] * len(CANDIDATES), [CANDIDATES[1]], 0.0, CheckReason.DUE),
        ([WELL] * len(CANDIDATES), CANDIDATES[:1], 0.0, "operation"),
        ([WELL] * len(CANDIDATES), CANDIDATES[:2], 0.0, CheckReason.DUE),
    ]
)
# The same while it is suspected, and no other answers.
@example(
    steps=[
        ([SILENT, *[WELL] * 6], [CANDIDATES[0], CANDIDATES[5]], 0.0, CheckReason.DUE),
        ([WELL] * len(CANDIDATES), None, 0.0, CheckReason.DUE),
        ([LOST, *[WELL] * 4, SILENT, WELL], None, 0.0, CheckReason.PUSH_LOST),
        ([WELL] * len(CANDIDATES), CANDIDATES[:1], 0.0, CheckReason.PUSH_LOST),
        ([WELL] * len(CANDIDATES), CANDIDATES[:6], 0.0, CheckReason.DUE),
    ]
)
# One that was lost by being withdrawn is offered again, after three to try first.
@example(
    steps=[
        ([LOST, LOST, SILENT, SILENT, *[WELL] * 3], None, 0.0, CheckReason.DUE),
        ([*[WELL] * 5, LOST, WELL], [CANDIDATES[5]], 0.0, CheckReason.DUE),
        ([LOST, SILENT, SILENT, *[WELL] * 4], FOUR, 5.0, CheckReason.DUE),
    ]
)
# A suspected one is withdrawn, and nothing answers in its place.
@example(
    steps=[
        (
            [LOST, SILENT, SILENT, LATE, SILENT, SILENT, WELL],
            None,
            0.0,
            CheckReason.DUE,
        ),
        ([*[SILENT] * 4, LOST, LOST, SILENT], None, 0.0, CheckReason.PUSH_LOST),
        ([SILENT, *[WELL] * 6], CANDIDATES[:1], 0.0, CheckReason.DUE),
    ]
)
def test_laws(
    steps: list[
        tuple[list[dict[str, object]], list[Candidate] | None, float, CheckReason | str]
    ],
) -> None:
    """The laws hold for any paths, offers, requests and times."""

    async def main() -> None:
        world = World()
        watched = Watched(world, world.monitor(*CANDIDATES))
        for paths, offer, pause, reason in steps:
            for candidate, behaviour in zip(CANDIDATES, paths, strict=True):
                world.add(candidate, **behaviour)
            if offer is not None:
                watched.offer(offer)
            await asyncio.sleep(pause)
            watched.assert_shown()
            await watched.act(reason)
        await world.sure(watched.monitor)
        watched.assert_shown()

    run(main())


QUARTER = 900.0
ROWS = len(CANDIDATES)

SCHEDULED = QUARTER / 9
"""Scheduled checks: at least ten seconds apart, of which a caller's timer may be one
early."""

HINTED = 6 + QUARTER / 60
"""The same rate for plex.tv's hints."""
ANNOUNCED = 4 + QUARTER / 60
DOUBTED = 10 + QUARTER / 10
"""The same for operations without a fresh connection, for failed operations, and for
pre-warming."""

TRIED = 7 * (1 + QUARTER / 300) + QUARTER / 60
"""A left candidate is retried six times, and once more when it answers, in a series at
most every five minutes; and every minute while the server is offline."""

CHECKS = SCHEDULED + 2 * HINTED + ANNOUNCED + 4 * DOUBTED + TRIED

REQUESTS_A_CHECK = 2 * ROWS + 11
"""The active one, the standby; all others once; a new connection measured, lost, and
all others again; or a search of six and the second sample; the http variant."""

BY_HAND_OR_PLAN = (CheckReason.DUE, CheckReason.START, CheckReason.MANUAL)
"""Reasons of the schedule and of the user; all others have external causes."""

happening = st.tuples(
    st.sampled_from([0.3, 1.0, 3.0, 10.0, 11.0, 40.0]),
    st.sampled_from(
        [
            "flip",
            "flip",
            "flip all",
            "operation",
            "failed operation",
            *(each for each in CheckReason if each not in BY_HAND_OR_PLAN),
        ]
    ),
    st.integers(0, ROWS - 1),
)


@examples(12)
@given(
    circle=st.lists(happening, min_size=2, max_size=8),
    kinds=st.lists(st.sampled_from([None, *FailureKind]), min_size=ROWS, max_size=ROWS),
)
def test_budget_whatever_happens(
    circle: list[tuple[float, CheckReason | str, int]],
    kinds: list[FailureKind | None],
) -> None:
    """No sequence of events exceeds these limits of checks, and of requests a check."""

    async def main() -> None:
        world = World()
        for candidate in CANDIDATES:
            world.add(candidate)
        monitor = world.monitor(*CANDIDATES)
        requests = counted(world, monitor)
        await monitor.check(CheckReason.START)
        dead: set[int] = set()
        for pause, event, number in cycle(circle):
            await world.keep(monitor, pause)
            if world.elapsed() > QUARTER:
                break
            match event:
                case CheckReason():
                    await monitor.check(event)
                case "operation" | "failed operation":
                    monitor.record_operation(ok=event == "operation")
                case _:
                    turned = {number} if event == "flip" else set(range(ROWS))
                    dead ^= turned
                    for each, kind in enumerate(kinds):
                        world.mend(CANDIDATES[each])
                        if each in dead:
                            world.cut(CANDIDATES[each], kind=kind)
        await world.sure(monitor)
        assert len(requests) <= CHECKS
        assert max(requests) <= REQUESTS_A_CHECK
        assert requests.confirming <= ATTEMPTS * len(requests)
        assert sum(requests) + requests.confirming == world.sent()

    run(main())


def test_every_reason_has_a_limit() -> None:
    """Every reason has a limit, except those of the schedule and of the user."""
    assert LIMITS.keys() == set(CheckReason)
    unlimited = {each for each in CheckReason if LIMITS[each] is None}
    assert unlimited == set(BY_HAND_OR_PLAN)


@pytest.mark.parametrize(
    "reason", [each for each in CheckReason if each is not CheckReason.MANUAL]
)
@pytest.mark.parametrize("kind", [None, FailureKind.REFUSED])
def test_flood_of_one_reason(reason: CheckReason, kind: FailureKind | None) -> None:
    """Two checks a second for two minutes stay within the limit; then as before."""

    async def main() -> None:
        world = World()
        near, far = world.add(local(), failure=FailureKind.REFUSED), world.add(remote())
        monitor = world.monitor(near, far)
        requests = counted(world, monitor)
        await monitor.check(CheckReason.START)
        if kind is not None:
            world.cut(far, kind=kind)
        requests.clear()
        for _ in range(240):
            await world.keep(monitor, 0.5)
            await monitor.check(reason)
        assert len(requests) <= 10 + 120 / 10 + 120 / 9 + 7 + 120 / 60
        if reason == "sighted":
            # Offline, its own schedule adds checks after 30 and 60 s, and the retries.
            assert len(requests) <= 4 + 120 / 60 + 3 + 7 + 120 / 60
        requests.clear()
        await world.keep(monitor, 600)
        assert len(requests) <= 600 / 100 + 2 + (600 / 60 if kind else 0)

    run(main())


class Requests(list[int]):
    """The requests of each check."""

    confirming = 0
    """Requests that confirm or end a suspicion, outside checks."""


def counted(world: World, monitor: ServerMonitor) -> Requests:
    """Return the requests of each check from now on."""
    requests = Requests()
    run_check, probe = monitor._check.run, monitor._probing.probe

    async def counting(reason: CheckReason, *, asked_at: float) -> bool:
        sent = world.sent() - requests.confirming
        is_whole = await run_check(reason, asked_at=asked_at)
        requests.append(world.sent() - requests.confirming - sent)
        return is_whole

    async def probing(each: Candidate, purpose: Purpose, **how: Any) -> FinishedAttempt:
        requests.confirming += purpose is Purpose.CONFIRM
        return await probe(each, purpose, **how)

    monitor._check.run = counting  # type: ignore[method-assign]
    monitor._probing.probe = probing  # type: ignore[assignment, method-assign]
    return requests


@given(st.floats(0.1, 5000), st.floats(0.1, 5000))
def test_hysteresis(new: float, old: float) -> None:
    """Clearly faster means by at least 10 ms and by a fifth."""
    if clearly_faster(Quality(cold_ms=new), Quality(cold_ms=old)):
        assert old - new >= 10
        assert new <= 0.8 * old + 1e-6


@examples(30)
@given(
    outages=st.lists(
        st.tuples(st.floats(1, 90), st.floats(1, 90)), min_size=5, max_size=30
    )
)
def test_never_long_on_a_dead_path(outages: list[tuple[float, float]]) -> None:
    """However the LAN flaps, with push as detector it is left within two seconds."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote(), delay=0.06)
        monitor = world.monitor(near, far)
        await monitor.check(CheckReason.START)
        for alive, dead in outages:
            await world.keep(monitor, alive)
            world.cut(near, kind=FailureKind.REFUSED)
            if monitor.report.active == near:
                began = world.clock()
                report = await monitor.check(CheckReason.PUSH_LOST)
                assert report.active == far
                assert world.clock() - began < 2
            await world.keep(monitor, dead)
            world.mend(near)
        upgrades = [c for c in monitor.report.changes if c.to_url == near.url]
        assert len(upgrades) <= 1 + 4 + sum(a + d for a, d in outages) / 600

    run(main())
