"""Decides by a client's first bytes what happens to its connection."""

from enum import Enum, auto

from .faults import FaultKind, Faults

TLS_HANDSHAKE = 0x16
"""First byte of a TLS connection; no HTTP request starts with it."""

HANDSHAKE_FAILURE = bytes.fromhex("15 0303 0002 02 28")
"""A TLS record with the fatal alert 40 (RFC 8446, section 6)."""

BEFORE_SESSION_ID = 5 + 4 + 2 + 32
"""Bytes of a ClientHello before its session id: two headers, version, random."""

SESSION_TICKET = 35
PRE_SHARED_KEY = 41
"""The extensions by which TLS 1.2 and 1.3 offer a session."""


class Greeting(Enum):
    """What happens to a connection at its first bytes."""

    SERVE = auto()
    IGNORE = auto()
    CLOSE = auto()
    RESET = auto()
    ALERT = auto()
    """A TLS alert, then FIN."""


def greet(faults: Faults, first: bytes, *, refuses_plain: bool) -> Greeting:
    """Decide by the faults of the address and the first bytes of the client."""
    if faults.get(FaultKind.MUTE):
        return Greeting.IGNORE
    if faults.get(FaultKind.RESET):
        return Greeting.RESET
    tls = first[0] == TLS_HANDSHAKE
    if faults.get(FaultKind.CLOSE) or (refuses_plain and not tls):
        return Greeting.CLOSE
    return _greet_tls(faults, first) if tls else Greeting.SERVE


def _greet_tls(faults: Faults, hello: bytes) -> Greeting:
    if faults.get(FaultKind.TLS_STALL):
        return Greeting.IGNORE
    if faults.get(FaultKind.TLS_ALERT):
        return Greeting.ALERT
    if faults.get(FaultKind.RESUMPTION_REFUSED) and offers_session(hello):
        return Greeting.ALERT
    return Greeting.SERVE


def offers_session(hello: bytes) -> bool:
    """Tell whether a ClientHello, which comes in one piece, offers a TLS session."""
    at = BEFORE_SESSION_ID
    # The session id, the ciphers and the compressions, each with its length.
    for width in (1, 2, 1):
        at += width + int.from_bytes(hello[at : at + width])
    at += 2
    while at + 4 <= len(hello):
        kind = int.from_bytes(hello[at : at + 2])
        size = int.from_bytes(hello[at + 2 : at + 4])
        # An empty ticket only requests one.
        if size and kind in (SESSION_TICKET, PRE_SHARED_KEY):
            return True
        at += 4 + size
    return False
