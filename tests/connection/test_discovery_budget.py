"""Calls to plex.tv in a week, and when they are made (rule 15)."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    DiscoverySchedule,
    DiscoveryTrigger,
    Listings,
    ServerRecord,
)
from tests.examples import examples

from .test_listing import OWN, SHARED

MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY

START = datetime(2026, 11, 3, 9, tzinfo=UTC)
INCIDENT = 2 * DAY + 5 * HOUR
"""Seconds into the week."""

type Condition = Callable[[float], bool]


def never(_: float) -> bool:
    """Never hold."""
    return False


def between(begin: float, end: float) -> Condition:
    """Hold from `begin` to before `end`."""
    return lambda seconds: begin <= seconds < end


class Account:
    """A schedule, driven through simulated time by server reports."""

    def __init__(
        self,
        servers: Iterable[ServerRecord] = (OWN,),
        *,
        unlisted: Condition = never,
        lost: Condition = never,
        astray: Condition = never,
        takes_token: bool = True,
        seed: int = 1,
    ) -> None:
        """Set when each condition holds; start with a good answer."""
        self.seconds = 0.0
        self.calls: list[float] = []
        self.triggers: set[DiscoveryTrigger] = set()
        self.servers = self.listed = tuple(servers)
        self.circumstances = 0
        self.takes_token = takes_token
        self._unlisted, self._lost, self._astray = unlisted, lost, astray
        self.schedule = DiscoverySchedule(
            clock=lambda: self.seconds,
            rng=Random(seed),  # noqa: S311
        )
        self.listings = Listings(
            clock=lambda: self.seconds,
            now=lambda: START + timedelta(seconds=self.seconds),
        )
        self.schedule.succeeded()

    def run(self, end: float, *, report_every: float = 300.0) -> None:
        """Run until `end`; servers report and plex.tv is queried as in production."""
        while self.seconds < end:
            self._report()
            if (trigger := self.schedule.due()) is not None:
                self.triggers.add(trigger)
                self._ask()
            wait = max(1.0, self.schedule.next_delay() + 1)
            self.seconds += min(wait, report_every)

    def minutes(self, since: float = 0.0) -> list[int]:
        """Return the times of calls to plex.tv, in whole minutes."""
        return [round((each - since) / MINUTE) for each in self.calls if each >= since]

    def _report(self) -> None:
        for each in self.servers:
            if self._lost(self.seconds):
                self.schedule.connection_failed(each.server_id)
                continue
            if self.takes_token:
                self.listings.note_use(each.server_id)
            if self._astray(self.seconds):
                self.schedule.connection_distant(each.server_id, self.circumstances)
            else:
                self.schedule.connection_restored(each.server_id)

    def _ask(self) -> None:
        self.calls.append(self.seconds)
        self.schedule.succeeded()
        listed = () if self._unlisted(self.seconds) else self.listed
        self.servers = self.listings.take(listed, self.servers, unwatched=())
        self.schedule.unlisted(self.listings.ages())


@pytest.mark.parametrize("seed", range(5))
def test_quiet_week(seed: int) -> None:
    """A quiet week costs one call a day."""
    account = Account(seed=seed)
    account.run(WEEK)
    assert 6 <= len(account.calls) <= 7


HALF_AN_HOUR = between(INCIDENT, INCIDENT + 30 * MINUTE)


@pytest.mark.parametrize("servers", [(OWN,), (OWN, SHARED)])
@pytest.mark.parametrize("incident", ["lost", "astray"])
def test_week_with_an_incident(
    servers: tuple[ServerRecord, ...], incident: str
) -> None:
    """Half an hour offline or reached from outside; all servers share each call."""
    account = (
        Account(servers, lost=HALF_AN_HOUR)
        if incident == "lost"
        else Account(servers, astray=HALF_AN_HOUR)
    )
    account.run(INCIDENT)
    begin = account.seconds
    account.run(WEEK, report_every=MINUTE)
    assert len(account.calls) <= 12
    calls = [each for each in account.minutes(begin) if each < 60]
    assert calls == ([1, 6, 21] if incident == "astray" else [0, 1, 6, 21])


def test_week_with_a_password_reset() -> None:
    """plex.tv omits all servers for half an hour, from a daily call on."""
    quiet = Account()
    quiet.run(3 * DAY)
    begin = quiet.calls[1]
    account = Account(unlisted=between(begin, begin + 30 * MINUTE))
    account.run(WEEK)
    assert account.minutes(begin)[:5] == [0, 1, 6, 21, 81]
    assert len(account.calls) <= 12
    assert all(each.listed for each in account.servers)


def test_incident_of_every_kind() -> None:
    """Offline, astray and offline again within half an hour share one ladder."""
    begin = INCIDENT
    account = Account(
        lost=lambda at: begin <= at < begin + 600 or begin + 1200 <= at < begin + 1800,
        astray=between(begin + 600, begin + 1200),
    )
    account.run(WEEK, report_every=MINUTE)
    assert len(account.calls) <= 12


@pytest.mark.parametrize("takes_token", [True, False])
@pytest.mark.parametrize("lost", [never, lambda _: True])
def test_week_unlisted_throughout(lost: Condition, *, takes_token: bool) -> None:
    """Calls after 1, 5, 15, 60 min, then every 6 h, for any servers in any state."""
    account = Account(
        (OWN, SHARED), unlisted=lambda _: True, lost=lost, takes_token=takes_token
    )
    account.seconds = DAY
    account.run(DAY + WEEK)
    begin = account.calls[0]
    assert len([each for each in account.calls if each < begin + WEEK]) <= 36


def test_unlisted_server_is_dropped_after_seven_days() -> None:
    """An unlisted server's last call comes after seven days; then one a day."""
    account = Account((OWN, SHARED), unlisted=lambda _: True)
    account.run(2 * DAY)
    begin = account.calls[0]
    assert account.minutes(begin)[:7] == [0, 1, 6, 21, 81, 441, 801]
    account.run(begin + WEEK - MINUTE)
    assert len(account.servers) == 2
    account.run(begin + WEEK + MINUTE)
    assert [each.server_id for each in account.servers] == ["own"]
    assert begin + WEEK <= account.calls[-1] <= begin + WEEK + MINUTE
    made = len(account.calls)
    account.run(begin + 2 * WEEK)
    assert len(account.calls) - made <= 7
    assert account.triggers == {DiscoveryTrigger.STALE}


