"""Diagnostics of a real outage, fed to the simulator, reproduce it."""

from collections.abc import Awaitable, Callable
from random import Random
from typing import Any, Protocol

from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.plex_connection.const import (
    CONF_CLIENT_IDENTIFIER,
    CONF_SERVER_TOKENS,
    DOMAIN,
)
from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Account, Authority, Listener, Row, Simulator
from simulator.diagnostics import scenario_of
from simulator.scenario import Scenario, populate
from simulator.timeline import play

from .conftest import ADAPTERS, Attic, Elapse

type Passage = tuple[str | None, str, str]
"""From, to, reason."""
type Download = Callable[[MockConfigEntry], Awaitable[dict[str, Any]]]


class Replay(Protocol):
    """Plays a download in its own simulation, and downloads the result."""

    async def __call__(
        self, download: dict[str, Any], *, also: float = 0.0
    ) -> dict[str, Any]:
        """Play it, and `also` some more seconds."""
        ...


def passages(download: dict[str, Any], number: int = 0) -> list[Passage]:
    """Return the changes of a server in a download."""
    return [
        (change["from_type"], change["to_type"], change["reason"])
        for change in download["data"]["servers"][number]["report"]["changes"]
    ]


def outcomes(download: dict[str, Any], number: int = 0) -> list[tuple[str, ...]]:
    """Return each candidate's kind, scheme, port and last outcome."""
    return [
        (
            each["candidate"]["kind"],
            each["candidate"]["scheme"],
            str(each["candidate"]["port"]),
            "untried"
            if (attempt := each["last_attempt"]) is None
            else attempt["failure"] or "ok",
        )
        for each in download["data"]["servers"][number]["report"]["candidates"]
    ]


def verdict(download: dict[str, Any], number: int = 0) -> str:
    """Return a server's final connection type."""
    shown: str = download["data"]["servers"][number]["report"]["connection_type"]
    return shown


def assert_same(again: dict[str, Any], found: dict[str, Any]) -> None:
    """Assert that the replay reproduced everything.

    Candidates untried before may be tried now: that is a matter of milliseconds in a
    race.
    """
    for number, server in enumerate(found["data"]["servers"]):
        assert passages(again, number) == passages(found, number), server["id"]
        assert verdict(again, number) == verdict(found, number)
        before, after = outcomes(found, number), outcomes(again, number)
        assert [each[:3] for each in after] == [each[:3] for each in before]
        for was, is_now in zip(before, after, strict=True):
            assert was[3] in ("untried", is_now[3]), was


@pytest.fixture
async def download(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    hass_access_token: str,
    hass_admin_user: MockUser,
) -> Download:
    """Return a function that downloads the whole file as a user does."""
    (signed_in,) = hass_admin_user.refresh_tokens.values()

    async def get(entry: MockConfigEntry) -> dict[str, Any]:
        assert await async_setup_component(hass, "diagnostics", {})
        # An access token expires after half an hour.
        client = await hass_client(hass.auth.async_create_access_token(signed_in))
        answer = await client.get(f"/api/diagnostics/config_entry/{entry.entry_id}")
        assert answer.status == 200
        whole: dict[str, Any] = await answer.json()
        return whole

    return get


