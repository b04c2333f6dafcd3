"""Laws of what is written into another integration's entry, whatever happens."""

from typing import Any

from hypothesis import given, strategies as st

from custom_components.plex_connection.connection import FailureKind
from custom_components.plex_connection.core_plex.ledger import Ledger
from tests.examples import examples

from .household import LAN, MANUAL, PUBLIC, RELAY, Household, Place, entry_data

STEPS = 50
"""Steps in each of ten courses: 500 in the suite, 35,000 in the long runs."""

OTHER_LAN = LAN.replace("192-168-1-12", "192-168-1-13")
URLS = (LAN, OTHER_LAN, PUBLIC, RELAY, MANUAL)

failures = st.none() | st.sampled_from(FailureKind)
places = st.tuples(
    st.just("place"),
    st.sampled_from(URLS),
    failures,
    st.booleans(),
    st.sampled_from([True, True, False, None]),
    st.booleans(),
)
edits = st.tuples(st.just("edit"), st.sampled_from(URLS))
lost = st.tuples(st.just("lost"), st.sampled_from([LAN, PUBLIC]))
found = st.tuples(st.just("found"), st.sampled_from([LAN, PUBLIC]))
waits = st.tuples(st.just("wait"), st.sampled_from([1, 5, 31, 125, 301, 620]))
rare = st.one_of(
    places,
    edits,
    st.tuples(st.just("meanwhile"), places | edits),
    st.tuples(st.just("rewrite")),
    st.tuples(st.just("core"), st.booleans()),
    st.tuples(st.just("up"), st.booleans()),
    st.tuples(st.just("form"), st.booleans()),
    st.tuples(st.just("resume")),
    st.tuples(st.just("click")),
    st.tuples(st.just("restart")),
)
steps = st.one_of(lost, found, waits, waits, rare)


def apply(household: Household, step: Any) -> None:  # noqa: C901, PLR0912 - one case each
    """Apply one step; the household itself objects to a write against a law."""
    match step:
        case "place", url, failure, self_signed, believed, listed:
            household.places[url] = Place(
                failure=failure,
                is_self_signed=self_signed,
                believed=believed,
                listed=listed,
                is_relay=url == RELAY,
            )
        case "lost", url:
            household.places[url] = Place(failure=FailureKind.TIMEOUT, believed=False)
        case "found", url:
            household.places[url] = Place()
        case "edit", url:
            household.edit(entry_data(url))
        case "wait", seconds:
            household.run(seconds)
        case "meanwhile", other:
            household.meanwhile.append(lambda: apply(household, other))
        case ("rewrite",):
            household.edit(entry_data(LAN.replace("5e1d", "0000")))
        case "core", is_failing:
            household.is_failing = is_failing
        case "up", is_up:
            household.is_up = is_up
        case "form", is_known:
            data = entry_data(LAN)
            household.data = data if is_known else {**data, "server_config": None}
        case ("resume",):
            household.ledger = household.ledger.resumed()
        case ("click",):
            click(household)
        case ("restart",):
            restart(household)


def click(household: Household) -> None:
    """Change the address by hand, and at times put it back: all is as it was."""
    before = household.click()
    if before is not None and len(household.writes) % 2:
        household.data = dict(before)


def restart(household: Household) -> None:
    """Restart Home Assistant: what is stored is all that is left."""
    kept = household.ledger.to_dict(household.now)
    household.ledger = Ledger.from_dict(kept, household.now, 0.0)
    household.watch.forget()


def live(follow: bool, course: list[Any]) -> Household:  # noqa: FBT001
    """Return a home after a course of steps."""
    household = Household(
        places={LAN: Place(), PUBLIC: Place(), RELAY: Place(is_relay=True)},
        data=entry_data(LAN),
        is_following=follow,
    )
    for step in course:
        apply(household, step)
    return household


@given(st.booleans(), st.lists(steps, min_size=STEPS, max_size=STEPS))
@examples(10)
def test_writes(follow: bool, course: list[Any]) -> None:  # noqa: FBT001
    """Only what verifies, is direct and the right server, and once in ten minutes."""
    live(follow, course)


def test_course_that_writes() -> None:
    """The courses above are not empty: such a one writes three times."""
    to_and_fro = [("lost", LAN), ("found", PUBLIC), ("wait", 620)]
    back = [("lost", PUBLIC), ("found", LAN), ("wait", 620)]
    household = live(follow=True, course=[*to_and_fro, *back, *to_and_fro])
    assert [each.target for _, each in household.writes] == [PUBLIC, LAN, PUBLIC]

    by_hand = [("lost", LAN), ("wait", 125), ("click",), ("click",)]
    household = live(follow=False, course=by_hand)
    assert len(household.writes) == 1
    assert household.url == LAN
