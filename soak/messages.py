"""A week of troubles: the messages to the user, counted against a table of causes."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import override

from homeassistant.components.notify import (
    DATA_COMPONENT,
    DOMAIN as NOTIFY,
    NotifyEntity,
    NotifyEntityFeature,
)
from homeassistant.components.persistent_notification import (
    DOMAIN as NOTIFICATIONS_DOMAIN,
)
from homeassistant.setup import async_setup_component

from custom_components.plex_connection.const import (
    CONF_NOTIFY_OFFLINE,
    CONF_NOTIFY_PROBLEM,
    CONF_NOTIFY_RELAY,
    CONF_NOTIFY_TARGET,
)
from simulator import MediaServer
from simulator.scenario import AddressPlan, ServerPlan
from simulator.scenarios import ATTIC, CABIN, QUIET

from .extent import Extent
from .figures import Findings
from .rig import Rig, rig

MINUTE, HOUR = 60.0, 3600.0

CALM = 1.5 * HOUR
"""Seconds between two causes: longer than a quiet hour and what follows from it."""

AT_LEAST = 2
"""Causes, however short the week."""

PHONE = "notify.phone"

AT_HOME = (
    ATTIC,
    *(
        replace(
            ATTIC,
            name=f"Shelf {number}",
            addresses=(
                AddressPlan(address=f"192.168.40.{30 + number}", round_trip=0.001),
                AddressPlan(
                    address="203.0.113.40",
                    port=32500 + number,
                    kind="remote",
                    round_trip=0.02,
                ),
            ),
        )
        for number in range(1, 3)
    ),
)
"""Three servers behind one router."""

HOUSEHOLD: tuple[ServerPlan, ...] = (*AT_HOME, CABIN)

type Titles = tuple[str, ...]


class _Phone(NotifyEntity):
    """A notify entity that records."""

    _attr_name = "Phone"
    _attr_supported_features = NotifyEntityFeature.TITLE

    def __init__(self, got: list[str]) -> None:
        self._got = got

    @override
    async def async_send_message(self, message: str, title: str | None = None) -> None:
        self._got.append(title or "")


def _one(home: Rig, rng: Random) -> MediaServer:
    return rng.choice(home.simulator.servers)


async def blip(home: Rig, rng: Random) -> Titles:
    """Restart a server: nothing to tell."""
    server = _one(home, rng)
    server.crash()
    await asyncio.sleep(rng.uniform(5.0, 45.0))
    server.restore()
    return ()


async def off(home: Rig, rng: Random) -> Titles:
    """Turn a server off for a while."""
    server = _one(home, rng)
    server.crash()
    await asyncio.sleep(rng.uniform(5 * MINUTE, 90 * MINUTE))
    server.restore()
    return (f"{server.name} is offline", f"{server.name} is back")


async def off_over_a_reload(home: Rig, rng: Random) -> Titles:
    """Reload the account, and set it up anew, while a server is off."""
    server = _one(home, rng)
    server.crash()
    await asyncio.sleep(rng.uniform(10.0, 10 * MINUTE))
    await reload(home, rng)
    await asyncio.sleep(5 * MINUTE)
    await restart(home, rng)
    await asyncio.sleep(rng.uniform(5 * MINUTE, 30 * MINUTE))
    server.restore()
    return (f"{server.name} is offline", f"{server.name} is back")


async def router(home: Rig, rng: Random) -> Titles:
    """Unplug what all servers at home share."""
    at_home = home.simulator.servers[: len(AT_HOME)]
    for server in at_home:
        server.vanish()
    await asyncio.sleep(rng.uniform(5 * MINUTE, 60 * MINUTE))
    for server in at_home:
        server.restore()
    return ("All servers at home are offline", "All servers at home are back")


async def starting(home: Rig, rng: Random) -> Titles:
    """Let a server start for half an hour."""
    server = _one(home, rng)
    server.inject("starting", lasts=30 * MINUTE)
    await asyncio.sleep(35 * MINUTE)
    return (f"{server.name} has a problem", f"{server.name}: problem solved")


async def twice(home: Rig, rng: Random) -> Titles:
    """Turn a server off twice within an hour: the second return is reported later."""
    server = _one(home, rng)
    for _ in range(2):
        server.crash()
        await asyncio.sleep(rng.uniform(5 * MINUTE, 10 * MINUTE))
        server.restore()
        await asyncio.sleep(10 * MINUTE)
    return (f"{server.name} is offline", f"{server.name} is back") * 2


async def flap(home: Rig, rng: Random) -> Titles:
    """Turn a server off and on for an hour: four messages, one of them a summary."""
    server = _one(home, rng)
    for _ in range(5):
        server.crash()
        await asyncio.sleep(5 * MINUTE)
        server.restore()
        await asyncio.sleep(6 * MINUTE)
    first = (f"{server.name} is offline", f"{server.name} is back")
    return (*first, first[0], f"{server.name} keeps going offline")


async def reload(home: Rig, _: Random) -> Titles:
    """Reload the account."""
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    return ()


async def restart(home: Rig, _: Random) -> Titles:
    """Unload the account, and set it up from what is stored."""
    await home.hass.config_entries.async_unload(home.entry.entry_id)
    home.hass.data.pop("plex_connection_handover", None)
    await asyncio.sleep(20.0)
    await home.home.set_up()
    return ()


CAUSES: Sequence[Callable[[Rig, Random], Awaitable[Titles]]] = (
    off_over_a_reload,
    router,
    blip,
    twice,
    starting,
    reload,
    flap,
    restart,
    off,
)
"""Each with what is to be reported of it, in this order again and again."""


@dataclass(kw_only=True, slots=True)
class _Count:
    """Messages against their causes."""

    causes: int = 0
    reported: int = 0
    missing: int = 0
    surplus: int = 0


async def messages(extent: Extent) -> Findings:
    """Spend a week with one cause after the other."""
    findings = Findings(title="Messages")
    rng, count, got = Random(23), _Count(), list[str]()  # noqa: S311
    async with rig(replace(QUIET, servers=HOUSEHOLD)) as home:
        await _listen(home, got)
        await asyncio.sleep(HOUR)
        ends = home.now() + extent.week * HOUR
        while home.now() < ends or count.causes < AT_LEAST:
            cause = CAUSES[count.causes % len(CAUSES)]
            expected = Counter(await cause(home, rng))
            await asyncio.sleep(CALM)
            reported = Counter(got)
            got.clear()
            count.causes += 1
            count.reported += reported.total()
            count.missing += (expected - reported).total()
            count.surplus += (reported - expected).total()
            if reported != expected:
                findings.complaints.append(f"{cause.__name__}: {sorted(reported)}")
        shown = home.hass.data.get(NOTIFICATIONS_DOMAIN, {})
        findings.add("causes", count.causes)
        findings.add("messages", count.reported)
        findings.add("messages that are missing", count.missing, 0)
        findings.add("messages reported twice, or without a cause", count.surplus, 0)
        findings.add("messages that did not go to the phone", len(shown), 0)
        home.tell(findings)
    return findings


async def _listen(home: Rig, got: list[str]) -> None:
    """Have all messages sent to an entity that records their titles."""
    await async_setup_component(home.hass, NOTIFY, {})
    await home.hass.data[DATA_COMPONENT].async_add_entities([_Phone(got)])
    home.hass.config_entries.async_update_entry(
        home.entry,
        options={
            CONF_NOTIFY_OFFLINE: True,
            CONF_NOTIFY_PROBLEM: True,
            CONF_NOTIFY_RELAY: True,
            CONF_NOTIFY_TARGET: [PHONE],
        },
    )
    await home.hass.config_entries.async_reload(home.entry.entry_id)
