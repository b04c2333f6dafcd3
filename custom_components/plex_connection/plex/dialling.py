"""Tries the addresses of an endpoint in turn within one budget."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from aiohttp.abc import AbstractResolver

from .addresses import AllowAddress, Endpoint, addresses_of
from .exceptions import PlexConnectionError, PlexError


async def dial_in_turn[ResultT](
    endpoint: Endpoint,
    attempt: Callable[[str, float], Awaitable[ResultT]],
    *,
    resolver: AbstractResolver,
    allow: AllowAddress,
    budget: float,
    repeatable: bool = True,
) -> ResultT:
    """Return the result of `attempt(address, share)` for the first address that works.

    Each address gets an even share of the remaining seconds, so that a silent one
    leaves time for the others. A PlexConnectionError from `attempt` moves on to the
    next address, unless the request is not `repeatable` and may have been written.
    Raises the last error.
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
