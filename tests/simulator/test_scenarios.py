"""Scenarios, their timelines, and the actions that both use."""

from dataclasses import replace
from ipaddress import ip_address
import json
from pathlib import Path
from ssl import TLSVersion
from typing import Any

import aiohttp
import pytest

from simulator import DnsMode, Listener, MediaServer, Reach, Simulator
from simulator.actions import VERBS, UnknownActionError, perform
from simulator.crowd import crowd, crowd_named
from simulator.resources import Include, resources
from simulator.scenario import AddressPlan, Scenario, Step, Timeline, populate
from simulator.scenarios import ATTIC_LAN, ATTIC_PUBLIC, DEMO, HOSTILE, SCENARIOS
from simulator.timeline import play


class Hours:
    """Time that passes during any wait, up to an end."""

    def __init__(self, end: float) -> None:
        """Stop the play at `end`."""
        self.now = 1000.0
        self._end = self.now + end

    def clock(self) -> float:
        """Return monotonic seconds."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Advance the time."""
        self.now += seconds
        if self.now > self._end:
            raise TimeoutError


def _reach(simulator: Simulator, place: str) -> Reach:
    listener = simulator.listener(place)
    route = simulator.network.route(listener.address, listener.port)
    assert route is not None
    return route.reach


async def test_demo(simulator: Simulator, client: aiohttp.ClientSession) -> None:
    """Three servers, with the addresses documented for the demo."""
    await populate(simulator, DEMO)
    attic, cabin, harbour = simulator.servers
    assert [row.address for row in attic.published] == [
        "192.168.40.12",
        "172.18.0.1",
        "203.0.113.40",
        "198.51.100.77",
    ]
    assert _reach(simulator, "172.18.0.1:32400") is Reach.SILENT
    assert _reach(simulator, "10.0.7.20:32400") is Reach.SILENT
    assert [row.relay for row in cabin.published] == [False, False, True]
    alice = simulator.plex_tv.accounts["alice"]
    assert harbour.owner.username == "nora"
    assert harbour.access_token(alice) is not None
    assert simulator.network.adapters[0].address == "192.168.40.10"
    async with client.get(attic.published[0].uri + "/identity") as answer:
        assert answer.status == 200


async def test_demo_timeline(simulator: Simulator) -> None:
    """An event every three minutes, round after round, without waiting."""
    await populate(simulator, DEMO)
    hours = Hours(2 * 720 + 60)
    seen: list[tuple[float, str, Reach, Reach]] = []

    def say(line: str) -> None:
        lan, public = _reach(simulator, ATTIC_LAN), _reach(simulator, ATTIC_PUBLIC)
        seen.append((hours.now - 1000, line, lan, public))

    with pytest.raises(TimeoutError):
        await play(
            simulator, DEMO.timeline, clock=hours.clock, sleep=hours.sleep, say=say
        )
    away, here = Reach.SILENT, Reach.OPEN
    assert [(at, lan, public) for at, _, lan, public in seen] == [
        (180, away, here),
        (360, away, away),
        (540, here, away),
        (720, here, here),
        (900, away, here),
        (1080, away, away),
        (1260, here, away),
        (1440, here, here),
    ]
    assert seen[0][1] == "Attic: the LAN dies"


async def test_a_timeline_without_end_or_steps(simulator: Simulator) -> None:
    """A timeline ends after a single round, or at once without steps."""
    hours = Hours(100)
    said: list[str] = []
    once = Timeline(steps=(Step(at=5, say="once"),))
    for timeline in (once, Timeline(), Timeline(every=10)):
        await play(
            simulator, timeline, clock=hours.clock, sleep=hours.sleep, say=said.append
        )
    assert said == ["once"]
    assert hours.now == 1005


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=list(SCENARIOS))
async def test_built_in_scenarios(simulator: Simulator, scenario: Scenario) -> None:
    """Each can be built, and each of its actions performed."""
    await populate(simulator, scenario)
    for step in scenario.timeline.steps:
        for action in step.actions:
            await perform(simulator, action)
    assert [server.name for server in simulator.servers][: len(scenario.servers)] == [
        plan.name for plan in scenario.servers
    ]


async def test_hostile(simulator: Simulator) -> None:
    """All addresses except one of each server have a fault."""
    await populate(simulator, HOSTILE)
    attic = simulator.server("Attic")
    assert [len(list(listener.faults)) for listener in attic.listeners] == [
        1,
        1,
        1,
        1,
        1,
        0,
    ]
    [trap] = simulator.servers[-1].listeners
    assert (trap.place, simulator.servers[-1].published) == ("192.168.40.66:32499", ())
    assert simulator.servers[-1].identifier_at(trap) == attic.machine_identifier