@pytest.mark.parametrize(("age", "minutes"), [(0.0, 1), (400.0, 14), (8 * HOUR, 321)])
def test_restart_keeps_the_ladder(age: float, minutes: int) -> None:
    """After a restart the next call comes when it would have come."""
    account = Account()
    account.seconds += HOUR
    account.schedule.restore(0.0)
    account.schedule.unlisted({"own": age})
    assert round(account.schedule.next_delay() / MINUTE) == minutes
    account.schedule.unlisted({"own": WEEK})
    assert account.schedule.next_delay() > 23 * HOUR


def test_astray_server() -> None:
    """After 1, 5, 15, 60 min and 6 h; then only the daily call."""
    account = Account(astray=lambda at: at >= HOUR)
    account.run(4 * DAY)
    assert account.minutes(HOUR)[:5] == [1, 6, 21, 81, 441]
    days = [each / DAY for each in account.calls[4:]]
    assert all(1 <= b - a <= 1.05 for a, b in pairwise(days))
    assert account.triggers == {
        DiscoveryTrigger.CONNECTION_FAILURE,
        DiscoveryTrigger.STALE,
    }


def test_astray_server_in_other_circumstances() -> None:
    """Changed rows or networks restart the ladder, within its daily budget."""
    account = Account(astray=lambda at: at >= HOUR)
    account.run(2 * DAY)
    before = account.seconds
    account.circumstances += 1
    account.run(before + 12 * HOUR)
    assert account.minutes(before)[:5] == [1, 6, 21, 81, 441]
    made = len(account.calls)
    for _ in range(100):
        account.circumstances += 1
        account.run(account.seconds + 15 * MINUTE)
    assert len(account.calls) - made <= 6 * 25 / 6


def test_lost_after_astray_is_due_at_once() -> None:
    """A server lost after being astray is looked up at once: it may have moved."""
    account = Account(
        astray=between(HOUR, 90 * MINUTE), lost=lambda at: at >= 90 * MINUTE
    )
    account.run(91 * MINUTE, report_every=MINUTE)
    assert account.minutes(90 * MINUTE)[0] == 0


def test_astray_after_a_day_off_is_new() -> None:
    """A server back astray after a day starts a new ladder; plex.tv learns later."""
    account = Account(lost=between(HOUR, DAY), astray=lambda at: at >= DAY)
    account.run(DAY + 2 * HOUR, report_every=MINUTE)
    assert account.minutes(DAY)[:4] == [1, 6, 21, 81]


@examples(60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["lost", "astray", "well", "unlisted", "listed", "rows"]),
            st.floats(1, 6 * HOUR),
        ),
        max_size=60,
    )
)
def test_law_of_the_day(events: list[tuple[str, float]]) -> None:
    """One server never causes more than 60 calls in 24 hours."""
    state = {"server": "well", "listing": "listed"}
    account = Account(
        (OWN, SHARED),
        lost=lambda _: state["server"] == "lost",
        astray=lambda _: state["server"] == "astray",
        unlisted=lambda _: state["listing"] == "unlisted",
    )
    for event, seconds in events:
        if event == "rows":
            account.circumstances += 1
        else:
            state["listing" if "list" in event else "server"] = event
        account.run(account.seconds + seconds, report_every=MINUTE)
    for call in account.calls:
        assert sum(call <= each < call + DAY for each in account.calls) <= 60
