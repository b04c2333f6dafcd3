"""From the exceptions of aiohttp, ssl and the operating system to our own."""

from collections.abc import Iterator
import errno
import socket
import ssl

from aiohttp import (
    ClientConnectorDNSError,
    ClientPayloadError,
    ServerDisconnectedError,
)

from .errors import ConnectionFault, PlexConnectionError
from .timing import Phase

_CERTIFICATE_FAULTS = {
    9: ConnectionFault.TLS_EXPIRED,  # X509_V_ERR_CERT_NOT_YET_VALID
    10: ConnectionFault.TLS_EXPIRED,  # X509_V_ERR_CERT_HAS_EXPIRED
    2: ConnectionFault.TLS_UNTRUSTED,  # X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT
    18: ConnectionFault.TLS_UNTRUSTED,  # X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT
    19: ConnectionFault.TLS_UNTRUSTED,  # X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN
    20: ConnectionFault.TLS_UNTRUSTED,  # …UNABLE_TO_GET_ISSUER_CERT_LOCALLY
    21: ConnectionFault.TLS_UNTRUSTED,  # …UNABLE_TO_VERIFY_LEAF_SIGNATURE
    62: ConnectionFault.TLS_NAME,  # X509_V_ERR_HOSTNAME_MISMATCH
    64: ConnectionFault.TLS_NAME,  # X509_V_ERR_IP_ADDRESS_MISMATCH
}
"""OpenSSL's verify codes (openssl/x509_vfy.h)."""

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
"""Exceptions and what they mean; the first that fits counts."""

_UNREACHABLE = frozenset(
    {
        errno.ENETUNREACH,
        errno.EHOSTUNREACH,
        errno.ENETDOWN,
        errno.EHOSTDOWN,
        errno.EADDRNOTAVAIL,
        errno.EAFNOSUPPORT,
        # A packet filter of this machine says no.
        errno.EACCES,
        errno.EPERM,
    }
)


def connection_error(error: Exception, *, phase: Phase) -> PlexConnectionError:
    """Return the typed error for `error`, which came up during `phase`.

    Raise the result only after the `except` block that caught `error` has
    been left: within, Python would keep `error`, headers and all, as its
    context.
    """
    for link in _causes(error):
        if (kind := _kind_of(link)) is not None:
            return PlexConnectionError(kind, phase=phase)
    # What is left is an oddity of the socket, and the connection is gone.
    return PlexConnectionError(ConnectionFault.RESET, phase=phase)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield what lies under `error`, the root first: it knows most."""
    if error.__cause__ is not None:
        yield from _causes(error.__cause__)
    yield error


def _kind_of(error: BaseException) -> ConnectionFault | None:
    """Classify one exception by its type and codes, not by its text."""
    if isinstance(error, ssl.SSLCertVerificationError):
        # aiohttp's wrapper is one too, by inheritance, but has no code.
        code = getattr(error, "verify_code", 0)
        return _CERTIFICATE_FAULTS.get(code, ConnectionFault.TLS_OTHER)
    for types, kind in _FAULTS:
        if isinstance(error, types):
            return kind
    if isinstance(error, OSError) and error.errno in _UNREACHABLE:
        return ConnectionFault.UNREACHABLE
    return None
