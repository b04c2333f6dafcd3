"""The query action: what it answers, hides and refuses."""

import json
from typing import Any

from homeassistant.const import CONF_TOKEN
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator
import voluptuous as vol

from custom_components.plex_connection.const import CONF_SERVER_TOKENS, DOMAIN
from custom_components.plex_connection.redaction.scrubbing import DEPTH_LIMIT, SCRUBBED
from simulator import Account, Simulator

from .conftest import Attic, SetUp, leaks


class Query:
    """Queries the server at home through the action."""

    def __init__(self, hass: HomeAssistant, attic: Attic, entry_id: str) -> None:
        """Bind to the server's device."""
        self._hass = hass
        self._identifier = (DOMAIN, attic.id)
        self._entry_id = entry_id

    @property
    def device_id(self) -> str:
        """Return the id of the server's device."""
        return dr.async_get_device_id_by_identifier(
            self._hass, self._identifier, config_entry_id=self._entry_id
        )

    async def __call__(
        self, path: str, *, context: Context | None = None, **params: Any
    ) -> Any:
        """Send the query and return the answer."""
        data = {"device_id": self.device_id, "path": path}
        response = await self._hass.services.async_call(
            DOMAIN,
            "query",
            data | ({"params": params} if params else {}),
            blocking=True,
            return_response=True,
            context=context,
        )
        assert response is not None
        return response["answer"]


@pytest.fixture
def query(hass: HomeAssistant, attic: Attic, entry: MockConfigEntry) -> Query:
    """Return a query of the server at home."""
    return Query(hass, attic, entry.entry_id)


async def test_answer(
    sim: Simulator, attic: Attic, entry: MockConfigEntry, set_up: SetUp, query: Query
) -> None:
    """The answer is the server's, requested over the connection in use.

    It isn't counted among our own requests.
    """
    await set_up()
    asked = len(sim.record.requests)
    sent = entry.runtime_data.requests_today()
    answer = await query("/library/sections/1/all", type=1, unwatched=True, sort="a:b")
    films = answer["MediaContainer"]["Metadata"]
    assert films[0]["ratingKey"] == "1001"
    (request,) = sim.record.requests[asked:]
    assert request.method == "GET"
    assert request.origin.listener == attic.lan.place
    names = {name.partition("=")[0] for name in request.query}
    assert names == {"type", "unwatched", "sort"}
    assert entry.runtime_data.requests_today() == sent


async def test_secrets_are_removed(
    hass: HomeAssistant,
    sim: Simulator,
    alice: Account,
    attic: Attic,
    entry: MockConfigEntry,
    set_up: SetUp,
    query: Query,
) -> None:
    """Every token we know is removed wherever it is, and every value named as one."""
    await set_up()
    bob = sim.add_account("bob")
    MockConfigEntry(
        domain=DOMAIN,
        title="bob",
        unique_id=str(bob.id),
        data={CONF_TOKEN: bob.token, CONF_SERVER_TOKENS: {"x": "bobs-server-token"}},
    ).add_to_hass(hass)
    known = [alice.token, bob.token, *entry.data[CONF_SERVER_TOKENS].values()]
    attic.server.profile.sessions = [
        {"title": f"about {token}", "key": f"/t?X-Plex-Token={token}&x=1", token: 1}
        for token in known
    ]
    attic.server.profile.sessions += [
        {"User": {"authToken": "somebody-elses", "title": "carol"}},
        {"thumb": "https://h/p?url=%2Fx%3FX-Plex-Token%3Dsomebody-elses%26w%3D1"},
        {"id": "PlexOnlineToken", "value": "somebody-elses"},
        {"note": "bobs-server-token"},
    ]
    answer = await query("/status/sessions")
    text = json.dumps(answer)
    assert leaks(sim, text) == []
    assert "somebody-elses" not in text
    assert "bobs-server-token" not in text
    rows = answer["MediaContainer"]["Metadata"]
    assert rows[0]["title"] == f"about {SCRUBBED}"
    assert rows[0]["key"] == f"/t?X-Plex-Token={SCRUBBED}&x=1"
    assert rows[len(known)]["User"] == {"authToken": SCRUBBED, "title": "carol"}


async def test_plex_account_of_the_server(
    sim: Simulator, attic: Attic, set_up: SetUp, query: Query
) -> None:
    """The owner's token is removed from Plex's own answer about the account."""
    await set_up()
    answer = await query("/myplex/account")
    assert answer["MyPlex"]["authToken"] == SCRUBBED
    assert leaks(sim, json.dumps(answer)) == []


@pytest.mark.parametrize(
    ("path", "params", "key"),
    [
        ("library/sections", {}, "path_invalid"),
        ("//evil.example/x", {}, "path_invalid"),
        ("https://evil.example/x", {}, "path_invalid"),
        ("/library/../:/prefs", {}, "path_invalid"),
        ("/library/%2E%2e/x", {}, "path_invalid"),
        ("/library?X-Plex-Token=x", {}, "path_invalid"),
        ("/library\n", {}, "path_invalid"),
        ("/library/%ff", {}, "path_invalid"),
        ("/library/%c3%28", {}, "path_invalid"),
        ("/library", {"X-Plex-Token": "x"}, "parameter_invalid"),
        ("/library", {"x-plex-client-identifier": "x"}, "parameter_invalid"),
        ("/library", {"X-Plex-Container-Size": 5}, "parameter_invalid"),
        ("/library", {"year": 10**4300}, "parameter_invalid"),
        ("/library", {"year": -(2**64)}, "parameter_invalid"),
        ("/library", {"rating": float("nan")}, "parameter_invalid"),
        ("/library", {"rating": float("-inf")}, "parameter_invalid"),
        ("/library", {"title": "\ud800"}, "parameter_invalid"),
    ],
)
async def test_refused_queries(
    sim: Simulator,
    attic: Attic,
    set_up: SetUp,
    query: Query,
    path: str,
    params: dict[str, Any],
    key: str,
) -> None:
    """Nothing is sent, and the error repeats nothing of the input."""
    await set_up()
    asked = len(sim.record.requests)
    with pytest.raises(ServiceValidationError) as caught:
        await query(path, **params)
    assert caught.value.translation_key == key
    assert caught.value.translation_placeholders == {"server": "Attic"}
    assert len(sim.record.requests) == asked


