"""What an owned server says of itself: only the named fields, over https only."""

from collections.abc import Awaitable, Mapping
import json
from typing import Any, Protocol

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.plex import (
    AccountState,
    IPAddress,
    PlexAuthError,
    PlexConnectionError,
    PlexError,
    PlexNotPlexError,
    PlexResponseError,
    PlexServerClient,
)
from custom_components.plex_connection.plex.fields import JsonObject
from custom_components.plex_connection.plex.remote_access import (
    MAX_SETTINGS,
    NAMES,
    settings_from,
)
from simulator import Listener, MediaServer, Simulator

from .outcomes import endpoint_of, everything, failure

TOKEN = "kT4vW9xQ2mZr7LpB1cYs"

ACCOUNT = {
    "authToken": TOKEN,
    "username": "alice@example.net",
    "mappingState": "mapped",
    "mappingError": "",
    "signInState": "ok",
    "publicAddress": "203.0.113.40",
    "publicPort": 31234,
    "privateAddress": "192.168.40.12",
    "privatePort": 32400,
}


def account(**changes: Any) -> AccountState:
    """Parse the answer above with some fields changed."""
    return AccountState.from_body(json.dumps({"MyPlex": ACCOUNT | changes}).encode())


def prefs(*rows: object, **container: Any) -> bytes:
    """Return an answer of /:/prefs with these rows."""
    return json.dumps({"MediaContainer": {"Setting": rows, **container}}).encode()


def setting(name: object, value: object) -> dict[str, object]:
    """Return a setting's row."""
    return {"id": name, "value": value, "default": TOKEN, "label": TOKEN}


def test_account() -> None:
    """The five fields about remote access are kept, and nothing else."""
    said = account()
    assert said == AccountState(
        mapping_state="mapped",
        mapping_error=None,
        sign_in_state="ok",
        public_address="203.0.113.40",
        public_port=31234,
    )
    assert TOKEN not in repr(said)
    assert "alice" not in repr(said)


@pytest.mark.parametrize(
    ("field", "value", "attribute", "kept"),
    [
        ("mappingState", None, "mapping_state", None),
        ("mappingState", 7, "mapping_state", None),
        ("mappingError", "doublenat", "mapping_error", "doublenat"),
        ("mappingError", "un\nreachable\x1b", "mapping_error", "unreachable"),
        ("mappingError", "x" * 5000, "mapping_error", "x" * 200),
        ("signInState", ["ok"], "sign_in_state", None),
        ("publicAddress", "2001:DB8:0::7", "public_address", "2001:db8::7"),
        ("publicAddress", "", "public_address", None),
        ("publicAddress", "plex.example.net", "public_address", None),
        ("publicAddress", 3405803560, "public_address", None),
        ("publicAddress", None, "public_address", None),
        ("publicPort", "31234", "public_port", 31234),
        ("publicPort", 0, "public_port", None),
        ("publicPort", 65536, "public_port", None),
        ("publicPort", True, "public_port", None),
        ("publicPort", -1, "public_port", None),
        ("publicPort", None, "public_port", None),
    ],
)
def test_fields_of_the_account(
    field: str, value: object, attribute: str, kept: object
) -> None:
    """Text is cleaned and capped; an address or a port that is none counts as none."""
    assert getattr(account(**{field: value}), attribute) == kept


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("203.0.113.40", "203.0.113.40"),
        ("2001:0DB8::0001", "2001:db8::1"),
        ("::ffff:203.0.113.40", "::ffff:203.0.113.40"),
        ("203.0.113.040", None),
        ("203.0.113.40:32400", None),
        (" 203.0.113.40", None),
        ("", None),
        (0, None),
        (None, None),
        ([], None),
    ],
)
def test_ip_address(value: object, address: str | None) -> None:
    """An address is returned in its usual form, anything else as None."""
    assert JsonObject({"at": value}, "row").ip_address("at") == address
    assert JsonObject({}, "row").ip_address("at") is None


