"""Wraps aiohttp: one request, one answer, and no more."""

import asyncio
from collections.abc import Awaitable, Callable
import json

from aiohttp import (
    ClientConnectionResetError,
    ClientConnectorError,
    ClientError,
    ClientHandlerType,
    ClientMiddlewareType,
    ClientOSError,
    ClientRequest,
    ClientResponse,
    ClientResponseError,
    ClientTimeout,
    ServerDisconnectedError,
    WSServerHandshakeError,
)

from .error_mapping import connection_error
from .exceptions import (
    REDIRECTS,
    PlexError,
    PlexNotPlexError,
    PlexRedirectError,
    error_of,
)
from .timing import PhaseRecorder, recording
from .tls import ResumableConnection

NO_TIMEOUT = ClientTimeout(total=None, sock_connect=None)
"""For requests under an `asyncio.timeout` of our own, which covers the body too.

aiohttp's would round everything above 5 s up to whole seconds.
"""

PARSED_AT_ONCE = 64 * 1024
"""Bytes of JSON up to which parsing and reading stay in the event loop, where they take
a millisecond or two."""
MAX_BRACKETS = 1000
"""Maximum lists and objects in JSON parsed there: with sixty thousand, nested, the
parser takes 10 ms before it gives up."""


class UnreadableAnswerError(Exception):
    """The body is not the expected JSON; the text says why."""


async def measured[ResultT](
    call: Awaitable[ResultT], recorder: PhaseRecorder, budget: float
) -> ResultT:
    """Return the result of `call`, one request, within `budget` seconds.

    Raises PlexError only; each has the timings and whether the request had been
    written.
    """
    try:
        with recording(recorder):
            async with asyncio.timeout(budget):
                return await call
    except PlexError as err:
        error: PlexError = err
    except UnreadableAnswerError as err:
        error = PlexNotPlexError(str(err))
    except WSServerHandshakeError as err:
        error = error_of(err.status) or PlexNotPlexError("no websocket")
    except ClientResponseError:
        error = PlexNotPlexError("not HTTP")
    except (ClientError, OSError) as err:
        error = connection_error(err, phase=recorder.phase)
    # Outside the handler, so that aiohttp's exception, which holds the request's
    # headers, does not become the context.
    error.timings = recorder.timings
    error.written = recorder.written
    error.identified_as = recorder.identified_as
    raise error


def single_exchange(
    recorder: PhaseRecorder, *, repeatable: bool = True
) -> ClientMiddlewareType:
    """Return a middleware for one request that follows and repeats nothing.

    aiohttp's `ws_connect` cannot be told not to follow redirects, and follows them with
    the X-Plex-Token header, to any host. And aiohttp repeats a GET whose connection
    breaks: right on a socket that was already open and has gone stale (RFC 9112,
    section 9.3.1), wrong on a fresh one, where it would double every probe of a server
    that resets connections, and wrong if the request acts, as many of Plex's GETs do:
    these are not `repeatable`.

    As the middleware of a request it replaces the session's own. Home Assistant's
    resolves the name in a Location header, which would let an answer choose a host name
    for us to resolve.
    """

    async def exchange(
        request: ClientRequest, handler: ClientHandlerType
    ) -> ClientResponse:
        try:
            response = await handler(request)
        except ClientConnectorError:
            raise
        except ClientConnectionResetError:
            # Raised instead of writing if our own end is closed.
            recorder.unsent()
            raise
        except (ClientOSError, ServerDisconnectedError) as err:
            if recorder.warm and repeatable:
                raise
            lost = connection_error(err, phase=recorder.phase)
        else:
            recorder.answered()
            read_on(response)
            if response.status in REDIRECTS:
                response.close()
                raise PlexRedirectError(response.status)
            return response
        # Outside the handler, so that `err` does not become the context.
        raise lost

    return exchange


def read_on(response: ClientResponse) -> None:
    """Allow reading beyond an answer's head, one portion after the other."""
    connection = response.connection
    if connection is not None and connection.transport is not None:
        tls = connection.transport.get_extra_info("ssl_object")
        if isinstance(tls, ResumableConnection):
            tls.read_on(connection.transport)


async def read_body(response: ClientResponse, *, limit: int) -> bytes:
    """Return the body; beyond `limit` bytes, close the connection and raise."""
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > limit:
            response.close()
            msg = f"more than {limit} bytes"
            raise UnreadableAnswerError(msg)
    return bytes(body)


async def read_json[ValueT](
    response: ClientResponse, *, limit: int, read: Callable[[object], ValueT]
) -> ValueT:
    """Return the body's JSON as parsed by `read`.

    Plex's errors are HTML or XML whatever we accept, so this checks the content
    type. A large body is parsed and read in a thread: `read` must not touch anything
    else.
    """
    if response.content_type != "application/json":
        raise UnreadableAnswerError("not JSON by its content type")
    body = await read_body(response, limit=limit)

    def parsed() -> ValueT:
        return read(parse_json(body))

    if len(body) <= PARSED_AT_ONCE and brackets_in(body) <= MAX_BRACKETS:
        return parsed()
    return await asyncio.get_running_loop().run_in_executor(None, parsed)


def brackets_in(body: bytes) -> int:
    """Return an upper bound for the number of lists and objects in JSON."""
    return body.count(b"[") + body.count(b"{")


def parse_json(text: bytes | str) -> object:
    """Return `text` as JSON values; raises UnreadableAnswerError."""
    try:
        return json.loads(text)
    except ValueError, RecursionError:
        # Bad syntax, bad UTF-8, a number of thousands of digits, or nesting deep enough
        # to exhaust the stack.
        pass
    raise UnreadableAnswerError("not JSON")
