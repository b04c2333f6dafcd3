"""What a monitor is told to do, put in force between two looks."""

from collections.abc import Iterable

from .memory import Memory
from .models import Candidate, Networks
from .roster import Roster
from .standing import Standing
from .upkeep import Upkeep


class Orders:
    """Takes orders at any time, and obeys them when nobody is being probed."""

    def __init__(
        self, roster: Roster, standing: Standing, upkeep: Upkeep, memory: Memory
    ) -> None:
        """Begin without orders."""
        self._roster = roster
        self._standing = standing
        self._upkeep = upkeep
        self._memory = memory
        self._offer: tuple[tuple[Candidate, ...], Networks] | None = None
        self._pin: tuple[str | None] | None = None
        self._is_to_forget = False

    def offer(self, candidates: Iterable[Candidate], networks: Networks) -> None:
        """Have these candidates from now on."""
        self._offer = (tuple(candidates), networks)

    def pin(self, url: str | None) -> None:
        """Use this candidate and no other; None: any."""
        self._pin = (url,)

    def forget(self) -> None:
        """Forget what was learnt."""
        self._is_to_forget = True

    def take(self) -> None:
        """Obey, whatever was ordered first."""
        self._take_offer()
        self._take_pin()
        if self._is_to_forget:
            self._is_to_forget = False
            self._roster.forget()
            self._upkeep.forget()
            self._standing.forget()
            self._memory.forget()
        self._memory.recall()
        active = self._standing.active
        if active is not None and not self._roster.may_use(active.url):
            self._memory.drop()
            self._standing.move_check(0.0)

    def admit_newcomers(self) -> None:
        """Let those be tried in the look that goes on who are offered anew.

        The offer as a whole is obeyed like all else, when the look has ended.
        """
        if self._offer is not None:
            self._roster.admit(*self._offer)

    def _take_offer(self) -> None:
        if self._offer is not None:
            active = self._standing.active
            in_use = None if active is None else active.url
            self._roster.offer(*self._offer, in_use=in_use)
            self._offer = None

    def _take_pin(self) -> None:
        if self._pin is None:
            return
        (url,), self._pin = self._pin, None
        if url != self._roster.pinned:
            self._roster.pinned = url
            self._upkeep.is_unpinned = url is None
            if self._standing.verdict is not None:
                self._standing.move_check(0.0)
