"""No token is sent before the proof of identity, whatever the order of events."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from typing import Any, cast

from homeassistant.config_entries import ConfigEntry
from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    Candidate,
    ConnectionType,
    FailureKind,
    Networks,
    Purpose,
    RequestSent,
    ServerRecord,
)
from custom_components.plex_connection.const import CONF_SERVER_TOKENS
from custom_components.plex_connection.plex import (
    Endpoint,
    NotificationChannel,
    PlexAuthError,
    PlexConnectionError,
    PlexError,
    PlexNotPlexError,
    PlexServerClient,
    PlexStartingError,
    ServerAnswer,
    Timings,
)
from custom_components.plex_connection.plex.addresses import AllowAddress
from custom_components.plex_connection.plex.exceptions import ConnectionFault
from custom_components.plex_connection.plex.identity import IdentityProbe
from custom_components.plex_connection.plex.resources import Identity
from custom_components.plex_connection.plex.timing import Phase
from custom_components.plex_connection.prober import (
    ProberEvent,
    ServerProber,
    TokenRefused,
    UnverifiedError,
)
from tests.connection.virtual_time import run
from tests.connection.world import local, relay, remote
from tests.examples import examples

SERVER = "0123456789abcdef0123456789abcdef01234567"
TOKEN = "aB3dE5gH7jK9mN1pQ2rS"

CANDIDATES = [local(10), remote(20), relay(30), local(10, scheme="http")]

RECORD = ServerRecord(
    server_id=SERVER,
    name="Attic",
    owner_name=None,
    owned=True,
    home=False,
    public_address_matches=True,
    https_required=False,
    presence=True,
    relay_available=True,
    version=None,
    platform=None,
    rows=(),
)

type Outcome = str | PlexError
"""The machineIdentifier that answers, or the error."""

ERRORS = [
    PlexConnectionError(ConnectionFault.RESET, phase=Phase.ANSWER),
    PlexConnectionError(ConnectionFault.TLS_NAME, phase=Phase.TLS),
    PlexNotPlexError("not HTTP"),
    PlexStartingError(),
    PlexAuthError(401),
]


class SuspiciousClient:
    """A fake client that checks each token it receives."""

    def __init__(self) -> None:
        """Start without any proof."""
        self.tells: dict[str, Outcome] = {}
        self.delay = 0.0
        self.asked: list[str] = []
        self.offered: list[str] = []
        self.allow: AllowAddress | None = None
        """Address filter of the last call."""
        self.refusal: PlexError | None = None
        """Error of each request; None: it succeeds."""
        self._proved: dict[str, bool] = {}

    async def identity(
        self, endpoint: Endpoint, *, allow: AllowAddress, **_: Any
    ) -> IdentityProbe:
        """Answer as scripted for the place."""
        self.allow = allow
        self.asked.append(place := _place(endpoint))
        outcome = self.tells.get(place, SERVER)
        await asyncio.sleep(self.delay)
        self._proved[place] = outcome == SERVER
        if isinstance(outcome, PlexError):
            raise outcome
        return IdentityProbe(
            identity=Identity(machine_identifier=outcome, version=None, claimed=True),
            peer="192.168.40.10",
        )

    async def request(
        self,
        endpoint: Endpoint,
        *,
        token: str,
        expect: str | None,
        allow: AllowAddress,
        **_: Any,
    ) -> ServerAnswer:
        """Take the token, if it may be sent there."""
        self.allow = allow
        self._take(endpoint, token, is_expected=expect == SERVER)
        await asyncio.sleep(self.delay)
        if self.refusal is not None:
            raise self.refusal
        return ServerAnswer(
            status=200, content_type="text/plain", body=b"", timings=Timings()
        )

    async def open_notifications(
        self, endpoint: Endpoint, *, token: str, allow: AllowAddress, **_: Any
    ) -> NotificationChannel:
        """Take the token, if it may be sent there; over http it never may."""
        self.allow = allow
        if endpoint.scheme != "https":
            raise ValueError("not over http")
        self._take(endpoint, token, is_expected=False)
        raise PlexConnectionError(ConnectionFault.RESET, phase=Phase.ANSWER)

    def _take(self, endpoint: Endpoint, token: str, *, is_expected: bool) -> None:
        assert token == TOKEN
        place = _place(endpoint)
        if endpoint.scheme == "https":
            assert self._proved.get(place), f"a token before the proof, to {place}"
        else:
            # The client verifies, and sends the rest on that connection or not at all.
            assert is_expected
        self.offered.append(place)


def _place(endpoint: Endpoint) -> str:
    return f"{endpoint.scheme}://{endpoint.host}:{endpoint.port}"


class Counter:
    """Counts the prober's events."""

    def __init__(self) -> None:
        """Start without events."""
        self.purposes: list[Purpose] = []
        self.refusals: list[bool] = []
        """Per refusal: whether it is the server's own, of our present token."""

    def take(self, event: ProberEvent) -> None:
        """Note a request, or a refusal."""
        match event:
            case RequestSent(purpose):
                self.purposes.append(purpose)
            case TokenRefused(is_servers_word):
                self.refusals.append(is_servers_word)


