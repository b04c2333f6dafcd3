"""One Plex Media Server at one address: who is it, and how long does it take."""

import asyncio
from dataclasses import asdict, dataclass
from ssl import SSLContext

from aiohttp import ClientError, ClientResponseError, ClientSession
from aiohttp.abc import AbstractResolver

from .addresses import AllowAddress, Endpoint
from .dialling import dial_in_turn
from .errors import PlexError, PlexNotPlexError, PlexResponseError
from .faults import connection_error
from .models import Identity
from .notifications import ChannelTerms, NotificationChannel, open_channel
from .statuses import error_of
from .timing import PhaseRecorder, PhaseTraceConfig, Timings, recording
from .transport import (
    NO_TIMEOUT,
    UnreadableAnswerError,
    read_json,
    single_exchange,
)

BODY_LIMIT = 64 * 1024
"""Bytes; `/identity` answers with some 200."""
HEARTBEAT = 9.0
"""Seconds; a peer that vanished is noticed within one and a half of them."""
HANDSHAKE_TIMEOUT = 10.0


@dataclass(frozen=True, kw_only=True, slots=True)
class IdentityProbe(Timings):
    """Who answered, and how long each phase took.

    Whether it is the server that was looked for is the caller's to compare.
    """

    identity: Identity


class PlexServerClient:
    """Asks servers with one session; it keeps no state of any of them."""

    def __init__(
        self,
        session: ClientSession,
        *,
        ssl_context: SSLContext,
        resolver: AbstractResolver,
    ) -> None:
        """Use `session`, made with a `PhaseTraceConfig` among its `trace_configs`.

        `resolver` is asked for host names other than those that contain their
        address. The context is `create_ssl_context()`'s, made in an executor.
        """
        if not any(
            isinstance(config, PhaseTraceConfig) for config in session.trace_configs
        ):
            msg = "the session was made without a PhaseTraceConfig"
            raise ValueError(msg)
        self._session = session
        self._ssl_context = ssl_context
        self._resolver = resolver

    async def identity(
        self, endpoint: Endpoint, *, budget: float, allow: AllowAddress
    ) -> IdentityProbe:
        """Ask who is there, without a token; takes `budget` seconds at most.

        Raises PlexConnectionError if the path fails, PlexStartingError and
        PlexAuthError if the server answers but not now or not us,
        PlexRedirectError, PlexNotPlexError and PlexResponseError if what
        answers is something else. `allow` is asked for each address that
        the endpoint's name resolves to.
        """

        async def attempt(address: str, share: float) -> IdentityProbe:
            return await self._identity_at(endpoint, address, share)

        return await dial_in_turn(
            endpoint,
            attempt,
            resolver=self._resolver,
            allow=allow,
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

        The caller has seen the server's identity on this endpoint. Raises what
        `identity` raises: PlexConnectionError if the path fails, the others if
        the server refuses the handshake, which says nothing of the path.
        """
        terms = ChannelTerms(
            token=token, ssl_context=self._ssl_context, heartbeat=heartbeat
        )

        async def attempt(address: str, share: float) -> NotificationChannel:
            return await open_channel(self._session, endpoint, address, terms, share)

        return await dial_in_turn(
            endpoint,
            attempt,
            resolver=self._resolver,
            allow=allow,
            budget=budget,
        )

    async def _identity_at(
        self, endpoint: Endpoint, address: str, budget: float
    ) -> IdentityProbe:
        """Ask at one IP address; every error carries what was measured."""
        recorder = PhaseRecorder(peer=address)
        error: PlexError
        try:
            with recording(recorder):
                async with asyncio.timeout(budget):
                    answer = await self._get_identity(endpoint, address, recorder)
            return IdentityProbe(
                identity=_identity_from(answer), **asdict(recorder.timings)
            )
        except PlexError as err:
            error = err
        except UnreadableAnswerError as err:
            error = PlexNotPlexError(str(err))
        except ClientResponseError:
            error = PlexNotPlexError("not HTTP")
        except (ClientError, OSError) as err:
            error = connection_error(err, phase=recorder.phase)
        # Out here no exception of aiohttp can become the error's context.
        error.timings = recorder.timings
        raise error

    async def _get_identity(
        self, endpoint: Endpoint, address: str, recorder: PhaseRecorder
    ) -> object:
        """Return the JSON of `/identity`; the certificate has to be the name's."""
        async with self._session.get(
            endpoint.url(address, "/identity"),
            headers={
                "Host": endpoint.host_header,
                "Accept": "application/json",
                "Accept-Encoding": "identity",
            },
            allow_redirects=False,
            auto_decompress=False,
            middlewares=(single_exchange(recorder),),
            server_hostname=endpoint.server_hostname,
            ssl=self._ssl_context,
            timeout=NO_TIMEOUT,
        ) as response:
            if (error := error_of(response.status)) is not None:
                raise error
            return await read_json(response, limit=BODY_LIMIT)


def _identity_from(answer: object) -> Identity:
    """Read the identity; what has none is no Plex Media Server."""
    try:
        return Identity.from_json(answer)
    except PlexResponseError as err:
        reason = str(err)
    raise PlexNotPlexError(reason)
