"""Optional notifications: each event once, dismissed when it is over."""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.components.persistent_notification import (
    DOMAIN as NOTIFICATIONS_DOMAIN,
    async_dismiss_all,
)
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.redaction.display_text import escape_markdown
from simulator import Latency, Listener, Simulator

from .acting import acted
from .conftest import Attic, Elapse, drop_this_run, state
from .leaving import remove
from .test_options import choose

pytestmark = pytest.mark.usefixtures("all_enabled")


TYPE = "sensor.attic_connection_type"
ALL = {"notify_better": True, "notify_relay": True, "notify_relay_after": 10}

BETTER = "plex_connection_notification_better"
RELAY = "plex_connection_notification_relay"

RELAY_STAYS = "plex_connection_relay_stays"
"""Survives a reload, but not a restart of Home Assistant."""


def told(hass: HomeAssistant) -> dict[str, tuple[str, str]]:
    """Return title and text of the present notifications, by their kind."""
    shown: dict[str, Any] = hass.data.get(NOTIFICATIONS_DOMAIN, {})
    return {
        notification_id.rsplit("_", 2)[0]: (each["title"], each["message"])
        for notification_id, each in shown.items()
    }


def shown_at(hass: HomeAssistant) -> list[datetime]:
    """Return when each of the present notifications was created."""
    shown: dict[str, Any] = hass.data.get(NOTIFICATIONS_DOMAIN, {})
    return [each["created_at"] for each in shown.values()]


def dismiss(hass: HomeAssistant) -> None:
    """Dismiss all notifications, as the user does."""
    async_dismiss_all(hass)


def fail(*listeners: Listener) -> None:
    """Let connections fail at once."""
    for listener in listeners:
        listener.inject("refuse")
        listener.cut_connections()


def heal(*listeners: Listener) -> None:
    """Let connections work again."""
    for listener in listeners:
        listener.heal()


@pytest.fixture
async def wanted(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, elapse: Elapse
) -> None:
    """Load the account with all notifications on."""
    hass.config_entries.async_update_entry(entry, options=ALL)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    assert state(hass, TYPE) == "local"


