"""Random courses of events for the engine's façade, and the laws that hold in all.

Whatever happens (requests, discoveries, failures, cancellations, clock changes), a
watched server is checked again in time; no exception comes out that was not injected;
no candidate is used that has not proved to be the server; and no course of events costs
more than rule 9 allows.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from random import Random

from custom_components.plex_connection.connection import (
    Candidate,
    CheckReason,
    ConnectionCache,
    ConnectionReport,
    ConnectionState,
    ConnectionType,
    ProbeGate,
    ServerMonitor,
)
from custom_components.plex_connection.connection.polling import Urgency
from custom_components.plex_connection.connection.suspicion import ATTEMPTS

from .engine_keeper import Keeper, is_injected
from .engine_network import NETWORKS, POOL, RELAYS, Network

INTERVAL: Mapping[ConnectionType | None, float] = {
    ConnectionType.LOCAL: 300.0,
    ConnectionType.REMOTE: 120.0,
    ConnectionType.RELAY: 30.0,
}
LONGEST = 600.0
"""Maximum seconds between checks, by type; off, or not known yet."""

TINY = 1e-6
"""Rounding error of sums of monotonic times, in seconds."""

MOMENT = 0.05
"""Seconds between two tests whether a check has ended."""
CHECK_MOMENTS = 2400
"""Two minutes of them: longer than any check takes."""

SLACK = 2.0
"""Seconds of delay of timers on whole seconds."""

PAUSES = (0.0, 0.0, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0, 31.0, 70.0, 140.0, 310.0)
JUMPS = (-1e6, -400.0, -100.0, 100.0, 400.0, 1e6)
BY_HAND_OR_PLAN = (CheckReason.DUE, CheckReason.START, CheckReason.MANUAL)
"""Triggered by the user or the schedule; all other reasons come from elsewhere."""

AT_ONCE = 6 + 6 + 4 + 4 * 10
PER_SECOND = 1 / 9 + 1 / 60 + 1 / 60 + 1 / 60 + 4 / 10
REQUESTS_OF_A_CHECK = 2 * len(POOL) + 11 + ATTEMPTS
"""What rule 9 allows: checks by the schedule (ten seconds apart, one of which a timer
may be early), upon hints, new rows of plex.tv and LAN announcements, and by four
others: failure reports, operations that failed, operations that found nothing fresh,
and pre-warming. Each check may make a connection suspected."""


class Course:
    """One course of events, determined by its seed."""

    def __init__(self, seed: int) -> None:
        """Create a server, its known state, and its surroundings."""
        self.complaints: list[str] = []
        self._rng = rng = Random(seed)  # noqa: S311 - chance, not secrets
        clock = asyncio.get_running_loop().time
        self._clock = clock
        self._began_at = clock()
        self._network = Network(clock=clock, rng=rng)
        self._network.disturb(rng.choice((0.0, 0.3, 0.7)))
        self._cache = ConnectionCache(enabled=rng.random() < 0.8)  # noqa: PLR2004
        self._gate = ProbeGate()
        self._offer = self._some(POOL)
        self._asked_for = self._starts = 0
        self._recalled: set[str] = set()
        self._keeper = self._start(None)
        self._keeper.news = rng.choice((None, self._news))

    async def run(self, steps: int) -> None:
        """Perform the given number of events, with an occasional interval of rest."""
        quiet = self._rng.randrange(steps)
        for number in range(steps):
            await asyncio.sleep(self._rng.choice(PAUSES))
            await self._act()
            self._judge(self._keeper.monitor.report)
            if number in (quiet, steps - 1):
                await self._be_quiet()
        await self._keeper.end()
        self.complaints += self._keeper.complaints
        if self._gate.running:
            self.complaints.append("a place at the gate was not given back")
        self._judge_budget()

    async def _act(self) -> None:
        try:
            await self._rng.choice(ACTIONS)(self)
        except Exception as err:  # noqa: BLE001 - reported, whatever it is
            # A command may end a suspicion, and a broken listener hears of it.
            if not is_injected(err):
                self.complaints.append(f"raised: {err!r}")

    def _start(self, state: ConnectionState | None) -> Keeper:
        """Start a new monitor, perhaps from the state of an older one."""
        keeper = Keeper(self._rng)
        keeper.on_use = self._judge_use  # type: ignore[method-assign]
        monitor = ServerMonitor(
            "server",
            self._network,
            clock=self._clock,
            now=self._network.now,
            rng=self._rng,
            gate=self._gate,
            cache=self._cache,
            cache_key=("account", "server"),
            emit=keeper.take,
            spawn=keeper.keep,
        )
        if state is not None:
            monitor.restore(ConnectionState.from_dict(state.to_dict()))
            self._recalled.add(str(state.url))
        monitor.set_candidates(self._offer, networks=NETWORKS)
        keeper.start(monitor)
        self._asked_for += 1
        self._starts += 1
        return keeper

    def _some(self, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        return tuple(
            self._rng.sample(candidates, self._rng.randint(0, len(candidates)))
        )

    async def check(self) -> None:
        """Request a check, for a random reason."""
        reason = self._rng.choice(list(CheckReason))
        self._asked_for += reason in BY_HAND_OR_PLAN
        self._keeper.check(reason)

    async def use(self) -> None:
        """Make an operation request the connection."""
        self._keeper.use()

    async def operate(self) -> None:
        """Make an operation succeed, or fail, on the active candidate."""
        monitor = self._keeper.monitor
        before = monitor.next_delay()
        ok = self._rng.random() < 0.7  # noqa: PLR2004 - mostly
        monitor.record_operation(ok=ok)
        if ok and monitor.next_delay() < before:
            self.complaints.append("an operation brought the next check nearer")
        if not ok and self._rng.random() < 0.8:  # noqa: PLR2004 - mostly
            self._keeper.check(CheckReason.OPERATION_FAILED)

    async def test(self) -> None:
        """Test all candidates by hand."""
        self._asked_for += 2
        self._keeper.spawn(self._keeper.monitor.test_all())
        self._keeper.check(CheckReason.MANUAL)

    async def push(self) -> None:
        """Open or lose the push channel."""
        self._keeper.monitor.note_push(up=self._rng.random() < 0.6)  # noqa: PLR2004

    async def pin(self) -> None:
        """Pin a candidate, or return to automatic."""
        offered = [each.url for each in self._offer]
        self._keeper.monitor.pin(self._rng.choice([None, None, *offered]))

    async def forget(self) -> None:
        """Forget the history."""
        self._keeper.monitor.forget()

    async def offer(self) -> None:
        """Offer other candidates, or only another relay."""
        if self._rng.random() < 0.5:  # noqa: PLR2004 - a coin
            self._offer = self._some(POOL)
        else:
            self._replace_relays()
        self._keeper.monitor.set_candidates(self._offer, networks=NETWORKS)

    async def tell_news(self) -> None:
        """Start or stop plex.tv answers in the middle of checks."""
        self._keeper.news = self._rng.choice((None, self._news))

    async def disturb(self) -> None:
        """Break and restore random paths."""
        self._network.disturb(self._rng.choice((0.2, 0.5, 1.0)))

    async def mend(self) -> None:
        """Make all paths work."""
        self._network.mend_all()

    async def move_clock(self) -> None:
        """Move the wall clock, or suspend the machine."""
        self._network.wall_offset += self._rng.choice(JUMPS)

    async def cancel(self) -> None:
        """Cancel a caller."""
        self._keeper.cancel_one()

    async def break_listener(self) -> None:
        """Inject a bug into the event listener, or remove it."""
        self._keeper.is_listener_broken = not self._keeper.is_listener_broken

    async def restart(self) -> None:
        """Load the account again, from the stored state."""
        state = self._keeper.monitor.state()
        await self._keeper.end()
        self.complaints += self._keeper.complaints
        self._keeper = self._start(self._rng.choice((state, state, None)))

    async def restore(self) -> None:
        """Restore in the middle of everything."""
        if (state := self._keeper.monitor.state()) is not None:
            self._keeper.monitor.restore(state, self._keeper.monitor.history())

    async def fill_gate(self) -> None:
        """Make other servers of the account take all places for a while."""
        seconds = self._rng.choice((1.0, 20.0))
        async with asyncio.TaskGroup() as group:
            for _ in range(6):
                group.create_task(self._take_place(seconds))

    async def _take_place(self, seconds: float) -> None:
        # At the urgency of a fail-over the reserve is taken as well.
        async with self._gate.slot(_FailOver()):
            await asyncio.sleep(seconds)

    async def _news(self) -> None:
        await asyncio.sleep(self._rng.choice((0.0, 0.1, 2.0)))
        self._replace_relays()
        self._keeper.monitor.set_candidates(self._offer, networks=NETWORKS)

    def _replace_relays(self) -> None:
        direct = tuple(each for each in self._offer if each not in RELAYS)
        self._offer = (*direct, *self._some(RELAYS))

    async def _be_quiet(self) -> None:
        """Touch nothing for the interval of the type; the server must be checked.

        The interval begins when no check is running: a check may change the type, and
        the next one is an interval of that type away.
        """
        if not await self._check_has_ended():
            # Interrupted checks follow one another: the server is checked.
            return
        before, state = self._keeper.monitor.report, self._keeper.monitor.current
        # What is shown is what is used, except while it is suspected.
        kinds = (before.connection_type, state.connection_type)
        longest = max(INTERVAL.get(kind, LONGEST) for kind in kinds)
        sent, suspicions = len(self._network.sent_at), self._keeper.suspicions
        await asyncio.sleep(longest + SLACK)
        report = self._keeper.monitor.report
        if before.suspected and report.suspected:
            # The check that is to end it may have just begun.
            await self._check_has_ended()
            report = self._keeper.monitor.report
        # A suspicion that ended with an interrupted check may restart with the next.
        is_the_same = suspicions == self._keeper.suspicions
        if before.suspected and report.suspected and is_the_same:
            self.complaints.append(f"suspected for {longest:.0f} s")
        is_watched = _may_be_asked(before) and _may_be_asked(report)
        if is_watched and len(self._network.sent_at) == sent:
            self.complaints.append(
                f"{before.connection_type}: not checked for {longest:.0f} s"
            )
        self._judge(report)

    async def _check_has_ended(self) -> bool:
        """Wait until no check runs; return False if one follows another for long."""
        for _ in range(CHECK_MOMENTS):
            if not self._keeper.monitor.is_checking:
                return True
            await asyncio.sleep(MOMENT)
        return False

    def _judge(self, report: ConnectionReport) -> None:
        delay = self._keeper.monitor.next_delay()
        if not 0 <= delay < LONGEST + TINY:
            self.complaints.append(f"the next check is due in {delay} s")
        self._judge_use(report.active)
        self._judge_use(self._keeper.monitor.active)
        if report.suspected and report.active is None:
            self.complaints.append("suspected, and nothing is shown")

    def _judge_use(self, candidate: Candidate | None) -> None:
        known = self._network.proved | self._recalled
        if candidate is not None and candidate.url not in known:
            self.complaints.append(f"used without a proof: {candidate.url}")

    def _judge_budget(self) -> None:
        seconds = self._clock() - self._began_at
        # Each start resets the rate limits.
        checks = self._asked_for + self._starts * AT_ONCE + seconds * PER_SECOND
        if len(self._network.sent_at) > checks * REQUESTS_OF_A_CHECK:
            self.complaints.append(f"{len(self._network.sent_at)} requests")


ACTIONS: tuple[Callable[[Course], Awaitable[None]], ...] = (
    *(4 * [Course.check]),
    *(2 * [Course.operate]),
    *(3 * [Course.disturb]),
    Course.use,
    Course.test,
    Course.push,
    Course.pin,
    Course.forget,
    Course.offer,
    Course.tell_news,
    Course.mend,
    Course.move_clock,
    Course.cancel,
    Course.break_listener,
    Course.restart,
    Course.restore,
    Course.fill_gate,
)


class _FailOver:
    """Another server's fail-over, waiting at the gate."""

    urgency = Urgency.FAILOVER


def _may_be_asked(report: ConnectionReport) -> bool:
    """Return whether any candidate may be used, and so probed."""
    return any(
        not each.candidate.diagnostic_only
        and report.pinned in (None, each.candidate.url)
        for each in report.candidates
    )
