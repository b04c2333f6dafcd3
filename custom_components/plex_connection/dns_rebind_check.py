"""Checks once a day whether plex.direct names resolve to local addresses.

We do not need that: the name contains the address (rule 5). Plex's own apps do, and a
router that filters private addresses from DNS answers (DNS rebinding protection) sends
them to the relay. Resolving a local name shows the filter; resolving a public one rules
out a name server that is down.
"""

import asyncio
from collections.abc import Mapping
from ipaddress import ip_address
import logging
import socket
from typing import override

from aiohttp.abc import AbstractResolver
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.dispatcher import async_dispatcher_send

from .background_work import BackgroundWork, exceptions_logged
from .connection import IPAddress, decode_plex_direct
from .const import ATTR_ENTRY_ID, DOMAIN, ISSUE_DNS_BLOCKED, LEARN_MORE_URL
from .coordinator import ServerCoordinator
from .signals import SIGNAL_NAMES_CHECKED
from .timers import Timed

_LOGGER = logging.getLogger(__name__)

FIRST_AFTER = 120.0
"""Seconds after the start: servers are found by then, and nothing waits for it."""
INTERVAL = 86_400.0
"""Seconds between two checks: routers rarely change."""
BUDGET = 5.0
"""Seconds for one lookup; resolvers try each name server for about two."""

CONTROL_LABEL = "1-1-1-1"
"""Plex answers for any address in a name; no router takes this one for local."""


class NameCheck(Timed):
    """Checks the names of one account and maintains the repair."""

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        entry_id: str,
        resolver: AbstractResolver,
        work: BackgroundWork,
        servers: Mapping[str, ServerCoordinator],
    ) -> None:
        """Send nothing yet; checks run in `work`, on the live mapping `servers`."""
        super().__init__(hass, "check of names")
        self._resolver = resolver
        self._work = work
        self._servers = servers
        self._entry_id = entry_id
        self._issue_id = f"{ISSUE_DNS_BLOCKED}_{entry_id}"
        self._is_running = False
        self._wait = FIRST_AFTER

    @callback
    def async_start(self) -> None:
        """Check once the servers are found, then daily.

        A repair from before the restart is restored until then: Home Assistant stores
        of it only that it existed.
        """
        self._is_running = True
        known = ir.async_get(self._hass).async_get_issue(DOMAIN, self._issue_id)
        if known is not None and not known.active:
            self._async_create_issue()
        self._async_set_timer()

    @callback
    def async_stop(self) -> None:
        """Stop checking; the repair stays until a check finds the problem gone."""
        self._is_running = False
        self._async_stop_timer()

    async def async_check(self) -> bool | None:
        """Return whether local names are blocked; None: unknown. Updates the repair."""
        blocked = await self._async_judge()
        if not self._is_running:
            return None
        if blocked is not None:
            async_dispatcher_send(
                self._hass, SIGNAL_NAMES_CHECKED.format(self._entry_id), blocked
            )
        if blocked:
            self._async_create_issue()
        elif blocked is not None:
            ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)
        return blocked

    async def _async_judge(self) -> bool | None:
        name = self._name_at_home()
        if name is None:
            return None
        found = await self._async_resolve(name)
        if found is None:
            return None
        if ip_address(str(decode_plex_direct(name))) in found:
            return False
        _, _, parent = name.partition(".")
        control = await self._async_resolve(f"{CONTROL_LABEL}.{parent}")
        _LOGGER.debug("Names at home do not resolve; outside: %s", bool(control))
        return True if control else None

    def _name_at_home(self) -> str | None:
        """Return a plex.direct name of an owned server on one of our networks."""
        for server in self._servers.values():
            for candidate in (each.candidate for each in server.data.candidates):
                is_at_home = server.record.owned and candidate.on_link
                if is_at_home and decode_plex_direct(candidate.host) is not None:
                    return candidate.host
        return None

    async def _async_resolve(self, name: str) -> set[IPAddress] | None:
        """Return the addresses of a name, empty if there are none; None: no answer."""
        try:
            async with asyncio.timeout(BUDGET):
                answers = await self._resolver.resolve(name, family=socket.AF_UNSPEC)
        except TimeoutError:
            return None
        except OSError:
            return set()
        return {ip_address(answer["host"].partition("%")[0]) for answer in answers}

    @callback
    def _async_create_issue(self) -> None:
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id,
            data={ATTR_ENTRY_ID: self._entry_id},
            is_fixable=True,
            learn_more_url=LEARN_MORE_URL,
            severity=ir.IssueSeverity.WARNING,
            translation_key=ISSUE_DNS_BLOCKED,
        )

    @override
    def _delay(self) -> float:
        return self._wait

    @callback
    @override
    def _async_due(self) -> None:
        self._wait = INTERVAL
        self._work.async_spawn(self._async_check_in_background(), self._what)

    async def _async_check_in_background(self) -> None:
        with exceptions_logged(_LOGGER, self._what):
            await self.async_check()
