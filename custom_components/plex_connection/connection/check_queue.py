"""Runs one check at a time per server, a few at once per account."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from .polling import ProbeGate, Urgency
from .probing import StateOwner
from .reports import CheckReason


class CheckQueue:
    """Serialises the checks of one server, and coalesces them where one will do."""

    def __init__(self, owner: StateOwner, gate: ProbeGate) -> None:
        """Create an empty queue; a routine check's urgency follows from the state."""
        self._owner = owner
        self._gate = gate
        self._lock = asyncio.Lock()
        self._asking: list[CheckReason] = []
        """The reasons of the checks that run or wait."""
        self._begun = 0
        self._last = CheckReason.START

    @property
    def is_busy(self) -> bool:
        """Whether a check runs or waits for a slot, or checks are paused."""
        return self._lock.locked()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn and a slot at the gate, and hold both."""
        async with self._lock, self._gate.slot(self):
            yield

    @asynccontextmanager
    async def pause(self) -> AsyncIterator[None]:
        """Wait until no check runs, and let none begin; sends nothing."""
        async with self._lock:
            yield

    @asynccontextmanager
    async def check(self, reason: CheckReason) -> AsyncIterator[bool]:
        """Wait for a turn and a slot; yield whether the check is still needed.

        It is not if a check that began after this call answers it.
        """
        begun = self._begun
        self._asking.append(reason)
        # A check that waits for a slot ahead of this one may be urgent from now on.
        self._gate.admit()
        try:
            async with self._lock:
                if self._begun != begun and reason.is_answered_by(self._last):
                    yield False
                    return
                async with self._gate.slot(self):
                    yield True
        finally:
            self._asking.remove(reason)

    def begin(self, reason: CheckReason) -> None:
        """Record that this turn's check begins, and what it answers."""
        self._begun += 1
        self._last = reason

    @property
    def urgency(self) -> Urgency:
        """Urgency of the check that runs or waits, raised by those behind it."""
        if any(reason.is_urgent for reason in self._asking):
            return Urgency.FAILOVER
        return Urgency.of(self._owner.current.connection_type)
