"""Alerts a user can act on: when they are raised, suppressed and cleared."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import example, given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    Alert,
    AlertMonitor,
    Attempt,
    BreakerState,
    Candidate,
    CandidateReport,
    CheckReason,
    ConnectionReport,
    ConnectionType,
    FailureKind,
    Row,
    RowSource,
    ServerMonitor,
    ServerRecord,
    StoredAlert,
)
from custom_components.plex_connection.connection.alerts import PATH_FAILURES
from tests.connection.virtual_time import run
from tests.connection.world import START, World, local, relay, remote
from tests.examples import examples

HOUR = 3600.0
NOTHING: frozenset[Alert] = frozenset()

RELAY_LONG = Alert.RELAY_LONG
REFUSED = Alert.REMOTE_ACCESS_REFUSED
HTTP_ONLY = Alert.HTTP_ONLY
ACCESS_REFUSED = Alert.ACCESS_REFUSED
PINNED_DOWN = Alert.PINNED_DOWN
OWNER_LOST = Alert.OWNER_LOST

ON_RELAY = ConnectionType.RELAY
OFF = ConnectionType.OFFLINE


def row(*, local: bool = False, relay: bool = False) -> Row:
    """Return a row as from plex.tv; only its flags matter."""
    return Row(
        url="https://example.test:32400",
        address="203.0.113.20",
        port=32400,
        local=local,
        relay=relay,
        source=RowSource.PLEX_TV,
    )


def record(
    *, owned: bool = True, matches: bool = False, rows: Iterable[Row] = ()
) -> ServerRecord:
    """Return a plex.tv record of a server, with a relay row."""
    return ServerRecord(
        server_id="server",
        name="Attic",
        owner_name=None,
        owned=owned,
        home=False,
        public_address_matches=matches,
        https_required=False,
        presence=True,
        relay_available=True,
        version=None,
        platform=None,
        rows=(*rows, row(relay=True)),
    )


UNTRIED = "untried"


def tried(
    candidate: Candidate,
    result: FailureKind | str | None = None,
    *,
    at: datetime = START,
    claimed: bool | None = None,
) -> CandidateReport:
    """Return the report of a candidate tried once; None: it answered."""
    attempt = None
    if result != UNTRIED:
        failure = None if result is None else FailureKind(result)
        attempt = Attempt(url=candidate.url, at=at, failure=failure, claimed=claimed)
    return CandidateReport(
        candidate=candidate,
        last_attempt=attempt,
        breaker=BreakerState.CLOSED,
        backoff_until=None,
        failure_count=0,
    )


def report(
    kind: ConnectionType | None, *candidates: CandidateReport, **more: Any
) -> ConnectionReport:
    """Return a report of a connection type."""
    return ConnectionReport(
        server_id="server",
        connection_type=kind,
        candidates=candidates,
        **more,
    )


def twin(number: int = 10) -> Candidate:
    """Return an http variant that is diagnostic only."""
    return replace(local(number, scheme="http"), diagnostic_only=True)


TIMEOUT = FailureKind.TIMEOUT
TLS = FailureKind.TLS_NAME

THROUGH = tried(relay())
LOCAL_DEAD = tried(local(), TIMEOUT)
REMOTE_DEAD = tried(remote(), TIMEOUT)
HERE = record(matches=True, rows=[row(local=True), row()])
AWAY = record(rows=[row(local=True), row()])

LONG = report(ON_RELAY, LOCAL_DEAD, REMOTE_DEAD, THROUGH), HERE
CUT_OFF = report(ON_RELAY, REMOTE_DEAD, THROUGH), AWAY
PLAIN = report(OFF, LOCAL_DEAD, REMOTE_DEAD, tried(twin())), HERE
REJECTED = (
    report(ConnectionType.REMOTE, tried(remote()), needs_authorization_check=True),
    HERE,
)
DOWN = report(OFF, REMOTE_DEAD, pinned=remote().url), HERE
UNCLAIMED = report(ConnectionType.LOCAL, tried(local(), claimed=False)), HERE
SIGNED_IN = report(ConnectionType.LOCAL, tried(local(), claimed=True)), HERE
WELL = report(ConnectionType.LOCAL, tried(local()), tried(remote())), HERE
LOST = report(OFF, LOCAL_DEAD, REMOTE_DEAD), HERE
UNKNOWN = report(None), HERE

type Shown = tuple[ConnectionReport, ServerRecord]


@dataclass
class Bench:
    """An alert monitor and a clock advanced by hand."""

    patience: float = HOUR
    now: float = 1000.0
    watch: AlertMonitor = field(init=False)

    def __post_init__(self) -> None:
        """Create the monitor."""
        self.watch = AlertMonitor(clock=self.clock, relay_patience=self.patience)

    def clock(self) -> float:
        """Return monotonic seconds."""
        return self.now

    def show(self, shown: Shown, *, after: float = 0.0) -> frozenset[Alert]:
        """Show a report `after` seconds and return the raised alerts."""
        self.now += after
        return self.watch.observe(shown[1], shown[0])


CASES = [
    (LONG, RELAY_LONG, HOUR),
    (CUT_OFF, REFUSED, 600.0),
    (PLAIN, HTTP_ONLY, 300.0),
    (REJECTED, ACCESS_REFUSED, 600.0),
    (DOWN, PINNED_DOWN, 60.0),
    (UNCLAIMED, OWNER_LOST, 600.0),
]


@pytest.mark.parametrize(("shown", "trouble", "patience"), CASES)
def test_raised_after_a_delay(shown: Shown, trouble: Alert, patience: float) -> None:
    """An alert is raised after its time limit; `delay()` counts the seconds to it."""
    bench = Bench()
    assert bench.watch.delay() is None
    assert bench.show(shown) == NOTHING
    assert bench.watch.delay() == patience
    assert bench.show(shown, after=patience - 1) == NOTHING
    assert bench.watch.delay() == 1
    bench.now += 3
    assert bench.watch.delay() == 0
    assert bench.show(shown) == {trouble}
    assert bench.watch.delay() is None
    assert bench.show(shown, after=10 * HOUR) == {trouble}


@pytest.mark.parametrize(("shown", "trouble", "patience"), CASES)
@pytest.mark.parametrize("end", [WELL, LOST, UNKNOWN])
def test_ends_with_its_cause(
    shown: Shown, trouble: Alert, patience: float, end: Shown
) -> None:
    """An alert ends at once when its cause does; unrelated reports leave it.

    An offline server reveals nothing about its owner, so OWNER_LOST stays.
    """
    bench = Bench()
    bench.show(shown)
    assert bench.show(shown, after=patience) == {trouble}
    told = bench.show(end)
    if trouble is OWNER_LOST and end is not UNKNOWN:
        assert told == {trouble}
        assert bench.show(SIGNED_IN) == NOTHING
    else:
        assert told == NOTHING
    assert bench.watch.delay() is None


def answered_anew(shown: Shown, moment: float) -> Shown:
    """Return the same problem with answers from another time."""
    at = START + timedelta(seconds=moment)
    candidates = tuple(
        replace(each, last_attempt=replace(each.last_attempt, at=at))
        for each in shown[0].candidates
        if each.last_attempt is not None
    )
    return replace(shown[0], candidates=candidates), shown[1]


@pytest.mark.parametrize(("shown", "trouble", "patience"), CASES)
def test_raised_again_at_once_within_five_minutes(
    shown: Shown, trouble: Alert, patience: float
) -> None:
    """Within five minutes it is raised again at once; after that it starts anew."""
    bench = Bench()
    well = SIGNED_IN if trouble is OWNER_LOST else WELL
    if trouble is PINNED_DOWN:
        well = replace(WELL[0], pinned=DOWN[0].pinned, active=remote()), HERE
    bench.show(shown)
    assert bench.show(shown, after=patience) == {trouble}
    for moment in (1, 2, 3):
        again = answered_anew(shown, moment)
        assert bench.show(well, after=100) == NOTHING
        assert bench.watch.raised_or_recent == {trouble}
        assert bench.watch.delay() is None
        assert bench.show(again, after=299) == {trouble}
    assert bench.show(well) == NOTHING
    again = answered_anew(shown, 4)
    assert bench.show(again, after=300) == NOTHING
    assert bench.watch.raised_or_recent == NOTHING
    assert bench.watch.delay() == patience
    assert bench.show(again, after=patience) == {trouble}


@pytest.mark.parametrize(("shown", "trouble", "patience"), [CASES[0], CASES[1]])
@pytest.mark.parametrize("excursion", [WELL, LOST])
def test_short_excursions_do_not_count(
    shown: Shown, trouble: Alert, patience: float, excursion: Shown
) -> None:
    """Less than five minutes off the relay neither resets nor raises an alert."""
    bench = Bench()
    bench.show(shown)
    assert bench.show(excursion, after=200) == NOTHING
    assert bench.watch.delay() is None
    assert bench.show(shown, after=299) == NOTHING
    assert bench.watch.delay() == patience - 499
    assert bench.show(excursion, after=50) == NOTHING
    # It is not raised while its cause is absent.
    assert bench.show(excursion, after=patience) == NOTHING
    bench = Bench()
    bench.show(shown)
    bench.show(excursion, after=patience - 100)
    assert bench.show(excursion, after=200) == NOTHING
    assert bench.show(shown) == {trouble}
    assert bench.watch.delay() is None


@pytest.mark.parametrize("excursion", [WELL, LOST])
def test_long_excursions_count(excursion: Shown) -> None:
    """Five minutes off the relay reset the alert, also without a check at the end."""
    for checks_between in (True, False):
        bench = Bench()
        bench.show(LONG)
        bench.show(excursion, after=3000)
        if checks_between:
            bench.show(excursion, after=300)
        bench.show(LONG, after=0 if checks_between else 300)
        assert bench.watch.delay() == HOUR
        assert bench.show(LONG, after=HOUR) == {RELAY_LONG}
        bench.show(excursion)
        bench.show(LONG, after=300)
        assert bench.show(LONG) == NOTHING


REMOTE_STATES: dict[str, tuple[bool, list[FailureKind | str | None]]] = {
    "none": (False, []),
    "refused by us": (True, []),
    "untried": (True, [UNTRIED]),
    "answered": (True, [None]),
    "no way": (True, [TIMEOUT, FailureKind.REFUSED]),
    "strange": (True, [TLS]),
    "one of two": (True, [TIMEOUT, TLS]),
}
"""Whether plex.tv lists remote rows, and the results of their candidates."""

# R: REMOTE_ACCESS_REFUSED; L: RELAY_LONG; a dot: no alert.
RELAY_TABLE = {
    # Keys: owned, near, has local candidates. A letter for each of the states above.
    (True, False, False): "R.LLRLL",
    (True, False, True): "R.LLRLL",
    (True, True, False): "..LL.LL",
    (True, True, True): "LLLLLLL",
    (False, False, False): "..LL.LL",
    (False, False, True): "..LL.LL",
    (False, True, False): "..LL.LL",
    (False, True, True): "LLLLLLL",
}
LETTERS = {"R": {REFUSED}, "L": {RELAY_LONG}, ".": set[Alert]()}


@pytest.mark.parametrize("remote_state", REMOTE_STATES)
@pytest.mark.parametrize("has_local", [True, False])
@pytest.mark.parametrize("near", ["no", "by plex.tv", "by a proof", "by numbers"])
@pytest.mark.parametrize("owned", [True, False])
def test_on_a_relay(
    owned: bool,  # noqa: FBT001 - a column of the table
    near: str,
    has_local: bool,  # noqa: FBT001
    remote_state: str,
) -> None:
    """Which alert a relay raises, by ownership, nearness and candidates.

    Sharing a network prefix with ours does not prove that the server is near.
    """
    is_listed, results = REMOTE_STATES[remote_state]
    candidates = [tried(remote(20 + n), each) for n, each in enumerate(results)]
    if has_local:
        on_link = near in ("by a proof", "by numbers")
        candidates.append(tried(local(on_link=on_link), TIMEOUT))
    if near == "by numbers":
        candidates.append(tried(twin(), TIMEOUT))
    server = record(
        owned=owned,
        matches=near == "by plex.tv",
        rows=[row(local=True), *([row()] if is_listed else [])],
    )
    column = list(REMOTE_STATES).index(remote_state)
    is_near = near in ("by plex.tv", "by a proof")
    letter = RELAY_TABLE[owned, is_near, has_local][column]
    bench = Bench()
    is_proved = near == "by a proof"
    shown = report(ON_RELAY, *candidates, THROUGH, proved_near=is_proved), server
    bench.show(shown)
    assert bench.show(shown, after=HOUR) == LETTERS[letter]


@pytest.mark.parametrize("kind", FailureKind)
def test_failures_that_mean_remote_access_is_refused(kind: FailureKind) -> None:
    """REMOTE_ACCESS_REFUSED requires that nothing answered, not even a stranger."""
    bench = Bench()
    shown = report(ON_RELAY, tried(remote(), kind), THROUGH), AWAY
    bench.show(shown)
    told = bench.show(shown, after=HOUR)
    is_cut_off = kind in (
        FailureKind.DNS,
        FailureKind.BLOCKED,
        FailureKind.REFUSED,
        FailureKind.UNREACHABLE,
        FailureKind.TIMEOUT,
        FailureKind.RESET,
    )
    assert told == {REFUSED if is_cut_off else RELAY_LONG}


@pytest.mark.parametrize("shown", [LONG, CUT_OFF])
@pytest.mark.parametrize(
    "kind", [each for each in ConnectionType if each is not ON_RELAY]
)
def test_not_on_a_relay(shown: Shown, kind: ConnectionType) -> None:
    """A server that is offline or reached directly raises no relay alert."""
    bench = Bench()
    other = replace(shown[0], connection_type=kind), shown[1]
    bench.show(other)
    assert bench.show(other, after=2 * HOUR) == NOTHING


@pytest.mark.parametrize("shown", [LONG, CUT_OFF])
def test_pinned_relay(shown: Shown) -> None:
    """A pinned relay is intended and raises no alert."""
    bench = Bench()
    chosen = replace(shown[0], pinned=relay().url), shown[1]
    bench.show(chosen)
    assert bench.show(chosen, after=2 * HOUR) == NOTHING


@pytest.mark.parametrize("patience", [60.0, 120.0, HOUR])
def test_gap_is_no_longer_than_the_time_itself(patience: float) -> None:
    """Time on the relay counts anew after that time elsewhere, five minutes at most."""
    gap = min(patience, 300.0)
    for elsewhere, raised in ((gap - 1, {RELAY_LONG}), (gap, NOTHING)):
        bench = Bench(patience=patience)
        bench.show(LONG)
        bench.show(WELL, after=patience / 3)
        bench.show(LONG, after=elsewhere)
        assert bench.show(LONG, after=patience * 2 / 3) == raised


@pytest.mark.parametrize("patience", [0.0, 60.0, 300.0])
def test_refused_access_explains_a_relay_however_short(patience: float) -> None:
    """Of the two relay alerts, the one whose cause holds is raised."""
    bench = Bench(patience=patience)
    bench.show(CUT_OFF)
    assert bench.show(CUT_OFF, after=599) == NOTHING
    assert bench.show(CUT_OFF, after=1) == {REFUSED}
    assert REFUSED not in bench.show(LONG)
    assert bench.show(LONG, after=patience) == {RELAY_LONG}
    assert bench.show(CUT_OFF) == ({REFUSED} if patience < 300 else NOTHING)
    assert bench.show(CUT_OFF, after=600) == {REFUSED}


HEARD = replace(local(66), is_announced=True)
"""An address announced on the LAN, which may be forged."""

HTTP_TABLE = [
    # connection type, https candidates, result of the http variant, raised?
    (OFF, [tried(local(), TLS), tried(local(11), TIMEOUT)], None, True),
    # No https candidate: the server's secure connections are disabled.
    (OFF, [], None, True),
    (OFF, [LOCAL_DEAD, REMOTE_DEAD, tried(relay(), TIMEOUT)], None, True),
    # https reaches it from outside, or did at the last attempt.
    (ConnectionType.REMOTE, [LOCAL_DEAD, tried(remote())], None, False),
    (ON_RELAY, [LOCAL_DEAD, THROUGH], None, False),
    (OFF, [LOCAL_DEAD, tried(remote())], None, False),
    (OFF, [LOCAL_DEAD, tried(remote(), UNTRIED)], None, False),
    (OFF, [LOCAL_DEAD, tried(local(11), UNTRIED)], None, False),
    (OFF, [tried(local(), FailureKind.UNAUTHORIZED)], None, False),
    (OFF, [tried(local(), FailureKind.STARTING)], None, False),
    (ConnectionType.LOCAL, [LOCAL_DEAD], None, False),
    (OFF, [LOCAL_DEAD], TIMEOUT, False),
    (OFF, [LOCAL_DEAD], FailureKind.WRONG_SERVER, False),
    (OFF, [LOCAL_DEAD], UNTRIED, False),
    # A LAN announcement counts only if it works.
    (OFF, [LOCAL_DEAD, tried(HEARD, UNTRIED)], None, True),
    (OFF, [LOCAL_DEAD, tried(HEARD, TLS)], None, True),
    (OFF, [LOCAL_DEAD, tried(HEARD)], None, False),
]


@pytest.mark.parametrize(("kind", "secure", "plain", "is_raised"), HTTP_TABLE)
def test_plain_http_only(
    kind: ConnectionType,
    secure: list[CandidateReport],
    plain: FailureKind | str | None,
    is_raised: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """HTTP_ONLY is raised if only the http variant answers, near or far."""
    bench = Bench()
    shown = report(kind, *secure, tried(twin(), plain)), AWAY
    bench.show(shown)
    assert bench.show(shown, after=HOUR - 1) == ({HTTP_ONLY} if is_raised else NOTHING)


def test_plain_http_allowed() -> None:
    """With plain http allowed, the http variant is an ordinary candidate."""
    bench = Bench()
    allowed = tried(local(scheme="http"))
    for kind in (ConnectionType.LOCAL, ConnectionType.REMOTE):
        shown = report(kind, LOCAL_DEAD, allowed), HERE
        bench.show(shown)
        assert bench.show(shown, after=HOUR) == NOTHING
    bench.show(PLAIN)
    assert bench.show(PLAIN, after=HOUR) == {HTTP_ONLY}
    shown = report(OFF, LOCAL_DEAD, allowed), HERE
    assert bench.show(shown) == NOTHING


def test_plain_http_only_lasts_until_https_works() -> None:
    """HTTP_ONLY lasts until https works, even if the http variant's answer is lost."""
    bench = Bench()
    bench.show(PLAIN)
    assert bench.show(PLAIN, after=300) == {HTTP_ONLY}
    for each in (
        report(OFF, LOCAL_DEAD, tried(twin())),
        report(OFF, LOCAL_DEAD, tried(twin(), TIMEOUT)),
        report(OFF, tried(local(), UNTRIED), tried(twin(), UNTRIED)),
    ):
        assert bench.show((each, HERE), after=HOUR) == {HTTP_ONLY}
    works = report(ConnectionType.REMOTE, tried(local()), tried(twin()))
    assert bench.show((works, HERE)) == NOTHING


