"""The last latencies of a server, by type of connection, warm and cold apart.

A relay's latency says nothing about a local one's, nor a new connection's about an open
one's (rule 2). So each has a window of its own.
"""

from collections.abc import Mapping
from typing import Any, Self

from ..deserialize import MalformedError, read_mapping, read_samples
from ..models import ConnectionType
from .percentiles import LatencySummary, SampleWindow

LATENCY_WINDOW = 256
"""Samples: 21 hours of a local connection, two of a relay."""

RECENT = 32
"""Samples shown one by one."""

TEMPERATURES = {"warm": True, "cold": False}


class LatencyWindows:
    """Keeps the last samples of each kind."""

    def __init__(self) -> None:
        """Create empty windows."""
        self._windows: dict[tuple[ConnectionType, bool], SampleWindow] = {}

    def add(
        self, connection_type: ConnectionType, latency_ms: float, *, warm: bool
    ) -> None:
        """Add a sample."""
        key = connection_type, warm
        if (window := self._windows.get(key)) is None:
            window = self._windows[key] = SampleWindow(LATENCY_WINDOW)
        window.add(round(latency_ms, 2))

    def summary(
        self, connection_type: ConnectionType | None, *, warm: bool
    ) -> LatencySummary:
        """Summarise a type's samples; empty if there are none."""
        if connection_type is None:
            return LatencySummary()
        window = self._windows.get((connection_type, warm))
        if window is None:
            return LatencySummary()
        return LatencySummary.of(window, window.last(RECENT))

    def to_dict(self) -> dict[str, Any]:
        """Return the samples in JSON form."""
        return {
            temperature: {
                kind.value: list(window)
                for (kind, is_warm), window in self._windows.items()
                if is_warm is warm
            }
            for temperature, warm in TEMPERATURES.items()
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read stored samples; raises ValueError."""
        latencies = cls()
        for temperature, warm in TEMPERATURES.items():
            by_type = read_mapping(data, temperature)
            for name in by_type:
                if name not in ConnectionType or name == ConnectionType.OFFLINE:
                    raise MalformedError(temperature, "not a type of connection")
                samples = read_samples(by_type, name, limit=LATENCY_WINDOW)
                latencies._windows[ConnectionType(name), warm] = SampleWindow(
                    LATENCY_WINDOW, samples
                )
        return latencies
