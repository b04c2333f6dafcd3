"""Every fault of a listener, as a plain client meets it."""

import asyncio
import errno
import json
import ssl
from typing import Any

import aiohttp
import pytest

from simulator import (
    IMPOSTOR,
    FaultKind,
    Latency,
    Listener,
    MediaServer,
    Simulator,
)

pytestmark = pytest.mark.usefixtures("jumping_time")

IDENTITY = b"GET /identity HTTP/1.1\r\nHost: attic\r\n\r\n"


def url(listener: Listener, path: str = "/identity") -> str:
    """Return the https address of a listener, under its plex.direct name."""
    server = listener.service
    assert isinstance(server, MediaServer)
    return server.row(listener).uri + path


async def raw(listener: Listener, data: bytes, *, timeout: float = 2) -> bytes:  # noqa: ASYNC109
    """Send bytes over a bare socket, and return all that comes back."""
    reader, writer = await asyncio.open_connection(listener.address, listener.port)
    try:
        writer.write(data)
        async with asyncio.timeout(timeout):
            return await reader.read()
    finally:
        writer.transport.abort()


async def test_healthy(client: aiohttp.ClientSession, lan: Listener) -> None:
    """Without a fault the server identifies itself, over TLS and plain."""
    async with client.get(url(lan), headers={"Accept": "application/json"}) as answer:
        container = (await answer.json())["MediaContainer"]
    assert container["machineIdentifier"] == lan.service.machine_identifier  # type: ignore[attr-defined]
    assert b"machineIdentifier" in await raw(
        lan, IDENTITY.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    )


@pytest.mark.parametrize(
    ("kind", "number"),
    [("refuse", errno.ECONNREFUSED), ("unreachable", errno.EHOSTUNREACH)],
)
async def test_not_reached(
    client: aiohttp.ClientSession, lan: Listener, kind: str, number: int
) -> None:
    """A refused port and an unreachable host give the kernel's errors."""
    lan.inject(kind)
    with pytest.raises(aiohttp.ClientConnectorError) as caught:
        await client.get(url(lan))
    assert caught.value.errno == number
    assert "('192.168.40.12', 32400)" in str(caught.value)

    lan.heal()
    async with client.get(url(lan)) as answer:
        assert answer.status == 200


async def test_refused_by_the_kernel(lan: Listener) -> None:
    """A direct dial of the port behind the address is refused as well."""
    lan.inject("refuse")
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", lan.loopback_port)


async def test_silent(
    client: aiohttp.ClientSession, lan: Listener, simulator: Simulator
) -> None:
    """The attempt hangs without an answer, and reaches no listener."""
    lan.inject("silent")
    with pytest.raises(TimeoutError):
        await client.get(url(lan), timeout=aiohttp.ClientTimeout(sock_connect=0.05))
    assert simulator.record.connections == []


async def test_silent_outside_the_mapping(lan: Listener) -> None:
    """A direct dial of the port behind the address is accepted and ignored."""
    lan.inject("silent")
    reader, writer = await asyncio.open_connection("127.0.0.1", lan.loopback_port)
    writer.write(IDENTITY)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(reader.read(1), 0.05)
    writer.transport.abort()


@pytest.mark.parametrize("hello", [IDENTITY, b"\x16\x03\x01"])
async def test_mute(lan: Listener, simulator: Simulator, hello: bytes) -> None:
    """The listener accepts, reads, and never sends a byte."""
    lan.inject("mute")
    with pytest.raises(TimeoutError):
        await raw(lan, hello, timeout=0.05)
    assert len(simulator.record.connections) == 1
    assert simulator.record.requests == []


async def test_slow_accept(client: aiohttp.ClientSession, lan: Listener) -> None:
    """The first byte is delayed, and then all is well."""
    lan.inject("slow_accept", delay=0.1)
    start = asyncio.get_running_loop().time()
    async with client.get(url(lan)) as answer:
        assert answer.status == 200
    assert asyncio.get_running_loop().time() - start == pytest.approx(0.1, abs=0.001)


@pytest.mark.parametrize("hello", [IDENTITY, b"\x16\x03\x01"])
async def test_reset_and_close(lan: Listener, hello: bytes) -> None:
    """The listener answers the first bytes with RST or with FIN."""
    lan.inject("reset")
    with pytest.raises(ConnectionResetError):
        await raw(lan, hello)
    lan.heal()
    lan.inject("close")
    assert await raw(lan, hello) == b""


async def test_cut_answer(lan: Listener) -> None:
    """An answer ends after a number of bytes, with FIN, RST, or silence."""
    lan.inject("cut", after=30)
    assert len(await raw(lan, IDENTITY)) == 30
    lan.heal()
    lan.inject("cut_reset", after=30)
    with pytest.raises(ConnectionResetError):
        await raw(lan, IDENTITY)
    lan.heal()
    lan.inject("cut_stall", after=30)
    reader, writer = await asyncio.open_connection(lan.address, lan.port)
    writer.write(IDENTITY)
    assert len(await reader.readexactly(30)) == 30
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(reader.read(1), 0.05)
    writer.transport.abort()