def test_working_https_voids_the_answer_on_plain_http() -> None:
    """A server that is offline the next day is offline, not reachable by http only."""
    bench = Bench()
    bench.show(PLAIN)
    works = report(ConnectionType.LOCAL, tried(local()), tried(twin()))
    bench.show((works, HERE), after=60)
    off = report(OFF, LOCAL_DEAD, tried(twin())), HERE
    bench.show(off, after=24 * HOUR)
    assert bench.show(off, after=HOUR) == NOTHING
    later = START + timedelta(days=1)
    again = report(OFF, LOCAL_DEAD, tried(twin(), at=later)), HERE
    bench.show(again)
    assert bench.show(again, after=300) == {HTTP_ONLY}


def test_refusal_that_ends() -> None:
    """A refusal ends at once, and the next one starts its full time limit."""
    bench = Bench()
    bench.show(REJECTED)
    bench.show(WELL, after=599)
    bench.show(REJECTED)
    assert bench.show(REJECTED, after=599) == NOTHING
    assert bench.show(REJECTED, after=1) == {ACCESS_REFUSED}
    assert bench.show(WELL) == NOTHING


@pytest.mark.parametrize(
    ("shown", "is_raised"),
    [
        (report(OFF, REMOTE_DEAD, pinned=remote().url), True),
        (report(OFF, pinned=remote().url), True),
        (report(OFF, LOCAL_DEAD, pinned="https://gone.test:32400"), True),
        (report(OFF, REMOTE_DEAD), False),
        (report(OFF, REMOTE_DEAD, pinned=remote().url, starting=True), False),
        (report(ConnectionType.REMOTE, tried(remote()), pinned=remote().url), False),
        (report(None, pinned=remote().url), False),
    ],
)
def test_pinned(shown: ConnectionReport, is_raised: bool) -> None:  # noqa: FBT001
    """PINNED_DOWN: pinned and offline, whether or not the address is still offered."""
    bench = Bench()
    bench.show((shown, HERE))
    told = bench.show((shown, HERE), after=60)
    assert told == ({PINNED_DOWN} if is_raised else NOTHING)


