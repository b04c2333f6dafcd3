"""Messages: what a notify entity gets while servers go and come."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, override

from homeassistant.components.notify import (
    DATA_COMPONENT,
    DOMAIN as NOTIFY,
    NotifyEntity,
    NotifyEntityFeature,
)
from homeassistant.components.persistent_notification import (
    DOMAIN as NOTIFICATIONS_DOMAIN,
    async_dismiss_all,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.diagnostics import (
    async_get_config_entry_diagnostics,
)
from custom_components.plex_connection.texts import text
from simulator import MediaServer, Simulator

from .conftest import Attic, Elapse, state

TYPE = "sensor.attic_connection_type"
PHONE = "notify.phone"

WANTED = {
    "notify_offline": True,
    "notify_problem": True,
    "notify_relay": True,
    "notify_target": [PHONE],
}


@dataclass
class Phone:
    """What a user's phone got."""

    got: list[tuple[str | None, str]] = field(default_factory=list)
    is_off: bool = False
    network: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while messages arrive."""
    waiting: int = 0
    """The number of messages that are on their way."""

    @property
    def titles(self) -> list[str | None]:
        """Return the titles of all messages so far."""
        return [title for title, _ in self.got]


class PhoneEntity(NotifyEntity):
    """A notify entity that records."""

    _attr_name = "Phone"
    _attr_supported_features = NotifyEntityFeature.TITLE

    def __init__(self, phone: Phone) -> None:
        """Record into `phone`."""
        self._phone = phone

    @override
    async def async_send_message(self, message: str, title: str | None = None) -> None:
        if self._phone.is_off:
            raise HomeAssistantError("the phone is off")
        self._phone.waiting += 1
        await self._phone.network.wait()
        self._phone.waiting -= 1
        self._phone.got.append((title, message))


@pytest.fixture
async def phone(hass: HomeAssistant) -> Phone:
    """Return the record of a notify entity."""
    phone = Phone()
    phone.network.set()
    assert await async_setup_component(hass, NOTIFY, {})
    await hass.data[DATA_COMPONENT].async_add_entities([PhoneEntity(phone)])
    assert hass.states.get(PHONE) is not None
    return phone


def shown(hass: HomeAssistant) -> dict[str, Any]:
    """Return Home Assistant's own notifications."""
    return dict(hass.data.get(NOTIFICATIONS_DOMAIN, {}))


async def load(
    hass: HomeAssistant, entry: MockConfigEntry, elapse: Elapse, **options: Any
) -> None:
    """Load the account, with all messages on."""
    hass.config_entries.async_update_entry(entry, options=WANTED | options)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(60, step=1)


async def test_message_on_its_way_over_a_reload(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    phone: Phone,
) -> None:
    """A message that is being sent while the account is reloaded arrives, once."""
    await load(hass, entry, elapse)
    phone.network.clear()
    attic.server.crash()
    for _ in range(140):
        await elapse(1)
        if phone.waiting:
            break
    assert phone.waiting == 1
    assert phone.got == []
    assert await hass.config_entries.async_reload(entry.entry_id)
    phone.network.set()
    await elapse(300, step=2)
    assert phone.titles == ["Attic is offline"]


