"""Entities and devices as the frontend lists them, and entities that act."""

from typing import Any

from .rig import DOMAIN, Event, Rig, place
from .scenario import ATTIC_LAN, ATTIC_PUBLIC, CELLAR

OF_A_SERVER = {
    "binary_sensor.reachable",
    "button.test_connections",
    "event.activity",
    "select.connection",
    "sensor.connection_type",
    "sensor.latency",
    "sensor.problem",
    "sensor.relay_time",
}
OFF_BY_DEFAULT = {
    "binary_sensor.better_available",
    "binary_sensor.encrypted",
    "binary_sensor.relay_in_use",
    "button.forget",
    "button.rediscover",
    "sensor.active_address",
    "sensor.breaker",
    "sensor.candidates",
    "sensor.certificate_expires",
    "sensor.discovery_trigger",
    "sensor.failure_count",
    "sensor.last_change",
    "sensor.last_discovery",
    "sensor.last_test",
    "sensor.latency_p50",
    "sensor.latency_p95",
    "sensor.next_check",
    "sensor.remote_access",
    "sensor.success_rate",
}
OF_AN_ACCOUNT = {"binary_sensor.plex_tv_reachable", "button.rediscover"}
ACCOUNT_OFF_BY_DEFAULT = {
    "sensor.discovery_trigger",
    "sensor.last_discovery",
    "sensor.requests_today",
    "sensor.servers_found",
}
"""As docs/entities.md lists them."""


def off_by_default(found: dict[str, Event]) -> set[str]:
    """Return the keys of the entities that are still disabled by default."""
    return {key for key, each in found.items() if each["disabled_by"] == "integration"}


async def test_as_listed(rig: Rig) -> None:
    """All entities exist with a name and an icon; few are enabled."""
    found = await rig.entities("Attic")
    assert off_by_default(found) == OFF_BY_DEFAULT
    assert found.keys() - OFF_BY_DEFAULT == OF_A_SERVER
    account = await rig.entities("alice")
    assert off_by_default(account) == ACCOUNT_OFF_BY_DEFAULT
    assert account.keys() - ACCOUNT_OFF_BY_DEFAULT == OF_AN_ACCOUNT

    texts = await rig.texts("entity")
    icons = await rig.home.ws(
        "frontend/get_icons", category="entity", integration=DOMAIN
    )
    for key in found.keys() | account.keys():
        domain, _, name = key.partition(".")
        assert texts[f"component.{DOMAIN}.entity.{key}.name"]
        shown = found.get(key) or account[key]
        assert (
            name in icons["resources"][DOMAIN].get(domain, {})
            or shown["original_device_class"]
        ), key


async def test_devices(rig: Rig) -> None:
    """Each server has a device, below its account's; two accounts may share."""
    devices = [
        each
        for each in await rig.home.ws("config/device_registry/list")
        if any(domain == DOMAIN for domain, _ in each["identifiers"])
    ]
    names = sorted(
        each["name"] for each in devices if each["config_entries"] == [rig.alice]
    )
    assert names == sorted(["alice", "Attic", "Cabin", CELLAR, "Harbour", "Shed"])
    account = await rig.device("alice")
    for each in devices:
        if each["config_entries"] == [rig.alice] and each["id"] != account:
            assert each["via_device_id"] == account
            assert (each["manufacturer"], each["model"]) == ("Plex", "Media Server")
    harbours = {await rig.device("Harbour", of) for of in (rig.alice, rig.nora)}
    assert len(harbours) == 2
    for of in (rig.alice, rig.nora):
        await rig.became("Harbour", "remote", of)


async def test_healthy_server(rig: Rig, attic: str) -> None:
    """Entities and responses of a healthy local server."""
    shown: dict[str, Any] = {}
    for key, each in (await rig.entities("Attic")).items():
        if each["disabled_by"] is None:
            state = await rig.state(each["entity_id"])
            shown[key] = state["state"]
    assert shown["sensor.connection_type"] == "local"
    assert float(shown["sensor.latency"]) > 0
    assert shown["binary_sensor.reachable"] == "on"
    assert shown["select.connection"] == "automatic"
    assert "unavailable" not in shown.values()
    (server,) = (await rig.call("get_connection", device_id=attic))["servers"]
    assert place(server["url"]) == ATTIC_LAN
    assert server["url"].startswith("https://")
    assert server["failure_count"] == 0
    assert 0 < server["success_rate"] <= 100


async def test_choosing_a_connection(rig: Rig, attic: str) -> None:
    """The chosen address is used; the event entity has the reason."""
    choice = await rig.entity("Attic", "select.connection")
    options = (await rig.state(choice))["attributes"]["options"]
    assert options == ["automatic", ATTIC_LAN, ATTIC_PUBLIC]
    await rig.act_on(choice, "select_option", option=ATTIC_PUBLIC)
    await rig.became("Attic", "remote")
    activity = await rig.state(await rig.entity("Attic", "event.activity"))
    attributes = activity["attributes"]
    assert attributes["event_type"] == "connection_changed"
    assert (attributes["from"], attributes["to"]) == ("local", "remote")
    assert attributes["reason"] == "pinned"
    assert attributes["from_address"] == ATTIC_LAN
    assert attributes["to_address"] == ATTIC_PUBLIC

    await rig.act_on(choice, "select_option", option="automatic")
    await rig.became("Attic", "local")


async def test_buttons(rig: Rig, attic: str) -> None:
    """Each button does what its name says."""
    tested = (await rig.call("get_connection", device_id=attic))["servers"][0]
    requests = len((await rig.world.record())["requests"])
    account = (await rig.entities("alice"))["button.rediscover"]["entity_id"]
    for button in (
        await rig.entity("Attic", "button.test_connections"),
        account,
    ):
        await rig.act_on(button, "press")
        assert (await rig.state(button))["state"] != "unknown"
    (now,) = (await rig.call("get_connection", device_id=attic))["servers"]
    assert now["last_test"] > tested["last_test"]
    seen = (await rig.world.record())["requests"][requests:]
    assert any(each["path"] == "/api/v2/resources" for each in seen)
