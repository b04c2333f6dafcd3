"""plex.tv as in sections 1, 3 and 11 of the fact sheet."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import aiohttp
from freezegun.api import FrozenDateTimeFactory
import pytest

from simulator import (
    Account,
    FaultKind,
    Latency,
    MediaServer,
    Row,
    ServerProfile,
    Simulator,
)

pytestmark = pytest.mark.usefixtures("jumping_time")

API = "https://plex.tv/api/v2"
JSON = {
    "Accept": "application/json",
    "X-Plex-Client-Identifier": "client-1",
    "X-Plex-Product": "Test & <Co>",
}


@pytest.fixture
def alice(simulator: Simulator) -> Account:
    """Return the account that signs in."""
    return simulator.plex_tv.accounts["alice"]


async def ask(
    client: aiohttp.ClientSession,
    path: str,
    *,
    method: str = "GET",
    token: str | None = None,
    base: str = API,
    headers: dict[str, str] | None = None,
    **arguments: Any,
) -> tuple[int, Any]:
    """Return status and decoded answer of a call to the account API."""
    sent = JSON | (headers or {}) | ({"X-Plex-Token": token} if token else {})
    async with client.request(method, base + path, headers=sent, **arguments) as answer:
        if answer.status == 204:
            return 204, None
        if answer.content_type == "application/json":
            return answer.status, await answer.json()
        return answer.status, ET.fromstring(await answer.text())  # noqa: S314


@pytest.mark.parametrize(
    ("arguments", "length", "lifetime"),
    [
        ({"params": {"strong": "true"}}, 25, 1800),
        ({"data": {"strong": "true"}}, 25, 1800),
        ({"json": {"strong": True}}, 25, 1800),
        ({"json": []}, 4, 900),
        ({}, 4, 900),
    ],
)
async def test_create_pin(
    client: aiohttp.ClientSession,
    arguments: dict[str, Any],
    length: int,
    lifetime: int,
) -> None:
    """Creating a PIN answers 201; `strong` may come in query, form or JSON."""
    status, pin = await ask(client, "/pins", method="POST", **arguments)
    assert status == 201
    assert len(pin["code"]) == length
    assert pin["code"].isalnum()
    assert pin["expiresIn"] == lifetime
    assert pin["product"] == JSON["X-Plex-Product"]
    assert pin["authToken"] is None
    assert pin["newRegistration"] is None


async def test_plexauth_form(client: aiohttp.ClientSession) -> None:
    """Home Assistant's own library sends everything as a form to pins.json."""
    async with client.post(
        f"{API}/pins.json?strong=true",
        data={"X-Plex-Client-Identifier": "c", "X-Plex-Product": "HA"},
    ) as answer:
        assert answer.status == 201
        assert (await answer.json())["clientIdentifier"] == "c"


async def test_claim(
    client: aiohttp.ClientSession, simulator: Simulator, alice: Account
) -> None:
    """A claimed PIN returns a token of the account, to the same client only."""
    _, pin = await ask(client, "/pins", method="POST")
    path = f"/pins/{pin['id']}"
    assert (await ask(client, path))[1]["authToken"] is None

    simulator.plex_tv.claim()
    status, claimed = await ask(client, path)
    assert status == 200
    assert claimed["newRegistration"] is False
    assert claimed["authToken"] not in (None, alice.token)
    assert (await ask(client, "/user", token=claimed["authToken"]))[1]["id"] == alice.id
    other = {"X-Plex-Client-Identifier": "client-2"}
    assert (await ask(client, path, headers=other))[0] == 404
    with pytest.raises(LookupError):
        simulator.plex_tv.claim()


