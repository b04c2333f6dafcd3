"""What the last attempts at an address prove."""

from ..connection import (
    PATH_FAILURES as FAILURES_ON_PATH,
    CandidateReport,
    FailureKind,
)

PATH_FAILURES = FAILURES_ON_PATH - {FailureKind.BLOCKED}
"""The attempt got through to no server. We block addresses ourselves: that proves
nothing about the path."""


def failure_of(each: CandidateReport) -> FailureKind | None:
    """Return how the last attempt failed; None if it succeeded or there was none."""
    return None if each.last_attempt is None else each.last_attempt.failure


def works(each: CandidateReport) -> bool:
    """Return whether the right server answered there last."""
    return each.last_attempt is not None and each.last_attempt.authentic


def fails_on_path(each: CandidateReport) -> bool:
    """Return whether nothing answered there last."""
    return failure_of(each) in PATH_FAILURES
