"""Requests to a server over its active connection.

A request whose connection breaks is sent once more over the next one, if repeating it
is harmless: see `operations`.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from homeassistant.core import HomeAssistant, callback
from homeassistant.util.json import JsonValueType, json_loads

from .connection import Candidate, ServerMonitor
from .errors import (
    AnswerNotJsonError,
    AnswerTooLargeError,
    BackendError,
    MethodInvalidError,
    NotAuthorizedError,
    OperationFailedError,
    OperationUncertainError,
    ParameterInvalidError,
    PathInvalidError,
    ServerOfflineError,
    ServerStartingError,
    ServerUnloadedError,
)
from .plex import (
    PlexAnswerTooLargeError,
    PlexAuthError,
    PlexConnectionError,
    PlexError,
    PlexNotPlexError,
    PlexResponseError,
    PlexStartingError,
    PlexWrongServerError,
    ServerAnswer,
    is_path,
)
from .prober import ServerProber, UnverifiedError
from .request_policy import (
    METHODS,
    PAGING,
    ParameterValue,
    is_parameter,
    is_read_only,
    is_value,
    may_repeat,
    query_of,
)

REQUEST_BUDGET = 20.0
"""Seconds for one attempt: a disk that has to spin up takes ten."""
OPERATION_BUDGET = 60.0
"""Seconds for the whole request: two attempts, each after a selection of at most
ten."""

ANSWER_LIMIT = 16 * 1024 * 1024
"""Default maximum size of an answer in bytes; some 8000 films."""
PARSED_AT_ONCE = 64 * 1024
"""Bytes of JSON up to which parsing, at 5 ms per MiB, is not worth a thread."""

LOSSES = (
    PlexConnectionError,
    PlexNotPlexError,
    PlexWrongServerError,
    UnverifiedError,
)
"""Errors that trigger fail-over."""

type Method = Literal["DELETE", "GET", "POST", "PUT"]


@dataclass(kw_only=True, slots=True)
class _Operation:
    """One request and its progress."""

    method: Method
    path: str
    query: Mapping[str, str]
    limit: int
    is_under_way: bool = False
    """Whether the server may be executing it at this moment."""

    @property
    def is_harmless(self) -> bool:
        return is_read_only(self.method, self.path)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Loss:
    """The connection broke before the answer was complete."""

    reason: str
    written: bool
    """Whether the request may have reached the server."""


@dataclass(kw_only=True, eq=False)
class PlexBackend:
    """Sends requests to one server for as long as its account is loaded."""

    hass: HomeAssistant = field(repr=False)
    prober: ServerProber = field(repr=False)
    monitor: ServerMonitor = field(repr=False)
    server_name: str
    """The display name, safe to show."""

    _running: set[asyncio.Timeout] = field(default_factory=set, init=False, repr=False)
    _reads: dict[asyncio.Timeout, str] = field(
        default_factory=dict, init=False, repr=False
    )
    """The reads in flight, which may be repeated, with the URL of their connection."""
    _is_closed: bool = field(default=False, init=False)

    async def get_json(
        self,
        path: str,
        params: Mapping[str, ParameterValue] | None = None,
        *,
        limit: int = ANSWER_LIMIT,
    ) -> JsonValueType:
        """Return the answer to a GET as JSON values; raises BackendError."""
        answer = await self.request("GET", path, params, limit=limit)
        if answer.content_type == "application/json":
            try:
                if len(answer.body) <= PARSED_AT_ONCE:
                    return json_loads(answer.body)
                return await self.hass.async_add_executor_job(json_loads, answer.body)
            except ValueError:
                # The exception holds the whole answer: keep it out of the error's
                # context.
                pass
        raise AnswerNotJsonError(self.server_name)

    async def request(
        self,
        method: Method,
        path: str,
        params: Mapping[str, ParameterValue] | None = None,
        *,
        limit: int = ANSWER_LIMIT,
    ) -> ServerAnswer:
        """Return the server's answer of at most `limit` bytes; raises BackendError.

        Takes at most 60 seconds, the search for another connection included.
        """
        operation = self._checked(method, path, params or {}, limit)
        if self._is_closed:
            raise ServerUnloadedError(self.server_name)
        try:
            async with asyncio.timeout(OPERATION_BUDGET) as scope:
                self._running.add(scope)
                try:
                    return await self._carry_out(operation)
                finally:
                    self._running.discard(scope)
        except TimeoutError:
            pass
        raise self._interruption(operation)

    @callback
    def close(self) -> None:
        """Refuse new requests; end those in flight with a BackendError."""
        self._is_closed = True
        now = self.hass.loop.time()
        for scope in self._running:
            if not scope.expired():
                scope.reschedule(now)

    @callback
    def async_leave(self, candidate: Candidate | None) -> None:
        """Move reads off a connection that was just replaced.

        `candidate` is its replacement. Writes stay where they are: the server may be
        executing them at this moment.
        """
        now = self.hass.loop.time()
        for scope, url in self._reads.items():
            if (candidate is None or url != candidate.url) and not scope.expired():
                scope.reschedule(now)

    def _checked(
        self,
        method: Method,
        path: str,
        params: Mapping[str, ParameterValue],
        limit: int,
    ) -> _Operation:
        """Return the validated request; raises BackendError if it must not be sent."""
        if method not in METHODS:
            raise MethodInvalidError(self.server_name)
        if not is_path(path):
            raise PathInvalidError(self.server_name)
        if not all(map(is_parameter, params.keys() - PAGING)):
            raise ParameterInvalidError(self.server_name)
        if not all(map(is_value, params.values())):
            raise ParameterInvalidError(self.server_name)
        return _Operation(method=method, path=path, query=query_of(params), limit=limit)

    def _interruption(self, operation: _Operation) -> BackendError:
        """Return the error for a request cut short by the budget or by `close`."""
        reason = "unloaded" if self._is_closed else "timeout"
        if operation.is_under_way and not operation.is_harmless:
            return OperationUncertainError(self.server_name, reason=reason)
        if self._is_closed:
            return ServerUnloadedError(self.server_name)
        return OperationFailedError(self.server_name, reason=reason)

    async def _carry_out(self, operation: _Operation) -> ServerAnswer:
        """Send the request, if need be once more over another connection."""
        candidate = await self.monitor.connection()
        if candidate is None:
            raise self._no_connection()
        outcome = await self._send(candidate, operation)
        if isinstance(outcome, _Loss):
            candidate = await self._replace(candidate, operation, outcome)
            outcome = await self._send(candidate, operation)
        if isinstance(outcome, _Loss):
            self._report_failure(candidate)
            raise self._given_up(operation, outcome)
        return outcome

    async def _replace(
        self, candidate: Candidate, operation: _Operation, loss: _Loss
    ) -> Candidate:
        """Return the connection to use after one that broke.

        If another caller has already failed over, that is the active one.
        """
        is_lost = self._report_failure(candidate)
        if not may_repeat(operation.method, operation.path, written=loss.written):
            raise self._given_up(operation, loss)
        if is_lost:
            await self.monitor.replacement()
        if (active := self.monitor.active) is None:
            raise self._no_connection()
        return active

    def _no_connection(self) -> BackendError:
        """Return the error while no address may be used."""
        if self.monitor.report.starting:
            return ServerStartingError(self.server_name)
        return ServerOfflineError(self.server_name)

    def _report_failure(self, candidate: Candidate) -> bool:
        """Fail over from a candidate; return False if it is not the active one."""
        if not self._is_active(candidate):
            return False
        self.monitor.record_operation(ok=False)
        self.monitor.fail_over()
        return True

    def _given_up(self, operation: _Operation, loss: _Loss) -> BackendError:
        """Return the error for a request that is not repeated (again)."""
        if may_repeat(operation.method, operation.path, written=loss.written):
            return OperationFailedError(self.server_name, reason=loss.reason)
        return OperationUncertainError(self.server_name, reason=loss.reason)

    async def _send(
        self, candidate: Candidate, operation: _Operation
    ) -> ServerAnswer | _Loss:
        """Send once; return a _Loss if the connection breaks, raise other errors."""
        operation.is_under_way = True
        try:
            answer = await self._ask(candidate, operation)
        except LOSSES as err:
            operation.is_under_way = False
            return _Loss(reason=str(err), written=err.written)
        except TimeoutError:
            operation.is_under_way = False
            return _Loss(reason="another connection is used by now", written=True)
        except PlexStartingError as err:
            if self._is_active(candidate):
                # A check establishes that it is starting, and then checks often.
                self.monitor.fail_over()
            raise ServerStartingError(self.server_name) from err
        except ValueError as err:
            # The client validates the request as a whole, token included.
            raise ParameterInvalidError(self.server_name) from err
        except PlexError as err:
            if err.written:
                self._learn_that_it_answers(candidate)
            raise self._refusal(err, operation) from err
        operation.is_under_way = False
        self._learn_that_it_answers(candidate)
        return answer

    async def _ask(self, candidate: Candidate, operation: _Operation) -> ServerAnswer:
        """Return the answer; raises TimeoutError if the connection is replaced."""
        async with asyncio.timeout(None) as scope:
            if operation.is_harmless:
                self._reads[scope] = candidate.url
            try:
                return await self.prober.request(
                    candidate,
                    method=operation.method,
                    path=operation.path,
                    query=operation.query,
                    limit=operation.limit,
                    budget=REQUEST_BUDGET,
                )
            finally:
                self._reads.pop(scope, None)

    def _refusal(self, err: PlexError, operation: _Operation) -> BackendError:
        """Map an error answer over a working connection to a BackendError."""
        match err:
            case PlexAuthError():
                return NotAuthorizedError(self.server_name)
            case PlexAnswerTooLargeError():
                limit = f"{operation.limit // 1024} KiB"
                return AnswerTooLargeError(self.server_name, limit=limit)
            case PlexResponseError(status=None) if not operation.is_harmless:
                # There was an answer, but it is unreadable.
                return OperationUncertainError(self.server_name, reason=str(err))
        return OperationFailedError(
            self.server_name, reason=str(err), status=getattr(err, "status", None)
        )

    def _learn_that_it_answers(self, candidate: Candidate) -> None:
        """Count an answer as a successful test of its connection."""
        if self._is_active(candidate):
            self.monitor.record_operation(ok=True)

    def _is_active(self, candidate: Candidate) -> bool:
        active = self.monitor.active
        return active is not None and active.url == candidate.url
