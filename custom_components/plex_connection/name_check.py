"""Whether names under plex.direct resolve to addresses at home, asked once a day.

We do without: an address stands in its name (rule 5). Plex's own apps do not, and a
router that keeps private addresses out of answers (DNS rebinding protection) sends
them to the relay. One look-up of a name at home shows it, and one of a name outside
that it is not the name server as a whole.
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

from .background_work import BackgroundWork
from .connection import IPAddress, decode_plex_direct
from .const import ATTR_ENTRY_ID, DOMAIN, ISSUE_DNS_BLOCKED, LEARN_MORE_URL
from .coordinator import ServerCoordinator
from .error_logging import exceptions_logged
from .timers import Timed

_LOGGER = logging.getLogger(__name__)

FIRST_AFTER = 120.0
"""Seconds after a start: by then servers are found, and nobody waits for it."""
INTERVAL = 86_400.0
"""Seconds between two checks: people change routers seldom."""
BUDGET = 5.0
"""Seconds for one look-up; resolvers try each name server for two or so."""

CONTROL_LABEL = "1-1-1-1"
"""Plex answers for any address in a name; this one no router takes for its own."""


class NameCheck(Timed):
    """Looks names up for one account, and keeps the repair about it."""

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        entry_id: str,
        resolver: AbstractResolver,
        work: BackgroundWork,
        servers: Mapping[str, ServerCoordinator],
    ) -> None:
        """Ask nothing yet; checks run among `work`, `servers` are those of now."""
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
        """Check once the servers are found, and then once a day.

        What was wrong before a restart is told until then: Home Assistant keeps no
        more of a repair than that it was there.
        """
        self._is_running = True
        known = ir.async_get(self._hass).async_get_issue(DOMAIN, self._issue_id)
        if known is not None and not known.active:
            self._async_create_issue()
        self._async_set_timer()

    @callback
    def async_stop(self) -> None:
        """Check no more; the repair stays until a check has found it to be over."""
        self._is_running = False
        self._async_stop_timer()

    async def async_check(self) -> bool | None:
        """Return whether names at home are kept out of answers; None: unknown."""
        blocked = await self._async_judge()
        if not self._is_running:
            return None
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
        """Return a name that stands for an address on one of our networks."""
        for server in self._servers.values():
            for candidate in (each.candidate for each in server.data.candidates):
                is_at_home = server.record.owned and candidate.on_link
                if is_at_home and decode_plex_direct(candidate.host) is not None:
                    return candidate.host
        return None

    async def _async_resolve(self, name: str) -> set[IPAddress] | None:
        """Return the addresses of a name, none if it has none; None: no answer."""
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
