"""One websocket to each server, kept only to notice at once when it breaks.

What it carries brings the next check forward; a socket that never comes up
costs nothing beyond that: the checks go on as they would without it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from enum import StrEnum
import logging
from typing import Any

from .connection import Backoff, Candidate, ConnectionType
from .plex import NotificationChannel, PlexAuthError, PlexConnectionError, PlexError

_LOGGER = logging.getLogger(__name__)

STABLE_AFTER = 60.0
"""Seconds a socket has to stay open before its back-off starts over."""


class PushState(StrEnum):
    """What the socket is doing; for diagnostics."""

    OFF = "off"
    CONNECTING = "connecting"
    OPEN = "open"
    REFUSED = "refused"
    """The server answered, and did not want a websocket: no fault of the path."""
    WAITING = "waiting"


class PushListener:
    """Follows the active candidate of one server with one websocket."""

    def __init__(
        self,
        *,
        open_channel: Callable[[Candidate], Awaitable[NotificationChannel | None]],
        create_task: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]],
        on_open: Callable[[], None],
        on_lost: Callable[[], None],
        on_unauthorized: Callable[[], None],
        backoff: Backoff,
        clock: Callable[[], float],
        label: str,
    ) -> None:
        """Open nothing yet.

        `open_channel` makes sure who is there before it sends a token, and
        returns None if it is not the server, or nobody.
        """
        self.state = PushState.OFF
        self._open_channel = open_channel
        self._create_task = create_task
        self._on_open = on_open
        self._on_lost = on_lost
        self._on_unauthorized = on_unauthorized
        self._backoff = backoff
        self._clock = clock
        self._label = label
        self._failures = 0
        self._url: str | None = None
        self._task: asyncio.Task[None] | None = None

    def follow(self, candidate: Candidate | None) -> None:
        """Listen on `candidate`, and only there; on none, a relay or http, not at all.

        A token is not sent in clear, and a relay's bandwidth is for its users.
        """
        if candidate is not None and (
            candidate.kind is ConnectionType.RELAY or candidate.scheme != "https"
        ):
            candidate = None
        url = None if candidate is None else candidate.url
        if url == self._url:
            return
        self.stop()
        self._url = url
        if candidate is not None:
            self._failures = 0
            self._task = self._create_task(self._run(candidate))

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
            await self._listen(candidate)
            wait = self._backoff.wait(self._failures)
            self._failures += 1
            await asyncio.sleep(wait)

    async def _listen(self, candidate: Candidate) -> None:
        """Open the socket and hold it until it ends."""
        self.state = PushState.CONNECTING
        try:
            channel = await self._open_channel(candidate)
        except PlexAuthError:
            self.state = PushState.REFUSED
            self._on_unauthorized()
            return
        except PlexConnectionError as err:
            _LOGGER.debug("No push from %s: %s", self._label, err)
            channel = None
        except PlexError as err:
            self.state = PushState.REFUSED
            _LOGGER.debug("%s does not want a websocket: %s", self._label, err)
            return
        if channel is not None:
            await self._hold(channel)
            return
        self.state = PushState.WAITING
        if self._failures == 0:
            # Said once: a path that carries requests but no websockets must
            # not be doubted again with every retry.
            self._on_lost()

    async def _hold(self, channel: NotificationChannel) -> None:
        """Stay on an open socket; when it is lost, say so."""
        self.state = PushState.OPEN
        self._on_open()
        opened_at = self._clock()
        async with channel:
            async for notification in channel:
                _LOGGER.debug("%s says %s", self._label, notification.type)
        self.state = PushState.WAITING
        if self._clock() - opened_at >= STABLE_AFTER:
            self._failures = 0
        self._on_lost()
