"""An event loop on which an hour passes in a moment.

Its selector never waits: when nothing is ready it adds the time it would have waited to
the loop's clock. No sockets.
"""

import asyncio
from collections.abc import Coroutine
import selectors
from typing import Any, override


class Stuck(Exception):  # noqa: N818 - not an error of the code's, but of the test's
    """Every task waits, and no timer is set."""


class _Selector(selectors.SelectSelector):
    """Replaces waiting by advancing the clock."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0

    @override
    def select(
        self, timeout: float | None = None
    ) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready:
            if timeout is None:
                raise Stuck
            self.now += timeout
        return ready


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """A loop whose time passes only while every task waits."""

    def __init__(self) -> None:
        """Start at an arbitrary time, as monotonic clocks do."""
        self._virtual = _Selector()
        super().__init__(self._virtual)

    @override
    def time(self) -> float:
        return self._virtual.now


def run[T](main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in virtual time; assert that no task is left."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:

        async def supervised() -> T:
            result = await main
            # Tasks cancelled in the last step need a turn to end.
            await asyncio.sleep(0)
            left = asyncio.all_tasks() - {asyncio.current_task()}
            assert not left, f"left behind: {left}"
            return result

        return runner.run(supervised())
