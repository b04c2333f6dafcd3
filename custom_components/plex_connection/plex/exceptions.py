"""The client's errors, one type for each different reaction.

No text or repr in this tree holds a token, a query or an answer's body. The exceptions
of aiohttp do (URLs, request headers), so none of them is ever kept as the cause or the
context of one of these.
"""

from enum import StrEnum
from http import HTTPStatus

from .timing import Phase, Timings

SUCCESSES = range(200, 300)
REDIRECTS = range(300, 400)


class ConnectionFault(StrEnum):
    """Why there was no answer."""

    DNS = "dns"
    BLOCKED = "blocked"
    """The name resolves only to addresses that the caller does not allow."""
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    RESET = "reset"
    """The peer closed the connection before its answer was complete."""
    TLS_NAME = "tls_name"
    TLS_EXPIRED = "tls_expired"
    """Expired, or not yet valid."""
    TLS_UNTRUSTED = "tls_untrusted"
    """OpenSSL rejects the certificate, for a reason other than the above."""
    TLS_OTHER = "tls_other"


class PlexError(Exception):
    """Base of every error that this package raises on purpose."""

    timings: Timings | None = None
    """The timings up to the failure, if there are any."""
    written: bool = True
    """False: the request was certainly not sent, so it may be repeated elsewhere."""
    identified_as: str | None = None
    """The machineIdentifier last given on the connection of this answer. Without it, a
    status may come from anything in front of a server."""


class PlexConnectionError(PlexError):
    """No answer: the path failed, which says nothing about the server."""

    def __init__(
        self, kind: ConnectionFault, *, phase: Phase, detail: str | None = None
    ) -> None:
        """Keep what failed, and in which phase.

        `detail` is OpenSSL's own text about the certificate.
        """
        super().__init__(f"{kind} ({phase})")
        self.kind = kind
        self.phase = phase
        self.detail = detail
        self.written = phase is not Phase.RESOLVE


class PlexResponseError(PlexError):
    """An answer, but not a useful one."""

    def __init__(self, reason: str, *, status: int | None = None) -> None:
        """Keep the HTTP status; None if the answer was malformed."""
        super().__init__(reason if status is None else f"HTTP {status}: {reason}")
        self.status = status

    @property
    def is_outage(self) -> bool:
        """Return whether the fault is on the responding side."""
        return (self.status or 0) >= HTTPStatus.INTERNAL_SERVER_ERROR


class PlexAnswerTooLargeError(PlexResponseError):
    """An answer that exceeds the caller's limit."""

    def __init__(self, limit: int) -> None:
        """Keep the limit in bytes."""
        super().__init__(f"more than {limit} bytes")
        self.limit = limit


class PlexRedirectError(PlexError):
    """A redirect; its target is of no interest."""

    def __init__(self, status: int) -> None:
        """Keep the HTTP status."""
        super().__init__(f"HTTP {status}: redirects are not followed")
        self.status = status


class PlexNotPlexError(PlexError):
    """The peer is not a Plex Media Server."""


class PlexWrongServerError(PlexError):
    """The peer is another Plex Media Server; it got no other request."""

    written = False

    def __init__(self, timings: Timings) -> None:
        """Keep the timings of the identity probe."""
        super().__init__("another server answers")
        self.timings = timings


class PlexAuthError(PlexError):
    """The token was rejected, or one was required where none was sent."""

    def __init__(self, status: int) -> None:
        """Keep the HTTP status."""
        super().__init__(f"HTTP {status}: not authorised")
        self.status = status


class PlexStartingError(PlexError):
    """The server answers 503: it is starting, or under maintenance."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("HTTP 503: starting or under maintenance")


class PlexRateLimitError(PlexError):
    """plex.tv limits the rate of requests."""

    def __init__(self, retry_after: float | None) -> None:
        """Keep the seconds to wait; None if plex.tv did not say."""
        super().__init__("HTTP 429: too many requests")
        self.retry_after = retry_after


class PlexPinExpiredError(PlexError):
    """The PIN expired unclaimed, or plex.tv does not know it (any more)."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("the PIN has expired")


def error_of(status: int) -> PlexError | None:
    """Return the error for a server's HTTP status; None for a usable answer."""
    match status:
        case 200 | 101:
            return None
        case 401 | 403 | 498:
            # 403: a valid token without permission; 498: an expired JWT.
            return PlexAuthError(status)
        case 503:
            return PlexStartingError()
        case _ if status in REDIRECTS:
            return PlexRedirectError(status)
    return PlexResponseError("unexpected status", status=status)
