"""Everything that can go wrong between us and Plex, told apart by what to do next.

No text or repr in this tree holds a token, a query or an answer's body. The
exceptions of aiohttp do (URLs, request headers), so none of them is ever kept
as the cause or the context of one of these.
"""

from enum import StrEnum
from http import HTTPStatus

from .timing import Phase, Timings

SUCCESSES = range(200, 300)
REDIRECTS = range(300, 400)


class ConnectionFault(StrEnum):
    """Why no answer came back at all."""

    DNS = "dns"
    BLOCKED = "blocked"
    """The name leads only to addresses that the caller does not allow."""
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    RESET = "reset"
    """The peer closed before its answer was complete."""
    TLS_NAME = "tls_name"
    TLS_EXPIRED = "tls_expired"
    """Expired, or not yet valid."""
    TLS_UNTRUSTED = "tls_untrusted"
    """OpenSSL does not accept the certificate, for a reason other than the above."""
    TLS_OTHER = "tls_other"


class PlexError(Exception):
    """Base of every error this package raises on purpose."""

    timings: Timings | None = None
    """What was measured before it went wrong, where something was."""
    written: bool = True
    """False: the request has surely not left, so it may be sent again elsewhere."""
    identified_as: str | None = None
    """The machineIdentifier that had been given on the very connection over which the
    answer came. Without it a status may be of anything that stands before a server."""


class PlexConnectionError(PlexError):
    """No answer: the path failed, which says nothing of what is at its end."""

    def __init__(
        self, kind: ConnectionFault, *, phase: Phase, detail: str | None = None
    ) -> None:
        """Keep what failed, and how far the attempt had come.

        `detail` is what OpenSSL found wrong with a certificate, in its words.
        """
        super().__init__(f"{kind} ({phase})")
        self.kind = kind
        self.phase = phase
        self.detail = detail
        self.written = phase is not Phase.RESOLVE


class PlexResponseError(PlexError):
    """An answer, but not a useful one."""

    def __init__(self, reason: str, *, status: int | None = None) -> None:
        """Keep the HTTP status; None if the answer's shape is what was wrong."""
        super().__init__(reason if status is None else f"HTTP {status}: {reason}")
        self.status = status

    @property
    def is_outage(self) -> bool:
        """Return whether whoever answered has trouble of its own."""
        return (self.status or 0) >= HTTPStatus.INTERNAL_SERVER_ERROR


class PlexAnswerTooLargeError(PlexResponseError):
    """An answer with more bytes than the caller wanted to read."""

    def __init__(self, limit: int) -> None:
        """Keep the bytes that would have been read."""
        super().__init__(f"more than {limit} bytes")
        self.limit = limit


class PlexRedirectError(PlexError):
    """An answer that points elsewhere; where to is of no interest."""

    def __init__(self, status: int) -> None:
        """Keep the HTTP status."""
        super().__init__(f"HTTP {status}: redirects are not followed")
        self.status = status


class PlexNotPlexError(PlexError):
    """Something answers there, and it is not a Plex Media Server."""


class PlexWrongServerError(PlexError):
    """Another Plex Media Server answers there, which was asked nothing else."""

    written = False

    def __init__(self, timings: Timings) -> None:
        """Keep what was measured while it said who it is."""
        super().__init__("another server answers")
        self.timings = timings


class PlexAuthError(PlexError):
    """The token was rejected, or one was wanted where none was sent."""

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
    """plex.tv wants to be left alone for a while."""

    def __init__(self, retry_after: float | None) -> None:
        """Keep the seconds to wait; None if plex.tv did not say."""
        super().__init__("HTTP 429: too many requests")
        self.retry_after = retry_after


class PlexPinExpiredError(PlexError):
    """Nobody claimed the PIN in its time, or plex.tv does not know it (any more)."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("the PIN has expired")


def error_of(status: int) -> PlexError | None:
    """Return what a server's HTTP status means; None where it promises an answer."""
    match status:
        case 200 | 101:
            return None
        case 401 | 403 | 498:
            # 403: a valid token that may not; 498: an expired JWT.
            return PlexAuthError(status)
        case 503:
            return PlexStartingError()
        case _ if status in REDIRECTS:
            return PlexRedirectError(status)
    return PlexResponseError("unexpected status", status=status)
