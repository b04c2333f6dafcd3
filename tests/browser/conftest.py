"""One Home Assistant and one Chromium for all browser tests."""

from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from contextlib import AsyncExitStack
import os
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, StorageState, async_playwright, expect
import pytest
import pytest_asyncio
import pytest_socket

from demo.api import Owner
from demo.browser import NoBrowserError, executable
from demo.home_assistant import OWNER
from tests.running.rig import Rig
from tests.waiting import PATIENCE

from .browser_rig import GUEST, BrowserRig, Log, opened
from .chromium import arguments
from .people import Noise, Watch, log_in, profile
from .scenario import ATTIC_LAN
from .screen import Screen, pushed
from .texts import Texts

FOLDER = Path(__file__).parent

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}

SEEN = FOLDER.parents[1] / ".cache/browser"
"""Folder for screenshots of failed tests."""

LAST = ("test_agreement", "test_survival", "test_sign_in")
"""Tests that disturb others run last, in this order."""

type OpenScreen = Callable[..., Awaitable[Screen]]

expect.set_options(timeout=PATIENCE * 1000)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run all browser tests in one process, and on one loop: the browser's."""
    ours = [item for item in items if item.path.parent == FOLDER]
    for item in ours:
        item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
        item.add_marker(pytest.mark.xdist_group("browser"))
    places = [number for number, item in enumerate(items) if item in ours]
    ours.sort(key=_turn)
    for number, item in zip(places, ours, strict=True):
        items[number] = item


def _turn(item: pytest.Item) -> int:
    name = item.path.stem
    return LAST.index(name) + 1 if name in LAST else 0


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell fixtures whether a test has failed, so that they keep screenshots."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(autouse=True)
def verify_cleanup(socket_enabled: None) -> None:
    """Keep the loop, which all these tests share: browser and rig live on in it.

    The test package would end its timers and threads after each test.
    """


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> str:
    """Return the path of Chromium; skip if there is none."""
    pytest_socket.enable_socket()
    try:
        return await executable()
    except NoBrowserError as err:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"REQUIRE_BROWSER is set, but {err}")
        pytest.skip(str(err))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser_rig(
    chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[BrowserRig]:
    """Return the running Home Assistant and its simulation."""
    pytest_socket.enable_socket()
    async with opened(tmp_path_factory.mktemp("browser")) as browser_rig:
        yield browser_rig
        pytest_socket.enable_socket()
        record = await browser_rig.world.record()
    assert record["tokens_in_clear"] == []


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str, browser_rig: BrowserRig) -> AsyncIterator[Browser]:
    """Return the running Chromium, which can reach only these two."""
    pytest_socket.enable_socket()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=await arguments(browser_rig.world)
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def keys(browser: Browser, browser_rig: BrowserRig) -> dict[str, StorageState]:
    """Return the browser storage of each user after signing in, by user name."""
    url = browser_rig.home.url
    return {
        person.username: await log_in(browser, url, person) for person in (OWNER, GUEST)
    }


@pytest.fixture
def provoked() -> tuple[str, ...]:
    """Return parts of the complaints that a test provokes; none by default."""
    return ()


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def quiet(
    browser_rig: BrowserRig, provoked: tuple[str, ...]
) -> AsyncIterator[None]:
    """Assert that Home Assistant logs no warning or error."""
    log = Log(browser_rig.home.log)
    yield
    assert log.complaints(expected=provoked) == []


@pytest_asyncio.fixture(loop_scope="session")
async def rig(browser_rig: BrowserRig, quiet: None) -> Rig:
    """Return the rig with Alice's servers, restored if a test removed them."""
    return await browser_rig.rig()


@pytest_asyncio.fixture(loop_scope="session")
async def open_screen(
    browser: Browser,
    keys: dict[str, StorageState],
    browser_rig: BrowserRig,
    request: pytest.FixtureRequest,
) -> AsyncIterator[OpenScreen]:
    """Return a function that opens a fresh profile, and allow it no complaints.

    It takes a user, browser options, and expected console messages.
    """
    async with AsyncExitStack() as stack:
        watches = []
        screens = []

        async def open_one(
            person: Owner = OWNER,
            *,
            language: str = "en",
            noise: tuple[Noise, ...] = (),
            **options: Any,
        ) -> Screen:
            watches.append(watch := Watch(expected=[*noise]))
            settings = {"viewport": DESKTOP, "locale": language} | options
            context = await stack.enter_async_context(
                profile(browser, watch, storage_state=keys[person.username], **settings)
            )
            context.set_default_timeout(PATIENCE * 1000)
            page = await context.new_page()
            screen = Screen(page=page, url=browser_rig.home.url, text=Texts(language))
            screens.append(screen)
            return screen

        yield open_one
        if FAILED in request.node.stash:
            for number, screen in enumerate(screens):
                file = SEEN / f"{request.node.name}-{number}.png"
                await screen.page.screenshot(path=file)
    assert [each for watch in watches for each in watch.complaints] == []


@pytest_asyncio.fixture(loop_scope="session")
async def screen(open_screen: OpenScreen, rig: Rig) -> Screen:
    """Return the owner's screen on a desktop, with servers."""
    return await open_screen()


@pytest_asyncio.fixture(loop_scope="session")
async def attic(rig: Rig) -> AsyncIterator[str]:
    """Return the select of a server that is local, before and after the test."""
    choice = await rig.entity("Attic", "select.connection")
    await be_at_home(rig, choice)
    yield choice
    pytest_socket.enable_socket()
    await be_at_home(rig, choice)


async def be_at_home(rig: Rig, choice: str) -> None:
    """Make Attic local; a manual choice needs no proof of its LAN address."""
    await rig.world.act(do="restore", server="Attic")
    for option in (ATTIC_LAN, "automatic"):
        await rig.act_on(choice, "select_option", option=option)
        await rig.became("Attic", "local")
    await pushed(rig, "Attic")
