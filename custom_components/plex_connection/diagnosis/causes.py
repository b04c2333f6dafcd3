"""The tree of causes: what each looks like, how long it must last, what it explains.

A finding names the cause and the evidence for it. A root cause hides the problems that
are only a consequence of it. Nothing here guesses: a cause without proof is
`Problem.NOT_KNOWN`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .evidence import Evidence
from .home import blocked_at_home, in_a_container, names_blocked
from .outside import (
    changed_port,
    closed_port,
    double_nat,
    failed_publishing,
    half_ipv6,
    remote_access_off,
    unmapped_port,
)
from .owner_urls import dead_url, failing_proxy, url_with_path, wrong_url
from .server import (
    expired_certificate,
    expiring_certificate,
    flapping,
    not_listed,
    off,
    pinned_down,
    plex_tv_down,
    refused_access,
    refused_https,
    replaced,
    slow,
    starting,
    unclaimed,
    unexplained,
    wrong_certificate,
)
from .verdict import Fact, Problem, Severity

type Finding = tuple[Fact, ...]
"""How we know; never empty."""

MINUTE = 60.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Cause:
    """One cause."""

    find: Callable[[Evidence], Finding | None]
    severity: Severity
    """While the server works; one that is offline is always an error."""
    after: float
    """Seconds it must last before it is shown: most pass by themselves."""
    may_pass: bool = False
    """Whether a brief disturbance looks the same; if so, it must last even if a user
    asks."""
    is_harmless: bool = False
    """Whether everything works all the same until it has lasted."""
    depends_on: frozenset[Problem] = frozenset()
    """Causes that explain it: with one of them, it is not shown."""


GONE = frozenset(
    {
        Problem.PINNED_DOWN,
        Problem.UNCLAIMED,
        Problem.REPLACED,
        Problem.NOT_LISTED,
        Problem.ACCESS_REFUSED,
        Problem.STARTING,
    }
)
"""What the server or its owner has decided: no path is at fault then."""

CERTIFICATES = frozenset(
    {
        Problem.CERTIFICATE_EXPIRED,
        Problem.CERTIFICATE_WRONG,
        Problem.HTTPS_REFUSED,
    }
)

HOME = frozenset({Problem.CONTAINER_ADDRESS, Problem.HOME_BLOCKED})

OUTSIDE = frozenset(
    {
        Problem.REMOTE_ACCESS_OFF,
        Problem.DOUBLE_NAT,
        Problem.PUBLISH_FAILED,
        Problem.PORT_CHANGED,
        Problem.PORT_UNREACHABLE,
        Problem.PORT_NOT_MAPPED,
        Problem.IPV6_UNREACHABLE,
    }
)

CUSTOM = frozenset(
    {
        Problem.CUSTOM_URL_DEAD,
        Problem.CUSTOM_URL_WRONG,
        Problem.CUSTOM_URL_PATH,
        Problem.PROXY_ERROR,
    }
)

NOT_THERE = GONE | CERTIFICATES | {Problem.SERVER_OFF, Problem.PLEX_TV_DOWN}

CAUSES: Mapping[Problem, Cause] = {
    Problem.PINNED_DOWN: Cause(find=pinned_down, severity=Severity.ERROR, after=MINUTE),
    Problem.UNCLAIMED: Cause(
        find=unclaimed, severity=Severity.ERROR, after=10 * MINUTE
    ),
    Problem.REPLACED: Cause(
        find=replaced,
        severity=Severity.ERROR,
        after=10 * MINUTE,
        depends_on=frozenset({Problem.PINNED_DOWN}),
    ),
    Problem.NOT_LISTED: Cause(
        find=not_listed,
        severity=Severity.WARNING,
        after=10 * MINUTE,
        depends_on=frozenset({Problem.UNCLAIMED, Problem.REPLACED}),
    ),
    Problem.ACCESS_REFUSED: Cause(
        find=refused_access,
        severity=Severity.ERROR,
        after=10 * MINUTE,
        depends_on=frozenset(
            {Problem.UNCLAIMED, Problem.NOT_LISTED, Problem.PLEX_TV_DOWN}
        ),
    ),
    Problem.STARTING: Cause(find=starting, severity=Severity.ERROR, after=15 * MINUTE),
    Problem.CERTIFICATE_EXPIRED: Cause(
        find=expired_certificate,
        severity=Severity.ERROR,
        after=5 * MINUTE,
        depends_on=GONE,
    ),
    Problem.CERTIFICATE_WRONG: Cause(
        find=wrong_certificate,
        severity=Severity.ERROR,
        after=5 * MINUTE,
        depends_on=GONE | {Problem.CERTIFICATE_EXPIRED},
    ),
    Problem.HTTPS_REFUSED: Cause(
        find=refused_https,
        severity=Severity.ERROR,
        after=5 * MINUTE,
        depends_on=GONE | {Problem.CERTIFICATE_EXPIRED, Problem.CERTIFICATE_WRONG},
    ),
    Problem.SERVER_OFF: Cause(
        find=off,
        severity=Severity.ERROR,
        after=2 * MINUTE,
        depends_on=GONE | CERTIFICATES,
    ),
    Problem.PLEX_TV_DOWN: Cause(
        find=plex_tv_down,
        severity=Severity.WARNING,
        after=10 * MINUTE,
    ),
    Problem.CONTAINER_ADDRESS: Cause(
        find=in_a_container,
        severity=Severity.WARNING,
        after=5 * MINUTE,
        depends_on=NOT_THERE,
    ),
    Problem.HOME_BLOCKED: Cause(
        find=blocked_at_home,
        severity=Severity.WARNING,
        after=10 * MINUTE,
        depends_on=NOT_THERE | {Problem.CONTAINER_ADDRESS, Problem.FLAPPING},
    ),
    Problem.NAMES_BLOCKED: Cause(
        find=names_blocked,
        severity=Severity.WARNING,
        after=0.0,
        depends_on=NOT_THERE | HOME,
    ),
    Problem.REMOTE_ACCESS_OFF: Cause(
        find=remote_access_off,
        severity=Severity.WARNING,
        after=10 * MINUTE,
        depends_on=NOT_THERE | HOME | CUSTOM,
    ),
    Problem.DOUBLE_NAT: Cause(
        find=double_nat,
        severity=Severity.WARNING,
        after=15 * MINUTE,
        depends_on=NOT_THERE | HOME,
    ),
    Problem.PUBLISH_FAILED: Cause(
        find=failed_publishing,
        severity=Severity.WARNING,
        after=15 * MINUTE,
        depends_on=NOT_THERE | HOME | {Problem.DOUBLE_NAT},
    ),
    Problem.PORT_CHANGED: Cause(
        find=changed_port,
        severity=Severity.WARNING,
        after=15 * MINUTE,
        depends_on=NOT_THERE | HOME | {Problem.DOUBLE_NAT, Problem.PUBLISH_FAILED},
    ),
    Problem.IPV6_UNREACHABLE: Cause(
        find=half_ipv6,
        severity=Severity.NOTICE,
        after=15 * MINUTE,
        depends_on=NOT_THERE
        | HOME
        | {Problem.DOUBLE_NAT, Problem.PUBLISH_FAILED, Problem.PORT_CHANGED},
    ),
    Problem.PORT_UNREACHABLE: Cause(
        find=closed_port,
        severity=Severity.WARNING,
        after=15 * MINUTE,
        depends_on=NOT_THERE
        | HOME
        | {
            Problem.DOUBLE_NAT,
            Problem.PUBLISH_FAILED,
            Problem.PORT_CHANGED,
            Problem.IPV6_UNREACHABLE,
            Problem.REMOTE_ACCESS_OFF,
        },
    ),
    Problem.PORT_NOT_MAPPED: Cause(
        find=unmapped_port,
        may_pass=True,
        is_harmless=True,
        severity=Severity.WARNING,
        after=15 * MINUTE,
        depends_on=NOT_THERE | HOME | (OUTSIDE - {Problem.PORT_NOT_MAPPED}),
    ),
    Problem.CUSTOM_URL_PATH: Cause(
        find=url_with_path,
        severity=Severity.NOTICE,
        after=5 * MINUTE,
        depends_on=NOT_THERE,
    ),
    Problem.CUSTOM_URL_WRONG: Cause(
        find=wrong_url,
        severity=Severity.NOTICE,
        after=10 * MINUTE,
        depends_on=NOT_THERE,
    ),
    Problem.CUSTOM_URL_DEAD: Cause(
        find=dead_url,
        severity=Severity.NOTICE,
        after=10 * MINUTE,
        depends_on=NOT_THERE,
    ),
    Problem.PROXY_ERROR: Cause(
        find=failing_proxy,
        severity=Severity.WARNING,
        after=5 * MINUTE,
        depends_on=NOT_THERE,
    ),
    Problem.FLAPPING: Cause(
        find=flapping,
        severity=Severity.WARNING,
        after=0.0,
        depends_on=NOT_THERE,
    ),
    Problem.SLOW: Cause(
        find=slow,
        may_pass=True,
        severity=Severity.WARNING,
        after=10 * MINUTE,
        depends_on=NOT_THERE | {Problem.FLAPPING},
    ),
    Problem.CERTIFICATE_EXPIRING: Cause(
        find=expiring_certificate,
        severity=Severity.NOTICE,
        after=0.0,
        depends_on=NOT_THERE,
    ),
    Problem.NOT_KNOWN: Cause(
        find=unexplained,
        severity=Severity.WARNING,
        after=10 * MINUTE,
        depends_on=frozenset(Problem) - {Problem.NOT_KNOWN, Problem.NONE},
    ),
}
"""All causes, root causes first; of equally severe ones, the first is shown."""


def findings_of(evidence: Evidence) -> Mapping[Problem, Finding]:
    """Return what the evidence shows, root causes and their consequences alike."""
    found = ((problem, cause.find(evidence)) for problem, cause in CAUSES.items())
    return {problem: finding for problem, finding in found if finding}
