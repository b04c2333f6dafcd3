"""The zip, installed as HACS does, in a real Home Assistant.

In the Home Assistant of these tests' environment.
"""

from pathlib import Path
import zipfile

import pytest

from demo.configuration import CONFIGURATION
from demo.home_assistant import HomeAssistant, free_port
from demo.simulated_home_assistant import NETWORK_FILE
from demo.world import World
from tests.complaints import complaints
from tests.running.rig import DOMAIN, FLOWS, Rig, loaded, place, signed_in
from tests.running.scenario import ATTIC_LAN, write

from .clone import ROOT, Clone

AUTHORITY = ROOT / ".cache/authority"

pytestmark = pytest.mark.xdist_group("processes")


def unpack(clone: Clone, config_dir: Path) -> None:
    """Put the release where HACS puts it."""
    assert clone.release("--dry-run").returncode == 0
    with zipfile.ZipFile(clone.zip) as archive:
        archive.extractall(config_dir / "custom_components" / DOMAIN)


def without_the_tree(folder: Path) -> Path:
    """Return a folder with the parts for the simulation, without the integration."""
    folder.mkdir()
    for name in ("demo", "simulator"):
        (folder / name).symlink_to(ROOT / name)
    return folder


async def test_installed(clone: Clone, tmp_path: Path, socket_enabled: None) -> None:
    """It starts, an account is set up, its server is found; the log is clean."""
    config_dir = tmp_path / "config"
    unpack(clone, config_dir)
    quiet = CONFIGURATION.replace("default: info", "default: warning")
    (config_dir / "configuration.yaml").write_text(quiet)
    async with (
        World(
            write(tmp_path / "scenario.json"),
            authority=AUTHORITY,
            network=tmp_path / "network.json",
            say=lambda _: None,
        ) as world,
        HomeAssistant(
            config_dir,
            port=free_port(),
            environment={
                NETWORK_FILE: str(world.network),
                "REQUESTS_CA_BUNDLE": str(AUTHORITY / "ca.pem"),
                "PYTHONPATH": str(without_the_tree(tmp_path / "path")),
            },
            wrapper_module="demo.simulated_home_assistant",
        ) as home,
    ):
        nobody = Rig(home=home, world=world, alice="", nora="")
        step = await home.post(FLOWS, {"handler": DOMAIN})
        done = await signed_in(nobody, step, "alice")
        assert (done["type"], done["title"]) == ("create_entry", "alice")
        alice = done["result"]["entry_id"]
        rig = Rig(home=home, world=world, alice=alice, nora="")
        await loaded(rig, alice)
        await rig.became("Attic", "local")
        attic = await rig.device("Attic")
        (server,) = (await rig.call("get_connection", device_id=attic))["servers"]
        assert place(server["url"]) == ATTIC_LAN
        manifest = await home.ws("manifest/get", integration=DOMAIN)
        record = await world.record()
    assert manifest["version"] == (clone.made / "version").read_text().strip()
    assert not manifest["is_built_in"]
    assert record["tokens_in_clear"] == []
    log = home.log.read_text()
    assert " DEBUG (MainThread) [custom_components.plex_connection." in log
    assert complaints(log) == []
