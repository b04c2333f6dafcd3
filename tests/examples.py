"""How many examples a law is tried with, and by what chance they are made.

In the suite they are the same in every run, so that a failure is of the change that
was made. `scripts/soak` makes new ones, and many more of them. What fails there is
kept beside its law with `@example`.
"""

from typing import Any

from hypothesis import HealthCheck, settings

SUITE = "suite"
LONG_RUNS = "long-runs"

TIMES = 70
"""As many times the examples of the suite are tried in the long runs."""

_SHARED: dict[str, Any] = {
    # What is found is kept in the sources: there it is found on every machine.
    "database": None,
    # An example takes as long as a busy machine needs. So does making one.
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow],
}
_EXAMPLES = 100
"""For a law that names no number."""

settings.register_profile(SUITE, max_examples=_EXAMPLES, derandomize=True, **_SHARED)
settings.register_profile(
    LONG_RUNS, max_examples=_EXAMPLES * TIMES, print_blob=True, **_SHARED
)
settings.load_profile(SUITE)


def examples(number: int, **others: Any) -> settings:
    """Return the settings of a law: so many examples in the suite.

    `others` are Hypothesis's own, except those that a profile decides.
    """
    times = settings().max_examples // _EXAMPLES
    return settings(max_examples=number * times, **others)
