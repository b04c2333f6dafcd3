"""The place in docs/performance.md that belongs to `scripts/soak`."""

from .marked import NOTHING_YET, marked, replace_marked

__all__ = ["NOTHING_YET", "long_runs_of", "replace_long_runs"]

NAME = "soak"


def long_runs_of(page: str) -> str:
    """Return what stands between the marks of a page."""
    return marked(page, NAME)


def replace_long_runs(page: str, text: str) -> str:
    """Put text between the marks of a page; one that has none gets them at its end."""
    return replace_marked(page, NAME, text, heading="Long runs")