@pytest.mark.parametrize("kind", ["cut", "cut_reset"])
async def test_truncated_handshake(
    client: aiohttp.ClientSession, lan: Listener, simulator: Simulator, kind: str
) -> None:
    """An interrupted TLS handshake is a connection error, and no request."""
    lan.inject(kind, after=50)
    with pytest.raises(aiohttp.ClientConnectorError):
        await client.get(url(lan))
    assert simulator.record.requests == []


async def test_trickle(lan: Listener) -> None:
    """The answer arrives byte by byte."""
    lan.inject("trickle", rate=2000)
    start = asyncio.get_running_loop().time()
    answer = await raw(
        lan, IDENTITY.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    )
    assert asyncio.get_running_loop().time() - start == pytest.approx(
        len(answer) / 2000, rel=0.1
    )


@pytest.mark.parametrize(
    ("kind", "verify_code"),
    [
        ("wrong_certificate", 62),  # X509_V_ERR_HOSTNAME_MISMATCH
        ("expired_certificate", 10),  # X509_V_ERR_CERT_HAS_EXPIRED
        ("self_signed_certificate", 18),  # …_DEPTH_ZERO_SELF_SIGNED_CERT
    ],
)
async def test_certificates(
    client: aiohttp.ClientSession,
    lan: Listener,
    simulator: Simulator,
    kind: str,
    verify_code: int,
) -> None:
    """Each certificate has the flaw of its name, and the record shows the failure."""
    lan.inject(kind)
    with pytest.raises(aiohttp.ClientConnectorCertificateError) as caught:
        await client.get(url(lan))
    error = caught.value.certificate_error
    assert isinstance(error, ssl.SSLCertVerificationError)
    assert error.verify_code == verify_code
    await asyncio.sleep(0.01)
    [connection] = simulator.record.connections
    assert connection.tls
    assert connection.handshake_error
    assert simulator.record.requests == []


async def test_wrong_server(client: aiohttp.ClientSession, lan: Listener) -> None:
    """Another server answers, and takes any token."""
    for machine_identifier in (None, "f" * 40):
        lan.inject("wrong_server", machine_identifier=machine_identifier)
        for path in ("/identity", "/"):
            async with client.get(
                url(lan, path), headers={"Accept": "application/json"}
            ) as answer:
                container = (await answer.json())["MediaContainer"]
            assert container["machineIdentifier"] == (machine_identifier or IMPOSTOR)


async def test_redirect(client: aiohttp.ClientSession, lan: Listener) -> None:
    """The answer redirects elsewhere."""
    lan.inject("redirect", location="https://192.168.40.1/login", status=307)
    async with client.get(url(lan), allow_redirects=False) as answer:
        assert answer.status == 307
        assert answer.headers["Location"] == "https://192.168.40.1/login"


@pytest.mark.parametrize(
    ("kind", "status", "content_type", "part"),
    [
        ("not_plex", 200, "text/html", "It works!"),
        ("unauthorized", 401, "text/html", "<h1>401 Unauthorized</h1>"),
        ("forbidden", 403, "text/html", "<h1>403 Forbidden</h1>"),
        ("unprocessable", 422, "text/html", "422"),
        ("rate_limited", 429, "text/html", "429"),
        ("token_expired", 498, "text/html", "498"),
        ("server_error", 500, "text/html", "500"),
        ("starting", 503, "text/xml", 'title="Maintenance"'),
    ],
)
async def test_answers(
    client: aiohttp.ClientSession,
    lan: Listener,
    kind: str,
    status: int,
    content_type: str,
    part: str,
) -> None:
    """Errors are HTML or XML even for clients that accept JSON."""
    lan.inject(kind, retry_after=7)
    async with client.get(url(lan), headers={"Accept": "application/json"}) as answer:
        assert answer.status == status
        assert answer.content_type == content_type
        assert part in await answer.text()
        assert answer.headers["X-Plex-Protocol"] == "1.0"


async def test_garbage(client: aiohttp.ClientSession, lan: Listener) -> None:
    """The content type is JSON, but the body is not."""
    lan.inject("garbage")
    async with client.get(url(lan)) as answer:
        assert answer.content_type == "application/json"
        with pytest.raises(json.JSONDecodeError):
            await answer.json()


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("stall_body", TimeoutError),
        ("drop_body", aiohttp.ClientPayloadError),
        ("reset_body", aiohttp.ClientError),
    ],
)
@pytest.mark.parametrize("scheme", ["https", "http"])
async def test_bodies(
    client: aiohttp.ClientSession,
    lan: Listener,
    simulator: Simulator,
    kind: str,
    error: type[Exception],
    scheme: str,
) -> None:
    """The headers are fine, but the body is not."""
    lan.inject(kind)
    address = url(lan) if scheme == "https" else "http://192.168.40.12:32400/identity"
    limit = aiohttp.ClientTimeout(sock_read=0.1 if kind == "stall_body" else 2)
    async with client.get(address, timeout=limit) as answer:
        assert answer.status == 200
        with pytest.raises(error):
            await answer.text()
    assert simulator.record.requests[0].status == 200


