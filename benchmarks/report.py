"""Assembles docs/performance.md."""

from pathlib import Path
from string import Template

from . import (
    back_section,
    dashboard_section,
    follow_section,
    hostile_section,
    machine,
    tables,
)
from .back_targets import back_targets
from .back_times import Back
from .dashboard_times import DashboardTimes
from .findings import Findings
from .follow_times import Follow
from .hostile_times import Harm
from .long_runs import long_runs_of
from .marked import marked, replace_marked
from .targets import targets

TEMPLATE = Path(__file__).with_name("performance.template.md")
PAGE = Path(__file__).parents[1] / "docs" / "performance.md"

PRELIMINARY = (
    "**Preliminary**: from a trial run of the benchmark, on a busy machine.\n\n"
)


DASHBOARD = "dashboard"
"""The name of the marks around the section on the dashboard."""
HOSTILE = "hostile"
BACK = "back"
"""The name of the marks around the section on reconnecting."""
FOLLOW = "follow"
"""The name of the marks around the section on another integration."""


def dashboard(times: DashboardTimes, *, preliminary: bool) -> str:
    """Return the section on the dashboard."""
    before = PRELIMINARY if preliminary else ""
    return f"Machine: {machine.describe()}\n\n{before}{dashboard_section.text(times)}"


def with_dashboard(section: str) -> str:
    """Return docs/performance.md with the section on the dashboard replaced."""
    old = PAGE.read_text() if PAGE.exists() else "# Performance\n"
    return replace_marked(old, DASHBOARD, section, heading="The dashboard")


def hostile(harms: list[Harm], *, preliminary: bool) -> str:
    """Return the section on hostile servers."""
    before = PRELIMINARY if preliminary else ""
    return f"Machine: {machine.describe()}\n\n{before}{hostile_section.text(harms)}"


def with_hostile(section: str) -> str:
    """Return docs/performance.md with the section on hostile servers replaced."""
    old = PAGE.read_text() if PAGE.exists() else "# Performance\n"
    return replace_marked(old, HOSTILE, section, heading="Hostile servers")


def back(backs: list[Back], *, preliminary: bool) -> str:
    """Return the section on reconnecting within seconds."""
    before = PRELIMINARY if preliminary else ""
    return f"Machine: {machine.describe()}\n\n{before}{back_section.text(backs)}"


def targets_of_back(backs: list[Back]) -> str:
    """Return the targets of reconnecting, which are at the top of the page."""
    return tables.of_targets(list(back_targets(backs)))


def with_back(section: str) -> str:
    """Return docs/performance.md with the section on reconnecting replaced."""
    old = PAGE.read_text() if PAGE.exists() else "# Performance\n"
    return replace_marked(old, BACK, section, heading="Back within seconds")


def follow(follows: list[Follow], *, preliminary: bool) -> str:
    """Return the section on Home Assistant's own Plex integration."""
    before = PRELIMINARY if preliminary else ""
    targets_met = targets_of_follow(follows)
    return (
        f"Machine: {machine.describe()}\n\n{before}{targets_met}\n\n"
        f"{follow_section.text(follows)}"
    )


def targets_of_follow(follows: list[Follow]) -> str:
    """Return its targets."""
    return tables.of_targets(list(follow_section.follow_targets(follows)))


def with_follow(section: str) -> str:
    """Return docs/performance.md with this section replaced."""
    old = PAGE.read_text() if PAGE.exists() else "# Performance\n"
    return replace_marked(old, FOLLOW, section, heading="Another integration")


def page(findings: Findings, *, preliminary: bool) -> str:
    """Return docs/performance.md; parts left out stay unchanged."""
    old = PAGE.read_text() if PAGE.exists() else ""
    return Template(TEMPLATE.read_text()).substitute(
        machine=machine.describe(),
        preliminary=PRELIMINARY if preliminary else "",
        targets=tables.of_targets(targets(findings)),
        times=tables.of_times(findings.connecting),
        steps=tables.of_steps(findings.connecting),
        choices=tables.of_choices(findings.connecting),
        entry=tables.of_entry(findings.entry),
        fail_over=tables.of_fail_over(findings.fail_over),
        detection=tables.of_detection(findings.detection),
        back=back(findings.back, preliminary=preliminary),
        follow=marked(old, FOLLOW),
        days=tables.of_days(findings.days),
        scale=tables.of_scale(findings.scale),
        hostile=hostile(findings.hostile, preliminary=preliminary),
        dashboard=marked(old, DASHBOARD)
        if findings.dashboard is None
        else dashboard(findings.dashboard, preliminary=preliminary),
        long_runs=long_runs_of(old),
        blocks=tables.longest_blocks(findings.scale),
    )
