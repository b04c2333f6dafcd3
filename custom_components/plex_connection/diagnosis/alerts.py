"""Which repair belongs to which root cause.

A repair is the verdict's: it is open while its alert is raised and the verdict shown
explains it. So no server has two, and none names another cause than the sensor.
"""

from collections.abc import Mapping

from ..connection import Alert
from .verdict import Problem, Verdict

ON_A_RELAY = frozenset({Alert.REMOTE_ACCESS_REFUSED, Alert.RELAY_LONG})
"""Of these the server's connection decides which one there is."""

WITHOUT_HTTPS = ON_A_RELAY | {Alert.HTTP_ONLY}

ALERTS: Mapping[Problem, frozenset[Alert]] = {
    Problem.NOT_KNOWN: frozenset(Alert),
    Problem.PINNED_DOWN: frozenset({Alert.PINNED_DOWN}),
    Problem.UNCLAIMED: frozenset({Alert.OWNER_LOST}),
    Problem.ACCESS_REFUSED: frozenset({Alert.ACCESS_REFUSED}),
    Problem.CERTIFICATE_EXPIRED: WITHOUT_HTTPS,
    Problem.CERTIFICATE_WRONG: WITHOUT_HTTPS,
    Problem.HTTPS_REFUSED: WITHOUT_HTTPS,
    **dict.fromkeys(
        (
            Problem.CONTAINER_ADDRESS,
            Problem.HOME_BLOCKED,
            Problem.REMOTE_ACCESS_OFF,
            Problem.DOUBLE_NAT,
            Problem.PUBLISH_FAILED,
            Problem.PORT_CHANGED,
            Problem.IPV6_UNREACHABLE,
            Problem.PORT_UNREACHABLE,
            Problem.PORT_NOT_MAPPED,
            Problem.CUSTOM_URL_PATH,
            Problem.CUSTOM_URL_WRONG,
            Problem.CUSTOM_URL_DEAD,
            Problem.PROXY_ERROR,
            Problem.FLAPPING,
            Problem.SLOW,
        ),
        ON_A_RELAY,
    ),
}
"""The repairs that a cause explains; of any other, there is none."""


def alerts_of(problem: Problem) -> frozenset[Alert]:
    """Return the alerts that a cause explains."""
    return ALERTS.get(problem, frozenset())


def alert_to_show(
    verdict: Verdict | None, raised: frozenset[Alert], shown: Alert | None
) -> Alert | None:
    """Return the one alert that has a repair; `shown` has it so far.

    Without a verdict, each raised alert may have it.
    """
    fitting = raised if verdict is None else raised & alerts_of(verdict.problem)
    if shown in fitting:
        return shown
    return next((each for each in Alert if each in fitting), None)
