"""Probes candidates, and guards the server's token."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, Protocol, cast, override

from homeassistant.config_entries import ConfigEntry

from .connection import (
    Attempt,
    Candidate,
    FailureKind,
    IPAddress,
    LanAnnouncement,
    Networks,
    Prober,
    Purpose,
    RequestSent,
    ServerRecord,
    certificate_hash_of,
    check_address,
    hashes_of,
    is_believed_near,
)
from .const import CONF_SERVER_TOKENS
from .plex import (
    AccountState,
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
from .request_policy import is_read_only

ANSWERS = (
    PlexAuthError,
    PlexRedirectError,
    PlexResponseError,
    PlexStartingError,
)
"""Errors that are an answer, not necessarily the server's."""

UNAUTHORIZED = (401, 498)
"""Statuses that concern the token; a 403 concerns its owner's permissions."""

VERIFY_BUDGET = 5.0
"""Seconds for the identity check before the first token is sent."""


@dataclass(frozen=True, slots=True)
class TokenTaken:
    """The server accepted its token."""


@dataclass(frozen=True, slots=True)
class TokenRefused:
    """A request was refused because of its token, or not sent for lack of one."""

    is_servers_word: bool
    """Whether the server itself refused it, and the token is still the current one."""


class StatusQuery[T](Protocol):
    """A question of the client to a server about itself."""

    async def __call__(
        self,
        endpoint: Endpoint,
        /,
        *,
        token: str,
        allow: Callable[[IPAddress], bool],
        budget: float,
    ) -> T:
        """Ask with the server's token; raises PlexError."""


type ProberEvent = RequestSent | TokenTaken | TokenRefused


class UnverifiedError(PlexError):
    """The peer failed the identity check; no token was sent."""

    def __init__(self, failure: FailureKind) -> None:
        """Keep why the check failed."""
        super().__init__(f"not verified: {failure}")
        self.failure = failure
        self.written = False


