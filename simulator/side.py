"""One end of a wire as an asyncio protocol."""

import asyncio
from collections.abc import Callable
from typing import cast, override


class Side(asyncio.Protocol):
    """Passes on what a transport reports; an empty chunk is the end of stream."""

    def __init__(
        self,
        *,
        received: Callable[[bytes], None],
        connected: Callable[[asyncio.Transport], None] | None = None,
        lost: Callable[[], None] | None = None,
    ) -> None:
        """Call these functions."""
        self._received = received
        self._connected = connected
        self._lost = lost

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._connected is not None:
            self._connected(cast("asyncio.Transport", transport))

    @override
    def data_received(self, data: bytes) -> None:
        self._received(data)

    @override
    def eof_received(self) -> bool:
        self._received(b"")
        # The other direction stays open.
        return True

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if self._lost is not None:
            self._lost()
