"""Laws of a record at every moment, and why surfaces follow each other.

A server's new state is published in one turn of Home Assistant's loop, in one order:
entities, bus and event entity, repairs; pages are sent changes in a later turn, and
draw them with a later frame. So, wherever the record is cut:

- between two writes of entities nothing is certain: they are written one by one. At
every other entry all entities have been written, and agree with each other; - every
entry after entities agrees with what they show then: an event leads to that, a page
contains it, and an answer was true at some moment between request and answer; - a
reload removes entities, and restores them with the same states: in between they are
unavailable or unknown, and nothing is published.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from .recorded_messages import Record, RecordedMessage

type States = Mapping[str, str | None]
"""States of entities by key; None while one is unavailable or unknown."""

ABSENT = ("unavailable", "unknown")

TYPE = "sensor.connection_type"
ADDRESS = "sensor.active_address"
FAILURES = "sensor.failure_count"
LATENCY = "sensor.latency"
REACHABLE = "binary_sensor.reachable"
RELAY = "binary_sensor.relay_in_use"
BETTER = "binary_sensor.better_available"
ENCRYPTED = "binary_sensor.encrypted"
CHOICE = "select.connection"
ACTIVITY = "event.activity"
PLEX_TV = "account binary_sensor.plex_tv_reachable"

OFF_BY_DEFAULT = (ADDRESS, FAILURES, RELAY, BETTER, ENCRYPTED)

STEADY = (TYPE, ADDRESS, REACHABLE, RELAY, BETTER, ENCRYPTED, CHOICE, ACTIVITY, PLEX_TV)
"""Unchanged by a reload; failures increase by one, at most."""

ROUNDED_TWICE = 0.06
"""Milliseconds by which two roundings may differ."""


def broken(record: Record) -> list[str]:
    """Return the record's contradictions."""
    return [
        f"{position}: {told.kind} {told.what}: {found}"
        for position, told in enumerate(record.told)
        for check in CHECKS.get(told.kind, (_check_entities,))
        for found in check(record, position)
    ] + [
        found
        for check in (_check_changes, _check_activity, _check_reloads)
        for found in check(record)
    ]


def _shown(record: Record, position: int) -> States:
    """Return the states of entities at an entry."""
    return {
        key: None if each["state"] in ABSENT else each["state"]
        for key, each in record.samples[position].items()
    }


def _words(shown: States) -> str:
    """Return the states of entities as findings print them."""
    keys = (*STEADY, FAILURES, LATENCY)
    return ", ".join(f"{key.rpartition('.')[2]} {shown[key]}" for key in keys)


def _check_entities(record: Record, position: int) -> Iterator[str]:
    """Check that entities agree with each other at every entry."""
    shown = _shown(record, position)
    kind, failures = shown[TYPE], shown[FAILURES]
    if kind == "offline":
        if shown[ADDRESS] or shown[LATENCY] or shown[REACHABLE] == "on":
            yield f"offline, and not: {_words(shown)}"
    elif kind is not None and shown[REACHABLE] == "off" and failures == "0":
        yield f"refused, and nothing has failed: {_words(shown)}"
    if kind is not None and shown[RELAY] not in (None, _on(kind == "relay")):
        yield f"on a relay, and not: {_words(shown)}"
    if shown[REACHABLE] == "on" and failures not in (None, "0"):
        yield f"reachable, and fails: {_words(shown)}"


def _check_event(record: Record, position: int) -> Iterator[str]:
    """Check that a change leads to the shown state, and then to the event entity."""
    told, shown = record.told[position], _shown(record, position)
    if told.what == "connection_changed":
        if (told.data["to"], told.data["to_address"]) != (shown[TYPE], shown[ADDRESS]):
            yield f"{told.data}, but entities show {_words(shown)}"
        following = record.told[position + 1]
        if following.what != ACTIVITY:
            yield f"the event entity does not say it next, but {following}"


def _check_page(record: Record, position: int) -> Iterator[str]:
    """Check that tile, card and page are sent what entities show."""
    row, shown = record.told[position].data, _shown(record, position)
    if row is None:
        return
    kind = row["connection_type"]
    expected = {
        TYPE: kind,
        ADDRESS: row["active"] and row["active"]["address"],
        FAILURES: str(row["failure_count"]),
        REACHABLE: kind and _on(kind != "offline" and not row["refused"]),
        BETTER: kind and _on(row["better"]),
        ENCRYPTED: None if row["encrypted"] is None else _on(row["encrypted"]),
        CHOICE: row["pinned"] or "automatic",
    }
    for key, value in expected.items():
        is_there = record.samples[position][key]["state"] != "unavailable"
        if is_there and shown[key] != value:
            yield f"says {value}, but {key} shows {shown[key]}"
    latency, told = shown[LATENCY], row["latency_ms"]
    if latency and told and abs(float(latency) - told) > ROUNDED_TWICE:
        yield f"says {told} ms, but entities {latency}"
    repairs = record.repairs_at[position]
    if row["open_repairs"] != len(repairs):
        yield f"says {row['open_repairs']} repairs, but open are {sorted(repairs)}"


def _check_account(record: Record, position: int) -> Iterator[str]:
    """Check that the account's state of plex.tv is that of its entity."""
    account, shown = record.told[position].data, _shown(record, position)
    if account["state"] == "loaded":
        answers = account["plex_tv"] and _on(account["plex_tv"] == "ok")
        if shown[PLEX_TV] != answers:
            yield f"says {account['plex_tv']}, but {PLEX_TV} shows {shown[PLEX_TV]}"


