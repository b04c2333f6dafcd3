"""Outages: one message for one cause, a flap in one, none for a blip."""

from datetime import timedelta

import pytest

from custom_components.plex_connection.diagnosis import Problem
from custom_components.plex_connection.messages.message import MessageKind
from custom_components.plex_connection.messages.policy import Wanted

from .account import OFFLINE, START, Account

HOUR = 3600.0
TEN = tuple(f"server{number}" for number in range(10))


@pytest.fixture
def account() -> Account:
    """Return an account with one server, online for an hour."""
    account = Account()
    account.show("attic")
    account.elapse(HOUR)
    return account


def test_offline_and_back(account: Account) -> None:
    """After the grace time, with since when; then how long it was gone."""
    account.show("attic", kind=OFFLINE)
    account.elapse(119)
    assert account.notes() == []
    account.elapse(1)
    message = account.only()
    assert (message.kind, message.servers) == (MessageKind.OFFLINE, ("attic",))
    assert message.since == START + timedelta(seconds=HOUR)

    account.elapse(580)
    account.show("attic")
    account.elapse(60)
    _, (_, back) = account.reported
    assert back.kind is MessageKind.BACK
    assert back.since == START + timedelta(seconds=HOUR + 700)
    assert back.lasted == 700
    account.elapse(24 * HOUR)
    assert len(account.reported) == 2


def test_blips(account: Account) -> None:
    """Neither one that is shorter than the grace time, nor many of them."""
    for _ in range(50):
        account.show("attic", kind=OFFLINE)
        account.elapse(115)
        account.show("attic")
        account.elapse(10)
    account.elapse(HOUR)
    assert account.notes() == []


def test_blip_within_an_outage(account: Account) -> None:
    """A server that answers for a moment is not back."""
    account.show("attic", kind=OFFLINE)
    account.elapse(600)
    account.show("attic")
    account.elapse(20)
    account.show("attic", kind=OFFLINE)
    account.elapse(HOUR)
    assert account.notes() == [("offline", ("attic",))]


def test_not_back_until_it_serves(account: Account) -> None:
    """A server that starts is not back yet; one that only starts is not gone."""
    account.show("attic", kind=OFFLINE)
    account.elapse(300)
    account.show("attic", starting=True)
    account.elapse(300)
    assert account.notes() == [("offline", ("attic",))]
    account.show("attic")
    account.elapse(30)
    assert account.reported[-1][1].lasted == 600
    account.show("attic", starting=True)
    account.elapse(600)
    assert len(account.reported) == 2


def test_back_but_refusing(account: Account) -> None:
    """A server that refuses is back; that it refuses is its problem."""
    account.show("attic", kind=OFFLINE)
    account.elapse(300)
    account.show("attic", problem=Problem.ACCESS_REFUSED)
    account.elapse(300)
    assert [str(each.kind) for _, each in account.reported] == [
        "offline",
        "back",
        "problem",
    ]
    assert account.reported[1][1].lasted == 300


@pytest.mark.parametrize(("calm", "at"), [(599, None), (601, 600)])
def test_end_of_a_second_outage(account: Account, calm: float, at: int | None) -> None:
    """Reported once it has been quiet for ten minutes, with the true times."""
    back = 0.0
    for lasts in (300, 200):
        account.show("attic", kind=OFFLINE)
        account.elapse(lasts)
        account.show("attic")
        back = account.at
        account.elapse(calm if lasts == 200 else 100)
    kinds = [str(each.kind) for _, each in account.reported]
    assert kinds == ["offline", "back", "again", *(["back"] if at else [])]
    if at is None:
        account.show("attic", kind=OFFLINE)
        account.elapse(130)
        account.show("attic")
        account.elapse(HOUR)
        (*_, (_, message)) = account.reported
        assert (message.kind, message.times) == (MessageKind.SUMMARY, 1)
        return
    reported, message = account.reported[-1]
    assert reported - back == pytest.approx(at, abs=0.1)
    assert message.since == START + timedelta(seconds=back)
    assert message.lasted == 200
    account.elapse(5 * HOUR)
    assert len(account.reported) == 4


def test_one_again_and_one_not(account: Account) -> None:
    """They are one message all the same."""
    account.show("barn")
    for servers in (("attic",), ("attic", "barn")):
        account.show(*servers, kind=OFFLINE)
        account.elapse(300)
        account.show(*servers)
        account.elapse(HOUR / 6)
    both = ("attic", "barn")
    assert account.notes() == [
        ("offline", ("attic",)),
        ("back", ("attic",)),
        ("offline", both),
        ("back", both),
    ]


