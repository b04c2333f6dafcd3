"""The web server of a service, without sockets of its own."""

import asyncio

from aiohttp import web

from .http import KEEP_ALIVE
from .referee import note_status


class WebServer:
    """Serves an application on connections from listeners."""

    def __init__(self, app: web.Application) -> None:
        """Prepare; a handler ends with its client."""
        app.on_response_prepare.append(note_status)
        self._runner = web.AppRunner(
            app,
            access_log=None,
            handler_cancellation=True,
            keepalive_timeout=KEEP_ALIVE,
            shutdown_timeout=0.1,
        )

    async def start(self) -> None:
        """Start; connections may arrive from then on."""
        await self._runner.setup()

    async def stop(self) -> None:
        """End every connection."""
        await self._runner.cleanup()

    def protocol(self) -> asyncio.Protocol:
        """Return the protocol for one connection."""
        server = self._runner.server
        if server is None:
            msg = "the web server has not been started"
            raise RuntimeError(msg)
        return server()
