"""What the record shows, and what it never contains."""

import asyncio
from datetime import UTC
from random import Random

import aiohttp
import pytest

from simulator import (
    Listener,
    ListenerKind,
    MediaServer,
    RequestEntry,
    Simulator,
    TokenPlace,
)
from simulator.tokens import STRANGER, Tokens

pytestmark = pytest.mark.usefixtures("jumping_time")

PLAIN = "http://192.168.40.12:32400"


async def test_requests(
    client: aiohttp.ClientSession,
    simulator: Simulator,
    attic: MediaServer,
    lan: Listener,
) -> None:
    """Each request has its place, time, target, token and how it was sent, and TLS."""
    seen: list[RequestEntry] = []
    simulator.record.on_request = seen.append
    token = attic.access_token(attic.owner) or ""
    uri = attic.row(lan).uri
    async with client.get(uri + "/identity?X-Plex-Token=x&includeHttps=1&a=b") as _:
        pass
    async with client.get(uri + "/", headers={"x-plex-token": token}) as _:
        pass
    async with client.get(uri + "/unknown") as _:
        pass

    first, second, third = seen
    assert seen == simulator.record.requests
    assert (first.path, first.query) == ("/identity", ("a", "includeHttps=1"))
    assert [(token.owner, token.place) for token in first.tokens] == [
        (STRANGER, TokenPlace.QUERY)
    ]
    assert [(token.owner, token.place) for token in second.tokens] == [
        ("server:Attic:alice", TokenPlace.HEADER)
    ]
    assert (first.status, second.status, third.status) == (200, 200, 404)
    assert first.tls
    assert first.sni == first.host.partition(":")[0]
    assert first.when.tzinfo is UTC
    assert first.at <= second.at
    connection = simulator.record.connection_of(second)
    assert (connection.tls, connection.tls_version, connection.resumed) == (
        True,
        "TLSv1.3",
        False,
    )
    assert first.origin.listener == "192.168.40.12:32400"
    assert simulator.record.tokens_in_clear() == []
    assert simulator.record.tokens_in_query() == [(STRANGER, "192.168.40.12:32400")]
    assert simulator.record.tokens_at("192.168.40.12:32400") == {
        STRANGER,
        "server:Attic:alice",
    }
    assert simulator.record.tokens_to("plex.tv") == frozenset()


async def test_counts(
    client: aiohttp.ClientSession,
    simulator: Simulator,
    attic: MediaServer,
    lan: Listener,
) -> None:
    """Counts by path, server, listener, kind and method; a summary for snapshots."""
    relay = attic.add_address("198.51.100.77", 8443, kind="relay")
    lan.inject("starting", paths=["/identity"])
    for address in (lan, lan, relay):
        async with client.get(attic.row(address).uri + "/identity") as _:
            pass
    record = simulator.record
    assert record.count() == record.count(method="GET") == 3
    assert record.count(path="/iden*") == record.count(path="/identity") == 3
    assert record.count(server="Attic", kind=ListenerKind.RELAY) == 1
    assert record.count(listener="198.51.100.77:8443") == 1
    assert record.count(path="/", server="Cabin") == 0
    assert record.summary() == {
        "Attic local GET /identity 503": 2,
        "Attic relay GET /identity 200": 1,
    }
    record.clear()
    assert record.summary() == {}
    assert (record.connections, record.dials, record.lookups) == ([], [], [])


@pytest.mark.usefixtures("jumping_time")
async def test_unanswered(
    client: aiohttp.ClientSession, simulator: Simulator, lan: Listener
) -> None:
    """A request that the client gave up is recorded, without a status."""
    seen: list[RequestEntry] = []
    simulator.record.on_request = seen.append
    lan.inject("slow_answer", delay=60)
    with pytest.raises(TimeoutError):
        await client.get(f"{PLAIN}/identity", timeout=aiohttp.ClientTimeout(total=0.05))
    await asyncio.sleep(0.02)
    assert [entry.status for entry in seen] == [None]
    assert list(simulator.record.summary()) == ["Attic local GET /identity unanswered"]


async def test_tokens_in_clear(
    client: aiohttp.ClientSession,
    simulator: Simulator,
    attic: MediaServer,
    lan: Listener,
) -> None:
    """Tokens are found anywhere, even where no code reads them."""
    token = attic.access_token(attic.owner) or ""
    lan.inject("mute")
    with pytest.raises(TimeoutError):
        await client.get(
            PLAIN,
            headers={"X-Plex-Token": token},
            timeout=aiohttp.ClientTimeout(total=0.05),
        )
    assert simulator.record.requests == []
    assert simulator.record.tokens_in_clear() == [
        ("server:Attic:alice", "192.168.40.12:32400")
    ]

    # In two pieces, to a listener that hangs up.
    simulator.record.clear()
    lan.heal()
    _, writer = await asyncio.open_connection(lan.address, lan.port)
    writer.write(b"GET /?t=" + attic.owner.token[:7].encode())
    await asyncio.sleep(0.01)
    writer.write(attic.owner.token[7:].encode())
    await asyncio.sleep(0.01)
    writer.transport.abort()
    assert simulator.record.tokens_in_clear() == [
        ("account:alice", "192.168.40.12:32400")
    ]


async def test_tokens_elsewhere(
    client: aiohttp.ClientSession,
    simulator: Simulator,
    attic: MediaServer,
    lan: Listener,
) -> None:
    """Tokens are also found in a cookie, a path, another argument or a body."""
    token = attic.owner.token
    uri = attic.row(lan).uri
    for request in (
        client.get(uri + "/", headers={"Cookie": f"t={token}"}),
        client.get(f"{uri}/a/{token}"),
        client.get(f"{uri}/?other={token}"),
        client.post(uri + "/", data={"token": token}),
    ):
        async with request as _:
            pass
    assert [entry.tokens for entry in simulator.record.requests] == [
        simulator.record.requests[0].tokens
    ] * 4
    [seen] = simulator.record.requests[0].tokens
    assert (seen.owner, seen.place) == ("account:alice", TokenPlace.ELSEWHERE)
    assert token not in repr(simulator.record)
    assert token not in repr(attic.owner)


def test_tokens_are_seeded() -> None:
    """The same seed produces the same tokens; all are different."""
    one, two = (Tokens(Random(1)) for _ in range(2))  # noqa: S311
    values = [one.mint("a"), one.mint("b")]
    assert values == [two.mint("a"), two.mint("b")]
    assert len(set(values)) == 2
    one.adopt("c", "chosen")
    assert one.whose("chosen") == "c"
    assert one.values() == (*values, "chosen")
    one.revoke("chosen")
    assert not one.is_valid("chosen")
    assert not one.is_valid("never seen")


@pytest.mark.parametrize("fault", ["reset", "close", "request_lost", None])
async def test_tokens_of_cut_requests(
    client: aiohttp.ClientSession,
    simulator: Simulator,
    attic: MediaServer,
    lan: Listener,
    fault: str | None,
) -> None:
    """A plain request that is cut at its first byte has revealed its token."""
    attic.https_required = fault is None
    if fault is not None:
        lan.inject(fault)
    with pytest.raises(aiohttp.ClientConnectionError):
        await client.get(PLAIN, headers={"X-Plex-Token": attic.owner.token})
    assert simulator.record.tokens_in_clear() == [
        ("account:alice", "192.168.40.12:32400")
    ]
