"""Predicts which servers will soon be used, to pre-warm their connections (rule 17).

Learns from uses alone: a server that is never used is never warmed, and without a
known habit there is nothing to wait for. Where the first uses of an hour lie close
together, as an automation's do, a probe is due a few seconds earlier, so that its
socket is still open at the use; else one at the start of the hour makes the
connection fresh.

The wall clock may jump: it only tells the hour. The monotonic clock measures limits
and waits.

Measured (x86-64, CPython 3.14, 100 servers): 2 to 3 µs for a use that is not the
first of its hour, 7 to 24 µs for the next delay, 3 to 5 ms once an hour if all
servers are used in every hour of the week; 21 KB for a server used six hours a
day, 51 KB for one used in all of them.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Any

from .deserialize import MalformedError, read, read_list
from .usage import HOUR, UsagePattern, hour_of

SERVERS = 100
"""Maximum servers with habits; the least recently used (by hour) is dropped."""

PER_DAY = 8
"""Maximum probes of a server in 24 hours. Each defers the next due check by a whole
interval and so costs half a probe on average: within the 330 requests of a day."""

EARLY = 0.5
"""Seconds by which a timer may fire early and still count as on time."""

LEAD = 3.5
"""Seconds ahead of the earliest expected moment. With the six between the moments and
an early timer that makes ten; an unused socket stays open for fifteen (rule 18)."""

HOUR_GRACE = 300.0
"""Seconds from the start of an hour in which its probe still makes sense."""

REST_MOMENT = 10.0
"""Seconds after a use for which the socket is open anyway."""

REST_HOUR = 300.0
"""Seconds after a use for which the connection is fresh anyway."""

WINDOW = 24 * HOUR

CLOCK_TOLERANCE = 2.0
"""Seconds the wall clock may gain or lose unnoticed until the hour is over."""


@dataclass(kw_only=True, slots=True)
class _Plan:
    """A planned probe."""

    hour: int
    ready_at: float
    over_at: float
    """Monotonic seconds, as is `ready_at`."""
    has_moment: bool
    worth: float

    @property
    def rest(self) -> float:
        """Return the seconds after a use for which it is needless."""
        return REST_MOMENT if self.has_moment else REST_HOUR


@dataclass(kw_only=True, slots=True)
class _Server:
    """Habits, last use and probes of one server."""

    pattern: UsagePattern = field(default_factory=UsagePattern)
    used_at: float = -inf
    warmed_at: tuple[float, ...] = ()
    warmed_hours: tuple[int, ...] = ()
    plan: _Plan | None = None


class PrewarmQueue:
    """Learns when servers are used; decides which to warm, and when."""

    def __init__(
        self, *, clock: Callable[[], float], now: Callable[[], datetime]
    ) -> None:
        """Create a queue without habits.

        `clock` is monotonic seconds, `now` the local time with its zone.
        """
        self._clock = clock
        self._now = now
        self._servers: OrderedDict[str, _Server] = OrderedDict()
        self._hours: tuple[tuple[int, float], ...] = ()
        """This hour and the next, and their starts in monotonic seconds."""
        self._seen: tuple[float, timedelta | None] = (inf, None)
        """Seconds of the wall clock ahead of the monotonic one; its zone's offset."""

    def note_use(self, server_id: str) -> None:
        """Note that a server is used now."""
        self._check_clock()
        server = self._servers.setdefault(server_id, _Server())
        server.used_at = now = self._clock()
        hour, began_at = self._hours[0]
        if server.pattern.was_used(hour):
            if (plan := server.plan) is not None:
                plan.ready_at = max(plan.ready_at, now + plan.rest)
            return
        server.pattern.note(hour, min(max(0.0, now - began_at), HOUR))
        self._servers.move_to_end(server_id)
        if len(self._servers) > SERVERS:
            self._servers.popitem(last=False)
        server.plan = self._plan(server)

    def forget(self, server_id: str) -> None:
        """Forget a server's habits."""
        self._servers.pop(server_id, None)

    def next_delay(self) -> float | None:
        """Return seconds until something may be due, 0 if it is.

        At most until the end of the hour, when the queue reads the clock again; None if
        no habit can make anything due. Call it again after each use.
        """
        self._check_clock()
        hour = self._hours[0][0]
        if not any(server.pattern.is_alive(hour) for server in self._servers.values()):
            return None
        now = self._clock()
        wait = min((plan.ready_at for _, plan in self._plans()), default=inf) - now
        if wait <= EARLY:
            return 0.0
        # A little after the hour, so that it has begun by the wall clock too.
        return min(wait, self._hours[1][1] + EARLY - now)

    def due(self) -> list[str]:
        """Return the servers to warm now, most urgent first, each once.

        A known moment goes before an hour; then the likelier goes first.
        """
        self._check_clock()
        now = self._clock()
        ready = [
            (plan, server_id)
            for server_id, plan in self._plans()
            if plan.ready_at - EARLY <= now
        ]
        ready.sort(key=lambda each: (not each[0].has_moment, -each[0].worth, each[1]))
        for plan, server_id in ready:
            server = self._servers[server_id]
            server.warmed_at = (*server.warmed_at, now)[-PER_DAY:]
            # Only this hour and the next are ever compared.
            server.warmed_hours = (*server.warmed_hours, plan.hour)[-2:]
            server.plan = self._plan(server)
        return [server_id for _, server_id in ready]

    def to_dict(self) -> dict[str, Any]:
        """Return the habits as JSON can hold them."""
        return {
            "servers": [
                {"server_id": server_id, "hours": server.pattern.to_list()}
                for server_id, server in self._servers.items()
            ]
        }

    def load(self, data: Any) -> None:
        """Replace the habits by stored ones.

        Raises ValueError if anything is malformed, and then changes nothing.
        """
        if not isinstance(data, dict):
            raise MalformedError("habits", "not a mapping")
        servers: OrderedDict[str, _Server] = OrderedDict()
        for item in read_list(data, "servers"):
            server_id = read(item, "server_id", str)
            if server_id in servers or len(servers) == SERVERS:
                raise MalformedError("servers", "one too many")
            servers[server_id] = _Server(pattern=UsagePattern.from_dict(item, "hours"))
        self._servers = servers
        self._hours = ()

    def _check_clock(self) -> None:
        """Plan again if the hour is over or the wall clock was set."""
        local, now = self._now(), self._clock()
        ahead, zone = local.timestamp() - now, local.utcoffset()
        if (
            self._hours
            and now < self._hours[1][1]
            and zone == self._seen[1]
            and abs(ahead - self._seen[0]) <= CLOCK_TOLERANCE
        ):
            return
        self._seen = ahead, zone
        offset = local.minute * 60 + local.second + local.microsecond / 1e6
        # Through UTC: in spring the next hour is not the next number.
        following = local.astimezone(UTC) + timedelta(seconds=HOUR - offset)
        self._hours = (
            (hour_of(local), now - offset),
            (hour_of(following.astimezone(local.tzinfo)), now - offset + HOUR),
        )
        for server in self._servers.values():
            server.plan = self._plan(server)

    def _plans(self) -> list[tuple[str, _Plan]]:
        """Return all plans, after replacing those that have expired."""
        now = self._clock()
        for server in self._servers.values():
            if (plan := server.plan) and plan.over_at <= max(now, plan.ready_at):
                server.plan = self._plan(server)
        return [
            (server_id, server.plan)
            for server_id, server in self._servers.items()
            if server.plan is not None
        ]

    def _plan(self, server: _Server) -> _Plan | None:
        """Return the next probe in this hour or the next, None if there is none."""
        now = self._clock()
        for hour, began_at in self._hours:
            if not self._is_worth_it(server, hour):
                continue
            moment = server.pattern.moment(hour)
            over_at = began_at + (HOUR_GRACE if moment is None else moment)
            plan = _Plan(
                hour=hour,
                ready_at=began_at if moment is None else over_at - LEAD,
                over_at=over_at,
                has_moment=moment is not None,
                worth=server.pattern.worth(hour),
            )
            plan.ready_at = max(plan.ready_at, server.used_at + plan.rest)
            if len(server.warmed_at) == PER_DAY:
                plan.ready_at = max(plan.ready_at, server.warmed_at[0] + WINDOW + EARLY)
            if max(now, plan.ready_at) < over_at:
                return plan
        return None

    def _is_worth_it(self, server: _Server, hour: int) -> bool:
        """Return whether to warm for an hour: likely, not yet used, not yet warmed."""
        return (
            hour not in server.warmed_hours
            and not server.pattern.was_used(hour)
            and server.pattern.is_likely(hour)
            and server.pattern.rank(hour) < PER_DAY
        )
