"""Probes the candidates of one server, and records each result."""

import asyncio
from collections.abc import Callable, Iterable
import logging
from math import inf
from typing import Protocol

from .backoff import Backoff
from .candidates import BUDGET
from .clock import Clock
from .events import MonitorEvent, ProbeFinished, Purpose, RequestSent
from .models import Attempt, Candidate, Prober
from .racing import FinishedAttempt
from .ranking import WAVE
from .reports import ConnectionReport
from .state import ServerState
from .transitions import probe_begun, probe_ended

_LOGGER = logging.getLogger(__name__)


class StateOwner(Protocol):
    """Owns the state of one server; others change it only through `apply`."""

    @property
    def current(self) -> ServerState:
        """Return the current state."""

    @property
    def is_cached(self) -> bool:
        """Return whether cached state may replace a test."""

    @property
    def report(self) -> ConnectionReport:
        """Return the report of the current state."""

    def apply(self, state: ServerState) -> None:
        """Set the state."""

    def emit(self, event: MonitorEvent) -> None:
        """Emit an event."""

    async def await_discovery(self) -> None:
        """Wait briefly for pending discovery, and add its candidates."""


class Probing:
    """Probes candidates; no other code does."""

    def __init__(
        self,
        owner: StateOwner,
        prober: Prober,
        *,
        clock: Clock,
        backoff: Backoff,
        label: str,
    ) -> None:
        """Create it; `label` is the server's name for the log."""
        self._owner = owner
        self._prober = prober
        self._clock = clock
        self._backoff = backoff
        self._label = label

    async def probe(
        self,
        candidate: Candidate,
        purpose: Purpose,
        *,
        is_extra: bool = False,
        budget: float = inf,
    ) -> FinishedAttempt:
        """Probe one candidate and record the result; a cancelled probe has none.

        It counts all the same, as it may have been sent. The failure of an extra probe
        does not lengthen the back-off of a candidate that had failed before. The prober
        gets the candidate as offered: the address that a name resolved to last time
        must not decide which ones it may resolve to now (rule 6). It has `budget`
        seconds, at most those of its type (rule 3).
        """
        owner, url = self._owner, candidate.url
        owner.apply(probe_begun(owner.current, url))
        known = owner.current.candidates[url]
        try:
            attempt = await self._prober.probe(
                known.offered, budget=min(budget, BUDGET[known.candidate.kind])
            )
        except asyncio.CancelledError:
            self._owner.emit(RequestSent(purpose))
            raise
        moment = self._clock.read()
        wait = self._wait_after(attempt, is_extra=is_extra)
        owner.apply(probe_ended(owner.current, attempt, moment, wait=wait))
        found = owner.current.candidates[url].candidate
        _LOGGER.debug(
            "%s: %s over %s: %s",
            self._label,
            found.kind,
            found.endpoint,
            f"{attempt.latency_ms or 0:.1f} ms" if attempt.ok else attempt.failure,
        )
        self._owner.emit(ProbeFinished(found, attempt, purpose))
        return FinishedAttempt(found, attempt)

    async def probe_all(
        self,
        candidates: Iterable[Candidate],
        purpose: Purpose,
        on_probed: Callable[[ProbeFinished], None] | None = None,
    ) -> list[FinishedAttempt]:
        """Probe several candidates, a few at once; return outcomes in the order given.

        These probes are manual or diagnostic: a repeated failure does not lengthen the
        back-off. `on_probed` gets each result at once.
        """
        places = asyncio.Semaphore(WAVE)

        async def probe(candidate: Candidate) -> FinishedAttempt:
            async with places:
                outcome = await self.probe(candidate, purpose, is_extra=True)
            if on_probed is not None:
                on_probed(ProbeFinished(outcome.candidate, outcome.attempt, purpose))
            return outcome

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(probe(each)) for each in candidates]
        return [task.result() for task in tasks]

    def _wait_after(self, attempt: Attempt, *, is_extra: bool) -> float | None:
        """Return the back-off in seconds after an attempt; None: unchanged."""
        known = self._owner.current.candidates[attempt.url]
        if attempt.authentic or attempt.ok or known.offered.diagnostic_only:
            return 0.0
        if is_extra and known.breaker.failures:
            return None
        return self._backoff.wait(known.breaker.failures)
