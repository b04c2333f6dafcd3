"""One request through the backend: what is sent, how often, and what is raised."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from homeassistant.core import HomeAssistant
import pytest

from custom_components.plex_connection.backend import (
    OPERATION_BUDGET,
    REQUEST_BUDGET,
    Method,
    PlexBackend,
)
from custom_components.plex_connection.connection import (
    Candidate,
    ConnectionReport,
    FailureKind,
    ServerMonitor,
)
from custom_components.plex_connection.errors import (
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
from custom_components.plex_connection.plex import (
    PlexAnswerTooLargeError,
    PlexAuthError,
    PlexConnectionError,
    PlexError,
    PlexNotPlexError,
    PlexRedirectError,
    PlexResponseError,
    PlexStartingError,
    PlexWrongServerError,
    ServerAnswer,
    Timings,
)
from custom_components.plex_connection.plex.exceptions import ConnectionFault
from custom_components.plex_connection.plex.timing import Phase
from custom_components.plex_connection.prober import ServerProber, UnverifiedError
from tests.connection.virtual_time import run
from tests.connection.world import local, remote

HOME, AWAY = local(10), remote(20)

READING = "/library/sections"
ACTING = "/:/scrobble"

SILENCE = "silence"
"""No answer until the attempt's time limit."""

type Reaction = ServerAnswer | PlexError | ValueError | str


def answer(body: bytes = b"{}", content_type: str = "application/json") -> ServerAnswer:
    """Return an answer."""
    return ServerAnswer(
        status=200, content_type=content_type, body=body, timings=Timings()
    )


def lost(*, written: bool) -> PlexConnectionError:
    """Return the error of a broken connection."""
    error = PlexConnectionError(ConnectionFault.RESET, phase=Phase.ANSWER)
    error.written = written
    return error


def unsent(error: PlexError) -> PlexError:
    """Return the error, marked as that of a request that was not sent."""
    error.written = False
    return error


class Surroundings:
    """Scripted dependencies of a backend."""

    def __init__(self) -> None:
        """Start with a local connection that works."""
        self.candidate: Candidate | None = HOME
        self.next: Candidate | None = AWAY
        self.reactions: dict[str, list[Reaction]] = {}
        self.sent: list[tuple[str, str, str]] = []
        self.budgets: list[float] = []
        self.recorded: list[bool] = []
        self.checks = 0
        self.check_takes = 1.0
        self.report = ConnectionReport(server_id="attic")
        self._replaced: asyncio.Future[None] | None = None
        loop = asyncio.get_running_loop()
        self.backend = PlexBackend(
            hass=cast(
                "HomeAssistant",
                SimpleNamespace(loop=loop, async_add_executor_job=self._execute),
            ),
            prober=cast("ServerProber", SimpleNamespace(request=self._request)),
            monitor=cast("ServerMonitor", self),
            server_name="Attic",
        )
        self.executed = 0

    def react(self, candidate: Candidate, *reactions: Reaction) -> None:
        """Script a candidate's reactions, in order; afterwards it succeeds."""
        self.reactions[candidate.url] = list(reactions)

    async def _execute(self, function: Callable[..., Any], *arguments: Any) -> Any:
        self.executed += 1
        return function(*arguments)

    async def _request(
        self,
        candidate: Candidate,
        *,
        method: str,
        path: str,
        query: dict[str, str],
        limit: int,
        budget: float,
    ) -> ServerAnswer:
        self.sent.append((candidate.url, method, path))
        self.budgets.append(budget)
        script = self.reactions.get(candidate.url)
        reaction = script.pop(0) if script else answer()
        await asyncio.sleep(0.01)
        if reaction == SILENCE:
            await asyncio.sleep(budget)
            raise PlexConnectionError(ConnectionFault.TIMEOUT, phase=Phase.ANSWER)
        if isinstance(reaction, Exception):
            raise reaction
        assert isinstance(reaction, ServerAnswer)
        return reaction

    async def connection(self) -> Candidate | None:
        """Return the connection, as a monitor does."""
        return self.candidate

    @property
    def active(self) -> Candidate | None:
        """Return the candidate in use, as a monitor does."""
        return self.candidate

    def record_operation(self, *, ok: bool) -> None:
        """Note whether an operation succeeded."""
        self.recorded.append(ok)

    def fail_over(self) -> None:
        """Start a check, unless one is running."""
        if self._replaced is None:
            self.checks += 1
            self._replaced = asyncio.get_running_loop().create_future()
            asyncio.get_running_loop().call_later(self.check_takes, self._replace)

    async def replacement(self) -> None:
        """Wait for the end of the check."""
        if self._replaced is not None:
            await asyncio.shield(self._replaced)

    def _replace(self) -> None:
        self.candidate = self.next
        assert self._replaced is not None
        self._replaced.set_result(None)
        self._replaced = None


