"""What an assistant is told about a server.

The answers go to third parties. They hold no address, no id and no token. A server's
name may be a stranger's and contain instructions for the model: it is short, on one
line, without markup that models interpret, and a value of its own, never part of a
sentence.
"""

from collections.abc import Iterable
import unicodedata

from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonValueType

from ..connection import Attempt, ChangeReason, ConnectionReport, ConnectionType
from ..coordinator import ServerCoordinator
from ..diagnosis import Problem, Verdict
from ..redaction.display_text import NAMELESS, safe_name
from .diagnosis_response import effect_text, next_step_text, what_text

NAME_LIMIT = 60
"""Maximum characters of a name in an answer."""

_MARKS = frozenset(" -_.,'&+()!")
"""Characters allowed in a name besides letters, marks and numbers."""

_MARKUP = str.maketrans("", "", "*`")

REASONS = {
    ChangeReason.FIRST: "Home Assistant or the account was started",
    ChangeReason.FAILOVER: "the previous connection failed",
    ChangeReason.UPGRADE: "a better connection was found",
    ChangeReason.FAIL_BACK: "the previous connection is back",
    ChangeReason.WITHDRAWN: "the previous address is no longer listed",
    ChangeReason.RETYPED: (
        "the address is the same, but it now leads to a different network"
    ),
    ChangeReason.PINNED: "the connection mode was changed",
    ChangeReason.LOST: "none of its addresses worked",
    ChangeReason.RECOVERED: "the server is responding again",
}


def spoken_name(name: str) -> str:
    """Return a name that is safe for a model to read."""
    kept = (
        char if char in _MARKS or unicodedata.category(char)[0] in "LMN" else " "
        for char in safe_name(name)
    )
    return " ".join("".join(kept).split())[:NAME_LIMIT].rstrip() or NAMELESS


def describe(
    server: ServerCoordinator, name: str, verdict: Verdict | None
) -> dict[str, JsonValueType]:
    """Return the facts about one server's connection, and what is wrong with it."""
    hass, report = server.hass, server.data
    answer: dict[str, JsonValueType] = {
        "name": spoken_name(name),
        "connection": report.connection_type or "not known yet",
        "reachable": report.active is not None and not report.needs_authorization_check,
        "latency_ms": report.latency_ms and round(report.latency_ms),
        "problem": "not known yet" if verdict is None else verdict.problem,
        "effect": _spoken(effect_text(hass, verdict, report)),
    }
    if verdict is not None and verdict.problem is not Problem.NONE:
        answer["what_is_wrong"] = _spoken(what_text(hass, verdict))
        answer["what_to_do"] = _spoken(next_step_text(hass, verdict))
    if report.starting:
        answer["note"] = "the server answers that it is starting or under maintenance"
    elif report.needs_authorization_check:
        answer["note"] = "the server answers, but refuses access"
    if report.pinned is not None:
        answer["pinned_by_user"] = True
    if report.changes:
        change = report.changes[-1]
        answer |= {
            "since": dt_util.as_local(change.at).isoformat(timespec="seconds"),
            "before": change.from_type,
            "why_last_changed": REASONS[change.reason],
        }
    return answer


def _spoken(words: str | None) -> str | None:
    """Return a text without the markup that pages show."""
    return None if words is None else words.translate(_MARKUP)


def summarise(
    report: ConnectionReport, attempts: Iterable[Attempt]
) -> dict[str, JsonValueType]:
    """Return the results of a test by connection type."""
    kinds = {each.candidate.url: each.candidate.kind for each in report.candidates}
    answer: dict[str, JsonValueType] = {}
    for kind in ConnectionType:
        of_kind = [each for each in attempts if kinds.get(each.url) is kind]
        if of_kind:
            failures = sorted({each.failure for each in of_kind if each.failure})
            answer[kind] = {
                "tested": len(of_kind),
                "working": sum(each.ok for each in of_kind),
                "failures": [*failures],
            }
    return answer