async def test_pasted_token(
    sim: Simulator, alice: Account, attic: Attic, set_up: SetUp, query: Query
) -> None:
    """A known token is refused under any parameter name."""
    await set_up()
    for token in (attic.server.access_token(alice), alice.token):
        pasted: list[dict[str, Any]] = [{"title": f"a{token}"}, {f"a{token}": "b"}]
        for params in pasted:
            with pytest.raises(ServiceValidationError) as caught:
                await query("/library/sections", **params)
            assert caught.value.translation_key == "parameter_invalid"
    assert sim.record.tokens_in_query() == []


@pytest.mark.parametrize("layers", [1, 2, 3, 4, 5, 12])
@pytest.mark.parametrize("place", ["path", "name", "value"])
async def test_encoded_token(
    sim: Simulator,
    alice: Account,
    attic: Attic,
    set_up: SetUp,
    query: Query,
    layers: int,
    place: str,
) -> None:
    """A percent-encoded token is refused, however often it is encoded."""
    await set_up()
    asked = len(sim.record.requests)
    for token in (attic.server.access_token(alice), alice.token):
        assert token is not None
        hidden = f"%{ord(token[0]):02x}{token[1:]}"
        for _ in range(layers - 1):
            hidden = hidden.replace("%", "%25")
        params: dict[str, Any] = {"name": {hidden: "a"}, "value": {"a": hidden}}
        path = f"/library/{hidden}" if place == "path" else "/library"
        with pytest.raises(ServiceValidationError):
            await query(path, **params.get(place, {}))
    assert len(sim.record.requests) == asked


async def test_for_administrators(
    hass: HomeAssistant,
    sim: Simulator,
    attic: Attic,
    set_up: SetUp,
    query: Query,
    hass_admin_user: MockUser,
    hass_read_only_user: MockUser,
) -> None:
    """Only administrators may query, as a query can do more than show."""
    await set_up()
    with pytest.raises(Unauthorized):
        await query(
            "/library/sections", context=Context(user_id=hass_read_only_user.id)
        )
    assert sim.record.count(path="/library/sections") == 0
    assert await query("/library/sections", context=Context(user_id=hass_admin_user.id))
    assert await query("/library/sections")


async def test_only_with_an_answer(
    hass: HomeAssistant, attic: Attic, set_up: SetUp, query: Query
) -> None:
    """A query needs a requested response, a device and a path."""
    await set_up()
    data = {"device_id": query.device_id, "path": "/"}
    with pytest.raises(ServiceValidationError):
        await hass.services.async_call(DOMAIN, "query", data, blocking=True)
    for lacking in ("device_id", "path"):
        with pytest.raises(vol.Invalid):
            await hass.services.async_call(
                DOMAIN,
                "query",
                {key: data[key] for key in data if key != lacking},
                blocking=True,
                return_response=True,
            )


async def test_error_messages(
    hass: HomeAssistant, sim: Simulator, attic: Attic, set_up: SetUp, query: Query
) -> None:
    """Each kind of failure has its own message."""
    await set_up()
    with pytest.raises(HomeAssistantError) as caught:
        await query("/library/sections/7/all")
    assert str(caught.value) == (
        "The request to Attic failed: HTTP 404: unexpected status"
    )
    attic.lan.inject("garbage", paths=("/library",))
    with pytest.raises(HomeAssistantError) as caught:
        await query("/library/sections")
    assert str(caught.value) == "The response from Attic isn't JSON"
    attic.lan.heal()


async def test_large_and_deep_answers(
    attic: Attic, set_up: SetUp, query: Query
) -> None:
    """An answer too large or too deep fails without filling memory or stack."""
    attic.server.library.films = 1000
    await set_up()
    answer = await query("/library/sections/1/all")
    assert len(answer["MediaContainer"]["Metadata"]) == 1000
    attic.server.library.films = 10_000
    with pytest.raises(HomeAssistantError) as caught:
        await query("/library/sections/1/all")
    assert caught.value.translation_key == "answer_too_large"
    assert caught.value.translation_placeholders == {
        "server": "Attic",
        "limit": "4096 KiB",
    }
    tower: Any = "x"
    for _ in range(DEPTH_LIMIT):
        tower = [tower]
    attic.server.profile.sessions = [{"tower": tower}]
    with pytest.raises(HomeAssistantError) as caught:
        await query("/status/sessions")
    assert caught.value.translation_key == "answer_not_json"


async def test_over_the_websocket(
    hass: HomeAssistant,
    attic: Attic,
    set_up: SetUp,
    query: Query,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """A query over the websocket, as the developer tools send it."""
    await set_up()
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "call_service",
            "domain": DOMAIN,
            "service": "query",
            "service_data": {
                "device_id": query.device_id,
                "path": "/library/sections",
            },
            "return_response": True,
        }
    )
    message = await client.receive_json()
    assert message["success"]
    answer = message["result"]["response"]["answer"]
    assert answer["MediaContainer"]["size"] == 2
