"""Addresses that share a fate: those of one machine."""

from typing import Any

from .faults import FaultKind
from .listener import Listener, Outage


class Machine:
    """Whatever listens at a number of addresses."""

    def __init__(self) -> None:
        """Start without addresses."""
        self.listeners: list[Listener] = []

    def inject(self, kind: FaultKind | str, **settings: Any) -> None:
        """Switch a fault on at every address."""
        for listener in self.listeners:
            listener.inject(kind, **settings)

    def heal(self, *kinds: FaultKind | str) -> None:
        """Switch faults off at every address; without arguments all of them."""
        for listener in self.listeners:
            listener.heal(*kinds)

    def cut_connections(self, *, reset: bool = True) -> None:
        """End what is open at every address, as a restart does."""
        for listener in self.listeners:
            listener.cut_connections(reset=reset)

    def crash(self, *, reset: bool = True) -> None:
        """Let the process die: open connections end, new ones are refused."""
        for listener in self.listeners:
            if listener.is_proxy:
                self._lose_server(listener)
                listener.cut_connections(reset=reset)
            else:
                listener.crash(reset=reset)

    def vanish(self) -> None:
        """Pull the cable of the machine: no FIN, nothing answers any more."""
        for listener in self.listeners:
            if listener.is_proxy:
                self._lose_server(listener)
            else:
                listener.vanish()

    def flip(self, every: float, outage: Outage = Outage.VANISH) -> None:
        """Go away now, be back in `every` seconds, and so on until `restore()`."""
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
        """Have a proxy say that there is nothing behind it, unless it says worse."""
        if proxy.faults.get(FaultKind.GATEWAY) is None:
            proxy.inject(FaultKind.GATEWAY)
