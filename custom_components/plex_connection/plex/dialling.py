"""Trying the addresses of an endpoint one after the other, within one budget."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from aiohttp.abc import AbstractResolver

from .addresses import AllowAddress, Endpoint, addresses_of
from .errors import PlexConnectionError, PlexError


async def dial_in_turn[ResultT](
    endpoint: Endpoint,
    attempt: Callable[[str, float], Awaitable[ResultT]],
    *,
    resolver: AbstractResolver,
    allow: AllowAddress,
    budget: float,
    repeatable: bool = True,
) -> ResultT:
    """Return what `attempt(address, share)` returns at the first that answers.

    An address may use an even share of the seconds that are left, so that a
    silent one does not keep the others from being tried. `attempt` raises
    PlexConnectionError to have the next one tried, unless what was asked is
    not `repeatable` and may have been written; the last one's is raised.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + budget
    addresses = deque(await addresses_of(endpoint, resolver, allow, budget))
    written = False
    while True:
        share = (deadline - loop.time()) / len(addresses)
        try:
            return await attempt(addresses.popleft(), share)
        except PlexError as err:
            err.written = written = written or err.written
            if not isinstance(err, PlexConnectionError) or not addresses:
                raise
            if written and not repeatable:
                raise
