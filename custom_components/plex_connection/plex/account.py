"""Client for plex.tv: sign-in, account and its servers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address
import re
from urllib.parse import quote, urlencode

from aiohttp import ClientError, ClientResponse, ClientResponseError, ClientSession
from yarl import URL

from .device import ClientDevice
from .error_mapping import connection_error
from .exceptions import (
    REDIRECTS,
    SUCCESSES,
    PlexAuthError,
    PlexConnectionError,
    PlexError,
    PlexPinExpiredError,
    PlexRateLimitError,
    PlexRedirectError,
    PlexResponseError,
)
from .fields import JsonObject
from .resources import Account, Pin, Resource, servers_from_json
from .timing import Phase
from .transport import (
    NO_TIMEOUT,
    UnreadableAnswerError,
    read_body,
    read_json,
    read_on,
)

PLEX_TV = URL("https://plex.tv")
CLIENTS_PLEX_TV = URL("https://clients.plex.tv")
IPV4_ADDRESS = URL("https://v4.plex.tv/pms/:/ip")
IPV6_ADDRESS = URL("https://v6.plex.tv/pms/:/ip")
"""The caller's public address, one host for each family, without authentication."""
MAX_ADDRESS = 64
"""Characters of it that are read."""
SIGN_IN_PAGE = "https://app.plex.tv/auth"
REACHABILITY_CHECK = str(PLEX_TV / "api/v2/ping")
"""Answers any client, if only with a 401, in fewer bytes than the front page."""

DEFAULT_TIMEOUT = 20.0
"""Seconds for one call, over all hosts that it tries."""
LIST_LIMIT = 1024 * 1024
"""Maximum bytes of the list of servers: some 300 with 16 rows each."""
BODY_LIMIT = 64 * 1024
"""Maximum bytes of any other answer; an account has some 4000."""
EXPIRED_JWT = 498
"""An HTTP status of plex.tv's own."""
MAX_RETRY_AFTER = 86_400.0


