"""Early retries of candidates just left or just listed (rules 10 and 13).

One probe at the right time finds a LAN that was gone for seconds, a server with a new
address and one that was switched on again, long before the next search.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf
from random import Random
from typing import Self

TRIES = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds after the candidate was left or listed. Wi-Fi is back after 2 to 5 s, a
restarting switch after 10 to 30."""

SERIES_LASTS = 60.0
"""Seconds after which a series ends, even if no try was possible: what is found later
is not a blip."""

SECOND_ANSWER = 1.0
"""Seconds from the first good answer to the probe that must confirm it."""

TARGETS = 3
"""Maximum candidates in one series: a server has one or two addresses at home."""

SERIES_SPACING = 300.0
"""Minimum seconds between the starts of two series: a server that comes and goes, or
rows that change each time, must not keep us probing."""

RETURN_SPACING = 900.0
"""Minimum seconds between two returns without the dwell of rule 13."""

EARLY = 0.5
"""Seconds that a try may run early: timers may run on whole seconds."""

LONGER = 0.05
"""Jitter of an offline server's waits, as a share; it only lengthens them."""

RETURN_WAITS = ((3600.0, 60.0), (86_400.0, 120.0), (inf, 300.0))
"""Pairs: seconds offline up to which, and seconds between two attempts at the last good
address. With the races of rule 10 that is at most 1,487 probes on the first day."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FailBack:
    """The candidates to retry, and when; monotonic seconds."""

    urls: tuple[str, ...] = ()
    """Tried in this order, one after the other."""
    began_at: float = -inf
    """Start of the last series."""
    listed_at: float = -inf
    """Start of the last series for newly listed candidates."""
    tries: int = 0
    """Number of tries in the series."""
    due_at: float = inf
    answered: str | None = None
    """URL of the first good answer; a second one brings it back."""
    returned_at: float = -inf
    """Time of the last return without the dwell."""

    @property
    def is_series(self) -> bool:
        """Whether a series is running."""
        return self.due_at < inf and self.tries < len(TRIES)

    def is_due(self, now: float) -> bool:
        """Return whether a try is due."""
        return self.due_at - now <= EARLY

    def may_begin(self, now: float, *, is_offline: bool, is_new: bool) -> bool:
        """Return whether a series may begin; for an offline server more often.

        Its return is not an upgrade, so nothing flaps. Newly listed candidates do not
        wait for the series of those that were left: a server that moves is first lost,
        and listed at its new address a moment later.
        """
        last = self.listed_at if is_new else self.began_at
        if now - last < SERIES_SPACING:
            return False
        return is_offline or self.may_return(now)

    def may_return(self, now: float) -> bool:
        """Return whether a candidate may return without the dwell."""
        return now - self.returned_at >= RETURN_SPACING

    def begun(self, urls: Sequence[str], now: float, *, is_new: bool) -> Self:
        """Return a copy that starts a series with `urls`; tries at most three.

        Those of a running series come after them.
        """
        running = self.urls if self.is_series else ()
        return replace(
            self,
            urls=tuple(dict.fromkeys((*urls, *running)))[:TARGETS],
            began_at=now,
            listed_at=now if is_new else self.listed_at,
            tries=0,
            due_at=now + TRIES[0],
            answered=None,
        )

    def tried(self, now: float) -> Self:
        """Return a copy with the next try scheduled; the last one ends the series."""
        tries = self.tries + 1
        if tries >= len(TRIES) or now - self.began_at > SERIES_LASTS:
            return self.ended()
        due_at = max(self.began_at + TRIES[tries], now + TRIES[0])
        return replace(self, tries=tries, due_at=due_at, answered=None)

    def heard(self, url: str, now: float) -> Self:
        """Return a copy after a first good answer, which a second one must confirm."""
        return replace(self, urls=(url,), answered=url, due_at=now + SECOND_ANSWER)

    def returned(self, now: float) -> Self:
        """Return a copy after a return without the dwell."""
        return replace(self.ended(), returned_at=now)

    def ended(self) -> Self:
        """Return a copy with nothing to try."""
        return replace(self, urls=(), due_at=inf, answered=None)

    def awaited(self, url: str, tried_at: float, wait: float) -> Self:
        """Return a copy that tries an offline server's last good address next."""
        return replace(
            self, urls=(url,), tries=len(TRIES), due_at=tried_at + wait, answered=None
        )


NO_SERIES = FailBack()
"""Nothing to retry."""


def return_wait(offline_for: float, rng: Random) -> float:
    """Return the seconds between two attempts at an offline server's last address."""
    wait = next(wait for limit, wait in RETURN_WAITS if offline_for < limit)
    return wait * (1 + rng.uniform(0, LONGER))