async def test_off_unless_wanted(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, elapse: Elapse
) -> None:
    """By default, neither an hour on the relay nor its end notifies."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    fail(attic.lan, attic.public)
    await elapse(1200, step=2)
    assert state(hass, TYPE) == "relay"
    heal(attic.lan, attic.public)
    await elapse(400, step=2)
    assert state(hass, TYPE) == "local"
    assert told(hass) == {}


async def test_relay_that_stays(
    hass: HomeAssistant, attic: Attic, wanted: None, elapse: Elapse
) -> None:
    """One notification after the configured minutes, dismissed when it is over."""
    fail(attic.lan, attic.public)
    await elapse(10, step=0.5)
    assert state(hass, TYPE) == "relay"
    await elapse(580, step=2)
    assert told(hass) == {}
    await elapse(40, step=2)
    title, message = told(hass)[RELAY]
    assert title == "Attic is on the relay"
    assert message.startswith("Attic has been using Plex Relay for 10 min.")

    dismiss(hass)
    await elapse(1200, step=2)
    assert told(hass) == {}, "was dismissed"

    heal(attic.lan)
    await elapse(400, step=2)
    assert state(hass, TYPE) == "local"
    dismiss(hass)
    fail(attic.lan)
    await elapse(640, step=2)
    assert list(told(hass)) == [RELAY], "a new time on the relay"
    heal(attic.lan)
    await elapse(400, step=2)
    assert RELAY not in told(hass)


async def test_short_time_on_relay(
    hass: HomeAssistant, attic: Attic, wanted: None, elapse: Elapse
) -> None:
    """Two short times do not add up to a long one."""
    for _ in range(2):
        fail(attic.lan, attic.public)
        await elapse(400, step=2)
        assert state(hass, TYPE) == "relay"
        heal(attic.lan, attic.public)
        await elapse(400, step=2)
        assert state(hass, TYPE) == "local"
        assert RELAY not in told(hass)


async def test_better_kind_of_connection(
    hass: HomeAssistant, attic: Attic, wanted: None, elapse: Elapse
) -> None:
    """A better kind of connection notifies once; a failure does not."""
    fail(attic.lan)
    await elapse(10, step=0.5)
    assert state(hass, TYPE) == "remote"
    assert told(hass) == {}
    heal(attic.lan)
    await elapse(700, step=2)
    assert state(hass, TYPE) == "local"
    assert told(hass) == {
        BETTER: (
            "Attic: better connection",
            "Attic switched from remote to local: "
            + escape_markdown("192.168.40.12:32400")
            + ".",
        )
    }
    dismiss(hass)
    await elapse(700, step=2)
    assert told(hass) == {}


async def test_better_connection_of_the_same_kind(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, elapse: Elapse
) -> None:
    """The text names another address of the same kind."""
    attic.bridge.heal()
    attic.lan.inject("refuse")
    hass.config_entries.async_update_entry(entry, options=ALL | {"push": False})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    assert state(hass, "sensor.attic_active_address") == "172.19.0.1:32400"
    attic.lan.heal()
    attic.bridge.latency = Latency.round_trip(0.2)
    server = entry.runtime_data.servers[attic.id]
    for _ in range(12):
        await elapse(120, step=10)
        await acted(elapse, server.async_test_connections(), seconds=5)
        if told(hass):
            break
    assert state(hass, "sensor.attic_active_address") == "192.168.40.12:32400"
    _, message = told(hass)[BETTER]
    address = escape_markdown("192.168.40.12:32400")
    assert message == f"Attic switched to a better local address: {address}."


async def test_back_from_offline_is_not_better(
    hass: HomeAssistant, attic: Attic, wanted: None, elapse: Elapse
) -> None:
    """A recovery does not notify: it has triggers of its own."""
    attic.server.crash()
    await elapse(10, step=0.5)
    assert state(hass, TYPE) == "offline"
    attic.server.restore()
    await elapse(60, step=1)
    assert state(hass, TYPE) == "local"
    assert told(hass) == {}


async def test_found_better_after_a_restart(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    wanted: None,
    elapse: Elapse,
) -> None:
    """The restored state stands until the first check, which may find a better one."""
    fail(attic.lan)
    await elapse(60, step=1)
    assert state(hass, TYPE) == "remote"
    assert await hass.config_entries.async_unload(entry.entry_id)
    heal(attic.lan)
    await elapse(300, step=30)
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert told(hass) == {}
    await elapse(200, step=1)
    assert state(hass, TYPE) == "local"
    assert list(told(hass)) == [BETTER]


@pytest.mark.parametrize("left", [[], [BETTER]])
async def test_better_connection_over_a_reload(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    wanted: None,
    elapse: Elapse,
    left: list[str],
) -> None:
    """A reload neither repeats a dismissed notification nor changes another."""
    fail(attic.lan)
    await elapse(10, step=0.5)
    heal(attic.lan)
    await elapse(700, step=2)
    assert state(hass, TYPE) == "local"
    if BETTER not in left:
        dismiss(hass)
    before = told(hass)
    assert list(before) == left
    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(400, step=2)
    assert state(hass, TYPE) == "local"
    assert told(hass) == before


async def test_better_connection_is_lost(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    wanted: None,
    elapse: Elapse,
) -> None:
    """A notification never names an address that is not in use, even after a reload."""
    fail(attic.lan)
    await elapse(10, step=0.5)
    heal(attic.lan)
    await elapse(700, step=2)
    assert list(told(hass)) == [BETTER]
    fail(attic.lan)
    await elapse(10, step=0.5)
    assert state(hass, TYPE) == "remote"
    assert told(hass) == {}

    heal(attic.lan)
    await elapse(700, step=2)
    assert list(told(hass)) == [BETTER]
    assert await hass.config_entries.async_unload(entry.entry_id)
    fail(attic.lan)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(10)
    assert state(hass, TYPE) == "remote"
    assert told(hass) == {}


async def test_dismissed_relay_over_a_reload(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    wanted: None,
    elapse: Elapse,
) -> None:
    """A reload neither repeats nor renews a notification about the same stay."""
    fail(attic.lan, attic.public)
    await elapse(640, step=2)
    assert list(told(hass)) == [RELAY]
    before = told(hass), shown_at(hass)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(30, step=0.5)
    assert state(hass, TYPE) == "relay"
    assert (told(hass), shown_at(hass)) == before

    dismiss(hass)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(700, step=2)
    assert state(hass, TYPE) == "relay"
    assert told(hass) == {}

    heal(attic.lan)
    await elapse(400, step=2)
    assert state(hass, TYPE) == "local"
    fail(attic.lan)
    await elapse(640, step=2)
    assert list(told(hass)) == [RELAY], "a new time on the relay"


@pytest.mark.parametrize("again", ["reload", "restart", "option"])
async def test_counts_from_when_the_relay_was_taken(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    again: str,
) -> None:
    """Reload, restart and option do not reset the time; what is due comes at once."""
    options = {} if again == "option" else ALL
    hass.config_entries.async_update_entry(entry, options=options)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    fail(attic.lan, attic.public)
    await elapse(500, step=2)
    assert (state(hass, TYPE), told(hass)) == ("relay", {})

    if again == "restart":
        assert await hass.config_entries.async_unload(entry.entry_id)
        drop_this_run(hass)
        hass.data.pop(RELAY_STAYS)
        assert await hass.config_entries.async_setup(entry.entry_id)
    elif again == "reload":
        assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(70, step=1)
    assert told(hass) == {}
    if again == "option":
        await elapse(140, step=2)
        await choose(hass, entry, notify_relay=True, notify_relay_after=10)
        await elapse(5)
    else:
        await elapse(160, step=2)
    assert state(hass, TYPE) == "relay"
    _, message = told(hass)[RELAY]
    minutes = int(message.split(" min.")[0].rsplit(" ", 1)[-1])
    assert 10 <= minutes <= 12

    dismiss(hass)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await elapse(200, step=20)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(700, step=2)
    assert (state(hass, TYPE), told(hass)) == ("relay", {}), "was dismissed"


async def test_long_time_on_the_relay(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, elapse: Elapse
) -> None:
    """An option turned on after hours notifies of hours."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    fail(attic.lan, attic.public)
    await elapse(60, step=1)
    await elapse(2.7 * 3600, step=5)
    assert state(hass, TYPE) == "relay"
    await choose(hass, entry, notify_relay=True, notify_relay_after=10)
    await elapse(60, step=1)
    _, message = told(hass)[RELAY]
    assert message.startswith("Attic has been using Plex Relay for 3 h.")