class ServerProber(Prober):
    """Probes the candidates of one server and sends requests to them.

    It also guards the server's token, which it reads when needed and never keeps: a
    candidate gets it only after proving its identity in this run. Over https that holds
    until a probe says otherwise, since each new connection proves the name again. Over
    http it holds for one connection, and for one request on it.
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
        """Probe with `client`; `record` says which server has to answer.

        `entry` holds its token. `emit` receives an event for every request except
        probes, which their callers count.
        """
        self.record = record
        self._networks = Networks()
        self._is_near = is_believed_near(record, self._networks, ())
        self._client = client
        self._entry = entry
        self._now = now
        self._emit = emit
        self._certificates: dict[str, datetime] = {}
        """By URL: the end of the certificate in its last full handshake."""
        self._verified: set[str] = set()
        self._verifying: dict[str, asyncio.Future[FailureKind | None]] = {}

    def locate(
        self,
        record: ServerRecord,
        networks: Networks,
        announcements: Iterable[LanAnnouncement],
    ) -> None:
        """Update what the addresses are filtered by, from the next dial on (rule 6)."""
        self.record = record
        self._networks = networks
        self._is_near = is_believed_near(record, networks, announcements)

    @override
    async def probe(self, candidate: Candidate, *, budget: float) -> Attempt:
        """Probe a candidate without a token and compare its identity."""
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
        if timings.certificate_until is not None:
            until = datetime.fromtimestamp(timings.certificate_until, UTC)
            self._certificates[candidate.url] = until
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

    def certificate_until(self, url: str) -> datetime | None:
        """Return the end of the certificate last seen at a URL; None: none was."""
        return self._certificates.get(url)

    async def account_state(
        self, candidate: Candidate, *, budget: float
    ) -> AccountState:
        """Ask an owned server for its state at plex.tv; raises PlexError.

        Over https only. A refusal says nothing about the token: only some of a server's
        users may ask.
        """
        return await self._query_status(candidate, self._client.account_state, budget)

    async def settings(
        self, candidate: Candidate, *, budget: float
    ) -> Mapping[str, str | int | bool]:
        """Ask an owned server for its settings; like `account_state`."""
        return await self._query_status(candidate, self._client.settings, budget)

    async def _query_status[T](
        self, candidate: Candidate, query: StatusQuery[T], budget: float
    ) -> T:
        if (failure := await self._verify(candidate)) is not None:
            raise UnverifiedError(failure)
        token = self._require_token()
        self._emit(RequestSent(Purpose.STATUS))
        return await query(
            _endpoint(candidate),
            token=token,
            allow=self._allow(candidate),
            budget=budget,
        )

    async def open_channel(
        self, candidate: Candidate, *, heartbeat: float
    ) -> NotificationChannel | None:
        """Open the push channel; None if the server's identity cannot be established.

        `heartbeat` is in seconds. Raises PlexError; PlexAuthError also if no token is
        known.
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
        if await self._identity_failure(candidate, refusal) is not None:
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
        """Send a request with the token, once the server has proved its identity.

        An answer may have `limit` bytes and take `budget` seconds, the identity check
        excluded. Raises PlexError: PlexAuthError also if no token is known,
        UnverifiedError if the check fails. Raises ValueError if the request must not be
        sent.
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
        if (failure := await self._identity_failure(candidate, refusal)) is not None:
            raise self._unverified(failure, written=refusal.written)
        if speaks_of_token(refusal):
            self._emit(TokenRefused(is_servers_word=token == self._token))
        raise refusal

    def _failure(self, candidate: Candidate, err: PlexError) -> FailureKind:
        """Return why a probe failed; blames the server only for its own answer."""
        kind = failure_kind(err)
        if kind.belongs_to_server and not self._is_servers_word(candidate, err):
            return FailureKind.HTTP_ERROR
        return kind

    def _is_servers_word(self, candidate: Candidate, err: PlexError) -> bool:
        """Return whether an error is the server's own answer (rule 11).

        It is if it came under the server's own certificate, or on a connection on which
        the server had proved its identity. Anything else may come from a proxy.
        """
        if err.identified_as == self.record.server_id:
            return True
        certificate_hash = certificate_hash_of(candidate.host)
        is_own = certificate_hash in hashes_of(self.record)
        return candidate.scheme == "https" and is_own

    async def _identity_failure(
        self, candidate: Candidate, err: PlexError
    ) -> FailureKind | None:
        """Return what is wrong with the sender of an error; None: it was the server.

        If that cannot be told from the error, the identity is checked again.
        """
        is_status = getattr(err, "status", None) or isinstance(err, PlexStartingError)
        if not is_status or self._is_servers_word(candidate, err):
            return None
        if candidate.scheme == "http":
            return FailureKind.HTTP_ERROR
        self._verified.discard(candidate.url)
        return await self._verify(candidate)

    async def _verify(self, candidate: Candidate) -> FailureKind | None:
        """Check the identity; return why that failed, or None.

        Concurrent callers share one check; if the caller that runs it is cancelled,
        another one takes over.
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
        """Probe a candidate on behalf of all waiting callers."""
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
        """Return the server's current token; raises PlexAuthError without one."""
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
        """Return the error of a request whose identity check failed."""
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
        """Return the filter for a candidate's addresses, applied at every dial."""

        def is_allowed(ip: IPAddress) -> bool:
            fault = check_address(
                self.record, candidate, ip, self._networks, is_near=self._is_near
            )
            return fault is None

        return is_allowed


def speaks_of_token(err: PlexError) -> bool:
    """Return whether an error means that the token is not valid."""
    return isinstance(err, PlexAuthError) and err.status in UNAUTHORIZED


def _endpoint(candidate: Candidate) -> Endpoint:
    """Return the endpoint that the client has to dial."""
    return Endpoint(
        scheme=cast("Literal['https', 'http']", candidate.scheme),
        host=candidate.host,
        port=candidate.port,
        address=candidate.address,
    )


def failure_kind(err: PlexError) -> FailureKind:
    """Map a client error to the engine's failure kind."""
    match err:
        case PlexConnectionError():
            # Client and engine use the same values; a test ensures it.
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
