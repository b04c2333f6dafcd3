"""The endpoints of a media server for probes and monitoring."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any
from xml.etree import ElementTree as ET

from aiohttp import hdrs, web

from . import capabilities, library_api
from .accounts import Account
from .connection import current_connection
from .faults import Fault, FaultKind
from .http import KEEP_ALIVE, answer, html_page, to_xml, token_of
from .media_server import MediaServer
from .referee import Referee

CONTAINER = "MediaContainer"

TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
    498: "Token expired",
    500: "Internal Server Error",
}

TO_WEB_APP = (
    "<script>window.location = window.location.href + 'web/index.html';</script>"
)
"""How the page of a 401 on "/" redirects browsers to the web client."""

type Endpoint = Callable[[web.Request], Awaitable[web.StreamResponse]]


def routes(server: MediaServer) -> web.Application:
    """Return the web application of a media server."""
    api = _Api(server)
    referee = Referee(errors=api, tokens=server.world.tokens)
    app = web.Application(middlewares=[referee.middleware()])
    app.on_response_prepare.append(_add_headers)
    app.router.add_get("/identity", api.identity)
    app.router.add_get("/web", _to_web_app)
    for path, endpoint in (
        ("/", api.root),
        ("/media/providers", api.media_providers),
        ("/servers", api.servers),
        ("/clients", api.clients),
        ("/:/websockets/notifications", api.websocket),
        # The spelling of the official parameter list.
        ("/:/websocket/notifications", api.websocket),
        ("/:/eventsource/notifications", api.events),
    ):
        app.router.add_get(path, api.for_users(endpoint))
    for path, endpoint in (
        ("/myplex/account", api.myplex_account),
        ("/:/prefs", api.preferences),
        ("/:/prefs/get", api.preference),
        ("/status/sessions", api.sessions),
        ("/accounts", api.accounts),
        ("/updater/status", api.updates),
    ):
        app.router.add_get(path, api.for_owner(endpoint))
    for path in ("/myplex/refreshReachability", "/updater/check"):
        app.router.add_put(path, api.for_owner(_done))
    library_api.add_routes(
        app, server, for_users=api.for_users, for_owner=api.for_owner
    )
    return app


class _Api:
    def __init__(self, server: MediaServer) -> None:
        self._server = server

    # Who may ask

    def for_users(self, endpoint: Endpoint) -> Endpoint:
        """Require a token for this server."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            if not self._is_open and self._user(request) is None:
                return self.refusal(request, 401)
            return await endpoint(request)

        return guarded

    def for_owner(self, endpoint: Endpoint) -> Endpoint:
        """Require the owner's token."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            user = self._user(request)
            if self._is_open or user is self._server.owner:
                return await endpoint(request)
            status = self._server.profile.owner_only_status if user else 401
            return self.refusal(request, status)

        return guarded

    @property
    def _is_open(self) -> bool:
        # An unclaimed server has no users; an impostor accepts any token.
        return not self._server.profile.claimed or self._wrong_server is not None

    def _user(self, request: web.Request) -> Account | None:
        return self._server.user_of(token_of(request))

    @property
    def _wrong_server(self) -> Fault | None:
        return current_connection().listener.faults.get(FaultKind.WRONG_SERVER)

    @property
    def _machine_identifier(self) -> str:
        return self._server.identifier_at(current_connection().listener)

    # Endpoints

    async def identity(self, request: web.Request) -> web.Response:
        """Return the server's identity, without authentication."""
        fields = capabilities.identity(self._server, self._machine_identifier)
        return answer(request, CONTAINER, fields)

    async def root(self, request: web.Request) -> web.Response:
        """Return the server's capabilities."""
        fields = capabilities.root(self._server, self._machine_identifier)
        return answer(request, CONTAINER, fields)

    async def media_providers(self, request: web.Request) -> web.Response:
        """Return the server's capabilities in the newer format."""
        fields = capabilities.media_providers(self._server, self._machine_identifier)
        return answer(request, CONTAINER, fields)

    async def servers(self, request: web.Request) -> web.Response:
        """List the servers in its network: only itself."""
        return answer(request, CONTAINER, _rows("Server", [self._itself()]))

    async def clients(self, request: web.Request) -> web.Response:
        """List the players in its network."""
        return answer(request, CONTAINER, _rows("Server", self._server.profile.clients))

    async def sessions(self, request: web.Request) -> web.Response:
        """List the playing sessions."""
        return library_api.items_answer(request, self._server.profile.sessions)

    async def accounts(self, request: web.Request) -> web.Response:
        """List the accounts that the server knows; 1 is always its owner."""
        rows = capabilities.accounts(self._server)
        return answer(request, CONTAINER, _rows("Account", rows))

    async def updates(self, request: web.Request) -> web.Response:
        """Say that there is no update, and that it could not install one."""
        fields = {"size": 0, "canInstall": False, "checkedAt": 0, "status": 0}
        return answer(request, CONTAINER, fields)

    async def myplex_account(self, request: web.Request) -> web.Response:
        """Return the server's state at plex.tv."""
        return answer(request, "MyPlex", capabilities.myplex_account(self._server))

    async def preferences(self, request: web.Request) -> web.Response:
        """List the settings."""
        rows = capabilities.settings(self._server)
        return answer(request, CONTAINER, _rows("Setting", rows))

    async def preference(self, request: web.Request) -> web.Response:
        """Return one setting."""
        wanted = request.query.get("id", "")
        rows = [
            row for row in capabilities.settings(self._server) if row["id"] == wanted
        ]
        if not rows:
            return self.refusal(request, 404)
        return answer(request, CONTAINER, _rows("Setting", rows))

    async def websocket(self, request: web.Request) -> web.StreamResponse:
        """Open a websocket, unless a fault refuses it."""
        faults = current_connection().listener.faults
        refused = faults.met_by(request.path, FaultKind.WEBSOCKET_REFUSED)
        if refused is not None:
            return self.refusal(request, refused.status or 503)
        return await self._server.notifications.serve_websocket(request)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Open an event stream."""
        return await self._server.notifications.serve_events(request)

    def refusal(
        self,
        request: web.Request,
        status: int,
        fault: Fault | None = None,
    ) -> web.Response:
        """Refuse as a media server does: HTML except for 503, whatever is accepted."""
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            return _maintenance()
        wants_browser = status == HTTPStatus.UNAUTHORIZED and request.path == "/"
        page = html_page(
            TITLES.get(status, "Error"),
            status=status,
            head=TO_WEB_APP if wants_browser else "",
        )
        if fault is not None and fault.retry_after is not None:
            page.headers[hdrs.RETRY_AFTER] = f"{fault.retry_after:g}"
        return page

    def _itself(self) -> dict[str, Any]:
        listener = current_connection().listener
        return {
            "name": self._server.name,
            "host": listener.address,
            "address": listener.address,
            "port": listener.port,
            "machineIdentifier": self._machine_identifier,
            "version": self._server.profile.version,
        }


def _rows(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"size": len(rows), name: rows}


def _maintenance() -> web.Response:
    element = to_xml(
        "Response",
        {
            "code": 503,
            "title": "Maintenance",
            "status": "Plex Media Server is currently running database migrations.",
        },
    )
    return web.Response(
        text=ET.tostring(element, encoding="unicode"),
        status=503,
        content_type="text/xml",
    )


async def _to_web_app(request: web.Request) -> web.Response:
    location = f"{request.scheme}://{request.host}/web/index.html"
    return web.Response(status=301, headers={hdrs.LOCATION: location})


async def _done(_request: web.Request) -> web.Response:
    return web.Response()


async def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers["X-Plex-Protocol"] = "1.0"
    if isinstance(response, web.WebSocketResponse):
        return
    response.headers[hdrs.CACHE_CONTROL] = "no-cache"
    if response.keep_alive:
        response.headers["Keep-Alive"] = f"timeout={KEEP_ALIVE:g}"
