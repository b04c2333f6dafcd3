"""The requests that servers are used for: some read, and some act."""

import json
from typing import Any
from xml.etree import ElementTree as ET

import aiohttp
import pytest

from simulator import Account, Listener, MediaServer, Simulator

BASE = "http://192.168.40.12:32400"
LIBRARY = "com.plexapp.plugins.library"

pytestmark = pytest.mark.usefixtures("lan", "jumping_time")


@pytest.fixture
def nora(simulator: Simulator, attic: MediaServer) -> Account:
    """Return a user who shares the server."""
    nora = simulator.add_account("nora")
    attic.share_with(nora)
    return nora


async def ask(
    client: aiohttp.ClientSession,
    path: str,
    token: str | None,
    *,
    method: str = "GET",
    accept: str = "application/json",
    **headers: str,
) -> tuple[int, str]:
    """Return status and text of a request."""
    headers |= {"Accept": accept} | ({"X-Plex-Token": token} if token else {})
    async with client.request(method, BASE + path, headers=headers) as answer:
        return answer.status, await answer.text()


async def test_reading(client: aiohttp.ClientSession, attic: MediaServer) -> None:
    """Sections, paged items, one item, and sessions; in JSON and XML."""
    token = attic.access_token(attic.owner)

    async def container(path: str) -> Any:
        status, text = await ask(client, path, token)
        assert status == 200
        return json.loads(text)["MediaContainer"]

    assert (await container("/library"))["identifier"] == LIBRARY
    sections = (await container("/library/sections"))["Directory"]
    assert [(row["key"], row["type"]) for row in sections] == [
        ("1", "movie"),
        ("2", "show"),
    ]
    assert (await container("/library/sections/2"))["Directory"] == sections[1:]
    films = await container("/library/sections/1/all")
    assert (films["size"], films["totalSize"]) == (12, 12)
    page = await container(
        "/library/sections/1/all?X-Plex-Container-Start=10&X-Plex-Container-Size=5"
    )
    assert (page["offset"], page["totalSize"]) == (10, 12)
    assert page["Metadata"] == films["Metadata"][10:]
    one = await container("/library/metadata/1003")
    assert one["Metadata"] == [films["Metadata"][2]]
    assert (await container("/status/sessions")) == {"size": 0, "Metadata": []}

    _, text = await ask(client, "/library/sections/2/all", token, accept="*/*")
    assert [row.tag for row in ET.fromstring(text)] == ["Directory"] * 3  # noqa: S314
    _, text = await ask(client, "/library/metadata/1003", token, accept="text/xml")
    assert ET.fromstring(text).find("Video/Media/Part") is not None  # noqa: S314
    assert not attic.actions


async def test_megabytes(client: aiohttp.ClientSession, attic: MediaServer) -> None:
    """The library has the requested size."""
    attic.library.films = 10_000
    status, text = await ask(client, "/library/sections/1/all", attic.owner.token)
    assert status == 200
    assert 5_000_000 < len(text) < 10_000_000


@pytest.mark.parametrize("method", ["GET", "PUT"])
async def test_watching(
    client: aiohttp.ClientSession, attic: MediaServer, nora: Account, method: str
) -> None:
    """Even a GET changes the watched state, and is counted."""
    token = attic.access_token(nora)
    target = f"key=1001&identifier={LIBRARY}"

    async def act(path: str) -> None:
        assert await ask(client, path, token, method=method) == (200, "")

    for _ in range(2):
        await act(f"/:/scrobble?{target}")
    await act(f"/:/rate?{target}&rating=8.5")
    assert attic.library.view_counts[1001] == 2
    _, text = await ask(client, "/library/metadata/1001", token)
    [film] = json.loads(text)["MediaContainer"]["Metadata"]
    assert (film["viewCount"], film["userRating"]) == (2, 8.5)
    await act(f"/:/unscrobble?{target}")
    assert attic.library.view_counts[1001] == 0
    assert attic.actions == {
        f"{method} /:/scrobble": 2,
        f"{method} /:/rate": 1,
        f"{method} /:/unscrobble": 1,
    }


