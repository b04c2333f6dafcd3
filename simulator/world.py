"""What all listeners of a simulation share, and what each serves."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from random import Random
import ssl
from typing import TYPE_CHECKING, Protocol

from .network import Network
from .record import Record
from .tokens import Tokens

if TYPE_CHECKING:
    from .listener import Listener


class PlainRefusal(StrEnum):
    """How a server that requires TLS treats plain HTTP (both UNVERIFIED)."""

    CLOSE = "close"
    UNAUTHORIZED = "unauthorized"


class Service(Protocol):
    """What a listener serves: one media server, or plex.tv."""

    name: str
    https_required: bool
    plain_refusal: PlainRefusal

    def protocol(self) -> asyncio.Protocol:
        """Return a web server for one connection."""

    def gdm_answer(self, listener: Listener) -> bytes | None:
        """Return its answer to a search at this listener; None: no answer."""

    def tls_context(self, listener: Listener) -> ssl.SSLContext:
        """Return the context for a TLS connection to this listener."""


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """What all listeners of a simulation share."""

    network: Network
    record: Record
    tokens: Tokens
    rng: Random
    now: Callable[[], datetime]
    """Aware wall time."""