def test_end_of_a_second_outage_of_several() -> None:
    """Those that return within a minute are one message then, too."""
    account = Account()
    account.show("attic", "barn")
    account.elapse(HOUR)
    for _ in range(2):
        account.show("attic", "barn", kind=OFFLINE)
        account.elapse(300)
        account.show("attic")
        account.elapse(25)
        account.show("barn")
        account.elapse(120)
    account.elapse(HOUR)
    both = ("attic", "barn")
    assert account.notes() == [
        ("offline", both),
        ("back", both),
        ("again", both),
        ("back", both),
    ]


def test_ten_servers_behind_one_router() -> None:
    """They are noticed within half a minute, and reported once, and so is their return.

    The first one has the others checked.
    """
    account = Account()
    account.show(*TEN)
    account.elapse(HOUR)
    account.to_check.clear()
    for server in TEN:
        account.show(server, kind=OFFLINE)
        account.elapse(3)
    assert account.to_check[0] == {*TEN} - {TEN[0]}
    account.elapse(300)
    assert account.notes() == [("offline", TEN)]
    account.to_check.clear()
    for server in reversed(TEN):
        account.show(server)
        account.elapse(5)
    assert account.to_check[0] == {*TEN} - {TEN[-1]}
    account.elapse(300)
    assert account.notes() == [("offline", TEN), ("back", TEN)]


def test_two_causes() -> None:
    """Servers that go minutes apart are two messages; each is back on its own."""
    account = Account()
    account.show("attic", "barn")
    account.elapse(HOUR)
    account.show("attic", kind=OFFLINE)
    account.elapse(100)
    account.show("barn", kind=OFFLINE)
    account.elapse(600)
    account.show("barn")
    account.elapse(600)
    account.show("attic")
    account.elapse(600)
    assert account.notes() == [
        ("offline", ("attic",)),
        ("offline", ("barn",)),
        ("back", ("barn",)),
        ("back", ("attic",)),
    ]


def test_one_of_a_group_stays_away() -> None:
    """The others are reported after a minute, and it when it returns."""
    account = Account()
    account.show("attic", "barn")
    account.elapse(HOUR)
    account.show("attic", "barn", kind=OFFLINE)
    account.elapse(600)
    account.show("attic")
    account.elapse(600)
    account.show("barn")
    account.elapse(600)
    assert account.notes() == [
        ("offline", ("attic", "barn")),
        ("back", ("attic",)),
        ("back", ("barn",)),
    ]


def test_flap(account: Account) -> None:
    """The second outage announces silence; then a summary an hour, until it is over."""
    began = account.at
    for _ in range(9):
        account.show("attic", kind=OFFLINE)
        account.elapse(300)
        account.show("attic")
        account.elapse(300)
    assert account.notes() == [
        ("offline", ("attic",)),
        ("back", ("attic",)),
        ("again", ("attic",)),
        ("summary", ("attic",)),
    ]
    at, summary = account.reported[-1]
    again_at, _ = account.reported[-2]
    assert at - again_at == HOUR
    assert at - began <= 1.5 * HOUR
    assert summary.times == 6
    assert summary.is_offline, "just now, for the grace time"
    assert summary.lasted == 300 * 6 + 120
    account.elapse(24 * HOUR)
    later = [str(each.kind) for _, each in account.reported[4:]]
    assert later == ["summary"], "one outage was left"
    account.show("attic", kind=OFFLINE)
    account.elapse(HOUR)
    assert account.reported[-1][1].kind is MessageKind.OFFLINE


def test_flap_that_ends_offline(account: Account) -> None:
    """A server that stays away is reported, in an hour at most; and when it is back."""
    for _ in range(2):
        account.show("attic", kind=OFFLINE)
        account.elapse(300)
        account.show("attic")
        account.elapse(300)
    account.show("attic", kind=OFFLINE)
    account.elapse(3 * HOUR)
    summary = account.reported[-1][1]
    assert (summary.kind, summary.times, summary.is_offline) == (
        MessageKind.SUMMARY,
        1,
        True,
    )
    account.show("attic")
    account.elapse(3 * HOUR)
    assert [str(each.kind) for _, each in account.reported[4:]] == ["back"]


