"""Each exception of the layers below, and its PlexError."""

import asyncio
import errno
import socket
import ssl

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientConnectorSSLError,
    ClientError,
    ClientOSError,
    ClientPayloadError,
    ServerDisconnectedError,
)
from aiohttp.client_reqrep import ConnectionKey
import pytest

from custom_components.plex_connection.plex import PlexError
from custom_components.plex_connection.plex.error_mapping import connection_error
from custom_components.plex_connection.plex.exceptions import (
    ConnectionFault,
    PlexAuthError,
    PlexConnectionError,
    PlexPinExpiredError,
    PlexRateLimitError,
    PlexRedirectError,
    PlexResponseError,
    PlexStartingError,
    error_of,
)
from custom_components.plex_connection.plex.timing import Phase

KEY = ConnectionKey(
    host="192.168.40.12",
    port=32400,
    is_ssl=True,
    ssl=True,
    proxy=None,
    proxy_auth=None,
    proxy_headers_hash=None,
    server_hostname=None,
)


def certificate_error(code: int) -> ssl.SSLCertVerificationError:
    """Return the error of a handshake ended by OpenSSL's verification."""
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    return error


def connector_error(
    error: OSError, kind: type[ClientConnectorError] = ClientConnectorError
) -> ClientConnectorError:
    """Wrap an error as aiohttp's connector does."""
    wrapped = kind(KEY, error)
    wrapped.__cause__ = error
    return wrapped


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (62, ConnectionFault.TLS_NAME),
        (64, ConnectionFault.TLS_NAME),
        (10, ConnectionFault.TLS_EXPIRED),
        (9, ConnectionFault.TLS_EXPIRED),
        (18, ConnectionFault.TLS_UNTRUSTED),
        (19, ConnectionFault.TLS_UNTRUSTED),
        (20, ConnectionFault.TLS_UNTRUSTED),
        (21, ConnectionFault.TLS_UNTRUSTED),
        (23, ConnectionFault.TLS_UNTRUSTED),
        (85, ConnectionFault.TLS_UNTRUSTED),
        (89, ConnectionFault.TLS_UNTRUSTED),
        (92, ConnectionFault.TLS_UNTRUSTED),
    ],
)
def test_certificates(code: int, kind: ConnectionFault) -> None:
    """The verify code decides, wherever in the chain it is."""
    error = certificate_error(code)
    wrapped = ClientConnectorCertificateError(KEY, error)
    wrapped.__cause__ = error

    assert connection_error(error, phase=Phase.TLS).kind is kind
    assert connection_error(wrapped, phase=Phase.TLS).kind is kind


def test_certificate_without_its_code() -> None:
    """Aiohttp's wrapper alone has no verify code."""
    wrapped = ClientConnectorCertificateError(KEY, certificate_error(62))

    fault = connection_error(wrapped, phase=Phase.TLS)

    assert fault.kind is ConnectionFault.TLS_OTHER


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, ""), ConnectionFault.REFUSED),
        (OSError(errno.EHOSTUNREACH, ""), ConnectionFault.UNREACHABLE),
        (OSError(errno.ENETUNREACH, ""), ConnectionFault.UNREACHABLE),
        (PermissionError(errno.EPERM, ""), ConnectionFault.UNREACHABLE),
        (OSError(errno.ETIMEDOUT, ""), ConnectionFault.TIMEOUT),
        (ConnectionResetError(errno.ECONNRESET, ""), ConnectionFault.RESET),
        # From asyncio, when the peer closes during a handshake, and when a handshake
        # takes a minute.
        (ConnectionResetError(), ConnectionFault.RESET),
        (ConnectionAbortedError("SSL handshake"), ConnectionFault.RESET),
        (ssl.SSLEOFError(8, "EOF"), ConnectionFault.RESET),
        (OSError(errno.EMFILE, "too many files"), ConnectionFault.RESET),
    ],
)
def test_sockets(error: OSError, kind: ConnectionFault) -> None:
    """Plain socket errors, and in aiohttp's wrapper."""
    assert connection_error(error, phase=Phase.CONNECT).kind is kind
    wrapped = connector_error(error)
    assert connection_error(wrapped, phase=Phase.CONNECT).kind is kind


def test_other_errors_of_tls() -> None:
    """A peer without TLS, or with an incompatible one."""
    error = ssl.SSLError(1, "WRONG_VERSION_NUMBER")

    assert connection_error(error, phase=Phase.TLS).kind is ConnectionFault.TLS_OTHER
    wrapped = connector_error(error, ClientConnectorSSLError)
    assert connection_error(wrapped, phase=Phase.TLS).kind is ConnectionFault.TLS_OTHER


@pytest.mark.parametrize(
    "error", [socket.gaierror(-2, ""), OSError(None, "Domain name not found")]
)
def test_names(error: OSError) -> None:
    """The system's resolver raises gaierror, aiodns an OSError with text only."""
    wrapped = connector_error(error, ClientConnectorDNSError)

    assert connection_error(wrapped, phase=Phase.CONNECT).kind is ConnectionFault.DNS


@pytest.mark.parametrize(
    "error",
    [
        ServerDisconnectedError(),
        ClientPayloadError("not enough data"),
        ClientOSError(errno.EPIPE, "broken pipe"),
        ClientError("of some other kind"),
    ],
)
def test_connections_that_end_early(error: Exception) -> None:
    """Whatever the wording, the peer was connected and left."""
    assert connection_error(error, phase=Phase.BODY).kind is ConnectionFault.RESET


async def test_asyncio_timeout() -> None:
    """A TimeoutError of asyncio is a timeout, although its cause is a cancellation."""
    with pytest.raises(TimeoutError) as caught:
        async with asyncio.timeout(0):
            await asyncio.sleep(1)

    error = connection_error(caught.value, phase=Phase.ANSWER)
    assert error.kind is ConnectionFault.TIMEOUT
    assert error.phase is Phase.ANSWER


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (
            PlexConnectionError(ConnectionFault.TIMEOUT, phase=Phase.TLS),
            "timeout (tls)",
        ),
        (PlexResponseError("pin.id: expected text"), "pin.id: expected text"),
        (PlexResponseError("unexpected", status=500), "HTTP 500: unexpected"),
        (PlexRedirectError(302), "HTTP 302: redirects are not followed"),
        (PlexAuthError(401), "HTTP 401: not authorised"),
        (PlexStartingError(), "HTTP 503: starting or under maintenance"),
        (PlexRateLimitError(30.0), "HTTP 429: too many requests"),
        (PlexPinExpiredError(), "the PIN has expired"),
    ],
)
def test_texts(error: PlexError, text: str) -> None:
    """The text of each error in a log."""
    assert str(error) == text
    assert error.timings is None


def test_outages() -> None:
    """Only a fault on plex.tv's side justifies trying its other host."""
    assert PlexResponseError("", status=502).is_outage
    assert not PlexResponseError("", status=404).is_outage
    assert not PlexResponseError("").is_outage


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, PlexAuthError),
        (403, PlexAuthError),
        (498, PlexAuthError),
        (503, PlexStartingError),
        (301, PlexRedirectError),
        (204, PlexResponseError),
        (404, PlexResponseError),
        (500, PlexResponseError),
        (600, PlexResponseError),
    ],
)
def test_statuses(status: int, kind: type[PlexError]) -> None:
    """A server's status maps to its error."""
    assert type(error_of(status)) is kind
    assert error_of(200) is None