def _check_answer(record: Record, position: int) -> Iterator[str]:
    """Check that an answer is true at some moment between request and answer."""
    told = record.told[position]
    if told.data is None:
        return
    moments = range(max(0, told.asked - 1), position + 1)
    if not any(_fits(told.data, _shown(record, each)) for each in moments):
        said = {key: told.data[key] for key in ("connection_type", "usable")}
        yield f"{said}, but entities show {_words(_shown(record, position))}"


def _fits(answer: Mapping[str, Any], shown: States) -> bool:
    return (
        shown[TYPE] in (None, answer["connection_type"])
        and shown[FAILURES] in (None, str(answer["failure_count"]))
        # A starting server is reachable, but not usable.
        and (shown[REACHABLE] != "off" or not answer["usable"])
    )


def _on(value: object) -> str:
    return "on" if value else "off"


CHECKS: Mapping[str, tuple[Callable[[Record, int], Iterator[str]], ...]] = {
    # Entities are written one by one.
    "state": (),
    "bus": (_check_entities, _check_event),
    "server": (_check_entities, _check_page),
    "row": (_check_entities, _check_page),
    "account": (_check_entities, _check_account),
    "answer": (_check_entities, _check_answer),
}


def _check_changes(record: Record) -> Iterator[str]:
    """Check that each change of the type has one event, in the same turn."""
    shown: list[tuple[int, str]] = []
    for position, told in enumerate(record.told):
        state = told.data["state"] if told.what == TYPE else ABSENT[0]
        if state not in ABSENT and (not shown or shown[-1][1] != state):
            shown.append((position, state))
    if shown and shown[0][1] != record.begun[TYPE]["state"]:
        shown.insert(0, (0, record.begun[TYPE]["state"]))
    events = [
        (position, told.data["from"], told.data["to"])
        for position, told in enumerate(record.told)
        if told.what == "connection_changed" and told.data["from"] != told.data["to"]
    ]
    moves = [(before, after) for (_, before), (_, after) in pairwise(shown)]
    if moves != [(before, after) for _, before, after in events]:
        yield f"the types were {shown}, and the bus told {events}"
        return
    ends = [position for position, _ in shown[2:]] + [len(record.told)]
    for (begin, _), (position, *_), end in zip(shown[1:], events, ends, strict=True):
        if not begin < position < end:
            yield f"{position}: told too early or too late, not in {begin}…{end}"
        if any(told.kind in ("row", "answer") for told in record.told[begin:position]):
            yield f"{position}: a page or an answer was told of it in {begin} before"


def _check_activity(record: Record) -> Iterator[str]:
    """Check that the event entity shows the events of the bus, each once."""
    shown = [
        told.data
        for told in record.told
        if told.what == ACTIVITY and told.data["state"] not in ABSENT
    ]
    # A reload writes the last event again.
    said = [
        after["attributes"]
        for before, after in pairwise([record.begun[ACTIVITY], *shown])
        if after["state"] != before["state"]
    ]
    told_of = [told.data for told in record.told if _is_of_server(told)]
    keys = ("from", "to", "reason", "from_address", "to_address", "duration_ms")
    if [[each.get(key) for key in keys] for each in said] != [
        [each.get(key) for key in keys] for each in told_of
    ]:
        yield f"the event entity showed {said}, and the bus told {told_of}"


def _is_of_server(told: RecordedMessage) -> bool:
    return told.kind == "bus" and told.what != "discovery"


def _check_reloads(record: Record) -> Iterator[str]:
    """Check that a reload shows no new states, and publishes nothing."""
    marks = [
        (position, told.what)
        for position, told in enumerate(record.told)
        if told.kind == "mark"
    ]
    for (begin, what), (end, _) in pairwise(marks):
        if what.startswith("reload"):
            for position in range(begin + 1, end):
                for found in _check_reload(record, begin, position):
                    yield f"{position}: {what}: {found}"


def _check_reload(record: Record, begin: int, position: int) -> Iterator[str]:
    told, before = record.told[position], _shown(record, begin)
    if told.kind == "state" and told.what in STEADY:
        if told.data["state"] not in (*ABSENT, before[told.what]):
            yield f"{told.what} {told.data['state']}, and was {before[told.what]}"
    elif _is_of_server(told) or told.kind == "repair":
        yield f"{told.kind} {told.what} {told.data}"
    elif told.kind in JUDGED and told.data is not None:
        was = next(
            each.data
            for each in reversed(record.told[:begin])
            if each.kind == told.kind and each.data is not None
        )
        for key in JUDGED[told.kind]:
            # A relay is not stored, and searched for again.
            if told.data[key] != was[key] and told.data["connection_type"]:
                yield f"{told.kind} says {key} {told.data[key]}, and said {was[key]}"


JUDGED: Mapping[str, tuple[str, ...]] = {
    "server": ("connection_type", "refused", "starting", "pinned", "unlisted_since"),
    "row": ("connection_type", "refused", "starting", "pinned", "unlisted_since"),
    "answer": ("connection_type", "usable", "listed", "unlisted_since", "pinned_url"),
}
"""Fields of pages and answers that a reload does not change."""
