"""One Home Assistant for all these tests: starting it takes longer than a test."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import pytest_socket

from demo.configuration import CONFIGURATION
from demo.home_assistant import HomeAssistant, free_port
from demo.simulated_home_assistant import NETWORK_FILE
from demo.world import World
from tests.complaints import complaints

from .rig import DOMAIN, FLOWS, Rig, set_options, signed_in
from .scenario import (
    ATTIC_LAN,
    CABIN_PUBLIC,
    CELLAR,
    CELLAR_LAN,
    SHED_LAN,
    write,
)

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
AUTHORITY = ROOT / ".cache/authority"

MORE_CONFIGURATION = """\
system_health:
recorder:
  commit_interval: 0
"""
"""Added to the demo's; events are in the logbook at once."""

FAILED_ACTION = "[homeassistant.components.websocket_api.http.connection]"
"""Logs every action that fails; here some have to."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run all these tests in one process, and on one loop: the rig's."""
    for item in items:
        if item.path.parent == FOLDER:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.add_marker(pytest.mark.xdist_group("running"))


@pytest.fixture(autouse=True)
def verify_cleanup(socket_enabled: None) -> None:
    """Keep the loop, which all these tests share: the rig lives on in it.

    The test package would end its timers and threads after each test.
    """


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def rig(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Rig]:
    """Return the running rig; in the end, check its log and files."""
    folder = tmp_path_factory.mktemp("running")
    pytest_socket.enable_socket()
    async with _rig(folder) as rig:
        await _begin_what_takes_a_minute(rig)
        yield rig
        pytest_socket.enable_socket()
        tokens = await rig.world.tokens()
        record = await rig.world.record()
    assert record["tokens_in_clear"] == []
    log = rig.home.log.read_text()
    assert " DEBUG (MainThread) [custom_components.plex_connection." in log
    assert "Traceback" not in log
    assert complaints(log, expected=(FAILED_ACTION,)) == []
    assert leaks(rig.home.config_dir, tokens) == []


@asynccontextmanager
async def _rig(folder: Path) -> AsyncIterator[Rig]:
    """Start both, and sign in both accounts through the integration's own dialog."""
    config_dir = folder / "config"
    config_dir.mkdir()
    quiet = CONFIGURATION.replace("default: info", "default: warning")
    (config_dir / "configuration.yaml").write_text(quiet + MORE_CONFIGURATION)
    async with (
        World(
            write(folder / "scenario.json"),
            authority=AUTHORITY,
            network=folder / "network.json",
            say=lambda _: None,
        ) as world,
        HomeAssistant(
            config_dir,
            port=free_port(),
            environment={
                NETWORK_FILE: str(world.network),
                "REQUESTS_CA_BUNDLE": str(AUTHORITY / "ca.pem"),
            },
            wrapper_module="demo.simulated_home_assistant",
        ) as home,
    ):
        nobody = Rig(home=home, world=world, alice="", nora="")
        entries = {}
        for account in ("alice", "nora"):
            step = await home.post(FLOWS, {"handler": DOMAIN})
            done = await signed_in(nobody, step, account)
            assert (done["type"], done["title"]) == ("create_entry", account)
            entries[account] = done["result"]["entry_id"]
        yield Rig(home=home, world=world, **entries)


async def _begin_what_takes_a_minute(rig: Rig) -> None:
    """Start a relay, and two pinned connections that are down, which have to last.

    Alice's account is not reloaded after this: their time would start again.
    """
    await set_options(
        rig,
        rig.alice,
        {
            "thresholds": {"relay_patience": 1},
            "notifications": {
                "notify_better": True,
                "notify_relay": True,
                "notify_relay_after": 1,
            },
        },
    )
    for name, kind in (("Cabin", "remote"), (CELLAR, "local"), ("Shed", "local")):
        await rig.became(name, kind)
    for name, place in (("Cabin", CABIN_PUBLIC), (CELLAR, CELLAR_LAN)):
        choice = await rig.entity(name, "select.connection")
        await rig.act_on(choice, "select_option", option=place)
        await rig.world.act(do="crash", listener=place)
    await rig.world.act(do="crash", listener=SHED_LAN)


@pytest_asyncio.fixture(loop_scope="session")
async def attic(rig: Rig) -> str:
    """Return the device of a server that is made local, whatever was done to it.

    A manual choice uses its LAN at once; automatically, it would first have to prove
    itself for a minute.
    """
    for action in ("restore", "heal"):
        await rig.world.act(do=action, server="Attic")
    choice = await rig.entity("Attic", "select.connection")
    for option in (ATTIC_LAN, "automatic"):
        await rig.act_on(choice, "select_option", option=option)
        await rig.became("Attic", "local")
    device_id = await rig.device("Attic")
    await rig.call("test_connections", device_id=device_id)
    return device_id


def leaks(config_dir: Path, tokens: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each file with a token, and whose; except the one for tokens."""
    assert tokens
    kept = (config_dir / ".storage/core.config_entries").read_text()
    assert any(token in kept for token in tokens)
    files = [
        file
        for file in _files(config_dir)
        if file.name != "core.config_entries" and file.suffix != ".pyc"
    ]
    assert any(file.name.startswith("home-assistant_v2.db") for file in files)
    return [
        (file.name, tokens[token])
        for file in files
        for token in tokens
        if token.encode() in file.read_bytes()
    ]


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())
