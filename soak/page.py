"""Writes the findings into docs/performance.md, between two marks.

`benchmarks` writes the rest of the page, and leaves the part between them alone.
"""

from collections.abc import Iterable
from functools import reduce
from pathlib import Path

from benchmarks import machine
from benchmarks.long_runs import long_runs_of, replace_long_runs
from benchmarks.markdown import table

from .figures import Findings

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"

HEAD = ("figure", "measured", "limit")

PRELIMINARY = (
    "**Preliminary**: from runs on a machine that was busy with other things.\n\n"
)


def section(found: Iterable[Findings], *, preliminary: bool = False) -> str:
    """Return the page's section on the long runs."""
    parts = [f"### {each.title}\n\n{_table(each)}" for each in found]
    machine_and_state = f"Machine: {machine.describe()}\n\n"
    if preliminary:
        machine_and_state += PRELIMINARY
    return machine_and_state + "\n\n".join(parts)


def _table(findings: Findings) -> str:
    return table(HEAD, (figure.row() for figure in findings.figures))


def with_part(section: str, findings: Findings) -> str:
    """Return a section with one part replaced."""
    head = f"### {findings.title}\n\n"
    before, found, rest = section.partition(head)
    _, next_head, after = rest.partition("\n\n### ") if found else ("", "", "")
    start = before if found else f"{section}\n\n"
    return f"{start}{head}{_table(findings)}{next_head}{after}"


def write(text: str) -> None:
    """Replace the section in the page."""
    PAGE.write_text(replace_long_runs(_old(), text))


def write_parts(found: Iterable[Findings]) -> None:
    """Replace parts in the page, and keep the others."""
    old = _old()
    PAGE.write_text(replace_long_runs(old, reduce(with_part, found, long_runs_of(old))))


def _old() -> str:
    return PAGE.read_text() if PAGE.exists() else "# Performance\n"
