"""Makes a suspicion certain, or ends it: beside the checks, which wait for nothing.

The rules' decisions are in `suspicion`; here is their order (rule 12).
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
from .racing import Outcome
from .state import ServerState
from .suspicion import ATTEMPTS, Suspicion

_LOGGER = logging.getLogger(__name__)

type Spawn = Callable[[Coroutine[object, object, None], str], asyncio.Task[None]]
"""Runs something, under a name, in the background for as long as its owner is there."""


class SuspectOwner(StateOwner, Protocol):
    """Holds the state of a server, and does what a confirmation comes to."""

    def leave_shown(self) -> None:
        """Show what is in use: what was shown is lost for certain."""

    async def take_back(self, outcome: Outcome) -> None:
        """Use what is shown again: it has answered."""

    def leave_to_next_check(self) -> None:
        """Have the next check, at once, show what is."""


class Confirmation:
    """Asks what is shown, and suspected, again while something else is used."""

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
        """Ask nothing yet; `changed` is notified when the suspicion is another one.

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
        """Begin with a new suspicion, and end with it; `before` is the last state."""
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
        """Ask until there is an answer, or it is certain that there is none.

        What fails at once, for there is no way to the network, is not asked again
        before its time is over: the network may be back by then.
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
        """Wait for as long as an attempt has; return whether the race made it."""
        try:
            async with asyncio.timeout(suspicion.given):
                while (latest := self._owner.current.suspicion) and latest.is_asked:
                    await self._changed.wait()
        except TimeoutError:
            return True
        return False

    async def _ask(self, suspicion: Suspicion) -> Outcome:
        candidate = self._owner.current.candidates[suspicion.url].candidate
        return await self._probing.probe(
            candidate, Purpose.CONFIRM, is_extra=True, budget=suspicion.given
        )

    def _is_well(self, attempt: Attempt) -> bool:
        """Return whether what is shown is there, if it serves or nothing else does.

        Where something else does, what it says may be a proxy's word (rule 11).
        """
        return attempt.ok or (attempt.authentic and self._owner.current.active is None)
