"""Client for Plex Media Servers: identity, requests and push channel."""

import asyncio
from collections.abc import Mapping
from ssl import SSLContext
from types import MappingProxyType

from aiohttp import ClientSession
from aiohttp.abc import AbstractResolver

from .addresses import AllowAddress, Endpoint
from .dialling import dial_in_turn
from .identity import IdentityProbe, probe_identity
from .plain_http import carry_out_in_clear, plain_session
from .push_channel import NotificationChannel, open_channel
from .remote_access import (
    ACCOUNT,
    ACCOUNT_LIMIT,
    SETTINGS,
    SETTINGS_LIMIT,
    AccountState,
    settings_from,
)
from .server_requests import Operation, ServerAnswer, carry_out
from .timing import PhaseRecorder, PhaseTraceConfig
from .tls import TlsPolicy

HEARTBEAT = 9.0
"""Seconds; a vanished peer is noticed within one and a half times that."""
HANDSHAKE_TIMEOUT = 10.0
NO_QUERY: Mapping[str, str] = MappingProxyType({})


class PlexServerClient:
    """Sends requests to servers; keeps the last TLS session of each name."""

    def __init__(
        self,
        session: ClientSession,
        *,
        ssl_context: SSLContext,
        resolver: AbstractResolver,
    ) -> None:
        """Use `session`, created with a `PhaseTraceConfig` in its `trace_configs`.

        `resolver` resolves host names that do not contain their address. The context is
        `create_ssl_context()`'s, created in an executor.
        """
        if not any(
            isinstance(config, PhaseTraceConfig) for config in session.trace_configs
        ):
            msg = "the session was made without a PhaseTraceConfig"
            raise ValueError(msg)
        self._session = session
        self._tls = TlsPolicy(context=ssl_context)
        self._resolver = resolver

    async def identity(
        self, endpoint: Endpoint, *, budget: float, allow: AllowAddress
    ) -> IdentityProbe:
        """Query the identity without a token; takes at most `budget` seconds.

        Raises PlexConnectionError if the path fails; PlexStartingError or PlexAuthError
        if the server refuses to answer, for now or to us; PlexRedirectError,
        PlexNotPlexError or PlexResponseError if the peer is something else. `allow` is
        called for each address before it is dialed.
        """

        async def attempt(address: str, share: float) -> IdentityProbe:
            if endpoint.scheme == "https":
                return await probe_identity(
                    self._session, endpoint, address, self._tls, share
                )
            async with plain_session(self._session, self._resolver) as session:
                return await probe_identity(
                    session, endpoint, address, self._tls, share
                )

        return await dial_in_turn(
            endpoint,
            attempt,
            resolver=self._resolver,
            allow=allow,
            budget=budget,
        )

    async def request(
        self,
        endpoint: Endpoint,
        *,
        method: str,
        path: str,
        query: Mapping[str, str] = NO_QUERY,
        token: str,
        allow: AllowAddress,
        budget: float,
        limit: int,
        accept: str = "application/json",
        repeatable: bool = False,
        expect: str | None = None,
    ) -> ServerAnswer:
        """Send a request with the server's token, which travels in a header.

        The caller has checked the server's identity on this endpoint. Over plain http
        that proves nothing about another connection, so `expect`, the server's
        machineIdentifier, is required there: the identity is checked once more, and the
        request follows on the same connection or not at all.

        `path` is percent-encoded, `query` is not; at most `limit` bytes are read. Only
        a `repeatable` request is resent automatically, if its connection turns out to
        be stale.

        Raises what `identity` raises, PlexAnswerTooLargeError, and PlexWrongServerError
        over http. The error's `written` says whether the request may have reached the
        server. Raises ValueError, and sends nothing, for a path or a query that must
        not be sent, and for http without `expect`.
        """
        operation = Operation(
            method=method,
            path=path,
            query=query,
            token=token,
            limit=limit,
            accept=accept,
            repeatable=repeatable,
        )
        if endpoint.scheme != "https" and not expect:
            msg = "in clear, a token needs the identity it is meant for"
            raise ValueError(msg)

        async def attempt(address: str, share: float) -> ServerAnswer:
            return await self._carry_out(operation, endpoint, address, share, expect)

        return await dial_in_turn(
            endpoint,
            attempt,
            resolver=self._resolver,
            allow=allow,
            budget=budget,
            repeatable=repeatable,
        )

    async def account_state(
        self, endpoint: Endpoint, *, token: str, allow: AllowAddress, budget: float
    ) -> AccountState:
        """Ask an owned server for its state at plex.tv; raises what `request` does.

        Over https only: the answer holds the account's token, which is dropped.
        """
        answer = await self.request(
            endpoint,
            method="GET",
            path=ACCOUNT,
            token=token,
            allow=allow,
            budget=budget,
            limit=ACCOUNT_LIMIT,
            repeatable=True,
        )
        return AccountState.from_body(answer.body)

    async def settings(
        self, endpoint: Endpoint, *, token: str, allow: AllowAddress, budget: float
    ) -> Mapping[str, str | int | bool]:
        """Ask an owned server for the settings that concern connections.

        Over https only; raises what `request` does. The large answer is parsed in a
        thread.
        """
        answer = await self.request(
            endpoint,
            method="GET",
            path=SETTINGS,
            token=token,
            allow=allow,
            budget=budget,
            limit=SETTINGS_LIMIT,
            repeatable=True,
        )
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, settings_from, answer.body)

    async def _carry_out(
        self,
        operation: Operation,
        endpoint: Endpoint,
        address: str,
        budget: float,
        expect: str | None,
    ) -> ServerAnswer:
        """Send the request to one IP address."""
        if endpoint.scheme != "https" and expect:
            return await carry_out_in_clear(
                operation,
                self._session,
                endpoint,
                address,
                expect=expect,
                tls=self._tls,
                resolver=self._resolver,
                budget=budget,
            )
        return await carry_out(
            operation,
            self._session,
            endpoint,
            PhaseRecorder(peer=address, sessions=self._tls.sessions),
            tls=self._tls,
            budget=budget,
        )

    async def open_notifications(
        self,
        endpoint: Endpoint,
        *,
        token: str,
        allow: AllowAddress,
        heartbeat: float = HEARTBEAT,
        budget: float = HANDSHAKE_TIMEOUT,
    ) -> NotificationChannel:
        """Open the server's push channel; close it with `async with`.

        The caller has checked the server's identity on this endpoint. Raises what
        `identity` raises: PlexConnectionError if the path fails, the others if the
        server refuses the handshake, which says nothing about the path.

        After `heartbeat` seconds without a frame a ping is sent; after half as many
        more without an answer the channel is lost.
        """

        async def attempt(address: str, share: float) -> NotificationChannel:
            return await open_channel(
                self._session,
                endpoint,
                PhaseRecorder(peer=address, sessions=self._tls.sessions),
                tls=self._tls,
                token=token,
                heartbeat=heartbeat,
                budget=share,
            )

        return await dial_in_turn(
            endpoint,
            attempt,
            resolver=self._resolver,
            allow=allow,
            budget=budget,
        )
