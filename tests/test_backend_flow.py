"""One request through the backend: what is sent, how often, and what is raised."""

import asyncio
from collections.abc import Callable, Coroutine
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
"""No answer, until the try's time is over."""

type Reaction = ServerAnswer | PlexError | ValueError | str


def answer(body: bytes = b"{}", content_type: str = "application/json") -> ServerAnswer:
    """Return an answer."""
    return ServerAnswer(
        status=200, content_type=content_type, body=body, timings=Timings()
    )


def lost(*, written: bool) -> PlexConnectionError:
    """Return what a broken connection raises."""
    error = PlexConnectionError(ConnectionFault.RESET, phase=Phase.ANSWER)
    error.written = written
    return error


def unsent(error: PlexError) -> PlexError:
    """Return an error of a request that did not leave."""
    error.written = False
    return error


class Surroundings:
    """Everything that a backend is given, scripted."""

    def __init__(self) -> None:
        """Be at home, where all goes well."""
        self.candidate: Candidate | None = HOME
        self.next: Candidate | None = AWAY
        self.reactions: dict[str, list[Reaction]] = {}
        self.sent: list[tuple[str, str, str]] = []
        self.budgets: list[float] = []
        self.recorded: list[bool] = []
        self.checks = 0
        self.check_takes = 1.0
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
        """Have a candidate react so, one after the other; then it goes well."""
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
        """Return what is in use, as a monitor does."""
        return self.candidate

    def record_operation(self, *, ok: bool) -> None:
        """Note how an operation went."""
        self.recorded.append(ok)

    def fail_over(self) -> None:
        """Begin a check, unless one goes on."""
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
def test_what_is_repeated(
    method: Method,
    path: str,
    written: bool,  # noqa: FBT001
    repeated: bool,  # noqa: FBT001
) -> None:
    """Over the replacement, if it cannot do harm; and one replacement is looked for."""

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


def test_an_uncertain_end_is_told_at_once() -> None:
    """Who may not repeat need not wait for the replacement either."""

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
def test_what_doubts_the_connection(error: PlexError) -> None:
    """All of these say that something is wrong with the way, or its end."""

    async def scene(world: Surroundings) -> None:
        world.react(HOME, error)
        await world.backend.request("GET", READING)
        assert world.checks == 1

    play(scene)


@pytest.mark.parametrize(
    ("path", "error"), [(READING, OperationFailedError), (ACTING, OperationFailedError)]
)
def test_twice_is_enough(path: str, error: type[BackendError]) -> None:
    """A second loss is the end of it, and doubts the second connection."""

    async def scene(world: Surroundings) -> None:
        world.react(HOME, lost(written=False))
        world.react(AWAY, lost(written=False))
        with pytest.raises(error):
            await world.backend.request("GET", path)
        assert len(world.sent) == 2
        assert world.checks == 2
        assert world.recorded == [False, False]

    play(scene)


def test_a_second_try_may_end_uncertain() -> None:
    """The first was never written, the second may have arrived."""

    async def scene(world: Surroundings) -> None:
        world.react(HOME, lost(written=False))
        world.react(AWAY, lost(written=True))
        with pytest.raises(OperationUncertainError):
            await world.backend.request("GET", ACTING)

    play(scene)


def test_the_same_connection_may_have_come_back() -> None:
    """If the search confirms the old one, it is used again."""

    async def scene(world: Surroundings) -> None:
        world.next = HOME
        world.react(HOME, lost(written=True))
        assert await world.backend.request("GET", READING) == answer()
        assert [url for url, *_ in world.sent] == [HOME.url, HOME.url]

    play(scene)


def test_many_failures_one_search() -> None:
    """Those who fail together wait together."""

    async def scene(world: Surroundings) -> None:
        world.react(HOME, *[lost(written=True) for _ in range(30)])
        asked = [world.backend.request("GET", READING) for _ in range(30)]
        assert await asyncio.gather(*asked) == [answer()] * 30
        assert world.checks == 1

    play(scene)


