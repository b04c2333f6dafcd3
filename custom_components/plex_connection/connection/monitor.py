"""One server's connection: watched, kept, replaced, reported."""

from collections.abc import Callable, Iterable
from datetime import datetime
from random import Random

from .cache import CacheKey, ConnectionCache
from .models import Attempt, Candidate, ConnectionState, Networks, Prober
from .polling import ProbeGate
from .reports import CheckReason, ConnectionReport, Rejection


class ServerMonitor:
    """Watches one server. Checks are serialised; everything else returns at once."""

    def __init__(
        self,
        server_id: str,
        prober: Prober,
        *,
        clock: Callable[[], float],
        now: Callable[[], datetime],
        rng: Random,
        gate: ProbeGate,
        cache: ConnectionCache,
        cache_key: CacheKey,
        label: str = "",
    ) -> None:
        """Create a monitor without candidates and without a verdict.

        `clock` is monotonic seconds, `now` the time in UTC, `label` the server's
        name for the log (hostile text: it is capped and cleaned here).
        """
        raise NotImplementedError

    @property
    def report(self) -> ConnectionReport:
        """The verdict as it stands; equal to the last one if nothing changed."""
        raise NotImplementedError

    def set_candidates(
        self,
        candidates: Iterable[Candidate],
        rejected: Iterable[Rejection] = (),
        *,
        networks: Networks,
    ) -> None:
        """Take the candidates as they are offered now.

        What is known of those that stay is kept. An active candidate that is no
        longer offered stays in the report until the next check, which is due at
        once. `networks` re-types a candidate by the peer it turned out to have.
        """
        raise NotImplementedError

    def restore(self, state: ConnectionState) -> None:
        """Take the state from before a restart, so that there is a verdict at once.

        May come before or after `set_candidates`; without effect when the cache is
        disabled, for a relay, and for an url that is not (or no longer) offered.
        """
        raise NotImplementedError

    def state(self) -> ConnectionState | None:
        """Return what is worth keeping over a restart; None without a verdict."""
        raise NotImplementedError

    async def check(
        self,
        reason: CheckReason,
        *,
        on_first: Callable[[ConnectionReport], None] | None = None,
        on_needs_discovery: Callable[[], None] | None = None,
    ) -> ConnectionReport:
        """Look after the connection; what that costs depends on the reason.

        `on_first` gets a report as soon as there is a usable connection other than
        the one before, `on_needs_discovery` is called, at most once, as soon as it
        is clear that plex.tv should be asked: both before the check has ended.
        """
        raise NotImplementedError

    async def test_all(
        self, on_attempt: Callable[[Attempt], None] | None = None
    ) -> tuple[Attempt, ...]:
        """Probe every candidate, whatever its breaker says, and change nothing else.

        If the active one fails the next check is due at once.
        """
        raise NotImplementedError

    def next_delay(self) -> float:
        """Return seconds until the next check is due, 0 if it is."""
        raise NotImplementedError

    def note_operation(self) -> None:
        """Something uses the connection now: what can wait for idle time waits."""
        raise NotImplementedError

    def record_operation(self, *, ok: bool) -> None:
        """Learn how an operation on the active candidate went.

        Success counts as the candidate's test. After a failure of the path call
        `check(OPERATION_FAILED)`; here it only ends the state's freshness.
        """
        raise NotImplementedError

    def note_push(self, *, up: bool) -> None:
        """Learn whether the push channel is open over the active candidate."""
        raise NotImplementedError

    def close(self) -> None:
        """End the monitoring: the state may be evicted from the cache again."""
        raise NotImplementedError
