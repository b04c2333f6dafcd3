"""Laws of the messages, over random weeks: none missing, none twice, none false."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given, strategies as st

from custom_components.plex_connection.messages.message import MessageKind
from tests.messages.account import OFFLINE, Account

HOUR = 3600.0
GRACE = 120.0

HOUSEHOLD = ("attic", "barn", "cellar", "den")
"""The first three are behind one router."""


@dataclass(frozen=True)
class Outage:
    """One cause, and what it does."""

    servers: tuple[str, ...]
    lasts: float
    then: float
    """Seconds until the next cause."""
    lag: float
    """Seconds between the servers' losses, and between their returns."""
    restarts_at: float | None
    """Share of the outage after which Home Assistant restarts."""


def outages(*, then: st.SearchStrategy[float]) -> st.SearchStrategy[list[Outage]]:
    """Return causes that follow each other."""
    return st.lists(
        st.builds(
            Outage,
            servers=st.sampled_from([HOUSEHOLD[:3], ("attic",), ("den",), HOUSEHOLD]),
            lasts=st.one_of(st.floats(1, 90), st.floats(500, 9000)),
            then=then,
            lag=st.floats(0, 6),
            restarts_at=st.none() | st.floats(0.3, 0.7),
        ),
        max_size=8,
    )


def live(account: Account, causes: Sequence[Outage]) -> None:
    """Let the causes happen, one after the other."""
    account.show(*HOUSEHOLD)
    account.elapse(HOUR)
    for cause in causes:
        for server in cause.servers:
            account.show(server, kind=OFFLINE)
            account.elapse(cause.lag)
        if cause.restarts_at is not None:
            account.elapse(cause.lasts * cause.restarts_at)
            account.restart()
            account.elapse(cause.lasts * (1 - cause.restarts_at))
        else:
            account.elapse(cause.lasts)
        for server in cause.servers:
            account.show(server)
            account.elapse(cause.lag)
        account.elapse(cause.then)


@given(outages(then=st.floats(2 * HOUR, 9 * HOUR)))
def test_causes_that_are_far_apart(causes: list[Outage]) -> None:
    """Each is reported once, with all of its servers, and so is its end."""
    account = Account()
    live(account, causes)
    expected: list[tuple[str, tuple[str, ...]]] = []
    for cause in causes:
        if cause.lasts > GRACE:
            expected += [("offline", cause.servers), ("back", cause.servers)]
    assert account.notes() == expected


@given(outages(then=st.floats(0, 2 * HOUR)))
def test_any_causes(causes: list[Outage]) -> None:
    """Few messages, in an order that makes sense, and in the end all is reported."""
    account = Account()
    live(account, causes)
    account.elapse(5 * HOUR)
    for server in HOUSEHOLD:
        reported = [
            (at, each) for at, each in account.reported if server in each.servers
        ]
        known_offline = False
        for _, message in reported:
            match message.kind:
                case MessageKind.OFFLINE | MessageKind.AGAIN:
                    assert not known_offline, "reported twice"
                    known_offline = True
                case MessageKind.BACK:
                    assert known_offline, "never reported"
                    known_offline = False
                case _:
                    known_offline = message.is_offline
        assert not known_offline, "its end is missing"
        times = [at for at, _ in reported]
        # Two of one outage, the next one, a summary; and on the hour one more.
        assert all(sum(at <= each < at + HOUR for each in times) <= 5 for at in times)


@given(outages(then=st.floats(0, 2 * HOUR)))
def test_lasting_outages_are_reported(causes: list[Outage]) -> None:
    """What lasts longer than a quiet hour is reported while it lasts."""
    account = Account()
    account.show(*HOUSEHOLD)
    account.elapse(HOUR)
    live(account, causes)
    began = account.at
    account.show("attic", kind=OFFLINE)
    account.elapse(HOUR + 2 * GRACE)
    last = [each for _, each in account.reported if "attic" in each.servers][-1]
    assert account.at - began > HOUR
    assert last.kind in (MessageKind.OFFLINE, MessageKind.AGAIN) or last.is_offline
