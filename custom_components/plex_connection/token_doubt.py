"""A server's 401: found out about once, until its token has worked again."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from homeassistant.core import callback


class TokenDoubt:
    """Has plex.tv asked whose fault it is that a server rejects its token.

    A server may reject a good token for days, and each retry of the push channel
    would ask.
    """

    def __init__(
        self,
        *,
        ask: Callable[[], Awaitable[bool]],
        spawn: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        """Doubt nothing yet; `ask` returns whether it is known now whose fault it is.

        `spawn` runs a question in the background.
        """
        self._ask = ask
        self._spawn = spawn
        self._is_settled = False

    @callback
    def async_raise(self) -> None:
        """Find out, unless that was done."""
        self._spawn(self._async_settle())

    @callback
    def async_dispel(self) -> None:
        """Learn that the token works."""
        self._is_settled = False

    async def _async_settle(self) -> None:
        if not self._is_settled:
            self._is_settled = await self._ask()
