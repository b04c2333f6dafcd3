"""A diagnostics download as a scenario: its world and its events."""

from argparse import Namespace
import asyncio
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
import json
from pathlib import Path
from typing import Any

import aiohttp
from hypothesis import given, strategies as st
import pytest

from simulator import Reach, Simulator
from simulator.__main__ import run
from simulator.diagnostics import read_scenario, scenario_of
from simulator.download import FAILURES
from simulator.failures import plex_tv_fault
from simulator.parts import DownloadError
from simulator.scenario import Scenario, populate
from simulator.scenarios import DEMO
from simulator.timeline import play
from tests.examples import examples

FILE = Path(__file__).parent / "downloads/outage.json"
"""A server's addresses die one by one, and the first returns; the other server belongs
to another user."""

LAN = "https://192-168-40-12.certificate-1.plex.direct:32400"
PUBLIC = "https://public-ipv4-1.certificate-1.plex.direct:31234"
RELAY = "https://public-ipv4-2.certificate-1.plex.direct:8443"

type Edit = Callable[[dict[str, Any]], object]


@pytest.fixture
def whole() -> dict[str, Any]:
    """Return the file as downloaded from Home Assistant."""
    data: dict[str, Any] = json.loads(FILE.read_text())
    return data


@pytest.fixture
def data(whole: dict[str, Any]) -> dict[str, Any]:
    """Return the integration's part."""
    content: dict[str, Any] = whole["data"]
    return content


def report(data: dict[str, Any], number: int = 0) -> dict[str, Any]:
    """Return a server's connection report."""
    found: dict[str, Any] = data["servers"][number]["report"]
    return found


def said(scenario: Scenario) -> list[str]:
    """Return the timeline's texts."""
    return [step.say for step in scenario.timeline.steps]


def done(scenario: Scenario) -> list[list[tuple[str, str]]]:
    """Return each step's actions and listeners."""
    return [
        [(each["do"], each.get("listener", "")) for each in step.actions]
        for step in scenario.timeline.steps
    ]


def test_world(whole: dict[str, Any]) -> None:
    """All users and servers exist, at synthetic addresses."""
    scenario = scenario_of(whole)
    one, two = scenario.servers
    assert (one.name, one.owner, one.shared_with) == ("Server 1", "alice", ())
    assert two.owner != "alice"
    assert two.shared_with == ("alice",)
    assert set(scenario.accounts) == {"alice", two.owner}
    assert [(row.address, row.port, row.kind) for row in one.addresses] == [
        ("192.168.40.12", 32400, "local"),
        ("172.19.0.1", 32400, "local"),
        ("203.0.113.1", 31234, "remote"),
        ("203.0.113.2", 8443, "relay"),
    ]
    assert [row.fault for row in one.addresses] == [None, "silent", None, None]
    assert [row.host for row in two.addresses] == [None, None, "host-1.example.net"]
    assert one.certificate_hash != two.certificate_hash
    assert (one.gdm, two.gdm) == (True, False)
    (adapter,) = scenario.adapters
    assert adapter.network == ip_network("192.168.40.0/24")
    assert adapter.address != "192.168.40.12"


def test_timeline(whole: dict[str, Any]) -> None:
    """The same events happen, within minutes."""
    scenario = scenario_of(whole)
    assert said(scenario) == [
        "Server 1: 192.168.40.12:32400 fails; local became remote (failover)",
        "Server 1: 203.0.113.1:31234 fails; remote became relay (failover)",
        "Server 1: 203.0.113.2:8443 fails; relay became offline (lost)",
        "Server 1: 192.168.40.12:32400 is back; offline became local (recovered)",
        "The end of what was recorded",
    ]
    times = [step.at for step in scenario.timeline.steps]
    assert times == sorted(times)
    assert times[0] == 120
    assert times[-1] < 600


async def test_it_can_be_played(
    simulator: Simulator, client: aiohttp.ClientSession, whole: dict[str, Any]
) -> None:
    """The world can be built, its addresses answer, and each step can be performed."""
    scenario = scenario_of(whole)
    await populate(simulator, scenario)
    server = simulator.server("Server 1")
    for row in server.published:
        if row.address != "172.19.0.1":
            async with client.get(f"{row.uri}/identity") as answer:
                assert answer.status == 200
    now = 0.0

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    reached: list[list[Reach]] = []
    await play(
        simulator,
        scenario.timeline,
        clock=lambda: now,
        sleep=sleep,
        say=lambda _: reached.append([each.reach for each in server.listeners]),
    )
    up, off = Reach.OPEN, Reach.SILENT
    assert reached == [
        [off, off, up, up],
        [off, off, off, up],
        [off, off, off, off],
        [up, off, off, off],
        [up, off, off, off],
    ]


