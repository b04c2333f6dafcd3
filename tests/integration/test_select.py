"""The choice of connection: automatic, or one address and no other."""

from dataclasses import replace
from typing import Any

from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.const import CONF_PINNED, DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.dashboard.views import server_detail
from custom_components.plex_connection.push import PushState
from simulator import Simulator

from .acting import acted, select
from .alert_cases import repair
from .conftest import Attic, Elapse, SetUp, Until, state

pytestmark = pytest.mark.usefixtures("all_enabled")


CHOICE = "select.attic_connection_mode"
TYPE = "sensor.attic_connection_type"
ADDRESS = "sensor.attic_active_address"

LAN = "192.168.40.12:32400"
BRIDGE = "172.19.0.1:32400"
PUBLIC = "203.0.113.40:31234"


def shown(hass: HomeAssistant) -> State:
    """Return the select's state."""
    found = hass.states.get(CHOICE)
    assert found is not None
    return found


def pinned_down(hass: HomeAssistant, entry: MockConfigEntry, attic: Attic) -> bool:
    """Return whether the repair exists."""
    return repair(hass, entry, attic, "pinned_down") is not None


async def test_options(hass: HomeAssistant, attic: Attic, set_up: SetUp) -> None:
    """Options are all addresses but relays, in a fixed order."""
    await set_up()
    assert shown(hass).state == "automatic"
    assert shown(hass).attributes["options"] == ["automatic", BRIDGE, LAN, PUBLIC]