async def test_body_reset_is_a_reset(lan: Listener) -> None:
    """The connection ends with RST, not with FIN."""
    lan.inject("reset_body")
    with pytest.raises(ConnectionResetError):
        await raw(lan, IDENTITY)
    lan.heal()
    lan.inject("drop_body")
    assert b"MediaContainer" in await raw(lan, IDENTITY)


async def test_slow_answer(client: aiohttp.ClientSession, lan: Listener) -> None:
    """Connecting is quick, but the first byte of the answer is not."""
    lan.inject("slow_answer", delay=0.1)
    with pytest.raises(TimeoutError):
        await client.get(url(lan), timeout=aiohttp.ClientTimeout(sock_read=0.05))
    async with client.get(url(lan)) as answer:
        assert answer.status == 200


async def test_only_some_paths_and_some_times(
    client: aiohttp.ClientSession, lan: Listener
) -> None:
    """A fault can be limited to paths, and end by itself."""

    async def status(path: str) -> int:
        async with client.get(url(lan, path)) as answer:
            return answer.status

    lan.inject("starting", except_paths=["/identity"])
    assert [await status("/identity"), await status("/")] == [200, 503]
    lan.heal()
    lan.inject("server_error", status=502, paths=["/ident"], times=2)
    assert [await status("/"), await status("/identity")] == [401, 502]
    assert [await status("/identity"), await status("/identity")] == [502, 200]


async def test_one_token_only(
    client: aiohttp.ClientSession, lan: Listener, attic: MediaServer
) -> None:
    """A 401 can be limited to the tokens of one name."""
    lan.inject("unauthorized", token_of="server:Attic:alice")
    own = attic.access_token(attic.owner)
    for token, status in ((own, 401), (attic.owner.token, 200)):
        async with client.get(
            url(lan, "/"), headers={"X-Plex-Token": token or ""}
        ) as answer:
            assert answer.status == status


async def test_unknown_settings_are_refused(lan: Listener) -> None:
    """A misspelt fault or setting raises in the test."""
    with pytest.raises(ValueError, match="no such setting of a fault: dealy"):
        lan.inject("slow_answer", dealy=3)
    with pytest.raises(ValueError, match="is not a valid FaultKind"):
        lan.inject("sloow_answer")


async def test_faults_of_one_kind_replace_each_other(lan: Listener) -> None:
    """At most one fault of each kind is active."""
    lan.inject(FaultKind.SLOW_ANSWER, delay=1)
    lan.inject(FaultKind.SLOW_ANSWER, delay=2)
    lan.inject(FaultKind.GARBAGE)
    assert [(fault.kind, fault.delay) for fault in lan.faults] == [
        ("slow_answer", 2),
        ("garbage", 1.0),
    ]
    lan.heal("slow_answer")
    assert [fault.kind for fault in lan.faults] == ["garbage"]


async def test_https_required(
    client: aiohttp.ClientSession, lan: Listener, attic: MediaServer
) -> None:
    """Plain HTTP gets a closed connection, or a 401."""
    attic.https_required = True
    plain: dict[str, Any] = {"url": "http://192.168.40.12:32400/identity"}
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.get(**plain)
    attic.plain_refusal = attic.plain_refusal.UNAUTHORIZED
    async with client.get(**plain) as answer:
        assert answer.status == 401
    async with client.get(url(lan)) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("kind", ["tls_alert", "tls_stall"])
async def test_only_tls_fails(
    client: aiohttp.ClientSession, lan: Listener, simulator: Simulator, kind: str
) -> None:
    """Handshakes fail; plain HTTP and open connections work."""
    reader, writer = await asyncio.open_connection(lan.address, lan.port)
    websocket = await client.ws_connect(
        url(lan, "/:/websockets/notifications"),
        headers={"X-Plex-Token": simulator.plex_tv.accounts.first().token},
    )
    lan.inject(kind)
    with pytest.raises(TimeoutError if kind == "tls_stall" else aiohttp.ClientSSLError):
        await client.get(url(lan), timeout=aiohttp.ClientTimeout(total=0.2))
    assert (simulator.record.connections[-1].handshake_error is None) is (
        kind == "tls_stall"
    )
    writer.write(IDENTITY)
    assert await reader.readuntil(b"\r\n") == b"HTTP/1.1 200 OK\r\n"
    writer.transport.abort()
    await websocket.ping()
    lan.cut_connections()
    assert (await websocket.receive()).type is not aiohttp.WSMsgType.PONG


async def test_latency_of_an_end(lan: Listener) -> None:
    """The loss of a request is seen as late as an answer would be."""
    lan.latency = Latency(to_client=0.05)
    lan.inject("request_lost")
    loop = asyncio.get_running_loop()
    start = loop.time()
    with pytest.raises(ConnectionResetError):
        await raw(lan, IDENTITY)
    # The connection's own round trip, and this one.
    assert loop.time() - start == pytest.approx(0.1, abs=0.001)
