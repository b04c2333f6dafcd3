"""The page of controls: every button has its effect, and can be undone."""

import asyncio
from collections.abc import AsyncGenerator
import socket
from typing import Any

import aiohttp
import pytest

from simulator import DnsMode, FaultKind, MediaServer, Reach, Simulator
from simulator.control import Control
from simulator.course import Course
from simulator.scenario import Step, Timeline
from simulator.switches import OF_A_SERVER, OF_THE_WORLD

pytestmark = pytest.mark.usefixtures("home")

TIMELINE = Timeline(
    every=600, steps=(Step(at=600, say="something", actions=({"do": "cut_internet"},)),)
)


@pytest.fixture
async def home(attic: MediaServer) -> MediaServer:
    """Return a server with an address of each kind, and one that never worked."""
    attic.add_address("192.168.40.12")
    attic.add_address("172.18.0.1", fault="silent")
    attic.add_address("203.0.113.40", 31234, kind="remote")
    attic.add_address("198.51.100.77", 8443, kind="relay")
    return attic


class Page:
    """Requests of the page's script."""

    def __init__(self, url: str, client: aiohttp.ClientSession) -> None:
        """Take the page's address."""
        self.url = url
        self.client = client

    async def send(self, status: int = 204, /, **wanted: Any) -> None:
        """Press a button."""
        async with self.client.post(
            f"{self.url}/control/switches", json=wanted
        ) as answer:
            assert answer.status == status

    async def shown(self) -> Any:
        """Return what the buttons show."""
        async with self.client.get(f"{self.url}/control/switches") as answer:
            return await answer.json()

    async def on(self) -> set[tuple[str | None, str]]:
        """Return the active switches, with their servers."""
        shown = await self.shown()
        groups = [(None, shown["world"])]
        groups += [(each["name"], each["switches"]) for each in shown["servers"]]
        return {
            (server, row["key"]) for server, rows in groups for row in rows if row["on"]
        }


@pytest.fixture
async def said() -> list[str]:
    """Return the messages."""
    return []


@pytest.fixture
async def course(simulator: Simulator, said: list[str]) -> AsyncGenerator[Course]:
    """Return a course with a timeline."""
    async with asyncio.TaskGroup() as tasks:
        course = Course(simulator, TIMELINE, tasks=tasks, say=said.append)
        yield course
        course.halt()


@pytest.fixture
async def page(
    simulator: Simulator,
    client: aiohttp.ClientSession,
    course: Course,
    said: list[str],
) -> AsyncGenerator[Page]:
    """Return the page of controls."""
    control = Control(simulator, say=said.append, course=course)
    await control.start()
    yield Page(control.url, client)
    await control.stop()


async def test_every_switch_can_be_undone(page: Page, home: MediaServer) -> None:
    """Each switch toggles on and off, without affecting others."""
    before = await page.shown()
    assert await page.on() == set()
    rows = {None: before["world"], "Attic": before["servers"][0]["switches"]}
    assert [row["key"] for row in rows[None]] == [
        each.words.key for each in OF_THE_WORLD
    ]
    assert [row["key"] for row in rows["Attic"]] == [
        each.words.key for each in OF_A_SERVER
    ]
    for server, switches in rows.items():
        for row in switches:
            await page.send(key=row["key"], server=server, on=True)
            assert await page.on() == {(server, row["key"])}
            await page.send(key=row["key"], server=server, on=False)
            assert await page.on() == set()
    assert await page.shown() == before
    assert {each.place: each.reach for each in home.listeners} == {
        "192.168.40.12:32400": Reach.OPEN,
        "172.18.0.1:32400": Reach.SILENT,
        "203.0.113.40:31234": Reach.OPEN,
        "198.51.100.77:8443": Reach.OPEN,
    }


async def test_switch_effects(page: Page, home: MediaServer, said: list[str]) -> None:
    """The LAN falls silent, the port closes; restoring mends both."""
    lan, _, public, relay = home.listeners
    await page.send(key="lan", server="Attic", on=True)
    await page.send(key="port", server="Attic", on=True)
    assert [lan.reach, public.reach, relay.reach] == [
        Reach.SILENT,
        Reach.REFUSED,
        Reach.OPEN,
    ]
    await page.send(key="token", server="Attic", on=True)
    token = relay.faults.get(FaultKind.UNAUTHORIZED)
    assert token is not None
    assert not token.concerns("/identity")
    assert token.concerns("/")
    await page.send(restore=True)
    assert await page.on() == set()
    assert said == [
        "Attic: Cut the LAN",
        "Attic: Close the port",
        "Attic: Refuse the token",
        "Everything is repaired",
    ]


