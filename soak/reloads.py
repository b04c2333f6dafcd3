"""An entry that is reloaded again and again, and leaks nothing."""

import asyncio
from dataclasses import replace
import gc
import tracemalloc

from homeassistant.components import persistent_notification
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.helpers import issue_registry as ir

from custom_components.plex_connection.connection import ServerRecord
from custom_components.plex_connection.const import (
    CONF_NOTIFY_BETTER,
    CONF_NOTIFY_RELAY,
    CONF_NOTIFY_RELAY_AFTER,
    CONF_PINNED,
    CONF_RELAY_PATIENCE,
    DOMAIN,
)
from simulator.scenario import AddressPlan, ServerPlan
from simulator.scenarios import QUIET

from .extent import Extent
from .figures import Findings
from .resources import holdings, resident_megabytes, tell_memory
from .rig import Rig, rig

WARM_UP = 5
"""Reloads after which everything created once exists."""

PAUSES = (0.0, 0.05, 1.0, 30.0, 150.0)
"""Seconds between two reloads, in turn: during the first race, when all is calm, and
when there are repairs and notifications, and names have been looked up."""

KILOBYTES = 2.0
INSTANCES = 1.0
"""Maximum left by a reload: a log of changes and counts grows a little, until it is
full."""

SHED = ServerPlan(
    name="Shed",
    owner="alice",
    addresses=(
        AddressPlan(address="192.168.40.13", fault="refuse"),
        AddressPlan(address="198.51.100.79", port=8443, kind="relay"),
    ),
    profile={"public_address": "203.0.113.40"},
)
"""Always on the relay."""

CELLAR = ServerPlan(
    name="Cellar",
    owner="alice",
    addresses=(
        AddressPlan(address="192.168.40.14", fault="refuse"),
        AddressPlan(address="203.0.113.40", port=31236, kind="remote"),
    ),
    profile={"public_address": "203.0.113.40"},
)
"""Always down: its address at home is pinned."""

TROUBLED = replace(QUIET, servers=(*QUIET.servers, SHED, CELLAR))

TOLD = 3
"""Two repairs and a notification, once the problems have lasted."""


async def reloads(extent: Extent) -> Findings:
    """Reload an account of five servers, two of them with a problem."""
    findings = Findings(title="Reloads")
    times = extent.reloads
    async with rig(TROUBLED) as home:
        _choose(home)
        await _reload(home, WARM_UP)
        before, memory = holdings(home.hass), resident_megabytes("self")
        await _reload(home, times)
        after = holdings(home.hass)
        findings.add("reloads", times)
        findings.add(
            "objects of ours left by each",
            (after.instances - before.instances) / times,
            INSTANCES,
        )
        after.tell_growth(before, findings)
        tell_memory(findings, since=memory)
        findings.add(
            "memory allocated by our code and left by each",
            await _left_by_each(home, times),
            KILOBYTES,
            "kB",
        )
        findings.add("servers lost", len(TROUBLED.servers) - len(home.servers), 0)
        findings.add("repairs and notifications missing", TOLD - _told(home), 0)
        entries, entry_id = home.hass.config_entries, home.entry.entry_id
        await entries.async_set_disabled_by(entry_id, ConfigEntryDisabler.USER)
        findings.add("repairs and notifications left", _told(home), 0)
        # The final state that the rig expects.
        await entries.async_set_disabled_by(entry_id, None)
        await entries.async_unload(entry_id)
        await home.home.set_up()
        home.tell(findings)
    return findings


def _choose(home: Rig) -> None:
    """Pin the address that is down, and shorten the time limits of alerts."""
    (cellar,) = (each.record for each in home.servers if each.record.name == "Cellar")
    home.hass.config_entries.async_update_entry(
        home.entry,
        options={
            CONF_PINNED: {cellar.server_id: _url_at_home(cellar)},
            CONF_RELAY_PATIENCE: 1,
            CONF_NOTIFY_BETTER: True,
            CONF_NOTIFY_RELAY: True,
            CONF_NOTIFY_RELAY_AFTER: 1,
        },
    )


def _url_at_home(record: ServerRecord) -> str:
    (row,) = (row for row in record.rows if row.local)
    return row.url


def _told(home: Rig) -> int:
    """Return the number of the integration's repairs and notifications."""
    repairs = [
        issue
        for (domain, _), issue in ir.async_get(home.hass).issues.items()
        if domain == DOMAIN and issue.active
    ]
    notifications = home.hass.data.get(persistent_notification.DOMAIN, {})
    return len(repairs) + len(notifications)


async def _left_by_each(home: Rig, times: int) -> float:
    """Reload again, and return the kilobytes of our own lines that each left.

    Separate from the others, because tracing takes memory as well.
    """
    tracemalloc.start()
    await _reload(home, WARM_UP)
    allocated = _allocated()
    await _reload(home, times)
    grown = _allocated() - allocated
    tracemalloc.stop()
    return grown / 1000 / times


async def _reload(home: Rig, times: int) -> None:
    for number in range(times):
        await home.hass.config_entries.async_reload(home.entry.entry_id)
        await asyncio.sleep(PAUSES[number % len(PAUSES)])
    await asyncio.sleep(PAUSES[-1])


def _allocated() -> float:
    """Return the bytes allocated by the integration's own lines."""
    gc.collect()
    ours = tracemalloc.Filter(inclusive=True, filename_pattern="*/plex_connection/*")
    snapshot = tracemalloc.take_snapshot().filter_traces([ours])
    return sum(each.size for each in snapshot.statistics("filename"))
