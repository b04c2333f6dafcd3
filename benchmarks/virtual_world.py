"""A server and its rows without a network: each row answers, or is silent.

For days in virtual time, where only the requests count.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from random import Random
from typing import override

from custom_components.plex_connection.connection import (
    Attempt,
    Candidate,
    FailureKind,
    Networks,
    Prober,
    Row,
    RowSource,
    ServerRecord,
)

DAY = 24 * 3600.0
HOME = Networks((ip_network("192.168.40.0/24"),))
START = datetime(2026, 11, 22, tzinfo=UTC)
CERTIFICATE = "0123456789abcdef0123456789abcdef"
LAN = ("192.168.40.12", 32400)
REMOTE = ("203.0.113.40", 31234)
RELAY = ("198.51.100.77", 8443)

ANSWER = 0.003
"""Seconds until a row answers."""
DISCOVERY = 0.2
"""Seconds until plex.tv answers."""


def record_of(rows: int, *, relay: bool = False) -> ServerRecord:
    """Return a server with a LAN row, a remote one, and dead ones.

    Optionally with a relay.
    """
    addresses = [(*LAN, True), (*REMOTE, False)]
    addresses += [(f"172.{17 + each}.0.1", 32400, True) for each in range(rows - 2)]
    addresses += [(*RELAY, False)] if relay else []
    return ServerRecord(
        server_id="0123456789",
        name="Attic",
        owner_name=None,
        owned=True,
        home=False,
        public_address_matches=True,
        https_required=False,
        presence=True,
        relay_available=relay,
        version=None,
        platform=None,
        rows=tuple(
            Row(
                url=url_of(address, port),
                address=address,
                port=port,
                local=local,
                relay=(address, port) == RELAY,
                source=RowSource.PLEX_TV,
            )
            for address, port, local in addresses
        ),
    )


def url_of(address: str, port: int) -> str:
    """Return the URL of a row."""
    return f"https://{address.replace('.', '-')}.{CERTIFICATE}.plex.direct:{port}"


@dataclass
class VirtualWorld:
    """The world of one day, and the requests sent in it."""

    alive: frozenset[str]
    """URLs of the rows that answer."""
    sent: Counter[str] = field(default_factory=Counter)
    """Requests so far, by purpose."""
    rng: Random = field(default_factory=lambda: Random(7))  # noqa: S311
    lasts: float = DAY
    """Length of the day in seconds."""

    def __post_init__(self) -> None:
        """Start the day; needs a running loop."""
        self.loop = asyncio.get_running_loop()
        self.began_at = self.loop.time()

    def clock(self) -> float:
        """Return monotonic seconds."""
        return self.loop.time()

    def left(self) -> float:
        """Return the seconds until the day is over."""
        return self.began_at + self.lasts - self.loop.time()

    def now(self) -> datetime:
        """Return the wall clock's time."""
        return START + timedelta(seconds=self.loop.time() - self.began_at)

    async def ask(self, url: str, *, patience: float) -> bool:
        """Probe a row; return whether it answers."""
        if url in self.alive:
            await asyncio.sleep(ANSWER)
            return True
        await asyncio.sleep(patience)
        return False

    async def discover(self) -> None:
        """Request the servers from plex.tv."""
        self.sent["discovery"] += 1
        await asyncio.sleep(DISCOVERY)

    def moments(self, count: int) -> list[float]:
        """Return the times of operations: half at any time, half in the evening."""
        half = count // 2
        moments = [self.rng.uniform(0, DAY) for _ in range(half)]
        evening = (18 * 3600.0, 22 * 3600.0)
        moments += [self.rng.uniform(*evening) for _ in range(count - half)]
        return sorted(self.began_at + moment for moment in moments)


class VirtualProber(Prober):
    """Probes the rows of a virtual world."""

    def __init__(self, world: VirtualWorld) -> None:
        """Take the world."""
        self._world = world

    @override
    async def probe(self, candidate: Candidate, *, budget: float) -> Attempt:
        answers = await self._world.ask(candidate.url, patience=budget)
        return Attempt(
            url=candidate.url,
            at=self._world.now(),
            failure=None if answers else FailureKind.TIMEOUT,
            peer=candidate.address if answers else None,
            latency_ms=ANSWER * 1000 if answers else None,
        )
