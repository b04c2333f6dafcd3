"""Servers omitted by plex.tv: how long each is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    Listings,
    ServerRecord,
    Unlisted,
)
from custom_components.plex_connection.connection.listing import UNLISTED_PATIENCE
from tests.examples import examples

HOUR = 3600.0
DAY = 24 * HOUR
START = datetime(2026, 11, 3, 9, tzinfo=UTC)


def record(server_id: str, *, owned: bool = True) -> ServerRecord:
    """Return a plex.tv record of a server."""
    return ServerRecord(
        server_id=server_id,
        name=server_id,
        owner_name=None,
        owned=owned,
        home=False,
        public_address_matches=True,
        https_required=False,
        presence=True,
        relay_available=True,
        version=None,
        platform=None,
        rows=(),
    )


OWN, SHARED = record("own"), record("shared", owned=False)


class Rig:
    """An account with clocks advanced by hand, which can be restarted."""

    def __init__(self) -> None:
        """Start with both servers listed."""
        self.seconds = 100.0
        self.wall = START
        self.servers: tuple[ServerRecord, ...] = (OWN, SHARED)
        self.listings = self._make()

    def _make(self) -> Listings:
        return Listings(clock=lambda: self.seconds, now=lambda: self.wall)

    def answer(self, *listed: ServerRecord, unwatched: str = "") -> set[str]:
        """Have plex.tv list these; return the ids of the servers kept."""
        self.servers = self.listings.take(listed, self.servers, unwatched={unwatched})
        return {each.server_id for each in self.servers}

    def wait(self, seconds: float) -> None:
        """Advance both clocks."""
        self.seconds += seconds
        self.wall += timedelta(seconds=seconds)

    def restart(self, *, wall: datetime | None = None) -> None:
        """Restart, with the state through the store."""
        stored = {key: each.to_dict() for key, each in self.listings.state().items()}
        self.seconds = 7.0
        self.wall = wall or self.wall
        self.listings = self._make()
        self.listings.restore(
            {key: Unlisted.from_dict(each) for key, each in stored.items()}
        )
        self.servers = self.listings.mark(
            replace(each, unlisted_since=None) for each in self.servers
        )


@pytest.fixture
def rig() -> Rig:
    """Return an account with two servers."""
    return Rig()


@pytest.mark.parametrize("left", [(SHARED,), ()])
def test_omitted_server_stays(rig: Rig, left: tuple[ServerRecord, ...]) -> None:
    """An omitted server stays, with its time of omission; an empty list omits all."""
    assert rig.answer(*left) == {"own", "shared"}
    own = next(each for each in rig.servers if each.server_id == "own")
    assert not own.listed
    assert own.unlisted_since == START
    rig.wait(DAY)
    rig.answer(*left)
    assert own in rig.servers
    assert rig.answer(OWN, SHARED) == {"own", "shared"}
    assert all(each.listed for each in rig.servers)
    assert rig.listings.state() == {}


def test_goes_after_seven_days(rig: Rig) -> None:
    """A server goes with the first answer after seven days, not without one."""
    rig.answer()
    rig.wait(UNLISTED_PATIENCE - 1)
    assert rig.answer() == {"own", "shared"}
    rig.wait(1)
    assert len(rig.servers) == 2
    assert rig.answer() == set()
    assert rig.listings.state() == {}


def test_accepted_token_keeps_an_own_server(rig: Rig) -> None:
    """An owned server stays while it accepts our token; a shared one may lag behind."""
    rig.answer()
    for _ in range(10):
        rig.wait(DAY)
        rig.listings.note_use("own")
        rig.listings.note_use("shared")
    assert rig.answer() == {"own"}
    rig.wait(UNLISTED_PATIENCE - 1)
    assert rig.answer() == {"own"}
    rig.wait(1)
    assert rig.answer() == set()
    rig.listings.note_use("own")
    assert rig.listings.state() == {}


def test_unwatched_server_goes_at_once(rig: Rig) -> None:
    """An unwatched server goes at once: only its name is known."""
    assert rig.answer(unwatched="own") == {"shared"}


def test_listing_restarts_the_seven_days(rig: Rig) -> None:
    """The seven days must be consecutive."""
    for _ in range(3):
        rig.answer(SHARED)
        rig.wait(6 * DAY)
        assert rig.answer(OWN, SHARED) == {"own", "shared"}


@pytest.mark.parametrize(
    "wall", [None, datetime(1970, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC)]
)
def test_restart_and_a_machine_without_a_clock(rig: Rig, wall: datetime | None) -> None:
    """Only running time counts, whatever the wall clock shows."""
    rig.answer()
    rig.wait(3 * DAY)
    rig.listings.note_use("own")
    rig.restart(wall=wall)
    assert rig.listings.ages() == {"own": 3 * DAY, "shared": 3 * DAY}
    assert {each.unlisted_since for each in rig.servers} == {START}
    rig.wait(4 * DAY)
    assert rig.answer() == {"own"}
    rig.restart(wall=wall)
    rig.wait(3 * DAY)
    assert rig.answer() == set()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"since": None, "age": 1.0, "unused": 1.0},
        {"since": "yesterday", "age": 1.0, "unused": 1.0},
        {"since": START.isoformat(), "age": -1.0, "unused": 1.0},
        {"since": START.isoformat(), "age": 1.0, "unused": 1e300},
        {"since": START.isoformat(), "age": "long", "unused": 1.0},
        {"since": START.isoformat(), "age": 1.0},
    ],
)
def test_malformed(data: dict[str, Any]) -> None:
    """Impossible values raise ValueError naming the field."""
    with pytest.raises(ValueError, match=":"):
        Unlisted.from_dict(data)


steps = st.one_of(
    st.tuples(st.just("answer"), st.sets(st.sampled_from([OWN, SHARED]))),
    st.tuples(st.just("wait"), st.floats(0, 3 * DAY)),
    st.tuples(st.just("use"), st.sampled_from(["own", "shared"])),
    st.tuples(st.just("restart"), st.none()),
)


@examples(200)
@given(st.lists(steps, max_size=40))
def test_laws(events: list[tuple[str, Any]]) -> None:
    """A server goes with an answer after seven days unlisted and unused, never before.

    The reference counts independently: seconds since each was last listed, and since it
    was listed or accepted our token.
    """
    rig = Rig()
    listed_ago = {"own": 0.0, "shared": 0.0}
    heard_ago = dict(listed_ago)
    unlisted: set[str] = set()
    for step, value in events:
        before = {each.server_id for each in rig.servers}
        match step:
            case "wait":
                rig.wait(value)
                for each in unlisted:
                    listed_ago[each] += value
                    heard_ago[each] += value
            case "use" if value in unlisted:
                rig.listings.note_use(value)
                heard_ago[value] = 0.0
            case "restart":
                rig.restart()
            case "answer":
                listed = {each.server_id for each in value}
                stays = {
                    each
                    for each, ago in (
                        ("own", heard_ago["own"]),
                        ("shared", listed_ago["shared"]),
                    )
                    if each in before and (each not in unlisted or ago < 7 * DAY - 1e-3)
                }
                left = rig.answer(*value)
                assert listed | stays <= left <= listed | before
                gone = before - left
                assert all(each in unlisted for each in gone)
                assert all(
                    (heard_ago if each == "own" else listed_ago)[each] > 7 * DAY - 1e-3
                    for each in gone
                )
                unlisted = left - listed
                for each in {"own", "shared"} - unlisted:
                    listed_ago[each] = heard_ago[each] = 0.0
        assert {each.server_id for each in rig.servers if not each.listed} == unlisted
        assert set(rig.listings.ages()) == unlisted
