"""Messages have exactly the fields and words that `wire.ts` describes."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
import re
from typing import Any

from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.connection import (
    BreakerState,
    ChangeReason,
    ConnectionType,
    DiscoveryTrigger,
    FailureKind,
    Performance,
)
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.dashboard.views import ENTITIES
from custom_components.plex_connection.dashboard.websocket_api import (
    async_setup_commands,
)

from .acting import acted
from .conftest import Attic, Elapse, Until
from .page import Page

WIRE = (Path(__file__).parents[2] / "frontend/src/data/wire.ts").read_text()

INTERFACE = re.compile(
    r"export interface (\w+)(?: extends (\w+))? \{\n(.*?)\n\}", re.DOTALL
)
FIELD = re.compile(r"^  (\w+)\??:", re.MULTILINE)
"""A field of an interface, but not of a value within it."""


def fields(name: str) -> set[str]:
    """Return an interface's fields, inherited ones included."""
    found = {match[1]: match for match in INTERFACE.finditer(WIRE)}
    match = found[name]
    inherited = fields(match[2]) if match[2] else set()
    return inherited | set(FIELD.findall(match[3]))


def words(name: str) -> set[str]:
    """Return the words that a type allows."""
    match = re.search(rf"export type {name} =(.*?);", WIRE, re.DOTALL)
    assert match is not None, name
    return set(re.findall(r'"(\w+)"', match[1]))


def within(interface: str, field: str) -> str:
    """Return the description of a field that has no interface of its own."""
    (match,) = (each for each in INTERFACE.finditer(WIRE) if each[1] == interface)
    found = re.search(
        rf"^  {field}: (\{{.*?\}}|[^;{{]*);", match[3], re.DOTALL | re.MULTILINE
    )
    assert found is not None, field
    return found[1]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("ConnectionType", ConnectionType),
        ("ChangeReason", ChangeReason),
        ("DiscoveryTrigger", DiscoveryTrigger),
        ("BreakerState", BreakerState),
        ("Outcome", ("ok", *FailureKind)),
    ],
)
def test_words(name: str, known: Iterable[str]) -> None:
    """None is missing, and none is superfluous."""
    assert words(name) == {str(each) for each in known}


def test_words_within() -> None:
    """The same for inline types."""
    quoted = re.compile(r'"(\w+)"')
    assert set(quoted.findall(within("ServerRow", "performance"))) == {*Performance}
    assert set(quoted.findall(within("AccountView", "plex_tv"))) == {
        "ok",
        "no_answer",
        "token_rejected",
    }
    assert set(quoted.findall(WIRE.split("entities: Partial<")[1].split(">;")[0])) == {
        *ENTITIES
    }


def test_commands(hass: Any) -> None:
    """`wire.ts` names each registered command, and no other."""
    async_setup_commands(hass)
    told = set(re.findall(r'"(plex_connection/\w+)"', WIRE))
    assert told == set(hass.data["websocket_api"])


async def test_fields(
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    page: Page,
    ref: dict[str, str],
    elapse: Elapse,
    until: Until,
) -> None:
    """All described fields are sent, and no other."""
    await acted(elapse, server.async_test_connections())
    hour_ago = dt_util.utcnow() - timedelta(hours=1)
    entry.runtime_data.watch.load({"gaps": [], "until": hour_ago.isoformat()})
    overview = await page.subscribe("subscribe_overview")
    detail = await page.subscribe("subscribe_server", **ref)
    await until(lambda: overview.events and detail.events)
    shown = detail.last["server"]
    sent: dict[str, dict[str, Any]] = {
        "OverviewEvent": overview.last,
        "AccountView": overview.last["accounts"][0],
        "ServerRow": overview.last["servers"][0],
        "GapView": overview.last["servers"][0]["gaps"][0],
        "AddressView": overview.last["servers"][0]["active"],
        "ServerEvent": detail.last,
        "ServerDetail": shown,
        "CandidateView": shown["candidates"][0],
        "AttemptView": shown["candidates"][0]["last_attempt"],
        "ChangeView": shown["changes"][0],
        "DayView": shown["days"][0],
    }
    for name, view in sent.items():
        assert view.keys() == fields(name), name
    for field in ("latency", "failovers"):
        described = set(re.findall(r"(\w+): ", within("ServerDetail", field)))
        assert shown[field].keys() == described, field
    answer = await acted(elapse, page.ask("rediscover", entry_id=ref["entry_id"]))
    assert answer["result"].keys() == fields("RediscoverResult")
    assert ref.keys() == fields("ServerRef")
