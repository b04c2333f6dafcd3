"""The candidates of one server and what is known of each."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
import logging
from random import Random

from .backoff import Backoff
from .breaker import CircuitBreaker
from .hygiene import connection_type_of
from .models import (
    Candidate,
    ConnectionType,
    Networks,
    Prober,
)
from .nearness import NetworkProofs
from .observation import Observer, Purpose
from .racing import Outcome
from .ranking import WAVE, order
from .reports import CandidateReport
from .state import CandidateState, ConnectionState
from .track import Track

_LOGGER = logging.getLogger(__name__)

BUDGET: Mapping[ConnectionType, float] = {
    ConnectionType.LOCAL: 1.5,
    ConnectionType.REMOTE: 5.0,
    ConnectionType.RELAY: 8.0,
}
"""Seconds for one probe (rule 3)."""


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
        observer: Observer,
    ) -> None:
        """Create an empty roster; `label` is the server's name for the log."""
        self._observer = observer
        self._label = label
        self._prober = prober
        self._clock = clock
        self._now = now
        self._backoff = Backoff(rng=rng)
        self._networks = Networks()
        self._tracks: dict[str, Track] = {}
        self._withdrawn: dict[str, Track] = {}
        """What is in use and no longer offered: one at most."""
        self.proofs = NetworkProofs()
        """Where the server has proved who it is."""
        self.pinned: str | None = None
        """The url of the only candidate that may be used (rule 14); None: all may."""

    def __iter__(self) -> Iterator[Track]:
        """Iterate over what is known, in the order of the offer."""
        return iter(self._tracks.values())

    def __len__(self) -> int:
        """Return how many candidates there are."""
        return len(self._tracks)

    def __getitem__(self, url: str) -> Track:
        """Return what is known of a candidate that is offered."""
        return self._tracks[url]

    def offer(
        self,
        candidates: Iterable[Candidate],
        networks: Networks,
        *,
        in_use: str | None = None,
    ) -> None:
        """Take a new set of candidates; what is known of those that stay is kept.

        So is what is known of the url in use: it may be offered again before it is
        replaced.
        """
        known = self._withdrawn | self._tracks
        self._networks = networks
        self.proofs.keep(networks)
        self._tracks = {}
        for candidate in candidates:
            track = known.get(candidate.url)
            if track is None or track.offered.explain_only != candidate.explain_only:
                breaker = CircuitBreaker(backoff=self._backoff, clock=self._clock)
                track = Track(offered=candidate, candidate=candidate, breaker=breaker)
            track.offered = candidate
            track.candidate = self._typed(candidate, track.peer)
            self._tracks[candidate.url] = track
        self._withdrawn = {
            url: track
            for url, track in known.items()
            if url == in_use and url not in self._tracks
        }

    def admit(self, candidates: Iterable[Candidate], networks: Networks) -> None:
        """Take what a new set adds, and keep for now what it takes away.

        While a look goes on nothing is taken from under it: what has just answered,
        or is in use, is looked up again before it ends.
        """
        offered = tuple(candidates)
        urls = {candidate.url for candidate in offered}
        kept = [track.offered for track in self if track.offered.url not in urls]
        in_use = next(iter(self._withdrawn), None)
        self.offer((*offered, *kept), networks, in_use=in_use)

    def forget(self) -> None:
        """Forget what is known of each; they are still offered."""
        self.proofs.forget()
        offered = [track.offered for track in self]
        self._tracks = {}
        self._withdrawn = {}
        self.offer(offered, self._networks)

    def recall(self, history: dict[str, CandidateState]) -> None:
        """Take what is stored of candidates that were not tried yet, out of it."""
        for url, track in self._tracks.items():
            state = history.pop(url, None)
            if state is None or track.last_attempt is not None:
                continue
            # What explained may be usable now, or the reverse: it is asked anew.
            if state.is_lasting is track.is_lasting:
                track.recall(state, at=self._clock(), now=self._now())
                track.candidate = self._typed(track.offered, track.peer)

    def recall_active(self, state: ConnectionState) -> Candidate | None:
        """Return the candidate a stored state is about, if it may be active.

        Where a name led before the restart, unless its history says so, only the
        state knows.
        """
        track = self.find(state.url)
        if track is None or not self.may_use(state.url):
            return None
        if track.candidate.address is None and track.peer is None:
            track.candidate = replace(track.candidate, kind=state.connection_type)
        return track.candidate

    def find(self, url: str | None) -> Track | None:
        """Return what is known of a candidate, None if it is not offered."""
        return None if url is None else self._tracks.get(url)

    def may_use(self, url: str | None) -> bool:
        """Return whether a candidate may be active: offered, and not to explain."""
        track = self.find(url)
        if track is None or track.offered.explain_only:
            return False
        return self.pinned is None or self.pinned == url

    def usable(self, last_good: str | None = None) -> tuple[Candidate, ...]:
        """Return the candidates that may become active, in order of priority."""
        return self._ordered(
            (url for url in self._tracks if self.may_use(url)), last_good
        )

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

    def unexplained(self, since: float) -> list[Candidate]:
        """Return the http twins that exist to explain and were not asked yet.

        Nor, in monotonic seconds, since then.
        """
        return [
            track.candidate
            for track in self
            if track.candidate.explain_only
            and (track.last_attempt is None or track.tried_at < since)
        ]

    async def probe(self, candidate: Candidate, purpose: Purpose) -> Outcome:
        """Probe one candidate and learn from it; a cancelled probe teaches nothing.

        It is counted all the same: how far it came nobody knows.
        The prober gets the candidate as it was offered: what a name led to last
        time must not decide to which addresses it may lead now (rule 6).
        """
        track = self._tracks[candidate.url]
        track.breaker.claim()
        track.is_unanswered = True
        try:
            attempt = await self._prober.probe(
                track.offered, budget=BUDGET[track.candidate.kind]
            )
        except BaseException as err:
            track.breaker.release()
            if isinstance(err, asyncio.CancelledError):
                self._observer.on_request(purpose)
            raise
        track.record(attempt, at=self._clock(), now=self._now())
        track.candidate = self._typed(track.offered, track.peer)
        if track.candidate.on_link and not track.offered.explain_only:
            self.proofs.note(attempt, self._networks)
        _LOGGER.debug(
            "%s: %s over %s: %s",
            self._label,
            track.candidate.kind,
            track.candidate.endpoint,
            f"{attempt.latency_ms or 0:.1f} ms" if attempt.ok else attempt.failure,
        )
        self._observer.on_attempt(track.candidate, attempt, purpose)
        return Outcome(track.candidate, attempt)

    async def probe_all(
        self,
        candidates: Iterable[Candidate],
        purpose: Purpose,
        on_outcome: Callable[[Outcome], None] | None = None,
    ) -> list[Outcome]:
        """Probe several, a few at once; the outcomes are in the order given."""
        places = asyncio.Semaphore(WAVE)

        async def probe(candidate: Candidate) -> Outcome:
            async with places:
                outcome = await self.probe(candidate, purpose)
            if on_outcome is not None:
                on_outcome(outcome)
            return outcome

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(probe(each)) for each in candidates]
        return [task.result() for task in tasks]

    @property
    def is_proved_near(self) -> bool:
        """Whether the server has proved who it is on a network that is ours now."""
        return self.proofs.holds(self._networks)

    def reports(self) -> tuple[CandidateReport, ...]:
        """Return what is known of each, in order of priority, explanations last."""
        twins = {t.candidate.url for t in self if t.candidate.explain_only}
        others = self._ordered(url for url in self._tracks if url not in twins)
        urls = [candidate.url for candidate in others]
        urls += [url for url in self._tracks if url in twins]
        return tuple(self._tracks[url].report() for url in urls)

    def _ordered(
        self, urls: Iterable[str], last_good: str | None = None
    ) -> tuple[Candidate, ...]:
        quality = {url: track.quality for url, track in self._tracks.items()}
        offered = (self._tracks[url].candidate for url in urls)
        return order(offered, quality, last_good=last_good)

    def _typed(self, candidate: Candidate, peer: str | None) -> Candidate:
        """Return a candidate as the peer it leads to makes it (rule 1)."""
        if peer is None:
            return candidate
        kind = connection_type_of(candidate, peer, self._networks)
        on_link = kind is ConnectionType.LOCAL and self._networks.on_link(peer)
        return replace(candidate, kind=kind, on_link=on_link)
