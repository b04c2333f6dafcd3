"""The candidates of one server and what is known of each."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
import logging
from math import inf
from random import Random

from .backoff import Backoff
from .breaker import CircuitBreaker
from .hygiene import connection_type_of
from .models import (
    Attempt,
    Candidate,
    ConnectionType,
    Networks,
    Prober,
)
from .racing import Outcome
from .ranking import WAVE, Quality, order
from .reports import CandidateReport
from .state import ConnectionState

_LOGGER = logging.getLogger(__name__)

BUDGET: Mapping[ConnectionType, float] = {
    ConnectionType.LOCAL: 1.5,
    ConnectionType.REMOTE: 5.0,
    ConnectionType.RELAY: 8.0,
}
"""Seconds for one probe (rule 3)."""


@dataclass(kw_only=True, slots=True)
class Track:
    """What is known of one candidate."""

    offered: Candidate
    candidate: Candidate
    """As it turned out to be: re-typed by the peer it leads to."""
    breaker: CircuitBreaker
    quality: Quality = field(default_factory=Quality)
    last_attempt: Attempt | None = None
    peer: str | None = None
    """Where the candidate leads, by the right server's last answer."""
    tried_at: float = -inf
    """Monotonic seconds."""
    good_since: float | None = None
    """Monotonic seconds; None unless the last attempt passed identity."""
    backoff_until: datetime | None = None
    wins: int = 0
    """Samples in a row that were clearly faster than the active candidate's."""

    @property
    def is_good(self) -> bool:
        """Whether the candidate is known to work."""
        return self.good_since is not None

    def age(self, now: float) -> float:
        """Return seconds since the last attempt; infinite: there was none."""
        return now - self.tried_at

    def record(self, attempt: Attempt, *, at: float, now: datetime) -> None:
        """Learn from an attempt; one that only explains touches no breaker."""
        self.last_attempt = attempt
        self.tried_at = at
        if attempt.authentic and attempt.peer is not None:
            self.peer = attempt.peer
        if self.offered.explain_only:
            self.breaker.release()
        elif attempt.ok:
            self._record_success(attempt, at)
        elif attempt.authentic:
            # The path is fine; but only one that passed identity closes a breaker.
            self.breaker.release()
            self.quality = replace(self.quality, failing=False)
        else:
            wait = self.breaker.record_failure()
            self.backoff_until = now + timedelta(seconds=wait)
            self.quality = Quality(failing=True)
            self.good_since = None
            self.wins = 0

    def _record_success(self, attempt: Attempt, at: float) -> None:
        self.breaker.record_success()
        self.backoff_until = None
        if self.good_since is None:
            self.good_since = at
        latency = attempt.latency_ms
        if attempt.warm:
            self.quality = replace(self.quality, warm_ms=latency, failing=False)
        else:
            self.quality = replace(self.quality, cold_ms=latency, failing=False)

    def report(self) -> CandidateReport:
        """Return what is known, for people."""
        return CandidateReport(
            candidate=self.candidate,
            last_attempt=self.last_attempt,
            breaker=self.breaker.state,
            backoff_until=self.backoff_until,
            failure_count=self.breaker.failures,
            cold_ms=self.quality.cold_ms,
            warm_ms=self.quality.warm_ms,
        )


