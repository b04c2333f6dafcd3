"""Dark theme, phone, right-to-left, German, and reduced motion."""

from collections.abc import AsyncIterator, Awaitable, Callable

from playwright.async_api import expect
import pytest
import pytest_asyncio

from tests.running.rig import Rig

from .browser_rig import BrowserRig
from .conftest import PHONE, OpenScreen
from .scenario import ATTIC_PUBLIC, KINDS
from .screen import IN_SIGHT, Screen
from .texts import Texts

type SetLanguage = Callable[[str], Awaitable[None]]

BRIGHTNESS = """
(element) => {
  const drawn = document.createElement("canvas").getContext("2d");
  drawn.fillStyle = getComputedStyle(element).backgroundColor;
  drawn.fillRect(0, 0, 1, 1);
  const [red, green, blue] = drawn.getImageData(0, 0, 1, 1).data;
  return (red + green + blue) / 3;
}
"""

WIDER = """
(element, width) => {
  const found = [];
  const clips = (part) => {
    const { clipPath, overflowX } = getComputedStyle(part);
    return clipPath !== "none" || overflowX !== "visible";
  };
  const look = (parts) => {
    for (const part of parts) {
      const { left, right, height } = part.getBoundingClientRect();
      if (height > 1 && (right > width + 1 || left < -1)) {
        found.push(`${part.localName}.${part.getAttribute("class")} ${left} ${right}`);
      }
      if (!clips(part)) {
        look(part.children);
        look(part.shadowRoot?.children ?? []);
      }
    }
  };
  look([element]);
  return found;
}
"""
"""Elements beyond the screen that are not clipped on purpose."""

MIDDLES = """
(element) => [...element.shadowRoot.querySelectorAll(".circle, .who, dl, button")]
  .map((part) => {
    const { top, bottom } = part.getBoundingClientRect();
    return (top + bottom) / 2;
  })
"""
"""Vertical middles of the parts of an account's line."""

HEIGHTS = """
async (tile) => {
  const heights = [];
  for (const reason of ["lost", "recovered", "withdrawn", "fail_back"]) {
    tile.server = { ...tile.server, reason };
    await tile.updateComplete;
    heights.push(tile.offsetHeight);
  }
  return heights;
}
"""
"""Heights of a tile with a short reason and with long ones."""

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "pt-BR")

MOVES = """
(element) => {
  const moving = (root) => [
    ...root.getAnimations().filter(({ effect }) => {
      const { duration, iterations } = effect.getComputedTiming();
      return duration > 10 && iterations > 1;
    }),
    ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) =>
      shadowRoot ? moving(shadowRoot) : []),
  ];
  return moving(element.shadowRoot).length;
}
"""


@pytest_asyncio.fixture(loop_scope="session")
async def set_language(browser_rig: BrowserRig) -> AsyncIterator[SetLanguage]:
    """Return a function that sets the owner's language as the profile page does."""

    async def choose(language: str) -> None:
        await browser_rig.home.ws(
            "frontend/set_user_data",
            key="language",
            value={
                "language": language,
                "number_format": "language",
                "time_format": "language",
                "date_format": "language",
                "time_zone": "local",
                "first_weekday": "language",
            },
        )

    yield choose
    await choose("en")


async def test_dark_theme(screen: Screen) -> None:
    """In a dark theme page and cards are dark, and they follow a change."""
    await screen.overview()
    card = screen.tile("Attic").locator(".card")
    await screen.look("dark")
    for part in (screen.panel, card):
        assert await part.evaluate(BRIGHTNESS) < 64
    await screen.look("light")
    for part in (screen.panel, card):
        assert await part.evaluate(BRIGHTNESS) > 192


async def test_phone(open_screen: OpenScreen, rig: Rig) -> None:
    """Nothing is wider than the screen, and the menu can be opened."""
    screen = await open_screen(viewport=PHONE, has_touch=True, is_mobile=True)
    await screen.overview()
    # Home Assistant's own button, in the toolbar of every page.
    await expect(screen.panel.locator("ha-menu-button")).to_be_visible()
    assert await too_wide(screen) == []
    for name in KINDS:
        await screen.follow(name)
        await screen.button("panel_action_test").wait_for()
        assert await too_wide(screen) == []
        await screen.button("panel_back").click()


async def too_wide(screen: Screen) -> list[str]:
    """Return the elements that are wider than the screen."""
    size = screen.page.viewport_size
    assert size
    found: list[str] = await screen.panel.evaluate(WIDER, size["width"])
    width = await screen.page.evaluate("document.scrollingElement.scrollWidth")
    return found if width <= size["width"] else [f"the page: {width}", *found]


async def test_right_to_left(
    open_screen: OpenScreen, rig: Rig, set_language: SetLanguage
) -> None:
    """In a right-to-left language tiles start on the right."""
    await set_language("he")
    screen = await open_screen()
    await screen.go("/plex-connection")
    tile = screen.tile("Attic")
    await tile.wait_for()
    assert (
        await screen.page.evaluate("document.dir || document.documentElement.dir")
        == "rtl"
    )
    circle = await tile.locator(".circle").bounding_box()
    name = await tile.get_by_role("link", name="Attic").bounding_box()
    assert circle
    assert name
    assert circle["x"] > name["x"]
    assert await too_wide(screen) == []


