"""The endpoints of plex.tv that a client of connections needs."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from math import ceil
from typing import Any
from xml.etree import ElementTree as ET

from aiohttp import hdrs, web

from .accounts import Account, Pin
from .faults import Fault
from .http import CLIENT_IDENTIFIER, answer, to_xml, token_of
from .media_server import MediaServer
from .plex_tv import PlexTv
from .referee import Referee
from .resources import Include, as_xml, resources
from .sign_in_page import sign_in_routes

ERRORS = {
    400: (1000, "X-Plex-Client-Identifier is missing"),
    401: (1001, "User could not be authenticated"),
    404: (1020, "Code not found or expired"),
    422: (1000, "Invalid token"),
    429: (1003, "Rate limit exceeded, please try again later"),
    498: (1000, "Token has expired"),
}
"""Codes as documented, except those of 422 and 498, which are UNVERIFIED."""

type Endpoint = Callable[[web.Request], Awaitable[web.StreamResponse]]


def routes(plex_tv: PlexTv) -> web.Application:
    """Return the web application of plex.tv, the same at all of its hosts."""
    api = _Api(plex_tv)
    referee = Referee(errors=api, tokens=plex_tv.world.tokens)
    app = web.Application(middlewares=[referee.middleware()])
    for end in ("", ".json"):
        app.router.add_post(f"/api/v2/pins{end}", api.identified(api.create_pin))
        app.router.add_get(
            rf"/api/v2/pins/{{id:\d+}}{end}", api.identified(api.check_pin)
        )
    app.router.add_put("/api/v2/pins/link", api.signed_in(api.link_pin))
    app.router.add_get("/api/v2/user", api.signed_in(api.user))
    app.router.add_get("/api/v2/resources", api.signed_in(api.resources))
    app.router.add_get("/api/users/", api.signed_in(api.users))
    app.router.add_get("/api/v2/ping", api.signed_in(api.ping))
    app.router.add_delete("/api/v2/users/signout", api.signed_in(api.sign_out))
    for path in ("/:/ip", "/pms/:/ip"):
        app.router.add_get(path, api.public_address)
    app.router.add_routes(sign_in_routes(plex_tv))
    return app


class _Api:
    def __init__(self, plex_tv: PlexTv) -> None:
        self._plex_tv = plex_tv

    # Who may ask

    def identified(self, endpoint: Endpoint) -> Endpoint:
        """Require a client identifier."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            if not await _argument(request, CLIENT_IDENTIFIER):
                return self.refusal(request, 400)
            return await endpoint(request)

        return guarded

    def signed_in(
        self, endpoint: Callable[[web.Request, Account], Awaitable[web.StreamResponse]]
    ) -> Endpoint:
        """Require an account's token."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            if not await _argument(request, CLIENT_IDENTIFIER):
                return self.refusal(request, 400)
            account = self._plex_tv.accounts.of_token(token_of(request))
            if account is None:
                return self.refusal(request, 401)
            return await endpoint(request, account)

        return guarded

    # Addresses

    async def public_address(self, request: web.Request) -> web.Response:
        """Return the caller's public address as text, without authentication.

        By the host's name alone, each for one family, as real routes would decide.
        """
        plex_tv = self._plex_tv
        if request.host.startswith("v6."):
            return web.Response(text=plex_tv.home_public_address_v6 or "")
        return web.Response(text=plex_tv.home_public_address)

    # PINs

    async def create_pin(self, request: web.Request) -> web.Response:
        """Start a sign-in."""
        pin = self._plex_tv.pins.create(
            await _argument(request, CLIENT_IDENTIFIER),
            await _argument(request, "X-Plex-Product"),
            self._plex_tv.world.now(),
            strong=(await _argument(request, "strong")).lower() in ("1", "true"),
        )
        return answer(
            request, "pin", self._pin_fields(pin), status=201, json_root=False
        )

    async def check_pin(self, request: web.Request) -> web.Response:
        """Return whether a PIN has been claimed."""
        number = int(request.match_info["id"])
        pin = self._plex_tv.pins.get(number, self._plex_tv.world.now())
        caller = await _argument(request, CLIENT_IDENTIFIER)
        # What plex.tv returns to another client is UNVERIFIED; nothing useful here.
        if pin is None or pin.client_identifier != caller:
            return self.refusal(request, 404)
        return answer(request, "pin", self._pin_fields(pin), json_root=False)

    async def link_pin(self, request: web.Request, account: Account) -> web.Response:
        """Claim a PIN by its code, from a signed-in device."""
        code = await _argument(request, "code")
        pin = self._plex_tv.pins.by_code(code, self._plex_tv.world.now())
        if pin is None:
            return self.refusal(request, 404)
        self._plex_tv.claim(pin, account)
        return web.Response(status=204)

    def _pin_fields(self, pin: Pin) -> dict[str, Any]:
        left = pin.expires_at - self._plex_tv.world.now()
        return {
            "id": pin.id,
            "code": pin.code,
            "product": pin.product,
            "trusted": pin.trusted,
            "qr": f"https://plex.tv/api/v2/pins/qr/{pin.code}",
            "clientIdentifier": pin.client_identifier,
            "location": {
                "code": "FR",
                "european_union_member": True,
                "country": "France",
                "city": "Lyon",
                "time_zone": "Europe/Paris",
            },
            "expiresIn": ceil(left.total_seconds()),
            "createdAt": f"{pin.created_at:%Y-%m-%dT%H:%M:%SZ}",
            "expiresAt": f"{pin.expires_at:%Y-%m-%dT%H:%M:%SZ}",
            "authToken": pin.auth_token,
            "newRegistration": None if pin.auth_token is None else False,
        }

    # The account

    async def user(self, request: web.Request, account: Account) -> web.Response:
        """Return the token's account."""
        return answer(
            request,
            "user",
            _user_fields(account, token_of(request)),
            json_root=False,
        )

    async def resources(self, request: web.Request, account: Account) -> web.Response:
        """List the devices of the account."""
        devices = resources(self._plex_tv, account, Include.of(request))
        return answer(
            request, "resources", devices, xml=as_xml(devices), json_root=False
        )

    async def users(self, request: web.Request, account: Account) -> web.Response:
        """List those with whom the account shares a server; in XML only."""
        root = to_xml("MediaContainer", {"friendlyName": "myPlex"})
        for server in self._plex_tv.servers:
            for user in {each.id: each for each in server.access.values()}.values():
                if server.owner is account and user is not account:
                    root.append(_user_element(user, server))
        return answer(request, "MediaContainer", {}, xml=root)

    async def ping(self, request: web.Request, _account: Account) -> web.Response:
        """Keep a token alive."""
        element = ET.Element("pong")
        element.text = "1"
        return answer(request, "ping", {"pong": True}, xml=element, json_root=False)

    async def sign_out(self, request: web.Request, _account: Account) -> web.Response:
        """Revoke the request's token."""
        self._plex_tv.world.tokens.revoke(token_of(request) or "")
        return web.Response(status=204)

    def refusal(
        self, request: web.Request, status: int, fault: Fault | None = None
    ) -> web.Response:
        """Refuse as plex.tv does; behind a failing proxy, with its page."""
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return web.Response(
                text="<html><body><h1>Service unavailable</h1></body></html>",
                status=status,
                content_type="text/html",
            )
        code, message = ERRORS.get(status, (1000, "Request refused"))
        row = {"code": code, "message": message, "status": status}
        response = answer(
            request,
            "errors",
            {"errors": [row]},
            status=status,
            # UNVERIFIED, by analogy.
            xml=_wrapped(to_xml("error", row)),
            json_root=False,
        )
        if fault is not None and fault.retry_after is not None:
            response.headers[hdrs.RETRY_AFTER] = f"{fault.retry_after:g}"
        return response