def play(scene: Callable[[Surroundings], Coroutine[Any, Any, None]]) -> None:
    """Run a scene in virtual time."""

    async def main() -> None:
        await scene(Surroundings())

    run(main())


@pytest.mark.parametrize(
    ("method", "path", "written", "repeated"),
    [
        ("GET", READING, True, True),
        ("GET", READING, False, True),
        ("GET", ACTING, True, False),
        ("GET", ACTING, False, True),
        ("PUT", READING, True, False),
        ("POST", ACTING, False, True),
    ],
)
def test_repeated_requests(
    method: Method,
    path: str,
    written: bool,  # noqa: FBT001
    repeated: bool,  # noqa: FBT001
) -> None:
    """It is repeated over the replacement, if harmless; and one check is started."""

    async def scene(world: Surroundings) -> None:
        world.react(HOME, lost(written=written))
        if repeated:
            assert await world.backend.request(method, path) == answer()
            assert world.sent == [(HOME.url, method, path), (AWAY.url, method, path)]
            assert world.recorded == [False, True]
        else:
            with pytest.raises(OperationUncertainError):
                await world.backend.request(method, path)
            assert world.sent == [(HOME.url, method, path)]
            assert world.recorded == [False]
        assert world.checks == 1

    play(scene)


def test_uncertain_end_is_raised_at_once() -> None:
    """A request that may not be repeated does not wait for the replacement."""

    async def scene(world: Surroundings) -> None:
        world.react(HOME, lost(written=True))
        started_at = asyncio.get_running_loop().time()
        with pytest.raises(OperationUncertainError):
            await world.backend.request("GET", ACTING)
        assert asyncio.get_running_loop().time() - started_at < 0.1
        await asyncio.sleep(2)
        assert world.candidate == AWAY

    play(scene)


@pytest.mark.parametrize(
    "error",
    [
        PlexNotPlexError("not HTTP"),
        PlexWrongServerError(Timings()),
        UnverifiedError(FailureKind.WRONG_SERVER),
        lost(written=True),
    ],
)
def test_errors_that_start_a_check(error: PlexError) -> None:
    """All of these errors start a check: the connection or its server is wrong."""

    async def scene(world: Surroundings) -> None:
        world.react(HOME, error)
        await world.backend.request("GET", READING)
        assert world.checks == 1

    play(scene)


@pytest.mark.parametrize(
    ("path", "error"), [(READING, OperationFailedError), (ACTING, OperationFailedError)]
)
def test_second_loss_raises(path: str, error: type[BackendError]) -> None:
    """A second loss raises, and starts a check of the second connection."""

    async def scene(world: Surroundings) -> None:
        world.react(HOME, lost(written=False))
        world.react(AWAY, lost(written=False))
        with pytest.raises(error):
            await world.backend.request("GET", path)
        assert len(world.sent) == 2
        assert world.checks == 2
        assert world.recorded == [False, False]

    play(scene)


def test_second_attempt_may_end_uncertain() -> None:
    """The first attempt was never written, the second may have arrived."""

    async def scene(world: Surroundings) -> None:
        world.react(HOME, lost(written=False))
        world.react(AWAY, lost(written=True))
        with pytest.raises(OperationUncertainError):
            await world.backend.request("GET", ACTING)

    play(scene)


def test_the_same_connection_may_have_come_back() -> None:
    """If the check confirms the old connection, it is used again."""

    async def scene(world: Surroundings) -> None:
        world.next = HOME
        world.react(HOME, lost(written=True))
        assert await world.backend.request("GET", READING) == answer()
        assert [url for url, *_ in world.sent] == [HOME.url, HOME.url]

    play(scene)


def test_many_failures_start_one_check() -> None:
    """Requests that fail together wait for the same check."""

    async def scene(world: Surroundings) -> None:
        world.react(HOME, *[lost(written=True) for _ in range(30)])
        asked = [world.backend.request("GET", READING) for _ in range(30)]
        assert await asyncio.gather(*asked) == [answer()] * 30
        assert world.checks == 1

    play(scene)


def test_failure_over_a_replaced_connection() -> None:
    """A failure there starts no check, is not recorded, and is repeated at once."""

    async def scene(world: Surroundings) -> None:
        world.react(HOME, lost(written=True))
        request = asyncio.create_task(world.backend.request("GET", READING))
        await asyncio.sleep(0.005)
        world.candidate = AWAY
        assert await request == answer()
        assert world.checks == 0
        assert world.recorded == [True]
        assert [url for url, *_ in world.sent] == [HOME.url, AWAY.url]

    play(scene)


