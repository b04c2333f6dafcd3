"""One websocket to each server, to notice at once when the connection breaks.

Notifications about a server's connections bring the next check forward; no other kind
is requested. A socket that never opens costs nothing more: the checks run as they would
without it.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
import logging
from random import Random

from .background_work import BackgroundWork, exceptions_logged
from .connection import Backoff, Candidate, ConnectionType
from .plex import (
    ChannelEnd,
    NotificationChannel,
    NotificationType,
    PlexAuthError,
    PlexConnectionError,
    PlexError,
)
from .prober import ServerProber

_LOGGER = logging.getLogger(__name__)

RETRY_INITIAL = 5.0
"""Seconds until a lost channel is reopened; doubles up to ten minutes."""

STABLE_AFTER = 60.0
"""Seconds that a socket has to stay open to reset its backoff."""


HEARTBEAT: Mapping[ConnectionType, float] = {
    ConnectionType.LOCAL: 6.0,
    ConnectionType.REMOTE: 9.0,
    ConnectionType.RELAY: 25.0,
}
"""Seconds without a frame until the server is pinged; after half as many more without
an answer it counts as gone. At most 9 on a direct path, so that a vanished server is
noticed within 15 s (rule 16). Shorter at home, where a ping costs nothing; longer on a
relay, whose bandwidth is for its users and whose checks are 30 s apart anyway."""


class PushState(StrEnum):
    """State of the socket, for diagnostics."""

    OFF = "off"
    CONNECTING = "connecting"
    OPEN = "open"
    REFUSED = "refused"
    """The server answered but refused the websocket: no fault of the path."""
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class PushOpened:
    """The channel is open: path and token both work."""


@dataclass(frozen=True, slots=True)
class PushLost:
    """The channel broke or does not open; the path may be broken too."""

    is_silence: bool = True
    """Whether nothing was heard any more; else it was ended from the other side."""


@dataclass(frozen=True, slots=True)
class PushClosed:
    """We closed the channel, which says nothing about the path."""


@dataclass(frozen=True, slots=True)
class PushHinted:
    """The server reports that its connections may have changed."""

    about: NotificationType


type PushEvent = PushOpened | PushLost | PushClosed | PushHinted


class PushListener:
    """Keeps one websocket open to the active candidate of one server."""

    def __init__(
        self,
        prober: ServerProber,
        work: BackgroundWork,
        *,
        emit: Callable[[PushEvent], None],
        rng: Random,
        clock: Callable[[], float],
        label: str,
    ) -> None:
        """Open nothing yet.

        `prober` checks the identity before it sends a token; `label` is the server's
        name in the log.
        """
        self.state = PushState.OFF
        self._prober = prober
        self._work = work
        self._emit = emit
        self._backoff = Backoff(rng=rng, initial=RETRY_INITIAL)
        self._clock = clock
        self._label = label
        self._failures = 0
        self._floods = 0
        """Floods since a socket last stayed open for long and ended otherwise."""
        self._closed_until = float("-inf")
        """Loop time before which no socket is opened, at any address."""
        self._url: str | None = None
        self._task: asyncio.Task[None] | None = None
        self._wakened = asyncio.Event()
        self._may_waken = True
        """Whether a wait may be cut short: once until a socket is open again."""
        self._is_relay_deaf = False
        """Whether a websocket over a relay was tried and did not last."""

    def follow(self, candidate: Candidate | None) -> None:
        """Listen on `candidate` only; not at all on None or http.

        A token is not sent in the clear. A relay gets one attempt: whether relays carry
        websockets is up to Plex.
        """
        if candidate is not None and (
            candidate.scheme != "https"
            or (candidate.kind is ConnectionType.RELAY and self._is_relay_deaf)
        ):
            candidate = None
        url = None if candidate is None else candidate.url
        if url == self._url:
            return
        self.stop()
        self._url = url
        if candidate is not None:
            self._failures = 0
            self._task = self._work.async_spawn(
                self._run(candidate), f"{self._label} push"
            )

    def retry(self) -> None:
        """Reopen the socket now that the server works again; no-op during an attempt.

        One attempt only: a server that serves requests but no websocket must not be
        asked for one with every request.
        """
        is_waiting = self.state in (PushState.REFUSED, PushState.WAITING)
        if is_waiting and self._may_waken:
            self._may_waken = False
            self._wakened.set()

    def stop(self) -> None:
        """Close the socket; safe to call at any time."""
        if self._task is not None:
            self._task.cancel()
        self._task = None
        self._url = None
        self.state = PushState.OFF

    async def _run(self, candidate: Candidate) -> None:
        """Keep one socket open until cancelled; wait longer after each loss."""
        while True:
            await asyncio.sleep(max(0.0, self._closed_until - self._clock()))
            lasted = await self._listen_in_any_case(candidate)
            if candidate.kind is ConnectionType.RELAY and lasted < STABLE_AFTER:
                self._is_relay_deaf = True
                self.state = PushState.OFF
                return
            if lasted >= STABLE_AFTER:
                self._failures = 0
            wait = self._backoff.wait(self._failures)
            self._failures += 1
            await self._rest(wait)

    async def _rest(self, seconds: float) -> None:
        """Wait, unless `retry` ends the wait."""
        self._wakened.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wakened.wait()

    async def _listen_in_any_case(self, candidate: Candidate) -> float:
        """Listen; log an unexpected exception and treat it as a loss."""
        lasted: float | None = None
        what = f"push channel of {self._label}"
        with exceptions_logged(_LOGGER, what):
            lasted = await self._listen(candidate)
        if lasted is not None:
            return lasted
        self.state = PushState.WAITING
        with exceptions_logged(_LOGGER, what):
            self._emit(PushLost())
        return 0.0

    async def _listen(self, candidate: Candidate) -> float:
        """Open the socket and hold it until it ends; return for how many seconds."""
        self.state = PushState.CONNECTING
        try:
            channel = await self._prober.open_channel(
                candidate, heartbeat=HEARTBEAT[candidate.kind]
            )
        except PlexAuthError:
            self.state = PushState.REFUSED
            return 0.0
        except PlexConnectionError as err:
            _LOGGER.debug("No push from %s: %s", self._label, err)
            channel = None
        except PlexError as err:
            self.state = PushState.REFUSED
            _LOGGER.debug("%s refused the websocket: %s", self._label, err)
            return 0.0
        if channel is not None:
            return await self._hold(channel)
        self.state = PushState.WAITING
        if self._failures == 0 and candidate.kind is not ConnectionType.RELAY:
            # Only once: a path that carries requests but no websockets must not trigger
            # a check with every retry.
            self._emit(PushLost())
        return 0.0

    async def _hold(self, channel: NotificationChannel) -> float:
        """Read an open socket until it ends; emit PushLost if it is lost."""
        self.state = PushState.OPEN
        self._may_waken = True
        self._emit(PushOpened())
        opened_at = self._clock()
        async with channel:
            async for notification in channel:
                _LOGGER.debug("%s: notification %s", self._label, notification.type)
                if notification.is_hint:
                    self._emit(PushHinted(notification.type))
        self.state = PushState.WAITING
        lasted = self._clock() - opened_at
        if channel.end is ChannelEnd.FLOOD:
            self._close_for_a_while()
            return 0.0
        if lasted >= STABLE_AFTER:
            self._floods = 0
        _LOGGER.debug("%s: push channel lost: %s", self._label, channel.end)
        self._emit(PushLost(is_silence=channel.end is ChannelEnd.SILENT))
        return lasted

    def _close_for_a_while(self) -> None:
        """Pause after a flood of notifications, longer each time."""
        wait = self._backoff.wait(self._floods)
        self._floods += 1
        self._closed_until = self._clock() + wait
        _LOGGER.debug("%s: notification flood, no push for %.0f s", self._label, wait)
        self._emit(PushClosed())
