"""Which stays on the relay are reported: each once, one an hour for each server."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from ..connection import ConnectionType
from ..connection.deserialize import read
from .message import QUIET, Message, MessageKind, Times, next_ripe, ripe

PAUSE = 60.0
"""Seconds offline that do not end a stay: a restart of the server is not its end."""


@dataclass(slots=True)
class _Stay:
    """One server's stay on the relay."""

    began: float | None = None
    """Monotonic seconds, as all times here; None: it is not on the relay."""
    left: float | None = None
    """Since when it is offline."""
    is_reported: bool = False
    is_explained: bool = False
    """Whether a message about a problem has reported it."""
    reported_at: float = -inf


class RelayStays:
    """The stays on the relay of one account's servers."""

    def __init__(self, times: Times, *, after: float | None) -> None:
        """Know nothing yet; tell a stay `after` seconds, None: never."""
        self._times = times
        self._after = after
        self._stays: dict[str, _Stay] = {}
        self._seen: set[str] = set()
        """The servers that were seen in this run."""

    def observe(self, server_id: str, kind: ConnectionType) -> None:
        """Take how a server is connected."""
        now = self._times.clock()
        self._seen.add(server_id)
        stay = self._stays.setdefault(server_id, _Stay())
        is_over = stay.left is not None and now - stay.left > PAUSE
        if kind is ConnectionType.OFFLINE:
            stay.left = now if stay.left is None else stay.left
        elif kind is not ConnectionType.RELAY:
            self._stays[server_id] = _Stay(reported_at=stay.reported_at)
        elif stay.began is None or is_over:
            self._stays[server_id] = _Stay(began=now, reported_at=stay.reported_at)
        else:
            stay.left = None

    def forget(self, server_id: str) -> None:
        """Forget a server."""
        self._stays.pop(server_id, None)
        self._seen.discard(server_id)

    def keep(self, server_ids: Collection[str]) -> None:
        """Forget all but these servers."""
        for server_id in self._stays.keys() - server_ids:
            self.forget(server_id)

    def is_on_relay(self, server_id: str) -> bool:
        """Return whether a server is on the relay."""
        stay = self._stays.get(server_id)
        return stay is not None and stay.began is not None and stay.left is None

    def cover(self, server_id: str) -> None:
        """Note that a message about a problem has reported the present stay."""
        stay = self._stays[server_id]
        if self.is_on_relay(server_id) and not stay.is_reported:
            stay.is_reported = stay.is_explained = True

    def is_explained(self, server_id: str) -> bool:
        """Return whether a message about a problem has reported the present stay."""
        stay = self._stays.get(server_id)
        return stay is not None and stay.is_explained

    def due(self) -> Iterator[Message]:
        """Yield the message that is due, if any, and take it for sent."""
        if self._after is None:
            return
        now = self._times.clock()
        began = self._waiting(now)
        if group := ripe(began, self._after, now):
            for server_id in group:
                stay = self._stays[server_id]
                stay.is_reported, stay.reported_at = True, now
            first = min(began[each] for each in group)
            yield Message(
                kind=MessageKind.RELAY,
                servers=group,
                since=self._times.wall(first),
                lasted=now - first,
            )

    def next_at(self) -> float:
        """Return when something may be due next; inf: never."""
        if self._after is None:
            return inf
        now = self._times.clock()
        held = [
            stay.reported_at + QUIET
            for stay in self._stays.values()
            if not stay.is_reported
        ]
        moments = [next_ripe(self._waiting(now), self._after), *held]
        return min((at for at in moments if at > now), default=inf)

    def _waiting(self, now: float) -> dict[str, float]:
        return {
            server_id: stay.began
            for server_id, stay in self._stays.items()
            if server_id in self._seen
            and stay.began is not None
            and stay.left is None
            and not stay.is_reported
            and now >= stay.reported_at + QUIET
        }

    def to_dict(self) -> dict[str, Any]:
        """Return what is known, as JSON can hold it."""
        stored = self._times.stored
        return {
            server_id: {
                "began": stored(stay.began),
                "left": stored(stay.left),
                "is_reported": stay.is_reported,
                "is_explained": stay.is_explained,
                "reported": stored(stay.reported_at),
            }
            for server_id, stay in self._stays.items()
        }

    def load(self, data: Mapping[str, Any], _stored_at: float) -> None:
        """Restore what was stored; raises ValueError, having changed nothing."""
        self._stays = {key: self._read(each) for key, each in data.items()}

    def _read(self, data: Any) -> _Stay:
        reported = self._times.read(data, "reported")
        return _Stay(
            began=self._times.read(data, "began"),
            left=self._times.read(data, "left"),
            is_reported=read(data, "is_reported", bool),
            is_explained=read(data, "is_explained", bool),
            reported_at=-inf if reported is None else reported,
        )
