"""The addresses of one machine, with common faults."""

from typing import Any

from .faults import FaultKind
from .listener import Listener, Outage


class Machine:
    """A machine with any number of addresses."""

    def __init__(self) -> None:
        """Start without addresses."""
        self.listeners: list[Listener] = []

    def inject(self, kind: FaultKind | str, **settings: Any) -> None:
        """Activate a fault at every address."""
        for listener in self.listeners:
            listener.inject(kind, **settings)

    def heal(self, *kinds: FaultKind | str) -> None:
        """Deactivate faults at every address; without arguments all of them."""
        for listener in self.listeners:
            listener.heal(*kinds)

    def cut_connections(self, *, reset: bool = True) -> None:
        """End the open connections at every address, as a restart does."""
        for listener in self.listeners:
            listener.cut_connections(reset=reset)

    def crash(self, *, reset: bool = True) -> None:
        """Crash the process: open connections end, new ones are refused."""
        for listener in self.listeners:
            if listener.is_proxy:
                self._lose_server(listener)
                listener.cut_connections(reset=reset)
            else:
                listener.crash(reset=reset)

    def vanish(self) -> None:
        """Unplug the machine's cable: no FIN, no answers."""
        for listener in self.listeners:
            if listener.is_proxy:
                self._lose_server(listener)
            else:
                listener.vanish()

    def flip(self, every: float, outage: Outage = Outage.VANISH) -> None:
        """Disappear now, return after `every` seconds, and so on until `restore()`."""
        for listener in self.listeners:
            if not listener.is_proxy:
                listener.flip(every, outage)

    def restore(self) -> None:
        """End `crash`, `vanish` and `flip`."""
        for listener in self.listeners:
            if listener.is_proxy:
                listener.heal(FaultKind.GATEWAY)
            listener.restore()

    def _lose_server(self, proxy: Listener) -> None:
        """Make a proxy report a bad gateway, unless it has a worse fault."""
        if proxy.faults.get(FaultKind.GATEWAY) is None:
            proxy.inject(FaultKind.GATEWAY)
