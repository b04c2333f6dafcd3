"""Lets the integration remember the week before the demo, as it has kept it itself.

What it counted and the last changes are in its store, which it reads when an account
is loaded and writes when it is not any more. Its pages show them beside what Home
Assistant has recorded.
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
"""Of each type of connection."""

OPERATION_EVERY = 12
"""Of so many samples one is of an operation, over a connection that was open already.
The others are of checks that were due, each over a new one."""

FAILOVERS_KEPT = 64

ASKED_LESS_OFTEN = 2
"""A server that is off is asked once for so many samples."""

RENEWAL_DUE = timedelta(days=2)
"""Age at which an answer of plex.tv's is renewed as soon as its account is loaded."""

type Row = dict[str, Any]


async def remember_week(home: HomeAssistant, domain: str, now: datetime) -> None:
    """Write the week before now into the store of the one account there is.

    Once its servers have been reached: then their first tests are no changes.
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
    """Tell whether it is known of every server how it is reached."""
    states = {
        each["entity_id"]: each["state"] for each in await home.get("/api/states")
    }
    return all(
        states.get(f"sensor.{server.name.lower()}_connection_type") in server.addresses
        for server in SERVERS
    )


def add_week(file: Path, now: datetime) -> None:
    """Put the week before now in the place of what the first moments have brought."""
    content = json.loads(file.read_text())
    data = content["data"]
    # What the store is written over with costs the relays, which only a reload keeps:
    # plex.tv tells them again, for its answer of the week before has to be renewed.
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
    """Return the changes; where plex.tv lists what addresses is in the record."""
    urls = {f"{row['address']}:{row['port']}": row["url"] for row in record["rows"]}

    def url(kind: str) -> str | None:
        # A relay's is not kept, because it does not last.
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
    """Return what was counted on each day, oldest first.

    Times are those of the changes, to the second: both are shown on one page.
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
    """Return how often there was what on each day."""
    counts: dict[date, Counter[str]] = defaultdict(Counter)
    for at, what in moments:
        counts[at.date()][what] += 1
    return counts


def _day(
    day: date, seconds: dict[str, float], checks: Counter[str], changes: Counter[str]
) -> Row:
    """Return the counts of a day on which nothing but checks was asked."""
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
    """Yield what is usual of each type after such latencies."""
    for kind, values in latencies.items():
        usual = mean(values)
        yield {
            "type": kind,
            "warm": is_warm,
            "mean_ms": round(usual, 3),
            "deviation_ms": round(mean(abs(each - usual) for each in values), 3),
            "count": len(values),
        }
