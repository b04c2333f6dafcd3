"""What is told of the engine's work while it goes on, for whoever counts."""

from typing import Protocol, override

from .events import Purpose
from .freshness import Freshness
from .models import Attempt, Candidate, ConnectionType
from .reports import Change


class Observer(Protocol):
    """Told of each attempt, request, change and verdict. Must return at once."""

    def on_attempt(
        self, candidate: Candidate, attempt: Attempt, purpose: Purpose
    ) -> None:
        """Learn of a probe that ended; it counts as a request as well."""

    def on_request(self, purpose: Purpose) -> None:
        """Learn of a request that is no probe, or of a probe that was cancelled."""

    def on_operation(self, *, ok: bool) -> None:
        """Learn how an operation went, as far as the connection is concerned."""

    def on_change(self, change: Change) -> None:
        """Learn of a change of connection."""

    def on_verdict(self, connection_type: ConnectionType) -> None:
        """Learn how the server is reached from now on; often the same as before."""

    def on_lookup(self, freshness: Freshness) -> None:
        """Learn what a look into the cache found."""


class Unobserved(Observer):
    """Counts nothing."""

    @override
    def on_attempt(
        self, candidate: Candidate, attempt: Attempt, purpose: Purpose
    ) -> None:
        """Let it pass."""

    @override
    def on_request(self, purpose: Purpose) -> None:
        """Let it pass."""

    @override
    def on_operation(self, *, ok: bool) -> None:
        """Let it pass."""

    @override
    def on_change(self, change: Change) -> None:
        """Let it pass."""

    @override
    def on_verdict(self, connection_type: ConnectionType) -> None:
        """Let it pass."""

    @override
    def on_lookup(self, freshness: Freshness) -> None:
        """Let it pass."""
