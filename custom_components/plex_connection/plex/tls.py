"""One TLS policy for probes and traffic alike: Home Assistant's own, verified."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from os import environ
import ssl
from typing import Any, cast, override
import weakref

import certifi

from .timing import PhaseRecorder, active_recorder
from .tls_sessions import Resumption, TlsSessions

READ_AT_ONCE = 32 * 1024
"""Bytes read from a connection per turn of the loop: asyncio would read 256 KiB, which
can hold fourteen thousand answers ("HTTP/1.1 100 …") or frames, all of which aiohttp
parses before any other task runs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TlsPolicy:
    """A client's TLS: the trusted context and the sessions to resume."""

    context: ssl.SSLContext
    sessions: TlsSessions = field(default_factory=TlsSessions)


class ResumableConnection(ssl.SSLObject):
    """A connection that leaves its session to the next one to the same name."""

    recorder: PhaseRecorder | None = None
    """Gets the result of the handshake; None afterwards."""
    resumption: Resumption | None = None
    """Stores its session; None once that is done."""
    identified_as: str | None = None
    """The machineIdentifier last given on it."""
    _transport: weakref.ref[asyncio.Transport] | None = None
    _taken = 0
    """Bytes since the last portion began."""
    _is_scheduled = False

    @override
    def do_handshake(self) -> None:
        """Continue the handshake; when it has succeeded, record how."""
        super().do_handshake()
        if self.recorder is not None:
            resumed = bool(self.session_reused)
            # A resumed session keeps the certificate of the first, which may be old.
            until = None if resumed else _end_of(self.getpeercert())
            self.recorder.secured(resumed=resumed, certificate_until=until)
            self.recorder = None
        if self.resumption is not None:
            self.resumption.secured(self)

    @override
    def read(self, *args: Any) -> Any:
        """Read as usual, but at most one portion per turn of the loop.

        Session tickets arrive before that. Until an answer's head has arrived
        (`read_on`), only one portion is read: a server that sends interim responses
        forever gets no more.
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
        """Write as usual; the answer gets a new portion.

        The task that makes a request writes it, so its recorder learns here which
        connection it uses: aiohttp does not say.
        """
        self._taken = 0
        if (recorder := active_recorder.get()) is not None:
            recorder.carried_by(self)
        return super().write(data)

    def read_on(self, transport: asyncio.Transport) -> None:
        """Read the rest, one portion per turn."""
        self._transport = weakref.ref(transport)
        if self._taken >= READ_AT_ONCE:
            self._schedule()

    @property
    def transport(self) -> asyncio.Transport | None:
        """Return its transport; None before `read_on`, or once it is gone."""
        return None if self._transport is None else self._transport()

    def _schedule(self) -> None:
        if self._transport is not None and not self._is_scheduled:
            self._is_scheduled = True
            asyncio.get_running_loop().call_soon(self._next_portion)

    def _next_portion(self) -> None:
        """Make the transport read again, unless its user has paused it."""
        self._is_scheduled = False
        self._taken = 0
        transport = self.transport
        # One that was closed twice, as by us and by its user, has no state to ask for.
        if transport is None or transport.is_closing():
            return
        if transport.is_reading():
            transport.pause_reading()
            transport.resume_reading()


def _end_of(certificate: Mapping[str, object] | None) -> float | None:
    """Return until when a certificate is valid, in seconds since the epoch."""
    until = (certificate or {}).get("notAfter")
    return float(ssl.cert_time_to_seconds(until)) if isinstance(until, str) else None


def hang_up(connection: object) -> None:
    """Close a connection at once, discarding unsent and unread data."""
    transport = getattr(connection, "transport", None)
    if isinstance(transport, asyncio.Transport):
        transport.close()


class PlexSSLContext(ssl.SSLContext):
    """A context whose connections resume the last session of the same name.

    asyncio calls `wrap_bio` once for each connection, right after TCP has connected:
    that is also when the request's recorder learns that the handshake begins. The
    sessions come with the recorder and not from here: a session refers to its context,
    which must not refer back to it.
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
        """Record the start of TLS, and offer a stored session for this name."""
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
        """Return whether a handshake verifies `name`; callers can turn that off."""
        return (
            isinstance(name, str)
            and self.check_hostname
            and self.verify_mode is ssl.CERT_REQUIRED
        )


def create_ssl_context() -> PlexSSLContext:
    """Return a context with the same trust as Home Assistant's.

    It blocks (certificates are read from disk): call it in an executor.

    This is `ssl.create_default_context(cafile=…)`, which cannot create a subclass, with
    the CA file and the ALPN protocols of `homeassistant/util/ssl.py`: a test compares
    both.
    """
    context = PlexSSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | ssl.VERIFY_X509_STRICT
    context.load_verify_locations(
        cafile=environ.get("REQUESTS_CA_BUNDLE", certifi.where())
    )
    context.set_alpn_protocols(["http/1.1"])
    return context
