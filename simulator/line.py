"""One direction of a network path: delays, throttles or holds bytes."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, kw_only=True, slots=True)
class Latency:
    """The latency of a path; all zero: bytes pass at once, without a timer."""

    to_server: float = 0.0
    """Seconds, one way."""
    to_client: float = 0.0
    """Seconds, one way."""
    jitter: float = 0.0
    """Maximum random extra seconds of a chunk."""

    @classmethod
    def round_trip(cls, seconds: float, *, jitter: float = 0.0) -> Latency:
        """Return a path with half of it in each direction."""
        return cls(to_server=seconds / 2, to_client=seconds / 2, jitter=jitter / 2)

    @property
    def connect(self) -> float:
        """Seconds that a TCP handshake takes: one round trip."""
        return self.to_server + self.to_client


class RateLimiter:
    """A limit of bytes per second, shared by all its senders."""

    def __init__(self, bytes_per_second: float) -> None:
        """Start with an idle line."""
        self.bytes_per_second = bytes_per_second
        self._free_at = 0.0

    @property
    def portion(self) -> int:
        """Bytes to send at once: a twentieth of a second's, at least one."""
        return max(1, int(self.bytes_per_second / 20))

    def reserve(self, now: float, count: int) -> float:
        """Return the time at which `count` bytes have passed."""
        self._free_at = max(now, self._free_at) + count / self.bytes_per_second
        return self._free_at


class Line:
    """Passes chunks on in order, each when it is due.

    An empty chunk is the end of the stream.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        deliver: Callable[[bytes], None],
        *,
        delay: float,
        jitter: float,
        rng: Random,
        limiter: RateLimiter | None,
    ) -> None:
        """Pass every chunk to `deliver`."""
        self._loop = loop
        self._deliver = deliver
        self._delay = delay
        self._jitter = jitter
        self._rng = rng
        self._limiter = limiter
        self._waiting: deque[tuple[float, bytes]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._held = False

    def send(self, chunk: bytes) -> None:
        """Queue a chunk, or the end of the stream."""
        if self._limiter is None or not chunk:
            self._enqueue(self._loop.time() + self._wait(), chunk)
            return
        size = self._limiter.portion
        for start in range(0, len(chunk), size):
            part = chunk[start : start + size]
            passed = self._limiter.reserve(self._loop.time(), len(part))
            self._enqueue(passed + self._wait(), part)

    def hold(self) -> None:
        """Hold everything back: the cable is unplugged."""
        self._held = True
        self._cancel_timer()

    def release(self) -> None:
        """Release what was held back, and pass on again."""
        self._held = False
        self._flush()

    def close(self) -> None:
        """Drop chunks in transit."""
        self._waiting.clear()
        self._cancel_timer()

    def _wait(self) -> float:
        if not self._jitter:
            return self._delay
        return self._delay + self._rng.uniform(0, self._jitter)

    def _enqueue(self, due: float, chunk: bytes) -> None:
        if self._waiting:
            # Bytes do not overtake each other.
            due = max(due, self._waiting[-1][0])
        self._waiting.append((due, chunk))
        self._flush()

    def _flush(self) -> None:
        while self._waiting and not self._held:
            due, chunk = self._waiting[0]
            if due > self._loop.time():
                self._arm(due)
                return
            self._waiting.popleft()
            self._deliver(chunk)

    def _arm(self, due: float) -> None:
        if self._timer is None:
            self._timer = self._loop.call_at(due, self._on_timer)

    def _on_timer(self) -> None:
        self._timer = None
        self._flush()

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
