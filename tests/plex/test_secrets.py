"""No token leaks, whatever fails."""

from collections.abc import Awaitable
import logging
import traceback
from typing import Any

from aiohttp import ClientSession
import pytest

from custom_components.plex_connection.plex import (
    NotificationChannel,
    PlexAccountClient,
    PlexError,
    PlexServerClient,
)
from simulator import FaultKind, MediaServer, Simulator

from .conftest import DEVICE, LAN
from .outcomes import ask, endpoint_of, everything

SLOW: dict[FaultKind, dict[str, Any]] = {
    FaultKind.SLOW_ANSWER: {"delay": 1},
    FaultKind.SLOW_ACCEPT: {"delay": 0.01},
}


async def _visit(opening: Awaitable[NotificationChannel]) -> str:
    """Open a channel and leave it."""
    async with await opening as channel:
        return repr(channel)


async def _nothing_of(call: Awaitable[object]) -> None:
    await call


async def _told(call: Awaitable[object]) -> str:
    """Return every text by which a call's outcome may reach a log."""
    try:
        outcome = await call
    except PlexError as err:
        return f"{err} {err!r} {err.timings} {''.join(traceback.format_exception(err))}"
    return f"{outcome} {outcome!r}"


@pytest.mark.usefixtures("jumping_time")
@pytest.mark.parametrize("fault", [None, *FaultKind])
async def test_tokens(
    *,
    sim: Simulator,
    attic: MediaServer,
    session: ClientSession,
    client: PlexServerClient,
    caplog: pytest.LogCaptureFixture,
    fault: FaultKind | None,
) -> None:
    """Every call meets every fault; then all output is searched for tokens."""
    caplog.set_level(logging.DEBUG)
    alice = sim.plex_tv.accounts["alice"]
    token = attic.access_token(alice)
    assert token is not None
    account = PlexAccountClient(
        session,
        client_identifier="installation",
        device=DEVICE,
        token=alice.token,
        timeout=0.1,
    )
    pin = await account.create_pin()
    sim.plex_tv.claim()
    if fault is not None:
        settings = SLOW.get(fault, {})
        sim.plex_tv.inject(fault, **settings)
        attic.inject(fault, **settings)
        for listener in sim.plex_tv.listeners.values():
            listener.cut_connections()
    endpoint = endpoint_of(attic.listener(LAN))
    told = [
        await _told(account.account()),
        await _told(account.resources()),
        await _told(client.identity(endpoint, budget=0.1, allow=everything)),
        await _told(
            _visit(
                client.open_notifications(
                    endpoint, token=token, allow=everything, budget=0.1
                )
            )
        ),
        await _told(ask(client, endpoint, token, budget=0.1, path="/media/providers")),
        # Its result is the token, which is never logged.
        await _told(_nothing_of(account.check_pin(pin))),
    ]

    assert list(sim.tokens.found_in("\n".join([*told, caplog.text]))) == []
    assert sim.record.tokens_in_clear() == []
    assert sim.record.tokens_in_query() == []
    assert sim.record.tokens_to("Attic") <= {"server:Attic:alice"}
    assert sim.record.tokens_to("plex.tv") <= {"account:alice"}


UNHEARD = [
    FaultKind.WRONG_SERVER,
    FaultKind.NOT_PLEX,
    FaultKind.REDIRECT,
    FaultKind.UNAUTHORIZED,
    FaultKind.STARTING,
    FaultKind.GARBAGE,
    FaultKind.DROP_BODY,
]
"""Answers over http other than the right identity."""


@pytest.mark.parametrize("fault", UNHEARD)
async def test_tokens_in_clear(
    sim: Simulator,
    attic: MediaServer,
    client: PlexServerClient,
    token: str,
    caplog: pytest.LogCaptureFixture,
    fault: FaultKind,
) -> None:
    """Allowed by the user, tokens in clear still need the right identity."""
    caplog.set_level(logging.DEBUG)
    attic.inject(fault)
    endpoint = endpoint_of(attic.listener(LAN), scheme="http")

    told = await _told(
        ask(client, endpoint, token, expect=attic.machine_identifier, budget=0.3)
    )

    assert list(sim.tokens.found_in(told + caplog.text)) == []
    assert sim.record.tokens_in_clear() == []
    assert sim.record.tokens_at(attic.listener(LAN).place) == frozenset()
