"""Maps exceptions of aiohttp, ssl and the operating system to our own."""

from collections.abc import Iterator
import errno
import socket
import ssl

from aiohttp import (
    ClientConnectorDNSError,
    ClientPayloadError,
    ServerDisconnectedError,
)

from .exceptions import ConnectionFault, PlexConnectionError
from .fields import printable
from .timing import Phase

_CERTIFICATE_FAULTS = {
    9: ConnectionFault.TLS_EXPIRED,  # X509_V_ERR_CERT_NOT_YET_VALID
    10: ConnectionFault.TLS_EXPIRED,  # X509_V_ERR_CERT_HAS_EXPIRED
    62: ConnectionFault.TLS_NAME,  # X509_V_ERR_HOSTNAME_MISMATCH
    64: ConnectionFault.TLS_NAME,  # X509_V_ERR_IP_ADDRESS_MISMATCH
}
"""OpenSSL's verify codes (openssl/x509_vfy.h); with any other, the certificate is not
trusted. There are some forty: those of an unknown authority, and those of a known one
that does not follow RFC 5280, as VERIFY_X509_STRICT requires."""

_DETAIL_LIMIT = 100
"""Characters; OpenSSL's longest reason has some 60."""

_FAULTS: tuple[tuple[tuple[type[BaseException], ...], ConnectionFault], ...] = (
    ((ssl.SSLEOFError, ssl.SSLZeroReturnError), ConnectionFault.RESET),
    ((ssl.SSLError,), ConnectionFault.TLS_OTHER),
    ((socket.gaierror, ClientConnectorDNSError), ConnectionFault.DNS),
    ((TimeoutError,), ConnectionFault.TIMEOUT),
    ((ConnectionRefusedError,), ConnectionFault.REFUSED),
    (
        (ConnectionError, ServerDisconnectedError, ClientPayloadError),
        ConnectionFault.RESET,
    ),
)
"""Exceptions and their faults; the first match counts."""

_UNREACHABLE = frozenset(
    {
        errno.ENETUNREACH,
        errno.EHOSTUNREACH,
        errno.ENETDOWN,
        errno.EHOSTDOWN,
        errno.EADDRNOTAVAIL,
        errno.EAFNOSUPPORT,
        # A packet filter on this machine blocks it.
        errno.EACCES,
        errno.EPERM,
    }
)


def connection_error(error: Exception, *, phase: Phase) -> PlexConnectionError:
    """Return the typed error for `error`, which occurred during `phase`.

    Raise the result only after leaving the `except` block that caught `error`: inside
    it, Python would keep `error`, headers and all, as its context.
    """
    for link in _causes(error):
        if (kind := _kind_of(link)) is not None:
            return PlexConnectionError(kind, phase=phase, detail=_detail_of(link))
    # Everything else is an odd socket error, and the connection is gone.
    return PlexConnectionError(ConnectionFault.RESET, phase=phase)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield `error` and its causes, the root first: it is the most specific."""
    if error.__cause__ is not None:
        yield from _causes(error.__cause__)
    yield error


def _kind_of(error: BaseException) -> ConnectionFault | None:
    """Classify one exception by its type and codes, not by its text."""
    if isinstance(error, ssl.SSLCertVerificationError):
        # aiohttp's wrapper inherits from it but has no code.
        if not (code := getattr(error, "verify_code", 0)):
            return ConnectionFault.TLS_OTHER
        return _CERTIFICATE_FAULTS.get(code, ConnectionFault.TLS_UNTRUSTED)
    for types, kind in _FAULTS:
        if isinstance(error, types):
            return kind
    if isinstance(error, OSError) and error.errno in _UNREACHABLE:
        return ConnectionFault.UNREACHABLE
    return None


def _detail_of(error: BaseException) -> str | None:
    """Return OpenSSL's reason for rejecting a certificate.

    The text is OpenSSL's own, except for a wrong name: it then contains the name, and
    nothing that the fault does not say.
    """
    code = getattr(error, "verify_code", 0)
    if not code or _CERTIFICATE_FAULTS.get(code) is ConnectionFault.TLS_NAME:
        return None
    return printable(str(getattr(error, "verify_message", "")), limit=_DETAIL_LIMIT)