def test_forms_of_a_download(whole: dict[str, Any], data: dict[str, Any]) -> None:
    """With Home Assistant's wrapper, without it, or for one device."""
    scenario = scenario_of(whole)
    assert scenario_of(data) == scenario
    device = data | {"servers": data["servers"][1:]}
    (server,) = scenario_of(device).servers
    assert server == scenario.servers[1]


def test_as_a_scenario_file(tmp_path: Path, whole: dict[str, Any]) -> None:
    """It can be saved as a scenario file, to be edited."""
    file = tmp_path / "scenario.json"
    file.write_text(json.dumps(asdict(scenario_of(whole))))
    assert read_scenario(file) == scenario_of(whole) == read_scenario(FILE)


@pytest.mark.usefixtures("socket_enabled")
async def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command accepts a download instead of a scenario."""
    options = Namespace(
        scenario=str(FILE),
        authority=tmp_path / "authority",
        network=None,
        control_port=0,
        requests=False,
    )
    stop = asyncio.Event()
    stop.set()
    await run(options, stop)
    text = capsys.readouterr().out
    assert "Scenario diagnostics" in text
    assert "Server 1 local 192.168.40.12:32400" in text


def set_at(*path: str | int, to: Any) -> Edit:
    """Return an edit that replaces a value."""

    def edit(data: dict[str, Any]) -> None:
        place: Any = data
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to

    return edit


FIRST = ("servers", 0, "report")
CANDIDATE = (*FIRST, "candidates", 0)
FAILED = ("servers", 0, "metrics", "today", "attempts_failed")


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (set_at("format", to=2), "format: 2; this simulator reads 1"),
        (set_at("format", to=None), "format: None"),
        (set_at("generated_at", to="yesterday"), "generated_at: not a time"),
        (set_at("generated_at", to="2026-11-03T09:00:00"), "without a zone"),
        (set_at("networks", to=["home"]), "networks: home: not a network"),
        (set_at("networks", to=[1]), "networks: not a list of texts"),
        (set_at("push_enabled", to="yes"), "push_enabled: not a bool"),
        (set_at("servers", to=None), "servers: missing"),
        (set_at("servers", to={}), "servers: not a list"),
        (set_at("servers", 1, to="…"), "servers[1]: not a dict"),
        (set_at(*FIRST, to=None), "servers[0].report: missing"),
        (set_at(*FIRST, "changes", 2, "reason", to="why"), "reason: 'why' is"),
        (set_at(*FIRST, "changes", 2, "duration_ms", to=-1), "not a duration"),
        (set_at(*FIRST, "changes", 2, "at", to=7), "changes[2].at: not a str"),
        (set_at(*CANDIDATE, "candidate", "url", to="x"), "not scheme://host:port"),
        (set_at(*CANDIDATE, "candidate", "url", to="https://x:70000"), "not scheme"),
        (set_at(*FIRST, "changes", 1, "to_url", to=None), "does not go with remote"),
        (set_at(*CANDIDATE, "candidate", "kind", to="offline"), "none of local"),
        (set_at(*CANDIDATE, "last_attempt", "failure", to="tired"), "'tired'"),
        (set_at(*CANDIDATE, "warm_ms", to=float("nan")), "warm_ms: not a duration"),
        (set_at("servers", 0, "record", "rows", 0, "port", to=70000), "not a port"),
        (set_at("servers", 0, "record", "owned", to=None), "owned: missing"),
        (
            set_at(*CANDIDATE, "candidate", "url", to="https://certificate-x:1"),
            None,
        ),
        (
            set_at(*CANDIDATE, "last_attempt", "peer", to="home"),
            None,
        ),
        (set_at(*FAILED, to={"local": {"x": 1}}), "'x' is no failure"),
        (set_at(*FAILED, to={"local": {"x": 0.5}}), "not a count"),
        (
            set_at(
                "servers", 0, "record", "rows", 2, "url",
                to="https://10-0-0-1.certificate-12345678901.plex.direct:1",
            ),
            "certificate-12345678901: not a certificate's name",
        ),
        (
            set_at(
                "servers", 0, "record", "rows", 2, "url",
                to="https://public-ipv4-70000.certificate-1.plex.direct:1",
            ),
            "more addresses than can be simulated",
        ),
    ],
)  # fmt: skip
def test_errors_name_the_place(
    data: dict[str, Any], edit: Edit, problem: str | None
) -> None:
    """Errors name the place of the damage; everything meaningful is accepted."""
    edit(data)
    if problem is None:
        scenario_of(data)
        return
    with pytest.raises(ValueError, match="diagnostics download") as caught:
        scenario_of(data)
    assert problem in str(caught.value)


def test_invalid_peer(data: dict[str, Any]) -> None:
    """The peer of an owner's own name has to be an address."""
    *_, named = report(data, 1)["candidates"]
    named["last_attempt"]["peer"] = "home"
    with pytest.raises(ValueError, match="home: not an address"):
        scenario_of(data)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({"home_assistant": {}}, "data: missing"),
        ({"home_assistant": {}, "data": []}, "data: not a dict"),
        (
            {"home_assistant": {}, "integration_manifest": {"domain": "plex"}},
            "'plex', not 'plex_connection'",
        ),
        ({}, "format: None"),
        ([], "file: not a mapping"),
    ],
)
def test_not_a_download(content: Any, problem: str) -> None:
    """Downloads of anything else are refused."""
    with pytest.raises(ValueError, match="diagnostics download") as caught:
        scenario_of(content)
    assert problem in str(caught.value)


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the paths of all values in a download."""
    inside: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    found = [path] if path else []
    return found + [way for key, each in inside for way in places(each, (*path, key))]


@given(st.data())
@examples(200)
def test_random_damage(draw: st.DataObject) -> None:
    """Any value anywhere results in a scenario, or an error that names the place."""
    data = json.loads(FILE.read_text())["data"]
    path = draw.draw(st.sampled_from(places(data)))
    value = draw.draw(
        st.sampled_from([None, True, -1, 0, 2**70, 0.5, "", "x", "https://x:1", [], {}])
        | st.sampled_from([[None], ["x"], {"x": "y"}, "::1", "0.0.0.0/0", "2026-11-03"])
        | st.just("0001-01-01T00:00:00+00:00")
    )
    set_at(*path, to=value)(data)
    with suppress(DownloadError):
        scenario_of(data)


def test_a_file_cut_short(tmp_path: Path) -> None:
    """The error names the file."""
    file = tmp_path / "half.json"
    file.write_text(FILE.read_text()[:1000])
    with pytest.raises(ValueError, match=r"half\.json: not JSON, perhaps cut short"):
        read_scenario(file)


def test_scenario_files_stay_scenarios(tmp_path: Path) -> None:
    """Other files are read as scenarios, as before."""
    file = tmp_path / "demo.json"
    file.write_text(json.dumps(asdict(DEMO)))
    assert read_scenario(file) == DEMO


def test_public_networks(data: dict[str, Any]) -> None:
    """Servers on Home Assistant's public networks stay on them."""
    data["networks"] = [
        "public-ipv6-network-1/64",
        "public-ipv4-network-1/20",
        "10.9.9.9/32",
    ]
    candidate = deepcopy(report(data)["candidates"][0])
    addresses = ["public-ipv6-7", "public-ipv4-9"]
    for address in addresses:
        url = f"https://{address}.certificate-1.plex.direct:32400"
        near = deepcopy(candidate)
        near["candidate"] |= {"url": url, "address": address, "on_link": True}
        report(data)["candidates"].append(near)
    scenario = scenario_of(data)
    networks = [adapter.network for adapter in scenario.adapters]
    near_by = [ip_address(row.address) for row in scenario.servers[0].addresses[-2:]]
    assert [ip in network for ip, network in zip(near_by, networks, strict=False)] == [
        True,
        True,
    ]
    assert not {str(ip) for ip in near_by} & {
        each.address for each in scenario.adapters
    }
    # Not among the users of plex.tv.
    assert [row.listed for row in scenario.servers[0].addresses[-2:]] == [False, False]
    assert scenario.adapters[2].address == "10.9.9.9"
    # A network that no longer exists.
    del data["networks"][1]
    scenario = scenario_of(data)
    assert scenario.servers[0].addresses[-1].address == "203.0.113.9"


