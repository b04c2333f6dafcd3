"""Incidents of a rough week: each begins, lasts a while, and ends."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random

from homeassistant.exceptions import HomeAssistantError

from simulator import FaultKind, Listener, MediaServer, Outage

from .rig import Rig

MINUTE = 60.0
DAY = 24 * 3600.0
YEAR = 365 * DAY

type Alert = Callable[[Rig, Random], Awaitable[None]]


def _server(rig: Rig, rng: Random) -> MediaServer:
    return rng.choice(rig.simulator.servers)


def _path(rig: Rig, rng: Random) -> Listener:
    """Return an address that normally reaches its server."""
    return rng.choice(
        [
            listener
            for server in rig.simulator.servers
            for listener in server.listeners
            if listener.faults.get(FaultKind.SILENT) is None
        ]
    )


def _either(rng: Random) -> bool:
    return rng.choice((False, True))


async def crash(rig: Rig, rng: Random) -> None:
    """Kill a server's process, and start it again."""
    server = _server(rig, rng)
    server.crash(reset=_either(rng))
    await asyncio.sleep(rng.uniform(5.0, 20 * MINUTE))
    server.restore()


async def vanish(rig: Rig, rng: Random) -> None:
    """Pull a cable."""
    path = _path(rig, rng)
    path.vanish()
    await asyncio.sleep(rng.uniform(5.0, 30 * MINUTE))
    path.restore()


async def flip(rig: Rig, rng: Random) -> None:
    """Make a path come and go."""
    path = _path(rig, rng)
    path.flip(rng.uniform(3.0, 60.0), rng.choice(list(Outage)))
    await asyncio.sleep(rng.uniform(MINUTE, 60 * MINUTE))
    path.restore()


async def only_tls(rig: Rig, rng: Random) -> None:
    """Make only a path's handshakes fail, and cut its open connections."""
    path, kind = _path(rig, rng), rng.choice(("tls_alert", "tls_stall", "mute"))
    path.inject(kind)
    path.cut_connections()
    await asyncio.sleep(rng.uniform(MINUTE, 20 * MINUTE))
    path.heal(kind)


async def stranger(rig: Rig, rng: Random) -> None:
    """Let another server answer at an address, with its own certificate."""
    path = _path(rig, rng)
    if path.faults.get(FaultKind.WRONG_SERVER) is not None:
        return
    with rig.tally.impersonated(path.place):
        for kind in (FaultKind.WRONG_SERVER, FaultKind.WRONG_CERTIFICATE):
            path.inject(kind)
        path.cut_connections()
        await asyncio.sleep(rng.uniform(MINUTE, 20 * MINUTE))
        path.heal(FaultKind.WRONG_SERVER, FaultKind.WRONG_CERTIFICATE)


async def cut(rig: Rig, rng: Random) -> None:
    """Cut open connections, and nothing else."""
    _server(rig, rng).cut_connections(reset=_either(rng))


async def slow(rig: Rig, rng: Random) -> None:
    """Make a server slow."""
    server = _server(rig, rng)
    server.inject("slow_accept", delay=rng.uniform(0.1, 1.0))
    await asyncio.sleep(rng.uniform(MINUTE, 20 * MINUTE))
    server.heal("slow_accept")


async def starting(rig: Rig, rng: Random) -> None:
    """Let a server answer that it is starting."""
    server = _server(rig, rng)
    server.inject("starting", lasts=rng.uniform(10.0, 30 * MINUTE))
    server.cut_connections()


async def no_websockets(rig: Rig, rng: Random) -> None:
    """Make a server refuse push, or never answer its pings."""
    server = _server(rig, rng)
    kind = rng.choice(("websocket_refused", "websocket_half_open"))
    server.inject(kind)
    server.cut_connections()
    await asyncio.sleep(rng.uniform(MINUTE, 60 * MINUTE))
    server.heal(kind)


async def new_token(rig: Rig, rng: Random) -> None:
    """Replace a server's token, also at plex.tv."""
    server = _server(rig, rng)
    server.rotate_token(rig.simulator.plex_tv.accounts.first())
    server.cut_connections()


async def new_certificate(rig: Rig, rng: Random) -> None:
    """Give a server a certificate with another hash; plex.tv lists it later."""
    server = _server(rig, rng)
    server.rotate_certificate(publish=False)
    server.cut_connections()
    await asyncio.sleep(rng.uniform(0.0, 10 * MINUTE))
    server.publish()


async def move(rig: Rig, rng: Random) -> None:
    """Give a server another address at home; plex.tv lists it later."""
    server = _server(rig, rng)
    for listener in server.listeners:
        if listener.address.startswith("192.168.40."):
            listener.move(f"192.168.40.{rng.randrange(20, 200)}")
    await asyncio.sleep(rng.uniform(0.0, 10 * MINUTE))
    server.publish()


async def plex_tv_away(rig: Rig, rng: Random) -> None:
    """Let plex.tv be down or misbehave."""
    plex_tv = rig.simulator.plex_tv
    kind = rng.choice(("refuse", "silent", "server_error", "garbage", "rate_limited"))
    if kind == "rate_limited":
        plex_tv.inject(kind, retry_after=120)
    else:
        plex_tv.inject(kind)
    await asyncio.sleep(rng.uniform(MINUTE, 3 * 60 * MINUTE))
    plex_tv.heal(kind)


async def no_internet(rig: Rig, rng: Random) -> None:
    """Unplug the router's WAN port."""
    rig.simulator.cut_internet()
    await asyncio.sleep(rng.uniform(MINUTE, 60 * MINUTE))
    rig.simulator.restore_internet()


async def no_names(rig: Rig, rng: Random) -> None:
    """Make the names under plex.direct unresolvable."""
    rig.simulator.break_plex_direct()
    await asyncio.sleep(rng.uniform(MINUTE, 120 * MINUTE))
    rig.simulator.repair_plex_direct()


async def wrong_clock(rig: Rig, rng: Random) -> None:
    """Set the wall clock wrong, ahead or back, and later right again."""
    seconds = rng.choice((30.0, 3600.0, DAY, YEAR)) * rng.choice((-1, 1))
    rig.set_wall_clock_off(seconds)
    await asyncio.sleep(rng.uniform(MINUTE, 120 * MINUTE))
    rig.set_wall_clock_off(-seconds)


async def reload(rig: Rig, _: Random) -> None:
    """Reload the entry, regardless of its state."""
    await rig.hass.config_entries.async_reload(rig.entry.entry_id)


async def many_hints(rig: Rig, rng: Random) -> None:
    """Let a server report changed connections over and over."""
    server = _server(rig, rng)
    for _ in range(rng.randrange(1, 200)):
        await server.notify("reachability", {"reachability": _either(rng)})
        await asyncio.sleep(rng.uniform(0.0, 5.0))


async def by_hand(rig: Rig, rng: Random) -> None:
    """Press a random button."""
    for server in rig.servers:
        await server.async_test_connections()
        # plex.tv may be away, or the account not loaded.
        with suppress(HomeAssistantError):
            await rig.entry.runtime_data.account.async_rediscover()
        await asyncio.sleep(rng.uniform(0.0, 3.0))


TROUBLES: tuple[Alert, ...] = (
    crash,
    vanish,
    flip,
    only_tls,
    stranger,
    cut,
    slow,
    starting,
    no_websockets,
    new_token,
    new_certificate,
    move,
    plex_tv_away,
    no_internet,
    no_names,
    wrong_clock,
    reload,
    many_hints,
    by_hand,
)