@pytest.mark.parametrize(
    ("words", "is_raised"),
    [
        ([False], True),
        ([True], False),
        ([None], False),
        ([False, True], False),
        ([True, False], True),
        ([False, None], True),
        ([], False),
    ],
)
@pytest.mark.parametrize("owned", [True, False])
def test_owner_lost(
    words: list[bool | None],
    is_raised: bool,  # noqa: FBT001 - a column of the table
    owned: bool,  # noqa: FBT001
) -> None:
    """OWNER_LOST follows an owned server's latest claim, over any connection."""
    candidates = [
        tried(remote(20 + n), claimed=each, at=START + timedelta(seconds=n))
        for n, each in enumerate(words)
    ]
    liar = tried(twin(), claimed=False, at=START + timedelta(hours=1))
    shown = report(ConnectionType.REMOTE, *candidates, liar), record(owned=owned)
    bench = Bench()
    bench.show(shown)
    told = bench.show(shown, after=600)
    assert (OWNER_LOST in told) is (is_raised and owned)


def test_pinning_another_address() -> None:
    """Another pinned address starts its own minute; unpinning ends the alert."""
    bench = Bench()
    bench.show(DOWN)
    assert bench.show(DOWN, after=60) == {PINNED_DOWN}
    other = replace(DOWN[0], pinned=local().url), HERE
    assert bench.show(other) == NOTHING
    assert bench.watch.delay() == 60
    assert bench.show(other, after=60) == {PINNED_DOWN}
    assert bench.show(LOST) == NOTHING
    assert bench.watch.delay() is None


