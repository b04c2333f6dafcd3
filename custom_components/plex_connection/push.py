"""One websocket to each server, kept to notice at once when it breaks.

What it says of the server's ways to be reached brings the next check forward, and
nothing else is asked for; a socket that never comes up costs nothing beyond that:
the checks go on as they would without it.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
import logging
from random import Random

from .background_work import BackgroundWork
from .connection import Backoff, Candidate, ConnectionType
from .error_logging import exceptions_logged
from .plex import (
    ChannelEnd,
    NotificationChannel,
    PlexAuthError,
    PlexConnectionError,
    PlexError,
)
from .prober import ServerProber

_LOGGER = logging.getLogger(__name__)

RETRY_INITIAL = 5.0
"""Seconds until a lost channel is opened again, doubled up to ten minutes."""

STABLE_AFTER = 60.0
"""Seconds a socket has to stay open before its back-off starts over."""


HEARTBEAT: Mapping[ConnectionType, float] = {
    ConnectionType.LOCAL: 6.0,
    ConnectionType.REMOTE: 9.0,
    ConnectionType.RELAY: 25.0,
}
"""Seconds without a frame after which the server is pinged; half as many more
without an answer and it is gone. At most 9 on a direct path, so that a server that
vanished is noticed within 15 s (rule 16). Shorter at home, where a ping costs
nothing; seldom on a relay, whose bandwidth is for its users and whose checks are
30 s apart anyway."""


class PushState(StrEnum):
    """What the socket is doing; for diagnostics."""

    OFF = "off"
    CONNECTING = "connecting"
    OPEN = "open"
    REFUSED = "refused"
    """The server answered, and did not want a websocket: no fault of the path."""
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class PushOpened:
    """The channel is open: path and token both work."""


@dataclass(frozen=True, slots=True)
class PushLost:
    """The channel broke, or does not come up; so may the path."""

    is_silence: bool = True
    """Whether nothing was heard any more; else it was ended from the other side."""


@dataclass(frozen=True, slots=True)
class PushClosed:
    """We closed the channel, which says nothing of the path."""


@dataclass(frozen=True, slots=True)
class PushHinted:
    """The server says that its ways may have changed."""


type PushEvent = PushOpened | PushLost | PushClosed | PushHinted


class PushListener:
    """Follows the active candidate of one server with one websocket."""

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

        `prober` makes sure who is there before it sends a token; `label` is the
        server's name for the log.
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
        """Since a socket last was open for long and ended otherwise."""
        self._closed_until = float("-inf")
        """Moment before which nothing is opened, at whatever address."""
        self._url: str | None = None
        self._task: asyncio.Task[None] | None = None
        self._wakened = asyncio.Event()
        self._may_waken = True
        """Whether a wait may be cut short: once until a socket is open again."""
        self._is_relay_deaf = False
        """Whether a websocket over a relay was tried, and did not last."""

    def follow(self, candidate: Candidate | None) -> None:
        """Listen on `candidate`, and only there; on none, or http, not at all.

        A token is not sent in clear. Over a relay it is tried once: whether
        relays carry websockets is their affair.
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
        """Open the socket now, as the server serves again; not while that is tried.

        One attempt: a server that serves requests and no websocket is not to be asked
        for one with each of them.
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
        """Keep one socket open until cancelled, waiting longer after each loss."""
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
        """Wait, or until there is a reason to try at once."""
        self._wakened.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wakened.wait()

    async def _listen_in_any_case(self, candidate: Candidate) -> float:
        """Listen; an unexpected exception is logged, and a loss like any other."""
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
            _LOGGER.debug("%s does not want a websocket: %s", self._label, err)
            return 0.0
        if channel is not None:
            return await self._hold(channel)
        self.state = PushState.WAITING
        if self._failures == 0 and candidate.kind is not ConnectionType.RELAY:
            # Said once: a path that carries requests but no websockets must
            # not be doubted again with every retry.
            self._emit(PushLost())
        return 0.0

    async def _hold(self, channel: NotificationChannel) -> float:
        """Stay on an open socket; when it is lost, say so."""
        self.state = PushState.OPEN
        self._may_waken = True
        self._emit(PushOpened())
        opened_at = self._clock()
        async with channel:
            async for notification in channel:
                _LOGGER.debug("%s says %s", self._label, notification.type)
                if notification.is_hint:
                    self._emit(PushHinted())
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
        """Leave a server alone that says too much, for longer each time."""
        wait = self._backoff.wait(self._floods)
        self._floods += 1
        self._closed_until = self._clock() + wait
        _LOGGER.debug("%s says too much: no push for %.0f s", self._label, wait)
        self._emit(PushClosed())
