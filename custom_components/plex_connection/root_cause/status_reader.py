"""Asks a server about its remote access, and an owned one about its settings.

Seldom: at the start, when the server announces a change, and now and then. Nothing is
asked of plex.tv, and of the settings only those for connections are kept.
"""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime
import logging
from math import inf
from typing import Any, override

from homeassistant.core import HomeAssistant, callback

from ..background_work import BackgroundWork, exceptions_logged
from ..connection import Candidate, TokenBucket
from ..diagnosis import MappingError, MappingState, RemoteAccess, ServerStatus
from ..plex import NotificationType, PlexAuthError, PlexError, PlexResponseError
from ..prober import ServerProber
from ..timers import Timed

_LOGGER = logging.getLogger(__name__)

FIRST_AFTER = 15.0
"""Seconds after the first connection: by then the start is over, and so is the choice
of a connection."""
ACCOUNT_INTERVAL = 3 * 3600.0
"""Seconds between two questions about remote access. A server that announces changes
(push) is asked at once."""
SETTINGS_INTERVAL = 86_400.0
"""Seconds between two questions about the settings: owners rarely change them."""
HINT_DELAY = 2.0
"""Seconds after an announcement: several settings are changed together."""
RELOAD = 600.0
"""Seconds for which an answer from before a reload or restart need not be repeated."""
SPARED = 600.0
"""Seconds after an answer: a connection that changes often is not a reason to ask."""
RETRY_AFTER = 900.0
"""Seconds until a question is repeated whose path failed."""
BUDGET = 10.0
"""Seconds for one answer."""

BURST = 8
REFILL = 5400.0
"""At most eight questions at once, and one every 90 minutes: 24 a day, however often a
server announces something."""

SHARED_INTERVAL = 43_200.0
"""Seconds between two questions to a shared server, whatever happens: twice a day."""

SIGNED_IN = "ok"
SIGNED_OUT = ("none", "invalid")


