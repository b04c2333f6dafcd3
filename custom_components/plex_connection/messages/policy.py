"""Decides what to tell the user about one account's servers, and when: pure policy."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from ..connection import ConnectionType
from ..connection.deserialize import MalformedError
from ..diagnosis import Problem
from .message import Message, MessageKind, Times
from .outages import Outages
from .problems import Problems
from .relay_stays import RelayStays


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What the user wants to be notified of."""

    offline: bool = False
    problem: bool = False
    relay_after: float | None = None
    """Seconds on the relay; None: never."""
    grace: float = 120.0
    """Seconds that anything has to last."""

    @property
    def anything(self) -> bool:
        """Whether anything is wanted."""
        return self.offline or self.problem or self.relay_after is not None


class AccountMessages:
    """Puts the outages, problems and relay stays of an account into few messages.

    One cause is reported once: a problem that explains an outage or a stay on the relay
    is part of that message, and what a message about a problem explains needs none.
    """

    def __init__(self, wanted: Wanted, times: Times) -> None:
        """Know nothing yet."""
        self._wanted = wanted
        self._times = times
        self._outages = Outages(times, grace=wanted.grace, is_wanted=wanted.offline)
        self._problems = Problems(times, grace=wanted.grace, is_wanted=wanted.problem)
        self._relay = RelayStays(times, after=wanted.relay_after)

    def observe(
        self,
        server_id: str,
        *,
        kind: ConnectionType | None,
        is_starting: bool,
        problem: Problem | None,
        problem_lasted: float,
    ) -> frozenset[str]:
        """Take what is shown of a server; None: there is no verdict yet.

        A server that is starting is not back, and not gone either; one that refuses is
        back, and that is its problem. That has been found for `problem_lasted` seconds.
        Returns which others to check.
        """
        if kind is None:
            return frozenset()
        is_offline = kind is ConnectionType.OFFLINE
        is_out = self._outages.is_out(server_id)
        others = self._outages.observe(
            server_id, is_offline=is_offline or (is_out and is_starting)
        )
        self._relay.observe(server_id, kind)
        if problem is not None:
            self._problems.observe(server_id, problem, problem_lasted)
        return others

    def forget(self, server_id: str) -> None:
        """Forget a server that is no longer watched."""
        for part in (self._outages, self._problems, self._relay):
            part.forget(server_id)

    def keep(self, server_ids: Collection[str]) -> None:
        """Forget all but these servers: the others are no longer watched."""
        for part in (self._outages, self._problems, self._relay):
            part.keep(server_ids)

    def is_relay_explained(self, server_id: str) -> bool:
        """Return whether a message about a problem has reported the relay."""
        return self._relay.is_explained(server_id)

    def conceal(self, message: Message) -> None:
        """Note that a problem is shown elsewhere: its end needs no message either."""
        for server_id in message.servers:
            self._problems.conceal(server_id)

    def due(self) -> Iterator[Message]:
        """Yield the messages that are due, each once."""
        yield from self._outages.due()
        yield from self._relay.due()
        for message in self._problems.due(self._is_reported_as_outage):
            if message.kind is MessageKind.PROBLEM:
                for server_id in message.servers:
                    self._relay.cover(server_id)
            yield message

    def explain(self, message: Message, problem: Problem) -> None:
        """Note that a message names this problem as its cause."""
        if message.kind is MessageKind.RELAY:
            for server_id in message.servers:
                self._problems.cover(server_id, problem)

    def next_delay(self) -> float | None:
        """Return the seconds until something may be due; None: never."""
        parts = (self._outages, self._problems, self._relay)
        at = min(part.next_at() for part in parts)
        return None if at == inf else max(0.0, at - self._times.clock())

    def _is_reported_as_outage(self, server_id: str, problem: Problem | None) -> bool:
        """Return whether messages about an outage tell a problem as well."""
        if not self._wanted.offline:
            return False
        if problem is Problem.FLAPPING and self._outages.is_recent(server_id):
            return True
        return self._outages.is_out(server_id)

    def to_dict(self) -> dict[str, Any]:
        """Return what is known, as JSON can hold it."""
        return {
            "stored": self._times.stored(self._times.clock()),
            "outages": self._outages.to_dict(),
            "problems": self._problems.to_dict(),
            "relay": self._relay.to_dict(),
        }

    def load(self, data: Any) -> None:
        """Restore what was stored; raises ValueError if anything is malformed."""
        parts: dict[str, Outages | Problems | RelayStays] = {
            "outages": self._outages,
            "problems": self._problems,
            "relay": self._relay,
        }
        try:
            stored_at = self._times.read(data, "stored")
            for key, part in parts.items():
                part.load(_mapping(data, key), -inf if stored_at is None else stored_at)
        except (AttributeError, LookupError, TypeError, ValueError) as err:
            for part in parts.values():
                part.load({}, -inf)
            raise MalformedError("messages", "wrong shape") from err


def _mapping(data: Any, key: str) -> Mapping[str, Any]:
    if not isinstance(data, dict) or not isinstance(data.get(key), dict):
        raise MalformedError(key, "not a mapping")
    found: Mapping[str, Any] = data[key]
    return found
