"""Detects that a connection is slower than usual.

A server is compared with its own latency of the same type, warm with warm and cold
with cold (rule 2). The baseline moves slowly, and more slowly still while it is
exceeded, so that slow becomes usual only after days: on a local connection, with a
sample every 300 s, one that got twice as slow is normal again after a day and a half,
one ten times as slow after three and a half.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Any, Self

from .deserialize import (
    LARGEST_NUMBER,
    MalformedError,
    read,
    read_count,
    read_list,
    read_member,
    read_samples,
)
from .models import ConnectionType

RECENT = 5
"""Samples whose median is compared: two outliers do not move it."""

SETTLED = 3
"""Minimum recent samples for a median."""

CONFIRMATIONS = 3
"""Consecutive medians that must agree, up or down."""

LEARNT_AFTER = 20
"""Minimum samples before anything counts as unusual."""

MEMORY = 256
"""Samples that the baseline averages, approximately: 21 hours on a local connection,
so that it covers evenings and nights."""

DEGRADED_MEMORY = 1024
"""The same while the baseline is exceeded."""

MARGIN_DEVIATIONS = 4.0
"""Mean deviations that are still normal, for a connection that always varies (the
same measure as in RFC 6298 for a retransmission timer)."""

RECOVERY = 0.5
"""Share of the margin below which latency is normal again. In between nothing changes,
so that a latency on the edge does not flap."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SlowLimits:
    """Minimum for slow; a connection that varies may exceed both."""

    ratio: float = 2.0
    """At least this many times the usual latency; from 1."""
    margin_ms: float = 25.0
    """And at least this much more, whatever the ratio: users do not notice less than
    25 ms, and 1 ms may well become 20."""


DEFAULT_LIMITS = SlowLimits()


class Performance(StrEnum):
    """The connection's latency, compared with the baseline."""

    NORMAL = "normal"
    DEGRADED = "degraded"


@dataclass(kw_only=True, slots=True)
class Baseline:
    """Usual latency of one type of connection, warm or cold."""

    mean_ms: float = 0.0
    deviation_ms: float = 0.0
    """Mean distance of a sample from the mean."""
    count: int = 0
    """Samples so far, up to `MEMORY`."""
    limits: SlowLimits = DEFAULT_LIMITS
    recent: tuple[float, ...] = ()

    @property
    def is_learnt(self) -> bool:
        """Return whether it has enough samples to compare with."""
        return self.count >= LEARNT_AFTER

    @property
    def margin_ms(self) -> float:
        """Return the excess above which latency is degraded."""
        return max(
            self.limits.margin_ms,
            (self.limits.ratio - 1) * self.mean_ms,
            MARGIN_DEVIATIONS * self.deviation_ms,
        )

    def judge(self, latency_ms: float) -> Performance | None:
        """Add a sample; return how the median compares, None if undecided."""
        self.recent = (*self.recent, latency_ms)[-RECENT:]
        if len(self.recent) < SETTLED:
            return None
        middle = median(self.recent)
        verdict = self._compare(middle - self.mean_ms)
        if self.is_learnt and verdict is not Performance.NORMAL:
            self.mean_ms += (middle - self.mean_ms) / DEGRADED_MEMORY
        else:
            self._learn(middle, latency_ms)
        return verdict

    def _compare(self, excess_ms: float) -> Performance | None:
        if not self.is_learnt or excess_ms <= RECOVERY * self.margin_ms:
            return Performance.NORMAL
        return Performance.DEGRADED if excess_ms > self.margin_ms else None

    def _learn(self, middle: float, latency_ms: float) -> None:
        """Update the baseline; the first samples have equal weights.

        The margin limits what one outlier adds to the deviation.
        """
        self.count = min(self.count + 1, MEMORY)
        if self.count == 1:
            self.mean_ms = middle
        distance = min(abs(latency_ms - self.mean_ms), self.margin_ms)
        self.deviation_ms += (distance - self.deviation_ms) / self.count
        self.mean_ms += (middle - self.mean_ms) / self.count

    def to_dict(self) -> dict[str, Any]:
        """Return the baseline as JSON can hold it."""
        return {
            "mean_ms": round(self.mean_ms, 3),
            "deviation_ms": round(self.deviation_ms, 3),
            "count": self.count,
            "recent": [round(each, 3) for each in self.recent],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], limits: SlowLimits) -> Self:
        """Read a stored baseline; raises ValueError."""
        baseline = cls(
            mean_ms=read(data, "mean_ms", float),
            deviation_ms=read(data, "deviation_ms", float),
            count=read(data, "count", int),
            limits=limits,
            # The oldest stores have none.
            recent=tuple(read_samples(data, "recent", limit=RECENT))
            if "recent" in data
            else (),
        )
        if not 0 <= baseline.count <= MEMORY:
            raise MalformedError("count", "a number out of range")
        for key, value in (
            ("mean_ms", baseline.mean_ms),
            ("deviation_ms", baseline.deviation_ms),
        ):
            if not 0 <= value <= LARGEST_NUMBER:
                raise MalformedError(key, "a number out of range")
        return baseline