async def test_one_server(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    phone: Phone,
) -> None:
    """Offline with the cause, back with how long; nothing for a blip or a reload.

    Both are one message each, whatever happens in between; the next outage announces
    silence, and its end is reported once the server has stayed online for a while.
    """
    await load(hass, entry, elapse)
    assert state(hass, TYPE) == "local"
    attic.server.crash()
    await elapse(60, step=1)
    assert state(hass, TYPE) == "offline"
    attic.server.restore()
    await elapse(90, step=1)
    assert state(hass, TYPE) == "local"
    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(200, step=2)
    assert phone.got == []

    attic.server.crash()
    await elapse(100, step=1)
    assert phone.got == []
    await elapse(40, step=1)
    ((title, message),) = phone.got
    assert title == "Attic is offline"
    assert message.startswith("Offline since ")
    assert "The server isn't running. Start the server" in message
    assert await hass.config_entries.async_reload(entry.entry_id)
    await elapse(500, step=2)
    assert len(phone.got) == 1

    attic.server.restore()
    await elapse(200, step=1)
    assert state(hass, TYPE) == "local"
    assert phone.titles == ["Attic is offline", "Attic is back"], phone.got
    title, message = phone.got[-1]
    assert ", after 1" in message
    assert message.endswith(" min offline.")

    attic.server.crash()
    await elapse(200, step=2)
    title, message = phone.got[-1]
    assert title == "Attic is offline"
    assert "second time within an hour" in message
    attic.server.restore()
    await elapse(500, step=5)
    assert len(phone.got) == 3
    await elapse(200, step=5)
    assert phone.titles[3:] == ["Attic is back"]
    await elapse(3600, step=5)
    assert len(phone.got) == 4
    assert shown(hass) == {}


async def test_diagnostics(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    phone: Phone,
) -> None:
    """A download for a bug report does not name the user's phones."""
    await load(hass, entry, elapse)
    download = await async_get_config_entry_diagnostics(hass, entry)
    assert download["options"]["notify_target"] == 1
    assert PHONE not in repr(download)


@pytest.fixture
async def neighbours(sim: Simulator, attic: Attic) -> list[MediaServer]:
    """Return nine more servers at home."""
    servers = []
    for number in range(9):
        server = await sim.add_server(
            f"Server {number}", owner=attic.server.owner, profile=attic.server.profile
        )
        server.add_address(f"192.168.40.{50 + number}")
        servers.append(server)
    return servers


@pytest.mark.parametrize("push", [True, False])
async def test_ten_servers_behind_one_router(
    hass: HomeAssistant,
    attic: Attic,
    neighbours: list[MediaServer],
    entry: MockConfigEntry,
    elapse: Elapse,
    phone: Phone,
    push: bool,  # noqa: FBT001 - a parameter
) -> None:
    """One message for all, also if only their checks notice the loss; one back."""
    await load(hass, entry, elapse, push=push, notify_problem=False)
    servers = (attic.server, *neighbours)
    for server in servers:
        for listener in server.listeners:
            listener.vanish()
    await elapse(700, step=2)
    ((title, message),) = phone.got
    assert title == "All servers at home are offline"
    assert "check what they share" in message
    assert all(server.name in message for server in servers)
    for server in servers:
        for listener in server.listeners:
            listener.restore()
    await elapse(900, step=2)
    assert phone.titles[1:] == ["All servers at home are back"]


