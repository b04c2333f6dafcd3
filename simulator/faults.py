"""The faults of a listener, changeable at run time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Self


class Ending(StrEnum):
    """How a connection ends instead of an answer."""

    RESET = "reset"
    CLOSE = "close"
    """FIN, without a TLS close before it: the process is gone."""
    STALL = "stall"
    """It stays open and silent."""


class FaultKind(StrEnum):
    """The faults, by layer from the wire upwards."""

    # Reaching the address
    REFUSE = "refuse"
    UNREACHABLE = "unreachable"
    SILENT = "silent"
    """Connection attempts hang: the host is off."""

    # The connection, once accepted
    MUTE = "mute"
    """Accepts, reads, and never sends a byte."""
    SLOW_ACCEPT = "slow_accept"
    """Sends nothing for `delay` seconds, then works."""
    RESET = "reset"
    """RST at the client's first bytes."""
    CLOSE = "close"
    """FIN at the client's first bytes."""
    CUT = "cut"
    """FIN after `after` bytes to the client: a truncated TLS handshake or answer."""
    CUT_RESET = "cut_reset"
    """The same, with RST."""
    CUT_STALL = "cut_stall"
    """The same, but the connection stays open and silent."""
    TRICKLE = "trickle"
    """`rate` bytes a second to the client."""

    # TLS
    WRONG_CERTIFICATE = "wrong_certificate"
    """A valid certificate of another server: the name does not match."""
    EXPIRED_CERTIFICATE = "expired_certificate"
    SELF_SIGNED_CERTIFICATE = "self_signed_certificate"
    CONSTRAINTS_NOT_CRITICAL = "constraints_not_critical"
    """From a trusted private authority whose certificate violates RFC 5280: its basic
    constraints are not critical."""
    NO_KEY_USAGE = "no_key_usage"
    """The same, without key usage."""
    NO_SUBJECT_KEY = "no_subject_key"
    """The same, without an identifier of its key."""
    NO_AUTHORITY_KEY = "no_authority_key"
    """The certificate itself does not identify its authority's key."""

    TLS_ALERT = "tls_alert"
    """A TLS alert refuses the handshake; plain HTTP still works."""
    TLS_STALL = "tls_stall"
    """A handshake never gets an answer; plain HTTP still works."""

    RESUMPTION_REFUSED = "resumption_refused"
    """The same alert, only for clients that offer an earlier TLS session."""

    # HTTP
    WRONG_SERVER = "wrong_server"
    """Another server answers here: `machine_identifier`, or a made-up one."""
    NOT_PLEX = "not_plex"
    """200 with an unrelated page."""
    REDIRECT = "redirect"
    """302 to `location`."""
    UNAUTHORIZED = "unauthorized"
    """401; with `token_of`, only for the tokens of that name."""
    FORBIDDEN = "forbidden"
    STARTING = "starting"
    """503: starting, or under maintenance."""
    SERVER_ERROR = "server_error"
    """500, or `status`."""
    GATEWAY = "gateway"
    """A proxy in front of the server answers in its place: `status`, or 502."""
    SLOW_ANSWER = "slow_answer"
    """`delay` seconds before the first byte of an answer."""
    STALL_BODY = "stall_body"
    """Headers and half the body, then nothing."""
    DROP_BODY = "drop_body"
    """Headers and half the body, then FIN."""
    RESET_BODY = "reset_body"
    """Headers and half the body, then RST."""
    GARBAGE = "garbage"
    """200 with the content type of JSON, but not JSON."""
    REQUEST_LOST = "request_lost"
    """The connection dies when a request arrives (see `ending`): it is not executed."""
    ANSWER_LOST = "answer_lost"
    """The same after executing it, instead of the answer."""
    RATE_LIMITED = "rate_limited"
    """429; Retry-After if `retry_after` is given."""
    UNPROCESSABLE = "unprocessable"
    """422 with the words "Invalid token"."""
    TOKEN_EXPIRED = "token_expired"
    """498: the JWT has expired."""

    # Push
    WEBSOCKET_REFUSED = "websocket_refused"
    """The handshake is answered with `status`, 503 if none is given."""
    WEBSOCKET_HALF_OPEN = "websocket_half_open"
    """The socket stays open, and pings are not answered."""

    # All of these together
    HOSTILE = "hostile"
    """The `trick` of that name, in the place of an answer or of what is pushed,
    `rate` times a second; see `hostility`."""