def test_addresses_stay_distinct(data: dict[str, Any]) -> None:
    """Hundreds of addresses, old and new, stay distinct."""
    rows = data["servers"][0]["record"]["rows"]
    rows += [
        rows[2]
        | {
            "url": f"https://public-ipv{version}-{number}.certificate-1.plex.direct:1",
            "address": f"public-ipv{version}-{number}",
        }
        for version in (4, 6)
        for number in range(3, 700)
    ]
    addresses = [row.address for row in scenario_of(data).servers[0].addresses]
    assert len(set(addresses)) == len(addresses) == 4 + 2 * 697
    taken = {"198.51.100.10", "198.51.100.11", "198.51.100.12"}
    assert not taken & set(addresses)


def change(data: dict[str, Any], number: int, **fields: Any) -> None:
    """Edit an entry of the changes."""
    report(data)["changes"][number] |= fields


def test_truncated_changes(data: dict[str, Any]) -> None:
    """Only the last changes are kept: the start follows from the one before."""
    del report(data)["changes"][0]
    assert said(scenario_of(data)) == said(scenario_of(json.loads(FILE.read_text())))
    del report(data)["changes"][0]
    first, *_ = said(scenario_of(data))
    assert first == "Server 1: 203.0.113.1:31234 fails; remote became relay (failover)"