class PerformanceWatch:
    """Judges the latency samples of one server's connection in use.

    Keeps one verdict per server. Warm and cold samples, each compared with their own
    baseline, contribute in turn; after a change of connection another type does, once
    it has samples.
    """

    def __init__(self, limits: SlowLimits = DEFAULT_LIMITS) -> None:
        """Create a watch without samples."""
        self._limits = limits
        self._state = Performance.NORMAL
        self._baselines: dict[tuple[ConnectionType, bool], Baseline] = {}
        self._type: ConnectionType | None = None
        self._streak = 0
        """Consecutive verdicts against the current state."""

    @property
    def state(self) -> Performance:
        """Return the verdict."""
        return self._state

    def baseline_ms(
        self, connection_type: ConnectionType | None, *, warm: bool
    ) -> float | None:
        """Return the usual latency of a type, None before it is learnt."""
        if connection_type is None:
            return None
        baseline = self._baselines.get((connection_type, warm))
        if baseline is None or not baseline.is_learnt:
            return None
        return baseline.mean_ms

    def observe(
        self, connection_type: ConnectionType, latency_ms: float, *, warm: bool
    ) -> Performance | None:
        """Add a sample of the connection in use; return the new state if it changed."""
        if connection_type is not self._type:
            self._start_over(connection_type)
        baseline = self._baselines.setdefault(
            (connection_type, warm), Baseline(limits=self._limits)
        )
        verdict = baseline.judge(latency_ms)
        if verdict is None or verdict is self._state:
            self._streak = 0
            return None
        self._streak += 1
        if self._streak < CONFIRMATIONS:
            return None
        self._streak = 0
        self._state = verdict
        return verdict

    def to_dict(self) -> dict[str, Any]:
        """Return the state and the baselines as JSON can hold them."""
        return {
            "state": self._state.value,
            "type": self._type and self._type.value,
            "streak": self._streak,
            "baselines": [
                {"type": kind.value, "warm": warm, **baseline.to_dict()}
                for (kind, warm), baseline in self._baselines.items()
            ],
        }

    @classmethod
    def from_dict(
        cls, data: Mapping[str, Any], limits: SlowLimits = DEFAULT_LIMITS
    ) -> Self:
        """Read a stored watch; raises ValueError.

        The limits are not stored: the baselines do not depend on them.
        """
        watch = cls(limits)
        watch._state = read_member(data, "state", Performance)
        # The oldest stores have neither; recent samples start from none.
        if data.get("type") is not None:
            watch._type = read_member(data, "type", ConnectionType)
            watch._streak = min(read_count(data, "streak"), CONFIRMATIONS - 1)
        for item in read_list(data, "baselines"):
            key = read_member(item, "type", ConnectionType), read(item, "warm", bool)
            if key in watch._baselines or key[0] is ConnectionType.OFFLINE:
                raise MalformedError("baselines", "one too many")
            watch._baselines[key] = Baseline.from_dict(item, limits)
        return watch

    def _start_over(self, connection_type: ConnectionType) -> None:
        """Forget the recent samples: they are of another connection."""
        self._type = connection_type
        self._streak = 0
        for baseline in self._baselines.values():
            baseline.recent = ()
