"""Measures how long callbacks block an event loop, and whose they are."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
import gc
from time import perf_counter, thread_time
from typing import Any

from simulator.patching import replaced

OURS = "plex_connection"
"""Part of the file name of every function of the integration."""

SERVER_NAME = "Simulated"
"""Prefix of all servers' names, and so of the tasks for them."""


NOTEWORTHY = 0.001
"""Seconds; shorter blocks are ignored."""


@dataclass(frozen=True, order=True, slots=True)
class Block:
    """One turn of the loop, in milliseconds, without garbage collection."""

    cpu: float
    """Processor time, which other processes' load does not affect."""
    elapsed: float
    where: str


NOTHING = Block(0.0, 0.0, "")


@dataclass(kw_only=True, slots=True)
class Blocks:
    """The longest blocks since the last query."""

    ours: Block = NOTHING
    """By a callback, or a step of a task, of the integration."""
    others: Block = NOTHING
    """By other code in the same loop: Home Assistant, aiohttp, asyncio."""
    collecting: float = 0.0
    """Milliseconds of the longest garbage collection, during any turn."""

    def reset(self) -> None:
        """Forget the blocks so far."""
        self.ours = self.others = NOTHING
        self.collecting = 0.0

    def note(self, cpu: float, elapsed: float, callback: Any) -> None:
        """Record one turn of the loop, in seconds."""
        if elapsed < NOTEWORTHY:
            return
        where, is_ours = _owner(callback)
        block = Block(cpu * 1000, elapsed * 1000, where)
        if is_ours:
            self.ours = max(self.ours, block)
        else:
            self.others = max(self.others, block)


@contextmanager
def watched() -> Iterator[Blocks]:
    """Watch every callback of every loop of this process."""
    blocks = Blocks()
    original = asyncio.Handle._run  # noqa: SLF001 - there is no public way in
    collected = collected_cpu = 0.0
    began = began_cpu = 0.0

    def note_collection(phase: str, _: object) -> None:
        nonlocal began, began_cpu, collected, collected_cpu
        if phase == "start":
            began, began_cpu = perf_counter(), thread_time()
            return
        took = perf_counter() - began
        collected += took
        collected_cpu += thread_time() - began_cpu
        blocks.collecting = max(blocks.collecting, took * 1000)

    def run(handle: asyncio.Handle) -> None:
        nonlocal collected, collected_cpu
        collected = collected_cpu = 0.0
        start, start_cpu = perf_counter(), thread_time()
        # A handle that is cancelled while it runs drops its callback.
        callback = handle._callback  # type: ignore[attr-defined]  # noqa: SLF001
        original(handle)
        blocks.note(
            thread_time() - start_cpu - collected_cpu,
            perf_counter() - start - collected,
            callback,
        )

    gc.callbacks.append(note_collection)
    try:
        with replaced(asyncio.Handle, "_run", run):
            yield blocks
    finally:
        gc.callbacks.remove(note_collection)


def _owner(callback: Any) -> tuple[str, bool]:
    """Return a callback's name, and whether it is the integration's.

    A task's step is ours if any coroutine that it awaits in turn is, or if the
    integration named the task: an ended task has only its name left.
    """
    owner = getattr(callback, "__self__", None)
    if isinstance(owner, asyncio.Task):
        stack = list(_stack(owner.get_coro()))
        ours = [name for name, file in stack if OURS in file]
        named = owner.get_name().startswith(SERVER_NAME)
        where = (ours or [name for name, _ in stack] or [""])[-1]
        return f"{owner.get_name()}: {where}", bool(ours) or named
    code = getattr(callback, "__code__", None)
    places = (type(owner).__module__, "" if code is None else code.co_filename)
    where = getattr(callback, "__qualname__", repr(callback))
    return where, any(OURS in place for place in places)


def _stack(coroutine: Any) -> Iterator[tuple[str, str]]:
    """Yield name and file of a coroutine, and of the chain that it awaits."""
    while (code := getattr(coroutine, "cr_code", None)) is not None:
        yield coroutine.__qualname__, code.co_filename
        coroutine = coroutine.cr_await