async def test_initial_faults_stay(page: Page, home: MediaServer) -> None:
    """Restoring undoes changes, but keeps the scenario's own faults."""
    dead = home.add_address("192.168.40.13", fault="refuse")
    away = home.add_address("192.168.40.14")
    away.vanish()
    assert await page.on() == {("Attic", "lan")}
    await page.send(restore=True)
    assert (dead.reach, away.reach) == (Reach.REFUSED, Reach.OPEN)


async def test_switches_of_the_world(
    page: Page, simulator: Simulator, client: aiohttp.ClientSession
) -> None:
    """plex.tv is cut off, refuses accounts, or names are blocked."""
    url = "https://plex.tv/api/v2/user"
    alice = {
        "X-Plex-Client-Identifier": "c",
        "X-Plex-Token": simulator.plex_tv.accounts["alice"].token,
    }

    async def status() -> int:
        async with client.get(url, headers=alice) as answer:
            return answer.status

    assert await status() == 200
    await page.send(key="account", on=True)
    assert await status() == 401
    await page.send(key="plex_tv", on=True)
    with pytest.raises(aiohttp.ClientConnectionError):
        await status()
    await page.send(key="names", on=True)
    assert simulator.network.plex_direct is DnsMode.PRIVATE_STRIPPED
    assert simulator.network.resolve("203-0-113-40.aa.plex.direct")
    with pytest.raises(LookupError):
        simulator.network.resolve("192-168-40-12.aa.plex.direct")
    await page.send(restore=True)
    assert await status() == 200


async def test_click_halts_the_timeline(page: Page, course: Course) -> None:
    """A click halts the timeline, and another restarts it."""
    assert (await page.shown())["course"] == {"has_steps": True, "goes_on": False}
    course.begin()
    assert (await page.shown())["course"] == {"has_steps": True, "goes_on": True}
    await page.send(key="lan", server="Attic", on=True)
    assert (await page.shown())["course"]["goes_on"] is False
    await page.send(course=True)
    assert (await page.shown())["course"]["goes_on"] is True
    assert await page.on() == set()
    await page.send(course=False)
    assert (await page.shown())["course"]["goes_on"] is False


async def test_invalid_requests(page: Page) -> None:
    """Invalid requests are refused, without effect."""
    await page.send(400, key="lan", server="Elsewhere", on=True)
    await page.send(400, key="no such", server="Attic", on=True)
    await page.send(400, key="no such", on=True)
    await page.send(400, key="lan", server="Attic")
    async with page.client.post(f"{page.url}/control/switches", data="{") as answer:
        assert answer.status == 400
    assert await page.on() == set()


async def test_pages(page: Page) -> None:
    """Both pages exist, and a Home Assistant on this machine may embed them."""
    for path, text in (("/", "Controls"), ("/auth", "Sign in")):
        async with page.client.get(page.url + path) as answer:
            assert text in await answer.text()
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("frame-ancestors 'self' http://127.0.0.1:*")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example.net"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Host": "evil.example.net"},
        {"Host": "127.0.0.1.evil.example.net:80"},
        {"Host": "["},
    ],
)
async def test_pages_of_other_sites(page: Page, headers: dict[str, str]) -> None:
    """A page of another site can neither switch anything nor read tokens."""
    wanted = {"key": "lan", "server": "Attic", "on": True}
    for path in ("/control/switches", "/control"):
        async with page.client.post(
            page.url + path, json=wanted | {"do": "claim"}, headers=headers
        ) as answer:
            # The web server itself refuses an invalid host.
            assert answer.status in (400, 403)
    async with page.client.get(f"{page.url}/control/tokens", headers=headers) as answer:
        assert answer.status in (400, 403)
    assert await page.on() == set()


async def test_own_origin(page: Page) -> None:
    """The page's own origin is accepted."""
    async with page.client.post(
        f"{page.url}/control/switches",
        json={"restore": True},
        headers={"Origin": page.url},
    ) as answer:
        assert answer.status == 204


async def test_taken_port(simulator: Simulator, page: Page, said: list[str]) -> None:
    """If the wanted port is taken, another is used."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        control = Control(simulator, port=port, say=said.append)
        await control.start()
        assert control.port != port
        async with page.client.get(f"{control.url}/control/switches") as answer:
            assert (await answer.json())["course"] == {
                "has_steps": False,
                "goes_on": False,
            }
        await control.stop()
