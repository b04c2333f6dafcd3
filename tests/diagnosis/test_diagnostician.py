"""Over time: which cause is shown, when, and for how long."""

from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import ConnectionType
from custom_components.plex_connection.diagnosis import (
    CAUSES,
    Diagnostician,
    Evidence,
    Problem,
    Severity,
    Surroundings,
    Verdict,
    findings_of,
)
from custom_components.plex_connection.diagnosis.diagnostician import (
    RELAPSE,
    verdict_of,
)
from tests.examples import examples

from .builders import (
    LAN,
    LOCAL,
    NEAR,
    OFFLINE,
    PUBLIC,
    RELAY,
    TIMEOUT,
    evidence,
    keys,
    said,
    tried,
)
from .test_causes import EVIDENCE, WELL

NONE, NOT_KNOWN = Problem.NONE, Problem.NOT_KNOWN
PORT, OFF = Problem.PORT_UNREACHABLE, Problem.SERVER_OFF
UNSEEN = evidence(None)

LASTING = [problem for problem, cause in CAUSES.items() if cause.after]
AT_ONCE = [problem for problem, cause in CAUSES.items() if not cause.after]


@dataclass
class Bench:
    """A diagnostician and a clock advanced by hand."""

    now: float = 1000.0
    doctor: Diagnostician = field(init=False)

    def __post_init__(self) -> None:
        """Create the diagnostician."""
        self.doctor = Diagnostician(clock=self.clock)

    def clock(self) -> float:
        """Return monotonic seconds."""
        return self.now

    def verdict(self, shown: Evidence, *, after: float = 0.0) -> Verdict | None:
        """Show evidence `after` seconds and return the verdict."""
        self.now += after
        return self.doctor.observe(shown)

    def show(self, shown: Evidence, *, after: float = 0.0) -> Problem | None:
        """Show evidence `after` seconds and return the problem."""
        verdict = self.verdict(shown, after=after)
        return None if verdict is None else verdict.problem


def test_before_there_is_a_connection() -> None:
    """Without a connection type there is no verdict, later the last one stays."""
    bench = Bench()
    assert bench.show(UNSEEN) is None
    assert bench.doctor.verdict is None
    assert bench.doctor.delay() is None
    assert bench.show(WELL) is NONE
    assert bench.show(UNSEEN, after=3600) is NONE


def test_all_well() -> None:
    """The verdict on a server that works has neither facts nor severity."""
    assert Bench().verdict(WELL) == Verdict(problem=NONE, severity=Severity.OK)


@pytest.mark.parametrize("problem", LASTING)
def test_shown_once_it_has_lasted(problem: Problem) -> None:
    """Nothing is shown before its time; `delay()` counts the seconds to it."""
    bench, after = Bench(), CAUSES[problem].after
    assert bench.doctor.delay() is None
    assert bench.show(EVIDENCE[problem]) is NONE
    bench.now += after - 1
    assert bench.show(EVIDENCE[problem]) is NONE
    assert bench.doctor.delay() == 1
    assert bench.show(EVIDENCE[problem], after=1) is problem
    assert bench.show(WELL) is NONE


@pytest.mark.parametrize("problem", AT_ONCE)
def test_shown_at_once(problem: Problem) -> None:
    """Some have lasted by their nature."""
    bench = Bench()
    assert bench.show(EVIDENCE[problem]) is problem
    assert bench.doctor.delay() is None


def test_an_interruption_starts_it_anew() -> None:
    """One that was not shown yet has to last without an interruption."""
    bench, shown = Bench(), EVIDENCE[PORT]
    bench.show(shown)
    bench.show(WELL, after=CAUSES[PORT].after - 1)
    assert bench.show(shown) is NONE
    assert bench.doctor.delay() is not None
    assert bench.show(shown, after=CAUSES[PORT].after - 1) is NONE
    assert bench.show(shown, after=1) is PORT


@pytest.mark.parametrize("problem", LASTING)
def test_a_relapse_is_shown_at_once(problem: Problem) -> None:
    """Within five minutes it is shown again at once; after that it starts anew."""
    bench, shown = Bench(), EVIDENCE[problem]
    bench.show(shown)
    bench.show(shown, after=CAUSES[problem].after)
    for _ in range(3):
        assert bench.show(WELL) is NONE
        assert bench.show(shown, after=RELAPSE - 1) is problem
    bench.show(WELL)
    assert bench.show(shown, after=RELAPSE) is NONE


def test_what_was_never_shown_has_no_relapse() -> None:
    """Neither one that has not lasted, nor one that another explained."""
    bench = Bench()
    bench.show(EVIDENCE[PORT])
    bench.show(WELL, after=10)
    assert bench.show(EVIDENCE[PORT], after=10) is NONE
    bench = Bench()
    both = replace(EVIDENCE[OFF], status=said("failed", "unreachable"))
    bench.show(both)
    assert bench.show(both, after=3600) is OFF
    assert bench.show(WELL) is NONE
    assert bench.show(EVIDENCE[PORT]) is NONE


