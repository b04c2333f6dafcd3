"""Diagnostics explain every choice, and identify no person or server."""

from datetime import datetime
import json
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
    get_diagnostics_for_device,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.coordinator import ServerCoordinator
from simulator import Account, Row, ServerProfile, Simulator

from .conftest import CLIENT_IDENTIFIER, Attic, Elapse, SetUp, leaks


@pytest.fixture
async def get(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, entry: MockConfigEntry
) -> Any:
    """Return a function that downloads diagnostics of the account or of one device."""

    async def download(identifier: str | None = None) -> dict[str, Any]:
        assert await async_setup_component(hass, "diagnostics", {})
        if identifier is None:
            found = await get_diagnostics_for_config_entry(hass, hass_client, entry)
            return dict(found)
        device = dr.async_get(hass).async_get_device_by_identifier(
            (DOMAIN, identifier), entry.entry_id
        )
        assert device is not None
        return dict(await get_diagnostics_for_device(hass, hass_client, entry, device))

    return download


def own_name(attic: Attic) -> None:
    """Add an address under the owner's own domain name."""
    attic.server.add_address(
        "203.0.113.41", 443, kind="remote", host="plex.example.net"
    )


def telling(sim: Simulator, attic: Attic, entry: MockConfigEntry) -> list[str]:
    """Return the texts that no download may contain."""
    addresses = [row.address for row in attic.server.published if not row.local]
    return [
        attic.server.name,
        attic.id,
        attic.server.certificate_hash,
        "alice",
        "Alice",
        "example.net",
        CLIENT_IDENTIFIER,
        entry.data["token"],
        *entry.data["server_tokens"].values(),
        *addresses,
        *(address.replace(".", "-") for address in addresses),
        sim.plex_tv.home_public_address,
    ]


async def test_account(
    sim: Simulator, attic: Attic, entry: MockConfigEntry, set_up: SetUp, get: Any
) -> None:
    """An account's download, by Home Assistant's own view, is complete and redacted."""
    own_name(attic)
    await set_up()
    download = await get()
    assert download["format"] == 1
    assert download["networks"] == ["192.168.40.0/24"]
    assert download["metrics"]["discoveries_today"] == 1
    assert download["prewarming"] == {"enabled": True, "waiting": False}
    assert set(download["versions"]) == {"integration", "home_assistant"}
    assert download["discovery_trigger"] == "first_auth"
    assert download["discovery_error"] is None
    age = dt_util.utcnow() - datetime.fromisoformat(download["generated_at"])
    assert 0 <= age.total_seconds() < 60
    (server,) = download["servers"]
    assert server["id"] == server["record"]["server_id"] == "server-1"
    assert server["record"]["name"] == "name-1"
    assert server["record"]["owner_name"] is None
    assert server["record"]["version"] == "1.43.4.10903"
    assert server["record"]["platform"] == "Linux"
    assert [
        (row["url"], row["address"], row["local"], row["relay"])
        for row in server["record"]["rows"]
    ] == [
        (
            "https://192-168-40-12.certificate-1.plex.direct:32400",
            "192.168.40.12",
            True,
            False,
        ),
        (
            "https://172-19-0-1.certificate-1.plex.direct:32400",
            "172.19.0.1",
            True,
            False,
        ),
        (
            "https://public-ipv4-1.certificate-1.plex.direct:31234",
            "public-ipv4-1",
            False,
            False,
        ),
        (
            "https://public-ipv4-2.certificate-1.plex.direct:8443",
            "public-ipv4-2",
            False,
            True,
        ),
        ("https://host-1:443", "host-1", False, False),
    ]
    report = server["report"]
    assert report["connection_type"] == "local"
    assert report["changes"][0]["reason"] == "first"
    assert report["changes"][0]["to_url"] == report["active"]["url"]
    assert {each["breaker"] for each in report["candidates"]} == {"closed"}
    assert server["metrics"]["today"]["requests"]["selection"] > 0
    assert server["metrics"]["latency_cold"]["count"] >= 0
    page = (Path(__file__).parents[2] / "docs" / "diagnostics.md").read_text()
    unprobed_diagnostics = [
        key for key in (*download, *server) if f"`{key}`" not in page
    ]
    assert unprobed_diagnostics == []
    text = json.dumps(download)
    assert [each for each in telling(sim, attic, entry) if each in text] == []
    assert leaks(sim, text) == []


async def test_device(
    sim: Simulator, attic: Attic, entry: MockConfigEntry, set_up: SetUp, get: Any
) -> None:
    """A device's download describes its server as the account's download does."""
    other = await sim.add_server("Cellar")
    other.add_address("192.168.40.13")
    await set_up()
    whole, one = await get(), await get(attic.id)
    assert [each["id"] for each in whole["servers"]] == ["server-1", "server-2"]
    (server,) = one["servers"]
    assert server["record"] == whole["servers"][0]["record"]
    assert server["report"]["changes"] == whole["servers"][0]["report"]["changes"]
    assert one["networks"] == whole["networks"]
    text = json.dumps(one)
    assert [each for each in telling(sim, attic, entry) if each in text] == []


