"""A server's token: whose fault a refusal is, and whether it is taken at all."""

from contextlib import suppress

from homeassistant.core import HomeAssistant, callback

from .account_coordinator import AccountCoordinator
from .background_work import BackgroundWork
from .connection import Candidate
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


class TokenCheck:
    """Asks plex.tv, or the server, about the token where nothing else shows it.

    plex.tv is asked whose fault a refusal is, once until the token has worked again:
    a server may reject a good token for days. The server is asked for something with
    its token where neither push channel nor operation does: one that answers, but is
    left out by plex.tv, would go only for never having been asked (rule 15), and one
    that refused its token once would be shown so for ever (11).
    """

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        account: AccountCoordinator,
        prober: ServerProber,
        work: BackgroundWork,
    ) -> None:
        """Ask nothing yet."""
        self._clock = hass.loop.time
        self._account = account
        self._prober = prober
        self._work = work
        self._is_settled = False
        """Whether it is known whose fault the last refusal is."""
        self._due_at = float("-inf")
        self._refused_due_at = float("-inf")

    @callback
    def async_doubt(self) -> None:
        """Find out whose fault a refusal is, unless that was done."""
        self._work.async_spawn(self._async_settle(), "token check")

    @callback
    def async_dispel(self) -> None:
        """Learn that the token works."""
        self._is_settled = False

    @callback
    def async_follow(
        self, active: Candidate | None, *, push_is_open: bool, is_refused: bool
    ) -> None:
        """Take a verdict on the server, and ask it if there is a reason to.

        `is_refused` says that its last word was a refusal, and that no push channel
        is about to try again.
        """
        record = self._prober.record
        if is_refused and active is not None and self._clock() >= self._refused_due_at:
            self._refused_due_at = self._clock() + REFUSED_SPACING
            self._work.async_spawn(self._async_ask(active), "question")
            return
        if record.listed or not record.owned:
            return
        if push_is_open:
            self._account.async_note_use(record.server_id)
        elif active is not None and self._clock() >= self._due_at:
            self._due_at = self._clock() + QUESTION_RETRY
            self._work.async_spawn(self._async_ask(active), "question")

    async def async_ask_again(self, candidate: Candidate) -> None:
        """Ask a server that refused its token, because a user wants to know."""
        self._refused_due_at = self._clock() + REFUSED_SPACING
        await self._async_ask(candidate)

    async def _async_settle(self) -> None:
        if not self._is_settled:
            self._is_settled = await self._account.async_check_token()

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
