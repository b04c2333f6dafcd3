"""The candidates of one server, and what is known of each: immutable."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from ipaddress import IPv6Address, ip_address
from math import inf
from typing import Self

from .address_rules import connection_type_of
from .backoff import MAXIMUM_WAIT
from .breaker import CLOSED, CircuitBreaker
from .clock import Moment
from .models import NO_NETWORKS, Attempt, Candidate, ConnectionType, IPNetwork, Networks
from .ranking import UNKNOWN, Quality, order
from .reports import CandidateReport
from .stored import StoredCandidate

KNOWN_FOR = 3600.0
"""Seconds since a success for which a candidate counts as working after a restart; a
standby is tested at least as often (rule 12)."""

BUDGET: Mapping[ConnectionType, float] = {
    ConnectionType.LOCAL: 1.5,
    ConnectionType.REMOTE: 5.0,
    ConnectionType.RELAY: 8.0,
}
"""Seconds for one probe (rule 3)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CandidateState:
    """What is known of one candidate."""

    offered: Candidate
    candidate: Candidate
    """`offered`, re-typed by the peer it leads to."""
    breaker: CircuitBreaker = CLOSED
    quality: Quality = UNKNOWN
    last_attempt: Attempt | None = None
    peer: str | None = None
    """Where the candidate leads, by the right server's last answer."""
    tried_at: float = -inf
    """Monotonic seconds."""
    is_unanswered: bool = False
    """Whether a candidate that worked is being probed again, or that probe was dropped
    because another answered first."""
    good_since: float | None = None
    """Monotonic seconds; None unless the last attempt passed identity."""
    backoff_until: datetime | None = None
    wins: int = 0
    """Samples in a row clearly faster than the active candidate's."""

    @property
    def is_good(self) -> bool:
        """Whether the candidate is known to work."""
        return self.good_since is not None

    @property
    def is_lasting(self) -> bool:
        """Whether the state goes to disk: no diagnostic's, no relay's (they rotate)."""
        is_relay = self.offered.kind is ConnectionType.RELAY
        return not is_relay and not self.offered.diagnostic_only

    def age(self, now: float) -> float:
        """Return seconds since the last attempt, infinite if there was none."""
        return now - self.tried_at

    def asked(self) -> Self:
        """Return the state with a probe under way, marked if the candidate worked."""
        last = self.last_attempt
        worked = self.is_good or (last is not None and last.ok)
        return replace(self, is_unanswered=True) if worked else self

    def answered(
        self,
        attempt: Attempt,
        networks: Networks,
        moment: Moment,
        *,
        wait: float | None,
    ) -> Self:
        """Return the state after an attempt; `wait` is the back-off if it failed.

        None: the breaker does not count it. A diagnostic-only one touches no breaker.
        """
        is_proof = attempt.authentic and attempt.peer is not None
        peer = attempt.peer if is_proof else self.peer
        known = replace(
            self,
            candidate=typed(self.offered, peer, networks),
            last_attempt=attempt,
            peer=peer,
            tried_at=moment.at,
            is_unanswered=False,
        )
        if self.offered.diagnostic_only:
            return known
        if attempt.ok:
            return known.succeeded(attempt, moment)
        if attempt.authentic:
            # The path works, but only an attempt that passed identity closes a breaker.
            return replace(known, quality=replace(known.quality, failing=False))
        failed = replace(known, quality=Quality(failing=True), good_since=None, wins=0)
        if wait is None:
            return failed
        return replace(
            failed,
            breaker=known.breaker.failed(moment.at, wait),
            backoff_until=moment.wall_after(wait),
        )

    def succeeded(self, attempt: Attempt, moment: Moment) -> Self:
        """Return the state after an attempt that passed identity."""
        latency = attempt.latency_ms
        sample = {"warm_ms": latency} if attempt.warm else {"cold_ms": latency}
        return replace(
            self,
            breaker=CLOSED,
            backoff_until=None,
            quality=replace(self.quality, failing=False, **sample),
            good_since=moment.at if self.good_since is None else self.good_since,
        )

    def restored(
        self, stored: StoredCandidate, networks: Networks, moment: Moment
    ) -> Self:
        """Return the state with what was known before a restart, without a probe.

        The wall clock may have jumped since: a test in the future is of unknown age,
        and no wait is longer than the longest back-off.
        """
        if (tested := stored.last_tested) is None:
            return self
        age = (moment.wall - tested).total_seconds()
        known = replace(
            self,
            candidate=typed(self.offered, stored.peer, networks),
            peer=stored.peer,
            tried_at=moment.at - age if age >= 0 else -inf,
            last_attempt=stored.attempt
            or Attempt(
                url=stored.url, at=tested, failure=stored.failure, peer=stored.peer
            ),
        )
        if self.offered.diagnostic_only:
            return known
        is_authentic = known.last_attempt is not None and known.last_attempt.authentic
        known = replace(
            known,
            quality=Quality(
                cold_ms=stored.cold_ms,
                warm_ms=stored.warm_ms,
                failing=not is_authentic,
            ),
        )
        # A starting or refusing server worked before if its latency is known.
        is_measured = (stored.cold_ms, stored.warm_ms) != (None, None)
        was_good = stored.failure is None or (is_authentic and is_measured)
        if was_good and 0 <= age <= KNOWN_FOR:
            known = replace(known, good_since=moment.at)
        if stored.failure is None:
            return known
        until = stored.backoff_until or moment.wall
        wait = min(max(0.0, (until - moment.wall).total_seconds()), MAXIMUM_WAIT)
        return replace(
            known,
            backoff_until=moment.wall_after(wait) if wait else None,
            breaker=CircuitBreaker(stored.failure_count, moment.at + wait),
        )

    def stored(self) -> StoredCandidate | None:
        """Return what to store; None if the candidate was never tried."""
        if (last := self.last_attempt) is None:
            return None
        return StoredCandidate(
            url=self.offered.url,
            peer=self.peer,
            last_tested=last.at,
            failure=last.failure,
            failure_count=self.breaker.failures,
            backoff_until=self.backoff_until,
            cold_ms=self.quality.cold_ms,
            warm_ms=self.quality.warm_ms,
            attempt=last,
            is_lasting=self.is_lasting,
        )

    def report(self, now: float) -> CandidateReport:
        """Return what is known, for display."""
        return CandidateReport(
            candidate=self.candidate,
            last_attempt=self.last_attempt,
            is_unanswered=self.is_unanswered,
            breaker=self.breaker.state(now),
            backoff_until=self.backoff_until,
            failure_count=self.breaker.failures,
            cold_ms=self.quality.cold_ms,
            warm_ms=self.quality.warm_ms,
        )


