"""When all candidates are asked of a server that is off, or at fault (rule 10)."""

from collections.abc import Callable
from math import inf

from .backoff import Backoff
from .polling import DUE_TOLERANCE


class FieldSchedule:
    """Has the whole field asked after 30, 60 … 600 s, for as long as there is trouble.

    Whatever is answered meanwhile, and by whom, does not end it: no verdict keeps the
    other candidates from being asked. Checks in between, of those alone of which
    something is hoped, do not lengthen it.
    """

    def __init__(self, *, clock: Callable[[], float], backoff: Backoff) -> None:
        """Start without trouble."""
        self.waits = 0
        """How often the field was asked in vain since the trouble began."""
        self._due_at = inf
        """Monotonic seconds; infinite: there is no trouble."""
        self._nominal_at = inf
        """The same without jitter, by which checks in between go."""
        self._is_asked = False
        self._clock = clock
        self._backoff = backoff

    @property
    def interval(self) -> float:
        """Return the seconds of the wait that goes on, before jitter."""
        return self._backoff.nominal(self.waits)

    @property
    def is_due(self) -> bool:
        """Return whether a check that comes anyway is to ask the whole field."""
        return self._clock() >= max(self._due_at, self._nominal_at) - DUE_TOLERANCE

    def wait(self, began_at: float) -> float:
        """Return the seconds from `began_at` until the field is asked.

        Without trouble, after a check that came to no verdict, the shortest wait.
        """
        if self._due_at == inf:
            return self._backoff.wait(self.waits)
        return max(0.0, self._due_at - began_at)

    def note_asked(self) -> None:
        """Note that the check that goes on asks the whole field."""
        self._is_asked = True

    def resume(self, waits: int) -> None:
        """Go on with a trouble from before a restart, a whole wait from now."""
        self.waits = waits
        self._set(self._clock(), 0.0)

    def bring_forward(self, wait: float) -> None:
        """Have all asked in so many seconds, if that is sooner."""
        at = self._clock() + wait
        self._due_at = min(self._due_at, at)
        self._nominal_at = min(self._nominal_at, at)

    def follow(self, began_at: float, *, is_new: bool, least: float) -> None:
        """Learn, at the end of a check that began then, that there is trouble.

        `least` is in seconds: while a connection is in use, and only its server at
        fault, all are not asked more often than one would look anyway.
        """
        if is_new or self._due_at == inf:
            self.waits = 0
        elif self._is_asked and began_at >= self._due_at - DUE_TOLERANCE:
            self.waits += 1
        else:
            self._is_asked = False
            return
        self._is_asked = False
        self._set(began_at, least)

    def end(self) -> None:
        """Learn that there is no trouble any more."""
        self.waits = 0
        self._due_at = self._nominal_at = inf
        self._is_asked = False

    def _set(self, began_at: float, least: float) -> None:
        self._due_at = began_at + max(self._backoff.wait(self.waits), least)
        self._nominal_at = began_at + max(self.interval, least)
