"""What a server's HTTP status means for the choice of a connection."""

from .errors import (
    PlexAuthError,
    PlexError,
    PlexRedirectError,
    PlexResponseError,
    PlexStartingError,
)

SUCCESSES = range(200, 300)
REDIRECTS = range(300, 400)


def error_of(status: int) -> PlexError | None:
    """Return the error that `status` stands for; None where it promises an answer."""
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
