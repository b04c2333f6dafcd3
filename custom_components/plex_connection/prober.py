"""One probe of one candidate, and the gate for the server's token."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast, override

from homeassistant.config_entries import ConfigEntry

from .connection import (
    Attempt,
    Candidate,
    FailureKind,
    IPAddress,
    Networks,
    Prober,
    Purpose,
    RequestSent,
    ServerRecord,
    Sighting,
    certificate_hash_of,
    check_address,
    hashes_of,
    is_believed_near,
)
from .const import CONF_SERVER_TOKENS
from .operations import is_read_only
from .plex import (
    Endpoint,
    NotificationChannel,
    PlexAuthError,
    PlexConnectionError,
    PlexError,
    PlexNotPlexError,
    PlexRedirectError,
    PlexResponseError,
    PlexServerClient,
    PlexStartingError,
    ServerAnswer,
    Timings,
)

ANSWERS = (
    PlexAuthError,
    PlexRedirectError,
    PlexResponseError,
    PlexStartingError,
)
"""Errors that are an answer; whose, is another question."""

UNAUTHORIZED = (401, 498)
"""Statuses that speak of the token; a 403 is of what its owner may do."""

VERIFY_BUDGET = 5.0
"""Seconds to find out who is there before the first token goes there."""


@dataclass(frozen=True, slots=True)
class TokenTaken:
    """The server let its token pass."""


@dataclass(frozen=True, slots=True)
class TokenRefused:
    """A request was refused for its token, or not sent for want of one."""

    is_servers_word: bool
    """Whether the server itself refused it, and it is still the token that we have."""


type ProberEvent = RequestSent | TokenTaken | TokenRefused


class UnverifiedError(PlexError):
    """Whoever is there has not proved to be the server; no token was sent."""

    def __init__(self, failure: FailureKind) -> None:
        """Keep what the proof failed on."""
        super().__init__(f"not verified: {failure}")
        self.failure = failure
        self.written = False


class ServerProber(Prober):
    """Climbs the probe ladder for the candidates of one server.

    It is also the gate for the server's token, which it fetches when needed and
    never keeps: no candidate gets it that has not proved in this run who it is. Over
    https that holds until a probe says otherwise, for each new connection proves the
    name again. Over http it holds for one connection, and for one request on it.
    """

    def __init__(
        self,
        client: PlexServerClient,
        entry: ConfigEntry[Any],
        *,
        record: ServerRecord,
        now: Callable[[], datetime],
        emit: Callable[[ProberEvent], None],
    ) -> None:
        """Probe as `client`; `record` says which server has to answer.

        `entry` holds its token. `emit` takes every request but the probes, which are
        told of by what asks for them.
        """
        self.record = record
        self._networks = Networks()
        self._is_near = is_believed_near(record, self._networks, ())
        self._client = client
        self._entry = entry
        self._now = now
        self._emit = emit
        self._verified: set[str] = set()
        self._verifying: dict[str, asyncio.Future[FailureKind | None]] = {}

    def locate(
        self, record: ServerRecord, networks: Networks, sightings: Iterable[Sighting]
    ) -> None:
        """Take what is known by now of the server and of where it may be.

        From the next dial on that decides which addresses are dialled (rule 6).
        """
        self.record = record
        self._networks = networks
        self._is_near = is_believed_near(record, networks, sightings)

    @override
    async def probe(self, candidate: Candidate, *, budget: float) -> Attempt:
        """Ask who is there, without a token, and compare."""
        failure: FailureKind | None = None
        detail: str | None = None
        claimed: bool | None = None
        try:
            probe = await self._client.identity(
                _endpoint(candidate), budget=budget, allow=self._allow(candidate)
            )
        except PlexError as err:
            failure = self._failure(candidate, err)
            timings: Timings = err.timings or Timings()
            detail = getattr(err, "detail", None)
        else:
            timings = probe
            if probe.identity.machine_identifier != self.record.server_id:
                failure = FailureKind.WRONG_SERVER
            else:
                claimed = probe.identity.claimed
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
            detail=detail,
            claimed=claimed,
        )

    async def open_channel(
        self, candidate: Candidate, *, heartbeat: float
    ) -> NotificationChannel | None:
        """Open the push channel, or return None if the server is not to be found.

        `heartbeat` is in seconds. Raises PlexError; PlexAuthError too when no token
        is known.
        """
        if await self._verify(candidate) is not None:
            return None
        token = self._require_token()
        self._emit(RequestSent(Purpose.PUSH))
        try:
            channel = await self._client.open_notifications(
                _endpoint(candidate),
                token=token,
                allow=self._allow(candidate),
                heartbeat=heartbeat,
            )
        except ANSWERS as err:
            refusal = err
        else:
            self._emit(TokenTaken())
            return channel
        if await self._doubts(candidate, refusal) is not None:
            return None
        if isinstance(refusal, PlexAuthError):
            self._emit(TokenRefused(is_servers_word=token == self._token))
        raise refusal

    async def request(
        self,
        candidate: Candidate,
        *,
        method: str,
        path: str,
        query: Mapping[str, str],
        limit: int,
        budget: float,
    ) -> ServerAnswer:
        """Ask the server something, with its token, once it has proved who it is.

        An answer may have `limit` bytes and take `budget` seconds, the proof aside.
        Raises PlexError; PlexAuthError too when no token is known, and
        UnverifiedError when the proof fails; ValueError if it must not be sent.
        """
        is_secure = candidate.scheme == "https"
        if is_secure and (failure := await self._verify(candidate)) is not None:
            raise self._unverified(failure, written=False)
        token = self._require_token()
        if not is_secure:
            self._emit(RequestSent(Purpose.VERIFY))
        self._emit(RequestSent(Purpose.OPERATION))
        try:
            answer = await self._client.request(
                _endpoint(candidate),
                method=method,
                path=path,
                query=query,
                token=token,
                allow=self._allow(candidate),
                budget=budget,
                limit=limit,
                repeatable=is_read_only(method, path),
                expect=None if is_secure else self.record.server_id,
            )
        except ANSWERS as err:
            refusal = err
        else:
            self._emit(TokenTaken())
            return answer
        if (failure := await self._doubts(candidate, refusal)) is not None:
            raise self._unverified(failure, written=refusal.written)
        if speaks_of_token(refusal):
            self._emit(TokenRefused(is_servers_word=token == self._token))
        raise refusal

    def _failure(self, candidate: Candidate, err: PlexError) -> FailureKind:
        """Return what a probe failed on; a fault is the server's if it says so."""
        kind = failure_kind(err)
        if kind.belongs_to_server and not self._is_servers_word(candidate, err):
            return FailureKind.HTTP_ERROR
        return kind

    def _is_servers_word(self, candidate: Candidate, err: PlexError) -> bool:
        """Return whether an error is what the server itself answers (rule 11).

        That is one under the server's own certificate, or on a connection on which it
        had proved who it is. Anything else may be a proxy's word.
        """
        if err.identified_as == self.record.server_id:
            return True
        certificate_hash = certificate_hash_of(candidate.host)
        is_own = certificate_hash in hashes_of(self.record)
        return candidate.scheme == "https" and is_own

    async def _doubts(self, candidate: Candidate, err: PlexError) -> FailureKind | None:
        """Return what is wrong with who answered with an error; None: the server did.

        Where that cannot be told it is asked once more who it is.
        """
        is_status = getattr(err, "status", None) or isinstance(err, PlexStartingError)
        if not is_status or self._is_servers_word(candidate, err):
            return None
        if candidate.scheme == "http":
            return FailureKind.HTTP_ERROR
        self._verified.discard(candidate.url)
        return await self._verify(candidate)

    async def _verify(self, candidate: Candidate) -> FailureKind | None:
        """Make sure who is there; return what that failed on.

        All who want to know at the same time share one question; if whoever asks it
        is cancelled, another takes over.
        """
        while candidate.url not in self._verified:
            if (question := self._verifying.get(candidate.url)) is None:
                failure = await self._ask(candidate)
            else:
                await asyncio.wait([question])
                failure = None if question.cancelled() else question.result()
            if failure is not None:
                return failure
        return None

    async def _ask(self, candidate: Candidate) -> FailureKind | None:
        """Probe a candidate for all who wait for it."""
        self._emit(RequestSent(Purpose.VERIFY))
        loop = asyncio.get_running_loop()
        question: asyncio.Future[FailureKind | None] = loop.create_future()
        self._verifying[candidate.url] = question
        try:
            attempt = await self.probe(candidate, budget=VERIFY_BUDGET)
            question.set_result(attempt.failure)
        finally:
            del self._verifying[candidate.url]
            question.cancel()
        return attempt.failure

    def _require_token(self) -> str:
        """Return the server's token as it is now; raises PlexAuthError without one."""
        if not (token := self._token):
            self._emit(TokenRefused(is_servers_word=False))
            error = PlexAuthError(401)
            error.written = False
            raise error
        return token

    @property
    def _token(self) -> str | None:
        tokens: Mapping[str, str] = self._entry.data[CONF_SERVER_TOKENS]
        return tokens.get(self.record.server_id)

    def _unverified(self, failure: FailureKind, *, written: bool) -> PlexError:
        """Return the error of a request to whom the proof failed on this."""
        match failure:
            case FailureKind.STARTING:
                error: PlexError = PlexStartingError()
            case FailureKind.UNAUTHORIZED:
                error = PlexAuthError(401)
                self._emit(TokenRefused(is_servers_word=False))
            case _:
                error = UnverifiedError(failure)
        error.written = written
        return error

    def _allow(self, candidate: Candidate) -> Callable[[IPAddress], bool]:
        """Return the rule for the addresses of a candidate, asked at every dial."""

        def is_allowed(ip: IPAddress) -> bool:
            fault = check_address(
                self.record, candidate, ip, self._networks, is_near=self._is_near
            )
            return fault is None

        return is_allowed


def speaks_of_token(err: PlexError) -> bool:
    """Return whether the answer to an operation says that the token is not good."""
    return isinstance(err, PlexAuthError) and err.status in UNAUTHORIZED


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
