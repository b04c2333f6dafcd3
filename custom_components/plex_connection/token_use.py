"""Whether a server takes our token: one left out by plex.tv, one that refused it."""

from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from homeassistant.core import callback

from .connection import Candidate, ServerRecord
from .plex import PlexError
from .prober import ServerProber

QUESTION_SPACING = 24 * 3600.0
"""Seconds from one answer to the next question; the server has seven days for one."""

QUESTION_RETRY = 3600.0
"""Seconds until a question that was not answered is repeated."""

REFUSED_SPACING = 600.0
"""Seconds between two questions to a server that refused its token; the push channel
tries about as often, where there is one."""

ANSWER_LIMIT = 256 * 1024
"""Bytes; a server says some 10 KB of itself."""

ANSWER_BUDGET = 15.0
"""Seconds."""


class TokenUse:
    """Asks a server for something with its token, where nothing else does.

    An open push channel shows it, and so does every operation. Without either, a
    server that answers, but is left out, would go only for never having been asked
    (rule 15), and one that refused its token once would be shown so for ever (11).
    """

    def __init__(
        self,
        prober: ServerProber,
        *,
        note: Callable[[], None],
        spawn: Callable[[Coroutine[Any, Any, None]], object],
        clock: Callable[[], float],
    ) -> None:
        """Ask nothing yet; `note` is told that the token was taken just now.

        `spawn` runs a question in the background, `clock` is monotonic seconds.
        """
        self._prober = prober
        self._note = note
        self._spawn = spawn
        self._clock = clock
        self._due_at = float("-inf")
        self._refused_due_at = float("-inf")

    @callback
    def async_follow(
        self,
        record: ServerRecord,
        active: Candidate | None,
        *,
        push_is_open: bool,
        is_refused: bool,
    ) -> None:
        """Take a verdict on the server, and ask if there is a reason to.

        `is_refused` says that its last word was a refusal, and that no push channel
        is about to try again.
        """
        if is_refused and active is not None and self._clock() >= self._refused_due_at:
            self._refused_due_at = self._clock() + REFUSED_SPACING
            self._spawn(self._async_ask(active))
            return
        if record.listed or not record.owned:
            return
        if push_is_open:
            self._note()
            return
        if active is not None and self._clock() >= self._due_at:
            self._due_at = self._clock() + QUESTION_RETRY
            self._spawn(self._async_ask(active))

    async def async_ask_again(self, candidate: Candidate) -> None:
        """Ask a server that refused its token, because a user wants to know."""
        self._refused_due_at = self._clock() + REFUSED_SPACING
        await self._async_ask(candidate)

    async def _async_ask(self, candidate: Candidate) -> None:
        """Ask; that it was answered the prober tells."""
        with suppress(PlexError):
            await self._prober.request(
                candidate,
                method="GET",
                path="/",
                query={},
                limit=ANSWER_LIMIT,
                budget=ANSWER_BUDGET,
            )
            self._due_at = self._clock() + QUESTION_SPACING
