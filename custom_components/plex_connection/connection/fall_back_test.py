"""The one test of the addresses that a server's first race left out (rule 12).

A race ends with the first good answer and begins with no relay, so that many addresses
that work are not known to. This test shows the fall-backs before they are needed.
"""

from .candidates import CandidateSet
from .models import Candidate

TEST_AFTER = 20.0
"""Seconds from a server's first verdict until its untested addresses are tested: when
all of an account's servers have their connections, and well within two minutes."""


def never_tested(candidates: CandidateSet) -> list[Candidate]:
    """Return the usable candidates without any attempt, the best first."""
    return [
        each
        for each in candidates.usable()
        if candidates[each.url].last_attempt is None
    ]
