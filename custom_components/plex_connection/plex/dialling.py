"""Trying the addresses of an endpoint one after the other, within one budget."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiohttp.abc import AbstractResolver

from .addresses import AllowAddress, Endpoint, addresses_of
from .errors import ConnectionFault, PlexConnectionError
from .timing import Phase


async def dial_in_turn[ResultT](
    endpoint: Endpoint,
    attempt: Callable[[str, float], Awaitable[ResultT]],
    *,
    resolver: AbstractResolver,
    allow: AllowAddress,
    budget: float,
) -> ResultT:
    """Return what `attempt(address, share)` returns at the first that answers.

    An address may use an even share of the seconds that are left, so that a
    silent one does not keep the others from being tried. `attempt` raises
    PlexConnectionError to have the next one tried; the last one's is raised.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + budget
    *others, last = await _addresses_within(budget, endpoint, resolver, allow)
    for tried, address in enumerate(others):
        share = (deadline - loop.time()) / (len(others) + 1 - tried)
        with suppress(PlexConnectionError):
            return await attempt(address, share)
    return await attempt(last, deadline - loop.time())


async def _addresses_within(
    budget: float,
    endpoint: Endpoint,
    resolver: AbstractResolver,
    allow: AllowAddress,
) -> list[str]:
    """Return the addresses to dial; a silent resolver is one that fails."""
    try:
        async with asyncio.timeout(budget):
            return await addresses_of(endpoint, resolver, allow)
    except TimeoutError:
        pass
    raise PlexConnectionError(ConnectionFault.DNS, phase=Phase.RESOLVE)
