"""Taking turns: one look at a time for a server, a few at once for the account."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from .polling import ProbeGate, Urgency
from .reports import CheckReason


class Turns:
    """Serialises the looks at one server, and shares them where one will do."""

    def __init__(
        self,
        gate: ProbeGate,
        *,
        urgency: Callable[[], Urgency],
        between: Callable[[], None],
    ) -> None:
        """`urgency` is that of a routine look; `between` runs around each turn."""
        self._gate = gate
        self._routine_urgency = urgency
        self._between = between
        self._lock = asyncio.Lock()
        self._asking: list[CheckReason] = []
        """The reasons of the looks that run or wait."""
        self._begun = 0
        self._last = CheckReason.START

    @property
    def is_taken(self) -> bool:
        """Whether somebody looks, or waits for a place to look."""
        return self._lock.locked()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn and a place at the gate, and hold both."""
        async with self._lock, self._place():
            yield

    async def look(
        self,
        reason: CheckReason,
        look: Callable[[], Awaitable[None]],
        *,
        is_needless: Callable[[], bool],
    ) -> None:
        """Look in turn, unless a look that begins after this call answers it.

        Or unless it is needless by then: so much may have been learnt meanwhile.
        """
        begun = self._begun
        self._asking.append(reason)
        # Who waits for a place in front of this one may be urgent from now on.
        self._gate.admit()
        try:
            async with self._lock:
                if self._begun == begun or not reason.is_answered_by(self._last):
                    async with self._place():
                        if not is_needless():
                            self._begun += 1
                            self._last = reason
                            await look()
        finally:
            self._asking.remove(reason)

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        async with self._gate.slot(self._urgency):
            self._between()
            try:
                yield
            finally:
                self._between()

    def _urgency(self) -> Urgency:
        """Return the urgency of whoever runs or waits, raised by those behind."""
        if any(reason.is_urgent for reason in self._asking):
            return Urgency.FAILOVER
        return self._routine_urgency()
