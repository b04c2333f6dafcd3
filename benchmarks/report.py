"""Puts docs/performance.md together."""

from pathlib import Path
from string import Template

from . import dashboard_section, hostile_section, machine, tables
from .dashboard_times import DashboardTimes
from .findings import Findings
from .hostile_times import Harm
from .long_runs import long_runs_of
from .marked import marked, replace_marked
from .targets import targets

TEMPLATE = Path(__file__).with_name("performance.template.md")
PAGE = Path(__file__).parents[1] / "docs" / "performance.md"

PRELIMINARY = (
    "**Preliminary**: measured while the machine was busy with other things, to try "
    "the benchmark itself.\n\n"
)


DASHBOARD = "dashboard"
"""The name of the marks around its section."""
HOSTILE = "hostile"
"""The same."""


def dashboard(times: DashboardTimes, *, preliminary: bool) -> str:
    """Return the section on the dashboard."""
    before = PRELIMINARY if preliminary else ""
    return f"Machine: {machine.describe()}\n\n{before}{dashboard_section.text(times)}"


def with_dashboard(section: str) -> str:
    """Return docs/performance.md as it is, but for the section on the dashboard."""
    old = PAGE.read_text() if PAGE.exists() else "# Performance\n"
    return replace_marked(old, DASHBOARD, section, heading="The dashboard")


def hostile(harms: list[Harm], *, preliminary: bool) -> str:
    """Return the section on hostile servers."""
    before = PRELIMINARY if preliminary else ""
    return f"Machine: {machine.describe()}\n\n{before}{hostile_section.text(harms)}"


def with_hostile(section: str) -> str:
    """Return docs/performance.md as it is, but for the section on hostile servers."""
    old = PAGE.read_text() if PAGE.exists() else "# Performance\n"
    return replace_marked(old, HOSTILE, section, heading="Hostile servers")


def page(findings: Findings, *, preliminary: bool) -> str:
    """Return docs/performance.md; what was left out stays as it is."""
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
        days=tables.of_days(findings.days),
        scale=tables.of_scale(findings.scale),
        hostile=hostile(findings.hostile, preliminary=preliminary),
        dashboard=marked(old, DASHBOARD)
        if findings.dashboard is None
        else dashboard(findings.dashboard, preliminary=preliminary),
        long_runs=long_runs_of(old),
        blocks=tables.longest_blocks(findings.scale),
    )
