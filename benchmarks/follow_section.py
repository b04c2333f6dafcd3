"""The section of docs/performance.md on Home Assistant's own Plex integration."""

from collections.abc import Iterator, Sequence

from .follow_times import IN_WORDS, Follow, Kind
from .markdown import duration, table
from .target import Target

LIMIT = 60.0
"""Seconds until its player has to be available again."""
SECOND = 1000.0


def text(follows: Sequence[Follow]) -> str:
    """Return a row for each kind."""
    return table(
        ("what happens", "n", "back", "median", "p95", "max"),
        [
            (
                IN_WORDS[each.kind],
                str(each.runs),
                str(each.returned),
                *_times(each),
            )
            for each in follows
        ],
    )


def follow_targets(follows: Sequence[Follow]) -> Iterator[Target]:
    """Yield the target of each kind."""
    for each in follows:
        if each.kind is Kind.ALONE:
            yield Target(
                what="The integration's player without us",
                target="not back in 15 min",
                measured=f"{each.returned} of {each.runs} in {each.patience:.0f} s",
                met=each.returned == 0,
            )
            continue
        p95 = None if each.back is None else each.back.percentile(0.95)
        yield Target(
            what=f"The integration's player is back: {IN_WORDS[each.kind]}",
            target=f"p95 ≤ {LIMIT:.0f} s",
            measured="never" if p95 is None else f"p95 {duration(p95)}",
            met=p95 is not None
            and p95 <= LIMIT * SECOND
            and each.returned == each.runs,
        )


def _times(each: Follow) -> tuple[str, str, str]:
    if each.back is None:
        return (f"> {each.patience:.0f} s",) * 3
    sample = each.back
    values = (sample.median, sample.percentile(0.95), sample.most)
    median, p95, most = map(duration, values)
    return median, p95, most
