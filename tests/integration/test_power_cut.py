"""Power cuts: whatever is left of the store, the next start succeeds."""

from collections import Counter
from collections.abc import Awaitable, Callable
import json
from pathlib import Path
from random import Random
import subprocess
import sys
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.const import DOMAIN
from custom_components.plex_connection.storage import ConnectionStore, StoredAccount

from .conftest import Attic, SetUp, state
from .disk import Disk, Files, StoreFile

# Home Assistant logs one of these for each file that a test has torn.
pytestmark = [
    pytest.mark.usefixtures("all_enabled"),
    pytest.mark.provokes(
        "Could not parse JSON content",
        "Unrecoverable error decoding",
        "JSON file reading failed",
    ),
]

CUTS = 30
"""Restarts, each after a write torn in another place."""
MUTATIONS = 600
"""Stores with one byte changed."""
KILLS = 40


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Keep the files of each test apart."""
    return hass_tmp_config_dir


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Replace the fake that keeps stores in memory."""
    return {}


@pytest.fixture
def folder(hass_config_dir: str) -> Path:
    """Return where the stores are."""
    (folder := Path(hass_config_dir) / ".storage").mkdir(exist_ok=True)
    return folder


@pytest.fixture
def file(folder: Path, entry: MockConfigEntry) -> StoreFile:
    """Return the account's store."""
    return StoreFile(path=folder / f"{DOMAIN}.{entry.entry_id}")


async def fill(
    hass: HomeAssistant, attic: Attic, entry: MockConfigEntry, set_up: SetUp
) -> None:
    """Fill every part of the store, and unload."""
    await set_up()
    server = entry.runtime_data.servers[attic.id]
    await server.async_test_connections()
    await server.backend.get_json("/library/sections")
    assert await hass.config_entries.async_unload(entry.entry_id)


@pytest.fixture
def start(
    hass: HomeAssistant, folder: Path, entry: MockConfigEntry, set_up: SetUp
) -> Callable[[Files], Awaitable[None]]:
    """Return a function that starts with files left by a power cut, and stops."""
    disk = Disk(folder=folder)

    async def load(files: Files) -> None:
        disk.put(files)
        await set_up()
        assert entry.state is ConfigEntryState.LOADED
        assert state(hass, "sensor.attic_connection_type") == "local"
        assert state(hass, "sensor.attic_active_address") == "192.168.40.12:32400"
        assert await hass.config_entries.async_unload(entry.entry_id)

    return load


async def test_every_step_of_a_write(
    hass: HomeAssistant,
    folder: Path,
    file: StoreFile,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    start: Callable[[Files], Awaitable[None]],
) -> None:
    """Either the old or the new store is there and whole, whenever power fails."""
    disk = Disk(folder=folder)
    with disk.watched():
        await fill(hass, attic, entry, set_up)
        first = len(disk.left)
        old = file.read()
        await set_up()
        assert await hass.config_entries.async_unload(entry.entry_id)
    new = file.read()
    assert old != new
    # No store; a temporary file beside the old one; the new one.
    assert {} in disk.left[:first]
    assert {each.get(file.name) for each in disk.left[first:]} == {old, new}
    assert any(len(each) == 2 and old in each.values() for each in disk.left[first:])
    for files in disk.left:
        await start(files)
    assert not ir.async_get(hass).issues


def tear(rng: Random, old: bytes, new: bytes) -> bytes:
    """Return what a disk without atomic writes leaves of one torn somewhere."""
    at = rng.randrange(len(new))
    length = rng.randrange(1, 513)
    match rng.randrange(4):
        case 0:
            return new[:at]
        case 1:
            return new[:at].ljust(len(new), b"\0")
        case 2:
            return new[:at] + rng.randbytes(length) + new[at + length :]
    return new[:at] + old[at:]


