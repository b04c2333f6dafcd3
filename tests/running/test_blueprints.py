"""Blueprints in their folder: offered, usable, and their notifications."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import re
from typing import Any

from .rig import DOMAIN, Heard, Rig
from .scenario import ATTIC_LAN, ATTIC_PUBLIC, ATTIC_RELAY

AT_ONCE = {"hours": 0, "minutes": 0, "seconds": 0}
SOON = {"hours": 0, "minutes": 0, "seconds": 2}


@asynccontextmanager
async def automation(
    rig: Rig, blueprint: str, **chosen: Any
) -> AsyncIterator[tuple[str, Heard]]:
    """Create an automation from a blueprint; yield its entity and notifications."""
    path = f"/api/config/automation/config/{blueprint}"
    use = {"path": f"{DOMAIN}/{blueprint}.yaml", "input": chosen}
    await rig.home.post(path, {"alias": blueprint, "use_blueprint": use})
    entity_id = f"automation.{blueprint}"
    await rig.shows(entity_id, "on")
    async with rig.hearing("persistent_notification/subscribe") as heard:
        yield entity_id, heard
    await rig.home.delete(path)


async def notified(heard: Heard, title: str) -> str:
    """Wait for a notification with a title; return its message."""

    def messages(event: dict[str, Any]) -> list[str]:
        return [
            each["message"]
            for each in event["notifications"].values()
            if each["title"] == title and event["type"] != "removed"
        ]

    (message,) = messages(await heard.until(messages))
    return message


async def test_offered(rig: Rig) -> None:
    """Home Assistant lists them without an error."""
    listed = await rig.home.ws("blueprint/list", domain="automation")
    ours = {path: each for path, each in listed.items() if path.startswith(DOMAIN)}
    assert ours.keys() == {
        f"{DOMAIN}/{name}.yaml"
        for name in ("offline_and_back", "on_relay", "weekly_report")
    }
    for each in ours.values():
        assert each["metadata"]["name"].startswith("Plex: ")


async def test_on_relay(rig: Rig, attic: str) -> None:
    """It notifies once the time on the relay is over."""
    servers = {"device_id": [attic]}
    async with automation(rig, "on_relay", servers=servers, duration=SOON) as (
        _,
        heard,
    ):
        for listener in (ATTIC_LAN, ATTIC_PUBLIC):
            await rig.world.act(do="crash", listener=listener)
        message = await notified(heard, "Attic is on the relay")
    assert re.match(r"For \d+ seconds\. The relay is limited", message)


async def test_offline_and_back(rig: Rig, attic: str) -> None:
    """It notifies when the server is offline, and when it is back."""
    async with automation(
        rig, "offline_and_back", servers={"device_id": attic}, duration=AT_ONCE
    ) as (_, heard):
        for listener in (ATTIC_RELAY, ATTIC_PUBLIC, ATTIC_LAN):
            await rig.world.act(do="crash", listener=listener)
        message = await notified(heard, "Attic is offline")
        assert re.fullmatch(r"Offline since \d\d:\d\d\.( Problem: .+\.)?", message)
        # Only its LAN: the first one found is reported, even if not the best.
        await rig.world.act(do="restore", listener=ATTIC_LAN)
        await rig.call("test_connections", device_id=attic)
        message = await notified(heard, "Attic is back")
        assert re.fullmatch(r"Connected locally again after \d+ seconds?\.", message)


async def test_weekly_report(rig: Rig, attic: str) -> None:
    """It has a line for each server, and shows a hostile name as a name."""
    async with automation(rig, "weekly_report") as (entity_id, heard):
        await rig.act_on(entity_id, "trigger")
        message = await notified(heard, "Plex connections, today")
    lines = message.split("\n")
    assert len(lines) == 7
    (attic_line,) = (line for line in lines if line.startswith("• Attic: "))
    assert re.search(r"% local.*; \d+ changes?, \d+ failovers?\. ", attic_line)
    assert any(line.startswith("• Cellar (https evil example): ") for line in lines)
