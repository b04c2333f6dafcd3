"""ConnectionState and all else stored survives JSON; invalid data is rejected."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    Change,
    ChangeReason,
    ConnectionState,
    ConnectionType,
    Row,
    RowSource,
    ServerRecord,
)

TESTED = datetime(2026, 11, 22, 12, 30, 1, 250000, tzinfo=UTC)

STATE = ConnectionState(
    url="https://192-168-1-10.test:32400",
    connection_type=ConnectionType.LOCAL,
    last_tested=TESTED,
    response_time_ms=3.25,
    failure_count=2,
    next_check=TESTED + timedelta(seconds=290),
    starting=True,
    token_refused=True,
)

RECORD = ServerRecord(
    server_id="0123",
    name="Attic",
    owner_name=None,
    owned=True,
    home=False,
    public_address_matches=True,
    https_required=False,
    presence=True,
    relay_available=True,
    version="1.43.4",
    platform="Linux",
    rows=(
        Row(
            url="https://192-168-1-10.test:32400",
            address="192.168.1.10",
            port=32400,
            local=True,
            relay=False,
            source=RowSource.PLEX_TV,
        ),
    ),
)


CHANGE = Change(
    at=TESTED,
    from_type=ConnectionType.LOCAL,
    to_type=ConnectionType.REMOTE,
    from_url="https://192-168-1-10.test:32400",
    to_url="https://203-0-113-10.test:31234",
    reason=ChangeReason.FAILOVER,
    duration_ms=151.5,
)


def stored(value: Change | ConnectionState | ServerRecord) -> dict[str, Any]:
    """Return a state after a round trip through JSON."""
    result: dict[str, Any] = json.loads(json.dumps(value.to_dict()))
    return result


moments = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - the zone is drawn apart
    timezones=st.just(UTC),
)


@given(
    st.builds(
        ConnectionState,
        url=st.none() | st.text(),
        connection_type=st.sampled_from(ConnectionType).filter(
            lambda kind: kind is not ConnectionType.RELAY
        ),
        last_tested=st.none() | moments,
        response_time_ms=st.none() | st.floats(allow_nan=False, allow_infinity=False),
        failure_count=st.integers(min_value=0),
        next_check=st.none() | moments,
    )
)
def test_round_trip(state: ConnectionState) -> None:
    """Stored data comes back equal."""
    assert ConnectionState.from_dict(stored(state)) == state


def test_state_without_a_test() -> None:
    """Missing measurements are stored as null."""
    bare = ConnectionState(url=None, connection_type=ConnectionType.OFFLINE)
    assert ConnectionState.from_dict(stored(bare)) == bare


def test_relay_address_is_not_written() -> None:
    """A relay's address rotates and is not stored, only the type."""
    relayed = replace(STATE, connection_type=ConnectionType.RELAY)
    assert stored(relayed)["url"] is None
    assert ConnectionState.from_dict(stored(relayed)) == replace(relayed, url=None)


def test_relay_address_is_not_read() -> None:
    """A stored relay address is ignored: another program wrote it."""
    data = stored(STATE) | {"connection_type": "relay"}
    assert ConnectionState.from_dict(data).url is None


def test_times_are_brought_to_utc() -> None:
    """A time in another zone is the same instant."""
    elsewhere = TESTED.astimezone(timezone(timedelta(hours=8)))
    data = stored(STATE) | {"last_tested": elsewhere.isoformat()}
    read = ConnectionState.from_dict(data)
    assert read == STATE
    assert read.last_tested is not None
    assert read.last_tested.tzinfo is UTC


def test_whole_numbers_pass_for_floats() -> None:
    """JSON writers drop the fraction of 3.0."""
    data = stored(STATE) | {"response_time_ms": 3}
    assert ConnectionState.from_dict(data).response_time_ms == 3.0


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("url", 5),
        ("connection_type", "warp"),
        ("connection_type", None),
        ("connection_type", ["local"]),
        ("last_tested", "yesterday"),
        ("last_tested", "2026-11-22T12:00:00"),
        ("last_tested", "0001-01-01T00:00:00+10:00"),
        ("last_tested", 1763812800),
        ("response_time_ms", "3"),
        ("response_time_ms", float("nan")),
        ("failure_count", True),
        ("failure_count", -1),
        ("failure_count", None),
    ],
)
def test_nonsense_is_named(key: str, value: object) -> None:
    """A wrong value raises ValueError naming the field."""
    with pytest.raises(ValueError, match=rf"^{key}: "):
        ConnectionState.from_dict(stored(STATE) | {key: value})


def test_record_round_trip() -> None:
    """A server record comes back equal."""
    assert ServerRecord.from_dict(stored(RECORD)) == RECORD


def test_record_keeps_no_relay_rows() -> None:
    """Relay rows are never stored."""
    relay = replace(RECORD.rows[0], url="https://198-51-100-30.test:8443", relay=True)
    with_relay = replace(RECORD, rows=(*RECORD.rows, relay))
    assert ServerRecord.from_dict(stored(with_relay)) == RECORD


@pytest.mark.parametrize("rows", [None, {}, ["row"], [{"url": "x"}], [{"source": 1}]])
def test_record_with_wrong_rows(rows: object) -> None:
    """Rows of a wrong shape are rejected."""
    with pytest.raises(ValueError, match=": "):
        ServerRecord.from_dict(stored(RECORD) | {"rows": rows})


def test_change_round_trip() -> None:
    """A change comes back equal, including the first."""
    first = replace(CHANGE, from_type=None, from_url=None, reason=ChangeReason.FIRST)
    assert Change.from_dict(stored(CHANGE)) == CHANGE
    assert Change.from_dict(stored(first)) == first


def test_change_keeps_no_relay_address() -> None:
    """Relay addresses, from or to, are never stored."""
    to_relay = replace(CHANGE, to_type=ConnectionType.RELAY)
    from_relay = replace(CHANGE, from_type=ConnectionType.RELAY)
    assert Change.from_dict(stored(to_relay)) == replace(to_relay, to_url=None)
    assert Change.from_dict(stored(from_relay)) == replace(from_relay, from_url=None)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("at", None),
        ("at", "yesterday"),
        ("from_type", "warp"),
        ("to_type", None),
        ("from_url", 5),
        ("from_url", "https://192.168.1.10"),
        ("to_url", "https://[fe80:32400"),
        ("to_url", "https://192.168.1.10:many"),
        ("to_url", "https://ä.test:32400"),
        ("to_url", "file://192.168.1.10:32400"),
        ("reason", "because"),
        ("duration_ms", float("inf")),
    ],
)
def test_nonsense_in_a_change_is_named(key: str, value: object) -> None:
    """A wrong value raises ValueError naming the field."""
    with pytest.raises(ValueError, match=rf"^{key}: "):
        Change.from_dict(stored(CHANGE) | {key: value})