async def _argument(request: web.Request, name: str) -> str:
    """Return an argument from header, query, form or JSON, as plex.tv does."""
    if value := request.headers.get(name) or request.query.get(name):
        return value
    if not request.body_exists:
        return ""
    if request.content_type == "application/json":
        body = await request.json()
        found = body.get(name) if isinstance(body, dict) else None
    else:
        found = (await request.post()).get(name)
    return "" if found is None else str(found)


def _user_fields(account: Account, token: str | None) -> dict[str, Any]:
    return {
        "id": account.id,
        "uuid": account.uuid,
        "username": account.username,
        "title": account.title,
        "email": account.email,
        "friendlyName": account.title,
        "locale": None,
        "confirmed": True,
        "joinedAt": 1_500_000_000,
        "emailOnlyAuth": False,
        "hasPassword": True,
        "protected": False,
        "thumb": f"https://plex.tv/users/{account.uuid}/avatar?c=1",
        "authToken": token,
        "mailingListStatus": "removed",
        "mailingListActive": False,
        "scrobbleTypes": "",
        "country": "FR",
        "restricted": False,
        "anonymous": None,
        "home": account.home,
        "guest": False,
        "homeSize": 1,
        "homeAdmin": account.home,
        "maxHomeSize": 15,
        "rememberExpiresAt": 1_900_000_000,
        "experimentalFeatures": False,
        "twoFactorEnabled": False,
        "backupCodesCreated": False,
        "subscriptionDescription": None,
        "subscription": {"active": False, "status": "Inactive", "plan": None},
        "profile": {"autoSelectAudio": True, "autoSelectSubtitle": 0},
    }


def _user_element(user: Account, server: MediaServer) -> ET.Element:
    element = to_xml(
        "User",
        {
            "id": user.id,
            "title": user.title,
            "username": user.username,
            "email": user.email,
            "home": user.home,
        },
    )
    share = {
        "id": user.id,
        "machineIdentifier": server.machine_identifier,
        "name": server.name,
        "numLibraries": 2,
        "allLibraries": True,
        "owned": False,
        "pending": False,
    }
    element.append(to_xml("Server", share))
    return element


def _wrapped(element: ET.Element) -> ET.Element:
    root = ET.Element("errors")
    root.append(element)
    return root
