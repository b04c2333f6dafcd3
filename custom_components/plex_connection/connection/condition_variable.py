"""One condition to wait on for whatever may change."""

import asyncio


class Condition:
    """Wakes all that wait; each then looks whether it is what it waits for.

    `asyncio.Condition` has to be locked to notify; what notifies here cannot wait.
    """

    def __init__(self) -> None:
        """Begin with none that wait."""
        self._waiting: set[asyncio.Future[None]] = set()

    def notify_all(self) -> None:
        """Wake all that wait now."""
        waiting, self._waiting = self._waiting, set()
        for each in waiting:
            if not each.done():
                each.set_result(None)

    async def wait(self) -> None:
        """Wait for the next time that something changes."""
        change = asyncio.get_running_loop().create_future()
        self._waiting.add(change)
        try:
            await change
        finally:
            self._waiting.discard(change)