@pytest.mark.parametrize("candidates", [1, 3, 16])
async def test_crowd(
    simulator: Simulator, client: aiohttp.ClientSession, candidates: int
) -> None:
    """All servers have as many rows, of which three work, each differently."""
    scenario = crowd_named(f"250x{candidates}")
    assert scenario is not None
    await populate(simulator, scenario)
    assert len(simulator.servers) == 250
    places = {listener.place for listener in simulator.listeners()}
    assert len(places) == 250 * candidates + len(simulator.plex_tv.listeners)
    home = simulator.network.adapters[0].network
    for server in (simulator.servers[0], simulator.servers[249]):
        assert len(server.published) == candidates
        alive = [row for row in server.listeners if row.reach is Reach.OPEN]
        assert [row.kind for row in alive] == ["local", "remote", "relay"][:candidates]
        assert ip_address(alive[0].address) in home
        assert alive[0].latency.connect == 0.002
        for row in alive:
            async with client.get(server.row(row).uri + "/identity") as answer:
                assert answer.status == 200
    assert crowd_named("demo") is None


async def test_a_crowd_of_another_kind(simulator: Simulator) -> None:
    """Live rows, the failure of dead ones, and distances are configurable."""
    await populate(
        simulator, crowd(2, 5, live=("relay",), dead="refuse", round_trips={})
    )
    for server in simulator.servers:
        assert [row.reach for row in server.listeners] == [
            Reach.OPEN,
            *[Reach.REFUSED] * 4,
        ]
        assert server.listeners[0].latency.connect == 0


async def test_json(tmp_path: Path, simulator: Simulator) -> None:
    """A scenario can be a file; missing fields have defaults."""
    file = tmp_path / "scenario.json"
    file.write_text(
        json.dumps(
            {
                "name": "small",
                "accounts": {"eve": "Eve"},
                "players": ["TV"],
                "adapters": [{"name": "eth0", "address": "10.1.1.2", "prefix": 16}],
                "servers": [
                    {
                        "name": "Shed",
                        "owner": "eve",
                        "https_required": True,
                        "gdm": False,
                        "tls_tickets": False,
                        "tls_version": "1.2",
                        "profile": {"presence": False},
                        "addresses": [{"address": "10.1.1.9", "round_trip": 0.01}],
                    }
                ],
                "impostors": [
                    {"of": "Shed", "address": "10.1.1.66", "host": "x.plex.direct"}
                ],
                "timeline": {
                    "every": 60,
                    "steps": [
                        {"at": 1, "say": "x", "actions": [{"do": "deny"}]},
                    ],
                },
            }
        )
    )
    scenario = Scenario.read(file)
    assert scenario.timeline.steps[0].actions == ({"do": "deny"},)
    assert scenario.servers[0].addresses == (
        AddressPlan(address="10.1.1.9", round_trip=0.01),
    )
    await populate(simulator, scenario)
    shed = simulator.server("Shed")
    assert shed.https_required
    assert not shed.profile.presence
    assert not shed.gdm
    assert (shed.tls.tickets, shed.tls.max_version) == (False, TLSVersion.TLSv1_2)
    assert simulator.servers[-1].profile.gdm_host == "x.plex.direct"
    assert shed.listeners[0].latency.connect == 0.01
    assert Scenario.from_dict({"name": "empty"}) == replace(
        Scenario(name="empty"), servers=()
    )


@pytest.mark.parametrize(
    ("action", "reach"),
    [
        ({"do": "vanish", "listener": "192.168.40.12:32400"}, Reach.SILENT),
        ({"do": "crash", "server": "Attic"}, Reach.REFUSED),
        (
            {"do": "inject", "server": "Attic", "fault": "unreachable"},
            Reach.UNREACHABLE,
        ),
    ],
)
async def test_reaching_actions(
    simulator: Simulator, lan: Listener, action: dict[str, Any], reach: Reach
) -> None:
    """Each action has its effect, and `restore` or `heal` undoes it."""
    await perform(simulator, action)
    assert _reach(simulator, lan.place) is reach
    verb = "heal" if action["do"] == "inject" else "restore"
    await perform(simulator, {"do": verb, "server": "Attic"})
    assert _reach(simulator, lan.place) is Reach.OPEN


