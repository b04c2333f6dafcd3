"""The findings of one run of the benchmark."""

from dataclasses import dataclass

from .back_times import Back
from .dashboard_times import DashboardTimes
from .days import Day
from .detection_times import DetectionTimes
from .entry_times import EntryTimes
from .fail_over_times import FailOverTimes
from .hostile_times import Harm
from .results import Result
from .scale import Scale


@dataclass(frozen=True, kw_only=True, slots=True)
class Findings:
    """The results of each part."""

    connecting: list[Result]
    entry: list[EntryTimes]
    fail_over: list[FailOverTimes]
    detection: list[DetectionTimes]
    back: list[Back]
    days: list[Day]
    scale: list[Scale]
    hostile: list[Harm]
    dashboard: DashboardTimes | None = None
    """None: it was left out."""
