"""Puts docs/performance.md together."""

from pathlib import Path
from string import Template

from . import machine, tables
from .findings import Findings
from .targets import targets

PAGE = Path(__file__).with_name("performance.template.md")

PRELIMINARY = (
    "**Preliminary**: measured while the machine was busy with other things, to try "
    "the benchmark itself.\n\n"
)


def page(findings: Findings, *, preliminary: bool) -> str:
    """Return docs/performance.md."""
    return Template(PAGE.read_text()).substitute(
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
        blocks=tables.longest_blocks(findings.scale),
    )
