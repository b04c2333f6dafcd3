"""The verdict on one server: its root cause, and the evidence for it."""

from dataclasses import dataclass
from enum import StrEnum


class Problem(StrEnum):
    """Root causes. The values are a contract: see docs/diagnosis.md."""

    NONE = "none"
    """Everything that can be checked is fine."""
    NOT_KNOWN = "not_known"
    """Something is wrong, and nothing proves why."""
    PLEX_TV_DOWN = "plex_tv_down"
    SERVER_OFF = "server_off"
    REPLACED = "replaced"
    STARTING = "starting"
    NOT_LISTED = "not_listed"
    UNCLAIMED = "unclaimed"
    ACCESS_REFUSED = "access_refused"
    CONTAINER_ADDRESS = "container_address"
    HOME_BLOCKED = "home_blocked"
    NAMES_BLOCKED = "names_blocked"
    CERTIFICATE_EXPIRED = "certificate_expired"
    CERTIFICATE_WRONG = "certificate_wrong"
    CERTIFICATE_EXPIRING = "certificate_expiring"
    HTTPS_REFUSED = "https_refused"
    REMOTE_ACCESS_OFF = "remote_access_off"
    PORT_NOT_MAPPED = "port_not_mapped"
    PORT_UNREACHABLE = "port_unreachable"
    DOUBLE_NAT = "double_nat"
    PUBLISH_FAILED = "publish_failed"
    PORT_CHANGED = "port_changed"
    IPV6_UNREACHABLE = "ipv6_unreachable"
    CUSTOM_URL_DEAD = "custom_url_dead"
    CUSTOM_URL_WRONG = "custom_url_wrong"
    CUSTOM_URL_PATH = "custom_url_path"
    PROXY_ERROR = "proxy_error"
    SLOW = "slow"
    FLAPPING = "flapping"
    PINNED_DOWN = "pinned_down"


class Severity(StrEnum):
    """How much a problem takes away from those who watch."""

    OK = "ok"
    NOTICE = "notice"
    """Everything works, but will not for long, or not for everyone."""
    WARNING = "warning"
    """It works, but worse than it could."""
    ERROR = "error"
    """It does not work."""


FACTS_ABOUT_APPS = frozenset({"address_of_app"})
"""Facts whose value is the name of an app."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One piece of evidence: a key of the texts, and what it is about."""

    key: str
    address: str | None = None
    """The address concerned, as shown; names and public addresses are redacted in
    what leaves Home Assistant."""
    value: str | None = None
    """A machine's word, such as a state that the server reports."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """The root cause of one server's problems."""

    problem: Problem
    severity: Severity
    facts: tuple[Fact, ...] = ()
    """How we know, the strongest first."""
