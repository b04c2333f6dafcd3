"""Actions as developer tools call them: responses and error messages."""

from typing import Any

import pytest

from demo.api import ApiError

from .rig import DOMAIN, Rig, place, plex_tv_down, until
from .scenario import ATTIC_LAN, ATTIC_PUBLIC, ATTIC_RELAY


async def test_actions_are_offered(rig: Rig) -> None:
    """The frontend gets each with its name, its description and its fields."""
    offered = (await rig.home.ws("get_services"))[DOMAIN]
    assert offered.keys() == {
        "diagnose",
        "forget",
        "get_connection",
        "query",
        "rediscover",
        "reload",
        "test_connections",
    }
    texts = await rig.texts("services")
    for action, described in offered.items():
        prefix = f"component.{DOMAIN}.services.{action}"
        assert texts[f"{prefix}.name"]
        assert texts[f"{prefix}.description"]
        for field in described["fields"]:
            assert texts[f"{prefix}.fields.{field}.name"]
        assert ("response" in described) is (action != "reload")
    icons = await rig.home.ws(
        "frontend/get_icons", category="services", integration=DOMAIN
    )
    assert icons["resources"][DOMAIN].keys() == offered.keys()


async def test_get_connection(rig: Rig, attic: str) -> None:
    """For one server, an account, or all; over REST as well."""
    (server,) = (await rig.call("get_connection", device_id=attic))["servers"]
    assert (server["name"], server["connection_type"]) == ("Attic", "local")
    assert place(server["url"]) == ATTIC_LAN
    assert server["pinned_url"] is None
    assert server["latency_ms"] > 0
    assert server["last_days"]["days"] == 1
    assert sum(server["last_days"]["time_share"].values()) == pytest.approx(100, abs=1)

    def named(answer: dict[str, Any]) -> list[str]:
        return sorted(each["name"] for each in answer["servers"])

    of_nora = await rig.call("get_connection", config_entry_id=rig.nora)
    assert named(of_nora) == ["Harbour", "Pantry"]
    account = await rig.device("nora", rig.nora)
    assert await rig.call("get_connection", device_id=account) == of_nora
    answer = await rig.home.post(
        f"/api/services/{DOMAIN}/get_connection?return_response"
    )
    assert named(answer["service_response"]).count("Harbour") == 2

    assert "not found" in await rig.refusal("get_connection", device_id="nowhere")
    assert "not found" in await rig.refusal("get_connection", config_entry_id="nowhere")


async def test_test_connections(rig: Rig, attic: str) -> None:
    """Every address is tested, and its outcome reported."""
    await rig.world.act(do="crash", listener=ATTIC_PUBLIC)
    (server,) = (await rig.call("test_connections", device_id=attic))["servers"]
    outcomes = {
        place(each["url"]): (each["connection_type"], each["outcome"])
        for each in server["candidates"]
        if each["url"].startswith("https")
    }
    assert outcomes == {
        ATTIC_LAN: ("local", "ok"),
        ATTIC_PUBLIC: ("remote", "refused"),
        ATTIC_RELAY: ("relay", "ok"),
    }
    told = await rig.refusal("test_connections", device_id="nowhere")
    assert "not found" in told


async def test_rediscover(rig: Rig) -> None:
    """plex.tv is asked three times in two minutes; that it is down is reported."""
    account = await rig.entities("nora", rig.nora)
    plex_tv = account["binary_sensor.plex_tv_reachable"]["entity_id"]
    async with plex_tv_down(rig):
        told = await rig.refusal("rediscover", config_entry_id=rig.nora)
        assert told.startswith("Couldn't get the servers of nora from plex.tv: ")
        await rig.shows(plex_tv, "off")

    button = account["button.rediscover"]["entity_id"]
    await rig.act_on(button, "press")
    await rig.shows(plex_tv, "on")
    answers = []
    for _ in range(2):
        answer = await rig.call("rediscover", config_entry_id=rig.nora)
        answers += answer["accounts"]
    assert [each["rate_limited"] for each in answers] == [False, True]
    assert [each["servers_found"] for each in answers] == [2, 2]
    assert answers[-1]["next_allowed"] is not None
    with pytest.raises(ApiError, match="Servers were rediscovered too often"):
        await rig.act_on(button, "press")


async def test_query(rig: Rig, attic: str) -> None:
    """A server is queried, and each obstacle has its own message."""
    path = "/library/sections"
    answer = await rig.call("query", device_id=attic, path=path)
    assert answer["answer"]["MediaContainer"]["size"] > 0
    films = await rig.call(
        "query", device_id=attic, path=f"{path}/1/all", params={"type": 1}
    )
    assert films["answer"]["MediaContainer"]["Metadata"]

    async def refused(path: str, **params: Any) -> str:
        return await rig.refusal("query", device_id=attic, path=path, params=params)

    assert "Nothing was sent to Attic: enter a path" in await refused("//evil/")
    assert "Nothing was sent to Attic: a parameter" in await refused(
        path, **{"X-Plex-A": 1}
    )
    for fault, told in (
        ("forbidden", "Attic denied the request: this account isn't allowed"),
        ("starting", "Attic is starting or under maintenance"),
        ("garbage", "The response from Attic isn't JSON"),
    ):
        await rig.world.act(
            do="inject",
            server="Attic",
            fault=fault,
            settings={"paths": [path]},
        )
        assert told in await refused(path)
        await rig.world.act(do="heal", server="Attic")
    account = await rig.device("alice")
    assert await rig.refusal("query", device_id=account, path=path) == (
        "Validation error: alice isn't a Plex server that is monitored. Choose a server"
    )
    cabin = await rig.device("Cabin")
    assert await rig.refusal("query", device_id=cabin, path=path) == (
        "Cabin is offline: no connection to it works right now"
    )


async def test_forget(rig: Rig, attic: str) -> None:
    """Counts are gone, and the server is checked again; a target is required."""
    await rig.world.act(do="crash", listener=ATTIC_LAN)
    await rig.became("Attic", "remote")
    await rig.world.act(do="restore", listener=ATTIC_LAN)
    (server,) = (await rig.call("get_connection", device_id=attic))["servers"]
    assert server["last_days"]["failovers"] > 0

    (server,) = (await rig.call("forget", device_id=attic))["servers"]
    assert server["last_days"]["failovers"] == 0
    assert server["last_days"]["changes"] <= 1
    assert await rig.refusal("forget") == (
        "Validation error: Choose a server or an account"
    )


async def test_reload(rig: Rig, attic: str) -> None:
    """The palette's command reloads nothing, and tests every connection."""
    tested = {}
    entries = await rig.home.ws("config_entries/get", domain=DOMAIN)
    for name in ("Attic", "Harbour"):
        device_id = await rig.device(name)
        answer = await rig.call("get_connection", device_id=device_id)
        tested[device_id] = answer["servers"][0]["last_test"]
    await rig.home.post(f"/api/services/{DOMAIN}/reload", {})

    async def are_tested() -> bool:
        answer = await rig.call("get_connection")
        latest = {each["device_id"]: each["last_test"] for each in answer["servers"]}
        return all(latest[each] > tested[each] for each in tested)

    await until(are_tested, "every connection is tested")
    assert await rig.home.ws("config_entries/get", domain=DOMAIN) == entries
    async with plex_tv_down(rig):
        with pytest.raises(ApiError) as caught:
            await rig.home.ws("call_service", domain=DOMAIN, service="reload")
    assert caught.value.told.startswith("Couldn't get the servers of ")