class Gate:
    """A prober with a `SuspiciousClient`."""

    def __init__(self, record: ServerRecord = RECORD) -> None:
        """Create a prober that knows nothing yet."""
        self.client = SuspiciousClient()
        self.counter = Counter()
        self.token: str | None = TOKEN
        self.prober = ServerProber(
            cast("PlexServerClient", self.client),
            cast("ConfigEntry[Any]", self),
            record=record,
            now=lambda: datetime.now(UTC),
            emit=self.counter.take,
        )

    @property
    def data(self) -> dict[str, Any]:
        """Return the data of the account's entry."""
        return {CONF_SERVER_TOKENS: {SERVER: self.token}}

    async def probe(self, candidate: Candidate) -> None:
        """Probe a candidate."""
        await self.prober.probe(candidate, budget=1.0)

    async def open(self, candidate: Candidate) -> None:
        """Open the push channel."""
        with suppress(PlexError, ValueError):
            await self.prober.open_channel(candidate, heartbeat=9.0)

    async def request(self, candidate: Candidate) -> ServerAnswer:
        """Send a request."""
        return await self.prober.request(
            candidate, method="GET", path="/", query={}, limit=1, budget=1.0
        )

    async def ask(self, candidate: Candidate) -> None:
        """Send a request, and ignore its errors."""
        with suppress(PlexError):
            await self.request(candidate)


outcomes = st.sampled_from([SERVER, SERVER, SERVER, "somebodyelse", *ERRORS])
steps = st.lists(
    st.tuples(
        st.sampled_from(["probe", "open", "ask", "cancel"]),
        # Few places, so that much happens at each.
        st.sampled_from([local(10), local(10), remote(20), local(10, scheme="http")]),
        outcomes,
        st.sampled_from([0.0, 0.01, 0.5]),
        st.sampled_from([0.0, 0.0, 0.01, 1.0]),
    ),
    min_size=4,
    max_size=25,
)