class StatusReader(Timed):
    """Keeps one server's own word about its connections up to date."""

    def __init__(
        self,
        hass: HomeAssistant,
        prober: ServerProber,
        work: BackgroundWork,
        *,
        now: Callable[[], datetime],
        emit: Callable[[], None],
        label: str,
        status: ServerStatus,
    ) -> None:
        """Start with the stored answers; `emit` is called after each other one."""
        super().__init__(hass, f"status of {label}")
        self.status = status
        self._prober = prober
        self._work = work
        self._now = now
        self._emit = emit
        self._clock = hass.loop.time
        self._bucket = TokenBucket(clock=self._clock, burst=BURST, period=REFILL)
        self._is_owned = True
        said = status.remote_access
        self._shared_from = self._spaced(
            SHARED_INTERVAL, None if said is None else said.at
        )
        """Before this, a shared server is not asked, in this run or the last."""
        self._candidate: Candidate | None = None
        self._account_at = self._settings_at = inf
        """When each is due, in loop time."""
        self._spared_until = -inf
        """Before this, a change of connection is not a reason to ask again."""
        self._has_started = False
        self._is_asking = False

    @callback
    def async_follow(self, candidate: Candidate | None, *, owned: bool) -> None:
        """Ask over this connection from now on; None: not at all.

        A token is not sent in clear. A server that is not `owned` is asked less.
        """
        self._is_owned = owned
        if candidate is not None and candidate.scheme != "https":
            candidate = None
        if candidate == self._candidate:
            return
        before, self._candidate = self._candidate, candidate
        if candidate is None:
            self._async_set_timer()
            return
        if self._has_started and before is not None:
            # The connection changed: what the server says may explain why.
            soon = self._clock() + FIRST_AFTER
            again = max(soon, self._spared_until)
            self._account_at = min(self._account_at, again)
            self._settings_at = min(self._settings_at, again)
        elif not self._has_started:
            self._has_started = True
            said = self.status.remote_access
            self._account_at = self._first_at(None if said is None else said.at)
            self._settings_at = self._first_at(self.status.settings_at)
        self._async_set_timer()

    @callback
    def async_hint(self, about: NotificationType) -> None:
        """Ask again soon: the server announced a change."""
        soon = self._clock() + HINT_DELAY
        match about:
            case NotificationType.REACHABILITY:
                self._account_at = min(self._account_at, soon)
            case NotificationType.PREFERENCE:
                self._account_at = min(self._account_at, soon)
                self._settings_at = min(self._settings_at, soon)
        if self._has_started:
            self._async_set_timer()

    @callback
    def async_stop(self) -> None:
        """Ask no more."""
        self._candidate = None
        self._async_stop_timer()

    async def async_refresh(self) -> None:
        """Ask both questions now, on a user's behalf; errors leave what was known.

        A shared server is not asked more often for that.
        """
        if not self._is_owned:
            if self._candidate is not None and self._wait <= 0:
                await self._async_ask_account(self._candidate)
            self._async_set_timer()
            return
        for ask in (self._async_ask_account, self._async_ask_settings):
            # During the first question the connection may end.
            if self._candidate is not None:
                await ask(self._candidate)
        self._async_set_timer()

    def _first_at(self, answered_at: datetime | None) -> float:
        """Return when to ask first, by when the server was last asked.

        A reload is not a reason to ask again.
        """
        return max(self._clock() + FIRST_AFTER, self._spaced(RELOAD, answered_at))

    def _spaced(self, seconds: float, answered_at: datetime | None) -> float:
        """Return the time so many seconds after an answer, perhaps of the last run."""
        if answered_at is None:
            return -inf
        age = (self._now() - answered_at).total_seconds()
        return self._clock() + seconds - age if age >= 0 else -inf

    @property
    def _wait(self) -> float:
        """Return the seconds until anything may be asked."""
        if self._is_owned:
            return self._bucket.wait
        return max(0.0, self._shared_from - self._clock())

    @override
    def _delay(self) -> float | None:
        if self._candidate is None or self._is_asking:
            return None
        due = self._account_at
        if self._is_owned:
            due = min(due, self._settings_at)
        return None if due == inf else max(due - self._clock(), self._wait)

    @callback
    @override
    def _async_due(self) -> None:
        self._is_asking = True
        self._work.async_spawn(self._async_ask(), self._what)

    async def _async_ask(self) -> None:
        try:
            with exceptions_logged(_LOGGER, self._what):
                now = self._clock()
                questions = [(self._account_at, self._async_ask_account)]
                if self._is_owned:
                    questions += [(self._settings_at, self._async_ask_settings)]
                # Under a flood of hints both are due always: neither may starve.
                for due_at, ask in sorted(questions, key=lambda each: each[0]):
                    if self._candidate is None or due_at > now or self._wait > 0:
                        continue
                    if self._is_owned:
                        self._bucket.take()
                    await ask(self._candidate)
        finally:
            self._is_asking = False
            self._async_set_timer()

    async def _async_ask_account(self, candidate: Candidate) -> None:
        self._spared_until = self._clock() + SPARED
        ask = self._prober.account_state
        interval = ACCOUNT_INTERVAL
        if not self._is_owned:
            ask, interval = self._prober.shared_state, SHARED_INTERVAL
            self._shared_from = self._clock() + interval
        self._account_at = self._clock() + interval
        answer = await self._async_answer(ask(candidate, budget=BUDGET))
        if isinstance(answer, float):
            self._account_at = self._clock() + answer
            return
        signed_in = answer.sign_in_state
        known = signed_in == SIGNED_IN or signed_in in SIGNED_OUT
        self._async_take(
            replace(
                self.status,
                remote_access=RemoteAccess(
                    state=MappingState.of(answer.mapping_state),
                    error=MappingError.of(answer.mapping_error),
                    is_signed_in=signed_in == SIGNED_IN if known else None,
                    public_address=answer.public_address,
                    public_port=answer.public_port,
                    at=self._now(),
                ),
            )
        )

    async def _async_ask_settings(self, candidate: Candidate) -> None:
        self._settings_at = self._clock() + SETTINGS_INTERVAL
        answer = await self._async_answer(
            self._prober.settings(candidate, budget=BUDGET)
        )
        if isinstance(answer, float):
            self._settings_at = self._clock() + answer
            return
        self._async_take(replace(self.status, settings=answer, settings_at=self._now()))

    async def _async_answer[T](self, question: Coroutine[Any, Any, T]) -> T | float:
        """Return the answer; if there is none, the seconds until the next attempt.

        A refusal is not an error: not every token of an owned server is allowed to ask.
        """
        try:
            return await question
        except (PlexAuthError, PlexResponseError) as err:
            _LOGGER.debug("%s: refused: %s", self._what, err)
            return SETTINGS_INTERVAL
        except PlexError as err:
            _LOGGER.debug("%s: no answer: %s", self._what, err)
            return RETRY_AFTER

    @callback
    def _async_take(self, status: ServerStatus) -> None:
        before, self.status = self.status, status
        if before.content != status.content:
            self._emit()
