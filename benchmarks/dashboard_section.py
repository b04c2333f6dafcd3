"""The section of docs/performance.md on the dashboard."""

from collections.abc import Iterator

from .dashboard_times import DashboardTimes, PageTimes
from .markdown import duration, spread, table
from .page_visits import Way
from .sample import Sample
from .tables import of_targets
from .target import Target

OPENS = 2000.0
"""Milliseconds, including Home Assistant's own start in the browser."""
FRAME = 34.0
"""Milliseconds: at 60 frames a second, at most one in twenty is a frame late."""
TASK = 200.0
"""Milliseconds for which a page being scrolled may not respond: the beginning of a
perceptible delay, on a machine that draws without a graphics card."""
OTHER_FRAME = 50.0
"""Milliseconds from which a frame is seen as a jerk."""
BLOCK = 10.0
"""Milliseconds for which our answer may block Home Assistant's loop; as elsewhere."""

TEXT = """\
Chromium {chromium}.

{targets}

From the click, or from the address, until tiles or rows are to be seen: painted, and \
with Home Assistant's launch screen gone. Medians (least – most, number of runs).

{openings}

Scrolled to the overview's end and back with a mouse wheel, a notch with every frame; \
the other page by as many:

{scrolling}

The overview begins with one message of {kilobytes:.0f} kB; after that it hears what \
changes."""


def targets(times: DashboardTimes) -> Iterator[Target]:
    """Yield each target beside its measurement."""
    ours, servers = times.ours, times.servers
    for way in Way:
        whole = ours.whole(way).median
        yield Target(
            what=f"The overview of {servers} servers opens {way}",
            target=f"< {duration(OPENS)}",
            measured=f"{duration(whole)}, {_ratio(times, way)}",
            met=whole < OPENS,
        )
    p95, task = ours.frames.percentile(0.95), ours.longest_tasks.median
    yield Target(
        what="Scrolling it: time from frame to frame",
        target=f"p95 < {duration(FRAME)}",
        measured=duration(p95),
        met=p95 < FRAME,
    )
    yield Target(
        what="Scrolling it: the longest task of the page, median of all times",
        target=f"< {duration(TASK)}",
        measured=_task(task),
        met=task < TASK,
    )
    block = max(ours.block(way).most for way in Way)
    yield Target(
        what="Opening it: the longest block of Home Assistant's loop, by any code",
        target=f"≤ {duration(BLOCK)}",
        measured=duration(block),
        met=block <= BLOCK,
    )


def _ratio(times: DashboardTimes, way: Way) -> str:
    ratio = times.ours.first(way).median / times.peer.first(way).median
    return f"{ratio:.2f} × {times.peer.place.title}"


def text(times: DashboardTimes) -> str:
    """Return the section."""
    pages = (times.ours, times.peer)
    return TEXT.format(
        chromium=times.chromium,
        targets=of_targets(list(targets(times))),
        openings=_of_openings(pages),
        scrolling=_of_scrolling(pages),
        kilobytes=times.ours.payload / 1000,
    )


def _of_openings(pages: tuple[PageTimes, ...]) -> str:
    return table(
        (
            "page, come to",
            "first part to be seen",
            "all of it",
            "longest block of the loop (CPU)",
        ),
        [
            (
                f"{page.place.title}, {way}",
                spread(page.first(way)),
                spread(page.whole(way)) if page.place.parts > 1 else "–",
                duration(page.block(way).most),
            )
            for page in pages
            for way in Way
        ],
    )


def _of_scrolling(pages: tuple[PageTimes, ...]) -> str:
    return table(
        (
            "page",
            "frames",
            "median",
            "p95",
            "longest",
            f"over {duration(OTHER_FRAME)}",
            "longest task (worst time)",
        ),
        [
            (
                page.place.title,
                str(page.frames.count),
                duration(page.frames.median),
                duration(page.frames.percentile(0.95)),
                duration(page.frames.most),
                f"{_share(page.frames, OTHER_FRAME):.1%}",
                _tasks(page.longest_tasks),
            )
            for page in pages
        ],
    )


def _share(sample: Sample, limit: float) -> float:
    return sum(value > limit for value in sample.values) / sample.count


def _tasks(sample: Sample) -> str:
    return f"{_task(sample.median)} ({_task(sample.most)})"


def _task(milliseconds: float) -> str:
    # Browsers report tasks from 50 ms on.
    return duration(milliseconds) if milliseconds else "none over 50 ms"