async def test_actions(simulator: Simulator, attic: MediaServer, lan: Listener) -> None:
    """All actions of the vocabulary are covered."""
    alice = attic.owner
    pins = simulator.plex_tv.pins
    for number in range(2):
        pins.create(f"c{number}", "Test", simulator.plex_tv.world.now(), strong=True)
    before = attic.certificate_hash, attic.access_token(alice)
    actions: list[dict[str, Any]] = [
        {
            "do": "inject",
            "listener": lan.place,
            "fault": "slow_answer",
            "settings": {"delay": 3},
        },
        {"do": "inject", "plex_tv": True, "fault": "server_error"},
        {"do": "heal", "listener": "plex.tv", "fault": "server_error"},
        {"do": "crash", "listener": "app.plex.tv"},
        {"do": "vanish", "listener": "app.plex.tv"},
        {"do": "restore", "listener": "app.plex.tv"},
        {"do": "latency", "listener": lan.place, "round_trip": 0.2},
        {"do": "move", "listener": lan.place, "address": "192.168.40.99"},
        {
            "do": "move",
            "listener": "192.168.40.99:32400",
            "address": "192.168.40.98",
            "publish": False,
        },
        {"do": "host", "address": "192.168.40.99", "reach": "silent"},
        {"do": "change_hash", "server": "Attic"},
        {"do": "flip", "server": "Attic", "every": 20, "outage": "crash"},
        {"do": "cut", "server": "Attic", "reset": False},
        {"do": "tls", "server": "Attic", "tickets": False},
        {"do": "tls", "server": "Attic", "version": "1.2"},
        {"do": "gdm", "server": "Attic", "on": False},
        {"do": "listing", "server": "Attic", "on": False},
        {"do": "impostor", "of": "Attic", "address": "192.168.40.66"},
        {"do": "publish", "server": "Attic"},
        {"do": "notify", "server": "Attic", "kind": "status", "children": [{}]},
        {"do": "cut_internet"},
        {"do": "restore_internet"},
        {"do": "dns", "mode": "nxdomain"},
        {"do": "name", "host": "plex.example.net", "addresses": ["203.0.113.41"]},
        {"do": "deny"},
        {"do": "claim"},
        {"do": "claim", "account": "alice"},
        {"do": "rotate_token", "server": "Attic", "account": "alice"},
        {"do": "unshare", "server": "Attic", "account": "alice"},
        {"do": "share", "server": "Attic", "account": "alice"},
        {"do": "list", "server": "Attic", "fields": {"name": "Loft"}},
        {"do": "revoke", "account": "alice"},
    ]
    assert {action["do"] for action in actions} == set(VERBS)
    for action in actions:
        await perform(simulator, action)

    [fault] = lan.faults
    assert (fault.kind, fault.delay) == ("slow_answer", 3)
    hosts = simulator.plex_tv.listeners
    faults = [len(list(listener.faults)) for listener in hosts.values()]
    # The last is IPv6's, which this home does not have.
    assert faults == [0, 1, 1, 1, 2]
    assert hosts["app.plex.tv"].reach is Reach.OPEN
    assert lan.latency.connect == 0.2
    assert attic.published[0].address == "192.168.40.98"
    left = simulator.network.route("192.168.40.99", 32400)
    assert left is not None
    assert left.reach is Reach.SILENT
    assert lan.reach is Reach.REFUSED
    assert (attic.tls.tickets, attic.tls.max_version) == (False, TLSVersion.TLSv1_2)
    assert not attic.gdm
    [trap] = simulator.servers[-1].listeners
    assert simulator.servers[-1].identifier_at(trap) == attic.machine_identifier
    assert attic.certificate_hash != before[0]
    assert attic.access_token(alice) != before[1]
    assert simulator.network.plex_direct is DnsMode.NXDOMAIN
    assert pins.waiting(simulator.plex_tv.world.now()) == []
    assert simulator.plex_tv.accounts.of_token(alice.token) is None


async def test_actions_on_the_list(simulator: Simulator, attic: MediaServer) -> None:
    """plex.tv lists a server for the accounts with a share, as configured."""

    async def listed(**action: Any) -> list[str]:
        await perform(simulator, {"server": "Attic", **action})
        include = Include(https=True, relay=True, ipv6=True)
        found = resources(simulator.plex_tv, attic.owner, include)
        return [each["name"] for each in found]

    assert await listed(do="list", fields={"name": "Loft"}) == ["Loft"]
    assert await listed(do="listing", on=False) == []
    assert await listed(do="listing", on=True) == ["Loft"]
    assert await listed(do="unshare", account="alice") == []
    assert await listed(do="share", account="alice") == ["Loft"]


@pytest.mark.parametrize(
    "action",
    [
        {},
        {"do": "explode"},
        {"do": "crash"},
        {"do": "crash", "server": "Nowhere"},
        {"do": "crash", "listener": "192.0.2.1:1"},
        {"do": "inject", "server": "Attic", "fault": "nonsense"},
        {"do": "claim"},
        {"do": "dns", "mode": "nonsense"},
        {"do": "flip", "server": "Attic"},
        {"do": "flip", "server": "Attic", "every": 20, "outage": "nonsense"},
        {"do": "tls", "server": "Attic", "version": "1.1"},
        {"do": "impostor", "of": "Nobody", "address": "192.168.40.66"},
    ],
)
@pytest.mark.usefixtures("lan")
async def test_mistaken_actions(simulator: Simulator, action: dict[str, Any]) -> None:
    """An error names the mistake, and nothing changes."""
    with pytest.raises(UnknownActionError):
        await perform(simulator, action)