async def test_deny_and_expiry(
    client: aiohttp.ClientSession,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A denied PIN stays unclaimed, and then expires: 404, code 1020."""
    _, pin = await ask(client, "/pins?strong=true", method="POST")
    assert simulator.plex_tv.deny().denied
    freezer.tick(timedelta(seconds=1799))
    status, waiting = await ask(client, f"/pins/{pin['id']}")
    assert (status, waiting["authToken"], waiting["expiresIn"]) == (200, None, 1)
    freezer.tick(1)
    status, gone = await ask(client, f"/pins/{pin['id']}")
    assert status == 404
    assert gone["errors"][0]["code"] == 1020


async def test_expire_by_hand(
    client: aiohttp.ClientSession, simulator: Simulator
) -> None:
    """A test can expire a PIN without waiting."""
    _, pin = await ask(client, "/pins", method="POST")
    simulator.plex_tv.pins.expire(simulator.plex_tv.pending_pin())
    assert (await ask(client, f"/pins/{pin['id']}"))[0] == 404


async def test_link(
    client: aiohttp.ClientSession, alice: Account, simulator: Simulator
) -> None:
    """A signed-in device claims a PIN by its four characters."""
    _, pin = await ask(client, "/pins", method="POST")
    bob = simulator.add_account("bob")
    for code, status in ((pin["code"], 204), ("????", 404)):
        form = {"code": code}
        assert (
            await ask(client, "/pins/link", method="PUT", token=bob.token, data=form)
        )[0] == status
    _, claimed = await ask(client, f"/pins/{pin['id']}")
    assert (await ask(client, "/user", token=claimed["authToken"]))[1][
        "username"
    ] == "bob"


async def test_refusals(client: aiohttp.ClientSession, alice: Account) -> None:
    """No client identifier: 400 code 1000. No or bad token: 401 code 1001."""
    async with client.post(
        f"{API}/pins", headers={"Accept": "application/json"}
    ) as bare:
        assert bare.status == 400
        assert (await bare.json())["errors"][0]["code"] == 1000
    async with client.get(f"{API}/user", headers={"X-Plex-Token": alice.token}) as bare:
        assert bare.status == 400
        assert ET.fromstring(await bare.text())[0].attrib["code"] == "1000"  # noqa: S314
    for token in (None, "wrong"):
        status, error = await ask(client, "/user", token=token)
        assert (status, error["errors"][0]["code"]) == (401, 1001)


async def test_user_ping_and_sign_out(
    client: aiohttp.ClientSession, alice: Account, simulator: Simulator
) -> None:
    """The account in JSON and XML; a revoked token gets 401."""
    token = simulator.plex_tv.accounts.mint(alice)
    _, user = await ask(client, "/user", token=token)
    assert (user["username"], user["title"], user["authToken"]) == (
        "alice",
        "Alice",
        token,
    )
    _, xml = await ask(client, "/user", token=token, headers={"Accept": "*/*"})
    assert (xml.tag, xml.attrib["id"]) == ("user", str(alice.id))
    assert xml.find("subscription") is not None
    assert (await ask(client, "/ping", token=token))[1] == {"pong": True}
    _, pong = await ask(client, "/ping", token=token, headers={"Accept": "*/*"})
    assert (pong.tag, pong.text) == ("pong", "1")

    assert (await ask(client, "/users/signout", method="DELETE", token=token))[0] == 204
    assert (await ask(client, "/user", token=token))[0] == 401
    assert (await ask(client, "/user", token=alice.token))[0] == 200
    simulator.plex_tv.revoke(alice)
    assert (await ask(client, "/user", token=alice.token))[0] == 401


@pytest.fixture
async def world(simulator: Simulator, alice: Account, attic: MediaServer) -> Simulator:
    """Return a world with own and shared servers, a player, and a stranger's."""
    nora = simulator.add_account("nora")
    attic.profile = ServerProfile(public_address="203.0.113.40")
    attic.add_address("192.168.40.12")
    attic.add_address("2001:db8::10")
    attic.add_address("203.0.113.40", 31234, kind="remote")
    attic.add_address("198.51.100.77", 8443, kind="relay")
    harbour = await simulator.add_server("Harbour", owner=nora, shared_with=(alice,))
    harbour.add_row(
        Row(address="10.0.0.1", port=1, uri="https://10-0-0-1.x:1", local=True)
    )
    await simulator.add_server("Private", owner=nora)
    simulator.add_player("TV")
    return simulator


async def test_resources(
    client: aiohttp.ClientSession, world: Simulator, alice: Account
) -> None:
    """The flags decide which rows are listed; without https they are plain."""
    _, bare = await ask(client, "/resources", token=alice.token)
    assert [device["name"] for device in bare] == ["Attic", "Harbour", "TV"]
    assert [row["uri"] for row in bare[0]["connections"]] == [
        "http://192.168.40.12:32400",
        "http://203.0.113.40:31234",
    ]
    flags = "?includeHttps=1&includeRelay=1&includeIPv6=1"
    _, full = await ask(client, f"/resources{flags}", token=alice.token)
    rows = full[0]["connections"]
    assert [(row["local"], row["relay"], row["IPv6"]) for row in rows] == [
        (True, False, False),
        (True, False, True),
        (False, False, False),
        (False, True, False),
    ]
    assert all(row["uri"].startswith("https://") for row in rows)
    _, relays = await ask(client, "/resources?includeRelay=1", token=alice.token)
    assert relays[0]["connections"][-1]["uri"].startswith("https://198-51-100-77.")
    _, plain = await ask(client, "/resources?includeIpv6=1", token=alice.token)
    assert plain[0]["connections"][1]["uri"] == "http://[2001:db8::10]:32400"

    attic, harbour, player = full
    assert (attic["owned"], attic["sourceTitle"], attic["publicAddressMatches"]) == (
        True,
        None,
        True,
    )
    assert (harbour["owned"], harbour["sourceTitle"]) == (False, "nora")
    assert harbour["publicAddress"] is None
    assert harbour["publicAddressMatches"] is False
    assert "accessToken" not in player
    assert len({attic["accessToken"], harbour["accessToken"], alice.token}) == 3
    assert player["provides"].split(",")[0] == "client"


async def test_resources_as_xml(
    client: aiohttp.ClientSession, world: Simulator, alice: Account
) -> None:
    """Version 2 of the XML, with 0 and 1 for booleans and no empty attributes."""
    world.plex_tv.extra_resources.append({"name": "Odd", "provides": "", "news": 1})
    profile = world.server("Attic").profile
    profile.public_address_matches = False
    profile.resource = {"news": [], "platform": None, "fresh": True}
    _, root = await ask(
        client,
        "/resources?includeHttps=1",
        token=alice.token,
        headers={"Accept": "application/xml"},
    )
    assert root.tag == "resources"
    attic = root[0]
    assert (attic.attrib["owned"], attic.attrib["publicAddressMatches"]) == ("1", "0")
    assert not {"sourceTitle", "platform", "news"} & attic.attrib.keys()
    assert attic.attrib["fresh"] == "1"
    first = attic.find("connections/connection")
    assert first is not None
    assert first.attrib["local"] == "1"
    assert root[3].attrib["name"] == "Odd"


async def test_tokens_of_a_server_change(
    client: aiohttp.ClientSession, world: Simulator, alice: Account
) -> None:
    """A rotated token is listed; a revoked share is not listed at all."""
    attic, harbour = world.servers[:2]
    new = attic.rotate_token(alice)
    world.plex_tv.revoke(alice)
    token = world.plex_tv.accounts.mint(alice)
    _, devices = await ask(client, "/resources", token=token)
    assert devices[0]["accessToken"] == new
    attic.share_with(alice, token=token)
    _, devices = await ask(client, "/resources", token=token)
    assert devices[0]["accessToken"] == token
    harbour.revoke(alice)
    _, devices = await ask(client, "/resources", token=token)
    assert [device["name"] for device in devices] == ["Attic", "TV"]
    world.plex_tv.revoke(alice, servers=True)
    assert attic.access_token(alice) is None


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("unauthorized", 401, 1001),
        ("unprocessable", 422, 1000),
        ("rate_limited", 429, 1003),
        ("token_expired", 498, 1000),
    ],
)
async def test_errors_of_one_host(
    client: aiohttp.ClientSession,
    simulator: Simulator,
    alice: Account,
    kind: str,
    status: int,
    code: int,
) -> None:
    """A fault at clients.plex.tv does not affect plex.tv."""
    clients = "https://clients.plex.tv/api/v2"
    simulator.plex_tv.inject(kind, host="clients.plex.tv")
    found, error = await ask(client, "/user", base=clients, token=alice.token)
    assert (found, error["errors"][0]["code"]) == (status, code)
    assert (await ask(client, "/user", token=alice.token))[0] == 200
    simulator.plex_tv.heal(host="clients.plex.tv")
    assert (await ask(client, "/user", base=clients, token=alice.token))[0] == 200


