"""Problems and stays on the relay: each once, and one message for one cause."""

from datetime import timedelta

import pytest

from custom_components.plex_connection.diagnosis import Problem
from custom_components.plex_connection.messages.message import MessageKind
from custom_components.plex_connection.messages.policy import Wanted

from .account import OFFLINE, RELAY, REMOTE, START, Account

HOUR = 3600.0
PORT = Problem.PORT_UNREACHABLE


@pytest.fixture
def account() -> Account:
    """Return an account with two servers, well for an hour."""
    account = Account()
    account.show("attic", "barn")
    account.elapse(HOUR)
    return account


def test_problem_and_its_end(account: Account) -> None:
    """Told after the grace time, and when it has been gone for long."""
    account.show("attic", problem=PORT)
    account.elapse(119)
    assert account.notes() == []
    account.elapse(HOUR)
    assert account.only().problem is PORT
    account.show("attic")
    account.elapse(600)
    account.restart(5)
    account.elapse(HOUR)
    assert account.notes() == [("problem", ("attic",)), ("solved", ("attic",))]
    assert account.reported[-1][1].lasted == HOUR + 119


def test_since_is_when_the_cause_began(account: Account) -> None:
    """It has lasted before it is shown, and the messages count that, too."""
    began = account.at
    account.elapse(900)
    account.show("attic", problem=PORT, lasted=900)
    account.elapse(10)
    account.restart(10)
    account.elapse(100)
    assert account.only().since == START + timedelta(seconds=began)
    account.show("attic")
    account.elapse(HOUR)
    assert account.reported[-1][1].lasted == 900 + 120


def test_changed_problem(account: Account) -> None:
    """Another problem is reported; one that comes and goes is not, again and again."""
    for _ in range(6):
        account.show("attic", problem=PORT)
        account.elapse(400)
        account.show("attic", problem=Problem.DOUBLE_NAT)
        account.elapse(400)
    assert account.notes()[:2] == [("problem", ("attic",))] * 2
    times = [at for at, _ in account.reported]
    for first, third in zip(times, times[2:], strict=False):
        assert third - first >= HOUR


def test_problem_through_an_outage(account: Account) -> None:
    """A problem that an outage hides for a while is neither solved nor new."""
    account.show("attic", problem=PORT)
    account.elapse(HOUR)
    account.show("attic", kind=OFFLINE, problem=Problem.SERVER_OFF)
    account.elapse(5 * HOUR)
    account.show("attic")
    account.elapse(900)
    account.show("attic", problem=PORT)
    account.elapse(5 * HOUR)
    assert [str(each.kind) for _, each in account.reported] == [
        "problem",
        "offline",
        "back",
    ]


def test_same_problem_of_several(account: Account) -> None:
    """Together it is one message; what concerns all is one even at different times."""
    account.show("attic", problem=PORT)
    account.elapse(30)
    account.show("barn", problem=PORT)
    account.elapse(HOUR)
    assert account.notes() == [("problem", ("attic", "barn"))]
    account.show("attic", problem=Problem.PLEX_TV_DOWN)
    account.elapse(290)
    account.show("barn", problem=Problem.PLEX_TV_DOWN)
    account.elapse(HOUR)
    assert account.notes()[1:] == [("problem", ("attic",))]


def test_flapping_that_outages_tell(account: Account) -> None:
    """Outages that were reported are no problem of their own; what goes on later is."""
    account.show("attic", kind=OFFLINE)
    account.elapse(600)
    account.show("attic", problem=Problem.FLAPPING)
    account.elapse(1800)
    account.show("attic")
    account.elapse(5 * HOUR)
    assert account.notes() == [("offline", ("attic",)), ("back", ("attic",))]
    account.show("attic", problem=Problem.FLAPPING)
    account.elapse(HOUR)
    assert account.notes()[2:] == [("problem", ("attic",))]


def test_relay_that_stays(account: Account) -> None:
    """Told once, after its own time, with the problem that is known then."""
    account.show("attic", kind=RELAY)
    account.elapse(599)
    assert account.notes() == []
    account.elapse(1)
    account.policy.explain(account.only(), PORT)
    account.show("attic", kind=RELAY, problem=PORT)
    account.elapse(5 * HOUR)
    assert account.notes() == [("relay", ("attic",))]
    account.show("attic")
    account.elapse(5 * HOUR)
    assert account.notes() == [("relay", ("attic",))]


def test_relay_that_a_problem_explains(account: Account) -> None:
    """A message about the problem reported it already."""
    account.show("attic", kind=RELAY, problem=PORT)
    account.elapse(5 * HOUR)
    assert account.notes() == [("problem", ("attic",))]
    assert account.policy.is_relay_explained("attic")
    account.show("attic", kind=REMOTE)
    assert not account.policy.is_relay_explained("attic")


def test_relay_stays_flap(account: Account) -> None:
    """At most one an hour; a restart of the server does not end a stay."""
    for _ in range(10):
        account.show("attic", kind=RELAY)
        account.elapse(700)
        account.show("attic")
        account.elapse(60)
    times = [at for at, _ in account.reported]
    assert len(times) == 2
    assert times[1] - times[0] >= HOUR
    account.elapse(HOUR)
    account.show("attic", kind=RELAY)
    account.elapse(400)
    account.show("attic", kind=OFFLINE)
    account.elapse(30)
    account.show("attic", kind=RELAY)
    account.elapse(170)
    assert len(account.reported) == 3


def test_only_what_is_wanted() -> None:
    """Without the outages, their causes are reported like any other problem."""
    account = Account(wanted=Wanted(problem=True))
    account.show("attic")
    account.elapse(HOUR)
    account.show("attic", kind=RELAY)
    account.elapse(HOUR)
    account.show("attic", kind=OFFLINE, problem=Problem.SERVER_OFF)
    account.elapse(HOUR)
    message = account.only()
    assert (message.kind, message.problem) == (
        MessageKind.PROBLEM,
        Problem.SERVER_OFF,
    )


@pytest.mark.parametrize(
    "stored",
    [
        None,
        {},
        {"outages": [], "problems": {}, "relay": {}},
        {"outages": {"attic": {}}, "problems": {}, "relay": {}},
        {"outages": {}, "problems": {"attic": {"covered": False, "shown": "x"}}},
        {"outages": {"attic": 3}, "problems": {}, "relay": {}},
    ],
)
def test_unreadable(account: Account, stored: object) -> None:
    """What cannot be read is refused as a whole, and everything begins anew."""
    with pytest.raises(ValueError, match=r"not a mapping|wrong shape"):
        account.policy.load(stored)
    account.show("attic", "barn")
    account.elapse(HOUR)
    assert account.notes() == []
