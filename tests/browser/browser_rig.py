"""A real Home Assistant in the browser's simulation, its users, and its log."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from demo.api import Owner
from demo.configuration import CONFIGURATION
from demo.home_assistant import HomeAssistant, free_port
from demo.simulated_home_assistant import NETWORK_FILE
from demo.world import World
from tests.complaints import complaints
from tests.running.rig import DOMAIN, FLOWS, Rig, loaded, signed_in

from .scenario import KINDS, write

ROOT = Path(__file__).parents[2]
AUTHORITY = ROOT / ".cache/authority"

ENTRIES = "/api/config/config_entries/entry"

GUEST = Owner(name="Guest", username="guest", password="guest")
"""A user who is no administrator."""

MORE_CONFIGURATION = """\
homeassistant:
  name: Plex Connection
recorder:
  commit_interval: 0
"""


@dataclass(frozen=True, kw_only=True)
class BrowserRig:
    """Both processes; the accounts signed in to Plex may change."""

    home: HomeAssistant
    world: World

    async def entries(self) -> dict[str, str]:
        """Return our integration's entries by account name."""
        found = await self.home.ws("config_entries/get", domain=DOMAIN)
        return {each["title"]: each["entry_id"] for each in found}

    async def rig(self) -> Rig:
        """Return the rig with Alice signed in to Plex and all servers checked."""
        entries = await self.entries()
        rig = Rig(
            home=self.home, world=self.world, alice=entries.get("alice", ""), nora=""
        )
        if not rig.alice:
            return await self._sign_in(rig)
        await loaded(rig, rig.alice)
        return rig

    async def sign_in(self, account: str) -> str:
        """Sign an account in to Plex; return its entry."""
        nobody = Rig(home=self.home, world=self.world, alice="", nora="")
        step = await self.home.post(FLOWS, {"handler": DOMAIN})
        done = await signed_in(nobody, step, account)
        assert (done["type"], done["title"]) == ("create_entry", account)
        entry_id: str = done["result"]["entry_id"]
        await loaded(nobody, entry_id)
        return entry_id

    async def sign_out(self, entry_id: str) -> None:
        """Remove an account's entry."""
        await self.home.delete(f"{ENTRIES}/{entry_id}")

    async def _sign_in(self, rig: Rig) -> Rig:
        alice = await self.sign_in("alice")
        rig = Rig(home=rig.home, world=rig.world, alice=alice, nora="")
        for name, kind in KINDS.items():
            await rig.became(name, kind)
        return rig

    async def restart(self) -> None:
        """Let Home Assistant stop itself, and start it as its supervisor would."""
        await self.home.post("/api/services/homeassistant/restart")
        await self.home.wait()

    async def start_again(self) -> None:
        """Start Home Assistant after it has stopped, on the same port."""
        await self.home.__aexit__()
        await self.home.__aenter__()


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[BrowserRig]:
    """Start both, with an owner and a guest; stop them at the end."""
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
        await _invite(home, GUEST)
        yield BrowserRig(home=home, world=world)


async def _invite(home: HomeAssistant, guest: Owner) -> None:
    """Create a user who is no administrator."""
    answer = await home.ws(
        "config/auth/create", name=guest.name, group_ids=["system-users"]
    )
    await home.ws(
        "config/auth_provider/homeassistant/create",
        user_id=answer["user"]["id"],
        username=guest.username,
        password=guest.password,
    )


class Log:
    """Warnings and errors in Home Assistant's log, from a moment on."""

    def __init__(self, file: Path) -> None:
        """Start at the end of the log."""
        self._file = file
        self._first = file.read_text()

    def complaints(self, *, expected: tuple[str, ...] = ()) -> list[str]:
        """Return the warnings and errors since; a restart begins a new file."""
        log = self._file.read_text().removeprefix(self._first)
        return complaints(log, expected=expected)