def test_several_at_once() -> None:
    """Alerts run on separate clocks; `delay()` is that of the next one."""
    bench = Bench()
    bad = replace(
        LONG[0],
        needs_authorization_check=True,
    )
    bench.show((bad, HERE))
    told: list[frozenset[Alert]] = []
    while (delay := bench.watch.delay()) is not None:
        told.append(bench.show((bad, HERE), after=delay))
    assert told == [
        {ACCESS_REFUSED},
        {ACCESS_REFUSED, RELAY_LONG},
    ]
    assert bench.now == 1000 + HOUR


# With a real monitor.


async def live(
    world: World,
    monitor: ServerMonitor,
    watch: AlertMonitor,
    server: ServerRecord,
    seconds: float,
) -> list[frozenset[Alert]]:
    """Observe reports over `seconds`; return the alerts at each change."""
    told = [watch.observe(server, monitor.report)]
    until = world.clock() + seconds
    while world.clock() < until:
        delay = watch.delay()
        step = min(monitor.next_delay(), until - world.clock())
        step = step if delay is None else min(step, delay)
        await world.keep(monitor, max(step, 0.001))
        told.append(watch.observe(server, monitor.report))
    return [each for n, each in enumerate(told) if n == 0 or each != told[n - 1]]


def test_refused_access_at_work() -> None:
    """A relay raises REMOTE_ACCESS_REFUSED after ten minutes; a direct path ends it."""

    async def main() -> None:
        world = World()
        far, through = world.add(remote(), silent=True), world.add(relay())
        hidden = world.add(local(on_link=False), silent=True)
        monitor = world.monitor(hidden, far, through)
        watch = AlertMonitor(clock=world.clock, relay_patience=HOUR)
        await monitor.check(CheckReason.START)
        assert await live(world, monitor, watch, AWAY, 590) == [NOTHING]
        assert await live(world, monitor, watch, AWAY, 2 * HOUR) == [NOTHING, {REFUSED}]
        world.mend(far)
        told = await live(world, monitor, watch, AWAY, 290)
        assert told == [{REFUSED}, NOTHING]
        assert monitor.report.active == far

    run(main())


