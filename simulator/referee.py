"""Records every request of a service, and plays the HTTP faults of its listeners."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol
from urllib.parse import unquote

from aiohttp import hdrs, web
from aiohttp.typedefs import Middleware

from . import hostility
from .connection import Connection, current_connection
from .faults import ANSWERS, BODIES, Ending, Fault, FaultKind
from .http import TOKEN, Handler, token_of
from .record import RequestEntry, TokenPlace, TokenSeen
from .tokens import Tokens

SHOWN_QUERY = frozenset({"strong", "filters", "id"})
"""Query arguments whose values the record keeps, besides the include flags."""

ENTRY = web.RequestKey("ENTRY", RequestEntry)

STATUSES = {
    FaultKind.UNAUTHORIZED: 401,
    FaultKind.FORBIDDEN: 403,
    FaultKind.UNPROCESSABLE: 422,
    FaultKind.RATE_LIMITED: 429,
    FaultKind.TOKEN_EXPIRED: 498,
    FaultKind.STARTING: 503,
}


class Errors(Protocol):
    """The error bodies of a service."""

    def refusal(
        self, request: web.Request, status: int, fault: Fault | None = None
    ) -> web.Response:
        """Return the answer with the body for a status."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Referee:
    """Records every request of a service, and plays its listeners' faults."""

    errors: Errors
    tokens: Tokens

    def middleware(self) -> Middleware:
        """Return the middleware, for the service's application."""

        @web.middleware
        async def middleware(
            request: web.Request, handler: Handler
        ) -> web.StreamResponse:
            return await self._serve(request, handler)

        return middleware

    async def _serve(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        connection = current_connection()
        body = await request.text() if request.can_read_body else ""
        entry = self._note(request, connection, body)
        request[ENTRY] = entry
        faults = connection.listener.faults
        hostile = faults.met_by(request.path, FaultKind.HOSTILE)
        try:
            if hostile is not None:
                faults.used_up(hostile)
                return await hostility.play(request, hostile)
            return await self._answer(request, handler, connection)
        except web.HTTPException as err:
            return self.errors.refusal(request, err.status)
        except asyncio.CancelledError:
            # The client left before the answer began.
            if entry.status is None:
                connection.listener.world.record.ended(entry)
            raise

    async def _answer(
        self, request: web.Request, handler: Handler, connection: Connection
    ) -> web.StreamResponse:
        faults = connection.listener.faults
        path = request.path
        slow = faults.met_by(path, FaultKind.SLOW_ANSWER)
        if slow is not None:
            await asyncio.sleep(slow.delay)
        service = connection.listener.service
        if service.https_required and not connection.entry.tls:
            return self.errors.refusal(request, 401)
        lost = faults.met_by(path, FaultKind.REQUEST_LOST)
        if lost is not None:
            faults.used_up(lost)
            return await _lost(lost, connection)
        for fault in faults:
            if (
                fault.kind in ANSWERS
                and fault.concerns(path)
                and self._fits(fault, request)
            ):
                faults.used_up(fault)
                return _faulty_answer(self.errors, request, fault)
        response = await handler(request)
        lost = faults.met_by(path, FaultKind.ANSWER_LOST)
        if lost is not None and not response.prepared:
            faults.used_up(lost)
            return await _lost(lost, connection)
        broken = faults.met_by(path, *BODIES)
        if broken is None:
            return response
        faults.used_up(broken)
        return await _broken_body(request, response, broken, connection)

    def _fits(self, fault: Fault, request: web.Request) -> bool:
        if fault.token_of is None:
            return True
        return self.tokens.whose(token_of(request) or "") == fault.token_of

    def _note(
        self, request: web.Request, connection: Connection, body: str
    ) -> RequestEntry:
        entry = RequestEntry(
            origin=connection.listener.origin,
            connection=connection.entry.number,
            at=asyncio.get_running_loop().time(),
            when=connection.listener.world.now(),
            method=request.method,
            path=self._without_tokens(request.path),
            query=_shown_query(request),
            host=request.host,
            tokens=self._tokens_in(request, body),
            tls=bool(connection.entry.tls),
            sni=connection.entry.sni,
        )
        connection.listener.world.record.requests.append(entry)
        return entry

    def _tokens_in(self, request: web.Request, body: str) -> tuple[TokenSeen, ...]:
        seen = []
        for place, value in (
            (TokenPlace.HEADER, request.headers.get(TOKEN)),
            (TokenPlace.QUERY, request.query.get(TOKEN)),
        ):
            if value:
                seen.append(TokenSeen(owner=self.tokens.whose(value), place=place))
        rest = [
            value for name, value in request.headers.items() if name.title() != TOKEN
        ]
        rest += [request.path, body]
        rest += [value for name, value in request.query.items() if name != TOKEN]
        seen += [
            TokenSeen(owner=owner, place=TokenPlace.ELSEWHERE)
            for owner in self.tokens.found_in(unquote("\n".join(rest)))
        ]
        return tuple(seen)

    def _without_tokens(self, path: str) -> str:
        return "(a token)" if any(self.tokens.found_in(path)) else path


async def note_status(request: web.Request, response: web.StreamResponse) -> None:
    """Complete the record of a request when its answer begins; a signal handler."""
    entry = request.get(ENTRY)
    if entry is not None:
        entry.status = response.status
        current_connection().listener.world.record.ended(entry)
    # Neither plex.tv nor a media server names its software.
    response.headers.popall(hdrs.SERVER, None)


def _faulty_answer(errors: Errors, request: web.Request, fault: Fault) -> web.Response:
    match fault.kind:
        case FaultKind.NOT_PLEX:
            return web.Response(
                text="<html><body><h1>It works!</h1></body></html>",
                content_type="text/html",
            )
        case FaultKind.GARBAGE:
            return web.Response(
                text='{"MediaContainer": [{"name": ', content_type="application/json"
            )
        case FaultKind.REDIRECT:
            return web.Response(
                status=fault.status or 302, headers={hdrs.LOCATION: fault.location}
            )
        case FaultKind.GATEWAY:
            status = fault.status or HTTPStatus.BAD_GATEWAY
            return web.Response(status=status, text=f"error {status}")
    status = STATUSES.get(fault.kind, fault.status or 500)
    return errors.refusal(request, status, fault)


async def _lost(fault: Fault, connection: Connection) -> web.StreamResponse:
    """End the connection instead of answering, below TLS."""
    if fault.ending is not Ending.STALL:
        if way_back := connection.listener.latency.to_client:
            await asyncio.sleep(way_back)
        connection.end(reset=fault.ending is Ending.RESET)
    # The web server ends this handler when the client is gone.
    for_ever: asyncio.Future[web.StreamResponse]
    for_ever = asyncio.get_running_loop().create_future()
    return await for_ever


async def _broken_body(
    request: web.Request,
    response: web.StreamResponse,
    fault: Fault,
    connection: Connection,
) -> web.StreamResponse:
    if not isinstance(response, web.Response) or not isinstance(response.body, bytes):
        return response
    body = response.body
    broken = web.StreamResponse(status=response.status, headers=response.headers)
    broken.content_length = len(body)
    await broken.prepare(request)
    await broken.write(body[: len(body) // 2])
    if fault.kind is not FaultKind.STALL_BODY and request.transport is not None:
        connection.ends_with_reset = fault.kind is FaultKind.RESET_BODY
        request.transport.close()
    # The web server ends this handler when the client is gone.
    await asyncio.get_running_loop().create_future()
    return broken


def _shown_query(request: web.Request) -> tuple[str, ...]:
    return tuple(
        f"{name}={value}" if name in SHOWN_QUERY or name.startswith("include") else name
        for name, value in sorted(request.query.items())
        if name.title() != TOKEN
    )
