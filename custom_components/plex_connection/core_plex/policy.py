"""When Home Assistant's own Plex integration needs another address: pure policy.

Its address is tested in its own way of connecting, and only on suspicion: what our
checks say of that address, or that the integration fails. An address that works is
left alone, however much better another one would be; a relay is the exception.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import inf

from ..connection import FailureKind
from .ledger import Ledger
from .stored_entry import CoreServer

REPAIR_HOLD = 120.0
"""Seconds that an address must be dead, or a relay, until a repair is created."""

FOLLOW_HOLD = 30.0
"""Seconds that an address must be dead to be replaced without a click: three tests.
The user asked for it, and a player that is back in a minute is what it is for."""

TEST_SPACING = 10.0
"""Seconds between two tests until a loss is certain."""
TEST_SPACING_CERTAIN = 300.0
"""Seconds between two tests of an address that is certainly dead: it may be back."""
TEST_SPACING_STARTING = 60.0
"""Seconds between two tests while the server itself is not ready."""
TEST_SPACING_FINE = 3600.0
"""Seconds between two tests of an address that works although something suggests that
it does not, such as an integration that fails for another reason."""
TEST_SPACING_LEAST = 5.0
"""Seconds between two tests, whatever happens."""

TARGETS = 4
"""Addresses tested at most to find one that may be written."""


class Cause(StrEnum):
    """Why another address is needed."""

    DEAD = "dead"
    RELAY = "relay"


class Decision(StrEnum):
    """What to do about it."""

    REPAIR = "repair"
    """Ask the user."""
    WRITE = "write"
    WAIT = "wait"
    """Not now: it was changed a moment ago, or following is suspended."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Situation:
    """What is known of the integration's address before it is tested."""

    url: str
    """The address that the integration uses."""
    is_failing: bool
    """Whether Home Assistant says that the integration could not be set up."""
    works: bool | None
    """What our own checks last saw at this address; None: it is none of ours."""
    is_relay: bool
    direct: tuple[str, ...]
    """URLs of the direct addresses that work for us, best first."""


class Reason(StrEnum):
    """Why an address does not do, in the words for users."""

    RELAY = "relay"
    NO_ANSWER = "no_answer"
    NAME = "name"
    """The name leads nowhere."""
    CERTIFICATE = "certificate"
    OTHER_SERVER = "other_server"
    NOT_PLEX = "not_plex"
    """Something answers, but no Plex server."""