def test_relay_for_long_at_work() -> None:
    """RELAY_LONG: a LAN name that does not resolve (DNS rebinding protection)."""

    async def main() -> None:
        world = World()
        near, through = world.add(local(), failure=FailureKind.DNS), world.add(relay())
        monitor = world.monitor(near, through)
        watch = AlertMonitor(clock=world.clock, relay_patience=HOUR)
        await monitor.check(CheckReason.START)
        told = await live(world, monitor, watch, HERE, HOUR + 60)
        assert told == [NOTHING, {RELAY_LONG}]
        monitor.forget()
        assert await live(world, monitor, watch, HERE, HOUR) == [{RELAY_LONG}]

    run(main())


def test_hiccup_is_not_plain_http_only() -> None:
    """A momentary failure of https alone does not raise HTTP_ONLY."""

    async def main() -> None:
        world = World()
        near, plain = world.add(local()), world.add(twin())
        monitor = world.monitor(near, world.add(remote()), plain)
        watch = AlertMonitor(clock=world.clock, relay_patience=HOUR)
        await monitor.check(CheckReason.START)
        world.cut(near, kind=FailureKind.RESET)
        await monitor.check(CheckReason.PUSH_LOST)
        assert world.sent(plain) == 1
        world.mend(near)
        assert await live(world, monitor, watch, HERE, HOUR) == [NOTHING]
        world.cut(near, plain, remote(), kind=FailureKind.REFUSED)
        assert await live(world, monitor, watch, HERE, HOUR) == [NOTHING]
        assert monitor.report.connection_type is OFF

    run(main())