@pytest.mark.provokes("took no message")
async def test_phone_that_is_off(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    phone: Phone,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Messages are shown in Home Assistant then; the log says so once."""
    await load(hass, entry, elapse)
    phone.is_off = True
    attic.server.crash()
    await elapse(140, step=2)
    ((_, notification),) = shown(hass).items()
    assert notification["title"] == "Attic is offline"
    attic.server.restore()
    await elapse(200, step=2)
    ((_, notification),) = shown(hass).items()
    assert notification["title"] == "Attic is back"
    assert caplog.text.count("took no message") == 1


async def test_relay(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    phone: Phone,
) -> None:
    """A stay on the relay and its cause are one message, to the phone alone."""
    await load(hass, entry, elapse)
    for listener in (attic.lan, attic.public):
        listener.inject("refuse")
        listener.cut_connections()
    await elapse(2400, step=5)
    assert state(hass, TYPE) == "relay"
    ((title, _),) = phone.got
    assert title in ("Attic is on the relay", "Attic has a problem")
    assert shown(hass) == {}


async def test_relay_in_home_assistant(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, elapse: Elapse
) -> None:
    """Without an entity, too, a stay and its cause are one notification."""
    await load(hass, entry, elapse, notify_target=[])
    for listener in (attic.lan, attic.public):
        listener.inject("refuse")
        listener.cut_connections()
    await elapse(2400, step=5)
    assert state(hass, TYPE) == "relay"
    ((_, notification),) = shown(hass).items()
    assert notification["title"] == "Attic is on the relay"
    assert state(hass, "sensor.attic_problem") not in ("none", "not_known")
    what = text(hass, f"problem_what_{state(hass, 'sensor.attic_problem')}")
    assert what in notification["message"]
    for listener in (attic.lan, attic.public):
        listener.heal()
    await elapse(2400, step=5)
    assert shown(hass) == {}, "its end is no message of its own"


async def test_reload_while_an_outage_is_pending(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    phone: Phone,
) -> None:
    """The wait goes on where it was; the message comes once."""
    await load(hass, entry, elapse)
    attic.server.crash()
    await elapse(100, step=1)
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert phone.got == []
    await elapse(50, step=1)
    assert phone.titles == ["Attic is offline"]
    await elapse(600, step=2)
    assert len(phone.got) == 1


@pytest.mark.parametrize("targets", [[PHONE], []])
async def test_muted_server(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    phone: Phone,
    targets: list[str],
) -> None:
    """No message is about it, of any kind; when it is muted no more, it is like new."""
    await load(
        hass,
        entry,
        elapse,
        notify_better=True,
        notify_target=targets,
        muted_servers=[attic.id],
    )
    for listener in (attic.lan, attic.public):
        listener.inject("refuse")
        listener.cut_connections()
    await elapse(1200, step=5)
    assert state(hass, TYPE) == "relay"
    attic.lan.heal()
    await elapse(400, step=5)
    assert state(hass, TYPE) == "local"
    attic.server.crash()
    await elapse(200, step=2)
    assert state(hass, TYPE) == "offline"
    assert (phone.got, shown(hass)) == ([], {})

    hass.config_entries.async_update_entry(
        entry,
        options={**entry.options, "muted_servers": [], "notify_problem": False},
    )
    await hass.config_entries.async_reload(entry.entry_id)
    attic.server.restore()
    await elapse(200, step=2)
    assert state(hass, TYPE) == "local"
    assert (phone.got, shown(hass)) == ([], {})
    attic.server.crash()
    await elapse(200, step=2)
    assert len(phone.got) + len(shown(hass)) == 1


async def test_reload_while_a_problem_lasts(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
    phone: Phone,
) -> None:
    """Neither its wait nor what the message says of its beginning starts anew."""
    await load(hass, entry, elapse)
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    await elapse(10, step=1)
    assert state(hass, TYPE) == "remote"
    began = dt_util.now()
    for _ in range(2):
        await elapse(250, step=2)
        assert await hass.config_entries.async_reload(entry.entry_id)
    assert state(hass, "sensor.attic_problem") == "none"
    await elapse(110, step=2)
    assert state(hass, "sensor.attic_problem") == "home_blocked"
    await elapse(130, step=2)
    ((title, message),) = phone.got
    assert title == "Attic has a problem"
    minutes = {began - timedelta(seconds=each) for each in (0, 15)}
    assert any(f"Since {each:%H:%M}." in message for each in minutes), message


async def test_problem_after_the_relay_was_dismissed(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, elapse: Elapse
) -> None:
    """A notification that is on show takes up a new problem; else it is a message."""
    await load(hass, entry, elapse, notify_target=[], notify_relay_after=1)
    for listener in (attic.lan, attic.public):
        listener.inject("refuse")
        listener.cut_connections()
    await elapse(200, step=2)
    ((_, notification),) = shown(hass).items()
    assert notification["title"] == "Attic is on the relay"
    async_dismiss_all(hass)
    attic.server.inject("unauthorized")
    await elapse(900, step=5)
    assert state(hass, "sensor.attic_problem") == "access_refused"
    ((_, notification),) = shown(hass).items()
    assert notification["title"] == "Attic has a problem"
    assert text(hass, "problem_what_access_refused") in notification["message"]
