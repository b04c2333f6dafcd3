"""When plex.tv is asked for the servers of an account (rule 15).

Pure policy: it says what is due and learns how it went. That one call runs at a
time, and serves all servers, is the caller's part.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from random import Random

STALE_AFTER = 24 * 3600.0
"""Seconds a good answer lasts."""

STALE_JITTER = 0.1
"""The answer is renewed up to this share earlier, so that not all homes call at once."""

FAILURE_LADDER = (0.0, 60.0, 300.0, 900.0, 3600.0, 21600.0)
"""Seconds from one call for a lost server to the next; the last one repeats."""

CALL_SPACING = 60.0
"""Least seconds between two calls because of lost connections: a path that flaps
must not make us call each time (Home Assistant's own integration keeps the same)."""

RETRY_INITIAL = 60.0
RETRY_MAXIMUM = 3600.0
"""Seconds until a failed call is repeated: doubled each time, up to this."""

MANUAL_LIMIT = 3
MANUAL_WINDOW = 120.0
"""So many calls by hand within so many seconds (Syncthing's forced redial)."""


class DiscoveryTrigger(StrEnum):
    """Why plex.tv is asked, the most urgent first."""

    FIRST_AUTH = "first_auth"
    AUTH_CHANGED = "auth_changed"
    MANUAL_REFRESH = "manual_refresh"
    CONNECTION_FAILURE = "connection_failure"
    STALE = "stale"


@dataclass(frozen=True, kw_only=True, slots=True)
class ManualVerdict:
    """Whether a call by hand may go out."""

    allowed: bool
    next_allowed: float = 0.0
    """Seconds until one may."""


class DiscoverySchedule:
    """Says when plex.tv is to be asked, and why."""

    def __init__(self, *, clock: Callable[[], float], rng: Random) -> None:
        """Create a schedule that never had an answer: FIRST_AUTH is due at once."""
        raise NotImplementedError

    def restore(self, age: float | None) -> None:
        """Start from a stored answer, `age` seconds old by wall time.

        None or a negative age (the clock jumped) means that it is stale.
        """
        raise NotImplementedError

    def request(self, trigger: DiscoveryTrigger) -> None:
        """Ask for a call because of the account (FIRST_AUTH, AUTH_CHANGED)."""
        raise NotImplementedError

    def manual(self) -> ManualVerdict:
        """Ask for a call by hand: MANUAL_REFRESH is due if it is allowed."""
        raise NotImplementedError

    def connection_failed(self, server_id: str) -> None:
        """Note that a server needs discovery; may be repeated with every report."""
        raise NotImplementedError

    def connection_restored(self, server_id: str) -> None:
        """Note that a candidate of the server succeeded."""
        raise NotImplementedError

    def due(self) -> DiscoveryTrigger | None:
        """Return the most urgent reason to call now, None if there is none."""
        raise NotImplementedError

    def next_delay(self) -> float:
        """Return seconds until something is due, 0 if it is."""
        raise NotImplementedError

    def succeeded(self) -> None:
        """Note an answer: it serves every trigger and every server."""
        raise NotImplementedError

    def failed(self, *, retry_after: float | None = None) -> None:
        """Note a call that failed; `retry_after` as a 429 asked for."""
        raise NotImplementedError
