"""What holds of all that was drawn, beside what entities showed.

A page is late, and may leave out what was over before it drew. So what it draws was
shown by entities before, in the same order, and each of it once.
"""

from collections.abc import Mapping
from typing import Any

from .drawn import Drawn
from .laws import REACHABLE, TYPE
from .pixels import moment
from .told import Record

CLOCK = 0.005
"""Seconds by which a browser's clock may seem to be early: it counts milliseconds."""

FOLLOWING = {
    "page": {"offline", "offline_pinned", "denied", "relay"},
    "tile": {"failing"},
    "card": {"failing"},
}
"""What is said beside a verdict, and follows from it."""


def drawn_otherwise(record: Record, what: str, drawn: list[Drawn]) -> list[str]:
    """Return where a page drew what entities did not show before, or drew it twice."""
    found = [
        f"{what} is {each.tone} where it says {each.verdict}"
        for each in drawn
        if each.tone != each.verdict
    ]
    found += [
        f"{what} says {each.words} of what is {each.verdict}"
        for each in drawn
        if FOLLOWING[what] & {*each.words} != _words_of(what, each)
    ]
    course = iter(_course(record))
    last = None
    for each in drawn:
        if each.verdict in (None, last):
            continue
        last = each.verdict
        shown_at = next((at for verdict, at in course if verdict == last), None)
        if shown_at is None or each.at + CLOCK < shown_at:
            found.append(f"{what} drew {each}, but entities: {_course(record)}")
            break
    return found


def _words_of(what: str, drawn: Drawn) -> set[str]:
    """Return what is to be said beside a verdict, of all that follows from it."""
    if what != "page":
        return {"failing"} if drawn.verdict in ("offline", "refused") else set()
    is_pinned = any(each.endswith("pinned") for each in drawn.words)
    offline = "offline_pinned" if is_pinned else "offline"
    said = {"offline": offline, "refused": "denied", "relay": "relay"}
    return {said[drawn.verdict]} if drawn.verdict in said else set()


def _course(record: Record) -> list[tuple[str, float]]:
    """Return the verdicts that entities showed, each with when that was written."""
    course: list[tuple[str, float]] = []
    for position, told in enumerate(record.told):
        verdict = _verdict(record.samples[position])
        is_new = verdict is not None and verdict not in [
            each for each, _ in course[-1:]
        ]
        if told.kind != "state" and verdict is not None and is_new:
            course.append((verdict, _written_at(record, position)))
    return course


def _verdict(sample: Mapping[str, Any]) -> str | None:
    """Return the verdict that entities show, as pages say it; None while they are away.

    It is unknown after the reload of a server on a relay, which is not remembered.
    """
    kind, reachable = (sample[key]["state"] for key in (TYPE, REACHABLE))
    if "unavailable" in (kind, reachable):
        return None
    return "refused" if reachable == "off" and kind != "offline" else str(kind)


def _written_at(record: Record, position: int) -> float:
    """Return when the type, or whether it is reachable, was last written."""
    sample = record.samples[position]
    return max(moment(sample[key]["last_updated"]) for key in (TYPE, REACHABLE))