def test_a_failure_of_what_is_no_longer_in_use() -> None:
    """It says nothing of what is: no search, no doubt, straight on."""

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


def test_success_over_what_is_no_longer_in_use() -> None:
    """It is no test of what is."""

    async def scene(world: Surroundings) -> None:
        request = asyncio.create_task(world.backend.request("GET", READING))
        await asyncio.sleep(0.005)
        world.candidate = AWAY
        assert await request == answer()
        assert world.recorded == []

    play(scene)


def test_offline() -> None:
    """Nothing is sent where there is no way; nor where the last one is lost."""

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
def test_what_is_the_servers_affair(
    error: PlexError | ValueError, raised: type[BackendError], recorded: list[bool]
) -> None:
    """An answer of whatever kind moves nothing, and is never asked for twice."""

    async def scene(world: Surroundings) -> None:
        world.react(HOME, error)
        with pytest.raises(raised) as caught:
            await world.backend.request("GET", READING)
        if isinstance(caught.value, OperationFailedError):
            assert caught.value.status == getattr(error, "status", None)
        assert len(world.sent) == 1
        # One that starts is checked, for nothing else may notice for minutes.
        assert world.checks == isinstance(error, PlexStartingError)
        assert world.recorded == recorded

    play(scene)


def test_an_unreadable_answer_to_what_acts() -> None:
    """It answered: whether that was a yes, nobody knows."""

    async def scene(world: Surroundings) -> None:
        world.react(HOME, PlexResponseError("packed"))
        with pytest.raises(OperationUncertainError):
            await world.backend.request("GET", ACTING)

    play(scene)


def test_the_time_it_takes() -> None:
    """Two silent servers and a long search between: within a minute all the same."""

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
def test_a_search_that_does_not_end(path: str, raised: type[BackendError]) -> None:
    """Patience does; nothing was under way when it did."""

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
def test_closed_while_under_way(path: str, raised: type[BackendError]) -> None:
    """The caller is told at once, and truly; it is not cancelled itself."""

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


def test_closed_in_the_moment_it_gives_up() -> None:
    """An end that has begun is not begun once more."""

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


def test_a_caller_that_gives_up() -> None:
    """Cancelling is passed on, and is nobody's failure."""

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
def test_what_must_not_be_sent(
    method: str, path: str, params: dict[str, str], raised: type[BackendError]
) -> None:
    """It is not, and the error holds nothing of it."""

    async def scene(world: Surroundings) -> None:
        with pytest.raises(raised) as caught:
            await world.backend.request(cast("Method", method), path, params)
        assert caught.value.translation_placeholders == {"server": "Attic"}
        assert world.sent == []

    play(scene)


def test_a_page_of_a_list() -> None:
    """Two of Plex's own parameters say which."""

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
def test_what_is_not_json(unreadable: ServerAnswer) -> None:
    """An error, and none that holds what came instead."""

    async def scene(world: Surroundings) -> None:
        world.react(HOME, unreadable)
        with pytest.raises(AnswerNotJsonError) as caught:
            await world.backend.get_json(READING)
        assert caught.value.__context__ is None

    play(scene)


@pytest.mark.parametrize(("size", "executed"), [(100, 0), (200_000, 1)])
def test_large_answers_are_read_elsewhere(size: int, executed: int) -> None:
    """What takes its time does not hold up everybody else."""

    async def scene(world: Surroundings) -> None:
        text = "x" * size
        world.react(HOME, answer(f'["{text}"]'.encode()))
        assert await world.backend.get_json(READING) == [text]
        assert world.executed == executed

    play(scene)


def test_a_backend_tells_little_of_itself() -> None:
    """Its repr may end up in a log."""

    async def scene(world: Surroundings) -> None:
        assert "Attic" in repr(world.backend)
        assert "0x" not in repr(world.backend)

    play(scene)
