"""System health, events, logbook, diagnostics."""

from datetime import UTC, datetime
import json
from typing import Any

import pytest

from .rig import DOMAIN, Rig
from .scenario import ATTIC_LAN, ATTIC_PUBLIC, CELLAR

FAILED = "the previous connection failed"


async def test_system_health(rig: Rig, attic: str) -> None:
    """Figures with names, whether plex.tv answers, and the link to manage them."""
    async with rig.hearing("system_health/info") as heard:
        first = await heard.until(lambda event: event["type"] == "initial")
        reached = await heard.until(
            lambda event: (
                event["type"] == "update"
                and event["domain"] == DOMAIN
                and event["key"] == "can_reach_plex_tv"
            )
        )
    ours = first["data"][DOMAIN]
    info = ours["info"]
    assert (info["accounts"], info["servers"]) == (2, 7)
    kinds = ("local", "remote", "relay", "offline")
    assert sum(info[f"servers_{kind}"] for kind in kinds) == 7
    assert info["servers_local"] >= 1
    assert info["requests_today"] > 7
    assert info["cache_enabled"] is True
    assert reached["data"] == "ok"
    assert ours["manage_url"] == f"/config/integrations/integration/{DOMAIN}"
    texts = await rig.texts("system_health")
    for key in info:
        assert texts[f"component.{DOMAIN}.system_health.info.{key}"]


async def test_events(rig: Rig, attic: str) -> None:
    """A change is on the bus, with its device and entity."""
    async with rig.hearing("subscribe_events", event_type=f"{DOMAIN}_event") as heard:
        await rig.world.act(do="crash", listener=ATTIC_LAN)
        event = await heard.until(lambda event: event["data"]["device_id"] == attic)
        assert event["data"].pop("duration_ms") >= 0
        assert event["data"] == {
            "config_entry_id": rig.alice,
            "device_id": attic,
            "entity_id": await rig.entity("Attic", "event.activity"),
            "type": "connection_changed",
            "from": "local",
            "to": "remote",
            "reason": "failover",
            "from_address": ATTIC_LAN,
            "to_address": ATTIC_PUBLIC,
        }


async def test_logbook(rig: Rig, attic: str) -> None:
    """A change is in the logbook in words, with the server's name."""
    async with rig.hearing(
        "logbook/event_stream",
        start_time=datetime.now(UTC).isoformat(),
        device_ids=[attic],
    ) as heard:

        async def written(message: str) -> dict[str, Any]:
            page = await heard.until(lambda event: message in json.dumps(event))
            (entry,) = (
                each for each in page["events"] if each.get("message") == message
            )
            assert isinstance(entry, dict)
            return entry

        await rig.world.act(do="crash", listener=ATTIC_LAN)
        entry = await written(f"switched from local to remote: {FAILED}")
        assert (entry["name"], entry["domain"]) == ("Attic", DOMAIN)
        assert entry["icon"] == "mdi:web"
        await rig.world.act(do="crash", listener=ATTIC_PUBLIC)
        await written(f"switched from remote to relay: {FAILED}")


@pytest.mark.parametrize("account", ["alice", "nora"])
async def test_diagnostics(rig: Rig, account: str) -> None:
    """Diagnostics of an account or of a server contain no name and no secret."""
    entry_id = getattr(rig, account)
    path = f"/api/diagnostics/config_entry/{entry_id}"
    device = await rig.device("Harbour", entry_id)
    whole = await rig.home.get(path)
    part = await rig.home.get(f"{path}/device/{device}")
    assert len(whole["data"]["servers"]) == (5 if account == "alice" else 2)
    assert len(part["data"]["servers"]) == 1
    secrets = [
        *await rig.world.tokens(),
        *("Attic", CELLAR, "Cabin", "Harbour", "Pantry", "Shed"),
        *("203.0.113.", "198.51.100.", "203-0-113-", "198-51-100-"),
    ]
    for download in (whole, part):
        text = json.dumps(download["data"])
        assert [each for each in secrets if each in text] == []
