"""The week before the demo fits the servers of the demo."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
import json
from pathlib import Path
from typing import Any

import pytest

from custom_components.plex_connection.connection import (
    ConnectionType,
    Performance,
    VerdictReached,
)
from demo.remembered import add_week
from demo.week import OFFLINE, RELAY, SAMPLE, SERVERS, WEEK, Server, samples
from simulator.scenarios import DEMO
from simulator.switches import SLOWER_BY
from tests.connection.metering import Surroundings, candidate, probe

MIDNIGHT = datetime(2026, 11, 29, tzinfo=UTC)

LIVE = {"Attic": "local", "Cabin": "remote", "Harbour": "remote"}
"""How each server is reached when the demo starts."""


def test_servers_are_those_of_the_scenario() -> None:
    """Names and addresses match, each of its type."""
    planned = {
        plan.name: {(row.kind, f"{row.address}:{row.port}") for row in plan.addresses}
        for plan in DEMO.servers
    }
    assert {server.name for server in SERVERS} == planned.keys()
    for server in SERVERS:
        assert {*server.addresses.items()} <= planned[server.name]
        assert server.latencies.keys() == server.addresses.keys()


@pytest.mark.parametrize("server", SERVERS, ids=lambda server: server.name)
def test_week_ends_as_the_demo_begins(server: Server) -> None:
    """At any time of the day: in order, within the week, and each a change."""
    for minutes in range(0, 24 * 60, 7):
        now = MIDNIGHT + timedelta(minutes=minutes)
        turns = server.turns(now)
        assert turns[0].at == now - WEEK
        assert all(before.at < turn.at < now for before, turn in pairwise(turns))
        assert all(before.kind != turn.kind for before, turn in pairwise(turns))
        assert turns[-1].kind == LIVE[server.name]
        assert {turn.kind for turn in turns} - {OFFLINE} <= server.addresses.keys()


def test_samples_follow_the_story() -> None:
    """There is no latency while a server is off, and relay time begins at midnight."""
    now = MIDNIGHT + timedelta(hours=15, minutes=2)
    for server in SERVERS:
        seen = samples(server, now)
        assert len(seen) == WEEK / SAMPLE
        assert seen == samples(server, now)
        for each in seen:
            assert (each.latency_ms is None) == (each.kind == OFFLINE)
        for before, each in pairwise(seen):
            is_new_day = before.at.date() != each.at.date()
            grown = each.relay_minutes - (0 if is_new_day else before.relay_minutes)
            assert -1e-6 < grown < 5 + 1e-6
            if RELAY not in (before.kind, each.kind):
                assert grown == 0
    nights = {
        each.at.date() for each in samples(SERVERS[-1], now) if not each.latency_ms
    }
    assert len(nights) >= 7


@pytest.mark.parametrize("server", SERVERS, ids=lambda server: server.name)
def test_days_and_changes_tell_the_same_times(tmp_path: Path, server: Server) -> None:
    """A server's page shows both, and the recorder the time on its relay."""
    now = MIDNIGHT + timedelta(hours=15, minutes=2)
    days = remembered(tmp_path / "store", server, now)["days"]
    turns = server.turns(now)
    told: Counter[str] = Counter()
    for turn, end in zip(turns, [*(t.at for t in turns[1:]), now], strict=True):
        told[turn.kind] += round((end - turn.at).total_seconds())
    counted: Counter[str] = Counter()
    for day in days:
        counted.update({kind: round(each) for kind, each in day["seconds"].items()})
    assert counted == told
    lengths = [round(sum(day["seconds"].values())) for day in days]
    assert lengths == [32280, *[86400] * 6, 54120]
    last = {each.at.date(): each.relay_minutes for each in samples(server, now)}
    for day in days:
        on_relay = day["seconds"].get(RELAY, 0) / 60
        assert last[date.fromisoformat(day["date"])] == pytest.approx(on_relay)


def remembered(path: Path, server: Server, now: datetime) -> dict[str, Any]:
    """Return a server's measurements, as the week stores them."""
    row = {"url": "https://one", "address": "192.0.2.1", "port": 32400}
    records = [
        {"server_id": each.name, "name": each.name, "rows": [row]} for each in SERVERS
    ]
    data: dict[str, Any] = {"servers": records, "changes": {}, "measured": {}}
    path.write_text(json.dumps({"data": data}))
    add_week(path, now)
    measured = json.loads(path.read_text())["data"]["measured"]["servers"]
    found: dict[str, Any] = measured[server.name]
    return found


@pytest.mark.parametrize("server", SERVERS, ids=lambda server: server.name)
def test_a_slow_server_is_seen_after_the_week(tmp_path: Path, server: Server) -> None:
    """The week's baseline covers a due check, which opens a connection: it degrades."""
    metrics = Surroundings().metrics()
    now = MIDNIGHT + timedelta(hours=15)
    metrics.load(remembered(tmp_path / "store", server, now))
    kind = ConnectionType(LIVE[server.name])
    metrics.observe(VerdictReached(kind))
    usual = server.latencies[kind]
    for _ in range(3):
        probe(metrics, usual, of=candidate(kind))
    before = metrics.snapshot()
    assert not before.is_warm
    assert before.baseline_ms == pytest.approx(usual, rel=0.5)
    for _ in range(5):
        probe(metrics, usual + 1000 * SLOWER_BY, of=candidate(kind))
    after = metrics.snapshot()
    assert after.performance is Performance.DEGRADED
    assert after.latency.recent_ms[-1] > usual + 300
