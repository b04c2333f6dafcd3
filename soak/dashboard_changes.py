"""Changes while the overview is open, one round at a time."""

from dataclasses import dataclass, field
from typing import Any, Self

from demo.home_assistant import HomeAssistant
from demo.world import World
from simulator.scenarios import ATTIC_LAN, ATTIC_PUBLIC

from .figures import Findings
from .latencies import Latencies
from .page_watcher import SOON, TILE

DOMAIN = "plex_connection"
ENTRIES = "/api/config/config_entries/entry"
CHOICE = "select.attic_connection_mode"
OTHER_NAMES = {"Harbour": "Loft", "Loft": "Harbour"}
"""The third server's names, in turn."""

PATIENCE = SOON * 1000

TEST = "plex-connection-server-actions button.test"
OUTCOME = "plex-connection-server-actions .message"


@dataclass(kw_only=True, slots=True)
class Changes:
    """Causes changes and waits until the page shows them."""

    home: HomeAssistant
    world: World
    latencies: Latencies
    entry_id: str
    cabin: str
    """The device id of the second server."""
    name: str = "Harbour"
    """The third server's current name."""
    done: dict[str, int] = field(default_factory=dict)

    @classmethod
    async def of(cls, home: HomeAssistant, world: World, latencies: Latencies) -> Self:
        """Look up the devices and create the changes."""
        entries = await home.ws("config_entries/get", domain=DOMAIN)
        devices = await home.ws("config/device_registry/list")
        cabin = _device(devices, "Cabin")
        return cls(
            home=home,
            world=world,
            latencies=latencies,
            entry_id=entries[0]["entry_id"],
            cabin=cabin,
        )

    async def round(self, number: int) -> None:
        """Change a connection of each kind, and do one of the rarer things."""
        await self._fail_over()
        await self._come_back()
        await self._go_off_and_on()
        # Keeps requests to plex.tv within its limit.
        rarer = (
            (self._rename, self._reload),
            (self._come_and_go,),
            (self._reload,),
            (),
        )
        for happen in rarer[number % len(rarer)]:
            await happen()
        await self._visit()

    async def _fail_over(self) -> None:
        """Lose the LAN, and then everything except a relay."""
        watch = self.latencies.watch
        await watch(
            lambda: self.world.act(do="crash", listener=ATTIC_LAN),
            "Attic",
            "remote",
            self.latencies.crash,
        )
        await watch(
            lambda: self.world.act(do="crash", listener=ATTIC_PUBLIC),
            "Attic",
            "relay",
            self.latencies.slow,
        )
        self._count("fail-overs", 2)

    async def _come_back(self) -> None:
        """Choose the LAN by hand once it is back, then return to automatic."""
        await self.world.act(do="restore", server="Attic")
        await self.latencies.watch(
            lambda: self._choose(ATTIC_LAN), "Attic", "local", self.latencies.choice
        )
        await self._choose("automatic")
        self._count("choices by hand", 1)

    async def _go_off_and_on(self) -> None:
        watch = self.latencies.watch
        await watch(
            lambda: self.world.act(do="crash", server="Cabin"),
            "Cabin",
            "offline",
            self.latencies.slow,
        )
        await self.world.act(do="restore", server="Cabin")
        await watch(self._test, "Cabin", "remote")
        self._count("servers that went off and came back", 1)

    async def _rename(self) -> None:
        """Rename a server at plex.tv."""
        self.name = OTHER_NAMES[self.name]
        await self.world.act(do="list", server="Harbour", fields={"name": self.name})
        await self._rediscover()
        await self._tile(self.name).wait_for(timeout=PATIENCE)
        self._count("new names", 1)

    async def _come_and_go(self) -> None:
        """Unshare a server, delete its device, and share it again."""
        for action, state in (("unshare", "detached"), ("share", "visible")):
            await self.world.act(do=action, server="Harbour", account="alice")
            await self._rediscover()
            if action == "unshare":
                await self._delete(self.name)
            await self._tile(self.name).wait_for(state=state, timeout=PATIENCE)
            self._count("servers that came or went", 1)

    async def _reload(self) -> None:
        """Reload the integration under the open page."""
        await self.home.post(f"{ENTRIES}/{self.entry_id}/reload")
        for name, kind in (("Attic", "local"), ("Cabin", "remote")):
            tile = self.latencies.watcher.page.locator(f"{TILE} .tile.type-{kind}")
            await tile.filter(has_text=name).wait_for(timeout=PATIENCE)
        self._count("reloads of the integration", 1)

    async def _visit(self) -> None:
        """Open a server's page, test its addresses there, and return."""
        page = self.latencies.watcher.page
        await self._tile("Attic").get_by_role("link").click()
        await page.locator(TEST).click()
        await page.locator(OUTCOME).wait_for(timeout=PATIENCE)
        await page.go_back()
        await self._tile("Attic").wait_for(timeout=PATIENCE)
        self._count("visits of a server's page, with a test", 1)

    async def _delete(self, name: str) -> None:
        """Delete a server's device: an unlisted server stays for seven days."""
        devices = await self.home.ws("config/device_registry/list")
        await self.home.ws(
            "config/device_registry/remove", device_id=_device(devices, name)
        )

    def _tile(self, name: str) -> Any:
        return self.latencies.watcher.page.locator(TILE).filter(has_text=name)

    async def _choose(self, option: str) -> None:
        await self.home.post(
            "/api/services/select/select_option",
            {"entity_id": CHOICE, "option": option},
        )

    async def _test(self) -> None:
        await self._call("test_connections", device_id=self.cabin)

    async def _rediscover(self) -> None:
        """Run a discovery: three in two minutes at most."""
        answer = await self._call("rediscover")
        if any(each["rate_limited"] for each in answer["accounts"]):
            raise RuntimeError("plex.tv was asked too often")

    async def _call(self, action: str, **data: Any) -> Any:
        result = await self.home.ws(
            "call_service",
            domain=DOMAIN,
            service=action,
            service_data=data,
            return_response=True,
        )
        return result["response"]

    def _count(self, what: str, number: int) -> None:
        self.done[what] = self.done.get(what, 0) + number

    def tell(self, findings: Findings) -> None:
        """Add the number of changes."""
        for what, number in self.done.items():
            findings.add(what, number)


def _device(devices: list[dict[str, Any]], name: str) -> str:
    """Return the id of the only device with the name."""
    (device_id,) = (each["id"] for each in devices if each["name"] == name)
    return str(device_id)
