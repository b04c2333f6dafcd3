"""A media server as in sections 5 and 6 of the fact sheet."""

import asyncio
import json
from typing import Any
from xml.etree import ElementTree as ET

import aiohttp
import pytest

from simulator import Account, Listener, MediaServer, ServerProfile, Simulator

BASE = "http://192.168.40.12:32400"
JSON = {"Accept": "application/json"}

pytestmark = pytest.mark.usefixtures("lan", "jumping_time")


@pytest.fixture
def nora(simulator: Simulator, attic: MediaServer) -> Account:
    """Return a user who shares the server."""
    nora = simulator.add_account("nora")
    attic.share_with(nora)
    return nora


async def ask(
    client: aiohttp.ClientSession, path: str, token: str | None = None
) -> tuple[int, Any]:
    """Return status and JSON, or text, of a request."""
    headers = JSON | ({"X-Plex-Token": token} if token else {})
    async with client.get(
        BASE + path, headers=headers, allow_redirects=False
    ) as answer:
        if answer.content_type == "application/json":
            return answer.status, await answer.json()
        return answer.status, await answer.text()


async def test_identity(client: aiohttp.ClientSession, attic: MediaServer) -> None:
    """`/identity` needs no token, and takes any; XML unless JSON is requested."""
    for token in (None, "wrong"):
        status, answer = await ask(client, "/identity", token)
        assert status == 200
        assert answer == {
            "MediaContainer": {
                "size": 0,
                "claimed": True,
                "machineIdentifier": attic.machine_identifier,
                "version": attic.profile.version,
            }
        }
    async with client.get(f"{BASE}/identity") as xml:
        assert xml.content_type == "text/xml"
        container = ET.fromstring(await xml.text())  # noqa: S314
        assert container.attrib["claimed"] == "1"
        assert "Server" not in xml.headers
        assert xml.headers["X-Plex-Protocol"] == "1.0"
        assert xml.headers["Cache-Control"] == "no-cache"


async def test_keep_alive_and_compression(attic: MediaServer) -> None:
    """Connections are kept for 20 s, and large answers compressed on request."""
    async with (
        aiohttp.ClientSession(auto_decompress=False) as session,
        session.get(f"{BASE}/", headers={"X-Plex-Token": attic.owner.token}) as answer,
    ):
        assert answer.headers["Keep-Alive"] == "timeout=20"
        assert answer.headers["Content-Encoding"] == "gzip"
        packed = await answer.read()
        assert answer.headers["X-Plex-Content-Compressed-Length"] == str(len(packed))
        assert int(answer.headers["X-Plex-Content-Original-Length"]) > len(packed)


async def test_tokens(
    client: aiohttp.ClientSession,
    attic: MediaServer,
    nora: Account,
    simulator: Simulator,
) -> None:
    """The server's and the owner's tokens are accepted; those of others are not."""
    alice = attic.owner
    other = await simulator.add_server("Other")
    for token, status in (
        (None, 401),
        ("wrong", 401),
        (alice.token, 200),
        (attic.access_token(alice), 200),
        (attic.access_token(nora), 200),
        (nora.token, 401),
        (other.access_token(alice), 401),
    ):
        assert (await ask(client, "/", token))[0] == status
    async with client.get(f"{BASE}/?X-Plex-Token={alice.token}") as answer:
        assert answer.status == 200
    simulator.plex_tv.revoke(alice)
    assert (await ask(client, "/", alice.token))[0] == 401


@pytest.mark.parametrize(
    "path", ["/myplex/account", "/:/prefs", "/status/sessions", "/:/prefs/get?id=x"]
)
async def test_owner_only(
    client: aiohttp.ClientSession, attic: MediaServer, nora: Account, path: str
) -> None:
    """A shared user is refused there, with 403 or 401."""
    assert (await ask(client, path))[0] == 401
    assert (await ask(client, path, attic.access_token(nora)))[0] == 403
    attic.profile.owner_only_status = 401
    assert (await ask(client, path, attic.access_token(nora)))[0] == 401


async def test_containers(client: aiohttp.ClientSession, attic: MediaServer) -> None:
    """The endpoints for a connection monitor exist."""
    attic.add_address("203.0.113.40", 31234, kind="remote")
    attic.profile = ServerProfile(
        public_address="203.0.113.40",
        preferences={"allowedNetworks": "10.0.0.0/8"},
        sessions=[{"title": "A film", "Player": {"relayed": False}}],
        clients=[{"name": "TV", "address": "192.168.40.30"}],
        myplex={"mappingError": "unreachable"},
    )
    token = attic.owner.token

    async def container(path: str, root: str = "MediaContainer") -> Any:
        status, answer = await ask(client, path, token)
        assert status == 200
        return answer[root]

    assert (await container("/"))["friendlyName"] == "Attic"
    assert (await container("/media/providers"))["MediaProvider"]
    [session] = (await container("/status/sessions"))["Metadata"]
    assert session["Player"] == {"relayed": False}
    assert (await container("/clients"))["Server"][0]["name"] == "TV"
    assert (await container("/servers"))["Server"][0]["host"] == "192.168.40.12"
    account = await container("/myplex/account", "MyPlex")
    assert (account["privatePort"], account["publicPort"]) == (32400, 31234)
    assert (account["mappingState"], account["mappingError"]) == (
        "mapped",
        "unreachable",
    )
    settings = {row["id"]: row for row in (await container("/:/prefs"))["Setting"]}
    assert settings["CertificateUUID"]["value"] == attic.certificate_hash
    assert settings["secureConnections"]["enumValues"] == "1:Preferred|0:Required"
    assert settings["allowedNetworks"]["value"] == "10.0.0.0/8"
    one = await container("/:/prefs/get?id=RelayEnabled")
    assert one["Setting"][0]["value"] is False
    async with client.get(
        f"{BASE}/status/sessions", headers={"X-Plex-Token": token}
    ) as xml:
        player = ET.fromstring(await xml.text()).find("Video/Player")  # noqa: S314
        assert player is not None
        assert player.attrib == {"relayed": "0"}