def test_second_outage_that_stays(account: Account) -> None:
    """Told at once, and its end after the hour; no summary of nothing."""
    account.show("attic", kind=OFFLINE)
    account.elapse(300)
    account.show("attic")
    account.elapse(300)
    account.show("attic", kind=OFFLINE)
    account.elapse(1000)
    account.show("attic")
    account.elapse(10 * HOUR)
    kinds = [str(each.kind) for _, each in account.reported]
    assert kinds == ["offline", "back", "again", "back"]
    assert account.reported[-1][1].lasted == 1000


@pytest.mark.parametrize("at", [60, 300])
def test_restart(account: Account, at: float) -> None:
    """A restart neither repeats nor loses a message; the outage goes on counting."""
    account.show("attic", kind=OFFLINE)
    account.elapse(at)
    account.restart(90)
    account.elapse(600)
    assert account.notes() == [("offline", ("attic",))]
    assert account.only().since == START + timedelta(seconds=HOUR)
    account.restart(600)
    account.show("attic")
    account.elapse(100)
    assert account.reported[-1][1].lasted == at + 90 + 600 + 600


def test_a_reload_goes_on_waiting() -> None:
    """It takes no longer than without one, but for each server to be seen again."""
    for gap, due in ((5, 120), (60, 150), (61, 60 + 61 + 120)):
        account = Account()
        account.show("attic", "barn")
        account.elapse(HOUR)
        account.show("attic", "barn", kind=OFFLINE)
        account.elapse(60)
        account.restart(gap)
        account.elapse(HOUR)
        assert account.notes() == [("offline", ("attic", "barn"))]
        assert account.reported[0][0] - HOUR == pytest.approx(due, abs=0.1)


def test_nothing_is_reported_of_what_was_not_seen_again() -> None:
    """After a restart, a server that is back, or not checked yet, is no news."""
    account = Account()
    account.show("attic", "barn")
    account.elapse(HOUR)
    account.show("attic", "barn", kind=OFFLINE)
    account.elapse(60)
    shown = account.shown
    account.shown = {"barn": shown["barn"]}
    account.restart(600)
    account.elapse(100)
    assert account.notes() == []
    account.show("attic")
    account.elapse(HOUR)
    assert account.notes() == [("offline", ("barn",))]
    account.policy.keep({"attic"})
    account.shown = {}
    account.restart(600)
    account.show("barn", kind=OFFLINE)
    account.elapse(HOUR)
    assert len(account.reported) == 1


def test_first_look_at_a_server() -> None:
    """One that was never online is no news, and neither is its first answer."""
    account = Account()
    account.show("barn", kind=OFFLINE)
    account.elapse(HOUR)
    account.show("barn")
    account.elapse(HOUR)
    assert account.notes() == []
    account.show("barn", kind=OFFLINE)
    account.elapse(HOUR)
    assert account.notes() == [("offline", ("barn",))]


def test_not_wanted(account: Account) -> None:
    """Nothing is reported; one that is turned on later begins with what comes then."""
    account = Account(wanted=Wanted())
    account.show("attic")
    account.elapse(HOUR)
    account.show("attic", kind=OFFLINE)
    account.elapse(HOUR)
    account.restart(wanted=Wanted(offline=True))
    account.elapse(HOUR)
    account.show("attic")
    account.elapse(HOUR)
    assert account.notes() == []
    account.show("attic", kind=OFFLINE)
    account.elapse(HOUR)
    assert account.notes() == [("offline", ("attic",))]


def test_forgotten(account: Account) -> None:
    """A server that is removed is not reported."""
    account.show("attic", kind=OFFLINE)
    account.elapse(60)
    account.policy.forget("attic")
    account.elapse(HOUR)
    assert account.notes() == []


def test_outage_explains_its_problem(account: Account) -> None:
    """The cause of an outage is no message of its own, before, during or after it."""
    account.show("attic", kind=OFFLINE)
    account.elapse(100)
    account.show("attic", kind=OFFLINE, problem=Problem.SERVER_OFF)
    account.elapse(HOUR)
    account.show("attic", problem=Problem.SERVER_OFF)
    account.elapse(5)
    account.show("attic")
    account.elapse(5 * HOUR)
    assert account.notes() == [("offline", ("attic",)), ("back", ("attic",))]