@pytest.mark.parametrize("problem", LASTING)
def test_restored(problem: Problem) -> None:
    """What was shown before a restart is shown at once, if it is soon seen."""
    for pause, told in ((RELAPSE - 1, problem), (RELAPSE, NONE)):
        bench = Bench()
        bench.doctor.restore(problem)
        assert bench.doctor.verdict is None
        assert bench.show(UNSEEN) is None
        assert bench.show(EVIDENCE[problem], after=pause) is told
    bench = Bench()
    bench.doctor.restore(problem)
    assert bench.show(WELL) is NONE


@pytest.mark.parametrize("problem", LASTING)
def test_counting_goes_on(problem: Problem) -> None:
    """What had lasted before a reload counts, if it is found again at once."""
    after, before = CAUSES[problem].after, Bench()
    before.show(EVIDENCE[problem])
    before.now += after - 10
    bench = Bench(now=5000.0)
    bench.doctor.resume(before.doctor.holds)
    assert bench.show(EVIDENCE[problem]) is NONE
    assert bench.doctor.delay() == 10
    assert bench.show(EVIDENCE[problem], after=10) is problem
    assert bench.doctor.lasted == after
    bench = Bench(now=5000.0)
    bench.doctor.resume(before.doctor.holds)
    bench.show(WELL)
    assert bench.show(EVIDENCE[problem], after=10) is NONE


def test_none_is_restored() -> None:
    """There is nothing to resume where all was well."""
    bench = Bench()
    bench.doctor.restore(NONE)
    assert bench.show(EVIDENCE[PORT]) is NONE


def test_a_root_cause_silences_before_it_is_shown() -> None:
    """What follows from a cause is not shown instead of it, however long it lasts.

    What was shown before stays until then: to say that all is well would be false.
    """
    bench = Bench()
    bench.show(evidence(RELAY, tried(PUBLIC, TIMEOUT)))
    assert bench.show(evidence(RELAY, tried(PUBLIC, TIMEOUT)), after=3600) is PORT
    gone = replace(
        EVIDENCE[Problem.CERTIFICATE_EXPIRED], status=said("failed", "unreachable")
    )
    assert {PORT, Problem.CERTIFICATE_EXPIRED} <= findings_of(gone).keys()
    assert bench.show(gone) is PORT
    after = CAUSES[Problem.CERTIFICATE_EXPIRED].after
    assert bench.show(gone, after=after - 1) is PORT
    assert bench.show(gone, after=1) is Problem.CERTIFICATE_EXPIRED


def test_the_gravest_is_shown() -> None:
    """Of independent causes the gravest; of equally grave ones the first."""
    mixed = replace(EVIDENCE[Problem.CUSTOM_URL_DEAD], recent_changes=4)
    bench = Bench()
    bench.show(mixed)
    assert bench.show(mixed, after=3600) is Problem.FLAPPING
    equal = replace(
        EVIDENCE[Problem.NAMES_BLOCKED], recent_changes=4, status=said("failed")
    )
    assert bench.show(equal, after=3600) is Problem.NAMES_BLOCKED


@pytest.mark.parametrize("problem", CAUSES)
def test_offline_is_an_error(problem: Problem) -> None:
    """Whatever its cause, a server that is offline does not work."""
    shown = EVIDENCE[problem]
    verdict = verdict_of(shown, findings_of(shown), findings_of(shown))
    assert verdict.problem is problem
    expected = Severity.ERROR if shown.is_offline else CAUSES[problem].severity
    assert verdict.severity is expected
    assert verdict.facts == findings_of(shown)[problem]


DOWN = Surroundings(is_plex_tv_down=True)


def test_an_offline_server_while_plex_tv_is_down() -> None:
    """What its own addresses prove is the cause, at any time and when a user asks."""
    bench, off = Bench(), replace(EVIDENCE[OFF], surroundings=DOWN)
    bench.show(off)
    for minutes in (2, 10, 60):
        assert bench.show(off, after=60 * minutes) is OFF
        assert bench.doctor.conclude(off).problem is OFF
    silent = evidence(OFFLINE, tried(LAN, TIMEOUT), surroundings=DOWN)
    assert bench.doctor.conclude(silent).problem is Problem.PLEX_TV_DOWN


@pytest.mark.parametrize(
    "more",
    [
        {"surroundings": Surroundings(names_blocked=True)},
        *(
            {"status": said(*word)}
            for word in (("failed", "doublenat"), ("mapped", "unreachable"))
        ),
    ],
)
def test_what_does_not_explain_an_offline_server(more: dict[str, Any]) -> None:
    """At home a server needs neither our resolver nor a port: why is not known."""
    shown = evidence(OFFLINE, tried(LAN, TIMEOUT), of=NEAR, **more)
    assert Bench().doctor.conclude(shown).problem is NOT_KNOWN


