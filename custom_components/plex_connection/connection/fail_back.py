"""Trying again soon what was just left, or has just become known (rules 10 and 13).

A LAN that was gone for seconds, a server with a new address and one that was switched
on again are all found by one probe at the right time, long before the next search.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf
from random import Random
from typing import Self

TRIES = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds after it was left, or became known. Wi-Fi is back after 2 to 5 s, a switch
that restarts after 10 to 30."""

SERIES_LASTS = 60.0
"""Seconds after which a series is over, were it that nothing could be tried: what is
found later is no blip."""

SECOND_ANSWER = 1.0
"""Seconds from the first good answer to the question that asks for another."""

TARGETS = 3
"""Candidates in one series: a server has one address or two at home."""

SERIES_SPACING = 300.0
"""Least seconds between the beginnings of two series: a server that comes and goes, or
rows that are others each time, must not keep us probing."""

RETURN_SPACING = 900.0
"""Least seconds between two returns without the dwell of rule 13."""

EARLY = 0.5
"""Seconds that a try may come early: timers may run on whole seconds."""

LONGER = 0.05
"""Share by which the waits of an offline server are scattered, always upwards."""

RETURN_WAITS = ((3600.0, 60.0), (86_400.0, 120.0), (inf, 300.0))
"""Seconds offline up to which, and from one attempt at the last good address to the
next: with the races of rule 10 that is at most 1,487 probes on the first day."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FailBack:
    """The candidates that are tried again, and when; monotonic seconds."""

    urls: tuple[str, ...] = ()
    """In the order in which they are tried, one after the other."""
    began_at: float = -inf
    """When the last series began."""
    listed_at: float = -inf
    """When the last one began for what was listed newly."""
    tries: int = 0
    """How often they were tried in it."""
    due_at: float = inf
    answered: str | None = None
    """Which one has given the first good answer; the second one brings it back."""
    returned_at: float = -inf
    """When one came back without the dwell."""

    @property
    def is_series(self) -> bool:
        """Whether a series goes on."""
        return self.due_at < inf and self.tries < len(TRIES)

    def is_due(self, now: float) -> bool:
        """Return whether it is time for a try."""
        return self.due_at - now <= EARLY

    def may_begin(self, now: float, *, is_offline: bool, is_new: bool) -> bool:
        """Return whether a series may begin; of an offline server more often.

        Its way back is no upgrade, so that nothing flaps. What is listed newly need not
        wait for the series of what was left: a server that moves is lost first, and
        listed where it is now a moment later.
        """
        last = self.listed_at if is_new else self.began_at
        if now - last < SERIES_SPACING:
            return False
        return is_offline or self.may_return(now)

    def may_return(self, now: float) -> bool:
        """Return whether one may come back without the dwell."""
        return now - self.returned_at >= RETURN_SPACING

    def begun(self, urls: Sequence[str], now: float, *, is_new: bool) -> Self:
        """Return it with a series that begins with these; at most three are tried.

        What another series still tries comes after them.
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
        """Return it with the next try set; the last one ends the series."""
        tries = self.tries + 1
        if tries >= len(TRIES) or now - self.began_at > SERIES_LASTS:
            return self.ended()
        due_at = max(self.began_at + TRIES[tries], now + TRIES[0])
        return replace(self, tries=tries, due_at=due_at, answered=None)

    def heard(self, url: str, now: float) -> Self:
        """Return it after a first good answer; its second is the last word."""
        return replace(self, urls=(url,), answered=url, due_at=now + SECOND_ANSWER)

    def returned(self, now: float) -> Self:
        """Return it after one came back without the dwell."""
        return replace(self.ended(), returned_at=now)

    def ended(self) -> Self:
        """Return it with nothing to try."""
        return replace(self, urls=(), due_at=inf, answered=None)

    def awaited(self, url: str, tried_at: float, wait: float) -> Self:
        """Return it with the last good address of an offline server tried next."""
        return replace(
            self, urls=(url,), tries=len(TRIES), due_at=tried_at + wait, answered=None
        )


NO_SERIES = FailBack()
"""Without anything to try again."""


def return_wait(offline_for: float, rng: Random) -> float:
    """Return the seconds between two attempts at an offline server's last address."""
    wait = next(wait for limit, wait in RETURN_WAITS if offline_for < limit)
    return wait * (1 + rng.uniform(0, LONGER))
