"""How this package uses aiohttp: one request, one answer, and no more."""

import json

from aiohttp import (
    ClientConnectorError,
    ClientHandlerType,
    ClientMiddlewareType,
    ClientOSError,
    ClientRequest,
    ClientResponse,
    ClientTimeout,
    ServerDisconnectedError,
)

from .errors import PlexRedirectError
from .faults import connection_error
from .statuses import REDIRECTS
from .timing import PhaseRecorder

NO_TIMEOUT = ClientTimeout(total=None, sock_connect=None)
"""For requests under an `asyncio.timeout` of our own, which covers the body too.

aiohttp's would round everything above 5 s up to whole seconds."""


class UnreadableAnswerError(Exception):
    """The body is not the JSON that was asked for; the text says in what way."""


def single_exchange(recorder: PhaseRecorder) -> ClientMiddlewareType:
    """Return the middleware of one request: it follows and repeats nothing.

    aiohttp's `ws_connect` cannot be told not to follow redirects, and follows
    them with the X-Plex-Token header, to any host. And aiohttp repeats a GET
    whose connection breaks: right on a socket that was open already and has
    gone stale (RFC 9112, section 9.3.1), wrong on a fresh one, where it would
    double every probe of a server that resets connections.

    As the middleware of a request it takes the place of the session's own.
    Home Assistant's resolves the name in a Location header, which would let
    an answer choose a host name for us to look up.
    """

    async def exchange(
        request: ClientRequest, handler: ClientHandlerType
    ) -> ClientResponse:
        try:
            response = await handler(request)
        except ClientConnectorError:
            raise
        except (ClientOSError, ServerDisconnectedError) as err:
            if recorder.warm:
                raise
            lost = connection_error(err, phase=recorder.phase)
        else:
            recorder.answered()
            if response.status in REDIRECTS:
                response.close()
                raise PlexRedirectError(response.status)
            return response
        # Out here `err` does not become the context.
        raise lost

    return exchange


async def read_body(response: ClientResponse, *, limit: int) -> bytes:
    """Return the body; give up, and the connection with it, beyond `limit` bytes."""
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > limit:
            response.close()
            msg = f"more than {limit} bytes"
            raise UnreadableAnswerError(msg)
    return bytes(body)


async def read_json(response: ClientResponse, *, limit: int) -> object:
    """Return the body as JSON values.

    Plex's errors are HTML or XML whatever we accept, hence the look at its type.
    """
    if response.content_type != "application/json":
        raise UnreadableAnswerError("not JSON by its content type")
    return parse_json(await read_body(response, limit=limit))


def parse_json(text: bytes | str) -> object:
    """Return `text` as JSON values."""
    try:
        return json.loads(text)
    except ValueError, RecursionError:
        # Bad syntax, bad UTF-8, a number of thousands of digits; or nesting
        # deep enough to exhaust the stack.
        pass
    raise UnreadableAnswerError("not JSON")