class Roster:
    """All candidates of one server, and the one way to probe them."""

    def __init__(
        self,
        prober: Prober,
        *,
        clock: Callable[[], float],
        now: Callable[[], datetime],
        rng: Random,
        label: str,
    ) -> None:
        """Create an empty roster; `label` is the server's name for the log."""
        self._label = label
        self._prober = prober
        self._clock = clock
        self._now = now
        self._backoff = Backoff(rng=rng)
        self._networks = Networks()
        self._tracks: dict[str, Track] = {}

    def __iter__(self) -> Iterator[Track]:
        """Iterate over what is known, in the order of the offer."""
        return iter(self._tracks.values())

    def __len__(self) -> int:
        """Return how many candidates there are."""
        return len(self._tracks)

    def __getitem__(self, url: str) -> Track:
        """Return what is known of a candidate that is offered."""
        return self._tracks[url]

    def offer(self, candidates: Iterable[Candidate], networks: Networks) -> None:
        """Take a new set of candidates; what is known of those that stay is kept."""
        known = self._tracks
        self._networks = networks
        self._tracks = {}
        for candidate in candidates:
            track = known.get(candidate.url)
            if track is None or track.offered.explain_only != candidate.explain_only:
                breaker = CircuitBreaker(backoff=self._backoff, clock=self._clock)
                track = Track(offered=candidate, candidate=candidate, breaker=breaker)
            track.offered = candidate
            track.candidate = self._typed(candidate, track.peer)
            self._tracks[candidate.url] = track

    def recall(self, state: ConnectionState) -> Candidate | None:
        """Return the candidate a stored state is about, if it may be active.

        Where a name led before the restart only the state knows.
        """
        track = self.find(state.url)
        if track is None or track.candidate.explain_only:
            return None
        if track.candidate.address is None:
            track.candidate = replace(track.candidate, kind=state.connection_type)
        return track.candidate

    def find(self, url: str | None) -> Track | None:
        """Return what is known of a candidate, None if it is not offered."""
        return None if url is None else self._tracks.get(url)

    def usable(self, last_good: str | None = None) -> tuple[Candidate, ...]:
        """Return the candidates that may become active, in order of priority."""
        quality = {url: track.quality for url, track in self._tracks.items()}
        offered = (t.candidate for t in self if not t.candidate.explain_only)
        return order(offered, quality, last_good=last_good)

    def admitted(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Return those whose breaker lets a call through."""
        return [each for each in candidates if self._tracks[each.url].breaker.admits]

    def good(self, *, besides: Candidate | None = None) -> list[Candidate]:
        """Return the candidates known to work, the best first."""
        return [
            each
            for each in self.usable()
            if self._tracks[each.url].is_good
            and (besides is None or each.url != besides.url)
        ]

    def unexplained(self) -> list[Candidate]:
        """Return the http twins that exist to explain and were not asked yet."""
        return [
            track.candidate
            for track in self
            if track.candidate.explain_only and track.last_attempt is None
        ]

    async def probe(self, candidate: Candidate) -> Outcome:
        """Probe one candidate and learn from it; a cancelled probe teaches nothing.

        The prober gets the candidate as it was offered: what a name led to last
        time must not decide to which addresses it may lead now (rule 6).
        """
        track = self._tracks[candidate.url]
        track.breaker.claim()
        try:
            attempt = await self._prober.probe(
                track.offered, budget=BUDGET[track.candidate.kind]
            )
        except BaseException:
            track.breaker.release()
            raise
        track.record(attempt, at=self._clock(), now=self._now())
        track.candidate = self._typed(track.offered, track.peer)
        _LOGGER.debug(
            "%s: %s over %s: %s",
            self._label,
            track.candidate.kind,
            track.candidate.endpoint,
            f"{attempt.latency_ms or 0:.1f} ms" if attempt.ok else attempt.failure,
        )
        return Outcome(track.candidate, attempt)

    async def probe_all(
        self,
        candidates: Iterable[Candidate],
        on_outcome: Callable[[Outcome], None] | None = None,
    ) -> list[Outcome]:
        """Probe several, a few at once; the outcomes are in the order given."""
        places = asyncio.Semaphore(WAVE)

        async def probe(candidate: Candidate) -> Outcome:
            async with places:
                outcome = await self.probe(candidate)
            if on_outcome is not None:
                on_outcome(outcome)
            return outcome

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(probe(each)) for each in candidates]
        return [task.result() for task in tasks]

    def reports(self) -> tuple[CandidateReport, ...]:
        """Return what is known of each, in order of priority, explanations last."""
        urls = [candidate.url for candidate in self.usable()]
        urls += [t.candidate.url for t in self if t.candidate.explain_only]
        return tuple(self._tracks[url].report() for url in urls)

    def _typed(self, candidate: Candidate, peer: str | None) -> Candidate:
        """Return a candidate as the peer it leads to makes it (rule 1)."""
        if peer is None:
            return candidate
        kind = connection_type_of(candidate, peer, self._networks)
        on_link = kind is ConnectionType.LOCAL and self._networks.on_link(peer)
        return replace(candidate, kind=kind, on_link=on_link)
