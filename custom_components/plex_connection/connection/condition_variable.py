"""A condition to wait on for any change."""

import asyncio


class Condition:
    """Wakes all waiters; each then checks whether its own condition holds.

    `asyncio.Condition` has to be locked to notify; the notifiers here cannot wait.
    """

    def __init__(self) -> None:
        """Create it without waiters."""
        self._waiting: set[asyncio.Future[None]] = set()

    def notify_all(self) -> None:
        """Wake all current waiters."""
        waiting, self._waiting = self._waiting, set()
        for each in waiting:
            if not each.done():
                each.set_result(None)

    async def wait(self) -> None:
        """Wait for the next notification."""
        change = asyncio.get_running_loop().create_future()
        self._waiting.add(change)
        try:
            await change
        finally:
            self._waiting.discard(change)
