"""Writes what was found into docs/performance.md, between two marks.

`benchmarks` writes the rest of the page, and leaves alone what is between them.
"""

from collections.abc import Iterable
from pathlib import Path

from benchmarks import machine
from benchmarks.long_runs import replace_long_runs
from benchmarks.markdown import table

from .figures import Findings

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"

HEAD = ("figure", "measured", "limit")

PRELIMINARY = (
    "**Preliminary**: from runs on a machine that was busy with other things.\n\n"
)


def section(found: Iterable[Findings], *, preliminary: bool = False) -> str:
    """Return the part of the page that tells of the long runs."""
    parts = [
        f"### {each.title}\n\n{table(HEAD, (figure.row() for figure in each.figures))}"
        for each in found
    ]
    machine_and_state = f"Machine: {machine.describe()}\n\n"
    if preliminary:
        machine_and_state += PRELIMINARY
    return machine_and_state + "\n\n".join(parts)


def write(text: str) -> None:
    """Put the section in its place."""
    old = PAGE.read_text() if PAGE.exists() else "# Performance\n"
    PAGE.write_text(replace_long_runs(old, text))
