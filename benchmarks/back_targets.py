"""The targets for returning within seconds, each beside its measurement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import override

from .back_times import Back
from .markdown import duration
from .sample import Sample
from .situations import BLIPS, GONE, IN_WORDS, Situation
from .target import Target

SECOND = 1000.0
"""Milliseconds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """Maximum of a situation, in seconds."""

    p95: float
    median: float | None = None
    most: float | None = None

    @override
    def __str__(self) -> str:
        """Return the text for the page."""
        parts = (("median", self.median), ("p95", self.p95), ("max", self.most))
        return ", ".join(
            f"{what} ≤ {limit:g} s" for what, limit in parts if limit is not None
        )

    def holds(self, sample: Sample) -> bool:
        """Return whether a sample is within it."""
        pairs = (
            (sample.median, self.median),
            (sample.percentile(0.95), self.p95),
            (sample.most, self.most),
        )
        return all(limit is None or value <= limit * SECOND for value, limit in pairs)

    def of(self, sample: Sample) -> str:
        """Return the sample's value of the limited kind, as text."""
        parts = [] if self.median is None else [f"median {duration(sample.median)}"]
        parts.append(f"p95 {duration(sample.percentile(0.95))}")
        if self.most is not None:
            parts.append(f"max {duration(sample.most)}")
        return ", ".join(parts)


LIMITS: Mapping[Situation, Limit] = {
    Situation.BLIP: Limit(median=15.0, p95=30.0),
    Situation.GONE_LOCAL: Limit(p95=12.0, most=13.0),
    Situation.GONE_REMOTE: Limit(p95=18.0, most=19.0),
    Situation.MOVED: Limit(p95=30.0),
    Situation.RENAMED: Limit(p95=15.0),
    Situation.OFF_HOUR: Limit(p95=60.0),
    Situation.OFF_DAY: Limit(p95=120.0),
    Situation.OFF_LONG: Limit(p95=300.0),
    Situation.RELAYED: Limit(p95=45.0),
    Situation.RELAYED_EARLY: Limit(p95=45.0),
    Situation.RELAYED_LATE: Limit(p95=150.0),
    Situation.RELAY_ONLY: Limit(p95=3.0),
}

ANNOUNCED = 0.05
"""Maximum share of the blips of 4 to 6 s that are announced."""

MORE_PROBES = 8
PROBES_BEFORE: Mapping[Situation, tuple[float, float]] = {
    Situation.BLIP: (6, 6),
    Situation.SHORT_LOCAL: (1, 6),
    Situation.SHORT_REMOTE: (2, 15),
}
"""Median and maximum of the same runs before there was fast fail-back, as this
benchmark counted them. Half of the short ones are over before they are noticed."""


def back_targets(backs: Sequence[Back]) -> Iterator[Target]:
    """Yield every target that these results can be compared with."""
    for each in backs:
        if (limit := LIMITS.get(each.situation)) is not None:
            yield _within(each, limit)
        elif each.situation in BLIPS:
            share = each.told / each.runs
            yield Target(
                what=f"Announced: {IN_WORDS[each.situation]}",
                target=f"≤ {ANNOUNCED:.0%}",
                measured=f"{share:.0%} of {each.runs}",
                met=share <= ANNOUNCED,
            )
    for each in backs:
        if each.situation in PROBES_BEFORE and each.probes is not None:
            yield _probes(each.situation, each.probes)


def _probes(situation: Situation, probes: Sample) -> Target:
    """Compare the number of probes with the earlier one."""
    median, most = PROBES_BEFORE[situation]
    return Target(
        what=f"Probes: {IN_WORDS[situation]}",
        target=f"median ≤ {median:g} + {MORE_PROBES}, max ≤ {most:g} + {MORE_PROBES}",
        measured=f"median {probes.median:g}, max {probes.most:g}",
        met=probes.median <= median + MORE_PROBES and probes.most <= most + MORE_PROBES,
    )


def _within(back: Back, limit: Limit) -> Target:
    """Compare a limit with the time until use, in all runs, and until shown.

    For a permanent loss, and a relay, only until shown: they are used before. The time
    until use is compared again without the runs that noticed nothing.
    """
    samples = {"used": back.used, "shown": back.shown}
    if back.situation in BLIPS:
        samples["used where it was left"] = back.left
    is_shown_alone = back.situation in (*GONE, Situation.RELAY_ONLY)
    if is_shown_alone:
        del samples["used"]
    judged = {what: each for what, each in samples.items() if each is not None}
    is_whole = not is_shown_alone or back.told == back.runs
    return Target(
        what=_capital(IN_WORDS[back.situation]),
        target=str(limit),
        measured="; ".join(f"{what} {limit.of(each)}" for what, each in judged.items())
        or "never announced",
        met=is_whole and all(map(limit.holds, judged.values())),
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
