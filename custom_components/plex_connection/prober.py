"""One probe of one candidate: the client's words turned into the engine's."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal, cast, override

from .connection import (
    Attempt,
    Candidate,
    FailureKind,
    IPAddress,
    Prober,
    ServerRecord,
    check_address,
)
from .plex import (
    Endpoint,
    NotificationChannel,
    PlexAuthError,
    PlexConnectionError,
    PlexError,
    PlexNotPlexError,
    PlexRedirectError,
    PlexServerClient,
    PlexStartingError,
    Timings,
)

VERIFY_BUDGET = 5.0
"""Seconds to find out who is there before the first token goes there."""


class ServerProber(Prober):
    """Climbs the probe ladder for the candidates of one server.

    It is also the gate for the server's token, which it fetches when needed and
    never keeps: no candidate gets it that has not proved in this run who it is.
    """

    def __init__(
        self,
        client: PlexServerClient,
        *,
        record: ServerRecord,
        token: Callable[[], str | None],
        now: Callable[[], datetime],
    ) -> None:
        """Probe as `client`; `record` says which server has to answer."""
        self.record = record
        self._client = client
        self._token = token
        self._now = now
        self._verified: set[str] = set()

    @override
    async def probe(self, candidate: Candidate, *, budget: float) -> Attempt:
        """Ask who is there, without a token, and compare."""
        failure: FailureKind | None = None
        timings: Timings
        try:
            probe = await self._client.identity(
                _endpoint(candidate), budget=budget, allow=self._allow(candidate)
            )
        except PlexError as err:
            failure, timings = failure_kind(err), err.timings or Timings()
        else:
            timings = probe
            if probe.identity.machine_identifier != self.record.server_id:
                failure = FailureKind.WRONG_SERVER
        if failure is None:
            self._verified.add(candidate.url)
        else:
            self._verified.discard(candidate.url)
        return Attempt(
            url=candidate.url,
            at=self._now(),
            failure=failure,
            peer=timings.peer,
            connect_ms=timings.connect_ms,
            tls_ms=timings.tls_ms,
            latency_ms=timings.latency_ms if failure is None else None,
            warm=timings.warm,
        )

    async def open_channel(self, candidate: Candidate) -> NotificationChannel | None:
        """Open the push channel, or return None if the server is not to be found.

        Raises PlexError; PlexAuthError too when no token is known.
        """
        if candidate.url not in self._verified:
            attempt = await self.probe(candidate, budget=VERIFY_BUDGET)
            if not attempt.ok:
                return None
        if (token := self._token()) is None:
            raise PlexAuthError(401)
        return await self._client.open_notifications(
            _endpoint(candidate), token=token, allow=self._allow(candidate)
        )

    def _allow(self, candidate: Candidate) -> Callable[[IPAddress], bool]:
        """Return the hygiene rule for the addresses a host name resolves to."""
        return lambda ip: check_address(self.record, candidate, ip) is None


def _endpoint(candidate: Candidate) -> Endpoint:
    """Return where the client has to dial."""
    return Endpoint(
        scheme=cast("Literal['https', 'http']", candidate.scheme),
        host=candidate.host,
        port=candidate.port,
        address=candidate.address,
    )


def failure_kind(err: PlexError) -> FailureKind:
    """Return the engine's word for a client's error."""
    match err:
        case PlexConnectionError():
            # The client's faults are named as the engine's; a test holds them to it.
            return FailureKind(err.kind.value)
        case PlexAuthError():
            return FailureKind.UNAUTHORIZED
        case PlexStartingError():
            return FailureKind.STARTING
        case PlexRedirectError():
            return FailureKind.REDIRECT
        case PlexNotPlexError():
            return FailureKind.NOT_PLEX
    return FailureKind.HTTP_ERROR