@pytest.mark.parametrize(
    ("body", "error", "reason"),
    [
        (b"", PlexNotPlexError, "not JSON"),
        (b"<html>", PlexNotPlexError, "not JSON"),
        (b"[" * 50_000, PlexNotPlexError, "not JSON"),
        (b"\xff\xfe", PlexNotPlexError, "not JSON"),
        (b"[]", PlexResponseError, "account: expected an object"),
        (b"{}", PlexResponseError, r"account\.MyPlex: expected an object"),
        (b'{"MyPlex": [1]}', PlexResponseError, r"account\.MyPlex: expected"),
    ],
)
def test_not_an_account(body: bytes, error: type[PlexError], reason: str) -> None:
    """Another answer is an error that names the place, not the value."""
    with pytest.raises(error, match=reason) as caught:
        AccountState.from_body(body)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("body", "error", "reason"),
    [
        (b"<MediaContainer/>", PlexNotPlexError, "not JSON"),
        (b"null", PlexResponseError, "settings: expected an object"),
        (b"{}", PlexResponseError, r"settings\.MediaContainer: expected an object"),
    ],
)
def test_not_settings(body: bytes, error: type[PlexError], reason: str) -> None:
    """Another answer is an error that names the place, not the value."""
    with pytest.raises(error, match=reason) as caught:
        settings_from(body)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (True, {"RelayEnabled": True}),
        (False, {"RelayEnabled": False}),
        (0, {"RelayEnabled": 0}),
        (2**63 - 1, {"RelayEnabled": 2**63 - 1}),
        (2**63, {}),
        (-(2**63), {}),
        (10**300, {}),
        ("", {"RelayEnabled": ""}),
        ("\x00\n", {"RelayEnabled": ""}),
        ("on\n", {"RelayEnabled": "on"}),
        ("x" * 5000, {"RelayEnabled": "x" * 200}),
        (None, {}),
        (0.5, {}),
        (["on"], {}),
        ({"on": 1}, {}),
    ],
)
def test_values_of_settings(value: object, kept: Mapping[str, object]) -> None:
    """Plain values that a store can hold are kept; text is cleaned and capped."""
    found = settings_from(prefs(setting("RelayEnabled", value)))
    assert found == kept
    assert [type(each) for each in found.values()] == [
        type(each) for each in kept.values()
    ]


def test_only_the_named_settings() -> None:
    """All other settings are dropped, whatever their values."""
    others = ["PlexOnlineToken", "FriendlyName", "relayenabled", "", None, 7, ["id"]]
    rows = [setting(name, TOKEN) for name in others]
    rows += [setting(name, 1) for name in NAMES]
    found = settings_from(prefs(*rows, "row", None, 7, {}, {"id": "GdmEnabled"}))
    assert set(found) == NAMES
    assert TOKEN not in repr(found)
    assert settings_from(prefs(size=0)) == {}
    assert settings_from(b'{"MediaContainer": {"Setting": {"id": "x"}}}') == {}


def test_too_many_settings() -> None:
    """Only so many rows are read."""
    padding = [setting("FriendlyName", "Attic")] * (MAX_SETTINGS - 1)
    last, beyond = setting("RelayEnabled", 1), setting("GdmEnabled", 1)
    assert settings_from(prefs(*padding, last, beyond)) == {"RelayEnabled": 1}


def test_settings_cannot_be_changed() -> None:
    """The result is read-only."""
    found: Any = settings_from(prefs(setting("RelayEnabled", 1)))
    with pytest.raises(TypeError):
        found["RelayEnabled"] = False


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
KEYS = st.text(max_size=5) | st.sampled_from(
    ["MyPlex", "MediaContainer", "Setting", "id", "value", *ACCOUNT, *sorted(NAMES)]
)
JSON = st.recursive(
    SCALARS | st.sampled_from(sorted(NAMES)),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6)
    ),
    max_leaves=20,
)
ROWS = st.fixed_dictionaries(
    {"id": st.sampled_from(sorted(NAMES)), "value": JSON | st.integers()}
)


@given(fields=st.dictionaries(KEYS, JSON), rows=st.lists(ROWS | JSON, max_size=5))
def test_any_answer(fields: dict[str, object], rows: list[object]) -> None:
    """Any JSON answer gives values that a store can hold, or a PlexError."""
    said = account(**fields)
    for text in (said.mapping_state, said.mapping_error, said.sign_in_state):
        assert text is None or (text.isprintable() and 0 < len(text) <= 200)
    found = settings_from(prefs(*rows))
    assert found.keys() <= NAMES
    for value in found.values():
        assert isinstance(value, str | int)
        assert isinstance(value, str) or abs(value) < 2**63


@given(value=JSON)
def test_no_other_error(value: object) -> None:
    """Any other JSON is a PlexError."""
    for read in (AccountState.from_body, settings_from):
        try:
            read(json.dumps(value).encode())
        except PlexError:
            continue


# Over real TLS.


class Question(Protocol):
    """One of the client's two questions."""

    def __call__(
        self, client: PlexServerClient, endpoint: Any, **how: Any
    ) -> Awaitable[object]:
        """Ask it."""


