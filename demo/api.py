"""Home Assistant's own HTTP and websocket API, used as a browser does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Self
import uuid

from aiohttp import (
    ClientConnectionError,
    ClientSession,
    ClientTimeout,
    ClientWebSocketResponse,
)

POLL_INTERVAL = 0.05
"""Seconds until the first repetition of a poll; each wait is half as long again."""

TOKEN_LIFESPAN = 1
"""Days for which our token is valid."""


class ApiError(Exception):
    """Home Assistant's answer was not the expected one."""

    def __init__(self, text: str, *, told: str = "") -> None:
        """Describe the request and its result; `told` is the message that users see."""
        super().__init__(text)
        self.told = told


@dataclass(frozen=True, kw_only=True, slots=True)
class Owner:
    """The user who is logged in."""

    name: str = "Demo"
    username: str = "demo"
    password: str = "demo"


PLACE = {
    "country": "NL",
    "currency": "EUR",
    "location_name": "Plex Connection",
    "time_zone": "UTC",
    "unit_system": "metric",
}
"""The answers to the onboarding step core_config."""


class Api:
    """Client of one Home Assistant, as its owner after `sign_in`.

    Use it as a context manager.
    """

    _session: ClientSession

    def __init__(self, url: str) -> None:
        """Take the URL of Home Assistant."""
        self.url = url
        self.token = ""

    async def __aenter__(self) -> Self:
        """Open the session."""
        self._session = ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the session."""
        await self._session.close()

    @property
    def _client_id(self) -> str:
        """Return the client id: this client's own address, as in a browser."""
        return f"{self.url}/"

    async def get(self, path: str) -> Any:
        """Return the JSON at a path."""
        return await self._request("GET", path)

    async def post(self, path: str, json: Any = None) -> Any:
        """Post JSON to a path and return the answer."""
        return await self._request("POST", path, json=json)

    async def delete(self, path: str) -> Any:
        """Send DELETE to a path and return the answer."""
        return await self._request("DELETE", path)

    async def ws(self, command: str, **fields: Any) -> Any:
        """Send one websocket command and return its result."""
        async with self.websocket() as websocket:
            return await websocket.call(command, **fields)

    @asynccontextmanager
    async def websocket(self) -> AsyncIterator[Websocket]:
        """Open an authenticated websocket, for several commands or for events."""
        async with self._session.ws_connect(
            f"{self.url}/api/websocket", max_msg_size=0
        ) as connection:
            await connection.receive_json()
            await connection.send_json({"type": "auth", "access_token": self.token})
            answer = await connection.receive_json()
            if answer["type"] != "auth_ok":
                raise ApiError(f"websocket: {answer['type']}")
            yield Websocket(connection)

    async def sign_in(self, owner: Owner) -> None:
        """Wait until Home Assistant serves, onboard its owner if needed, and log in."""
        if await self._has_owner():
            code = await self._log_in(owner)
        else:
            code = await self._make_owner(owner)
        await self._exchange(code)

        if await self._is_onboarding("integration"):
            await self.post(
                "/api/onboarding/integration",
                {"client_id": self._client_id, "redirect_uri": self._client_id},
            )
            await self.ws("config/core/update", **PLACE)
        # The code's own token is valid for half an hour only.
        self.token = await self.ws(
            "auth/long_lived_access_token",
            client_name=f"demo {uuid.uuid4()}",
            lifespan=TOKEN_LIFESPAN,
        )

    async def running(self) -> None:
        """Wait until Home Assistant has started completely; polls."""
        while (await self.get("/api/config"))["state"] != "RUNNING":  # noqa: ASYNC110
            await asyncio.sleep(POLL_INTERVAL)

    async def _has_owner(self) -> bool:
        """Wait until Home Assistant accepts logins; return whether it has a user."""
        while True:
            try:
                async with self._session.get(
                    f"{self.url}/auth/providers", timeout=ClientTimeout(total=5)
                ) as response:
                    match response.status:
                        case HTTPStatus.OK:
                            return True
                        case HTTPStatus.BAD_REQUEST:
                            if await self._is_onboarding("user"):
                                return False
            except ClientConnectionError, TimeoutError:
                pass
            await asyncio.sleep(POLL_INTERVAL)

    async def _is_onboarding(self, step: str) -> bool:
        """Return whether an onboarding step is still open."""
        async with self._session.get(f"{self.url}/api/onboarding") as response:
            if response.status == HTTPStatus.NOT_FOUND:
                # Home Assistant removes the onboarding once it is complete.
                return False
            steps = await response.json()
        return any(each["step"] == step and not each["done"] for each in steps)

    async def _make_owner(self, owner: Owner) -> str:
        """Create the first user and return an authorization code."""
        answer = await self.post(
            "/api/onboarding/users",
            {
                "client_id": self._client_id,
                "name": owner.name,
                "username": owner.username,
                "password": owner.password,
                "language": "en",
            },
        )
        code: str = answer["auth_code"]
        return code

    async def _log_in(self, owner: Owner) -> str:
        """Log in as a known user and return an authorization code."""
        flow = await self.post(
            "/auth/login_flow",
            {
                "client_id": self._client_id,
                "handler": ["homeassistant", None],
                "redirect_uri": self._client_id,
            },
        )
        result = await self.post(
            f"/auth/login_flow/{flow['flow_id']}",
            {
                "client_id": self._client_id,
                "username": owner.username,
                "password": owner.password,
            },
        )
        if result["type"] != "create_entry":
            raise ApiError(f"{owner.username} is not let in: {result.get('errors')}")
        code: str = result["result"]
        return code

    async def _exchange(self, code: str) -> None:
        """Turn an authorization code into a token."""
        async with self._session.post(
            f"{self.url}/auth/token",
            data={
                "client_id": self._client_id,
                "grant_type": "authorization_code",
                "code": code,
            },
        ) as response:
            response.raise_for_status()
            self.token = (await response.json())["access_token"]

    async def _request(self, method: str, path: str, json: Any = None) -> Any:
        """Send one request; with a token once there is one."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        async with self._session.request(
            method, f"{self.url}{path}", json=json, headers=headers
        ) as response:
            if response.status >= HTTPStatus.BAD_REQUEST:
                text = (await response.text())[:500]
                raise ApiError(f"{method} {path}: {response.status} {text}", told=text)
            return await response.json()


class Websocket:
    """An authenticated websocket."""

    def __init__(self, connection: ClientWebSocketResponse) -> None:
        """Take the connection."""
        self._connection = connection
        self._last_id = 0

    async def call(self, command: str, **fields: Any) -> Any:
        """Send a command and return its result, skipping events."""
        number = await self.send(command, **fields)
        while True:
            answer = await self.receive()
            if answer["id"] == number and answer["type"] == "result":
                if not answer["success"]:
                    error = answer["error"]
                    raise ApiError(f"{command}: {error}", told=error["message"])
                return answer["result"]

    async def send(self, command: str, **fields: Any) -> int:
        """Send a command; return the id of its result and its events."""
        self._last_id += 1
        await self._connection.send_json(
            {"id": self._last_id, "type": command, **fields}
        )
        return self._last_id

    async def receive(self) -> dict[str, Any]:
        """Return the next message: a result or an event."""
        message: dict[str, Any] = await self._connection.receive_json()
        return message

    def __aiter__(self) -> Self:
        """Iterate over the events of the subscriptions."""
        return self

    async def __anext__(self) -> dict[str, Any]:
        """Return the next event."""
        while True:
            answer = await self.receive()
            if answer["type"] == "event":
                event: dict[str, Any] = answer["event"]
                return event
