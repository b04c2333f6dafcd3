"""The place in docs/performance.md that belongs to `scripts/soak`."""

from .marked import NOTHING_YET, marked, replace_marked

__all__ = ["NOTHING_YET", "long_runs_of", "replace_long_runs"]

NAME = "soak"


def long_runs_of(page: str) -> str:
    """Return the text between the marks of a page."""
    return marked(page, NAME)


def replace_long_runs(page: str, text: str) -> str:
    """Replace the text between the marks of a page; append marks if it has none."""
    return replace_marked(page, NAME, text, heading="Long runs")
