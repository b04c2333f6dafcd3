"""Markdown for tables of numbers."""

from collections.abc import Iterable, Sequence

from .sample import Sample

SECOND = 1000.0
"""Milliseconds."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; the first column is text, the others are numbers."""
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rows))


def duration(milliseconds: float) -> str:
    """Return a duration in a suitable unit."""
    if milliseconds >= SECOND:
        return f"{milliseconds / SECOND:.2f} s"
    if milliseconds >= SECOND / 10:
        return f"{milliseconds:.0f} ms"
    return f"{milliseconds:.1f} ms"


def spread(sample: Sample) -> str:
    """Return median, minimum, maximum and count."""
    return (
        f"{duration(sample.median)} "
        f"({duration(sample.least)} – {duration(sample.most)}, n={sample.count})"
    )
