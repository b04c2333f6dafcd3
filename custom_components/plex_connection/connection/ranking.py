"""Order in which candidates are tried (rule 2).

The order of trying may use all we know, including cached state. The choice among those
that answered may not: there tiers are strict and https comes before http
(`Candidate.preference`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .models import Candidate, ConnectionType


@dataclass(frozen=True, kw_only=True, slots=True)
class Quality:
    """Quality of a candidate, from its attempts so far."""

    cold_ms: float | None = None
    """Last latency on a new connection; `warm_ms`: on an open one."""
    warm_ms: float | None = None
    failing: bool = False
    """Whether its last attempt failed."""


UNKNOWN = Quality()

WAVE = 6
"""Attempts started together."""

REMOTE_PLACES = 2
"""Places of the first wave reserved for remote candidates, if there are any."""

IN_TIER_GAIN_MS = 10.0
IN_TIER_GAIN = 0.2
"""Minimum gain for a better latency, both absolute and as a share (rule 13;
Tailscale's netcheck requires 10 ms and a third)."""


def order(
    candidates: Iterable[Candidate],
    quality: Mapping[str, Quality],
    *,
    last_good: str | None = None,
) -> tuple[Candidate, ...]:
    """Return the candidates, best first.

    Strictly by tier. Within a tier: the last good one of the cached state, then
    https, then those that answered by latency, then the untried (those on our own
    networks first), then those that failed last time.
    """
    offered = tuple(candidates)
    use_warm = _warm_groups(offered, quality)

    def priority(position: int) -> tuple[int, int, int, int, float, int, int]:
        candidate = offered[position]
        known = quality.get(candidate.url, UNKNOWN)
        tier, scheme = candidate.preference
        latency = known.warm_ms if candidate.preference in use_warm else known.cold_ms
        untested = latency is None
        return (
            tier,
            0 if candidate.url == last_good else 1,
            scheme,
            2 if known.failing else int(untested),
            latency or 0.0,
            0 if candidate.on_link else 1,
            position,
        )

    return tuple(
        offered[position] for position in sorted(range(len(offered)), key=priority)
    )


def _warm_groups(
    candidates: tuple[Candidate, ...], quality: Mapping[str, Quality]
) -> set[tuple[int, int]]:
    """Return the groups of equal preference to compare by warm latencies.

    Like is compared with like: a group uses the kind of sample that more of its members
    have, cold ones in a draw. A candidate without that kind counts as unmeasured.
    """
    lead: dict[tuple[int, int], int] = {}
    for candidate in candidates:
        known = quality.get(candidate.url, UNKNOWN)
        if gain := (known.warm_ms is not None) - (known.cold_ms is not None):
            lead[candidate.preference] = lead.get(candidate.preference, 0) + gain
    return {preference for preference, warm_surplus in lead.items() if warm_surplus > 0}


def first_wave(
    contenders: Iterable[Candidate], leaders: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """Return the candidates to start at once: leaders, then the best local ones.

    Reserves two of the six places for remote ones, if there are that many, as a LAN row
    does not prove that we are on that LAN. A relay starts at once only as a leader.
    """
    wave = list(leaders[:WAVE])
    others = [contender for contender in contenders if contender not in wave]
    local = [each for each in others if each.kind is ConnectionType.LOCAL]
    remote = [each for each in others if each.kind is ConnectionType.REMOTE]
    leading = sum(1 for each in wave if each.kind is ConnectionType.REMOTE)
    kept = min(len(remote), max(0, REMOTE_PLACES - leading), WAVE - len(wave))
    wave += local[: WAVE - len(wave) - kept]
    wave += remote[: WAVE - len(wave)]
    return tuple(wave)


def clearly_faster(challenger: Quality, incumbent: Quality) -> bool | None:
    """Return whether `challenger` is faster by rule 13's margins; None: unknown."""
    for new, old in (
        (challenger.warm_ms, incumbent.warm_ms),
        (challenger.cold_ms, incumbent.cold_ms),
    ):
        if new is not None and old is not None:
            return old - new >= max(IN_TIER_GAIN_MS, old * IN_TIER_GAIN)
    return None