async def test_the_owners_actions(
    client: aiohttp.ClientSession, attic: MediaServer, nora: Account
) -> None:
    """Scans and edits are performed for the owner only."""
    actions = (
        ("GET", "/library/sections/1/refresh"),
        ("POST", "/library/sections/all/refresh"),
        ("DELETE", "/library/sections/2/refresh"),
        ("PUT", "/library/metadata/1001?title.value=Renamed"),
        ("PUT", "/library/sections/1/all?id=1002&title.value=Renamed%20too"),
        ("PUT", "/library/metadata/1002/refresh"),
        ("PUT", "/:/prefs?FriendlyName=Loft&X-Plex-Product=x"),
    )
    for method, path in actions:
        for token, status in ((None, 401), (attic.access_token(nora), 403)):
            assert (await ask(client, path, token, method=method))[0] == status
    assert not attic.actions
    for method, path in actions:
        answer = await ask(client, path, attic.owner.token, method=method)
        assert answer == (200, "")
    assert attic.actions == {
        f"{method} {path.partition('?')[0]}": 1 for method, path in actions
    }
    assert attic.library.titles == {1001: "Renamed", 1002: "Renamed too"}
    assert attic.profile.preferences == {"FriendlyName": "Loft"}
    await ask(client, "/playlists", attic.access_token(nora), method="POST")
    assert attic.actions["POST /playlists"] == 1


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/library/sections/3/all", 404),
        ("GET", "/library/metadata/1", 404),
        ("GET", f"/:/scrobble?key=1&identifier={LIBRARY}", 404),
        ("GET", "/:/scrobble?key=1001", 400),
        ("GET", f"/:/rate?key=1001&identifier={LIBRARY}&rating=lots", 400),
        ("GET", "/library/sections/3/refresh", 404),
        ("PUT", "/library/metadata/1/refresh", 404),
        ("HEAD", f"/:/scrobble?key=1001&identifier={LIBRARY}", 405),
    ],
)
async def test_mistakes(
    client: aiohttp.ClientSession,
    attic: MediaServer,
    method: str,
    path: str,
    status: int,
) -> None:
    """Unknown targets and invalid requests have no effect."""
    token = attic.owner.token
    assert (await ask(client, path, token, method=method))[0] == status
    assert not attic.actions


@pytest.mark.parametrize("scheme", ["https", "http"])
@pytest.mark.parametrize("ending", ["reset", "close", "stall"])
@pytest.mark.parametrize(("fault", "done"), [("request_lost", 0), ("answer_lost", 1)])
async def test_lost(
    client: aiohttp.ClientSession,
    simulator: Simulator,
    attic: MediaServer,
    lan: Listener,
    scheme: str,
    ending: str,
    fault: str,
    done: int,
) -> None:
    """The client cannot distinguish the two losses; the server can."""
    base = attic.row(lan).uri if scheme == "https" else BASE
    attic.inject(fault, ending=ending, paths=["/:/timeline"], times=1)
    error = TimeoutError if ending == "stall" else aiohttp.ClientConnectionError
    request: dict[str, Any] = {
        "url": f"{base}/:/timeline",
        "headers": {"X-Plex-Token": attic.owner.token},
        "timeout": aiohttp.ClientTimeout(sock_read=0.1 if ending == "stall" else 2),
    }
    with pytest.raises(error):
        await client.post(**request)
    assert attic.actions["POST /:/timeline"] == done
    assert simulator.record.requests[-1].status is None
    assert simulator.record.tokens_to("Attic") == {"account:alice"}
    async with client.post(**request) as answer:
        assert answer.status == 200
    assert attic.actions["POST /:/timeline"] == done + 1


async def test_aiohttp_retries_by_itself(
    attic: MediaServer, lan: Listener, simulator: Simulator
) -> None:
    """Aiohttp repeats an acting GET by itself, although called once."""
    lan.inject("answer_lost", paths=["/:/scrobble"], times=1)
    headers = {"X-Plex-Token": attic.owner.token}
    async with aiohttp.ClientSession(BASE, headers=headers) as session:
        path = f"/:/scrobble?key=1001&identifier={LIBRARY}"
        async with session.get(path) as answer:
            assert answer.status == 200
    assert attic.actions["GET /:/scrobble"] == 2
    assert len(simulator.record.connections) == 2
