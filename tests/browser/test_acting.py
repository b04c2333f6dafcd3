"""Actions of an administrator, by mouse and by keyboard alone."""

from collections.abc import Awaitable, Callable
from functools import partial

from playwright.async_api import Locator, expect

from tests.running.rig import Rig

from .scenario import ATTIC_LAN, ATTIC_PUBLIC, ATTIC_RELAY
from .screen import Screen

RECORD_PROGRESS = """
(element) => {
  window.progress = [];
  const look = () => {
    const bar = element.shadowRoot.querySelector("progress");
    if (bar && bar.value !== window.progress.at(-1)) {
      window.progress.push(bar.value);
    }
  };
  new MutationObserver(look).observe(element.shadowRoot, {
    subtree: true, childList: true, attributes: true, characterData: true,
  });
}
"""

SERVERS = 5
"""Number of servers that plex.tv lists for Alice."""


async def test_connection_test(screen: Screen, rig: Rig, attic: str) -> None:
    """Results appear one after the other, and are counted at the end.

    The http variant of the LAN address answers, but does not count as usable.
    """
    # A relay has the longest time limit.
    await rig.world.act(do="vanish", listener=ATTIC_RELAY)
    await screen.server("Attic")
    actions = screen.panel.locator("plex-connection-server-actions")
    await actions.evaluate(RECORD_PROGRESS)
    await screen.button("panel_action_test").click()
    await expect(screen.button("panel_action_stop")).to_be_visible()
    silent = row(screen, ATTIC_RELAY)
    await expect(silent).to_contain_text(screen.text("panel_server_waiting"))
    await expect(row(screen, ATTIC_LAN)).to_contain_text(
        screen.text("panel_outcome_ok")
    )
    await expect(silent).to_contain_text(screen.text("panel_server_waiting"))
    finished = screen.text.like("panel_action_test_finished", working=2, total=4)
    await expect(actions.get_by_text(finished)).to_be_visible()
    await expect(silent).to_contain_text(screen.text.like("panel_outcome_timeout"))
    progress = await screen.page.evaluate("window.progress")
    assert progress == sorted(progress)
    assert len(progress) >= 2
    await expect(screen.button("panel_action_test")).to_be_visible()


async def test_stopped_test(screen: Screen, rig: Rig, attic: str) -> None:
    """A test is stopped while it waits for an address, and can be started again."""
    await rig.world.act(do="vanish", listener=ATTIC_RELAY)
    await screen.server("Attic")
    await screen.button("panel_action_test").click()
    gone = row(screen, ATTIC_RELAY)
    await expect(gone).to_contain_text(screen.text("panel_server_waiting"))
    await expect(row(screen, ATTIC_LAN)).to_contain_text(
        screen.text("panel_outcome_ok")
    )
    await screen.button("panel_action_stop").click()
    stopped = screen.panel.get_by_text(screen.text.like("panel_action_test_stopped"))
    await expect(stopped).to_be_visible()
    await expect(gone).not_to_contain_text(screen.text("panel_server_waiting"))
    await rig.world.act(do="restore", listener=ATTIC_RELAY)
    await screen.button("panel_action_test").click()
    await expect(stopped).to_have_count(0)
    finished = screen.text.like("panel_action_test_finished", working=3, total=4)
    await expect(screen.panel.get_by_text(finished)).to_be_visible()


async def test_find_the_cause(screen: Screen, rig: Rig) -> None:
    """A fresh look names the cause, and gives a text for a forum."""
    await screen.server("Shed")
    cause = screen.panel.locator("plex-connection-server-cause")
    await screen.button("panel_cause_find").click()
    found = screen.text.like("panel_cause_found")
    await expect(cause.get_by_text(found)).to_be_visible()
    await expect(cause.get_by_text(screen.text("panel_cause_next"))).to_be_visible()
    await screen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await screen.button("panel_cause_copy").click()
    await expect(cause.get_by_text(screen.text("panel_cause_copied"))).to_be_visible()
    copied = await screen.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Plex Connection on Home Assistant")


async def test_pin(screen: Screen, rig: Rig, attic: str) -> None:
    """An address is pinned and unpinned; Home Assistant's own select agrees."""
    await screen.server("Attic")
    pin = screen.button("panel_action_pin", address=ATTIC_LAN)
    await expect(pin).to_have_attribute("aria-pressed", "false")
    await pin.click()
    await expect(pin).to_have_attribute("aria-pressed", "true")
    await expect(row(screen, ATTIC_LAN)).to_contain_text(
        screen.text("panel_badge_pinned")
    )
    notice = screen.text("panel_server_notice_pinned", address=ATTIC_LAN)
    await expect(screen.panel.get_by_text(notice)).to_be_visible()
    await rig.shows(attic, ATTIC_LAN)
    await pin.click()
    await expect(pin).to_have_attribute("aria-pressed", "false")
    await expect(screen.panel.get_by_text(notice)).to_have_count(0)
    await rig.shows(attic, "automatic")


async def test_pin_by_the_select(screen: Screen, rig: Rig, attic: str) -> None:
    """The page shows a choice by Home Assistant's select, and can undo it."""
    await screen.server("Attic")
    await rig.act_on(attic, "select_option", option=ATTIC_PUBLIC)
    pin = screen.button("panel_action_pin", address=ATTIC_PUBLIC)
    await expect(pin).to_have_attribute("aria-pressed", "true")
    await expect(row(screen, ATTIC_PUBLIC)).to_contain_text(
        screen.text("panel_server_role_active")
    )
    await screen.button("panel_action_unpin").click()
    await expect(pin).to_have_attribute("aria-pressed", "false")
    await expect(
        screen.panel.get_by_text(screen.text("panel_action_unpinned"))
    ).to_be_visible()
    await rig.shows(attic, "automatic")