def typed(candidate: Candidate, peer: str | None, networks: Networks) -> Candidate:
    """Return a candidate with the type its peer gives it (rule 1)."""
    if peer is None:
        return candidate
    kind = connection_type_of(candidate, peer, networks)
    on_link = kind is ConnectionType.LOCAL and networks.on_link(peer)
    return replace(candidate, kind=kind, on_link=on_link)


@dataclass(frozen=True, kw_only=True, slots=True)
class CandidateSet:
    """All candidates of one server, in the order offered."""

    known: Mapping[str, CandidateState] = field(default_factory=dict)
    """By url."""
    withdrawn: CandidateState | None = None
    """The candidate in use, if it is no longer offered."""
    networks: Networks = NO_NETWORKS
    pinned: str | None = None
    """The url of the only candidate that may be used (rule 14); None: all may."""
    proofs: frozenset[IPNetwork] = frozenset()
    """Networks of ours on which the server has proved its identity."""

    def __iter__(self) -> Iterator[CandidateState]:
        """Iterate over the candidates' states."""
        return iter(self.known.values())

    def __getitem__(self, url: str) -> CandidateState:
        """Return an offered candidate's state."""
        return self.known[url]

    def find(self, url: str | None) -> CandidateState | None:
        """Return a candidate's state, None if it is not offered."""
        return None if url is None else self.known.get(url)

    def may_use(self, url: str | None) -> bool:
        """Return whether it is offered, not diagnostic, and not barred by a pin."""
        known = self.find(url)
        if known is None or known.offered.diagnostic_only:
            return False
        return self.pinned is None or self.pinned == url

    def usable(self, last_good: str | None = None) -> tuple[Candidate, ...]:
        """Return the candidates that may become active, in order of priority."""
        return self._ordered(
            (each for each in self if self.may_use(each.offered.url)), last_good
        )

    def admitted(self, candidates: Iterable[Candidate], now: float) -> list[Candidate]:
        """Return the candidates whose breaker admits a call."""
        return [each for each in candidates if self[each.url].breaker.admits(now)]

    def good(self, *, besides: Candidate | None = None) -> list[Candidate]:
        """Return the candidates known to work, the best first."""
        left = None if besides is None else besides.url
        good = {
            url
            for url, known in self.known.items()
            if known.is_good and url != left and self.may_use(url)
        }
        # Usually only one works, and there is nothing to order.
        if len(good) <= 1:
            return [self[url].candidate for url in good]
        return [each for each in self.usable() if each.url in good]

    def unprobed_diagnostics(self, since: float) -> list[Candidate]:
        """Return the diagnostic-only http variants not probed since `since`.

        In monotonic seconds; includes those never probed.
        """
        return [
            each.candidate
            for each in self
            if each.candidate.diagnostic_only
            and (each.last_attempt is None or each.tried_at < since)
        ]

    def prioritised(self) -> tuple[CandidateState, ...]:
        """Return the states in order of priority, diagnostic-only ones last."""
        http_variants = [each for each in self if each.candidate.diagnostic_only]
        others = self._ordered(
            each for each in self if not each.candidate.diagnostic_only
        )
        return (*(self[each.url] for each in others), *http_variants)

    def breakers_turn_at(self, now: float) -> float:
        """Return when the next back-off ends (monotonic seconds), barring probes."""
        waits = (each.breaker.waits_until for each in self)
        return min((until for until in waits if until > now), default=inf)

    @property
    def is_proved_near(self) -> bool:
        """Whether the server has proved its identity on a network that is ours now."""
        return not self.proofs.isdisjoint(self.networks.interfaces)

    def with_candidate(self, known: CandidateState) -> Self:
        """Return the set with an offered candidate's state replaced."""
        if self.known[known.offered.url] is known:
            return self
        return replace(self, known={**self.known, known.offered.url: known})

    def offered(
        self,
        candidates: Iterable[Candidate],
        networks: Networks,
        *,
        in_use: str | None,
    ) -> Self:
        """Return the set for a new offer; candidates that stay keep their state.

        So does the url in use: it may be offered again before it is replaced. Proofs on
        networks that are still ours stay; without any network all stay, since
        interfaces come up one by one.
        """
        before = dict(self.known)
        if self.withdrawn is not None:
            before.setdefault(self.withdrawn.offered.url, self.withdrawn)
        known = {
            each.url: _offered_again(before.get(each.url), each, networks)
            for each in candidates
        }
        lost = before.get(in_use or "") if in_use not in known else None
        proofs = self.proofs
        if networks.interfaces:
            proofs &= frozenset(networks.interfaces)
        return replace(
            self, known=known, withdrawn=lost, networks=networks, proofs=proofs
        )

    def extended(
        self,
        candidates: Collection[Candidate],
        networks: Networks,
        *,
        in_use: str | None,
    ) -> Self:
        """Return the set with the candidates that an offer adds, and none removed.

        While a check runs nothing is removed: the candidate that has just answered, or
        is in use, is looked up again before it ends.
        """
        urls = {each.url for each in candidates}
        kept = [each.offered for each in self if each.offered.url not in urls]
        return self.offered((*candidates, *kept), networks, in_use=in_use)

    def forgotten(self) -> Self:
        """Return the set with nothing known; the same candidates stay offered."""
        offer = [each.offered for each in self]
        empty = replace(self, known={}, withdrawn=None, proofs=frozenset())
        return empty.offered(offer, self.networks, in_use=None)

    def restored(self, history: Mapping[str, StoredCandidate], moment: Moment) -> Self:
        """Return the set with stored states applied to candidates never tried."""
        known = dict(self.known)
        for url, each in self.known.items():
            stored = history.get(url)
            if stored is None or each.last_attempt is not None:
                continue
            # If it became usable, or diagnostic-only, it is probed again instead.
            if stored.is_lasting is each.is_lasting:
                known[url] = each.restored(stored, self.networks, moment)
        return replace(self, known=known)

    def proved_by(self, candidate: Candidate, attempt: Attempt) -> Self:
        """Return the set with what an on-link answer proves."""
        if not candidate.on_link or candidate.diagnostic_only:
            return self
        if not attempt.ok or attempt.peer is None:
            return self
        peer = ip_address(attempt.peer)
        if isinstance(peer, IPv6Address):
            peer = peer.ipv4_mapped or peer
        found = {each for each in self.networks.interfaces if peer in each}
        if found <= self.proofs:
            return self
        return replace(self, proofs=self.proofs | found)

    def _ordered(
        self, states: Iterable[CandidateState], last_good: str | None = None
    ) -> tuple[Candidate, ...]:
        quality = {url: known.quality for url, known in self.known.items()}
        candidates = (each.candidate for each in states)
        return order(candidates, quality, last_good=last_good)


NO_CANDIDATES = CandidateSet()


def _offered_again(
    known: CandidateState | None, candidate: Candidate, networks: Networks
) -> CandidateState:
    """Return the state of a candidate that is offered, again or newly."""
    if known is None or known.offered.diagnostic_only != candidate.diagnostic_only:
        return CandidateState(offered=candidate, candidate=candidate)
    retyped = typed(candidate, known.peer, networks)
    return replace(known, offered=candidate, candidate=retyped)