def test_since_a_restart(data: dict[str, Any]) -> None:
    """Without changes, only the last verdict is known."""
    report(data)["changes"] = []
    scenario = scenario_of(data)
    assert [row.fault for row in scenario.servers[0].addresses] == [
        None,
        "silent",
        "silent",
        "silent",
    ]


def test_not_checked_yet(data: dict[str, Any]) -> None:
    """In a download of the first second, no fault is known."""
    report(data).update(changes=[], connection_type=None, active=None)
    for each in report(data)["candidates"]:
        each["last_attempt"] = None
    data["servers"] = data["servers"][:1]
    scenario = scenario_of(data)
    assert {row.fault for row in scenario.servers[0].addresses} == {None}
    assert scenario.timeline.steps == ()


def test_changes_without_actions(data: dict[str, Any]) -> None:
    """A user's choice, or another resolution of a name, only appears as text."""
    change(data, 1, reason="pinned")
    scenario = scenario_of(data)
    assert scenario.timeline.steps[0].actions == ()
    assert "nothing that can be played" in said(scenario)[0]
    change(data, 1, reason="retyped", to_url=LAN)
    assert "nothing that can be played" in said(scenario_of(data))[0]


def test_an_address_that_is_gone(data: dict[str, Any]) -> None:
    """A used address was listed; from the next change on it is dead."""
    gone = "https://public-ipv4-9.certificate-1.plex.direct:32400"
    change(data, 1, to_url=gone)
    change(data, 2, from_url=gone, reason="withdrawn")
    scenario = scenario_of(data)
    row = scenario.servers[0].addresses[-1]
    assert (row.address, row.listed) == ("203.0.113.9", True)
    assert ("vanish", "203.0.113.9:32400") in done(scenario)[1]


def test_changed_clock(data: dict[str, Any]) -> None:
    """The clock was set back in between: the order of entries counts."""
    at = datetime.fromisoformat(report(data)["changes"][0]["at"])
    for number in (2, 3, 4):
        moved = at - timedelta(days=1, seconds=-number)
        change(data, number, at=moved.isoformat())
    assert [line.rpartition("; ")[2] for line in said(scenario_of(data))] == [
        "local became remote (failover)",
        "remote became relay (failover)",
        "relay became offline (lost)",
        "offline became local (recovered)",
        "The end of what was recorded",
    ]


def test_what_changed_nothing(data: dict[str, Any]) -> None:
    """A dead address answers again, unused: it is restored."""
    public = report(data)["candidates"][2]
    at = datetime.fromisoformat(data["generated_at"]) - timedelta(seconds=1)
    public["last_attempt"] |= {"failure": None, "at": at.isoformat()}
    scenario = scenario_of(data)
    assert ("restore", "203.0.113.1:31234") in done(scenario)[-2]


@pytest.mark.parametrize("failure", FAILURES)
def test_faults_of_the_one_in_use(data: dict[str, Any], failure: str) -> None:
    """One failure of the path did not end its use; the server's own is replayed."""
    lan = report(data)["candidates"][0]
    at = datetime.fromisoformat(data["generated_at"]) - timedelta(seconds=1)
    lan["last_attempt"] |= {"failure": failure, "at": at.isoformat()}
    last = done(scenario_of(data))[-2]
    expected = [("inject", "192.168.40.12:32400")]
    assert (last == expected) == (failure in ("unauthorized", "starting"))


@pytest.mark.parametrize(
    ("attempt", "fault"),
    [
        ({}, "silent"),
        ({"connect_ms": 2.0}, "mute"),
        ({"connect_ms": 2.0, "tls_ms": 4.0}, "slow_answer"),
    ],
)
def test_timeout_by_phase(
    data: dict[str, Any], attempt: dict[str, float], fault: str
) -> None:
    """The fault of a time-out depends on its phase."""
    report(data)["candidates"][1]["last_attempt"] |= attempt
    assert scenario_of(data).servers[0].addresses[1].fault == fault


