"""An unmodified python-plexapi works with the simulation, over real TLS."""

import asyncio
from collections.abc import AsyncGenerator
import json
import os
from pathlib import Path
import sys
from typing import Any

import pytest

from simulator import (
    Authority,
    ListenerKind,
    NetworkAdapter,
    ServerProfile,
    Simulator,
)
from simulator.network_file import read_journal
from tests.waiting import PATIENCE

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
async def world(
    socket_enabled: None, authority: Authority, tmp_path: Path
) -> AsyncGenerator[Simulator]:
    """Return a world for another process, not mapped in this one."""
    file = tmp_path / "network.json"
    async with Simulator(authority, mapped=False, network_file=file) as simulator:
        simulator.network.adapters = (
            NetworkAdapter(name="eth0", address="192.168.40.10", prefix=24),
        )
        alice = simulator.add_account("alice")
        bob = simulator.add_account("bob")
        attic = await simulator.add_server("Attic")
        attic.add_address("172.18.0.1", fault="refuse")
        attic.add_address("192.168.40.12")
        attic.add_address("203.0.113.40", 31234, kind="remote")
        attic.add_address("198.51.100.77", 8443, kind="relay")
        friend = await simulator.add_server(
            "Friend",
            owner=bob,
            shared_with=(alice,),
            profile=ServerProfile(public_address="203.0.113.90"),
        )
        friend.add_address("192.168.1.5")
        friend.add_address("203.0.113.90", kind="remote")
        simulator.add_player("TV")
        yield simulator


async def _run(world: Simulator, tmp_path: Path, *arguments: str) -> dict[str, Any]:
    """Run plexapi in a separate process, and sign in when it asks."""
    world.write_network()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "simulator.mapped"),
        *("--network", str(tmp_path / "network.json")),
        *("--journal", str(tmp_path / "journal")),
        *("tests.simulator.plexapi_session", *arguments),
        cwd=REPOSITORY,
        env=os.environ | {"REQUESTS_CA_BUNDLE": str(world.authority.ca_file)},
        stdout=asyncio.subprocess.PIPE,
    )
    asked = asyncio.Event()
    world.record.on_request = lambda _entry: asked.set()
    await asyncio.wait_for(asked.wait(), PATIENCE)
    world.plex_tv.claim()
    output, _ = await process.communicate()
    assert process.returncode == 0
    found: dict[str, Any] = json.loads(output)
    return found


async def test_signs_in_lists_and_connects(world: Simulator, tmp_path: Path) -> None:
    """It finds all devices, and reaches both servers at its preferred row."""
    found = await _run(world, tmp_path, "oauth", "Attic", "Friend")

    attic, friend = world.servers
    assert found["signed_in"]
    assert found["username"] == "alice"
    assert found["ping"] is True
    assert [device["name"] for device in found["devices"]] == ["Attic", "Friend", "TV"]
    assert found["devices"][0]["connections"] == [row.uri for row in attic.published]
    assert found["devices"][1]["source"] == "bob"
    assert found["devices"][2]["connections"] == []
    assert found["Attic"] == {
        "url": attic.published[1].uri,
        "machine_identifier": attic.machine_identifier,
        "version": attic.profile.version,
        "sessions": 0,
        "secure": 1,
        "mapping": "mapped",
        "library": {
            "sections": ["Films", "Series"],
            "films": 12,
            "series": ["Series 1", "Series 2", "Series 3"],
            "film": ["Renamed", 1, 7.5],
            "file": "/media/films/1003.mkv",
        },
    }
    assert attic.actions == {
        "GET /:/scrobble": 1,
        "PUT /:/rate": 1,
        "PUT /library/sections/1/all": 1,
        "PUT /library/metadata/1003/refresh": 1,
        "GET /library/sections/1/refresh": 1,
        "GET /library/sections/all/refresh": 1,
    }
    assert found["gdm"] == [["192.168.40.12", 32414, attic.machine_identifier]]
    assert found["Friend"]["url"] == friend.published[1].uri

    # It is known to send tokens in clear; the record must show that.
    assert ("server:Attic:alice", "192.168.40.12:32400") in (
        world.record.tokens_in_clear()
    )
    assert world.record.tokens_to("Friend") == {"server:Friend:alice"}
    assert world.record.count(server="Friend", kind=ListenerKind.LOCAL) == 0
    journal = read_journal(tmp_path / "journal")
    assert "plex.tv" in {entry.get("looked_up") for entry in journal}
    assert "172.18.0.1" in {entry.get("dialled") for entry in journal}


async def test_signs_in_with_four_characters(world: Simulator, tmp_path: Path) -> None:
    """A short code works as well, and an unreachable server is not found."""
    world.server("Attic").crash()
    found = await _run(world, tmp_path, "short", "Attic")

    assert len(found["code"]) == 4
    assert found["signed_in"]
    assert found["Attic"] is None
