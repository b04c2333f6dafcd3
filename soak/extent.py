"""How much each part does."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Extent:
    """The length of each part."""

    day: float
    """Hours of each of the days."""
    week: float
    """Hours of the rough week."""
    calm: float
    """Seconds between two incidents of that week, on average."""
    reloads: int
    kills: int
    dashboard: float
    """Seconds of real time for which the dashboard stays open."""
    pace: float
    """Minimum seconds of a round of changes."""
    accounts: int
    """Random sequences of an account in Home Assistant."""
    first_account: int | None
    """The seed of the first sequence, which the others follow; None: any."""
    laws: Sequence[str]
    """Where the laws are, beneath tests/."""
    courses: int
    """Random courses of events for the engine."""
    composed_households: int
    """Households with one or two faults, besides those that are written down."""


WHOLE = Extent(
    day=24.0,
    week=7 * 24.0,
    calm=900.0,
    reloads=100,
    kills=12,
    dashboard=3600.0,
    pace=60.0,
    accounts=5000,
    first_account=None,
    laws=("",),
    courses=100_000,
    composed_households=200,
)
QUICK = Extent(
    day=0.5,
    week=0.5,
    calm=60.0,
    reloads=4,
    kills=1,
    dashboard=0.0,
    pace=0.0,
    accounts=100,
    first_account=0,
    laws=("connection/test_percentiles.py",),
    courses=50,
    composed_households=20,
)
