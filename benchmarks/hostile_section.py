"""The section of docs/performance.md on hostile servers."""

from collections.abc import Sequence

from .hostile_times import IN_WORDS, Harm
from .markdown import duration, table


def text(harms: Sequence[Harm]) -> str:
    """Return a table with a row for each trick."""
    return table(
        (
            "trick",
            "requests hit",
            "longest turn of the loop",
            "tasks",
            "memory",
            "honest server",
        ),
        [
            (
                IN_WORDS[each.trick],
                str(each.met),
                duration(each.longest.cpu),
                f"{each.tasks:+}",
                f"{each.megabytes:+.1f} MB",
                each.neighbour,
            )
            for each in harms
        ],
    )
