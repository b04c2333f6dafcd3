"""Number and choice of the examples that a law is tried with.

The suite has the same ones in every run, so that a failure is due to the change under
test. `scripts/soak` generates new ones, and many more. A failure found there is kept
beside its law with `@example`.
"""

from typing import Any

from hypothesis import HealthCheck, settings

SUITE = "suite"
LONG_RUNS = "long-runs"

TIMES = 70
"""Factor by which the long runs try more examples than the suite."""

_SHARED: dict[str, Any] = {
    # Failures are kept in the sources, to be found on every machine.
    "database": None,
    # Examples, and making them, may take as long as a busy machine needs.
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow],
}
_EXAMPLES = 100
"""For a law without a number."""

settings.register_profile(SUITE, max_examples=_EXAMPLES, derandomize=True, **_SHARED)
settings.register_profile(
    LONG_RUNS, max_examples=_EXAMPLES * TIMES, print_blob=True, **_SHARED
)
settings.load_profile(SUITE)


def examples(number: int, **others: Any) -> settings:
    """Return the settings of a law with `number` examples in the suite.

    `others` are Hypothesis's own, except those that a profile decides.
    """
    times = settings().max_examples // _EXAMPLES
    return settings(max_examples=number * times, **others)
