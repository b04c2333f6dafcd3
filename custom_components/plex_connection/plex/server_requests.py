"""Requests with a token, to a server that has proved its identity."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import ClientResponse, ClientSession

from .addresses import Endpoint
from .exceptions import SUCCESSES, PlexAnswerTooLargeError, PlexResponseError, error_of
from .targets import MAX_TARGET, encoded_query, is_path, mentions
from .timing import PhaseRecorder, Timings
from .tls import TlsPolicy
from .transport import (
    NO_TIMEOUT,
    UnreadableAnswerError,
    measured,
    read_body,
    single_exchange,
)

_YIELDS = 6
"""Turns of the loop until a closed socket is noticed through TLS."""
METHODS = frozenset({"DELETE", "GET", "HEAD", "POST", "PUT"})
"""The methods of Plex's own API description, and HEAD."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerAnswer:
    """A server's answer, unparsed: the body may hold anything, including tokens."""

    status: int
    """200 to 299; everything else is an error."""
    content_type: str
    body: bytes = field(repr=False)
    timings: Timings


@dataclass(frozen=True, kw_only=True, slots=True)
class Operation:
    """One request, independent of the address; ValueError if it must not be sent."""

    method: str
    path: str
    query: Mapping[str, str] = field(repr=False)
    token: str = field(repr=False)
    limit: int
    """Maximum bytes of the body."""
    accept: str
    repeatable: bool
    """Whether sending it twice has the same effect as once."""

    def __post_init__(self) -> None:
        """Reject a misleading target, and a token outside the header.

        The messages contain no value: it may be the secret.
        """
        if self.method not in METHODS:
            raise ValueError("not a method of Plex's")
        if not is_path(self.path):
            raise ValueError("not a path")
        if len(self.path) + len(self.encoded_query) > MAX_TARGET:
            raise ValueError("too long for a request")
        if not self.token:
            raise ValueError("no token")
        if mentions([self.token], self.path, self.encoded_query):
            raise ValueError("a token is sent in a header only")

    @property
    def encoded_query(self) -> str:
        """Return the encoded query."""
        return encoded_query(self.query)


async def carry_out(
    operation: Operation,
    session: ClientSession,
    endpoint: Endpoint,
    recorder: PhaseRecorder,
    *,
    tls: TlsPolicy,
    budget: float,
) -> ServerAnswer:
    """Send one request to the recorder's address and return the answer."""

    async def exchange() -> tuple[int, str, bytes]:
        if not operation.repeatable:
            # The server may have closed the connection while something blocked the
            # loop. Notice that first: then nothing is written, and it is certain that
            # the request was not read.
            for _ in range(_YIELDS):
                await asyncio.sleep(0)
        async with session.request(
            operation.method,
            endpoint.url(recorder.peer, operation.path, operation.encoded_query),
            headers={
                "Host": endpoint.host_header,
                "Accept": operation.accept,
                # Without compression, nothing can decompress to more than the limit.
                "Accept-Encoding": "identity",
                "X-Plex-Token": operation.token,
            },
            allow_redirects=False,
            auto_decompress=False,
            middlewares=(single_exchange(recorder, repeatable=operation.repeatable),),
            server_hostname=endpoint.server_hostname,
            ssl=tls.context,
            timeout=NO_TIMEOUT,
        ) as response:
            if response.status not in SUCCESSES:
                raise error_of(response.status) or PlexResponseError(
                    "unexpected status", status=response.status
                )
            body = await _body_of(response, operation.limit)
            return response.status, response.content_type, body

    status, content_type, body = await measured(exchange(), recorder, budget)
    return ServerAnswer(
        status=status, content_type=content_type, body=body, timings=recorder.timings
    )


async def _body_of(response: ClientResponse, limit: int) -> bytes:
    """Return the whole body; raises PlexResponseError if it is compressed."""
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        response.close()
        raise PlexResponseError("packed, although that was not accepted")
    try:
        return await read_body(response, limit=limit)
    except UnreadableAnswerError:
        pass
    raise PlexAnswerTooLargeError(limit)
