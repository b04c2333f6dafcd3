"""Laws of what pages draw, compared with what entities showed.

A page is late, and may leave out what was over before it drew. So everything it draws
was shown by entities before, in the same order, and each only once.
"""

from collections.abc import Mapping
from typing import Any

from .drawn import Drawn, unsaid
from .laws import REACHABLE, TYPE
from .pixels import moment
from .recorded_messages import Record

CLOCK = 0.005
"""Seconds by which a browser's clock may be early: it counts milliseconds."""

FOLLOWING = {
    "page": {"offline", "offline_pinned", "denied", "relay"},
    "tile": {"failing"},
    "card": {"failing"},
}
"""Words beside a verdict that follow from it, unless a root cause says them."""


def drawn_otherwise(record: Record, what: str, drawn: list[Drawn]) -> list[str]:
    """Return what a page drew before entities showed it, or more than once."""
    found = [
        f"{what} is {each.tone} where it says {each.verdict}"
        for each in drawn
        if each.tone != each.verdict
    ]
    found += [
        f"{what} says {each.words} of what is {each.verdict}"
        for each in drawn
        if FOLLOWING[what] & {*each.words}
        != {*unsaid(_words_of(what, each), each.cause)}
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
    """Return all words that must follow from a verdict."""
    if what != "page":
        return {"failing"} if drawn.verdict in ("offline", "refused") else set()
    is_pinned = any(each.endswith("pinned") for each in drawn.words)
    offline = "offline_pinned" if is_pinned else "offline"
    said = {"offline": offline, "refused": "denied", "relay": "relay"}
    return {said[drawn.verdict]} if drawn.verdict in said else set()


def _course(record: Record) -> list[tuple[str, float]]:
    """Return the verdicts that entities showed, with the time of each write."""
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
    """Return the verdict of entities in the pages' words; None while unavailable.

    It is unknown after a reload on a relay, which is not stored.
    """
    kind, reachable = (sample[key]["state"] for key in (TYPE, REACHABLE))
    if "unavailable" in (kind, reachable):
        return None
    return "refused" if reachable == "off" and kind != "offline" else str(kind)


def _written_at(record: Record, position: int) -> float:
    """Return the time when type or reachability was last written."""
    sample = record.samples[position]
    return max(moment(sample[key]["last_updated"]) for key in (TYPE, REACHABLE))
