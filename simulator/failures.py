"""Faults that reproduce the failures in a download."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .download import Attempt

type Action = Mapping[str, Any]

UNSPECIFIED = "0.0.0.0"  # noqa: S104 (a name points there; nothing listens)
"""An address that no client should ever dial."""

_FAULTS: Mapping[str, str] = {
    "refused": "refuse",
    "unreachable": "unreachable",
    "tls_name": "wrong_certificate",
    "tls_expired": "expired_certificate",
    "tls_untrusted": "self_signed_certificate",
    "tls_other": "tls_alert",
    "redirect": "redirect",
    "not_plex": "not_plex",
    "wrong_server": "wrong_server",
    "http_error": "server_error",
    "unauthorized": "unauthorized",
    "starting": "starting",
}
_OUTAGES: Mapping[str, str] = {"silent": "vanish", "refuse": "crash"}
"""The outages that correspond to these faults for open connections."""

_OF_NAMES: Mapping[str, tuple[str, ...]] = {"dns": (), "blocked": (UNSPECIFIED,)}

TLS_KINDS = ("tls_name", "tls_expired", "tls_untrusted", "tls_other")
"""Failures that plain http does not have."""

SERVER_KINDS = ("unauthorized", "starting")
"""The server's own answers: no reason to fail over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    """What is wrong with an address."""

    fault: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    leads_to: tuple[str, ...] | None = None
    """The addresses of its host name, if those are the problem."""
    is_of_server: bool = False

    def begin(self, place: str, host: str | None, *, is_left: bool) -> list[Action]:
        """Return the actions that cause it while the address is in use.

        `is_left` says that the client failed over: open connections ended with it.
        """
        where = {"listener": place}
        if self.leads_to is not None:
            named = {"do": "name", "host": host, "addresses": list(self.leads_to)}
            return [named, {"do": "cut", **where}]
        if (outage := _OUTAGES.get(self.fault or "")) is not None:
            return [{"do": outage, **where}]
        inject: dict[str, Any] = {"do": "inject", **where, "fault": self.fault}
        if self.settings:
            inject["settings"] = dict(self.settings)
        # A server that answers, even with a refusal, may keep connections open.
        is_kept = self.is_of_server and not is_left
        return [inject] if is_kept else [inject, {"do": "cut", **where}]

    def end(self, place: str, host: str | None, address: str) -> list[Action]:
        """Return the actions that end it, from whenever it began."""
        where = {"listener": place}
        if self.leads_to is not None:
            return [{"do": "name", "host": host, "addresses": [address]}]
        heal = {"do": "heal", **where, "fault": self.fault}
        return [heal, {"do": "restore", **where}] if self.fault in _OUTAGES else [heal]


SILENCE = Alert(fault="silent")
"""Assumed for an address that failed for an unknown reason."""


def trouble_of(kind: str, attempt: Attempt | None = None, *, named: bool) -> Alert:
    """Return the trouble that makes attempts fail like this one, and as late.

    `named` says that the host has a name that has to be resolved.
    """
    if kind in _OF_NAMES:
        # Without a name to resolve, the listener cannot cause it.
        return Alert(leads_to=_OF_NAMES[kind]) if named else SILENCE
    if kind == "timeout":
        return _stall(attempt)
    if kind == "reset":
        is_late = attempt is not None and attempt.tls_ms is not None
        return Alert(fault="request_lost" if is_late else "reset")
    return Alert(fault=_FAULTS[kind], is_of_server=kind in SERVER_KINDS)


def plex_tv_fault(error: str) -> Mapping[str, Any]:
    """Return plex.tv's fault that reproduces a reported error."""
    kind, _, rest = error.partition(" ")
    if kind == "HTTP" and rest[:3].isdigit():
        status = int(rest[:3])
        of_status = {401: "unauthorized", 403: "forbidden", 429: "rate_limited"}
        if status in of_status:
            return {"fault": of_status[status]}
        return {"fault": "server_error", "settings": {"status": max(status, 400)}}
    if kind == "timeout":
        return {"fault": "silent"}
    if kind == "reset":
        return {"fault": "reset"}
    if kind in _FAULTS:
        return {"fault": _FAULTS[kind]}
    # The name did not resolve, or the answer was malformed.
    return {"fault": "unreachable" if kind == "dns" else "garbage"}


def _stall(attempt: Attempt | None) -> Alert:
    """Return the trouble that stalls the phase where the attempt stopped."""
    if attempt is None or attempt.connect_ms is None:
        return SILENCE
    if attempt.tls_ms is None:
        return Alert(fault="mute")
    return Alert(fault="slow_answer", settings={"delay": 60})
