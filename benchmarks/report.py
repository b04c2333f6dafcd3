"""Puts docs/performance.md together."""

from pathlib import Path
from string import Template

from . import machine, tables
from .findings import Findings
from .long_runs import long_runs_of
from .targets import targets

TEMPLATE = Path(__file__).with_name("performance.template.md")
PAGE = Path(__file__).parents[1] / "docs" / "performance.md"

PRELIMINARY = (
    "**Preliminary**: measured while the machine was busy with other things, to try "
    "the benchmark itself.\n\n"
)


def page(findings: Findings, *, preliminary: bool) -> str:
    """Return docs/performance.md."""
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
        long_runs=long_runs_of(PAGE.read_text() if PAGE.exists() else ""),
        blocks=tables.longest_blocks(findings.scale),
    )
