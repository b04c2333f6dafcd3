"""axe finds nothing serious, in any state of the pages."""

from collections.abc import Callable
import json
from typing import Any

from playwright.async_api import Page, WebSocketRoute, expect
import pytest

from tests.running.rig import Rig

from .axe import audit
from .browser_rig import BrowserRig
from .conftest import PHONE, OpenScreen
from .scenario import ATTIC_RELAY, KINDS
from .screen import PANEL, Scheme, Screen, identity

type Answer = Callable[[dict[str, Any]], dict[str, Any] | None]

NO_ANSWER: Answer = lambda _: None  # noqa: E731


async def sound(screen: Screen) -> list[Any]:
    """Return serious findings in our part of the page, in light and in dark.

    A phone has the same colours: light is enough there.
    """
    schemes: list[Scheme] = ["light", "dark"]
    if screen.page.viewport_size == PHONE:
        schemes.remove("dark")
    wrong = []
    for scheme in schemes:
        await screen.look(scheme)
        wrong += [(scheme, each) for each in await audit(screen.panel)]
    return wrong


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE}], ids=["desk", "phone"])
async def test_overview(
    open_screen: OpenScreen, rig: Rig, options: dict[str, Any]
) -> None:
    """All servers, of each type; and only those of one type."""
    screen = await open_screen(**options)
    await screen.overview()
    for name in KINDS:
        await screen.tile(name).wait_for()
    assert await sound(screen) == []
    hint = screen.tile("Attic").locator("plex-connection-hint").last
    await hint.get_by_role("button").click()
    await expect(hint.get_by_role("tooltip")).to_be_visible()
    assert await sound(screen) == []
    chip = screen.panel.get_by_role("button", name=screen.text("panel_type_relay"))
    await chip.click()
    assert await sound(screen) == []


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE}], ids=["desk", "phone"])
async def test_server(
    open_screen: OpenScreen, rig: Rig, options: dict[str, Any]
) -> None:
    """A server's page; during a test; with its results; with a dialog open."""
    # A relay has the longest time limit.
    await rig.world.act(do="vanish", listener=ATTIC_RELAY)
    screen = await open_screen(**options)
    await screen.server("Attic")
    await screen.button("panel_action_test").wait_for()
    assert await sound(screen) == []
    await screen.button("panel_action_test").click()
    await expect(screen.button("panel_action_stop")).to_be_visible()
    assert await sound(screen) == []
    # The test ends by itself, if it has not ended yet.
    await rig.world.act(do="restore", listener=ATTIC_RELAY)
    await screen.button("panel_action_test").wait_for()
    assert await sound(screen) == []
    await screen.button("panel_action_forget").click()
    await screen.button("panel_action_cancel").wait_for()
    assert await sound(screen) == []


@pytest.mark.parametrize("name", ["Barn", "Shed"])
async def test_server_with_a_problem(screen: Screen, name: str) -> None:
    """A server on the relay, and one that is offline."""
    await screen.server(name)
    await screen.button("panel_action_test").wait_for()
    assert await sound(screen) == []


async def test_server_that_is_gone(screen: Screen, rig: Rig) -> None:
    """A server that is not watched."""
    await screen.go(f"{PANEL}/server/{rig.alice}/nobody")
    gone = screen.panel.get_by_text(screen.text("panel_server_gone"), exact=True)
    await expect(gone).to_be_visible()
    assert await sound(screen) == []


async def test_no_servers(
    open_screen: OpenScreen, browser_rig: BrowserRig, rig: Rig
) -> None:
    """An account without servers."""
    otto = await browser_rig.sign_in("otto")
    screen = await open_screen()
    await screen.overview()
    none = screen.panel.get_by_text(screen.text("panel_no_servers"), exact=True)
    await expect(none).to_be_visible()
    assert await sound(screen) == []
    await browser_rig.sign_out(otto)
    await expect(none).to_have_count(0)


@pytest.mark.parametrize(
    ("page", "key"),
    [("overview", "panel_loading"), ("server", "panel_loading")],
)
async def test_loading(screen: Screen, rig: Rig, page: str, key: str) -> None:
    """Before any answer."""
    await answer(screen.page, f"subscribe_{page}", NO_ANSWER)
    await screen.go(await path(rig, page))
    await expect(screen.panel.get_by_text(screen.text(key))).to_be_attached()
    assert await sound(screen) == []


@pytest.mark.parametrize(
    ("page", "code", "key"),
    [
        ("overview", "unknown_command", "panel_notice_starting"),
        ("overview", "unauthorized", "panel_refused"),
        ("server", "unknown_command", "panel_server_notice_absent"),
        ("server", "unauthorized", "panel_server_notice_refused"),
    ],
)
async def test_refused(
    screen: Screen, rig: Rig, page: str, code: str, key: str
) -> None:
    """While Home Assistant does not know or does not allow the command."""
    await answer(
        screen.page,
        f"subscribe_{page}",
        lambda command: {
            "id": command["id"],
            "type": "result",
            "success": False,
            "error": {"code": code, "message": "No"},
        },
    )
    await screen.go(await path(rig, page))
    await expect(screen.panel.get_by_text(screen.text(key)).last).to_be_visible()
    assert await sound(screen) == []


async def path(rig: Rig, page: str) -> str:
    """Return the path of the overview or of a server's page."""
    if page == "overview":
        return PANEL
    entry_id, server_id = await identity(rig, "Attic")
    return f"{PANEL}/server/{entry_id}/{server_id}"


async def answer(page: Page, command: str, reply: Answer) -> None:
    """Answer a command of ours in place of Home Assistant, or not at all."""

    async def stand_between(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def take(message: str | bytes) -> None:
            asked = json.loads(message)
            if asked["type"] != f"plex_connection/{command}":
                server.send(message)
            elif (told := reply(asked)) is not None:
                route.send(json.dumps(told))

        route.on_message(take)

    await page.route_web_socket("**/api/websocket", stand_between)