@pytest.mark.parametrize("problem", CAUSES)
def test_conclusion_for_a_user_who_asks(problem: Problem) -> None:
    """All is told at once, except what may look the same and be over in a moment.

    Until that has lasted, something is wrong; unless everything works all the same.
    """
    bench, shown = Bench(), EVIDENCE[problem]
    expected = MEANWHILE.get(problem, problem)
    assert bench.doctor.conclude(shown).problem is expected
    bench.show(shown)
    assert bench.doctor.conclude(shown).problem is expected
    bench.now += CAUSES[problem].after
    assert bench.doctor.conclude(shown).problem is problem


MEANWHILE = {Problem.SLOW: NOT_KNOWN, Problem.PORT_NOT_MAPPED: NONE}
"""What is told of those that may pass."""


def test_causes_that_may_pass() -> None:
    """There are two."""
    assert {each for each, cause in CAUSES.items() if cause.may_pass} == set(MEANWHILE)


@pytest.mark.parametrize(
    ("shown", "facts"),
    [
        (EVIDENCE[Problem.SLOW], ["latency"]),
        (evidence(RELAY, status=said("waiting")), ["on_relay"]),
        (UNSEEN, []),
        (evidence(LOCAL, report={"suspected": True}), []),
    ],
)
def test_what_is_not_fine(shown: Evidence, facts: list[str]) -> None:
    """A user who asks is told that all is fine only if it is."""
    verdict = Bench().doctor.conclude(shown)
    assert (verdict.problem, verdict.severity) == (NOT_KNOWN, Severity.WARNING)
    assert keys(verdict.facts) == facts


def test_a_conclusion_changes_nothing() -> None:
    """A question leaves what is shown, and when it will be."""
    bench = Bench()
    bench.show(WELL)
    assert bench.doctor.conclude(EVIDENCE[PORT]).problem is PORT
    assert bench.doctor.verdict == Verdict(problem=NONE, severity=Severity.OK)
    assert bench.doctor.delay() is None
    assert bench.show(EVIDENCE[PORT], after=3600) is NONE


def test_not_known_gives_way() -> None:
    """As soon as anything explains it, there is an answer."""
    bench, shown = Bench(), EVIDENCE[NOT_KNOWN]
    bench.show(shown)
    assert bench.show(shown, after=600) is NOT_KNOWN
    proved = replace(shown, status=said("failed", "unreachable"))
    assert NOT_KNOWN in findings_of(proved)
    assert bench.show(proved) is PORT
    assert bench.show(proved, after=CAUSES[PORT].after) is PORT
    assert bench.show(WELL) is NONE


PINNED, STARTING = Problem.PINNED_DOWN, Problem.STARTING


@pytest.mark.parametrize(
    ("before", "then"),
    [
        (PINNED, OFF),
        (Problem.FLAPPING, STARTING),
        (PORT, PINNED),
        (OFF, STARTING),
        (OFF, PORT),
        (Problem.ACCESS_REFUSED, Problem.PLEX_TV_DOWN),
    ],
)
def test_one_problem_after_another(before: Problem, then: Problem) -> None:
    """No problem is told only once nothing is wrong, also over a restart."""
    for is_restarted in (False, True):
        bench = Bench()
        if is_restarted:
            bench.doctor.restore(before)
        else:
            bench.show(EVIDENCE[before])
            assert bench.show(EVIDENCE[before], after=3600) is before
        shown = EVIDENCE[then]
        assert before not in findings_of(shown)
        assert bench.show(shown) is then
        assert bench.show(shown, after=CAUSES[then].after) is then
        assert bench.show(WELL) is NONE


def test_a_problem_hidden_for_a_moment() -> None:
    """A brief outage of what explains a shown problem changes nothing."""
    bench, url = Bench(), Problem.CUSTOM_URL_DEAD
    bench.show(EVIDENCE[url])
    assert bench.show(EVIDENCE[url], after=3600) is url
    both = replace(EVIDENCE[url], report=replace(EVIDENCE[url].report, starting=True))
    assert {url, STARTING} <= findings_of(both).keys()
    assert bench.show(both) is url
    assert bench.show(EVIDENCE[url], after=60) is url
    bench.show(both)
    assert bench.show(both, after=CAUSES[STARTING].after) is STARTING


def test_what_may_pass_is_no_successor() -> None:
    """What a moment ends is not shown in place of a problem that is gone."""
    bench = Bench()
    bench.show(EVIDENCE[OFF])
    assert bench.show(EVIDENCE[OFF], after=3600) is OFF
    slow = EVIDENCE[Problem.SLOW]
    assert findings_of(slow).keys() == {Problem.SLOW}
    assert bench.show(slow) is NONE


