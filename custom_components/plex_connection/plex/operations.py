"""Requests with a token, of a server that has proved who it is."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import ClientResponse, ClientSession

from .addresses import Endpoint
from .errors import SUCCESSES, PlexAnswerTooLargeError, PlexResponseError, error_of
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

_TURNS = 6
"""Turns of the loop in which a closed socket is heard of, through TLS."""
METHODS = frozenset({"DELETE", "GET", "HEAD", "POST", "PUT"})
"""What Plex's own API description has, and HEAD."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerAnswer:
    """What a server answered, unread: the body may hold anything, tokens too."""

    status: int
    """200 to 299; everything else is an error."""
    content_type: str
    body: bytes = field(repr=False)
    timings: Timings


@dataclass(frozen=True, kw_only=True, slots=True)
class Operation:
    """One request, whatever address it goes to; ValueError if it must not go."""

    method: str
    path: str
    query: Mapping[str, str] = field(repr=False)
    token: str = field(repr=False)
    limit: int
    """Bytes of the body, at most."""
    accept: str
    repeatable: bool
    """Asking twice does what asking once does."""

    def __post_init__(self) -> None:
        """Let nothing pass that says more than it seems to, or tells a secret.

        The texts name no value: it may be what must not be told.
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
        """Return the query as it stands in the URL."""
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
            # The server may have closed the open connection while something kept
            # the loop busy. Hear of it first: then nothing is written there, and
            # nobody has to wonder whether it was read.
            for _ in range(_TURNS):
                await asyncio.sleep(0)
        async with session.request(
            operation.method,
            endpoint.url(recorder.peer, operation.path, operation.encoded_query),
            headers={
                "Host": endpoint.host_header,
                "Accept": operation.accept,
                # What is not unpacked cannot unpack to more than the limit.
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
    """Return the whole body, as it was asked for."""
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        response.close()
        raise PlexResponseError("packed, although that was not accepted")
    try:
        return await read_body(response, limit=limit)
    except UnreadableAnswerError:
        pass
    raise PlexAnswerTooLargeError(limit)