REACHING = frozenset({FaultKind.REFUSE, FaultKind.UNREACHABLE, FaultKind.SILENT})
CUTS = frozenset({FaultKind.CUT, FaultKind.CUT_RESET, FaultKind.CUT_STALL})
CERTIFICATES = frozenset(
    {
        FaultKind.WRONG_CERTIFICATE,
        FaultKind.EXPIRED_CERTIFICATE,
        FaultKind.SELF_SIGNED_CERTIFICATE,
        FaultKind.CONSTRAINTS_NOT_CRITICAL,
        FaultKind.NO_KEY_USAGE,
        FaultKind.NO_SUBJECT_KEY,
        FaultKind.NO_AUTHORITY_KEY,
    }
)
ANSWERS = frozenset(
    {
        FaultKind.NOT_PLEX,
        FaultKind.REDIRECT,
        FaultKind.UNAUTHORIZED,
        FaultKind.FORBIDDEN,
        FaultKind.STARTING,
        FaultKind.SERVER_ERROR,
        FaultKind.GATEWAY,
        FaultKind.GARBAGE,
        FaultKind.RATE_LIMITED,
        FaultKind.UNPROCESSABLE,
        FaultKind.TOKEN_EXPIRED,
    }
)
"""HTTP faults that replace an answer."""
BODIES = frozenset({FaultKind.STALL_BODY, FaultKind.DROP_BODY, FaultKind.RESET_BODY})


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """A fault with its settings; each kind uses those that its comment names."""

    kind: FaultKind
    delay: float = 1.0
    """Seconds."""
    after: int = 100
    """Bytes."""
    rate: float = 10.0
    """Bytes a second."""
    ending: Ending = Ending.RESET
    location: str = "https://elsewhere.example.net/"
    machine_identifier: str | None = None
    status: int | None = None
    retry_after: float | None = None
    token_of: str | None = None
    trick: str = ""
    paths: tuple[str, ...] = ()
    """HTTP and push faults: only requests whose path starts with one of these."""
    except_paths: tuple[str, ...] = ()
    """HTTP and push faults: not requests whose path is one of these."""
    times: int | None = None
    """HTTP faults: the number of requests until it heals; None: no limit."""
    lasts: float | None = None
    """Seconds until it heals; None: never."""

    @classmethod
    def of(cls, kind: FaultKind | str, settings: Mapping[str, Any]) -> Self:
        """Create from the loose settings of a scenario or a test."""
        known = {field.name for field in fields(cls)} - {"kind"}
        if unknown := settings.keys() - known:
            msg = f"no such setting of a fault: {', '.join(sorted(unknown))}"
            raise ValueError(msg)
        values: dict[str, Any] = {
            key: tuple(value) if key.endswith("paths") else value
            for key, value in settings.items()
        }
        if "ending" in values:
            values["ending"] = Ending(values["ending"])
        return cls(kind=FaultKind(kind), **values)

    def concerns(self, path: str) -> bool:
        """Return whether it applies to a request to `path`."""
        if path in self.except_paths:
            return False
        return not self.paths or path.startswith(self.paths)


class Faults:
    """The active faults of one listener, at most one of each kind."""

    def __init__(self) -> None:
        """Start healthy."""
        self._active: dict[FaultKind, Fault] = {}
        self._met: Counter[FaultKind] = Counter()

    def __iter__(self) -> Iterator[Fault]:
        """Yield the active faults, oldest first."""
        return iter(tuple(self._active.values()))

    def get(self, *kinds: FaultKind) -> Fault | None:
        """Return the oldest active fault of these kinds, or None."""
        return next((fault for fault in self if fault.kind in kinds), None)

    def any_of(self, kinds: Iterable[FaultKind]) -> Fault | None:
        """Return an active fault of these kinds, or None."""
        return self.get(*kinds)

    def met_by(self, path: str, *kinds: FaultKind) -> Fault | None:
        """Return the fault of these kinds that applies to a request to `path`."""
        return next(
            (fault for fault in self if fault.kind in kinds and fault.concerns(path)),
            None,
        )

    def used_up(self, fault: Fault) -> None:
        """Count a request against a fault with a limited number of times."""
        self._met[fault.kind] += 1
        if fault.times is not None and self._met[fault.kind] >= fault.times:
            self.expire(fault)

    def inject(self, fault: Fault) -> None:
        """Activate a fault, replacing one of the same kind."""
        self._active[fault.kind] = fault
        self._met[fault.kind] = 0

    def expire(self, fault: Fault) -> None:
        """Deactivate exactly this fault, not its replacement."""
        if self._active.get(fault.kind) is fault:
            del self._active[fault.kind]

    def heal(self, *kinds: FaultKind) -> None:
        """Deactivate faults; without arguments all of them."""
        for kind in kinds or tuple(self._active):
            self._active.pop(kind, None)