def test_plain_http_only_at_work() -> None:
    """An expired certificate raises HTTP_ONLY once nothing else reaches the server."""

    async def main() -> None:
        world = World()
        near = world.add(local(), failure=FailureKind.TLS_EXPIRED)
        far = world.add(remote())
        monitor = world.monitor(near, far, world.add(twin()))
        watch = AlertMonitor(clock=world.clock, relay_patience=HOUR)
        await monitor.check(CheckReason.START)
        assert await live(world, monitor, watch, HERE, HOUR) == [NOTHING]
        world.cut(far)
        assert await live(world, monitor, watch, HERE, HOUR) == [NOTHING, {HTTP_ONLY}]
        assert world.sent(twin()) == 2
        world.mend(near)
        told = await live(world, monitor, watch, HERE, 2 * HOUR)
        assert told == [{HTTP_ONLY}, NOTHING]
        assert monitor.report.active == near

    run(main())


def test_access_refused_and_pinned_down_at_work() -> None:
    """ACCESS_REFUSED does not count toward PINNED_DOWN, nor the reverse."""

    async def main() -> None:
        world = World()
        near, far = world.add(local()), world.add(remote())
        monitor = world.monitor(near, far)
        watch = AlertMonitor(clock=world.clock, relay_patience=HOUR)
        monitor.pin(near.url)
        await monitor.check(CheckReason.START)
        world.cut(near, kind=FailureKind.UNAUTHORIZED)
        told = await live(world, monitor, watch, HERE, HOUR)
        assert told == [NOTHING, {ACCESS_REFUSED}]
        world.cut(near, kind=FailureKind.REFUSED)
        told = await live(world, monitor, watch, HERE, HOUR)
        assert told == [{ACCESS_REFUSED}, NOTHING, {PINNED_DOWN}]
        monitor.pin(None)
        assert await live(world, monitor, watch, HERE, 10) == [NOTHING]
        assert monitor.report.active == far

    run(main())


