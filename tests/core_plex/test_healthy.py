"""No false alarm: what works is never a repair, nor what cannot be changed."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from custom_components.plex_connection.connection import FailureKind
from custom_components.plex_connection.core_plex.policy import Decision

from .household import (
    LAN,
    MANUAL,
    OTHER,
    PUBLIC,
    RELAY,
    Household,
    Place,
    entry_data,
)

HOUR = 3600.0

type Build = Callable[[], Household]
type Life = Callable[[Household], None]


def home(url: str = LAN, **more: Place) -> Household:
    """Return a home whose server is reached over every kind of address."""
    places = {LAN: Place(), PUBLIC: Place(), RELAY: Place(is_relay=True)}
    named = {"manual": MANUAL, "lan": LAN, "public": PUBLIC, "relay": RELAY}
    for name, place in more.items():
        places[named.get(name, url)] = place
    return Household(places=places, data=entry_data(url))


def calm(household: Household) -> None:
    """Let six hours pass."""
    household.run(6 * HOUR)


def off_at_night(household: Household) -> None:
    """Switch the server off for five hours."""
    household.run(HOUR)
    fail(household, FailureKind.TIMEOUT, LAN, PUBLIC, RELAY)
    household.is_up = False
    household.is_failing = True
    household.run(5 * HOUR)
    mend(household)
    household.run(HOUR)


def restart(household: Household) -> None:
    """Restart the server, every hour."""
    for _ in range(5):
        fail(household, FailureKind.REFUSED, LAN, PUBLIC, RELAY)
        household.run(90)
        mend(household)
        household.run(HOUR)


def blips(household: Household) -> None:
    """Lose the LAN for up to 100 seconds, again and again."""
    for seconds in (3, 10, 30, 60, 100, 100):
        fail(household, FailureKind.TIMEOUT, LAN)
        household.run(seconds)
        mend(household)
        household.run(300)


def flaps(household: Household) -> None:
    """Let our own checks lose and find the LAN; it works all the time."""
    for _ in range(60):
        household.places[LAN].believed = False
        household.run(90)
        household.places[LAN].believed = True
        household.run(90)


def direct_at_times(household: Household) -> None:
    """Let a direct address work for a minute at a time."""
    for _ in range(60):
        household.is_up = False
        household.run(120)
        household.is_up = True
        household.run(60)


def fails_for_another_reason(household: Household) -> None:
    """Let the integration fail for days: its token, or plex.tv."""
    household.is_failing = True
    household.run(6 * HOUR)


def fail(household: Household, failure: FailureKind, *urls: str) -> None:
    """Have addresses fail, and our checks notice."""
    for url in urls:
        household.places[url].failure = failure
        household.places[url].believed = False


def mend(household: Household) -> None:
    """Have everything work."""
    household.is_up = True
    household.is_failing = False
    for place in household.places.values():
        place.failure = None
        place.believed = True


def with_data(household: Household, **changes: object) -> Household:
    """Return a home whose entry differs."""
    assert household.data is not None
    return replace(household, data={**household.data, **changes})


HEALTHY: dict[str, tuple[Build, Life]] = {
    "a pinned LAN address": (home, calm),
    "a pinned public address": (lambda: home(PUBLIC), calm),
    "a manual http set-up": (lambda: home(MANUAL, manual=Place(listed=False)), calm),
    "a manual http set-up that our checks do not reach": (
        lambda: home(MANUAL, manual=Place(believed=False)),
        calm,
    ),
    "a self-signed certificate that it does not verify": (
        lambda: with_data(
            home("https://nas.lan:32400", own=Place(is_self_signed=True, listed=False)),
            server_config={"url": "https://nas.lan:32400", "verify_ssl": False},
        ),
        calm,
    ),
    "a proxy of its own": (
        lambda: home("https://plex.example.com:443", own=Place(listed=False)),
        calm,
    ),
    "a proxy that redirects": (
        lambda: home(
            "https://plex.example.com:443", own=Place(listed=False, redirects=True)
        ),
        calm,
    ),
    "an address with a path": (
        lambda: home("https://example.com/plex", own=Place(listed=False)),
        calm,
    ),
    "an address that our checks have not tried": (
        lambda: home(PUBLIC, public=Place(believed=None)),
        calm,
    ),
    "another server": (lambda: with_data(home(), server_id=OTHER), calm),
    "another account": (lambda: replace(home(), data=None), calm),
    "an entry that is disabled": (lambda: replace(home(), data=None), calm),
    "an entry in an unknown form": (lambda: with_data(home(), server_config=[]), calm),
    "a failure for another reason": (home, fails_for_another_reason),
    "a server that is starting": (
        lambda: home(lan=Place(failure=FailureKind.STARTING, believed=None)),
        fails_for_another_reason,
    ),
    "a server that refuses the token": (
        lambda: home(lan=Place(failure=FailureKind.UNAUTHORIZED, believed=None)),
        fails_for_another_reason,
    ),
    "a server that is off at night": (home, off_at_night),
    "a server that restarts": (home, restart),
    "a LAN with blips": (home, blips),
    "checks that flap": (home, flaps),
    "a relay without an alternative": (
        lambda: replace(home(RELAY), is_up=False),
        calm,
    ),
    "a relay with an alternative at times": (lambda: home(RELAY), direct_at_times),
    "a dead address without an alternative": (
        lambda: home(
            lan=Place(failure=FailureKind.TIMEOUT, believed=False),
            public=Place(failure=FailureKind.DNS, believed=False),
        ),
        calm,
    ),
    "an alternative that only we can use": (
        lambda: home(
            lan=Place(failure=FailureKind.DNS, believed=True),
            public=Place(failure=FailureKind.DNS, believed=True),
        ),
        calm,
    ),
}


@pytest.mark.parametrize("name", HEALTHY)
def test_is_left_alone(name: str) -> None:
    """Nothing is shown."""
    build, live = HEALTHY[name]
    household = build()
    live(household)
    assert household.decisions == []


@pytest.mark.parametrize("name", sorted(HEALTHY.keys() - {"a LAN with blips"}))
def test_is_not_followed(name: str) -> None:
    """Nothing is written; a blip of half a minute is what users want followed."""
    build, live = HEALTHY[name]
    household = replace(build(), is_following=True)
    live(household)
    assert household.decisions == []


@pytest.mark.parametrize("name", HEALTHY)
def test_costs_little(name: str) -> None:
    """No household costs more than 13 tests an hour, and a calm one none."""
    build, live = HEALTHY[name]
    household = build()
    live(household)
    hours = (household.now - 1000.0) / HOUR
    assert household.tests <= 6 + 60 * hours
    if name in ("a pinned LAN address", "a pinned public address"):
        assert household.tests == 0


def test_dead() -> None:
    """A dead address is a repair after two minutes, once, until it works again."""
    household = home()
    household.run(HOUR)
    fail(household, FailureKind.REFUSED, LAN)
    household.run(119)
    assert household.decisions == []
    household.run(11)
    assert household.decisions == [Decision.REPAIR]
    assert household.watch.failure is FailureKind.REFUSED
    mend(household)
    household.run(2)
    assert household.watch.is_fine


def test_relay() -> None:
    """So is a relay, while a direct address works."""
    household = home(RELAY)
    household.run(119)
    assert household.decisions == []
    household.run(3)
    assert household.decisions == [Decision.REPAIR]
    assert household.tests == 1


def test_another_server_answers() -> None:
    """The address was given to another machine, which the integration cannot see."""
    household = home()
    fail(household, FailureKind.WRONG_SERVER, LAN)
    household.run(125)
    assert household.decisions == [Decision.REPAIR]


def test_followed() -> None:
    """With the option on: within a minute, never twice in ten."""
    household = replace(home(), is_following=True)
    fail(household, FailureKind.REFUSED, LAN)
    household.run(60)
    assert [(at, each.target) for at, each in household.writes] == [(1030.0, PUBLIC)]
    mend(household)
    fail(household, FailureKind.REFUSED, PUBLIC)
    household.run(569)
    assert len(household.writes) == 1
    household.run(400)
    assert [each.target for _, each in household.writes] == [PUBLIC, LAN]


def test_suspended() -> None:
    """After two changes by others within an hour nothing is written."""
    household = replace(home(), is_following=True)
    for number in (1, 2):
        household.edit(entry_data(f"https://192.168.9.{number}:32400"))
        household.run(10)
    household.run(HOUR)
    assert household.ledger.is_suspended
    assert household.writes == []
    household.ledger = household.ledger.resumed()
    household.run(400)
    assert [each.target for _, each in household.writes] == [LAN]


def test_own_rewrite() -> None:
    """The integration's own rewrite after a new certificate does not count."""
    household = replace(home(), is_following=True)
    for number in range(5):
        new = LAN.replace("5e1d", f"{number:04x}")
        data = entry_data(new)
        data["server_config"]["server"] = "Attic"
        household.edit(data)
    assert not household.ledger.foreign_at
