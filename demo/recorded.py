"""Writes the week before the demo into a new database, in the recorder's format.

Tables and their version come from the installed Home Assistant's own definitions: it
finds a database that seems to have been closed cleanly a moment ago.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, groupby, pairwise
import json
from pathlib import Path
from statistics import fmean
from typing import Any

from homeassistant.components.recorder.db_schema import (
    Base,
    EventData,
    Events,
    EventTypes,
    RecorderRuns,
    StateAttributes,
    States,
    StatesMeta,
    Statistics,
    StatisticsMeta,
    StatisticsShortTerm,
)
from homeassistant.components.recorder.migration import initialize_database
from homeassistant.components.recorder.models import (
    StatisticMeanType,
    StatisticMetaData,
    ulid_to_bytes_or_none,
)
from homeassistant.util.ulid import ulid_at_time
from sqlalchemy import create_engine, insert
from sqlalchemy.orm import Session, sessionmaker

from .devices import placeholder
from .week import SAMPLE, SERVERS, WEEK, Sample, Server, Turn, samples

EVENT = "plex_connection_event"

SHORT_TERM = timedelta(days=2)
"""How far back five-minute statistics go."""

HOUR = timedelta(hours=1)

MINUTES = {
    "state_class": "total_increasing",
    "unit_of_measurement": "min",
    "device_class": "duration",
}
MILLISECONDS = {
    "state_class": "measurement",
    "unit_of_measurement": "ms",
    "device_class": "duration",
}

type Moment = tuple[datetime, str]
type Row = dict[str, Any]


def write_week(file: Path, now: datetime) -> None:
    """Write the week before now into a new database."""
    engine = create_engine(f"sqlite:///{file}")
    try:
        Base.metadata.create_all(engine)
        if not initialize_database(sessionmaker(bind=engine)):
            raise RuntimeError("the recorder did not take its own tables")
        with Session(engine) as session, session.begin():
            session.add(RecorderRuns(start=now - WEEK, end=now, created=now - WEEK))
            writer = _Writer(session, now)
            for server in SERVERS:
                writer.write(server)
    finally:
        engine.dispose()


class _Writer:
    """Writes all records of one server."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._state_ids = count(1)
        self._type = EventTypes(event_type=EVENT)
        session.add(self._type)
        session.flush()

    def write(self, server: Server) -> None:
        """Write states, events and statistics."""
        turns = server.turns(self._now)
        seen = samples(server, self._now)
        kinds = [(turn.at, turn.kind) for turn in turns]
        name, word = server.name, server.name.lower()
        sensor = f"sensor.{word}"
        self._states(
            f"{sensor}_connection_type",
            {"device_class": "enum", "friendly_name": f"{name} Connection type"},
            kinds,
        )
        self._states(
            f"binary_sensor.{word}_reachable",
            {"device_class": "connectivity", "friendly_name": f"{name} Reachable"},
            [(at, _on(kind in server.addresses)) for at, kind in kinds],
        )
        self._states(
            f"{sensor}_latency",
            MILLISECONDS | {"friendly_name": f"{name} Latency"},
            [(each.at, _text(each.latency_ms)) for each in seen],
        )
        self._states(
            f"{sensor}_time_on_relay_today",
            MINUTES | {"friendly_name": f"{name} Time on relay today"},
            [(each.at, _text(each.relay_minutes)) for each in seen],
        )
        self._activity(server, turns)
        self._statistics(f"{sensor}_latency", "ms", _latencies, seen)
        self._statistics(f"{sensor}_time_on_relay_today", "min", _relay_times, seen)

    def _states(self, entity_id: str, attributes: Row, moments: list[Moment]) -> None:
        """Write an entity's states; leave out repetitions."""
        changes = [
            next(same) for _, same in groupby(moments, key=lambda moment: moment[1])
        ]
        shared = self._attributes(attributes)
        self._chain(entity_id, [(at, state, shared) for at, state in changes])

    def _chain(self, entity_id: str, states: list[tuple[datetime, str, int]]) -> None:
        """Write states linked to their predecessors, which the logbook needs."""
        meta = StatesMeta(entity_id=entity_id)
        self._session.add(meta)
        self._session.flush()
        rows: list[Row] = []
        before = None
        for at, state, attributes_id in states:
            number = next(self._state_ids)
            rows.append(
                {
                    "state_id": number,
                    "metadata_id": meta.metadata_id,
                    "state": state,
                    "attributes_id": attributes_id,
                    "last_updated_ts": at.timestamp(),
                    "old_state_id": before,
                    "origin_idx": 0,
                    "context_id_bin": _context(at),
                }
            )
            before = number
        self._session.execute(insert(States), rows)

    def _attributes(self, attributes: Row) -> int:
        """Write attributes shared by states; return their id."""
        text = json.dumps(attributes, separators=(",", ":")).encode()
        row = StateAttributes(
            hash=StateAttributes.hash_shared_attrs_bytes(text),
            shared_attrs=text.decode(),
        )
        self._session.add(row)
        self._session.flush()
        return row.attributes_id

    def _activity(self, server: Server, turns: tuple[Turn, ...]) -> None:
        """Write what happened: as events, and as states of the event entity."""
        entity_id = f"event.{server.name.lower()}_activity"
        states = []
        for before, turn in pairwise(turns):
            happened = _change(server, before, turn)
            told = {"event_type": happened["type"]} | {
                key: value for key, value in happened.items() if key != "type"
            }
            told["friendly_name"] = f"{server.name} Activity"
            states.append(
                (
                    turn.at,
                    turn.at.isoformat(timespec="milliseconds"),
                    self._attributes(told),
                )
            )
            self._event(server, entity_id, turn.at, happened)
        self._chain(entity_id, states)

    def _event(
        self, server: Server, entity_id: str, at: datetime, happened: Row
    ) -> None:
        # The device is not known yet: see `placeholder`.
        data = {
            "device_id": placeholder(server.name),
            "entity_id": entity_id,
        } | happened
        text = json.dumps(data, separators=(",", ":")).encode()
        shared = EventData(
            hash=EventData.hash_shared_data_bytes(text), shared_data=text.decode()
        )
        self._session.add(shared)
        self._session.flush()
        self._session.add(
            Events(
                event_type_id=self._type.event_type_id,
                data_id=shared.data_id,
                time_fired_ts=at.timestamp(),
                origin_idx=0,
                context_id_bin=_context(at),
            )
        )

    def _statistics(
        self,
        entity_id: str,
        unit: str,
        figures: Any,
        seen: list[Sample],
    ) -> None:
        """Write the recorder's hourly and five-minute statistics."""
        is_sum = figures is _relay_times
        meta = StatisticsMeta.from_meta(
            StatisticMetaData(
                mean_type=StatisticMeanType.NONE
                if is_sum
                else StatisticMeanType.ARITHMETIC,
                has_sum=is_sum,
                name=None,
                source="recorder",
                statistic_id=entity_id,
                unit_class="duration",
                unit_of_measurement=unit,
            )
        )
        self._session.add(meta)
        self._session.flush()
        for table, size, since in (
            (Statistics, HOUR, WEEK),
            (StatisticsShortTerm, SAMPLE, SHORT_TERM),
        ):
            rows = [
                {
                    "metadata_id": meta.id,
                    "created_ts": (start + size).timestamp(),
                    "start_ts": start.timestamp(),
                    **row,
                }
                for start, row in figures(seen, size)
                if self._now - since <= start and start + size <= self._now
            ]
            self._session.execute(insert(table), rows)