async def test_options(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, set_up: SetUp, get: Any
) -> None:
    """Options use the same pseudonyms for servers and addresses as the rest."""
    gone = "3f" * 20
    pinned = attic.server.row(attic.public).uri
    hass.config_entries.async_update_entry(
        entry,
        options={
            "push": False,
            "relay_patience": 45,
            "unwatched_servers": [gone],
            "pinned": {attic.id: pinned, gone: "https://203.0.113.77:32400"},
        },
    )
    await set_up()
    download = await get()
    assert download["options"] == {
        "push": False,
        "relay_patience": 45,
        "unwatched_servers": ["server-2"],
        "pinned": {
            "server-1": "https://public-ipv4-1.certificate-1.plex.direct:31234",
            "server-2": "https://public-ipv4-3:32400",
        },
    }
    assert download["push_enabled"] is False


async def test_diagnosis(
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
    get: Any,
) -> None:
    """The verdict, what the server says, and its settings, without what names them."""
    attic.server.profile.myplex = {"mappingState": "failed"}
    attic.server.profile.preferences |= {
        "customConnections": "https://plex.example.net:443",
        "allowedNetworks": "",
        "LanNetworksBandwidth": "192.168.77.0/24",
        "ManualPortMappingPort": 32400,
    }
    await elapse(950, step=5)
    (shown,) = (await get())["servers"]
    diagnosis = shown["diagnosis"]
    assert (diagnosis["problem"], diagnosis["severity"]) == (
        "port_not_mapped",
        "warning",
    )
    assert diagnosis["facts"] == [
        {"key": "mapping_state", "address": None, "value": "failed"}
    ]
    said = diagnosis["remote_access"]
    assert (said["state"], said["error"], said["is_signed_in"]) == ("failed", "", True)
    assert said["public_address"] == shown["record"]["public_address"]
    assert said["public_address"].startswith("public-ipv4-")
    settings = diagnosis["settings"]
    assert settings["customConnections"] == "set"
    assert settings["allowedNetworks"] == "empty"
    assert settings["LanNetworksBandwidth"] == "set"
    assert settings["ManualPortMappingPort"] == 32400
    text = json.dumps(shown)
    assert [each for each in telling(sim, attic, entry) if each in text] == []
    assert "192.168.77" not in text


HOSTILE = (
    "Attic",
    "a",
    "192",
    "local",
    "https",
    "server-1",
    "[x](http://evil.example/?q=203.0.113.40)",
    "long\u202e\n" * 50,
)


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
async def test_hostile_names(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    entry: MockConfigEntry,
    set_up: SetUp,
    get: Any,
    name: str,
) -> None:
    """Hostile names of users and servers do not change the download."""
    host = "mallory.evil.example"
    stranger = sim.add_account(name)
    server = await sim.add_server(
        name,
        owner=stranger,
        shared_with=(alice,),
        profile=ServerProfile(
            version=f"1.2 {name}", platform=name, public_address="203.0.113.99"
        ),
    )
    server.add_address("203.0.113.99", kind="remote")
    server.add_row(Row(address=name, port=1, uri=f"https://{name}/?t={name}"))
    server.add_row(Row(address="10.0.0.1", port=80, uri="http://u:p@10.0.0.1:80"))
    server.add_row(Row(address="10.0.0.1", port=32400, uri="https://10.0.0.1:32400"))
    server.add_row(Row(address=host, port=8080, uri=f"http://{host}:8080"))
    await set_up()
    download = await get()
    (shown,) = download["servers"]
    record, report = shown["record"], shown["report"]
    assert (record["name"], record["owner_name"]) == ("name-1", "name-1")
    assert record["rows"][0]["url"].startswith("https://public-ipv4-1.certificate-1.")
    *plain, lies, user = report["rejected"]
    assert plain == [
        {"url": "https://10.0.0.1:32400", "reason": "private"},
        {"url": "http://host-1:8080", "reason": "insecure"},
    ]
    for each in (lies, user):
        assert each["url"].startswith("text-")
        assert each["reason"] in ("malformed", "path")
    assert [row["address"] for row in record["rows"][-3:]] == ["host-1", "", ""]
    assert {record["version"], record["platform"]} == {"text-1", "text-2"}
    assert report["connection_type"] == "remote"
    assert report["candidates"][0]["candidate"]["scheme"] == "https"
    text = json.dumps(download)
    if len(name) > len("server-1"):
        assert name[:20] not in text
    for secret in ("Attic", "evil", "mallory", "203.0.113", "u:p"):
        assert secret not in text


async def test_plex_tv_is_down(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    get: Any,
) -> None:
    """The download contains plex.tv's last error verbatim."""
    await set_up()
    sim.plex_tv.inject("server_error", status=502)
    account = entry.runtime_data.account
    with pytest.raises(HomeAssistantError):
        await account.async_rediscover()
    download = await get()
    assert download["discovery_error"] == "HTTP 502: refused by plex.tv"
    assert download["discovery_trigger"] == "manual_refresh"

    # A reload asks plex.tv nothing, so the last request's error stays.
    assert await hass.config_entries.async_reload(entry.entry_id)
    again = await get()
    assert again["discovery_error"] == "HTTP 502: refused by plex.tv"
