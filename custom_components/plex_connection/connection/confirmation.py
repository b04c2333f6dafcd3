"""Confirms or ends a suspicion, beside the checks, which do not wait for it.

The rules' decisions are in `suspicion`; this is their order (rule 12).
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
import logging
from typing import Protocol

from .clock import Clock
from .condition_variable import Condition
from .events import Purpose
from .models import Attempt
from .probing import Probing, StateOwner
from .racing import FinishedAttempt
from .state import ServerState
from .suspicion import ATTEMPTS, Suspicion

_LOGGER = logging.getLogger(__name__)

type Spawn = Callable[[Coroutine[object, object, None], str], asyncio.Task[None]]
"""Runs a named coroutine in the background for as long as its owner lives."""


class SuspectOwner(StateOwner, Protocol):
    """Holds a server's state, and acts on the result of a confirmation."""

    def leave_shown(self) -> None:
        """Show the connection in use: the shown one is certainly lost."""

    async def take_back(self, outcome: FinishedAttempt) -> None:
        """Use the shown connection again: it has answered."""

    def leave_to_next_check(self) -> None:
        """Have the next check run at once, and show the result."""


class Confirmation:
    """Probes the shown, suspected connection again while another is used."""

    def __init__(
        self,
        owner: SuspectOwner,
        probing: Probing,
        *,
        clock: Clock,
        changed: Condition,
        spawn: Spawn,
        label: str,
    ) -> None:
        """Create it idle; notifies `changed` when the suspicion changes.

        `label` is the server's name for the log.
        """
        self._owner = owner
        self._probing = probing
        self._clock = clock
        self._changed = changed
        self._spawn = spawn
        self._label = label
        self._task: asyncio.Task[None] | None = None

    def follow(self, before: ServerState) -> None:
        """Start with a new suspicion and stop with it; `before` is the last state."""
        suspicion = self._owner.current.suspicion
        if suspicion is before.suspicion:
            return
        self._changed.notify_all()
        if suspicion is None or not suspicion.is_open:
            self._cancel()
        elif before.suspicion is None:
            self._task = task = self._spawn(self._run(suspicion), "confirmation")
            task.add_done_callback(self._end)

    def _cancel(self) -> None:
        task, self._task = self._task, None
        if task is not None and task is not asyncio.current_task():
            task.cancel()

    def _end(self, task: asyncio.Task[None]) -> None:
        """Leave no server suspected: where this broke off, the next check decides."""
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOGGER.error(
                "Unexpected error: confirmation for %s", self._label, exc_info=error
            )
        if task is self._task:
            self._task = None
            self._note_certain()
            self._owner.leave_to_next_check()

    def _note_certain(self) -> None:
        state, now = self._owner.current, self._clock.monotonic()
        assert state.suspicion is not None, "nothing is suspected"  # noqa: S101
        certain = state.suspicion.confirmed(now)
        self._owner.apply(replace(state, suspicion=certain))

    async def _run(self, suspicion: Suspicion) -> None:
        """Probe until there is an answer, or its absence is certain.

        An attempt that fails at once, for lack of a route to the network, is not
        repeated before its time is over: the network may be back by then.
        """
        attempts = ATTEMPTS
        if await self._is_asked_by_race(suspicion):
            attempts -= 1
        while attempts > 0:
            until = self._clock.monotonic() + suspicion.given
            outcome = await self._ask(suspicion)
            if self._is_well(outcome.attempt):
                await self._owner.take_back(outcome)
                return
            attempts = attempts - 1 if outcome.attempt.is_silence else 0
            if attempts > 0:
                await asyncio.sleep(until - self._clock.monotonic())
        self._note_certain()
        self._owner.leave_shown()

    async def _is_asked_by_race(self, suspicion: Suspicion) -> bool:
        """Wait out the race's attempt; return whether it had the time of a full one."""
        try:
            async with asyncio.timeout(suspicion.given):
                while (latest := self._owner.current.suspicion) and latest.is_asked:
                    await self._changed.wait()
        except TimeoutError:
            return True
        return False

    async def _ask(self, suspicion: Suspicion) -> FinishedAttempt:
        candidate = self._owner.current.candidates[suspicion.url].candidate
        return await self._probing.probe(
            candidate, Purpose.CONFIRM, is_extra=True, budget=suspicion.given
        )

    def _is_well(self, attempt: Attempt) -> bool:
        """Return whether the shown connection is back: it serves, or none does.

        While another serves, an answer that does not may be a proxy's (rule 11).
        """
        return attempt.ok or (attempt.authentic and self._owner.current.active is None)
