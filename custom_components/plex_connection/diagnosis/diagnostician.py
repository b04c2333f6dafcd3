"""Decides over time which root cause of one server to show."""

from collections.abc import Callable, Collection, Mapping
from math import inf

from .alerts import alerts_of
from .causes import CAUSES, Finding, findings_of
from .evidence import Evidence
from .verdict import Problem, Severity, Verdict

RELAPSE = 300.0
"""Seconds within which the returning cause of a shown problem is shown at once."""

RANKS = {
    Severity.ERROR: 0,
    Severity.WARNING: 1,
    Severity.NOTICE: 2,
    Severity.OK: 3,
}

ALL_WELL = Verdict(problem=Problem.NONE, severity=Severity.OK)


class Diagnostician:
    """Holds for how long each cause of one server has been seen."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        """Start with nothing seen; `clock` is monotonic, in seconds."""
        self._clock = clock
        self._since: dict[Problem, float] = {}
        self._gone_at: dict[Problem, float] = {}
        """Causes that were shown, and when they were last seen."""
        self._restored: Problem | None = None
        """What was shown before a restart; None after the first verdict."""
        self.verdict: Verdict | None = None
        """The last verdict; None before the first."""

    def restore(self, problem: Problem) -> None:
        """Resume with what was shown before a restart: if seen, it is shown at once."""
        if problem in CAUSES:
            self._gone_at[problem] = self._clock()
            self._restored = problem

    @property
    def holds(self) -> Mapping[Problem, float]:
        """Return for how many seconds each cause has been found; inf: it returned."""
        now = self._clock()
        return {problem: now - since for problem, since in self._since.items()}

    def resume(self, holds: Mapping[Problem, float]) -> None:
        """Go on counting after a reload, for the causes that are found again."""
        now = self._clock()
        self._since |= {problem: now - lasted for problem, lasted in holds.items()}

    def observe(self, evidence: Evidence) -> Verdict | None:
        """Take new evidence; return the verdict, None before there is a connection."""
        if evidence.kind is None:
            return self.verdict
        now = self._clock()
        findings = findings_of(evidence)
        self._note(findings, now)
        lasting = [
            problem
            for problem in findings
            if now >= self._due_at(problem) or _has_alert(problem, evidence)
        ]
        roots = roots_of(findings, lasting) or self._successors(findings, now)
        self.verdict = _judge(evidence, findings, roots)
        self._restored = None
        if self.verdict.problem in CAUSES:
            self._gone_at[self.verdict.problem] = now
        return self.verdict

    def conclude(self, evidence: Evidence) -> Verdict:
        """Return the verdict on evidence right now, for a user who asks.

        Only what cannot be told from a passing state must have lasted. Until then it is
        not known, unless everything works meanwhile; and so is what is not settled yet.
        """
        findings = findings_of(evidence)
        now = self._clock()
        certain = {
            problem: finding
            for problem, finding in findings.items()
            if not CAUSES[problem].may_pass
            or (problem in self._since and now >= self._due_at(problem))
        }
        verdict = verdict_of(evidence, findings, certain)
        if verdict.problem is not Problem.NONE or _is_fine(evidence, findings):
            return verdict
        return Verdict(
            problem=Problem.NOT_KNOWN,
            severity=_severity(Problem.NOT_KNOWN, evidence),
            facts=next(iter(_felt(findings)), ()),
        )

    @property
    def lasted(self) -> float:
        """Return for how many seconds what is shown has been found without a gap.

        0 if that is not known: it was shown before, and has returned.
        """
        if self.verdict is None:
            return 0.0
        since = self._since.get(self.verdict.problem, -inf)
        return 0.0 if since == -inf else self._clock() - since

    def delay(self) -> float | None:
        """Return the seconds until time alone may change the verdict; None: never."""
        now = self._clock()
        due = [self._due_at(problem) for problem in self._since]
        waits = [moment - now for moment in due if moment > now]
        return min(waits, default=None)

    def _successors(
        self, findings: Mapping[Problem, Finding], now: float
    ) -> list[Problem]:
        """Return what is shown after a problem while no root cause has lasted yet.

        That something is wrong is known by then, so there is no false alarm to wait
        for. The problem stays while it is found, also if another explains it, which may
        pass. Once it is gone, or if it was not known, any proof names its successor.
        """
        previous = self._previous(now)
        if previous is None:
            return []
        if previous in findings and previous is not Problem.NOT_KNOWN:
            return [previous]
        certain = {
            problem: finding
            for problem, finding in findings.items()
            if not CAUSES[problem].may_pass
        }
        return roots_of(certain, certain)

    def _previous(self, now: float) -> Problem | None:
        """Return the problem shown until now, or lately before a restart."""
        if self.verdict is not None:
            problem = self.verdict.problem
            return problem if problem in CAUSES else None
        restored = self._restored
        if restored is None or now - self._gone_at[restored] >= RELAPSE:
            return None
        return restored

    def _note(self, findings: Mapping[Problem, Finding], now: float) -> None:
        for problem in tuple(self._since):
            if problem not in findings:
                del self._since[problem]
        for problem in findings:
            if problem not in self._since:
                has_returned = now - self._gone_at.get(problem, -inf) < RELAPSE
                self._since[problem] = -inf if has_returned else now

    def _due_at(self, problem: Problem) -> float:
        return self._since[problem] + CAUSES[problem].after


def verdict_of(
    evidence: Evidence,
    findings: Mapping[Problem, Finding],
    shown: Collection[Problem],
) -> Verdict:
    """Return the verdict on findings: the most serious cause that no other explains.

    `shown` are those that have lasted long enough. The others explain already, but are
    not shown: meanwhile, what has a repair is not known.
    """
    return _judge(evidence, findings, roots_of(findings, shown))


def roots_of(
    findings: Mapping[Problem, Finding], shown: Collection[Problem]
) -> list[Problem]:
    """Return which of `shown` no finding explains."""
    return [
        problem for problem in shown if not CAUSES[problem].depends_on & findings.keys()
    ]


def _judge(
    evidence: Evidence,
    findings: Mapping[Problem, Finding],
    roots: Collection[Problem],
) -> Verdict:
    """Return the most serious of the root causes as the verdict."""
    if not roots and not evidence.alerts:
        return ALL_WELL
    problem = min(
        roots or [Problem.NOT_KNOWN],
        key=lambda each: RANKS[_severity(each, evidence)],
    )
    return Verdict(
        problem=problem,
        severity=_severity(problem, evidence),
        facts=findings.get(problem, ()),
    )


def _is_fine(evidence: Evidence, findings: Mapping[Problem, Finding]) -> bool:
    """Return whether everything works, as far as is known, and that is known."""
    is_settled = evidence.kind is not None and not evidence.report.suspected
    return is_settled and not _felt(findings)


def _felt(findings: Mapping[Problem, Finding]) -> list[Finding]:
    """Return what a user may notice already."""
    return [
        finding
        for problem, finding in findings.items()
        if not CAUSES[problem].is_harmless
    ]


def _has_alert(problem: Problem, evidence: Evidence) -> bool:
    """Return whether a repair is due whose cause this is: it has lasted, too."""
    is_certain = not CAUSES[problem].may_pass
    return is_certain and bool(alerts_of(problem) & evidence.alerts)


def _severity(problem: Problem, evidence: Evidence) -> Severity:
    return Severity.ERROR if evidence.is_offline else CAUSES[problem].severity
