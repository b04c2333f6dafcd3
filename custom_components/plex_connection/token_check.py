"""Checks of a server's token: who is to blame for a refusal, and whether it works."""

from contextlib import suppress

from homeassistant.core import HomeAssistant, callback

from .account_coordinator import AccountCoordinator
from .background_work import BackgroundWork
from .connection import Candidate
from .plex import PlexError
from .prober import ServerProber

QUESTION_SPACING = 24 * 3600.0
"""Seconds from one answer to the next check; an unlisted server has seven days for
one."""

QUESTION_RETRY = 3600.0
"""Seconds until an unanswered check is repeated."""

REFUSED_SPACING = 600.0
"""Seconds between two checks of a server that refused its token; the push channel tries
about as often, if there is one."""

ANSWER_LIMIT = 256 * 1024
"""Bytes; a server's answer to `/` has some 10 KB."""

ANSWER_BUDGET = 15.0
"""Seconds."""


class TokenCheck:
    """Checks the token at plex.tv or at the server when nothing else shows its state.

    plex.tv is asked who is to blame for a refusal, once until the token has worked
    again: a server may reject a good token for days. The server gets a request with its
    token if neither push channel nor operation shows whether it works. Otherwise a
    server that responds but is not listed by plex.tv would be removed only for lack of
    a check (rule 15), and one that refused its token once would be shown so forever
    (11).
    """

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        account: AccountCoordinator,
        prober: ServerProber,
        work: BackgroundWork,
    ) -> None:
        """Send nothing yet."""
        self._clock = hass.loop.time
        self._account = account
        self._prober = prober
        self._work = work
        self._is_settled = False
        """Whether the cause of the last refusal is known."""
        self._due_at = float("-inf")
        self._refused_due_at = float("-inf")

    @callback
    def async_verify(self) -> None:
        """Check the token at plex.tv, unless the cause of the refusal is known."""
        self._work.async_spawn(self._async_settle(), "token check")

    @callback
    def async_dispel(self) -> None:
        """Record that the token works."""
        self._is_settled = False

    @callback
    def async_follow(
        self, active: Candidate | None, *, push_is_open: bool, is_refused: bool
    ) -> None:
        """Send a check to the server if there is a reason to.

        `is_refused` says that its last answer was a refusal, and that no push channel
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
        """Check a server that refused its token, at a user's request."""
        self._refused_due_at = self._clock() + REFUSED_SPACING
        await self._async_ask(candidate)

    async def _async_settle(self) -> None:
        if not self._is_settled:
            self._is_settled = await self._account.async_check_token()

    async def _async_ask(self, candidate: Candidate) -> None:
        """Send a request; the prober emits the result."""
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
