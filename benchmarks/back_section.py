"""The section of docs/performance.md on returning within seconds."""

from collections.abc import Sequence

from .back_times import Back
from .markdown import duration, table
from .sample import Sample
from .situations import IN_WORDS

NONE = "–"


def text(backs: Sequence[Back]) -> str:
    """Return a row for each situation."""
    return table(
        (
            "what happens",
            "n",
            "left",
            "used: median",
            "p95",
            "max",
            "announced",
            "shown: median",
            "p95",
            "max",
            "probes: median",
            "max",
        ),
        [
            (
                IN_WORDS[each.situation],
                str(each.runs),
                "0" if each.left is None else str(each.left.count),
                *_times(each.used, each.patience),
                str(each.told),
                *_times(each.shown, each.patience),
                *_counts(each.probes),
            )
            for each in backs
        ],
    )


def _times(sample: Sample | None, patience: float) -> tuple[str, str, str]:
    if sample is None:
        return NONE, NONE, NONE
    median, p95, most = (
        f"> {duration(each)}" if each >= patience * 1000 else duration(each)
        for each in (sample.median, sample.percentile(0.95), sample.most)
    )
    return median, p95, most


def _counts(sample: Sample | None) -> tuple[str, str]:
    if sample is None:
        return NONE, NONE
    return f"{sample.median:g}", f"{sample.most:g}"