async def test_down(
    client: aiohttp.ClientSession, simulator: Simulator, alice: Account
) -> None:
    """Refused, silent, 500 in HTML, a page, garbage; and back again."""
    plex_tv = simulator.plex_tv
    plex_tv.inject("refuse")
    with pytest.raises(aiohttp.ClientConnectorError):
        await ask(client, "/user", token=alice.token)
    plex_tv.heal()
    plex_tv.inject("silent")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(ask(client, "/user", token=alice.token), 0.05)
    plex_tv.heal(FaultKind.SILENT)
    for kind, content_type in (
        ("server_error", "text/html"),
        ("starting", "text/html"),
        ("not_plex", "text/html"),
        ("garbage", "application/json"),
    ):
        plex_tv.inject(kind)
        async with client.get(f"{API}/user", headers=JSON) as answer:
            assert answer.content_type == content_type
        plex_tv.heal()
    plex_tv.inject("expired_certificate")
    with pytest.raises(aiohttp.ClientConnectorCertificateError):
        await ask(client, "/user", token=alice.token)


@pytest.mark.parametrize("after", [None, 30, 0.5])
async def test_retry_after(
    client: aiohttp.ClientSession, simulator: Simulator, after: float | None
) -> None:
    """429 comes with Retry-After, or without."""
    simulator.plex_tv.inject("rate_limited", retry_after=after, paths=["/api/v2/pins"])
    async with client.post(f"{API}/pins", headers=JSON) as answer:
        assert answer.status == 429
        assert answer.headers.get("Retry-After") == (after and f"{after:g}")
    async with client.get(f"{API}/unknown", headers=JSON) as answer:
        assert answer.status == 404