def test_success_over_a_replaced_connection() -> None:
    """A success there is not recorded for the connection in use."""

    async def scene(world: Surroundings) -> None:
        request = asyncio.create_task(world.backend.request("GET", READING))
        await asyncio.sleep(0.005)
        world.candidate = AWAY
        assert await request == answer()
        assert world.recorded == []

    play(scene)


def test_starting() -> None:
    """An offline server that answers that it is starting is not called offline."""

    async def scene(world: Surroundings) -> None:
        world.candidate = None
        world.report = replace(world.report, starting=True)
        with pytest.raises(ServerStartingError):
            await world.backend.request("GET", READING)
        assert world.sent == []

    play(scene)


def test_offline() -> None:
    """Nothing is sent without a connection, nor after the loss of the last one."""

    async def scene(world: Surroundings) -> None:
        world.next = None
        world.react(HOME, lost(written=True))
        for _ in range(2):
            with pytest.raises(ServerOfflineError):
                await world.backend.request("GET", READING)
        assert len(world.sent) == 1

    play(scene)


@pytest.mark.parametrize(
    ("error", "raised", "recorded"),
    [
        (PlexStartingError(), ServerStartingError, []),
        (PlexAuthError(401), NotAuthorizedError, [True]),
        (unsent(PlexAuthError(401)), NotAuthorizedError, []),
        (PlexAuthError(403), NotAuthorizedError, [True]),
        (PlexAuthError(498), NotAuthorizedError, [True]),
        (PlexRedirectError(302), OperationFailedError, [True]),
        (PlexResponseError("odd", status=404), OperationFailedError, [True]),
        (PlexResponseError("odd"), OperationFailedError, [True]),
        (PlexAnswerTooLargeError(7), AnswerTooLargeError, [True]),
        (ValueError("no"), ParameterInvalidError, []),
    ],
)
def test_errors_of_the_server_itself(
    error: PlexError | ValueError, raised: type[BackendError], recorded: list[bool]
) -> None:
    """An answer of any kind causes no fail-over, and is never requested twice."""

    async def scene(world: Surroundings) -> None:
        world.react(HOME, error)
        with pytest.raises(raised) as caught:
            await world.backend.request("GET", READING)
        if isinstance(caught.value, OperationFailedError):
            assert caught.value.status == getattr(error, "status", None)
        assert len(world.sent) == 1
        # A starting server is checked, as nothing else may notice for minutes.
        assert world.checks == isinstance(error, PlexStartingError)
        assert world.recorded == recorded

    play(scene)


def test_unreadable_answer_to_an_action() -> None:
    """The server answered, but whether it acted is unknown."""

    async def scene(world: Surroundings) -> None:
        world.react(HOME, PlexResponseError("packed"))
        with pytest.raises(OperationUncertainError):
            await world.backend.request("GET", ACTING)

    play(scene)


def test_maximum_duration() -> None:
    """Two silent servers and a long check between take less than a minute."""

    async def scene(world: Surroundings) -> None:
        world.check_takes = 10.0
        world.react(HOME, SILENCE)
        world.react(AWAY, SILENCE)
        started_at = asyncio.get_running_loop().time()
        with pytest.raises(OperationFailedError):
            await world.backend.request("GET", READING)
        elapsed = asyncio.get_running_loop().time() - started_at
        assert world.budgets == [REQUEST_BUDGET] * 2
        assert elapsed == pytest.approx(50, abs=0.1)

    play(scene)


@pytest.mark.parametrize(
    ("path", "raised"),
    [(READING, OperationFailedError), (ACTING, OperationFailedError)],
)
def test_check_that_does_not_end(path: str, raised: type[BackendError]) -> None:
    """The operation's time limit ends it; no attempt was in progress then."""

    async def scene(world: Surroundings) -> None:
        world.check_takes = 1000.0
        world.react(HOME, lost(written=False))
        started_at = asyncio.get_running_loop().time()
        with pytest.raises(raised) as caught:
            await world.backend.request("GET", path)
        assert caught.value.translation_placeholders == {
            "server": "Attic",
            "reason": "timeout",
        }
        elapsed = asyncio.get_running_loop().time() - started_at
        assert elapsed == pytest.approx(OPERATION_BUDGET)

    play(scene)


@pytest.mark.parametrize(
    ("path", "raised"),
    [(READING, ServerUnloadedError), (ACTING, OperationUncertainError)],
)
def test_closed_during_a_request(path: str, raised: type[BackendError]) -> None:
    """The caller gets the right error at once, and is not cancelled itself."""

    async def scene(world: Surroundings) -> None:
        world.react(HOME, SILENCE)
        request = asyncio.create_task(world.backend.request("GET", path))
        await asyncio.sleep(1)
        world.backend.close()
        world.backend.close()
        await asyncio.sleep(0.01)
        assert request.done()
        assert not request.cancelled()
        with pytest.raises(raised):
            await request
        assert world.recorded == []

    play(scene)