@examples(200)
@given(steps)
def test_no_token_before_identity(
    taken: list[tuple[str, Candidate, Outcome, float, float]],
) -> None:
    """Law: a token goes only where the last proof of identity succeeded."""

    async def main() -> None:
        gate = Gate()
        tasks: list[asyncio.Task[None]] = []
        for action, candidate, outcome, delay, pause in taken:
            gate.client.tells[candidate.url] = outcome
            gate.client.delay = delay
            if action != "cancel":
                work = getattr(gate, action)(candidate)
                tasks.append(asyncio.create_task(work))
            elif tasks:
                tasks[len(tasks) // 2].cancel()
            await asyncio.sleep(pause)
        for result in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(result, BaseException) and not isinstance(
                result, asyncio.CancelledError
            ):
                raise result

    run(main())


def test_concurrent_requests_share_the_proof() -> None:
    """However many requests wait, one proof is requested."""

    async def main() -> None:
        gate = Gate()
        gate.client.delay = 0.1
        await asyncio.gather(*(gate.request(CANDIDATES[0]) for _ in range(20)))
        assert gate.client.asked == [CANDIDATES[0].url]
        assert len(gate.client.offered) == 20
        assert gate.counter.purposes.count(Purpose.VERIFY) == 1
        assert gate.counter.purposes.count(Purpose.OPERATION) == 20

    run(main())


def test_failed_proof_is_shared() -> None:
    """A wrong server is not asked again by each waiting request."""

    async def main() -> None:
        gate = Gate()
        gate.client.delay = 0.1
        gate.client.tells[CANDIDATES[0].url] = "somebodyelse"
        asked = [gate.request(CANDIDATES[0]) for _ in range(5)]
        results = await asyncio.gather(*asked, return_exceptions=True)
        assert [type(each) for each in results] == [UnverifiedError] * 5
        for each in results:
            assert isinstance(each, UnverifiedError)
            assert each.failure is FailureKind.WRONG_SERVER
            assert not each.written
        assert len(gate.client.asked) == 1

    run(main())


def test_cancelled_request_keeps_the_proof() -> None:
    """A cancelled request does not cancel the proof for others."""

    async def main() -> None:
        gate = Gate()
        gate.client.delay = 0.1
        first = asyncio.create_task(gate.request(CANDIDATES[0]))
        second = asyncio.create_task(gate.request(CANDIDATES[0]))
        await asyncio.sleep(0.05)
        first.cancel()
        answer = await second
        assert answer.status == 200
        assert first.cancelled()

    run(main())


def test_a_proof_lasts_until_a_probe_fails() -> None:
    """Then the identity has to be proved again."""

    async def main() -> None:
        gate = Gate()
        place = CANDIDATES[0].url
        await gate.request(CANDIDATES[0])
        await gate.request(CANDIDATES[0])
        assert gate.client.asked == [place]
        gate.client.tells[place] = "somebodyelse"
        await gate.probe(CANDIDATES[0])
        with pytest.raises(UnverifiedError):
            await gate.request(CANDIDATES[0])
        assert gate.client.offered == [place] * 2
        del gate.client.tells[place]
        await gate.request(CANDIDATES[0])
        assert gate.client.asked == [place] * 4

    run(main())


@pytest.mark.parametrize(
    ("outcome", "error"),
    [(PlexStartingError(), PlexStartingError), (PlexAuthError(401), PlexAuthError)],
)
def test_server_is_not_ready(outcome: PlexError, error: type[PlexError]) -> None:
    """A server that is not ready to identify itself has not failed as a connection."""

    async def main() -> None:
        gate = Gate()
        candidate = CANDIDATES[0]
        gate.client.tells[candidate.url] = outcome
        # Without a proof, any server may have answered.
        with pytest.raises(UnverifiedError):
            await gate.request(candidate)
        told = type(outcome).__new__(type(outcome), *outcome.args)
        told.__dict__ = {**outcome.__dict__, "identified_as": SERVER}
        gate.client.tells[candidate.url] = told
        with pytest.raises(error):
            await gate.request(candidate)
        assert gate.client.offered == []

    run(main())


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        (PlexAuthError(401), [True]),
        (PlexAuthError(403), []),
        (PlexAuthError(498), [True]),
        (PlexStartingError(), []),
    ],
)
@pytest.mark.parametrize("is_renewed", [False, True])
def test_refusal_of_a_token(
    refusal: PlexError, told: list[bool], *, is_renewed: bool
) -> None:
    """Only a 401 or 498 counts, and only against the present token."""

    async def main() -> None:
        gate = Gate()
        gate.client.delay = 0.1
        refusal.written = True
        gate.client.refusal = refusal
        asking = asyncio.create_task(gate.request(CANDIDATES[0]))
        await asyncio.sleep(0.15)
        if is_renewed:
            gate.token = "another"
        with pytest.raises(type(refusal)):
            await asking
        assert gate.counter.refusals == [not is_renewed for _ in told]

    run(main())


@pytest.mark.parametrize("token", [None, ""])
def test_without_a_token(token: str | None) -> None:
    """There is nothing to send, and no operation is sent without it."""

    async def main() -> None:
        gate = Gate()
        gate.token = token
        for candidate in CANDIDATES:
            with pytest.raises(PlexAuthError):
                await gate.request(candidate)
        assert gate.client.offered == []
        assert Purpose.OPERATION not in gate.counter.purposes
        assert gate.counter.refusals == [False] * len(CANDIDATES)

    run(main())


def test_http_is_verified_each_time() -> None:
    """Over http the client does proof and request on one connection."""

    async def main() -> None:
        gate = Gate()
        for _ in range(2):
            await gate.request(CANDIDATES[-1])
        assert gate.client.asked == []
        assert gate.counter.purposes == [Purpose.VERIFY, Purpose.OPERATION] * 2

    run(main())


@pytest.mark.parametrize("owned", [True, False])
@pytest.mark.parametrize("way", ["probe", "open", "ask"])
def test_addresses_of_a_name(way: str, *, owned: bool) -> None:
    """Its address is checked at each dial, by every path, for either type.

    The last address of a name makes its candidate local, and is no reason to follow it
    to any private address the next time.
    """

    async def main() -> None:
        gate = Gate(replace(RECORD, owned=owned))
        home = Networks((ip_network("192.168.1.0/24"),))
        gate.prober.locate(gate.prober.record, home, ())
        named = replace(remote(20), host="barn.example", address=None)
        for candidate in (named, replace(named, kind=ConnectionType.LOCAL)):
            await getattr(gate, way)(candidate)
            allow = gate.client.allow
            assert allow is not None
            for ip in ("192.168.1.1", "10.0.0.1", "2002:a00:1::1", "127.0.0.1"):
                assert allow(ip_address(ip)) is owned
            assert allow(ip_address("203.0.113.9"))
            assert not allow(ip_address("224.0.0.1"))

    run(main())