# Laws.

results = st.sampled_from([UNTRIED, None, TIMEOUT, TLS, FailureKind.UNAUTHORIZED])
candidate_reports = st.tuples(
    st.builds(tried, st.sampled_from([local(), local(on_link=False)]), results),
    st.builds(
        tried,
        st.just(remote()),
        results,
        claimed=st.sampled_from([None, True, False]),
    ),
    st.builds(tried, st.just(twin()), results, at=st.sampled_from([START])),
    st.just(THROUGH),
)
reports = st.builds(
    lambda kind, candidates, leave_out, pinned, rejected, starting: report(
        kind,
        *(each for n, each in enumerate(candidates) if n not in leave_out),
        pinned=pinned,
        needs_authorization_check=rejected,
        starting=starting,
    ),
    st.sampled_from([None, *ConnectionType, ON_RELAY, ON_RELAY]),
    candidate_reports,
    st.sets(st.integers(0, 3)),
    st.sampled_from([None, None, remote().url, relay().url]),
    st.booleans(),
    st.booleans(),
)
records = st.builds(
    record,
    owned=st.booleans(),
    matches=st.booleans(),
    rows=st.lists(st.builds(row, local=st.booleans()), max_size=2),
)
seen = st.tuples(reports, records)
usual = st.sampled_from([LONG, CUT_OFF, PLAIN, REJECTED, DOWN, WELL, LOST, UNKNOWN])
pauses = st.sampled_from([0.0, 1.0, 59.0, 60.0, 299.0, 300.0, 599.0, 600.0, HOUR])
patiences = st.sampled_from([0.0, 60.0, 300.0, 600.0, HOUR])
TICK = 1 / 1024
"""Seconds; sums of these are exact. With any fraction a time may be due by rounding."""
fractions = st.integers(0, 5000 * 1024).map(lambda number: number * TICK)
courses = st.lists(st.tuples(usual | seen, pauses | fractions), max_size=30)


@examples(200)
@given(courses, patiences)
def test_law_of_any_course(course: list[tuple[Shown, float]], patience: float) -> None:
    """No alert without a connection type, one alert per cause, none early.

    `delay()` is a promise: nothing changes before it has passed, however often the
    monitor observes, and it is never 0 after an observation.
    """
    bench = Bench(patience=patience)
    for shown, pause in course:
        told = bench.show(shown)
        assert bench.show(shown) == told
        if shown[0].connection_type is None:
            assert told == NOTHING
        assert not {RELAY_LONG, REFUSED} <= told
        assert told <= bench.watch.raised_or_recent
        delay = bench.watch.delay()
        assert delay is None or delay > 0
        steady = pause if delay is None else min(pause, delay - TICK)
        assert bench.show(shown, after=steady) == told
        assert bench.show(shown, after=pause - steady) >= told


