"""A home in virtual time: addresses, the integration's entry, and what we do about it.

The policy is the real one. Addresses are as the test says, whatever our own checks
believe of them.
"""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, override

from custom_components.plex_connection.connection import FailureKind
from custom_components.plex_connection.core_plex.ledger import WRITE_SPACING, Ledger
from custom_components.plex_connection.core_plex.policy import (
    FOLLOW_HOLD,
    REPAIR_HOLD,
    AddressWatch,
    Decision,
    Finding,
    Situation,
    decide,
)
from custom_components.plex_connection.core_plex.round import AddressTester, find
from custom_components.plex_connection.core_plex.stored_entry import (
    CoreServer,
    read_entry,
    with_url,
)

SERVER = "a" * 40
OTHER = "b" * 40
HASH = "5e1d0c9ab8f74d2e9c6b3a2f1e0d4c5b"

LAN = f"https://192-168-1-12.{HASH}.plex.direct:32400"
PUBLIC = f"https://203-0-113-40.{HASH}.plex.direct:31234"
RELAY = f"https://198-51-100-7.{HASH}.plex.direct:8443"
MANUAL = "http://192.168.1.12:32400"

SHORTEST = 0.5
LONGEST = 60.0
"""Seconds of virtual time between two looks: as the timer says, within these."""


@dataclass(kw_only=True)
class Place:
    """What is at an address."""

    failure: FailureKind | None = None
    """How a test fails that verifies certificates; None: it does not."""
    is_self_signed: bool = False
    """Whether only a test that does not verify succeeds."""
    redirects: bool = False
    is_relay: bool = False
    believed: bool | None = True
    """What our own checks say."""
    listed: bool = True
    """Whether it is one of our candidates."""

    def test(self, *, verify_ssl: bool, is_new: bool) -> FailureKind | None:
        """Return how a test goes."""
        if self.failure is not None:
            return self.failure
        if self.is_self_signed and verify_ssl:
            return FailureKind.TLS_UNTRUSTED
        return FailureKind.REDIRECT if self.redirects and is_new else None


def entry_data(url: str, **config: Any) -> dict[str, Any]:
    """Return the integration's data for an address."""
    return {
        "server": "Attic",
        "server_id": SERVER,
        "server_config": {"url": url, "token": "made-up", **config},
    }


@dataclass(kw_only=True)
class Household(AddressTester):
    """One home; `run` lets time pass."""

    places: dict[str, Place]
    data: dict[str, Any] | None
    """The integration's entry; None: there is none in use."""
    is_following: bool = False
    is_failing: bool = False
    """Whether the integration fails, for whatever reason."""
    is_up: bool = True
    """Whether the server works for us at all."""
    now: float = 1000.0
    ledger: Ledger = field(default_factory=Ledger)
    decisions: list[Decision] = field(default_factory=list)
    writes: list[tuple[float, Finding]] = field(default_factory=list)
    tests: int = 0
    meanwhile: list[Callable[[], None]] = field(default_factory=list)
    """What happens during the next tests."""

    def __post_init__(self) -> None:
        """Start to watch."""
        hold = FOLLOW_HOLD if self.is_following else REPAIR_HOLD
        self.watch = AddressWatch(clock=self.clock, hold=hold)
        self._found_in_round: set[str] = set()

    def clock(self) -> float:
        """Return the time."""
        return self.now

    @property
    def url(self) -> str:
        """Return the integration's address."""
        assert self.data is not None
        url: str = self.data["server_config"]["url"]
        return url

    @override
    async def test(
        self, url: str, server_id: str, *, verify_ssl: bool, is_new: bool
    ) -> FailureKind | None:
        assert server_id == SERVER
        self.tests += 1
        place = self.places.get(url, Place(failure=FailureKind.TIMEOUT))
        outcome = place.test(verify_ssl=verify_ssl, is_new=is_new)
        if outcome is None and verify_ssl and is_new and not place.is_relay:
            self._found_in_round.add(url)
        if self.meanwhile:
            self.meanwhile.pop()()
        return outcome

    def observe(self) -> tuple[CoreServer, Situation] | None:
        """Return what is known, as from a report."""
        if self.data is None:
            self.watch.forget()
            return None
        server = read_entry(self.data, SERVER)
        if server is None:
            self.watch.forget()
            return None
        place = self.places.get(server.url)
        is_known = place is not None and place.listed
        situation = Situation(
            url=server.url,
            is_failing=self.is_failing,
            works=place.believed if is_known and place is not None else None,
            is_relay=is_known and place is not None and place.is_relay,
            direct=self._direct(),
        )
        self.watch.observe(situation)
        return server, situation

    def _direct(self) -> tuple[str, ...]:
        if not self.is_up:
            return ()
        return tuple(
            url
            for url, place in self.places.items()
            if place.listed and place.believed and not place.is_relay
            if url.startswith("https")
        )

    def run(self, seconds: float) -> None:
        """Let time pass, and do what is due."""
        end = self.now + seconds
        while self.now < end:
            self.look()
            delay = self.watch.delay()
            wanted = LONGEST if delay is None else min(LONGEST, max(SHORTEST, delay))
            self.now = min(end, self.now + wanted)
        self.look()

    def look(self) -> None:
        """Do what is due now, as the integration's follower does."""
        if self.observe() is None or not self.watch.wants_round:
            return
        self._found_in_round.clear()
        finding = completed(find(self.watch, self.observe, self))
        self._act(finding)
        self.watch.concluded()

    def _act(self, finding: Finding | None) -> None:
        server = None if self.data is None else read_entry(self.data, SERVER)
        if finding is None or server is None:
            return
        decision = decide(
            finding, server, self.ledger, self.now, follow=self.is_following
        )
        self.decisions.append(decision)
        if decision is Decision.WRITE:
            self.write(finding)

    def click(self) -> Mapping[str, Any] | None:
        """Change the address by hand; return the entry before, None: unchanged."""
        self._found_in_round.clear()
        finding = completed(find(self.watch, self.observe, self, now=True))
        if finding is None or self.ledger.wait(self.now) > 0:
            return None
        before = self.data
        self.write(finding)
        return before

    def write(self, finding: Finding) -> None:
        """Write, if that breaks no law."""
        assert self.data is not None
        assert finding.url == self.url
        assert finding.target in self._found_in_round
        assert not self.places[finding.target].is_relay
        if self.writes:
            assert self.now - self.writes[-1][0] >= WRITE_SPACING
        before = self.data
        self.data = with_url(self.data, finding.target)
        assert with_url(self.data, finding.url) == before
        self.ledger = self.ledger.written(self.now)
        self.writes.append((self.now, finding))
        self.watch.forget()

    def edit(self, data: dict[str, Any]) -> None:
        """Have something else change the entry."""
        before, self.data = self.data, data
        if before is not None and self.is_following:
            self.ledger = self.ledger.after(before, data, self.now)


def completed[T](work: Coroutine[Any, Any, T]) -> T:
    """Return the result of a coroutine that never has to wait."""
    try:
        work.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    msg = "it waits"
    raise AssertionError(msg)
