"""HTTP as Plex speaks it, with the record and the HTTP faults in between."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
import gzip
import json
from typing import Any, Protocol
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from aiohttp import hdrs, web

from .connection import Connection, current_connection
from .faults import ANSWERS, BODIES, Fault, FaultKind
from .record import RequestEntry, TokenPlace, TokenSeen
from .tokens import Tokens

TOKEN = "X-Plex-Token"
CLIENT_IDENTIFIER = "X-Plex-Client-Identifier"

SHOWN_QUERY = frozenset({"strong", "filters", "id"})
"""Query arguments whose values the record keeps, besides the include flags."""

KEEP_ALIVE = 20.0
"""Seconds that a server keeps an idle connection (fact sheet, section 5)."""

GZIP_FROM = 1024
"""Bytes from which on a body is compressed for a client that wants it."""

ENTRY = web.RequestKey("ENTRY", RequestEntry)

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
type Fields = Mapping[str, object]


class Errors(Protocol):
    """How a service words what it refuses."""

    def refusal(
        self, request: web.Request, status: int, fault: Fault | None = None
    ) -> web.Response:
        """Return the body that belongs to the status."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Referee:
    """Records every request of a service, and plays its listeners' faults."""

    errors: Errors
    tokens: Tokens

    def middleware(self) -> Callable[[web.Request, Handler], Any]:
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
        try:
            return await self._answer(request, handler, connection)
        except web.HTTPException as err:
            return self.errors.refusal(request, err.status)
        finally:
            if entry.status is None:
                connection.listener.world.record.ended(entry)

    async def _answer(
        self, request: web.Request, handler: Handler, connection: Connection
    ) -> web.StreamResponse:
        faults = connection.listener.faults
        path = request.path
        if slow := faults.met_by(path, FaultKind.SLOW_ANSWER):
            await asyncio.sleep(slow.delay)
        service = connection.listener.service
        if service.https_required and not connection.entry.tls:
            return self.errors.refusal(request, 401)
        for fault in faults:
            if (
                fault.kind in ANSWERS
                and fault.concerns(path)
                and self._fits(fault, request)
            ):
                faults.used_up(fault)
                return _faulty_answer(self.errors, request, fault)
        response = await handler(request)
        if fault := faults.met_by(path, *BODIES):
            faults.used_up(fault)
            return await _broken_body(request, response, fault, connection)
        return response

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


def serving(app: web.Application) -> web.AppRunner:
    """Return the runner of a service; what hangs in it ends with its client."""
    app.on_response_prepare.append(note_status)
    return web.AppRunner(
        app,
        access_log=None,
        handler_cancellation=True,
        keepalive_timeout=KEEP_ALIVE,
        shutdown_timeout=0.1,
    )


def token_of(request: web.Request) -> str | None:
    """Return the token of a request: header first, then query."""
    return request.headers.get(TOKEN) or request.query.get(TOKEN)


def wants_json(request: web.Request) -> bool:
    """Tell whether the client asked for JSON; Plex answers XML by default."""
    accept = request.headers.get(hdrs.ACCEPT, "")
    return "application/json" in accept or request.path.endswith(".json")


def answer(
    request: web.Request,
    root: str,
    fields: Fields,
    *,
    status: int = 200,
    xml: ET.Element | None = None,
    json_root: bool = True,
) -> web.Response:
    """Return fields as JSON or XML, whichever the client asked for."""
    if wants_json(request):
        content = {root: fields} if json_root else fields
        text, kind = json.dumps(content), "application/json"
    else:
        element = to_xml(root, fields) if xml is None else xml
        text = ET.tostring(element, encoding="unicode", xml_declaration=True)
        kind = "text/xml"
    response = web.Response(text=text, status=status, content_type=kind)
    return _compressed(request, response)


def to_xml(name: str, fields: Fields) -> ET.Element:
    """Return scalars as attributes, and lists and mappings as children."""
    element = ET.Element(name)
    for key, value in fields.items():
        if isinstance(value, list | tuple):
            for row in value:
                element.append(to_xml(key, row))
        elif isinstance(value, Mapping):
            element.append(to_xml(key, value))
        elif value is not None:
            element.set(key, xml_text(value))
    return element


def xml_text(value: object) -> str:
    """Return a scalar as Plex writes it into an attribute."""
    return str(int(value)) if isinstance(value, bool) else str(value)


def html_page(title: str, *, status: int, head: str = "") -> web.Response:
    """Return the bare page with which Plex reports errors."""
    text = (
        f"<html><head>{head}<title>{title}</title></head>"
        f"<body><h1>{status} {title}</h1></body></html>"
    )
    return web.Response(text=text, status=status, content_type="text/html")


def _compressed(request: web.Request, response: web.Response) -> web.Response:
    body = response.body
    assert isinstance(body, bytes)
    if len(body) < GZIP_FROM or "gzip" not in request.headers.get(
        "Accept-Encoding", ""
    ):
        return response
    packed = gzip.compress(body)
    response.body = packed
    response.headers[hdrs.CONTENT_ENCODING] = "gzip"
    response.headers["X-Plex-Content-Original-Length"] = str(len(body))
    response.headers["X-Plex-Content-Compressed-Length"] = str(len(packed))
    return response


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
        case FaultKind.UNAUTHORIZED:
            return errors.refusal(request, 401, fault)
        case FaultKind.FORBIDDEN:
            return errors.refusal(request, 403, fault)
        case FaultKind.STARTING:
            return errors.refusal(request, 503, fault)
        case FaultKind.RATE_LIMITED:
            return errors.refusal(request, 429, fault)
        case FaultKind.UNPROCESSABLE:
            return errors.refusal(request, 422, fault)
        case FaultKind.TOKEN_EXPIRED:
            return errors.refusal(request, 498, fault)
    return errors.refusal(request, fault.status or 500, fault)


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