async def test_relay_was_taken_by_a_clock_ahead(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    wanted: None,
    elapse: Elapse,
    hass_storage: dict[str, Any],
) -> None:
    """A start in the future counts as now: the wait is never longer than configured."""
    fail(attic.lan, attic.public)
    await elapse(60, step=2)
    assert state(hass, TYPE) == "relay"
    assert await hass.config_entries.async_unload(entry.entry_id)
    hass.data.pop(RELAY_STAYS)
    (changes,) = hass_storage[f"{DOMAIN}.{entry.entry_id}"]["data"]["changes"].values()
    ahead = datetime.fromisoformat(changes[-1]["at"]) + timedelta(days=1)
    changes[-1]["at"] = ahead.isoformat()
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(560, step=2)
    assert told(hass) == {}
    await elapse(200, step=2)
    assert state(hass, TYPE) == "relay"
    assert list(told(hass)) == [RELAY]


async def test_relay_time_survives_a_restart_of_the_server(
    hass: HomeAssistant, attic: Attic, wanted: None, elapse: Elapse
) -> None:
    """A restart of the server continues the time on the relay; an hour off ends it."""
    fail(attic.lan, attic.public)
    await elapse(500, step=2)
    for off, is_raised in ((20, True), (3600, False)):
        fail(attic.relay)
        await elapse(off, step=1 if is_raised else 30)
        assert (state(hass, TYPE), told(hass)) == ("offline", {})
        heal(attic.relay)
        for _ in range(400):
            await elapse(2)
            if state(hass, TYPE) == "relay":
                break
        await elapse(120, step=2)
        assert state(hass, TYPE) == "relay"
        assert (RELAY in told(hass)) is is_raised


async def test_turned_off(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    wanted: None,
    elapse: Elapse,
) -> None:
    """Switching off dismisses what is shown, and nothing follows."""
    fail(attic.lan, attic.public)
    await elapse(640, step=2)
    assert RELAY in told(hass)
    await choose(hass, entry, notify_relay=False, notify_better=False)
    await elapse(640, step=2)
    assert state(hass, TYPE) == "relay"
    assert told(hass) == {}


@pytest.mark.parametrize("ending", ["disabled", "removed", "server gone"])
async def test_dismissed_at_the_end(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    wanted: None,
    elapse: Elapse,
    ending: str,
) -> None:
    """Notifications are dismissed once nothing can update them."""
    fail(attic.lan, attic.public)
    await elapse(640, step=2)
    assert RELAY in told(hass)
    match ending:
        case "disabled":
            assert await hass.config_entries.async_set_disabled_by(
                entry.entry_id, ConfigEntryDisabler.USER
            )
        case "removed":
            await hass.config_entries.async_remove(entry.entry_id)
        case _:
            await remove(hass, elapse, entry, attic.server)
    assert told(hass) == {}
    await elapse(640, step=5)
    assert told(hass) == {}


async def test_language_without_a_translation(
    hass: HomeAssistant, attic: Attic, wanted: None, elapse: Elapse
) -> None:
    """English, if there is no translation into Home Assistant's language."""
    await hass.config.async_update(language="is")
    fail(attic.lan, attic.public)
    await elapse(640, step=2)
    title, message = told(hass)[RELAY]
    assert title == "Attic is on the relay"
    assert "Plex Relay for 10 min" in message
