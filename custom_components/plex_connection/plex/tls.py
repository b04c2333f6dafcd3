"""One TLS policy for probes and traffic alike: Home Assistant's own, verified."""

import asyncio
from dataclasses import dataclass, field
from os import environ
import ssl
from typing import Any, cast, override
import weakref

import certifi

from .timing import PhaseRecorder, active_recorder
from .tls_sessions import Resumption, TlsSessions

READ_AT_ONCE = 32 * 1024
"""Bytes that one turn of the loop takes from a connection: asyncio would take 256 KiB,
out of which a server can make fourteen thousand answers ("HTTP/1.1 100 …") or frames,
and aiohttp reads all of them before anything else has its turn."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TlsPolicy:
    """How one client does TLS: what it trusts, and what it may resume."""

    context: ssl.SSLContext
    sessions: TlsSessions = field(default_factory=TlsSessions)


class ResumableConnection(ssl.SSLObject):
    """One connection, which leaves its session for the next to the same name."""

    recorder: PhaseRecorder | None = None
    """Who wants to know how the handshake ended; None once it has."""
    resumption: Resumption | None = None
    """What is to be done about its session; None once that is done."""
    identified_as: str | None = None
    """The machineIdentifier that was last given on it."""
    _transport: weakref.ref[asyncio.Transport] | None = None
    _taken = 0
    """Bytes since the last portion began."""
    _is_scheduled = False

    @override
    def do_handshake(self) -> None:
        """Go on with the handshake; when it has succeeded, say how."""
        super().do_handshake()
        if self.recorder is not None:
            self.recorder.secured(resumed=bool(self.session_reused))
            self.recorder = None
        if self.resumption is not None:
            self.resumption.secured(self)

    @override
    def read(self, *args: Any) -> Any:
        """Read as usual, but no more than a portion in one turn of the loop.

        What makes the session resumable comes before that. Until an answer's head
        is there (`read_on`) the portion is all that is read: a server that answers
        with interim responses for ever is not listened to for longer.
        """
        if self._taken >= READ_AT_ONCE:
            self._schedule()
            raise ssl.SSLWantReadError
        try:
            received = super().read(*args)
        except ssl.SSLWantReadError:
            if self._transport is not None:
                self._taken = 0
            raise
        self._taken += len(received)
        if self.resumption is not None and self.resumption.settled(self):
            self.resumption = None
        return received

    @override
    def write(self, data: Any, /) -> int:
        """Write as usual; what answers it has a portion of its own.

        A request is written by the task that makes it, whose recorder thus learns on
        which connection it goes out: aiohttp does not tell.
        """
        self._taken = 0
        if (recorder := active_recorder.get()) is not None:
            recorder.carried_by(self)
        return super().write(data)

    def read_on(self, transport: asyncio.Transport) -> None:
        """Read all that there is to come, one portion a turn."""
        self._transport = weakref.ref(transport)
        if self._taken >= READ_AT_ONCE:
            self._schedule()

    @property
    def transport(self) -> asyncio.Transport | None:
        """Return what it is read through; None before `read_on`, or when it is gone."""
        return None if self._transport is None else self._transport()

    def _schedule(self) -> None:
        if self._transport is not None and not self._is_scheduled:
            self._is_scheduled = True
            asyncio.get_running_loop().call_soon(self._next_portion)

    def _next_portion(self) -> None:
        """Have the transport read again, unless its user does not want to."""
        self._is_scheduled = False
        self._taken = 0
        transport = self.transport
        if transport is not None and transport.is_reading():
            transport.pause_reading()
            transport.resume_reading()


def hang_up(connection: object) -> None:
    """Close a connection at once, whatever is still to be written or read."""
    transport = getattr(connection, "transport", None)
    if isinstance(transport, asyncio.Transport):
        transport.close()


class PlexSSLContext(ssl.SSLContext):
    """A context whose connections resume the last session of the same name.

    asyncio calls `wrap_bio` once for each connection, right after TCP has
    connected: that is also when the request's recorder learns that the
    handshake begins. What may be resumed comes with the recorder and not from
    here: a session refers to its context, which must not refer back to it.
    """

    sslobject_class = ResumableConnection

    @override
    def wrap_bio(
        self,
        incoming: ssl.MemoryBIO,
        outgoing: ssl.MemoryBIO,
        server_side: bool = False,
        server_hostname: str | bytes | None = None,
        session: ssl.SSLSession | None = None,
    ) -> ssl.SSLObject:
        """Note the moment, and offer the session that there is for this name."""
        recorder = active_recorder.get()
        resumption = None
        if recorder is not None:
            recorder.securing()
            if recorder.sessions is not None and self._verifies(server_hostname):
                resumption = Resumption(recorder.sessions, str(server_hostname))
                session = resumption.offered
        connection = cast(
            "ResumableConnection",
            super().wrap_bio(
                incoming,
                outgoing,
                server_side=server_side,
                server_hostname=server_hostname,
                session=session,
            ),
        )
        connection.recorder = recorder
        connection.resumption = resumption
        return connection

    def _verifies(self, name: str | bytes | None) -> bool:
        """Return whether a handshake proves `name`; somebody may have seen to it."""
        return (
            isinstance(name, str)
            and self.check_hostname
            and self.verify_mode is ssl.CERT_REQUIRED
        )


def create_ssl_context() -> PlexSSLContext:
    """Return a context that trusts what Home Assistant's trusts.

    It blocks (certificates are read from disk): call it in an executor.

    This is `ssl.create_default_context(cafile=…)`, which cannot make a
    subclass, with the CA file and the ALPN protocols of
    `homeassistant/util/ssl.py`: a test holds it to both.
    """
    context = PlexSSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | ssl.VERIFY_X509_STRICT
    context.load_verify_locations(
        cafile=environ.get("REQUESTS_CA_BUNDLE", certifi.where())
    )
    context.set_alpn_protocols(["http/1.1"])
    return context