async def test_latency_of_plex_tv(
    client: aiohttp.ClientSession, simulator: Simulator
) -> None:
    """plex.tv has its own latency."""
    simulator.plex_tv.set_latency(Latency.round_trip(0.02), host="plex.tv")
    start = asyncio.get_running_loop().time()
    await ask(client, "/pins", method="POST")
    elapsed = asyncio.get_running_loop().time() - start
    assert elapsed == pytest.approx(0.06, abs=0.001)


async def test_sign_in_page(
    client: aiohttp.ClientSession, simulator: Simulator
) -> None:
    """The page's script can read the PIN's product, and claim or deny it."""
    app = "https://app.plex.tv"
    async with client.get(f"{app}/auth") as page:
        assert "Sign in" in await page.text()
        assert page.content_type == "text/html"
    _, pin = await ask(client, "/pins?strong=true", method="POST")
    question = {"code": pin["code"], "clientID": "client-1"}
    _, shown = await ask(client, "/simulator/pin", base=app, params=question)
    assert shown == {
        "product": "Test & <Co>",
        "accounts": [{"username": "alice", "title": "Alice", "isSignedIn": False}],
        "suggested": "alice",
    }
    wrong = question | {"clientID": "client-2"}
    assert (await ask(client, "/simulator/pin", base=app, params=wrong))[0] == 404

    async def click(choice: dict[str, Any]) -> int:
        status, _ = await ask(
            client, "/simulator/pin", base=app, method="POST", json=choice
        )
        return int(status)

    assert await click(wrong | {"signIn": True}) == 404
    assert await click(question | {"signIn": False}) == 204
    assert simulator.plex_tv.pending_pin().denied
    assert await click(question | {"signIn": True}) == 204
    _, claimed = await ask(client, f"/pins/{pin['id']}")
    assert claimed["authToken"]


async def test_sign_in_page_offers_every_account(
    client: aiohttp.ClientSession, simulator: Simulator
) -> None:
    """A new device gets the next account; one signed in before keeps its own."""
    simulator.add_account("nora", title="Nora")
    app = "https://app.plex.tv"

    async def asked(device: str) -> tuple[dict[str, str], dict[str, Any]]:
        headers = {"X-Plex-Client-Identifier": device}
        url = "https://plex.tv/api/v2/pins?strong=true"
        async with client.post(
            url, headers=headers | {"Accept": "application/json"}
        ) as answer:
            code = (await answer.json())["code"]
        question = {"code": code, "clientID": device}
        async with client.get(f"{app}/simulator/pin", params=question) as answer:
            return question, await answer.json()

    async def sign_in(question: dict[str, str], account: str) -> None:
        choice = question | {"signIn": True, "account": account}
        async with client.post(f"{app}/simulator/pin", json=choice) as answer:
            assert answer.status == 204

    question, shown = await asked("one")
    assert shown["suggested"] == "alice"
    await sign_in(question, "alice")
    question, shown = await asked("two")
    assert shown["suggested"] == "nora"
    assert [each["isSignedIn"] for each in shown["accounts"]] == [True, False]
    await sign_in(question, "nora")
    assert (await asked("two"))[1]["suggested"] == "nora"
    assert (await asked("one"))[1]["suggested"] == "alice"
    assert (await asked("three"))[1]["suggested"] == "alice"


async def test_clock_can_be_given(simulator: Simulator) -> None:
    """A simulation takes its wall time from an injected clock."""
    moment = datetime(2030, 1, 1, tzinfo=UTC)
    other = Simulator(simulator.authority, now=lambda: moment)
    assert other.plex_tv.world.now() == moment
    assert simulator.plex_tv.world.now() > datetime(2025, 1, 1, tzinfo=UTC)