# Laws.

TICK = 1 / 1024
"""Seconds; sums of these are exact. With any fraction a time may be due by rounding."""
pauses = st.sampled_from(
    [0.0, 59.0, 60.0, 299.0, 300.0, 599.0, 600.0, 900.0, 3600.0]
) | st.integers(0, 5000 * 1024).map(lambda number: number * TICK)
seen = st.sampled_from([*EVIDENCE.values(), WELL, UNSEEN])
mixed = st.builds(
    lambda one, other, kind: replace(
        one,
        status=other.status,
        surroundings=other.surroundings,
        recent_changes=other.recent_changes,
        is_slow=other.is_slow,
        report=replace(
            one.report,
            connection_type=kind,
            rejected=other.report.rejected,
            latency_ms=other.report.latency_ms,
        ),
    ),
    seen,
    seen,
    st.sampled_from(list(ConnectionType)),
)
shows = seen | mixed
courses = st.lists(st.tuples(shows, pauses), max_size=20)


@examples(200)
@given(courses)
def test_law_of_any_course(course: list[tuple[Evidence, float]]) -> None:
    """Only what is seen is shown, and `delay()` is a promise.

    It is a root cause, or what was shown before that one appeared. That nothing is
    wrong is said before the first problem, and after one only if it is so. Nothing
    changes before the delay has passed, however often it is observed, and the delay is
    never 0 after an observation.
    """
    bench = Bench()
    for shown, pause in course:
        before = bench.doctor.verdict
        was_ill = before is not None and before.problem is not NONE
        told = bench.verdict(shown)
        assert bench.verdict(shown) == told
        if told is not None and shown.kind is not None:
            findings = findings_of(shown)
            if told.problem is not NONE:
                assert told.facts == findings[told.problem]
                explained = CAUSES[told.problem].depends_on & findings.keys()
                is_kept = before is not None and told.problem is before.problem
                assert is_kept or all(CAUSES[each].may_pass for each in explained)
            elif was_ill:
                assert all(CAUSES[each].may_pass for each in findings)
        delay = bench.doctor.delay()
        assert delay is None or delay > 0
        steady = pause if delay is None else min(pause, delay - TICK)
        assert bench.verdict(shown, after=steady) == told
        bench.verdict(shown, after=pause - steady)


@examples(200)
@given(shows, st.lists(st.integers(0, 2000), max_size=20))
def test_law_of_time(shown: Evidence, steps: list[int]) -> None:
    """While nothing changes, it does not matter how often it is observed."""
    bench, once = Bench(), Bench()
    bench.verdict(shown)
    once.verdict(shown)
    for seconds in steps:
        bench.verdict(shown, after=seconds)
    assert once.verdict(shown, after=sum(steps)) == bench.doctor.verdict
    for either in (bench, once):
        either.verdict(shown, after=3600)
        assert either.doctor.delay() is None
    assert bench.doctor.verdict == once.doctor.verdict


@examples(200)
@given(courses, shows)
def test_law_of_rest(course: list[tuple[Evidence, float]], last: Evidence) -> None:
    """After a while only the lasting state counts, not what came before."""
    if last.kind is None:
        return
    bench, new = Bench(), Bench()
    for shown, pause in course:
        bench.verdict(shown)
        bench.now += pause
    waits = 0
    for each in (bench, new):
        each.verdict(last)
        while (delay := each.doctor.delay()) is not None:
            each.verdict(last, after=delay)
            waits += 1
    assert waits <= 2 * len(CAUSES)
    assert bench.doctor.verdict == new.doctor.verdict
    assert new.doctor.verdict == verdict_of(last, findings_of(last), findings_of(last))
    assert bench.doctor.conclude(last) == new.doctor.verdict


@examples(200)
@given(shows)
def test_law_of_questions(shown: Evidence) -> None:
    """Fine is only what serves, in whatever state a user asks about it."""
    verdict = Bench().doctor.conclude(shown)
    if verdict.problem is NONE:
        assert shown.kind in (LOCAL, ConnectionType.REMOTE, RELAY)
        assert not shown.report.starting
        assert not shown.report.needs_authorization_check
        assert not shown.report.suspected
        assert not shown.is_slow


@examples(200)
@given(shows)
def test_law_of_problems(shown: Evidence) -> None:
    """Something is found exactly if a verdict names it, and offline is never fine."""
    findings = findings_of(shown)
    verdict = verdict_of(shown, findings, findings)
    assert (verdict.problem is NONE) is not bool(findings)
    assert (verdict.severity is Severity.OK) is (verdict.problem is NONE)
    if shown.kind is OFFLINE:
        assert verdict.severity is Severity.ERROR
