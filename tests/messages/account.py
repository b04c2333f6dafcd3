"""An account in virtual time: what happens to its servers, and its messages."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import json

from custom_components.plex_connection.connection import ConnectionType
from custom_components.plex_connection.diagnosis import Problem
from custom_components.plex_connection.messages.message import Message, Times
from custom_components.plex_connection.messages.policy import AccountMessages, Wanted

START = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
EVERYTHING = Wanted(offline=True, problem=True, relay_after=600.0, grace=120.0)

LOCAL, REMOTE = ConnectionType.LOCAL, ConnectionType.REMOTE
RELAY, OFFLINE = ConnectionType.RELAY, ConnectionType.OFFLINE

SOONEST = 0.05
"""Minimum seconds of a timer, as in Home Assistant."""


@dataclass
class Account:
    """The policy, its clocks, and the messages so far with their times."""

    wanted: Wanted = EVERYTHING
    at: float = 0.0
    """Seconds since the start."""
    booted: float = 0.0
    """When the monotonic clock began."""
    reported: list[tuple[float, Message]] = field(default_factory=list)
    shown: dict[str, tuple[ConnectionType, bool, Problem, float]] = field(
        default_factory=dict
    )
    to_check: list[frozenset[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Create the policy."""
        self.policy = self._policy()

    def _policy(self) -> AccountMessages:
        return AccountMessages(
            self.wanted,
            Times(
                clock=lambda: self.at - self.booted,
                now=lambda: START + timedelta(seconds=self.at),
            ),
        )

    def show(
        self,
        *servers: str,
        kind: ConnectionType = LOCAL,
        starting: bool = False,
        problem: Problem = Problem.NONE,
        lasted: float = 0.0,
    ) -> None:
        """Publish the state of servers."""
        for server in servers:
            self.shown[server] = (kind, starting, problem, lasted)
            self._observe(server)
        self._collect()

    def _observe(self, server: str) -> None:
        kind, is_starting, problem, lasted = self.shown[server]
        others = self.policy.observe(
            server,
            kind=kind,
            is_starting=is_starting,
            problem=problem,
            problem_lasted=lasted,
        )
        self.to_check.append(others)

    def _collect(self) -> None:
        self.reported += [(self.at, message) for message in self.policy.due()]

    def elapse(self, seconds: float) -> None:
        """Let time pass, with a timer as Home Assistant has it."""
        until = self.at + seconds
        while (delay := self.policy.next_delay()) is not None:
            if self.at + max(delay, SOONEST) > until + SOONEST:
                break
            self.at += max(delay, SOONEST)
            self._collect()
        self.at = max(self.at, until)

    def restart(self, seconds: float = 0.0, *, wanted: Wanted | None = None) -> None:
        """Load the stored policy after a while; the states are published again."""
        stored = json.loads(json.dumps(self.policy.to_dict()))
        self.at += seconds
        self.booted = self.at
        self.wanted = wanted or self.wanted
        self.policy = self._policy()
        self.policy.load(stored)
        for server in self.shown:
            self._observe(server)
        self._collect()

    def notes(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return kind and servers of each message so far."""
        return [(str(each.kind), each.servers) for _, each in self.reported]

    def only(self) -> Message:
        """Return the only message so far."""
        ((_, message),) = self.reported
        return message