@examples(200)
@given(seen | usual, patiences, st.lists(st.integers(0, 2000), max_size=20))
def test_law_of_time(shown: Shown, patience: float, steps: list[int]) -> None:
    """While nothing changes, alerts only appear, however often it is observed."""
    bench = Bench(patience=patience)
    told = bench.show(shown)
    for each in steps:
        later = bench.show(shown, after=each)
        assert later >= told
        told = later
    once = Bench(patience=patience)
    once.show(shown)
    assert once.show(shown, after=sum(steps)) == told
    final = bench.show(shown, after=2 * HOUR)
    assert bench.watch.delay() is None
    assert once.show(shown, after=2 * HOUR) == final


@examples(200)
@given(courses, seen | usual, patiences)
@example(course=[(UNCLAIMED, 600.0), (UNCLAIMED, 0.0)], last=LONG, patience=0.0)
def test_law_of_rest(
    course: list[tuple[Shown, float]], last: Shown, patience: float
) -> None:
    """After a while only the lasting state counts, not what came before.

    Two alerts keep a history: HTTP_ONLY, whose http variant is tried once, and
    OWNER_LOST, until the server reports its claim again.
    """
    bench, new = Bench(patience=patience), Bench(patience=patience)
    for shown, pause in course:
        bench.show(shown)
        bench.now += pause
    waits = 0
    for each in (bench, new):
        each.show(last)
        while (delay := each.watch.delay()) is not None:
            each.show(last, after=delay)
            waits += 1
    assert waits <= 2 * 2 * len(Alert)
    lasting = {HTTP_ONLY} | ({OWNER_LOST} if last[0].claimed is None else set())
    assert bench.show(last) - lasting == new.show(last) - lasting


@examples(100)
@given(courses, patiences, patiences)
def test_law_of_patience(
    course: list[tuple[Shown, float]], first: float, second: float
) -> None:
    """A longer time limit for relays never raises RELAY_LONG earlier."""
    short, long = Bench(patience=min(first, second)), Bench(patience=max(first, second))
    was_told = False
    for shown, pause in course:
        if shown[0].connection_type is ON_RELAY and shown is not LONG:
            # REMOTE_ACCESS_REFUSED, which explains a relay, has its own order.
            continue
        was_told |= RELAY_LONG in short.show(shown)
        assert was_told >= (RELAY_LONG in long.show(shown))
        short.now += pause
        long.now += pause


def test_path_failures_need_no_answer() -> None:
    """Path failures are exactly those that need no answer from any peer."""
    ladder = list(FailureKind)
    assert set(ladder[: ladder.index(FailureKind.TLS_NAME)]) == PATH_FAILURES


@pytest.mark.parametrize(("shown", "trouble", "patience"), CASES)
@pytest.mark.parametrize("share", [0.5, 1.0])
def test_resumes_after_a_restart(
    shown: Shown, trouble: Alert, patience: float, share: float
) -> None:
    """A restart resumes alerts: at once if raised before, else after the rest."""
    before = Bench()
    before.show(shown)
    before.show(shown, after=share * patience)
    states = [StoredAlert.from_dict(each.to_dict()) for each in before.watch.state()]
    assert [(each.alert, each.lasted) for each in states] == [
        (trouble, share * patience)
    ]
    bench = Bench(now=5.0)
    bench.watch.restore(states)
    assert bench.show(UNKNOWN) == NOTHING
    assert bench.show(shown) == ({trouble} if share == 1 else NOTHING)
    if share < 1:
        assert bench.watch.delay() == pytest.approx((1 - share) * patience)
        assert bench.show(shown, after=patience) == {trouble}


def test_ended_just_before_a_restart() -> None:
    """A problem that ends before a restart is raised at once if it soon returns."""
    before = Bench()
    before.show(REJECTED)
    before.show(REJECTED, after=600)
    before.show(WELL, after=10)
    before.now += 100
    for pause, told in ((199.0, {ACCESS_REFUSED}), (200.0, NOTHING)):
        bench = Bench()
        bench.watch.restore(before.watch.state())
        assert bench.show(REJECTED, after=pause) == told


@pytest.mark.parametrize(
    "wrong",
    [
        {"trouble": "toothache"},
        {"lasted": -1.0},
        {"gone": -1.0},
        {"gone": "long"},
        {"is_told": None},
    ],
)
def test_invalid_stored_alert(wrong: dict[str, Any]) -> None:
    """Invalid stored alerts raise ValueError naming the field."""
    state = StoredAlert(alert=PINNED_DOWN, lasted=1.0, gone=1.0, is_raised=True)
    assert StoredAlert.from_dict(state.to_dict()) == state
    with pytest.raises(ValueError, match=r"lasted|gone|trouble|is_told"):
        StoredAlert.from_dict(state.to_dict() | wrong)
