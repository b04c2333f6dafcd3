"""The repair of a verdict: one at most, and never about another cause."""

from dataclasses import replace

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import Alert, AlertMonitor
from custom_components.plex_connection.diagnosis import (
    CAUSES,
    Evidence,
    Problem,
    alert_to_show,
    alerts_of,
)
from tests.examples import examples

from .builders import LAN, LOCAL, NEAR, RELAY, RELAYED, evidence, said, tried
from .test_causes import EVIDENCE
from .test_diagnostician import Bench, shows

NONE, NOT_KNOWN = Problem.NONE, Problem.NOT_KNOWN

pauses = st.integers(0, 3000)


def test_the_table() -> None:
    """Each alert has a cause besides "not known", and no cause has one if all is well.

    Only of those on a relay, and of certificates, several share one.
    """
    proved = CAUSES.keys() - {NOT_KNOWN}
    assert frozenset().union(*map(alerts_of, proved)) == set(Alert)
    assert alerts_of(NOT_KNOWN) == set(Alert)
    assert alerts_of(NONE) == set()
    for alert in (Alert.PINNED_DOWN, Alert.OWNER_LOST, Alert.ACCESS_REFUSED):
        assert len([each for each in proved if alert in alerts_of(each)]) == 1


@pytest.mark.parametrize("problem", CAUSES)
def test_a_repair_brings_its_cause_forward(problem: Problem) -> None:
    """The sensor shows at once what has a repair, but for what may pass."""
    for alert in alerts_of(problem):
        bench = Bench()
        shown = replace(EVIDENCE[problem], alerts=frozenset({alert}))
        is_early = not CAUSES[problem].may_pass
        assert bench.show(shown) is (problem if is_early else NOT_KNOWN)
        assert bench.show(shown, after=CAUSES[problem].after) is problem


def test_one_that_stays() -> None:
    """Of two that fit, the one that is shown stays; without a verdict, any fits."""
    both = frozenset({Alert.HTTP_ONLY, Alert.RELAY_LONG})
    verdict = Bench().verdict(EVIDENCE[Problem.NAMES_BLOCKED])
    assert alert_to_show(verdict, both, Alert.RELAY_LONG) is None
    for shown in both:
        assert alert_to_show(None, both, shown) is shown
    assert alert_to_show(None, both, Alert.OWNER_LOST) in both
    assert alert_to_show(None, frozenset(), Alert.OWNER_LOST) is None


def test_a_friends_relay_that_should_not_be() -> None:
    """Once it is worth a repair, the sensor says that something is wrong."""
    friends = replace(NEAR, owned=False, owner_name="bob")
    shown = evidence(RELAY, tried(RELAYED), of=friends)
    bench = Bench()
    assert bench.show(shown, after=3600) is NONE
    raised = replace(shown, alerts=frozenset({Alert.RELAY_LONG}))
    assert bench.show(raised) is NOT_KNOWN


@examples(200)
@given(st.lists(st.tuples(shows, pauses), max_size=20))
def test_law_of_repairs(course: list[tuple[Evidence, float]]) -> None:
    """A raised alert is never beside "no problem", and a repair is its verdict's.

    A repair stays the same while the cause shown explains it.
    """
    bench = Bench()
    watch = AlertMonitor(clock=bench.clock, relay_patience=600.0)
    alert: Alert | None = None
    well = evidence(LOCAL, tried(LAN, claimed=True), of=NEAR, status=said())
    for shown, pause in (*course, (well, 0)):
        if shown.kind is None:
            continue
        for after in (0.0, pause):
            bench.now += after
            raised = watch.observe(shown.record, shown.report)
            verdict = bench.verdict(replace(shown, alerts=raised))
            assert verdict is not None
            assert not raised or verdict.problem is not NONE
            before, alert = alert, alert_to_show(verdict, raised, alert)
            fitting = raised & alerts_of(verdict.problem)
            assert alert in fitting if fitting else alert is None
            assert before not in fitting or alert is before
    assert alert is None


def test_law_is_not_empty() -> None:
    """A server on the relay does get a repair in such a course."""
    bench = Bench()
    watch = AlertMonitor(clock=bench.clock, relay_patience=600.0)
    shown = evidence(RELAY, tried(LAN, "timeout"), tried(RELAYED), of=NEAR)
    assert watch.observe(shown.record, shown.report) == set()
    assert bench.show(shown) is NONE
    bench.now += 600
    raised = watch.observe(shown.record, shown.report)
    verdict = bench.verdict(replace(shown, alerts=raised))
    assert verdict is not None
    assert verdict.problem is Problem.HOME_BLOCKED
    assert alert_to_show(verdict, raised, None) is Alert.RELAY_LONG
