"""A port of 127.0.0.1 that can listen or refuse, with a constant number."""

import asyncio
from collections.abc import Callable
import socket

from .peer import LOOPBACK

BACKLOG = 128


class Port:
    """One port, assigned by the system when it first listens.

    While it refuses, a bound socket that does not listen keeps it: no other process
    gets the port, and the kernel refuses.
    """

    def __init__(self, accepted: Callable[[socket.socket], None]) -> None:
        """Pass each connection to `accepted`."""
        self.number: int | None = None
        """None before it first listens."""
        self._accepted = accepted
        self._socket: socket.socket | None = None
        self._listening = False

    def listen(self) -> None:
        """Accept connections."""
        if self._listening:
            return
        fresh = _bound(self.number or 0)
        fresh.listen(BACKLOG)
        self._replace(fresh)
        self.number = int(fresh.getsockname()[1])
        self._listening = True
        asyncio.get_running_loop().add_reader(fresh, self._accept, fresh)

    def refuse(self) -> None:
        """Refuse connections."""
        if self._listening and self.number is not None:
            self._replace(_bound(self.number))

    def close(self) -> None:
        """Release the port."""
        self._replace(None)
        self.number = None

    def _replace(self, fresh: socket.socket | None) -> None:
        # The new one is already bound, so that the port is never free.
        if self._socket is not None:
            if self._listening:
                asyncio.get_running_loop().remove_reader(self._socket)
                self._listening = False
            self._socket.close()
        self._socket = fresh

    def _accept(self, listening: socket.socket) -> None:
        try:
            sock, _ = listening.accept()
        except BlockingIOError, ConnectionAbortedError:
            # The client has gone.
            return
        sock.setblocking(False)  # noqa: FBT003
        # As asyncio does for its own servers: the first answer on a TLS connection
        # follows the session tickets, and Nagle's algorithm would hold it until
        # the client's delayed acknowledgement, 40 ms later.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._accepted(sock)


def _bound(number: int) -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setblocking(False)  # noqa: FBT003
    # Lets the old socket and the new one share the port for a moment.
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    sock.bind((LOOPBACK, number))
    return sock