async def test_search(screen: Screen, rig: Rig) -> None:
    """plex.tv is asked three times; then the page shows when it may be asked again."""
    await screen.overview()
    found = screen.panel.get_by_text(screen.text("panel_search_found", count=SERVERS))
    for _ in range(2):
        await screen.button("panel_search_again").click()
        await expect(found).to_be_visible()
    await screen.tile("Attic").get_by_role("link", name="Attic").click()
    again = screen.button("panel_action_rediscover")
    await again.click()
    found = screen.panel.get_by_text(screen.text("panel_search_found", count=SERVERS))
    await expect(found).to_be_visible()
    await again.click()
    limited = screen.text.like("panel_search_limited")
    await expect(screen.panel.get_by_text(limited)).to_be_visible()


async def test_forget_cancelled(screen: Screen, attic: str) -> None:
    """A dialog asks first; refusing it in any of three ways changes nothing."""
    await screen.server("Attic")
    await expect(changes(screen)).not_to_have_count(0)
    before = await changes(screen).count()
    page = screen.page
    ways: list[Callable[[], Awaitable[None]]] = [
        screen.button("panel_action_cancel").click,
        partial(page.keyboard.press, "Escape"),
        # Beside the dialog.
        partial(page.mouse.click, 5, 5),
    ]
    for say_no in ways:
        dialog = await ask_to_forget(screen)
        await say_no()
        await expect(dialog).to_have_count(0)
        await expect(screen.button("panel_action_forget")).to_be_focused()
    await expect(changes(screen)).to_have_count(before)


async def test_forget(screen: Screen, rig: Rig, attic: str) -> None:
    """Confirming leaves nothing but what is found out again."""
    await rig.act_on(attic, "select_option", option=ATTIC_PUBLIC)
    await rig.became("Attic", "remote")
    await rig.act_on(attic, "select_option", option="automatic")
    await screen.server("Attic")
    await expect(changes(screen)).not_to_have_count(0)
    before = await changes(screen).count()
    await ask_to_forget(screen)
    await screen.button("panel_action_forget_yes", exact=True).click()
    forgotten = screen.panel.get_by_text(screen.text("panel_action_forgotten"))
    await expect(forgotten).to_be_visible()
    await expect(changes(screen)).not_to_have_count(before)
    assert await changes(screen).count() < before
    await expect(screen.button("panel_action_forget")).to_be_focused()


async def test_by_keyboard(screen: Screen, rig: Rig, attic: str) -> None:
    """Everything works without a mouse: Tab, Enter, Space and Escape."""
    await screen.overview()
    press = screen.page.keyboard.press
    await tab_to(screen, screen.tile("Attic").get_by_role("link", name="Attic"))
    await press("Enter")

    await tab_to(screen, screen.button("panel_action_test"))
    await press("Enter")
    await expect(screen.button("panel_action_stop")).to_be_focused()
    await press("Space")
    stopped = screen.panel.get_by_text(
        screen.text.like("panel_action_test_stopped")
    ).or_(screen.panel.get_by_text(screen.text("panel_action_test_stopped_early")))
    await expect(stopped).to_be_visible()
    await expect(screen.button("panel_action_test")).to_be_focused()

    await tab_to(screen, screen.button("panel_action_rediscover"))
    await press("Space")
    either = screen.panel.get_by_text(screen.text.like("panel_search_found")).or_(
        screen.panel.get_by_text(screen.text.like("panel_search_limited"))
    )
    await expect(either).to_be_visible()

    forget = screen.button("panel_action_forget")
    await tab_to(screen, forget)
    await press("Enter")
    await expect(screen.button("panel_action_cancel")).to_be_focused()
    await press("Escape")
    await expect(forget).to_be_focused()
    await press("Space")
    await tab_to(screen, screen.button("panel_action_forget_yes", exact=True))
    await press("Space")
    forgotten = screen.panel.get_by_text(screen.text("panel_action_forgotten"))
    await expect(forgotten).to_be_visible()

    pin = screen.button("panel_action_pin", address=ATTIC_LAN)
    await tab_to(screen, pin)
    for key, pressed, option in (
        ("Space", "true", ATTIC_LAN),
        ("Enter", "false", "automatic"),
    ):
        await press(key)
        await expect(pin).to_have_attribute("aria-pressed", pressed)
        await expect(pin).to_be_focused()
        await rig.shows(attic, option)

    await tab_to(screen, screen.button("panel_back"), backwards=True)
    await press("Enter")
    await expect(screen.tile("Attic")).to_be_visible()


def row(screen: Screen, address: str) -> Locator:
    """Return the row of an address on a server's page."""
    return screen.panel.locator("plex-connection-candidate-list li").filter(
        has=screen.page.get_by_text(address, exact=True)
    )


def changes(screen: Screen) -> Locator:
    """Return the changes listed on a server's page."""
    region = screen.panel.get_by_role(
        "region", name=screen.text("panel_server_changes")
    )
    return region.get_by_role("listitem")


async def ask_to_forget(screen: Screen) -> Locator:
    """Open the dialog that asks before forgetting, and return it."""
    await screen.button("panel_action_forget").click()
    title = screen.text("panel_action_forget_title", name="Attic")
    dialog = screen.panel.get_by_role("dialog", name=title)
    await expect(dialog).to_be_visible()
    await expect(screen.button("panel_action_cancel")).to_be_focused()
    return dialog


async def tab_to(screen: Screen, target: Locator, *, backwards: bool = False) -> None:
    """Press Tab until an element has the focus."""
    await target.wait_for()
    for _ in range(60):
        if await target.evaluate("element => element.matches(':focus')"):
            return
        await screen.page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"Tab does not lead to {target}")
