"""The made-up week before the demo: how its three servers were connected.

Times are hours before now, so that the last day always has events. None of it has
happened; it is what the simulated servers would have made of such a week.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, pi
from random import Random

SEED = 20261103
"""Fixed, so that every demo has the same week."""

WEEK = timedelta(days=7)
SAMPLE = timedelta(minutes=5)
"""The check interval of a local server."""

OFFLINE = "offline"
RELAY = "relay"

BUSY_HOUR = 20
"""The hour of the day when the internet is slowest."""
BUSY_BY = 0.4
"""By how much remote answers slow down then."""

NIGHT = 23.5
MORNING = 7.0
"""Hours of the day when a friend turns the server off and on again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One change of a server's connection."""

    at: datetime
    kind: str
    reason: str
    lasted_ms: int
    """Duration of the change."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """One server, with its addresses and latencies by type of connection."""

    name: str
    addresses: dict[str, str]
    latencies: dict[str, float]
    """Milliseconds under normal conditions."""
    story: tuple[tuple[float, str, str, int], ...]
    """Hours before now, type, reason, and duration in ms; oldest first."""
    sleeps: bool = False
    """Whether it is off at night."""

    def turns(self, now: datetime) -> tuple[Turn, ...]:
        """Return the turns of the week before now, oldest first."""
        told = [
            Turn(
                at=now - timedelta(hours=hours), kind=kind, reason=reason, lasted_ms=ms
            )
            for hours, kind, reason, ms in self.story
        ]
        return (*told, *(self._nights(now) if self.sleeps else ()))

    def _nights(self, now: datetime) -> Iterator[Turn]:
        """Yield the turns of past nights."""
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        for days in reversed(range(WEEK.days)):
            evening = midnight - timedelta(days=days + 1) + timedelta(hours=NIGHT)
            morning = midnight - timedelta(days=days) + timedelta(hours=MORNING)
            if morning < now - SAMPLE and evening > now - WEEK + SAMPLE:
                off = int((morning - evening).total_seconds() * 1000)
                yield Turn(at=evening, kind=OFFLINE, reason="lost", lasted_ms=7_400)
                yield Turn(at=morning, kind="remote", reason="recovered", lasted_ms=off)


ATTIC = Server(
    name="Attic",
    addresses={
        "local": "192.168.40.12:32400",
        "remote": "203.0.113.40:31234",
        RELAY: "198.51.100.77:8443",
    },
    latencies={"local": 2.6, "remote": 24.0, RELAY: 118.0},
    story=(
        (168, "local", "first", 140),
        (141.3, "remote", "failover", 412),
        (140.1, "local", "fail_back", 95),
        (93.6, "remote", "failover", 388),
        (92.9, RELAY, "failover", 1_240),
        (91.2, "remote", "fail_back", 160),
        (90.8, "local", "upgrade", 102),
        (44.2, "remote", "failover", 521),
        (43.9, "local", "fail_back", 88),
        (6.4, "remote", "failover", 304),
        (5.7, "local", "fail_back", 91),
    ),
)

CABIN = Server(
    name="Cabin",
    addresses={"remote": "203.0.113.66:32400", RELAY: "198.51.100.78:8443"},
    latencies={"remote": 49.0, RELAY: 126.0},
    story=(
        (168, "remote", "first", 250),
        (118.5, OFFLINE, "lost", 9_100),
        (118.1, "remote", "recovered", 1_440_000),
        (66.0, RELAY, "failover", 1_310),
        (63.4, "remote", "fail_back", 240),
        (11.2, RELAY, "failover", 1_180),
        (9.8, "remote", "fail_back", 233),
    ),
)

HARBOUR = Server(
    name="Harbour",
    addresses={"remote": "203.0.113.120:32411"},
    latencies={"remote": 66.0},
    story=((168, "remote", "first", 280),),
    sleeps=True,
)

SERVERS = (ATTIC, CABIN, HARBOUR)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """A server's state at one moment."""

    at: datetime
    kind: str
    latency_ms: float | None
    """None: no answer."""
    relay_minutes: float
    """Minutes on the relay since midnight."""


def stretches(
    turns: tuple[Turn, ...], until: datetime
) -> Iterator[tuple[datetime, timedelta, str]]:
    """Yield start, duration and type of each stretch, split at midnight."""
    ends = [*(turn.at for turn in turns[1:]), until]
    for turn, end in zip(turns, ends, strict=True):
        start = turn.at
        while start < (last := min(end, until)):
            midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
            stop = min(last, midnight + timedelta(days=1))
            yield start, stop - start, turn.kind
            start = stop


def _relay_minutes(turns: tuple[Turn, ...], at: datetime) -> float:
    """Return the minutes on the relay between midnight and `at`."""
    times = (
        lasted
        for start, lasted, kind in stretches(turns, at)
        if kind == RELAY and start.date() == at.date()
    )
    return sum(times, timedelta()) / timedelta(minutes=1)


def samples(server: Server, now: datetime) -> list[Sample]:
    """Return a server's samples every few minutes, oldest first."""
    chance = Random(f"{SEED} {server.name}")  # noqa: S311 - no secret
    turns = server.turns(now)
    found = []
    at = now - WEEK
    while at < now:
        kind = next(turn.kind for turn in reversed(turns) if turn.at <= at)
        usual = server.latencies.get(kind)
        found.append(
            Sample(
                at=at,
                kind=kind,
                latency_ms=None if usual is None else _latency(usual, kind, at, chance),
                relay_minutes=_relay_minutes(turns, at),
            )
        )
        at += SAMPLE
    return found


def _latency(usual: float, kind: str, at: datetime, chance: Random) -> float:
    """Return a random latency: rarely faster than usual, sometimes much slower."""
    hour = at.hour + at.minute / 60
    evening = max(0.0, cos((hour - BUSY_HOUR) / 24 * 2 * pi))
    crowd = 1.0 if kind == "local" else 1.0 + BUSY_BY * evening**2
    return round(usual * crowd * chance.lognormvariate(0.04, 0.07), 1)
