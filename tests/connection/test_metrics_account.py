"""An account's metrics."""

from copy import deepcopy
import json

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    AccountMetrics,
    DiscoveryResult,
    DiscoveryTrigger,
    Purpose,
    RequestSent,
)
from tests.connection.metering import Surroundings


def test_requests_and_discoveries() -> None:
    """Requests by purpose; discoveries by trigger and result."""
    metrics = AccountMetrics(today=Surroundings().today, cached=True)
    metrics.on_request(Purpose.DISCOVERY)
    metrics.on_request(Purpose.DISCOVERY)
    metrics.on_request(Purpose.ACCOUNT)
    metrics.on_discovery(DiscoveryTrigger.STALE, DiscoveryResult.OK)
    metrics.on_discovery(DiscoveryTrigger.STALE, DiscoveryResult.FAILED)
    metrics.on_discovery(DiscoveryTrigger.MANUAL_REFRESH, DiscoveryResult.RATE_LIMITED)
    found = metrics.snapshot()
    assert found.today.requests == {Purpose.DISCOVERY: 2, Purpose.ACCOUNT: 1}
    assert found.today.discoveries == {
        DiscoveryTrigger.STALE: {DiscoveryResult.OK: 1, DiscoveryResult.FAILED: 1},
        DiscoveryTrigger.MANUAL_REFRESH: {DiscoveryResult.RATE_LIMITED: 1},
    }
    assert found.requests_today == 3
    assert found.discoveries_today == 3
    metrics.on_discovery(DiscoveryTrigger.STALE, DiscoveryResult.OK)
    assert found.today.discovery_count == 3


def test_clear() -> None:
    """`clear()` resets everything; counting continues."""
    around = Surroundings()
    metrics = AccountMetrics(today=around.today, cached=True)
    metrics.on_request(Purpose.DISCOVERY)
    around.pass_days()
    metrics.on_discovery(DiscoveryTrigger.STALE, DiscoveryResult.OK)
    metrics.clear()
    new = AccountMetrics(today=around.today, cached=True)
    assert metrics.to_dict() == new.to_dict()
    metrics.on_request(Purpose.DISCOVERY)
    found = metrics.snapshot()
    assert found.days == (found.today,)
    assert (found.requests_today, found.discoveries_today) == (1, 0)


def test_removed_servers() -> None:
    """A removed server's requests of today count, but no earlier ones or operations."""
    around = Surroundings()
    metrics = AccountMetrics(today=around.today, cached=True)
    server = around.metrics()
    server.observe(RequestSent(Purpose.CHECK))
    around.pass_days()
    for purpose in (Purpose.CHECK, Purpose.CHECK, Purpose.PUSH, Purpose.OPERATION):
        server.observe(RequestSent(purpose))
    metrics.on_departed(server.snapshot())
    metrics.on_departed(server.snapshot())
    found = metrics.snapshot()
    assert found.today.departed == {Purpose.CHECK: 4, Purpose.PUSH: 2}
    assert (found.requests_today, found.departed_today) == (0, 6)
    around.pass_days()
    assert metrics.snapshot().departed_today == 0


def test_days_of_an_older_version() -> None:
    """A store of an older version lacks removed servers."""
    metrics = AccountMetrics(today=Surroundings().today, cached=True)
    metrics.on_request(Purpose.ACCOUNT)
    data = metrics.to_dict()
    del data["days"][0]["departed"]
    metrics.load(data)
    assert metrics.snapshot().requests_today == 1
    assert metrics.snapshot().departed_today == 0


def test_days_and_kill_switch() -> None:
    """One entry per day, with and without the cache."""
    around = Surroundings()
    before = AccountMetrics(today=around.today, cached=True)
    before.on_request(Purpose.DISCOVERY)
    around.pass_days()
    before.on_request(Purpose.DISCOVERY)
    after = AccountMetrics(today=around.today, cached=False)
    after.load(before.to_dict())
    after.on_request(Purpose.DISCOVERY)
    found = after.snapshot()
    assert [day.cached for day in found.days] == [True, False, True]
    assert found.today.request_count == 1
    assert found.requests_today == 2


@given(
    st.lists(
        st.tuples(
            st.integers(-400, 400),
            st.booleans(),
            st.sampled_from(Purpose),
            st.sampled_from(DiscoveryTrigger),
            st.sampled_from(DiscoveryResult),
        ),
        max_size=40,
    )
)
def test_round_trip(
    events: list[tuple[int, bool, Purpose, DiscoveryTrigger, DiscoveryResult]],
) -> None:
    """Stored data comes back equal, however dates jump."""
    around = Surroundings()
    metrics = AccountMetrics(today=around.today, cached=True)
    for days, jump, purpose, trigger, result in events:
        if jump:
            around.pass_days(days)
        metrics.on_request(purpose)
        metrics.on_discovery(trigger, result)
        server = around.metrics()
        server.observe(RequestSent(purpose))
        metrics.on_departed(server.snapshot())
    written = metrics.to_dict()
    read = AccountMetrics(today=around.today, cached=True)
    read.load(json.loads(json.dumps(written)))
    assert read.to_dict() == written
    assert read.snapshot() == metrics.snapshot()


@pytest.mark.parametrize(
    "damage",
    [
        {"days": None},
        {"days": [[]]},
        {"days": [{}]},
        {"date": "yesterday"},
        {"cached": 1},
        {"requests": {"check": -1}},
        {"requests": {"nothing": 1}},
        {"departed": {"check": -1}},
        {"departed": 5},
        {"discoveries": {"nothing": {}}},
        {"discoveries": {"stale": {"ok": 0.5}}},
        {"discoveries": {"stale": []}},
    ],
)
def test_malformed(damage: dict[str, object]) -> None:
    """Malformed data is rejected, and the metrics stay as they were."""
    metrics = AccountMetrics(today=Surroundings().today, cached=True)
    metrics.on_request(Purpose.ACCOUNT)
    written = metrics.to_dict()
    data = deepcopy(written)
    if "days" in damage:
        data.update(damage)
    else:
        data["days"][0].update(damage)
    with pytest.raises(ValueError):  # noqa: PT011 - the message names the key
        metrics.load(data)
    assert metrics.to_dict() == written


def test_not_even_a_mapping() -> None:
    """Data that is no mapping is rejected."""
    with pytest.raises(ValueError, match="metrics"):
        AccountMetrics(today=Surroundings().today, cached=True).load([])
