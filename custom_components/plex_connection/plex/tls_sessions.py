"""Stores TLS sessions, so that the next connection to a host can resume one.

A resumed handshake proves that the server is the one with which the session was made,
and nothing else: the certificate is neither sent nor verified again (RFC 8446, section
2.2; OpenSSL checks chain, name and dates in full handshakes only). So a session is
valid for exactly the name that was verified when it was made, and only for a while.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
import ssl
import time
from typing import Self

MAX_AGE = 3600.0
"""Seconds after which the certificate is verified again, however often the session was
resumed: for a local server, once in twelve checks."""
MAX_HOSTS = 256
"""Maximum names; a session takes some 7 KiB, most of it the server's certificates."""


_MAX_CHECKS = 4
"""Reads after which no ticket is expected any more; it comes with the first."""
_LONG_AGO = "Jan  1 00:00:00 1970 GMT"


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """When a certificate was verified, by two clocks, and how long that is valid.

    The wall clock may be set; the loop's stands still while the machine sleeps.
    """

    loop_time: float
    wall_time: float
    not_after: float
    """Wall time at which the server's own certificate expires."""

    @classmethod
    def now(cls, connection: ssl.SSLObject) -> Self:
        """Return the verification of `connection`'s certificate, as of now."""
        certificate = connection.getpeercert() or {}
        expires = str(certificate.get("notAfter", _LONG_AGO))
        return cls(
            loop_time=asyncio.get_running_loop().time(),
            wall_time=time.time(),
            not_after=ssl.cert_time_to_seconds(expires),
        )

    @property
    def counts(self) -> bool:
        """Return whether it is still valid; setting the clock back ends it too."""
        now = time.time()
        return (
            asyncio.get_running_loop().time() - self.loop_time < MAX_AGE
            and 0 <= now - self.wall_time < MAX_AGE
            and now < self.not_after
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class VerifiedSession:
    """A session, and the verification that it is based on."""

    session: ssl.SSLSession = field(repr=False)
    verification: Verification


class TlsSessions:
    """The last session of each host name, for one client and its one context."""

    def __init__(self) -> None:
        """Start empty."""
        self._sessions: OrderedDict[str, VerifiedSession] = OrderedDict()

    def __len__(self) -> int:
        """Return the number of names with a session."""
        return len(self._sessions)

    def take(self, host: str) -> VerifiedSession | None:
        """Remove and return the session for `host`; None without a valid one.

        It comes back once its handshake has succeeded, or not at all; and no two
        connections offer the same one (RFC 8446, appendix C.4).
        """
        found = self._sessions.pop(host, None)
        return found if found is not None and found.verification.counts else None

    def keep(self, host: str, session: VerifiedSession) -> None:
        """Store the newest session for `host`; beyond the maximum, drop the oldest."""
        self._sessions[host] = session
        self._sessions.move_to_end(host)
        if len(self._sessions) > MAX_HOSTS:
            self._sessions.popitem(last=False)


class Resumption:
    """The session that a connection to `host` resumes, and the one that it leaves."""

    def __init__(self, sessions: TlsSessions, host: str) -> None:
        """Take the stored session; without one the handshake is a full one."""
        self._sessions = sessions
        self._host = host
        self._checks = 0
        taken = sessions.take(host)
        self.offered = None if taken is None else taken.session
        self._verification = None if taken is None else taken.verification

    def secured(self, connection: ssl.SSLObject) -> None:
        """Record the verification behind the handshake that just succeeded.

        A resumed one has that of the offered session, so that no chain of resumptions
        outlasts one verification's lifetime.
        """
        self.offered = None
        if not connection.session_reused:
            self._verification = Verification.now(connection)

    def settled(self, connection: ssl.SSLObject) -> bool:
        """Store the session if it can be resumed; return whether to stop trying."""
        self._checks += 1
        session = connection.session
        if (
            session is not None
            and self._verification is not None
            and _can_be_resumed(session, connection.version())
        ):
            kept = VerifiedSession(session=session, verification=self._verification)
            self._sessions.keep(self._host, kept)
            return True
        return self._checks >= _MAX_CHECKS


def _can_be_resumed(session: ssl.SSLSession, version: str | None) -> bool:
    """Return whether the server has provided what resuming needs.

    Up to TLS 1.2 a session id may suffice; 1.3 has tickets only.
    """
    return session.has_ticket or (version != "TLSv1.3" and bool(session.id))