class PlexAccountClient:
    """Sends one account's requests to plex.tv; without a token during sign-in."""

    def __init__(
        self,
        session: ClientSession,
        *,
        client_identifier: str,
        device: ClientDevice,
        token: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        on_request: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Use `session`; the client identifier must never change.

        `on_request` is called with the path of each request before it is sent.
        """
        self._session = session
        self._client_identifier = client_identifier
        self._device = device
        self._token = token
        self._timeout = timeout
        self._on_request = on_request

    async def create_pin(self) -> Pin:
        """Create a PIN, the long kind that needs no typing."""
        url = (PLEX_TV / "api/v2/pins").with_query(strong="true")
        answer = await self._request("POST", url, read=_pin)
        return Pin.from_json(answer.members, now=asyncio.get_running_loop().time())

    def auth_url(self, pin: Pin) -> str:
        """Return the URL of the page on which the user claims `pin`."""
        arguments = {
            "clientID": self._client_identifier,
            "code": pin.code,
            **self._device.context(),
        }
        return f"{SIGN_IN_PAGE}#?{urlencode(arguments, quote_via=quote)}"

    async def check_pin(self, pin: Pin) -> str | None:
        """Return the account's token once `pin` is claimed, None before.

        Keep the first one: plex.tv forgets a claimed PIN soon. Raises
        PlexPinExpiredError if plex.tv has forgotten it, or its time is over.
        """
        try:
            url = PLEX_TV / f"api/v2/pins/{pin.id}"
            answer = await self._request("GET", url, read=_pin)
        except PlexResponseError as err:
            if err.status not in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
                raise
        else:
            # Check the deadline after the answer: a PIN claimed in time counts, however
            # late the answer comes.
            token = answer.secret("authToken")
            if token or asyncio.get_running_loop().time() < pin.deadline:
                return token
        raise PlexPinExpiredError

    async def account(self) -> Account:
        """Return the token's account; only PlexAuthError means that it is invalid."""
        return await self._request(
            "GET", PLEX_TV / "api/v2/user", token=self._token, read=Account.from_json
        )

    async def resources(self) -> tuple[Resource, ...]:
        """Return the servers that the account can reach, with all their rows.

        Two hosts serve the same list; the second is tried if the first does not work,
        not if it refuses. Each gets half of the time.
        """
        budget = self._timeout / 2
        try:
            return await self._resources(CLIENTS_PLEX_TV, budget)
        except (PlexConnectionError, PlexResponseError) as err:
            if isinstance(err, PlexResponseError) and not err.is_outage:
                raise
        return await self._resources(PLEX_TV, budget)

    async def _resources(self, host: URL, budget: float) -> tuple[Resource, ...]:
        """Ask one host; without the three flags it would omit rows."""
        url = (host / "api/v2/resources").with_query(
            includeHttps=1, includeRelay=1, includeIPv6=1
        )
        return await self._request(
            "GET",
            url,
            token=self._token,
            budget=budget,
            limit=LIST_LIMIT,
            read=servers_from_json,
        )

    async def public_address(self, *, ipv6: bool, budget: float) -> str | None:
        """Return from which address plex.tv sees us; None if it says none.

        Only one of the family asked for counts. Sends neither a token nor who we are.
        Raises PlexConnectionError if plex.tv cannot be reached over this family,
        PlexResponseError if it answers otherwise.
        """
        url = IPV6_ADDRESS if ipv6 else IPV4_ADDRESS
        body = await self._send("GET", url, {}, budget, _read_text)
        family = IPv6Address if ipv6 else IPv4Address
        try:
            return str(family(body))
        except ValueError:
            return None

    async def _request[AnswerT](
        self,
        method: str,
        url: URL,
        *,
        token: str | None = None,
        budget: float | None = None,
        limit: int = BODY_LIMIT,
        read: Callable[[object], AnswerT],
    ) -> AnswerT:
        """Return plex.tv's answer as parsed by `read`; raises PlexError only."""
        headers = self._device.headers(self._client_identifier)
        headers["Accept"] = "application/json"
        if token is not None:
            headers["X-Plex-Token"] = token

        async def receive(response: ClientResponse) -> AnswerT:
            return await read_json(response, limit=limit, read=read)

        return await self._send(method, url, headers, budget or self._timeout, receive)

    async def _send[AnswerT](
        self,
        method: str,
        url: URL,
        headers: Mapping[str, str],
        budget: float,
        receive: Callable[[ClientResponse], Awaitable[AnswerT]],
    ) -> AnswerT:
        """Return a successful answer as `receive` reads it; raises PlexError only."""
        phase = Phase.CONNECT
        self._on_request(url.path)
        try:
            async with (
                asyncio.timeout(budget),
                self._session.request(
                    method,
                    url,
                    headers=headers,
                    allow_redirects=False,
                    timeout=NO_TIMEOUT,
                    middlewares=(),
                ) as response,
            ):
                phase = Phase.BODY
                read_on(response)
                await _raise_for_status(response)
                return await receive(response)
        except UnreadableAnswerError as err:
            error: PlexError = PlexResponseError(f"{url.path}: {err}")
        except ClientResponseError:
            error = PlexResponseError(f"{url.path}: not HTTP")
        except (ClientError, OSError) as err:
            error = connection_error(err, phase=phase)
        # Outside the handler, so that aiohttp's exception does not become the context.
        raise error


async def _read_text(response: ClientResponse) -> str:
    body = await read_body(response, limit=BODY_LIMIT)
    return body[:MAX_ADDRESS].decode("ascii", errors="replace").strip()


def _pin(value: object) -> JsonObject:
    return JsonObject.of(value, "pin")


async def _raise_for_status(response: ClientResponse) -> None:
    """Raise the error for an answer other than a success."""
    status = response.status
    if status in SUCCESSES:
        return
    if status in REDIRECTS:
        raise PlexRedirectError(status)
    if status in (HTTPStatus.UNAUTHORIZED, EXPIRED_JWT):
        raise PlexAuthError(status)
    if status == HTTPStatus.UNPROCESSABLE_CONTENT:
        # Only the body says that the token is invalid; python-plexapi checks for the
        # same.
        body = await read_body(response, limit=BODY_LIMIT)
        if b"invalid token" in body.lower():
            raise PlexAuthError(status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise PlexRateLimitError(retry_after(response.headers))
    raise PlexResponseError("refused by plex.tv", status=status)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of a Retry-After header, at most a day; None without one.

    RFC 9110 also allows a date. It is compared with the answer's own Date, so that a
    wrong local clock does no harm.
    """
    value = headers.get("Retry-After", "").strip()[:64]
    if re.fullmatch(r"[0-9]{1,9}", value):
        return min(float(value), MAX_RETRY_AFTER)
    until = _http_date(value)
    if until is None:
        return None
    sent = _http_date(headers.get("Date", "")) or datetime.now(UTC)
    return min(max((until - sent).total_seconds(), 0.0), MAX_RETRY_AFTER)


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError, OverflowError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