def test_most_frequent_failure(data: dict[str, Any]) -> None:
    """For an address that works again, the failures of its type decide."""
    del report(data)["candidates"][-1]
    failed = data["servers"][0]["metrics"]["today"]["attempts_failed"]
    failed["local"] = {"timeout": 1, "refused": 7}
    assert done(scenario_of(data))[0] == [("crash", "192.168.40.12:32400")]


def test_plain_http_implies_tls_fault(data: dict[str, Any]) -> None:
    """Plain http worked and https did not: TLS was the problem."""
    report(data)["candidates"][-1]["last_attempt"]["failure"] = None
    (step, *_) = scenario_of(data).timeline.steps
    assert step.actions[0]["fault"] == "tls_alert"
    failed = data["servers"][0]["metrics"]["today"]["attempts_failed"]
    failed["local"] = {"timeout": 1, "tls_expired": 7}
    (step, *_) = scenario_of(data).timeline.steps
    assert step.actions[0]["fault"] == "expired_certificate"


def test_a_name_that_is_lost(data: dict[str, Any]) -> None:
    """A name whose lookups failed most resolves to nothing, and later again."""
    named = "https://host-1:443"
    (first,) = report(data, 1)["changes"]
    at = datetime.fromisoformat(first["at"])
    lost = first | {
        "at": (at + timedelta(hours=1)).isoformat(),
        "from_type": "remote",
        "to_type": "offline",
        "from_url": named,
        "to_url": None,
        "reason": "lost",
    }
    found = first | {
        "at": (at + timedelta(hours=2)).isoformat(),
        "from_type": "offline",
        "to_url": named,
        "reason": "recovered",
    }
    report(data, 1)["changes"] = [first | {"to_url": named}, lost, found]
    report(data, 1)["candidates"][-1]["last_attempt"] |= {
        "failure": None,
        "at": found["at"],
    }
    data["servers"][1]["metrics"]["today"]["attempts_failed"] = {"remote": {"dns": 3}}
    data["servers"] = data["servers"][1:]
    went, came, _ = scenario_of(data).timeline.steps
    host = {"do": "name", "host": "host-1.example.net"}
    assert host | {"addresses": []} in went.actions
    assert {"do": "cut", "listener": "203.0.113.4:443"} in went.actions
    assert host | {"addresses": ["203.0.113.4"]} in came.actions


def test_latencies(data: dict[str, Any]) -> None:
    """An address has its measured latency, up to a limit at which it works."""
    lan, _, public, *_ = report(data)["candidates"]
    lan["warm_ms"] = 1.5
    lan["last_attempt"] |= {"connect_ms": 3.0, "latency_ms": 2.0}
    public["warm_ms"] = 4000.0
    one, _, two, _ = scenario_of(data).servers[0].addresses
    assert (one.round_trip, two.round_trip) == (0.0015, 0.8)


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        ("timeout (connect)", {"fault": "silent"}),
        ("reset (answer)", {"fault": "reset"}),
        ("tls_name (tls)", {"fault": "wrong_certificate"}),
        ("dns (resolve)", {"fault": "unreachable"}),
        ("HTTP 401: not authorised", {"fault": "unauthorized"}),
        ("HTTP 429: too many requests", {"fault": "rate_limited"}),
        (
            "HTTP 502: refused by plex.tv",
            {"fault": "server_error", "settings": {"status": 502}},
        ),
        ("resources: expected a list", {"fault": "garbage"}),
    ],
)
async def test_plex_tv(
    simulator: Simulator, data: dict[str, Any], error: str, fault: dict[str, Any]
) -> None:
    """plex.tv fails with the recorded error, from the discovery after a failure on."""
    assert plex_tv_fault(error) == fault
    data["discovery_error"] = error
    data["discovered_at"] = report(data)["changes"][1]["at"]
    scenario = scenario_of(data)
    assert said(scenario)[1] == "plex.tv: fails as it did"
    await populate(simulator, scenario)
    timeline = replace(scenario.timeline, steps=scenario.timeline.steps[:2])

    async def sleep(_seconds: float) -> None:
        pass

    await play(simulator, timeline, clock=lambda: 0.0, sleep=sleep, say=lambda _: None)
    (found,) = simulator.listener("plex.tv").faults
    assert found.kind == fault["fault"]


def test_plex_tv_alone(data: dict[str, Any]) -> None:
    """Without later changes it is the last event."""
    data["discovery_error"] = "timeout (connect)"
    data["discovered_at"] = data["generated_at"]
    assert said(scenario_of(data))[-2:] == [
        "plex.tv: fails as it did",
        "The end of what was recorded",
    ]
    data["servers"] = []
    assert said(scenario_of(data))[0] == "plex.tv: fails as it did"