REASONS = {
    FailureKind.DNS: Reason.NAME,
    FailureKind.TLS_NAME: Reason.CERTIFICATE,
    FailureKind.TLS_EXPIRED: Reason.CERTIFICATE,
    FailureKind.TLS_UNTRUSTED: Reason.CERTIFICATE,
    FailureKind.TLS_OTHER: Reason.CERTIFICATE,
    FailureKind.WRONG_SERVER: Reason.OTHER_SERVER,
    FailureKind.REDIRECT: Reason.NOT_PLEX,
    FailureKind.NOT_PLEX: Reason.NOT_PLEX,
    FailureKind.HTTP_ERROR: Reason.NOT_PLEX,
}
"""All others mean that nothing answers."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """An address that should be replaced, and a tested one to replace it with."""

    cause: Cause
    failure: FailureKind | None
    """Why it is dead; None for a relay."""
    url: str
    target: str

    @property
    def reason(self) -> Reason:
        """Return why, in the words for users."""
        if self.cause is Cause.RELAY or self.failure is None:
            return Reason.RELAY
        return REASONS.get(self.failure, Reason.NO_ANSWER)


class AddressWatch:
    """Follows one address of the integration, from suspicion to certainty."""

    def __init__(self, *, clock: Callable[[], float], hold: float) -> None:
        """Know nothing yet; `clock` in seconds, `hold` until a loss is certain."""
        self._clock = clock
        self._hold = hold
        self._situation: Situation | None = None
        self._failing_since: float | None = None
        self._failure: FailureKind | None = None
        self._relay_since: float | None = None
        self._tested_at: float | None = None
        self._test_at: float | None = None
        """When the next test is due, if nothing changes; None: as soon as possible."""
        self._is_cleared = False
        """Whether the last test found that the address works."""
        self._relay_again_at: float | None = None
        """When a relay is checked again; None: as soon as it is certain."""

    def forget(self) -> None:
        """Start again: the address was replaced, or there is none."""
        self._situation = None
        self._clear()
        self._relay_since = self._relay_again_at = None
        self._test_at = None
        self._is_cleared = False

    def observe(self, situation: Situation) -> None:
        """Take what is known now; a change makes a test due."""
        before = self._situation
        if before is not None and before.url != situation.url:
            self.forget()
            before = None
        if before is None or _trigger(before) != _trigger(situation):
            self._test_at = None
            self._is_cleared = False
        self._situation = situation
        if not situation.direct or not self._is_suspect(situation):
            self._clear()
        if not (situation.is_relay and situation.direct):
            self._relay_since = self._relay_again_at = None
        elif self._relay_since is None:
            self._relay_since = self._clock()

    @property
    def wants_test(self) -> bool:
        """Whether the address should be tested now."""
        delay = self._test_delay()
        return delay is not None and delay <= 0

    def note(self, failure: FailureKind | None) -> None:
        """Take the result of a test of the address; None: it works."""
        now = self._tested_at = self._clock()
        self._is_cleared = failure is None or failure.belongs_to_server
        if failure is None or failure.belongs_to_server:
            self._clear()
            self._test_at = now + self._fine_spacing(failure)
            return
        self._failure = failure
        if self._failing_since is None:
            self._failing_since = now
        is_certain = now - self._failing_since >= self._hold
        self._test_at = now + (TEST_SPACING_CERTAIN if is_certain else TEST_SPACING)

    @property
    def cause(self) -> Cause | None:
        """Return why another address is certainly needed; None: it is not."""
        since, tested = self._failing_since, self._tested_at
        if since is not None and tested is not None and tested - since >= self._hold:
            return Cause.DEAD
        relayed = self._relay_since
        if relayed is not None and self._clock() - relayed >= REPAIR_HOLD:
            return Cause.RELAY
        return None

    @property
    def failure(self) -> FailureKind | None:
        """Return how the last test failed; None: it did not, or there was none."""
        return self._failure

    @property
    def is_fine(self) -> bool:
        """Whether the address is known to need no replacement."""
        situation = self._situation
        if situation is None or (situation.is_relay and situation.direct):
            return False
        return self._is_cleared or not self._is_suspect(situation)

    @property
    def wants_round(self) -> bool:
        """Whether a test or a decision is due."""
        delay = self.delay()
        return delay is not None and delay <= 0

    def concluded(self) -> None:
        """Take that a round has ended; a relay is checked again in a while."""
        if self.cause is Cause.RELAY:
            self._relay_again_at = self._clock() + TEST_SPACING_CERTAIN

    def delay(self) -> float | None:
        """Return the seconds until a test or a decision is due; None: not for now."""
        delays = [self._test_delay()]
        if self._relay_since is not None:
            due = self._relay_again_at or self._relay_since + REPAIR_HOLD
            delays.append(due - self._clock())
        return min((each for each in delays if each is not None), default=None)

    def _test_delay(self) -> float | None:
        situation = self._situation
        if situation is None or not situation.direct or situation.is_relay:
            return None
        if not self._is_suspect(situation):
            return None
        now = self._clock()
        due = now if self._test_at is None else self._test_at
        if self._tested_at is not None:
            due = max(due, self._tested_at + TEST_SPACING_LEAST)
        return due - now

    def _fine_spacing(self, failure: FailureKind | None) -> float:
        """Return the seconds until an address that is not dead is tested again."""
        if failure is not None:
            return TEST_SPACING_STARTING
        situation = self._situation
        if situation is None or situation.is_failing or situation.works is False:
            return TEST_SPACING_FINE
        # Nothing is wrong; only a change can make it so.
        return inf

    def _clear(self) -> None:
        self._failing_since = self._failure = None

    def _is_suspect(self, situation: Situation) -> bool:
        """Return whether anything suggests that the address does not work."""
        if situation.is_failing or situation.works is False:
            return True
        # An address that is none of ours: nothing but a test says how it is.
        return situation.works is None


def _trigger(situation: Situation) -> tuple[object, ...]:
    """Return that part of a situation of which a change makes a test due."""
    best = situation.direct[:1]
    return situation.is_failing, situation.works, situation.is_relay, best


def decide(
    finding: Finding, server: CoreServer, ledger: Ledger, now: float, *, follow: bool
) -> Decision:
    """Return what to do about a finding; `server` is what the entry says now."""
    if server.url != finding.url:
        return Decision.WAIT
    if not follow:
        return Decision.REPAIR
    if ledger.is_suspended or ledger.wait(now) > 0:
        return Decision.WAIT
    return Decision.WRITE
