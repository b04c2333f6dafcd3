"""What became of a server's connection: the last changes, and why each was made."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
import logging

from .models import ConnectionType
from .reports import Change, ChangeReason

_LOGGER = logging.getLogger(__name__)

CHANGES_KEPT = 50
"""Changes of connection that are remembered."""


@dataclass(frozen=True, slots=True)
class Position:
    """A verdict and the candidate it is about."""

    connection_type: ConnectionType | None
    url: str | None
    endpoint: str | None = field(default=None, compare=False)
    """The candidate for people."""


class Chronicle:
    """Records the changes of one server's connection, and says them aloud."""

    def __init__(self, label: str, *, now: Callable[[], datetime]) -> None:
        """Begin with nothing; `label` is the server's name for the log."""
        self._label = label
        self._now = now
        self._changes: deque[Change] = deque(maxlen=CHANGES_KEPT)
        self._left: set[str | None] = set()
        """What was left by fail-overs since the last change of another kind."""

    @property
    def kept(self) -> tuple[Change, ...]:
        """Return the last changes, oldest first."""
        return tuple(self._changes)

    def restore(self, changes: Iterable[Change]) -> None:
        """Take what was recorded before a restart, oldest first."""
        self._changes.extendleft(reversed(tuple(changes)))

    def forget(self) -> None:
        """Forget all but the last change, which led to where things stand."""
        while len(self._changes) > 1:
            self._changes.popleft()
        self._left.clear()

    @property
    def position(self) -> Position:
        """Return what the last change led to; a relay's url is not stored."""
        if not self._changes:
            return Position(None, None)
        last = self._changes[-1]
        return Position(last.to_type, last.to_url)

    def record(
        self,
        before: Position,
        after: Position,
        cause: ChangeReason,
        duration: float,
        *,
        chosen: str | None = None,
    ) -> Change | None:
        """Record a change, if it is one, and return it.

        `cause` is what led to it, as far as both ends are connections, or a choice;
        `duration` is in seconds, `chosen` the url of the only one that may be used.
        The first verdict after a start is compared with what was known before it: a
        relay that is found again is the same, whatever its address.
        """
        if before.connection_type is None:
            before = self.position
            if before.connection_type is ConnectionType.RELAY:
                if after.connection_type is ConnectionType.RELAY:
                    return None
                if chosen is None:
                    cause = ChangeReason.UPGRADE
        if after == before or after.connection_type is None:
            return None
        reason = self._reason_of(before, after, cause)
        if reason is ChangeReason.FAILOVER:
            self._left.add(before.url)
        else:
            self._left.clear()
        change = Change(
            at=self._now(),
            from_type=before.connection_type,
            to_type=after.connection_type,
            from_url=before.url,
            to_url=after.url,
            reason=reason,
            chosen_url=chosen if _is_in_vain(reason, after) else None,
            duration_ms=duration * 1000,
        )
        self._changes.append(change)
        _LOGGER.info(
            "%s: %s, was %s; %s, settled in %.0f ms",
            self._label,
            after.connection_type
            if after.endpoint is None
            else f"{after.connection_type} over {after.endpoint}",
            before.connection_type or "unknown",
            reason,
            change.duration_ms,
        )
        return change

    def _reason_of(
        self, before: Position, after: Position, cause: ChangeReason
    ) -> ChangeReason:
        if after.connection_type is ConnectionType.OFFLINE:
            is_chosen = cause is ChangeReason.PINNED
            return ChangeReason.PINNED if is_chosen else ChangeReason.LOST
        if before.url == after.url:
            return ChangeReason.RETYPED
        if before.connection_type is None:
            return ChangeReason.FIRST
        if before.connection_type is ConnectionType.OFFLINE:
            return ChangeReason.RECOVERED
        if cause is ChangeReason.UPGRADE and after.url in self._left:
            return ChangeReason.FAIL_BACK
        return cause


def _is_in_vain(reason: ChangeReason, after: Position) -> bool:
    """Return whether a choice left nothing that can be used."""
    is_offline = after.connection_type is ConnectionType.OFFLINE
    return is_offline and reason is ChangeReason.PINNED