async def test_options_keep_their_order(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """The order is independent of the addresses' states and priorities."""
    before = [each.candidate.endpoint for each in server.data.candidates]
    options = shown(hass).attributes["options"]
    attic.lan.inject("refuse")
    attic.lan.cut_connections()
    attic.bridge.heal()
    await acted(elapse, server.async_test_connections())
    after = [each.candidate.endpoint for each in server.data.candidates]
    assert after != before
    assert shown(hass).attributes["options"] == options
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert shown(hass).attributes["options"] == options


@pytest.mark.parametrize(
    ("option", "kind"), [(LAN, "local"), (PUBLIC, "remote"), (BRIDGE, "local")]
)
async def test_each_can_be_chosen(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    until: Until,
    option: str,
    kind: str,
) -> None:
    """It is used for good, better ones or not, until automatic is chosen."""
    attic.bridge.heal()
    await acted(elapse, select(hass, CHOICE, option))
    assert shown(hass).state == option
    assert (state(hass, TYPE), state(hass, ADDRESS)) == (kind, option)
    await until(lambda: server.push.state is PushState.OPEN)
    await elapse(900, step=5)
    assert (state(hass, TYPE), state(hass, ADDRESS)) == (kind, option)
    listener = next(
        each for each in (attic.lan, attic.bridge, attic.public) if each.place == option
    )
    assert entry.options[CONF_PINNED] == {attic.id: attic.server.row(listener).uri}

    await acted(elapse, select(hass, CHOICE, "automatic"))
    assert shown(hass).state == "automatic"
    assert entry.options[CONF_PINNED] == {}
    await elapse(700, step=5)
    assert state(hass, TYPE) == "local"


async def test_survives_reload_and_restart(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    attic: Attic,
    sim: Simulator,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """No other address is used at any moment, not even with the store lost."""
    await acted(elapse, select(hass, CHOICE, PUBLIC))
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert (shown(hass).state, state(hass, ADDRESS)) == (PUBLIC, PUBLIC)
    await elapse(3)
    assert state(hass, ADDRESS) == PUBLIC

    assert await hass.config_entries.async_unload(entry.entry_id)
    del hass_storage[f"{DOMAIN}.{entry.entry_id}"]
    sim.record.clear()
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    assert (shown(hass).state, state(hass, ADDRESS)) == (PUBLIC, PUBLIC)
    assert sim.record.tokens_at(attic.lan.place) == set()


@pytest.mark.usefixtures("all_enabled")
async def test_chosen_one_does_not_answer(
    hass: HomeAssistant,
    attic: Attic,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Event and page name the choice, and blame nothing that works.

    A dead row shows no end of its backoff: while the server is offline it is checked on
    the server's own schedule.
    """
    await acted(elapse, select(hass, CHOICE, BRIDGE))
    assert state(hass, TYPE) == "offline"
    told = hass.states.get("event.attic_activity")
    assert told is not None
    assert told.attributes["reason"] == "pinned"
    assert told.attributes["chosen_address"] == BRIDGE
    page = server_detail(hass, server)
    (change, *_) = page["changes"]
    assert (change["reason"], change["chosen_address"]) == ("pinned", BRIDGE)
    assert (page["connection_type"], page["reason"]) == ("offline", "pinned")
    await elapse(600, step=5)
    rows = {each["address"]: each for each in server_detail(hass, server)["candidates"]}
    assert rows[BRIDGE]["breaker"] == "open"
    assert rows[BRIDGE]["backoff_until"] is None
    assert state(hass, "sensor.attic_checks_paused") == "open", "no other may be used"
    await acted(elapse, select(hass, CHOICE, "automatic"))
    assert state(hass, TYPE) == "local"
    told = hass.states.get("event.attic_activity")
    assert told is not None
    # The server has answered all along, so it has not recovered.
    assert (told.attributes["from"], told.attributes["reason"]) == ("offline", "pinned")


async def test_chosen_one_is_down(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """Offline, with a repair after a minute until it answers or is unpinned."""
    await acted(elapse, select(hass, CHOICE, PUBLIC))
    attic.public.inject("refuse")
    attic.public.cut_connections()
    await elapse(10)
    assert state(hass, TYPE) == "offline"
    assert state(hass, "binary_sensor.attic_reachable") == "off"
    await elapse(45, step=1)
    assert not pinned_down(hass, entry, attic)
    await elapse(10, step=1)
    assert pinned_down(hass, entry, attic)
    assert (shown(hass).state, state(hass, TYPE)) == (PUBLIC, "offline")

    attic.public.heal()
    await elapse(610, step=5)
    assert state(hass, TYPE) == "remote"
    assert not pinned_down(hass, entry, attic)

    attic.public.inject("refuse")
    attic.public.cut_connections()
    await elapse(70, step=1)
    assert pinned_down(hass, entry, attic)
    await acted(elapse, select(hass, CHOICE, "automatic"))
    assert not pinned_down(hass, entry, attic)
    assert (state(hass, TYPE), state(hass, ADDRESS)) == ("local", LAN)


async def test_chosen_one_is_no_longer_listed(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """It stays chosen, and is shown as such; the server is offline."""
    await acted(elapse, select(hass, CHOICE, LAN))
    await attic.server.remove_address(attic.lan)
    await acted(elapse, server.account.async_rediscover())
    await elapse(10)
    assert state(hass, TYPE) == "offline"
    assert shown(hass).state == LAN
    assert shown(hass).attributes["options"] == ["automatic", BRIDGE, LAN, PUBLIC]
    await elapse(60, step=1)
    assert pinned_down(hass, entry, attic)
    await acted(elapse, select(hass, CHOICE, PUBLIC))
    assert not pinned_down(hass, entry, attic)
    assert shown(hass).state == state(hass, ADDRESS) == PUBLIC
    assert shown(hass).attributes["options"] == ["automatic", BRIDGE, PUBLIC]


async def test_certificate_is_replaced(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """The choice is the address: its new name is used, after restarts, too."""
    await acted(elapse, select(hass, CHOICE, PUBLIC))
    chosen = entry.options[CONF_PINNED]
    attic.server.rotate_certificate()
    attic.server.cut_connections()
    await elapse(70, step=0.5)
    for _ in range(2):
        assert (shown(hass).state, state(hass, TYPE)) == (PUBLIC, "remote")
        assert shown(hass).attributes["options"] == ["automatic", BRIDGE, LAN, PUBLIC]
        assert entry.options[CONF_PINNED] == chosen
        assert await hass.config_entries.async_reload(entry.entry_id)
        await elapse(3)
    assert not pinned_down(hass, entry, attic)


async def test_two_names_of_one_address(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, set_up: SetUp
) -> None:
    """Two names get different numbers, and keep them whichever works."""
    row = attic.server.row(attic.public)
    url = f"https://203-0-113-40.{'0' * 32}.plex.direct:31234"
    attic.server.add_row(replace(row, uri=url))
    await set_up()
    second = f"{PUBLIC} (2)"
    options = shown(hass).attributes["options"]
    assert options == ["automatic", BRIDGE, LAN, PUBLIC, second]
    for option, meant in ((PUBLIC, url), (second, row.uri)):
        await select(hass, CHOICE, option)
        assert shown(hass).state == option
        assert entry.options[CONF_PINNED] == {attic.id: meant}


async def test_relay_cannot_be_chosen(
    hass: HomeAssistant, attic: Attic, set_up: SetUp
) -> None:
    """A relay's address changes every few hours."""
    await set_up()
    with pytest.raises(ServiceValidationError) as caught:
        await select(hass, CHOICE, "198.51.100.77:8443")
    assert caught.value.translation_key == "not_valid_option"


async def test_plain_http_can_be_chosen_where_it_may_be_used(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    elapse: Elapse,
) -> None:
    """The scheme distinguishes it from the same address over https."""
    hass.config_entries.async_update_entry(entry, options={"allow_http": True})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    assert f"http://{LAN}" in shown(hass).attributes["options"]
    await acted(elapse, select(hass, CHOICE, f"http://{LAN}"))
    assert state(hass, TYPE) == "local"
    assert state(hass, "binary_sensor.attic_encrypted") == "off"
    assert state(hass, "binary_sensor.attic_better_connection_available") == "on"


async def test_registered_without_relays(
    hass: HomeAssistant, attic: Attic, set_up: SetUp
) -> None:
    """Home Assistant stores the options: no relay address is among them."""
    await set_up()
    registered = er.async_get(hass).async_get(CHOICE)
    assert registered is not None
    assert registered.capabilities == {"options": ["automatic", BRIDGE, LAN, PUBLIC]}