@pytest.fixture
async def replay(
    hass: HomeAssistant,
    authority: Authority,
    entry: MockConfigEntry,
    elapse: Elapse,
    download: Download,
) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Return a function that plays a download to another account's entry.

    Its own simulation knows nothing but the download.
    """

    async def pass_by(seconds: float) -> None:
        """Let time pass: in fine steps after something has happened."""
        await elapse(min(seconds, 30), step=0.5)
        await elapse(max(seconds - 30, 0), step=5)

    async def again(found: dict[str, Any], *, also: float = 0.0) -> dict[str, Any]:
        scenario = scenario_of(found)
        await hass.config_entries.async_remove(entry.entry_id)
        # Open connections to the first simulation are closed by now.
        await elapse(20, step=1)
        async with Simulator(authority) as world:
            await populate(world, scenario)
            world.network.adapters = ADAPTERS
            second = entry_of(world, scenario, found["data"]["options"])
            second.add_to_hass(hass)
            assert await hass.config_entries.async_setup(second.entry_id)
            await elapse(5)
            await play(
                world,
                scenario.timeline,
                clock=hass.loop.time,
                sleep=pass_by,
                say=lambda _: None,
            )
            await elapse(also, step=5)
            result = await download(second)
            await hass.config_entries.async_remove(second.entry_id)
        return result

    return again


def entry_of(
    world: Simulator, scenario: Scenario, options: dict[str, Any]
) -> MockConfigEntry:
    """Return the entry of the account in a scenario."""
    account = world.plex_tv.accounts[next(iter(scenario.accounts))]
    return MockConfigEntry(
        domain=DOMAIN,
        title=account.username,
        unique_id=str(account.id),
        options=options,
        data={
            CONF_CLIENT_IDENTIFIER: "another",
            CONF_TOKEN: account.token,
            CONF_SERVER_TOKENS: {},
        },
    )


async def test_outage(
    attic: Attic,
    server: ServerCoordinator,
    entry: MockConfigEntry,
    elapse: Elapse,
    download: Download,
    replay: Replay,
) -> None:
    """Addresses fail one after the other, and the first one comes back."""
    await elapse(65, step=5)
    for listener in (attic.lan, attic.public, attic.relay):
        listener.vanish()
        await elapse(60, step=0.5)
    attic.lan.restore()
    await elapse(120, step=1)
    found = await download(entry)
    assert passages(found) == [
        (None, "local", "first"),
        ("local", "remote", "failover"),
        ("remote", "relay", "failover"),
        ("relay", "offline", "lost"),
        ("offline", "local", "recovered"),
    ]
    again = await replay(found)
    assert verdict(found) == "local"
    assert_same(again, found)


QUIET = 2400.0
"""Seconds without an event."""


async def test_quiet_hours_are_left_out(
    attic: Attic,
    server: ServerCoordinator,
    entry: MockConfigEntry,
    elapse: Elapse,
    download: Download,
    replay: Replay,
) -> None:
    """Down to a relay, up again in two steps, with long quiet times between."""
    await elapse(QUIET, step=60)
    attic.public.crash()
    await elapse(QUIET, step=60)
    attic.lan.crash()
    await elapse(45, step=0.5)
    await elapse(QUIET, step=60)
    attic.public.restore()
    await elapse(200, step=5)
    await elapse(QUIET, step=60)
    attic.lan.restore()
    await elapse(QUIET, step=30)
    found = await download(entry)
    assert passages(found) == [
        (None, "local", "first"),
        ("local", "relay", "failover"),
        ("relay", "remote", "upgrade"),
        ("remote", "local", "upgrade"),
    ]
    timeline = scenario_of(found).timeline
    assert timeline.steps[-1].at < 1500
    again = await replay(found)
    assert_same(again, found)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("silent", "timeout"),
        ("mute", "timeout"),
        ("refuse", "refused"),
        ("unreachable", "unreachable"),
        ("reset", "reset"),
        ("request_lost", "reset"),
        ("wrong_certificate", "tls_name"),
        ("expired_certificate", "tls_expired"),
        ("self_signed_certificate", "tls_untrusted"),
        ("tls_alert", "tls_other"),
        ("redirect", "redirect"),
        ("not_plex", "not_plex"),
        ("wrong_server", "wrong_server"),
        ("server_error", "http_error"),
        ("unauthorized", "unauthorized"),
        ("starting", "starting"),
    ],
)
async def test_every_failure(
    attic: Attic,
    server: ServerCoordinator,
    entry: MockConfigEntry,
    elapse: Elapse,
    download: Download,
    replay: Replay,
    fault: str,
    kind: str,
) -> None:
    """Each failure of the local address is reproduced."""
    await elapse(65, step=5)
    attic.lan.inject(fault)
    attic.lan.cut_connections()
    await elapse(60, step=0.5)
    found = await download(entry)
    assert ("local", "https", "32400", kind) in outcomes(found)
    again = await replay(found)
    assert_same(again, found)


def container(attic: Attic) -> None:
    """Let only the relay work: the remote certificate has expired."""
    attic.lan.inject("unreachable")
    attic.public.inject("expired_certificate")


def own_name(attic: Attic) -> None:
    """Let only the owner's custom name work, at an address without another name."""
    attic.server.inject("refuse")
    attic.server.add_address(
        "203.0.113.41", 8443, kind="remote", host="plex.example.net"
    )


def lost_name(attic: Attic) -> None:
    """Make the custom name unresolvable."""
    own_name(attic)
    attic.server.world.network.set_name("plex.example.net")


def forbidden_name(attic: Attic) -> None:
    """Let the custom name resolve to a forbidden address."""
    own_name(attic)
    attic.server.world.network.set_name("plex.example.net", "0.0.0.0")  # noqa: S104


def strange_rows(attic: Attic) -> None:
    """Let plex.tv list unusable rows, and a name under an old certificate."""
    old = f"203-0-113-40.{'0a' * 16}.plex.direct"
    for address, uri in (
        ("0.0.0.0", "https://0.0.0.0:32400"),  # noqa: S104
        ("203.0.113.40", f"https://{old}:31234"),
        ("203.0.113.50", "http://203.0.113.50:32400"),
        ("192.168.40.12", "https://192.168.40.12:32400"),
    ):
        port = int(uri.rpartition(":")[2])
        attic.server.add_row(Row(address=address, port=port, uri=uri))


def plain(attic: Attic) -> None:
    """Make TLS fail everywhere."""
    attic.server.inject("tls_alert")


def six(attic: Attic) -> None:
    """Add IPv6 addresses, local and remote."""
    attic.lan.inject("refuse")
    attic.server.add_address("fd00::12")
    attic.server.add_address("2001:db8::12", kind="remote")