def _change(server: Server, before: Turn, turn: Turn) -> Row:
    """Return the event data of a change."""
    return {
        "type": "connection_changed",
        "from": before.kind,
        "to": turn.kind,
        "reason": turn.reason,
        "from_address": server.addresses.get(before.kind),
        "to_address": server.addresses.get(turn.kind),
        "duration_ms": turn.lasted_ms,
    }


def _latencies(seen: list[Sample], size: timedelta) -> Iterator[tuple[datetime, Row]]:
    """Yield range and mean of each period with an answer."""
    for start, period in _periods(seen, size):
        found = [each.latency_ms for each in period if each.latency_ms is not None]
        if found:
            yield start, {"mean": fmean(found), "min": min(found), "max": max(found)}


def _relay_times(seen: list[Sample], size: timedelta) -> Iterator[tuple[datetime, Row]]:
    """Yield the value at the end of each period, and the sum so far."""
    total = last = 0.0
    for start, period in _periods(seen, size):
        for each in period:
            shown = each.relay_minutes
            total += shown if shown < last else shown - last
            last = shown
        yield start, {"state": last, "sum": total}


def _periods(
    seen: list[Sample], size: timedelta
) -> Iterator[tuple[datetime, list[Sample]]]:
    seconds = size.total_seconds()

    def start(each: Sample) -> float:
        return each.at.timestamp() // seconds * seconds

    for moment, period in groupby(seen, key=start):
        yield datetime.fromtimestamp(moment, UTC), [*period]


def _context(at: datetime) -> bytes | None:
    return ulid_to_bytes_or_none(ulid_at_time(at.timestamp()))


def _on(value: object) -> str:
    return "on" if value else "off"


def _text(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.1f}"
