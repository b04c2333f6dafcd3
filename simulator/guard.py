"""Lets a browser's pages reach the control surface only if they are its own.

It listens on loopback, which every browser on this machine can reach: otherwise any
page on the internet could post to it, or read it by DNS rebinding.
"""

from collections.abc import Awaitable, Callable

from aiohttp import hdrs, web
from yarl import URL

OURS = frozenset({"127.0.0.1", "localhost", "::1"})
"""Names of this machine; any other one was rebound by a page."""

FRAMES = "frame-ancestors 'self' http://127.0.0.1:* http://localhost:*"
"""Pages that may embed ours: a Home Assistant on this machine."""


@web.middleware
async def guard(
    request: web.Request,
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> web.StreamResponse:
    """Refuse requests from other sites' pages; programs send no origin."""
    if _host(f"http://{request.host}") not in OURS:
        raise web.HTTPForbidden(text="ask this machine by its own name")
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is not None and origin != f"http://{request.host}":
        raise web.HTTPForbidden(text="that page is not of here")
    response = await handler(request)
    response.headers["Content-Security-Policy"] = FRAMES
    return response


def _host(url: str) -> str | None:
    try:
        return URL(url).host
    except ValueError:
        return None