async def test_write_torn_anywhere(
    hass: HomeAssistant,
    file: StoreFile,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    start: Callable[[Files], Awaitable[None]],
) -> None:
    """A disk that lies about completed writes costs a store, never a start."""
    rng = Random(3)  # noqa: S311
    await fill(hass, attic, entry, set_up)
    old = file.read()
    await set_up()
    assert await hass.config_entries.async_unload(entry.entry_id)
    new = file.read()
    for _ in range(CUTS):
        await start({file.name: tear(rng, old, new)})
    for issue in ir.async_get(hass).issues.values():
        assert issue.translation_key in {"storage_corruption", "store_invalid"}


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 4096, b"[]", b"null", b'"a"', b"1"],
    ids=["nothing", "zeros", "list", "null", "text", "number"],
)
async def test_file_without_an_object(
    file: StoreFile,
    attic: Attic,
    start: Callable[[Files], Awaitable[None]],
    content: bytes,
) -> None:
    """An empty file, zeros, or JSON that is no store result in a clean start."""
    await start({file.name: content})


async def test_file_that_cannot_be_read(
    hass: HomeAssistant,
    file: StoreFile,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """An unreadable file (a link to itself) is a clean start, and an issue of ours."""
    file.spoil()
    await set_up()
    assert state(hass, "sensor.attic_connection_type") == "local"
    issue_id = f"store_invalid_{entry.entry_id}"
    assert ir.async_get(hass).async_get_issue(DOMAIN, issue_id) is not None
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert ir.async_get(hass).async_get_issue(DOMAIN, issue_id) is None


async def test_one_byte_differs(
    hass: HomeAssistant,
    file: StoreFile,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
) -> None:
    """Any valid JSON is restored or dropped, and never raises."""
    rng = Random(5)  # noqa: S311
    await fill(hass, attic, entry, set_up)
    good = file.read()
    marks = b'0123456789-.eE"{}[],: antf\\'
    taken = 0
    for _ in range(MUTATIONS):
        at = rng.randrange(len(good))
        file.write(good[:at] + bytes([rng.choice(marks)]) + good[at + 1 :])
        store = ConnectionStore(hass, entry.entry_id, account="alice")
        remembered = await store.async_load()
        assert isinstance(remembered, StoredAccount)
        taken += bool(remembered.servers)
    assert 0 < taken < MUTATIONS


@pytest.mark.parametrize(
    "path",
    [
        ("version",),
        ("minor_version",),
        ("data",),
        ("data", "servers"),
        ("data", "states"),
        ("data", "discovered_at"),
        ("data", "measured"),
    ],
)
@pytest.mark.parametrize("value", [None, -1, 1e300, "", [], {}])
async def test_one_value_differs(
    hass: HomeAssistant,
    file: StoreFile,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    path: tuple[str, ...],
    value: Any,
) -> None:
    """A value of another type, in the envelope too, raises nothing."""
    content = {
        "version": 1,
        "minor_version": 2,
        "key": file.name,
        "data": StoredAccount().to_dict(),
    }
    *parents, last = path
    at: Any = content
    for key in parents:
        at = at[key]
    at[last] = value
    file.write(json.dumps(content).encode())
    store = ConnectionStore(hass, entry.entry_id, account="alice")
    assert isinstance(await store.async_load(), StoredAccount)


def test_killed_while_saving(tmp_path: Path) -> None:
    """SIGKILL at any moment of a save leaves a store that is whole, or none."""
    subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tests.integration.saving", tmp_path, str(KILLS)],
        cwd=Path(__file__).parents[2],
        check=True,
    )
    left: Counter[int] = Counter()
    for number in range(KILLS):
        file = tmp_path / str(number) / ".storage" / f"{DOMAIN}.entry"
        assert file.exists() or number % 2 == 0, "there was one before"
        if not file.exists():
            left[0] += 1
            continue
        remembered = StoredAccount.from_dict(json.loads(file.read_bytes())["data"])
        assert not remembered.faults
        left[len(remembered.servers)] += 1
    assert left.total() == KILLS
    assert len(left) > 2, "they were killed at different moments"
