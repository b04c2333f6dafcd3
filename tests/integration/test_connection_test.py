"""A watched connection test: reports each address, and ends with its page."""

import asyncio
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.dashboard.connection_test import _LOGGER
from simulator import Simulator

from .conftest import Attic, Elapse, Until
from .page import Message, Page, Subscription


def standing(server: ServerCoordinator) -> dict[str, tuple[object, ...]]:
    """Return each candidate's breaker, failure count and last attempt."""
    return {
        each.candidate.url: (each.breaker, each.failure_count, each.last_attempt)
        for each in server._monitor.report.candidates
    }


async def finish(elapse: Elapse, test: Subscription) -> list[Message]:
    """Return a test's events up to its end."""
    for _ in range(40):
        if test.events and test.last["event"] in ("finished", "failed"):
            return test.events
        await elapse(0.5)
    pytest.fail("the test did not end")


async def test_in_order(
    attic: Attic,
    server: ServerCoordinator,
    page: Page,
    ref: dict[str, str],
    elapse: Elapse,
) -> None:
    """Events: the addresses, each outcome as soon as it is known, and a summary."""
    attic.public.inject("refuse")
    attic.public.cut_connections()
    test = await page.subscribe("test_connections", **ref)
    assert test.answer["success"]
    await elapse(0.5)
    # The silent bridge has a second left; the others have been reported.
    assert [each["event"] for each in test.events] == ["started", *["attempt"] * 4]
    started, *attempts, finished = await finish(elapse, test)
    urls = [each.candidate.url for each in server.data.candidates]
    assert sorted(started["urls"]) == sorted(urls)
    assert {each["attempt"]["url"] for each in attempts} == set(urls)
    assert [each["done"] for each in attempts] == [1, 2, 3, 4, 5]
    assert {each["total"] for each in attempts} == {5}
    outcomes = {each["attempt"]["url"]: each["attempt"] for each in attempts}
    refused = outcomes[attic.server.row(attic.public).uri]
    assert (refused["outcome"], refused["latency_ms"]) == ("refused", None)
    assert outcomes[attic.server.row(attic.bridge).uri]["outcome"] == "timeout"
    # The LAN row's http variant answers too, but does not count as working.
    assert sum(each["outcome"] == "ok" for each in outcomes.values()) == 3
    assert finished == {"event": "finished", "tested": 4, "working": 2}


async def test_summary_comes_before_the_fail_over(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    ref: dict[str, str],
    hass_ws_client: WebSocketGenerator,
    elapse: Elapse,
) -> None:
    """The summary comes with the last answer; the fail-over after it needs no page."""
    hass.config_entries.async_update_entry(entry, options={"push": False})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    server = entry.runtime_data.servers[attic.id]
    page = await Page.open(hass_ws_client)
    attic.lan.crash()
    attic.public.inject("slow_answer", delay=1)
    test = await page.subscribe("test_connections", **ref)
    for _ in range(40):
        if test.events and test.last["event"] == "finished":
            break
        await elapse(0.05, step=0.05)
    assert test.last["event"] == "finished"
    assert server.data.connection_type == "local", "nothing has followed yet"
    await page.unsubscribe(test)
    await elapse(10)
    assert server.data.connection_type == "remote"
    await page.close()
    assert [each["event"] for each in test.events].count("finished") == 1


@pytest.mark.parametrize("by", ["unsubscribe", "close"])
async def test_ended_by_its_watcher(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    server: ServerCoordinator,
    page: Page,
    ref: dict[str, str],
    elapse: Elapse,
    by: str,
) -> None:
    """A test that its watcher ends does not count against unanswered addresses."""
    for listener in (attic.lan, attic.public, attic.relay):
        listener.inject("slow_answer", delay=30)
    before = standing(server)
    test = await page.subscribe("test_connections", **ref)
    await elapse(0.25)
    assert [each["event"] for each in test.events] == ["started"]
    if by == "close":
        await page.close()
    else:
        await page.unsubscribe(test)
    await elapse(0.5)
    assert standing(server) == before
    assert not [
        task.get_name() for task in asyncio.all_tasks() if "watched" in task.get_name()
    ]
    for listener in (attic.lan, attic.public, attic.relay):
        listener.heal()
    sim.record.clear()
    await elapse(10)
    assert sim.record.requests == []
    assert [each["event"] for each in test.events] == ["started"]
    assert server.data.connection_type == "local"


async def test_ended_with_the_account(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    page: Page,
    ref: dict[str, str],
    until: Until,
) -> None:
    """Unloading the account ends the test with an event that says so."""
    test = await page.subscribe("test_connections", **ref)
    await until(lambda: test.events)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await until(lambda: test.last["event"] == "failed")
    assert test.last["translation_key"] == "server_unloaded"
    assert test.last["translation_placeholders"] == {"server": "Attic"}


async def test_refused(
    attic: Attic,
    server: ServerCoordinator,
    page: Page,
    ref: dict[str, str],
    elapse: Elapse,
) -> None:
    """An error with a translation is passed on with it."""
    error = HomeAssistantError(
        translation_domain="plex_connection",
        translation_key="server_offline",
        translation_placeholders={"server": "Attic"},
    )
    with patch.object(server, "async_test_connections", side_effect=error):
        test = await page.subscribe("test_connections", **ref)
        *_, failed = await finish(elapse, test)
    assert failed.pop("message")
    assert failed == {
        "event": "failed",
        "translation_domain": "plex_connection",
        "translation_key": "server_offline",
        "translation_placeholders": {"server": "Attic"},
    }


async def test_broken(
    attic: Attic,
    server: ServerCoordinator,
    page: Page,
    ref: dict[str, str],
    elapse: Elapse,
) -> None:
    """An unexpected error is logged in full, and reported without its text."""
    error = RuntimeError("nobody's business")
    with (
        patch.object(server, "async_test_connections", side_effect=error),
        patch.object(_LOGGER, "exception") as logged,
    ):
        test = await page.subscribe("test_connections", **ref)
        *_, failed = await finish(elapse, test)
    logged.assert_called_once()
    assert failed == {"event": "failed", "message": "Unknown error"}


async def test_two_at_once(
    attic: Attic,
    server: ServerCoordinator,
    page: Page,
    ref: dict[str, str],
    elapse: Elapse,
) -> None:
    """Two tests run one after the other, and each reports all its events."""
    first = await page.subscribe("test_connections", **ref)
    second = await page.subscribe("test_connections", **ref)
    for test in (first, second):
        placeholders = [each["event"] for each in await finish(elapse, test)]
        assert placeholders == ["started", *["attempt"] * 5, "finished"]
