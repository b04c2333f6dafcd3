"""The situations from which households are to return within seconds."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from simulator.scenario import Action, AddressPlan, Scenario, ServerPlan

from .blocks import SERVER_NAME
from .networks import ELSEWHERE, HOME, PLEX_TV_ROUND_TRIP

LAN_ROUND_TRIP = 0.002
REMOTE_ROUND_TRIP = 0.04
RELAY_ROUND_TRIP = 0.06

LONGEST_BEAT = 9.0
"""Seconds over which the starts are spread: the longest heartbeat, so each has its own
phase."""

GOLDEN = 0.6180339887498949
"""Share of the beat between two households: few starts coincide."""

RELAY_SPREAD = 60.0
"""Seconds over which connections off a relay open: twice the interval of the search for
them, so some open soon after the relay was taken, and some later."""

FIRST_HOST = 20
"""The last byte of the first household's addresses."""
NEW_HOST = 120
"""The last byte after the move."""

PUBLIC = "203.0.113.250"
"""The public address of all at home, as plex.tv sees it."""

type Step = tuple[float, int, Action]
"""Seconds after the start, the number of a household, and the action."""


class Situation(StrEnum):
    """What happens."""

    BLIP = "blip"
    SHORT_LOCAL = "short_local"
    SHORT_REMOTE = "short_remote"
    GONE_LOCAL = "gone_local"
    GONE_REMOTE = "gone_remote"
    MOVED = "moved"
    RENAMED = "renamed"
    RELAYED = "relayed"
    RELAY_ONLY = "relay_only"
    OFF_HOUR = "off_hour"
    OFF_DAY = "off_day"
    OFF_LONG = "off_long"
    RELAYED_EARLY = "relayed_early"
    RELAYED_LATE = "relayed_late"


IN_WORDS: Mapping[Situation, str] = {
    Situation.BLIP: "the LAN is gone for 5 to 10 s: local again",
    Situation.SHORT_LOCAL: "a blip of 4 to 6 s on local",
    Situation.SHORT_REMOTE: "a blip of 4 to 6 s on remote",
    Situation.GONE_LOCAL: "the LAN is gone for good",
    Situation.GONE_REMOTE: "the remote address is gone for good",
    Situation.MOVED: "a new LAN address, plex.tv knows it at once: local again",
    Situation.RENAMED: "a new certificate hash: local again",
    Situation.RELAYED: "on a relay, a direct address works again: direct",
    Situation.RELAY_ONLY: "relay only: shown, from the start of set-up",
    Situation.OFF_HOUR: "off for up to an hour: found (virtual time)",
    Situation.OFF_DAY: "off for up to a day: found (virtual time)",
    Situation.OFF_LONG: "off for one to two days: found (virtual time)",
    Situation.RELAYED_EARLY: "on a relay for up to ten minutes: direct (virtual time)",
    Situation.RELAYED_LATE: "on a relay for up to two hours: direct (virtual time)",
}

BLIPS = {
    Situation.BLIP: (5.0, 10.0),
    Situation.SHORT_LOCAL: (4.0, 6.0),
    Situation.SHORT_REMOTE: (4.0, 6.0),
}
"""Minimum and maximum, in seconds."""

GONE = (Situation.GONE_LOCAL, Situation.GONE_REMOTE)
AWAY = (Situation.SHORT_REMOTE, Situation.GONE_REMOTE, Situation.RELAY_ONLY)
"""Situations with Home Assistant outside the server's network."""
ON_RELAY = (Situation.RELAYED, Situation.RELAY_ONLY)
"""Situations without a working direct address at first."""

PLAYED = (
    *(Situation.RELAY_ONLY, *BLIPS, *GONE),
    *(Situation.MOVED, Situation.RENAMED, Situation.RELAYED),
)
"""Situations with real sockets, in order of set-up; they start in reverse order, so the
last has been on its relay for less than half a minute."""


def household_name(number: int) -> str:
    """Return the name of a household, which is its account's."""
    return f"household_{number:02}"


def server_name(number: int) -> str:
    """Return the name of its server."""
    return f"{SERVER_NAME} {number:02}"


def addresses_of(number: int) -> tuple[str, ...]:
    """Return all present and future addresses of its server."""
    host = FIRST_HOST + number
    return (
        f"192.168.40.{host}",
        f"192.168.40.{NEW_HOST + number}",
        f"203.0.113.{host}",
        f"192.0.2.{host}",
    )


def scenario_of(situation: Situation, households: int) -> Scenario:
    """Return the initial world of a situation.

    No server has LAN announcements: not every switch passes them on.
    """
    return Scenario(
        name=situation,
        accounts={household_name(each): "Alice" for each in range(households)},
        servers=tuple(_server(situation, number) for number in range(households)),
        adapters=(ELSEWHERE if situation in AWAY else HOME,),
        home_public_address=PUBLIC,
        plex_tv_round_trip=PLEX_TV_ROUND_TRIP,
    )


def _server(situation: Situation, number: int) -> ServerPlan:
    lan, _, remote, relay = addresses_of(number)
    is_away, is_relayed = situation in AWAY, situation in ON_RELAY
    return ServerPlan(
        name=server_name(number),
        owner=household_name(number),
        gdm=False,
        profile={} if is_away else {"public_address": PUBLIC},
        addresses=(
            AddressPlan(
                address=lan,
                round_trip=LAN_ROUND_TRIP,
                fault="silent" if is_away or is_relayed else None,
            ),
            AddressPlan(
                address=remote,
                kind="remote",
                round_trip=REMOTE_ROUND_TRIP,
                fault="silent" if is_relayed else None,
            ),
            AddressPlan(
                address=relay, port=8443, kind="relay", round_trip=RELAY_ROUND_TRIP
            ),
        ),
    )


def steps_of(situation: Situation, households: int) -> list[Step]:
    """Return the actions of all households, in order of time.

    A household's first step starts its situation, and the last one ends it.
    """
    steps = (
        (at, number, action)
        for number in range(households)
        for at, action in _steps(situation, number, households)
    )
    return sorted(steps, key=lambda step: step[0])


def _steps(
    situation: Situation, number: int, households: int
) -> Iterator[tuple[float, Action]]:
    phase = number * GOLDEN % 1
    at = phase * LONGEST_BEAT
    lan, new, remote, _ = (f"{each}:32400" for each in addresses_of(number))
    affected = remote if situation in AWAY else lan
    if situation in BLIPS:
        shortest, longest = BLIPS[situation]
        share = number / max(1, households - 1)
        lasts = shortest + share * (longest - shortest)
        yield at, {"do": "vanish", "listener": affected}
        yield at + lasts, {"do": "restore", "listener": affected}
    elif situation in GONE:
        yield at, {"do": "vanish", "listener": affected}
    elif situation is Situation.MOVED:
        # An ARP request for an address without a machine times out after 3 s.
        old, to = lan.partition(":")[0], new.partition(":")[0]
        yield at, {"do": "host", "address": old, "reach": "silent"}
        yield at, {"do": "move", "listener": lan, "address": to}
    elif situation is Situation.RENAMED:
        # A server loads a new certificate by restarting its listeners.
        yield at, {"do": "change_hash", "server": server_name(number)}
        yield at, {"do": "cut", "server": server_name(number)}
    elif situation is Situation.RELAYED:
        healed = remote if number % 2 else lan
        yield phase * RELAY_SPREAD, {"do": "heal", "listener": healed}
