"""What makes an attempt fail in one of the ways that a download tells of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .download import Attempt

type Action = Mapping[str, Any]

UNSPECIFIED = "0.0.0.0"  # noqa: S104 (a name leads there; nobody listens)
"""Where no client should go, whoever's server it is."""

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
"""What these faults are where connections are open."""

_OF_NAMES: Mapping[str, tuple[str, ...]] = {"dns": (), "blocked": (UNSPECIFIED,)}

TLS_KINDS = ("tls_name", "tls_expired", "tls_untrusted", "tls_other")
"""Failures that plain http does not know."""

SERVER_KINDS = ("unauthorized", "starting")
"""What the server itself says: no reason to leave the path."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """What is wrong with an address."""

    fault: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    leads_to: tuple[str, ...] | None = None
    """Where its host name leads, if that is the trouble."""
    is_of_server: bool = False

    def begin(self, place: str, host: str | None, *, is_left: bool) -> list[Action]:
        """Return what brings it about while the address is in use.

        `is_left` says that something came of it: what was open ended with it.
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
        # Who serves, if only to say no, may keep what is open.
        is_kept = self.is_of_server and not is_left
        return [inject] if is_kept else [inject, {"do": "cut", **where}]

    def end(self, place: str, host: str | None, address: str) -> list[Action]:
        """Return what ends it, whether it began there or was so from the start."""
        where = {"listener": place}
        if self.leads_to is not None:
            return [{"do": "name", "host": host, "addresses": [address]}]
        heal = {"do": "heal", **where, "fault": self.fault}
        return [heal, {"do": "restore", **where}] if self.fault in _OUTAGES else [heal]


SILENCE = Trouble(fault="silent")
"""What is assumed of an address that did not work, and of which no more is known."""


def trouble_of(kind: str, attempt: Attempt | None = None, *, named: bool) -> Trouble:
    """Return what makes attempts fail like this, and as late as this one.

    `named` says that the host has a name that has to be looked up.
    """
    if kind in _OF_NAMES:
        # Without a name to look up it is not this listener's doing.
        return Trouble(leads_to=_OF_NAMES[kind]) if named else SILENCE
    if kind == "timeout":
        return _stall(attempt)
    if kind == "reset":
        is_late = attempt is not None and attempt.tls_ms is not None
        return Trouble(fault="request_lost" if is_late else "reset")
    return Trouble(fault=_FAULTS[kind], is_of_server=kind in SERVER_KINDS)


def plex_tv_fault(error: str) -> Mapping[str, Any]:
    """Return the fault with which plex.tv answers, or does not, as it was told."""
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
    # No name, or an answer that made no sense.
    return {"fault": "unreachable" if kind == "dns" else "garbage"}


def _stall(attempt: Attempt | None) -> Trouble:
    """Return what keeps one waiting, where that began."""
    if attempt is None or attempt.connect_ms is None:
        return SILENCE
    if attempt.tls_ms is None:
        return Trouble(fault="mute")
    return Trouble(fault="slow_answer", settings={"delay": 60})
