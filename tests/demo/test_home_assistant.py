"""A real Home Assistant starts, signs its owner in, and leaves a clean log."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
import socket
from urllib.parse import quote

from homeassistant.const import RESTART_EXIT_CODE
import pytest

from demo.api import ApiError, Owner
from demo.devices import DATABASE
from demo.home_assistant import RESTARTS, HomeAssistant, ProcessError
from demo.shop_window import WEEK, WEEK_END
from demo.week import SERVERS
from tests.complaints import complaints

pytestmark = pytest.mark.xdist_group("processes")


async def test_two_starts(tmp_path: Path, port: int) -> None:
    """The first start onboards, the second logs in; neither logs a complaint."""
    async with HomeAssistant(tmp_path, port=port) as home:
        config = await home.get("/api/config")
        http = await home.ws("http/config")
    assert config["state"] == "RUNNING"
    assert http["active_config_type"] == "stable"
    assert complaints(home.log.read_text()) == []

    async with HomeAssistant(tmp_path, port=port) as home:
        (user,) = [
            user for user in await home.ws("config/auth/list") if user["is_owner"]
        ]
        with pytest.raises(ApiError, match="unknown_command"):
            await home.ws("no/such/command")
        with pytest.raises(ApiError, match="404"):
            await home.get("/api/no_such_path")
    assert user["username"] == Owner().username
    assert complaints(home.log.read_text()) == []


async def test_restart_by_its_user(tmp_path: Path, port: int) -> None:
    """It is started anew, with its owner and its history, as the demo starts it."""
    now = datetime.now(UTC)
    week = {WEEK: str(tmp_path / DATABASE), WEEK_END: now.isoformat()}
    sensor = f"sensor.{SERVERS[0].name.lower()}_connection_type"
    period = f"/api/history/period/{quote((now - timedelta(days=6)).isoformat())}"
    async with HomeAssistant(
        tmp_path, port=port, wrapper_module="demo.shop_window", environment=week
    ) as home:
        first = home.process_id
        restarting = asyncio.ensure_future(home.restarted())
        await home.post("/api/services/homeassistant/restart", {})
        assert await restarting
        assert RESTART_EXIT_CODE == RESTARTS
        assert home.process_id != first
        (user,) = [
            user for user in await home.ws("config/auth/list") if user["is_owner"]
        ]
        assert user["username"] == Owner().username
        (states,) = await home.get(
            f"{period}?filter_entity_id={sensor}&end_time={quote(now.isoformat())}"
        )
        assert {state["state"] for state in states} >= {"local", "remote"}
    assert complaints(home.log.read_text()) == []


async def test_failed_start(tmp_path: Path, port: int) -> None:
    """A child that dies is noticed at once, with its last output."""
    with pytest.raises(ProcessError, match="No module named no_such_module"):
        async with HomeAssistant(tmp_path, port=port, wrapper_module="no_such_module"):
            pass


async def test_taken_port(tmp_path: Path, port: int) -> None:
    """A port in use is refused before anything starts."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(ProcessError, match="is taken"):
            async with HomeAssistant(tmp_path, port=port):
                pass
