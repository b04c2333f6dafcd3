"""Searches for servers on Home Assistant's own networks, without plex.tv (GDM).

Answers are unauthenticated and only hints: an address and port for a server that
plex.tv has listed before (rule 5).
"""

import asyncio
from collections.abc import Iterable
from ipaddress import ip_interface
import logging
from typing import override

from homeassistant.components.network import Adapter, async_get_adapters
from homeassistant.components.network.util import async_load_adapters
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send

from .background_work import BackgroundWork, exceptions_logged
from .connection import ConnectionType, LanAnnouncement, Networks, RowSource
from .plex import GdmAnswer, GdmInterface, search_gdm
from .signals import SIGNAL_ANNOUNCED
from .timers import Timed

_LOGGER = logging.getLogger(__name__)

SEARCH_BUDGET = 1.5
"""Seconds to wait for answers; on a LAN they take a few milliseconds."""

URGENT_INTERVAL = 60.0
"""Seconds between two searches while a server is offline or on a relay: at one datagram
a minute, a server with a new address is found within a minute."""
CALM_INTERVAL = 600.0
"""The same while the connection is direct but not local."""

SEARCH_SPACING = 10.0
"""Minimum seconds between two searches, whatever asks for them."""

BRIDGE_ADAPTERS = (
    "br-",
    "cni",
    "docker",
    "hassio",
    "lo",
    "lxc",
    "podman",
    "veth",
    "virbr",
)
"""Name prefixes of container and virtual machine bridges on Linux.

An address on one of them does not locate a server: every Docker host has a
172.17.0.0/16 of its own.
"""


async def async_get_networks() -> tuple[Networks, Networks]:
    """Return the current networks of Home Assistant's interfaces, and of its bridges.

    They are read again: Home Assistant's own list dates from its start.
    """
    adapters = await async_load_adapters()
    bridges = [each for each in adapters if each["name"].startswith(BRIDGE_ADAPTERS)]
    return (
        _networks_of(each for each in adapters if each not in bridges),
        _networks_of(bridges),
    )


def _networks_of(adapters: Iterable[Adapter]) -> Networks:
    interfaces = (
        ip_interface(f"{ip['address']}/{ip['network_prefix']}")
        for adapter in adapters
        for ip in (*adapter["ipv4"], *adapter["ipv6"])
    )
    return Networks(
        interfaces=tuple(
            each.network
            for each in interfaces
            if not each.is_loopback and not each.is_link_local
        )
    )


class LanDiscovery(Timed):
    """Searches for the servers of one account while any of them needs it."""

    def __init__(
        self, hass: HomeAssistant, entry_id: str, work: BackgroundWork
    ) -> None:
        """Send nothing yet; searches run as tasks of `work`."""
        super().__init__(hass, "LAN discovery")
        self._entry_id = entry_id
        self._clock = hass.loop.time
        self._work = work
        self._intervals: dict[str, float] = {}
        self._answered: set[tuple[str, LanAnnouncement]] = set()
        self._searched_at = float("-inf")
        self._searching: asyncio.Future[None] | None = None
        self._due_at = float("inf")

    @callback
    def async_follow(
        self,
        server_id: str,
        connection_type: ConnectionType | None,
        *,
        is_near: bool,
    ) -> None:
        """Search for a server that may be near until its connection is local."""
        if not is_near or connection_type is ConnectionType.LOCAL:
            self.async_stop_seeking(server_id)
        elif connection_type is ConnectionType.REMOTE:
            self.async_seek(server_id, CALM_INTERVAL)
        else:
            self.async_seek(server_id, URGENT_INTERVAL)

    @callback
    def async_seek(self, server_id: str, interval: float) -> None:
        """Search for a server every `interval` seconds from now on.

        The first search is due at once: the server has just been lost.
        """
        if self._intervals.get(server_id) != interval:
            self._intervals[server_id] = interval
            self._due_at = min(self._due_at, self._clock())
            self._async_schedule()

    @callback
    def async_stop_seeking(self, server_id: str) -> None:
        """Stop searching for this server."""
        if self._intervals.pop(server_id, None) is not None:
            self._async_schedule()

    @callback
    def async_stop(self) -> None:
        """Stop all searches."""
        self._intervals.clear()
        self._async_schedule()

    async def async_search(self) -> None:
        """Search every enabled network once; skipped within the minimum spacing."""
        if self._clock() - self._searched_at < SEARCH_SPACING:
            return
        self._searched_at = self._clock()
        self._searching = searching = self._hass.loop.create_future()
        try:
            with exceptions_logged(_LOGGER, self._what):
                await self._async_ask()
        finally:
            searching.set_result(None)
            if self._searching is searching:
                self._searching = None

    async def async_searched(self) -> None:
        """Wait for the running search, if any."""
        if self._searching is not None:
            await asyncio.wait([self._searching])

    async def _async_ask(self) -> None:
        answers = await search_gdm(await self._async_interfaces(), budget=SEARCH_BUDGET)
        _LOGGER.debug("Heard %s servers on the local network", len(answers))
        before, self._answered = (
            self._answered,
            {_answered(answer) for answer in answers},
        )
        for server_id, announcement in sorted(self._answered, key=str):
            signal = SIGNAL_ANNOUNCED.format(self._entry_id, server_id)
            is_new_since_search = (server_id, announcement) not in before
            async_dispatcher_send(self._hass, signal, announcement, is_new_since_search)
            # There may be more than a hundred, each with work to do.
            await asyncio.sleep(0)

    async def _async_interfaces(self) -> list[GdmInterface]:
        """Return the currently enabled interfaces, container bridges excluded.

        Home Assistant's own list dates from its start; an interface that is new since
        then counts if Home Assistant would have enabled it.
        """
        known = {
            each["name"]: each["enabled"]
            for each in await async_get_adapters(self._hass)
        }
        interfaces = (
            ip_interface(f"{ip['address']}/{ip['network_prefix']}")
            for adapter in await async_load_adapters()
            if known.get(adapter["name"], adapter["auto"])
            and not adapter["name"].startswith(BRIDGE_ADAPTERS)
            for ip in adapter["ipv4"]
        )
        return [
            GdmInterface(
                address=str(each.ip), broadcast=str(each.network.broadcast_address)
            )
            for each in interfaces
        ]

    @override
    def _delay(self) -> float | None:
        """Return the seconds until the next search; None if no server needs one."""
        if not self._intervals:
            return None
        return max(self._due_at, self._searched_at + SEARCH_SPACING) - self._clock()

    @callback
    def _async_schedule(self) -> None:
        """Search now if one is due, else set the timer."""
        delay = self._delay()
        if delay is not None and delay <= 0:
            self._async_due()
        self._async_set_timer()

    @callback
    @override
    def _async_due(self) -> None:
        if self._intervals:
            self._due_at = self._clock() + min(self._intervals.values())
        self._work.async_spawn(self.async_search(), self._what)


def _answered(answer: GdmAnswer) -> tuple[str, LanAnnouncement]:
    announcement = LanAnnouncement(
        address=answer.address, port=answer.port, source=RowSource.GDM
    )
    return answer.resource_identifier, announcement