def test_closed_before() -> None:
    """Nothing is sent any more."""

    async def scene(world: Surroundings) -> None:
        world.backend.close()
        with pytest.raises(ServerUnloadedError):
            await world.backend.get_json(READING)
        assert world.sent == []

    play(scene)


def test_closed_at_the_time_limit() -> None:
    """An operation whose time limit has just passed is not ended again."""

    async def scene(world: Surroundings) -> None:
        world.check_takes = 1000.0
        world.react(HOME, lost(written=False))
        request = asyncio.create_task(world.backend.request("GET", READING))
        await asyncio.sleep(0.02)
        for scope in world.backend._running:
            scope.reschedule(asyncio.get_running_loop().time())
        await asyncio.sleep(0)
        world.backend.close()
        with pytest.raises(ServerUnloadedError):
            await request

    play(scene)


def test_cancelled_caller() -> None:
    """Cancellation is passed on, and is not recorded as a failure."""

    async def scene(world: Surroundings) -> None:
        world.react(HOME, SILENCE)
        request = asyncio.create_task(world.backend.request("GET", READING))
        await asyncio.sleep(1)
        request.cancel()
        with pytest.raises(asyncio.CancelledError):
            await request
        assert world.recorded == []
        assert not world.backend._running

    play(scene)


@pytest.mark.parametrize(
    ("method", "path", "params", "raised"),
    [
        ("PATCH", "/", {}, MethodInvalidError),
        ("GET", "library", {}, PathInvalidError),
        ("GET", "//evil.example/", {}, PathInvalidError),
        ("GET", "https://evil.example/", {}, PathInvalidError),
        ("GET", "/a/../b", {}, PathInvalidError),
        ("GET", "/a/%2e%2e/b", {}, PathInvalidError),
        ("GET", "/a/%252e%252e/b", {}, PathInvalidError),
        ("GET", "/%2fevil.example", {}, PathInvalidError),
        ("GET", "/a?b=c", {}, PathInvalidError),
        ("GET", "/a\r\nX-Evil: 1", {}, PathInvalidError),
        ("GET", "/a%0d%0aX-Evil:1", {}, PathInvalidError),
        ("GET", "/", {"X-Plex-Token": "x"}, ParameterInvalidError),
        ("GET", "/", {"x-plex-container-size": "x"}, ParameterInvalidError),
        ("GET", "/", {"year": 10**4300}, ParameterInvalidError),
        ("GET", "/", {"rating": float("inf")}, ParameterInvalidError),
    ],
)
def test_invalid_requests_are_not_sent(
    method: str, path: str, params: dict[str, str], raised: type[BackendError]
) -> None:
    """It is not sent, and the error contains nothing of it."""

    async def scene(world: Surroundings) -> None:
        with pytest.raises(raised) as caught:
            await world.backend.request(cast("Method", method), path, params)
        assert caught.value.translation_placeholders == {"server": "Attic"}
        assert world.sent == []

    play(scene)


def test_a_page_of_a_list() -> None:
    """Two of Plex's own parameters, which select a page, are allowed."""

    async def scene(world: Surroundings) -> None:
        page = {"X-Plex-Container-Start": 0, "X-Plex-Container-Size": 50}
        assert await world.backend.request("GET", READING, page) == answer()

    play(scene)


@pytest.mark.parametrize(
    "unreadable",
    [
        answer(b"<html>", "text/html"),
        answer(b"<html>"),
        answer(b"\xff"),
        answer(b"[" * 100_000),
        answer(b'{"a": NaN}'),
    ],
)
def test_answer_is_not_json(unreadable: ServerAnswer) -> None:
    """It raises an error that contains nothing of the answer."""

    async def scene(world: Surroundings) -> None:
        world.react(HOME, unreadable)
        with pytest.raises(AnswerNotJsonError) as caught:
            await world.backend.get_json(READING)
        assert caught.value.__context__ is None

    play(scene)


@pytest.mark.parametrize(("size", "executed"), [(100, 0), (200_000, 1)])
def test_large_answers_are_parsed_in_a_thread(size: int, executed: int) -> None:
    """A thread parses large answers, so as not to block the loop."""

    async def scene(world: Surroundings) -> None:
        text = "x" * size
        world.react(HOME, answer(f'["{text}"]'.encode()))
        assert await world.backend.get_json(READING) == [text]
        assert world.executed == executed

    play(scene)


def test_repr_of_a_backend() -> None:
    """A backend's repr, which may be logged, has its server and no object addresses."""

    async def scene(world: Surroundings) -> None:
        assert "Attic" in repr(world.backend)
        assert "0x" not in repr(world.backend)

    play(scene)
