"""Puts messages into words, in Home Assistant's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..diagnosis import Problem
from ..redaction.display_text import escape_markdown, safe_name
from ..texts import text
from .message import Message, MessageKind

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0

NAMES = 10
"""How many servers a message lists."""

MARKS = str.maketrans("", "", "*`")
"""Markdown's marks, which a phone would show as they are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """The servers that a message is about."""

    names: Sequence[str]
    """Of its servers, as given by their owners."""
    is_home: bool = False
    """Whether these are all servers at home, and several."""
    is_all: bool = False
    """Whether these are all servers, and several."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """A message in words."""

    title: str
    plain: str
    markdown: str


def words_of(hass: HomeAssistant, message: Message, subject: Subject) -> Words:
    """Return a message in words; names are escaped in Markdown alone."""
    return Words(
        title=_title(hass, message, subject),
        plain=_body(hass, message, subject, is_markdown=False),
        markdown=_body(hass, message, subject, is_markdown=True),
    )


TITLES = {
    MessageKind.OFFLINE: "offline",
    MessageKind.AGAIN: "offline",
    MessageKind.BACK: "back",
    MessageKind.SUMMARY: "unsteady",
    MessageKind.PROBLEM: "problem",
    MessageKind.SOLVED: "solved",
    MessageKind.RELAY: "relay",
}
"""The middle of each title's key."""

AS_PLACE = frozenset({MessageKind.OFFLINE, MessageKind.AGAIN, MessageKind.BACK})
"""Messages whose title may say "All servers at home"."""


def _title(hass: HomeAssistant, message: Message, subject: Subject) -> str:
    kind = TITLES[message.kind]
    if len(subject.names) == 1:
        name = safe_name(subject.names[0])
        return text(hass, f"message_title_{kind}", name=name)
    if message.kind in AS_PLACE and (subject.is_all or subject.is_home):
        which = "all" if subject.is_all else "home"
        return text(hass, f"message_title_{kind}_{which}")
    count = str(len(subject.names))
    return text(hass, f"message_title_{kind}_some", count=count)


def _body(
    hass: HomeAssistant, message: Message, subject: Subject, *, is_markdown: bool
) -> str:
    """Return the sentences: what, why, since when, and which servers."""
    names = [safe_name(name) for name in subject.names]
    if is_markdown:
        names = [escape_markdown(name) for name in names]
    sentences = [*_sentences(hass, message, is_one=len(names) == 1)]
    if len(names) > 1:
        is_cut = len(names) > NAMES
        sentences.append(", ".join(names[:NAMES]) + (", …" if is_cut else "."))
    return " ".join(sentences)


def _sentences(hass: HomeAssistant, message: Message, *, is_one: bool) -> list[str]:
    time = _time(message.since)
    lasted = _duration(hass, message.lasted)
    match message.kind:
        case MessageKind.OFFLINE | MessageKind.AGAIN:
            again = message.kind is MessageKind.AGAIN
            return [
                text(hass, "message_offline", time=time),
                *([text(hass, "message_again")] if again else []),
                *(_cause(hass, message) if is_one else [text(hass, "message_shared")]),
            ]
        case MessageKind.BACK:
            return [text(hass, "message_back", time=time, duration=lasted)]
        case MessageKind.SUMMARY:
            state = "offline" if message.is_offline else "online"
            return [
                text(
                    hass, "message_summary", times=str(message.times), duration=lasted
                ),
                text(hass, f"message_now_{state}"),
            ]
        case MessageKind.PROBLEM:
            return [*_cause(hass, message), text(hass, "message_since", time=time)]
        case MessageKind.SOLVED:
            what = text(hass, f"problem_what_{message.problem}")
            return [text(hass, "message_solved", duration=lasted), what]
        case MessageKind.RELAY:
            relay = text(hass, "message_relay", duration=lasted)
            return [relay, *(_cause(hass, message) if is_one else [])]


def _cause(hass: HomeAssistant, message: Message) -> list[str]:
    """Return why, and what to do; nothing if it is not known."""
    return [] if message.problem is None else cause_of(hass, message.problem)


def cause_of(hass: HomeAssistant, problem: Problem) -> list[str]:
    """Return the sentences on a problem: what it is, and what to do."""
    return [
        text(hass, f"problem_what_{problem}"),
        # The texts for the dashboard mark the names of buttons and settings.
        text(hass, f"problem_next_{problem}").translate(MARKS),
    ]


def _time(at: datetime) -> str:
    """Return the local time, with the date unless it is today."""
    local = dt_util.as_local(at)
    is_today = local.date() == dt_util.now().date()
    return local.strftime("%H:%M" if is_today else "%Y-%m-%d %H:%M")


def _duration(hass: HomeAssistant, seconds: float) -> str:
    """Return a duration in its two largest units."""
    minutes = max(1, round(seconds / MINUTE))
    if seconds < HOUR and minutes < HOUR / MINUTE:
        return text(hass, "message_minutes", minutes=str(minutes))
    hours, minutes = divmod(minutes, 60)
    if seconds < DAY:
        return text(hass, "message_hours", hours=str(hours), minutes=str(minutes))
    days, hours = divmod(hours, 24)
    return text(hass, "message_days", days=str(days), hours=str(hours))
