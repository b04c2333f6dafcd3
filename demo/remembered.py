"""Writes the week before the demo into the integration's store.

The store has its counts and the last changes; it is read when an account is loaded and
written when it is unloaded. The pages show them beside Home Assistant's own records.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
import json
from pathlib import Path
from statistics import mean
from typing import Any

from .api import POLL_INTERVAL
from .home_assistant import HomeAssistant
from .week import (
    OFFLINE,
    RELAY,
    SERVERS,
    Sample,
    Server,
    Turn,
    samples,
    stretches,
)

PATIENCE = 60.0
"""Seconds until every server has been reached for the first time."""

LATENCIES_KEPT = 256
"""Per type of connection."""

OPERATION_EVERY = 12
"""One in so many samples comes from an operation, on an open connection; the others
come from due checks, each on a new one."""

FAILOVERS_KEPT = 64

ASKED_LESS_OFTEN = 2
"""An offline server is checked once per this many samples."""

RENEWAL_DUE = timedelta(days=2)
"""Age at which plex.tv's answer is renewed as soon as its account is loaded."""

type Row = dict[str, Any]


async def remember_week(home: HomeAssistant, domain: str, now: datetime) -> None:
    """Write the week before now into the store of the only account.

    Call it once the servers have been reached: then their first tests are no changes.
    """
    async with asyncio.timeout(PATIENCE):
        while not await _are_reached(home):  # noqa: ASYNC110 - it can only be asked
            await asyncio.sleep(POLL_INTERVAL)
    (entry,) = await home.ws("config_entries/get", domain=domain)
    entry_id = entry["entry_id"]
    command = "config_entries/disable"
    await home.ws(command, entry_id=entry_id, disabled_by="user")
    file = home.config_dir / ".storage" / f"{domain}.{entry_id}"
    await asyncio.to_thread(add_week, file, now)
    await home.ws(command, entry_id=entry_id, disabled_by=None)


async def _are_reached(home: HomeAssistant) -> bool:
    """Return whether every server has a known connection."""
    states = {
        each["entity_id"]: each["state"] for each in await home.get("/api/states")
    }
    return all(
        states.get(f"sensor.{server.name.lower()}_connection_type") in server.addresses
        for server in SERVERS
    )


def add_week(file: Path, now: datetime) -> None:
    """Replace the records of the first moments by the week before now."""
    content = json.loads(file.read_text())
    data = content["data"]
    # Rewriting the store loses the relays, which only a reload keeps: plex.tv lists
    # them again, because its week-old answer has to be renewed.
    data["discovered_at"] = (now - RENEWAL_DUE).isoformat()
    records = {record["name"]: record for record in data["servers"]}
    for server in SERVERS:
        record = records[server.name]
        server_id = record["server_id"]
        turns, seen = server.turns(now), samples(server, now)
        data["changes"][server_id] = _changes(record, turns, server)
        measured = data["measured"].setdefault("servers", {})
        warm = _latencies(seen[::OPERATION_EVERY])
        cold = _latencies([each for i, each in enumerate(seen) if i % OPERATION_EVERY])
        measured[server_id] = {
            "days": _days(turns, seen, now),
            "latencies": {"warm": warm, "cold": cold},
            "performance": {
                "state": "normal",
                "baselines": [
                    *_usual(warm, is_warm=True),
                    *_usual(cold, is_warm=False),
                ],
            },
            "failovers": [
                turn.lasted_ms for turn in turns if turn.reason == "failover"
            ][-FAILOVERS_KEPT:],
        }
    file.write_text(json.dumps(content))


def _changes(record: Row, turns: tuple[Turn, ...], server: Server) -> list[Row]:
    """Return the changes; the record has plex.tv's URL of each address."""
    urls = {f"{row['address']}:{row['port']}": row["url"] for row in record["rows"]}

    def url(kind: str) -> str | None:
        # A relay's is not stored because it does not last.
        return None if kind == RELAY else urls.get(server.addresses.get(kind, ""))

    return [
        {
            "at": turn.at.isoformat(),
            "from_type": before.kind,
            "to_type": turn.kind,
            "from_url": url(before.kind),
            "to_url": url(turn.kind),
            "reason": turn.reason,
            "duration_ms": float(turn.lasted_ms),
        }
        for before, turn in pairwise(turns)
    ]


def _days(turns: tuple[Turn, ...], seen: list[Sample], now: datetime) -> list[Row]:
    """Return the counts of each day, oldest first.

    Times are those of the changes, to the second: one page shows both.
    """
    seconds: dict[date, dict[str, float]] = {}
    for start, lasted, kind in stretches(turns, now):
        day = seconds.setdefault(start.date(), defaultdict(float))
        day[kind] += lasted.total_seconds()
    checks = _counts((each.at, each.kind) for each in seen)
    changes = _counts((turn.at, turn.reason) for turn in turns[1:])
    return [
        _day(day, by_kind, checks[day], changes[day])
        for day, by_kind in sorted(seconds.items())
    ]


def _counts(moments: Iterable[tuple[datetime, str]]) -> dict[date, Counter[str]]:
    """Return the counts by day and kind."""
    counts: dict[date, Counter[str]] = defaultdict(Counter)
    for at, what in moments:
        counts[at.date()][what] += 1
    return counts


def _day(
    day: date, seconds: dict[str, float], checks: Counter[str], changes: Counter[str]
) -> Row:
    """Return the counts of a day with checks only."""
    answered = {kind: count for kind, count in checks.items() if kind != OFFLINE}
    lost = changes["failover"] + changes["lost"]
    in_vain = checks[OFFLINE] // ASKED_LESS_OFTEN
    return {
        "date": day.isoformat(),
        "cached": True,
        "seconds": dict(seconds),
        "attempts_ok": answered,
        "attempts_failed": {},
        "requests": {"check": sum(checks.values()), "selection": 2 * lost},
        "changes": dict(changes),
        "operations": {},
        "tests": {"ok": sum(answered.values()), "failed": lost + in_vain},
        "lookups": {},
    }


def _latencies(seen: list[Sample]) -> dict[str, list[float]]:
    """Return the last latencies of each type, oldest first."""
    found: dict[str, list[float]] = {}
    for each in seen:
        if each.latency_ms is not None:
            found.setdefault(each.kind, []).append(each.latency_ms)
    return {kind: values[-LATENCIES_KEPT:] for kind, values in found.items()}


def _usual(latencies: dict[str, list[float]], *, is_warm: bool) -> Iterator[Row]:
    """Yield the usual latency of each type, learned from these latencies."""
    for kind, values in latencies.items():
        usual = mean(values)
        yield {
            "type": kind,
            "warm": is_warm,
            "mean_ms": round(usual, 3),
            "deviation_ms": round(mean(abs(each - usual) for each in values), 3),
            "count": len(values),
        }
