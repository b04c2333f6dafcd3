"""Lets a browser's pages reach the control surface only if they are its own.

It listens on loopback, and so does every browser on this machine: without this any
page of the internet could post to it, or read it through a name that leads here.
"""

from collections.abc import Awaitable, Callable

from aiohttp import hdrs, web
from yarl import URL

OURS = frozenset({"127.0.0.1", "localhost", "::1"})
"""Names of this machine; others are names by which a page has rebound its own."""

FRAMES = "frame-ancestors 'self' http://127.0.0.1:* http://localhost:*"
"""Who may show the pages inside its own: a Home Assistant on this machine."""


@web.middleware
async def guard(
    request: web.Request,
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> web.StreamResponse:
    """Refuse what another site's page has sent; programs send no origin."""
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