def ask_account(
    client: PlexServerClient, endpoint: Any, **how: Any
) -> Awaitable[object]:
    """Ask for the state at plex.tv."""
    defaults: dict[str, Any] = {"allow": everything, "budget": 5.0}
    return client.account_state(endpoint, **defaults | how)


def ask_settings(
    client: PlexServerClient, endpoint: Any, **how: Any
) -> Awaitable[object]:
    """Ask for the settings."""
    defaults: dict[str, Any] = {"allow": everything, "budget": 5.0}
    return client.settings(endpoint, **defaults | how)


both = pytest.mark.parametrize("question", [ask_account, ask_settings])


async def test_account_state(
    sim: Simulator,
    attic: MediaServer,
    lan: Listener,
    client: PlexServerClient,
    token: str,
) -> None:
    """One request, its token in a header; the token in the answer is dropped."""
    attic.profile.myplex = {"mappingState": "failed", "mappingError": "unreachable"}
    said = await ask_account(client, endpoint_of(lan), token=token)
    assert said == AccountState(
        mapping_state="failed",
        mapping_error="unreachable",
        sign_in_state="ok",
        public_address=None,
        public_port=None,
    )
    (request,) = sim.record.requests
    assert (request.method, request.path) == ("GET", "/myplex/account")
    assert [seen.place for seen in request.tokens] == ["header"]
    assert list(sim.tokens.found_in(repr(said))) == []


async def test_settings(
    sim: Simulator,
    attic: MediaServer,
    lan: Listener,
    client: PlexServerClient,
    token: str,
) -> None:
    """One request, its token in a header; only the named settings are kept."""
    attic.profile.preferences = {
        "PlexOnlineToken": token,
        "PublishServerOnPlexOnlineKey": False,
        "LanNetworksBandwidth": "192.168.40.0/24",
        "allowedNetworks": "",
        "customConnections": f"https://plex.example.net/{token}",
    }
    found: Any = await ask_settings(client, endpoint_of(lan), token=token)
    assert found.keys() <= NAMES
    assert found["PublishServerOnPlexOnlineKey"] is False
    typed = ("LanNetworksBandwidth", "allowedNetworks", "customConnections")
    assert [found[name] for name in typed] == ["set", "", "set"]
    (request,) = sim.record.requests
    assert (request.method, request.path) == ("GET", "/:/prefs")
    assert [seen.place for seen in request.tokens] == ["header"]
    assert list(sim.tokens.found_in(repr(found))) == []


@both
async def test_never_in_clear(
    sim: Simulator,
    lan: Listener,
    client: PlexServerClient,
    token: str,
    question: Question,
) -> None:
    """Over http the client neither sends nor dials."""
    with pytest.raises(ValueError, match="in clear"):
        await question(client, endpoint_of(lan, scheme="http"), token=token)
    assert sim.record.requests == []
    assert sim.record.dials == []
    assert sim.record.tokens_in_clear() == []


@both
@pytest.mark.parametrize(
    ("fault", "settings", "error"),
    [
        ("server_error", {"status": 500}, PlexResponseError),
        ("unauthorized", {}, PlexAuthError),
        ("garbage", {}, PlexNotPlexError),
        ("refuse", {}, PlexConnectionError),
        ("expired_certificate", {}, PlexConnectionError),
    ],
)
async def test_faults(
    sim: Simulator,
    lan: Listener,
    client: PlexServerClient,
    token: str,
    question: Question,
    fault: str,
    settings: dict[str, Any],
    error: type[PlexError],
) -> None:
    """Each fault is an error that holds no token."""
    lan.inject(fault, **settings)
    err = await failure(question(client, endpoint_of(lan), token=token))
    assert isinstance(err, error)
    assert list(sim.tokens.found_in(f"{err} {err!r}")) == []


@both
async def test_forbidden_address(
    sim: Simulator,
    lan: Listener,
    client: PlexServerClient,
    token: str,
    question: Question,
) -> None:
    """An address that is not allowed is not dialled."""

    def nothing(_: IPAddress) -> bool:
        return False

    err = await failure(question(client, endpoint_of(lan), token=token, allow=nothing))
    assert isinstance(err, PlexConnectionError)
    assert sim.record.dials == []


@both
async def test_not_the_owner(
    sim: Simulator,
    attic: MediaServer,
    lan: Listener,
    client: PlexServerClient,
    question: Question,
) -> None:
    """A friend's token is refused."""
    token = attic.share_with(sim.add_account("bob"))
    err = await failure(question(client, endpoint_of(lan), token=token))
    assert isinstance(err, PlexAuthError)
    assert err.status == 403