async def test_german(
    open_screen: OpenScreen, rig: Rig, set_language: SetLanguage
) -> None:
    """A German user gets German texts."""
    await set_language("de")
    screen = await open_screen()
    german = Screen(page=screen.page, url=screen.url, text=Texts("de"))
    await german.overview()
    for key in ("panel_type_local", "panel_address", "panel_search_again"):
        assert german.text(key) != screen.text(key)
        await expect(german.panel.get_by_text(german.text(key)).first).to_be_visible()
    await german.server("Attic")
    for key in ("panel_action_test", "panel_action_forget"):
        assert german.text(key) != screen.text(key)
        await expect(german.button(key)).to_be_visible()
    await expect(german.panel.get_by_text("ms").first).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_account_in_one_line(
    open_screen: OpenScreen, rig: Rig, set_language: SetLanguage, language: str
) -> None:
    """However long its words are, at 1280 pixels beside the sidebar."""
    await set_language(language)
    screen = await open_screen()
    await screen.overview()
    await expect(screen.panel.locator("plex-connection-account-line")).to_be_visible()
    middles = await screen.panel.locator("plex-connection-account-line").evaluate(
        MIDDLES
    )
    assert max(middles) - min(middles) <= 4, middles


async def test_height_of_tiles(
    open_screen: OpenScreen, rig: Rig, set_language: SetLanguage
) -> None:
    """A longer reason does not move anything."""
    await set_language("de")
    screen = await open_screen(viewport=PHONE, has_touch=True, is_mobile=True)
    await screen.overview()
    heights = await screen.tile("Attic").evaluate(HEIGHTS)
    assert len(set(heights)) == 1, heights


@pytest.mark.parametrize("language", ["de", "he"])
async def test_explanations(
    open_screen: OpenScreen, rig: Rig, set_language: SetLanguage, language: str
) -> None:
    """A tap on a label explains it, in the user's language and within the screen."""
    await set_language(language)
    screen = await open_screen(viewport=PHONE, has_touch=True, is_mobile=True)
    text = Texts("de" if language == "de" else "en")
    await screen.overview()
    for name, key in (("Attic", "day"), ("Barn", "latency")):
        label = (
            screen.tile(name)
            .locator("plex-connection-hint")
            .filter(
                has_text=text("panel_server_day" if key == "day" else "panel_latency")
            )
        )
        bubble = label.get_by_role("tooltip")
        await expect(bubble).to_be_hidden()
        await label.get_by_role("button").tap()
        await expect(bubble).to_have_text(text(f"panel_help_{key}"))
        await expect(bubble).to_be_visible()
        assert await bubble.evaluate(IN_SIGHT)
    # The other one is hidden: a tap elsewhere does that.
    await expect(screen.panel.locator(".bubble.shown")).to_have_count(1)


async def test_explanations_by_keyboard(screen: Screen, rig: Rig) -> None:
    """Tab leads to each label once: all tiles have the same."""
    await screen.overview()
    hints = screen.panel.get_by_role("tooltip")
    explained: list[str] = []
    for _ in range(60):
        await screen.page.keyboard.press("Tab")
        explained += await hints.all_inner_texts()
        if explained[-1:] == [screen.text("panel_help_day")]:
            break
    keys = ["last_list", "requests_all", "saved_today"]
    keys += ["latency", "address", "last_change", "standby", "next_check", "day"]
    assert explained == [screen.text(f"panel_help_{key}") for key in keys]
    again = screen.tile("Cabin").locator("plex-connection-hint button")
    await expect(again.first).to_have_attribute("tabindex", "-1")
    await screen.page.keyboard.press("Escape")
    await expect(screen.panel.locator(".bubble.shown")).to_have_count(0)


async def test_headline_on_a_phone(open_screen: OpenScreen, rig: Rig) -> None:
    """Problems are shown above version and platform."""
    screen = await open_screen(viewport=PHONE, has_touch=True, is_mobile=True)
    await screen.server("Shed")
    headline = await screen.panel.locator(
        "plex-connection-server-cause h2"
    ).bounding_box()
    facts = await screen.panel.locator("plex-connection-server-head dl").bounding_box()
    assert headline
    assert facts
    assert headline["y"] + headline["height"] <= facts["y"]


async def test_motion(screen: Screen, rig: Rig, attic: str) -> None:
    """Animations during a test stop for users who prefer reduced motion."""
    await rig.world.act(do="vanish", listener=ATTIC_PUBLIC)
    await screen.server("Attic")
    await screen.button("panel_action_test").click()
    waiting = screen.panel.get_by_text(screen.text("panel_server_waiting"))
    await expect(waiting.first).to_be_visible()
    assert await screen.panel.evaluate(MOVES) > 0
    await screen.page.emulate_media(reduced_motion="reduce")
    assert await screen.panel.evaluate(MOVES) == 0
    await expect(waiting.first).to_be_visible()
    await screen.button("panel_action_stop").click()


INSETS = """
(element) => {
  const root = document.documentElement.style;
  const insets = { top: 40, right: 30, bottom: 20, left: 10 };
  for (const [side, width] of Object.entries(insets)) {
    root.setProperty(`--safe-area-inset-${side}`, `${width}px`);
  }
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const parts = (selector) =>
    element.shadowRoot.querySelector(selector).getBoundingClientRect();
  const header = parts(".toolbar"), title = parts("h1"), page = parts("main > *");
  return {
    header: [header.left - left, header.top - top, right - header.right],
    titleBelow: title.top - top >= 40,
    page: [page.left - left, right - page.right, bottom - page.bottom],
  };
}
"""
"""Positions of header and page on a screen with edges that must stay free."""


async def test_safe_area_of_the_screen(open_screen: OpenScreen) -> None:
    """The header covers the edges; contents and controls keep clear of them, once."""
    screen = await open_screen(viewport=PHONE)
    await screen.overview()
    found = await screen.panel.evaluate(INSETS)
    assert found["header"] == [0, 0, 0]
    assert found["titleBelow"]
    left, right, bottom = found["page"]
    assert (left, right) == (10, 30)
    assert bottom >= 20