SITUATIONS: dict[Callable[[Attic], None], str] = {
    container: "relay",
    own_name: "remote",
    lost_name: "offline",
    forbidden_name: "offline",
    strange_rows: "local",
    plain: "local",
    six: "local",
}


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each.__name__)
async def test_situations(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    download: Download,
    replay: Replay,
    situation: Callable[[Attic], None],
) -> None:
    """Each initial situation is reproduced."""
    situation(attic)
    hass.config_entries.async_update_entry(
        entry, options={"allow_http": situation is plain}
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(15)
    found = await download(entry)
    assert verdict(found) == SITUATIONS[situation]
    again = await replay(found, also=15)
    assert_same(again, found)
    report, report_again = (
        each["data"]["servers"][0]["report"] for each in (found, again)
    )
    assert report_again["rejected"] == report["rejected"]
    rows, rows_again = (
        each["data"]["servers"][0]["record"]["rows"] for each in (found, again)
    )
    assert sorted(row["url"] for row in rows_again) == sorted(
        row["url"] for row in rows
    )


async def test_flapping(
    attic: Attic,
    server: ServerCoordinator,
    entry: MockConfigEntry,
    elapse: Elapse,
    download: Download,
    replay: Replay,
) -> None:
    """A cable that fails now and then: in quick succession it would be damped."""
    for _ in range(6):
        await elapse(QUIET, step=60)
        attic.lan.crash()
        await elapse(30, step=0.5)
        attic.lan.restore()
        await elapse(300, step=5)
    found = await download(entry)
    there_and_back = [("local", "remote", "failover"), ("remote", "local", "fail_back")]
    assert passages(found) == [(None, "local", "first"), *there_and_back * 6]
    assert scenario_of(found).timeline.steps[-1].at < 6 * QUIET / 2
    again = await replay(found)
    assert_same(again, found)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_random_outages(
    attic: Attic,
    server: ServerCoordinator,
    entry: MockConfigEntry,
    elapse: Elapse,
    download: Download,
    replay: Replay,
    seed: int,
) -> None:
    """Random outages are reproduced.

    Which other candidates each race tries is a matter of milliseconds.
    """
    rng = Random(seed)  # noqa: S311
    away: set[Listener] = set()
    await elapse(65, step=5)
    for _ in range(7):
        listener = rng.choice([attic.lan, attic.public, attic.relay])
        if listener in away:
            listener.restore()
        else:
            rng.choice([listener.crash, listener.vanish])()
        away ^= {listener}
        await elapse(30, step=0.5)
        await elapse(rng.choice([20, 170, 400]), step=5)
    found = await download(entry)
    again = await replay(found)
    assert len(passages(found)) > 3
    assert passages(again) == passages(found)
    assert verdict(again) == verdict(found)


async def test_two_servers(
    sim: Simulator,
    alice: Account,
    attic: Attic,
    server: ServerCoordinator,
    entry: MockConfigEntry,
    elapse: Elapse,
    download: Download,
    replay: Replay,
) -> None:
    """Two servers, one of them shared with us, and then plex.tv fails, too."""
    nora = sim.add_account("nora")
    cabin = await sim.add_server("Cabin", owner=nora, shared_with=(alice,))
    cabin.add_address("10.0.7.20", fault="silent")
    outside = cabin.add_address("203.0.113.66", kind="remote")
    cabin.add_address("198.51.100.78", 8443, kind="relay")
    await entry.runtime_data.account.async_rediscover()
    await elapse(65, step=1)
    outside.crash()
    await elapse(65, step=0.5)
    sim.plex_tv.inject("server_error", status=502)
    attic.server.crash()
    await elapse(65, step=0.5)
    found = await download(entry)
    assert passages(found) == [(None, "local", "first"), ("local", "offline", "lost")]
    assert passages(found, 1) == [
        (None, "remote", "first"),
        ("remote", "relay", "failover"),
    ]
    assert found["data"]["discovery_error"] == "HTTP 502: refused by plex.tv"
    again = await replay(found)
    assert_same(again, found)
    assert again["data"]["discovery_error"] == found["data"]["discovery_error"]


async def test_name_is_lost(
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    hass: HomeAssistant,
    elapse: Elapse,
    download: Download,
    replay: Replay,
) -> None:
    """The only connection is by a name, which is unresolvable for a while."""
    own_name(attic)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    await elapse(62, step=5)
    sim.network.set_name("plex.example.net")
    attic.server.cut_connections()
    await elapse(60, step=0.5)
    lost = await download(entry)
    assert passages(lost) == [(None, "remote", "first"), ("remote", "offline", "lost")]
    assert ("remote", "https", "8443", "dns") in outcomes(lost)
    sim.network.set_name("plex.example.net", "203.0.113.41")
    await elapse(120, step=1)
    found = await download(entry)
    assert passages(found)[-1] == ("offline", "remote", "recovered")
    again = await replay(found)
    assert_same(again, found)


async def test_without_push(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    download: Download,
    replay: Replay,
) -> None:
    """A failure is noticed by the next check, and no sooner."""
    hass.config_entries.async_update_entry(entry, options={"push": False})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    await elapse(62, step=5)
    attic.lan.vanish()
    await elapse(330, step=5)
    attic.server.vanish()
    await elapse(150, step=5)
    found = await download(entry)
    assert [each[1] for each in passages(found)] == ["local", "remote", "offline"]
    again = await replay(found)
    assert_same(again, found)