async def test_errors_are_html(
    client: aiohttp.ClientSession, attic: MediaServer
) -> None:
    """Unknown paths and settings are 404; /web redirects with a whole address."""
    for path in ("/nothing", "/:/prefs/get?id=Nothing"):
        status, text = await ask(client, path, attic.owner.token)
        assert status == 404
        assert text.startswith("<html>")
    assert "web/index.html" in (await ask(client, "/"))[1]
    async with client.get(f"{BASE}/web", allow_redirects=False) as answer:
        assert answer.status == 301
        assert answer.headers["Location"] == f"{BASE}/web/index.html"
    async with client.put(
        f"{BASE}/myplex/refreshReachability",
        headers={"X-Plex-Token": attic.owner.token},
    ) as answer:
        assert answer.status == 200


async def test_unclaimed(client: aiohttp.ClientSession, attic: MediaServer) -> None:
    """A server without an owner requires no token."""
    attic.profile.claimed = False
    assert (await ask(client, "/identity"))[1]["MediaContainer"]["claimed"] is False
    for path in ("/", "/:/prefs"):
        assert (await ask(client, path))[0] == 200


@pytest.mark.parametrize("path", ["websockets", "websocket"])
@pytest.mark.parametrize("place", ["header", "query"])
async def test_websocket(
    client: aiohttp.ClientSession, attic: MediaServer, path: str, place: str
) -> None:
    """Both spellings, token by header or query; one container in each frame."""
    token = attic.access_token(attic.owner) or ""
    address = f"{BASE}/:/{path}/notifications"
    headers = {"X-Plex-Token": token} if place == "header" else {}
    query = {} if place == "header" else {"X-Plex-Token": token}
    async with client.ws_connect(address, headers=headers, params=query) as websocket:
        assert await attic.notify("reachability", {"reachability": True}) == 1
        assert await websocket.receive_json() == {
            "NotificationContainer": {
                "type": "reachability",
                "size": 1,
                "ReachabilityNotification": [{"reachability": True}],
            }
        }
        await websocket.ping()
        assert await attic.notify("transcodeSession.start", {"key": "x"}) == 1
        assert "TranscodeSession" in await websocket.receive_str()
        await attic.notifications.close_websockets()
        assert (await websocket.receive()).type is aiohttp.WSMsgType.CLOSE
        assert websocket.close_code == 1001
    await asyncio.sleep(0.01)
    assert attic.notifications.websockets == 0


@pytest.mark.parametrize(
    ("query", "heard"),
    [
        ("", ["status", "playing"]),
        ("?filters=-log", ["status", "playing"]),
        ("?filters=", ["status", "log", "playing"]),
        ("?filters=status,log", ["status", "log"]),
        ("?filter=-status,log", ["playing"]),
    ],
)
async def test_filters(
    client: aiohttp.ClientSession, attic: MediaServer, query: str, heard: list[str]
) -> None:
    """All except logs by default; only some; all except some."""
    async with client.ws_connect(
        f"{BASE}/:/websockets/notifications{query}",
        headers={"X-Plex-Token": attic.owner.token},
    ) as websocket:
        for kind in ("status", "log", "playing"):
            await attic.notify(kind, {})
        received = [await websocket.receive_json() for _ in heard]
    assert [each["NotificationContainer"]["type"] for each in received] == heard


async def test_websocket_refused(
    client: aiohttp.ClientSession, lan: Listener, attic: MediaServer
) -> None:
    """The handshake answers a bad token with 401, and a fault with its status."""
    address = f"{BASE}/:/websockets/notifications"
    for kind, settings, status in (
        (None, {}, 401),
        ("websocket_refused", {}, 503),
        ("websocket_refused", {"status": 401}, 401),
    ):
        token = attic.owner.token if kind else "wrong"
        if kind:
            lan.inject(kind, **settings)
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await client.ws_connect(address, headers={"X-Plex-Token": token})
        assert caught.value.status == status
    assert (await ask(client, "/", attic.owner.token))[0] == 200


async def test_websocket_half_open(
    client: aiohttp.ClientSession, lan: Listener, attic: MediaServer
) -> None:
    """The socket opens, but pings get no answer."""
    lan.inject("websocket_half_open")
    async with client.ws_connect(
        f"{BASE}/:/websockets/notifications",
        headers={"X-Plex-Token": attic.owner.token},
        heartbeat=0.1,
    ) as websocket:
        async with asyncio.timeout(2):
            message = await websocket.receive()
        assert message.type is aiohttp.WSMsgType.ERROR


async def test_event_stream(client: aiohttp.ClientSession, attic: MediaServer) -> None:
    """Events and a ping; 401 without a token."""
    address = f"{BASE}/:/eventsource/notifications"
    async with client.get(address) as answer:
        assert answer.status == 401
    async with client.get(
        f"{address}?filters=status", headers={"X-Plex-Token": attic.owner.token}
    ) as answer:
        assert answer.content_type == "text/event-stream"
        assert await answer.content.readuntil(b"\n\n") == b"event: ping\ndata: {}\n\n"
        assert attic.notifications.event_streams == 1
        assert await attic.notify("playing", {}) == 0
        assert await attic.notify("status", {"title": "x"}) == 1
        event, data, _ = (await answer.content.readuntil(b"\n\n")).split(b"\n", 2)
        assert event == b"event: status"
        assert json.loads(data.removeprefix(b"data: ")) == {
            "StatusNotification": [{"title": "x"}]
        }
