"""The search for another connection, shared by all whose operation failed."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any


class Replacement:
    """One check at a time, however many operations fail at once."""

    def __init__(
        self,
        *,
        check: Callable[[], Coroutine[Any, Any, None]],
        spawn: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        """Search for nothing yet; `spawn` runs a check in the background."""
        self._check = check
        self._spawn = spawn
        self._found: asyncio.Future[None] | None = None
        """Done when there is another connection, or the check has ended."""

    def seek(self) -> Awaitable[None]:
        """Start a check at once, or join the one that runs.

        Awaited, it waits for a connection, or for the end of the check; whoever
        gives up waiting does not end it for the others.
        """
        if self._found is None:
            self._found = found = asyncio.get_running_loop().create_future()
            self._spawn(self._search(found))
        else:
            found = self._found
        return asyncio.shield(found)

    def found(self) -> None:
        """Let those go on who wait: there is a connection."""
        if self._found is not None:
            self._end(self._found)

    async def _search(self, found: asyncio.Future[None]) -> None:
        try:
            await self._check()
        finally:
            self._end(found)

    def _end(self, found: asyncio.Future[None]) -> None:
        if not found.done():
            found.set_result(None)
        if self._found is found:
            self._found = None
