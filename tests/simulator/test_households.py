"""Households: each can be read and built, and says the same thing everywhere."""

from collections import Counter
from dataclasses import replace
import json
from pathlib import Path

import pytest

from simulator import Simulator
from simulator.actions import perform
from simulator.household import (
    FILES,
    Household,
    HouseholdError,
    households,
    server_keys,
)
from simulator.resources import Include, resources
from simulator.scenario import ServerPlan, populate

CODES = (
    "none",
    "not_known",
    "plex_tv_down",
    "server_off",
    "replaced",
    "starting",
    "not_listed",
    "unclaimed",
    "access_refused",
    "container_address",
    "home_blocked",
    "names_blocked",
    "certificate_expired",
    "certificate_wrong",
    "certificate_expiring",
    "https_refused",
    "remote_access_off",
    "port_not_mapped",
    "port_unreachable",
    "double_nat",
    "publish_failed",
    "port_changed",
    "ipv6_unreachable",
    "custom_url_dead",
    "custom_url_wrong",
    "custom_url_path",
    "proxy_error",
    "slow",
    "flapping",
    "pinned_down",
)

OTHER_ADDRESS = {"double_nat", "publish_failed", "port_changed", "unclaimed"}
"""Causes that make the server and plex.tv disagree on its public address."""

HOUSEHOLDS = households()

by_household = pytest.mark.parametrize(
    "household", HOUSEHOLDS, ids=[household.name for household in HOUSEHOLDS]
)


def test_enough_of_each() -> None:
    """Every cause occurs, and many households are healthy though they look odd."""
    codes = Counter(code for each in HOUSEHOLDS for code in each.truth.values())
    assert set(codes) == set(CODES)
    assert codes["not_known"] <= 2
    assert len(HOUSEHOLDS) >= 42
    healthy = [household for household in HOUSEHOLDS if household.is_healthy]
    assert len(healthy) >= max(14, len(HOUSEHOLDS) / 3)
    assert sum(len(household.truth) > 1 for household in HOUSEHOLDS) >= 10


def test_their_files() -> None:
    """The files are numbered without a gap, and their stories are all different."""
    numbers = [int(household.name.partition("_")[0]) for household in HOUSEHOLDS]
    assert numbers == list(range(1, len(HOUSEHOLDS) + 1))
    assert len({household.story for household in HOUSEHOLDS}) == len(HOUSEHOLDS)
    assert not [file for file in FILES.iterdir() if file.suffix != ".json"]


@by_household
async def test_can_be_built(simulator: Simulator, household: Household) -> None:
    """Its world can be built, and everything in it can happen."""
    scenario = household.scenario
    await populate(simulator, scenario)
    [user, *_] = scenario.accounts
    alice = simulator.plex_tv.accounts[user]
    listed = resources(
        simulator.plex_tv, alice, Include(https=True, relay=True, ipv6=True)
    )
    assert [row["name"] for row in listed] == [
        key.partition("#")[0] for key in household.truth
    ]
    for step in scenario.timeline.steps:
        for action in step.actions:
            await perform(simulator, action)
    assert household.asked_at >= 60 * household.minutes
    # A diagnosis may see the scenario, but not the name of the file.
    assert household.name.partition("_")[2] not in scenario.name


@by_household
def test_agrees_with_itself(household: Household) -> None:
    """The settings, the account and the list of a server fit each other."""
    keyed = zip(household.truth.items(), household.scenario.servers, strict=True)
    for (key, code), server in keyed:
        assert server.name == key.partition("#")[0]
        profile = server.profile
        preferences = profile.get("preferences", {})
        myplex = profile.get("myplex", {})
        assert profile["public_address"]
        if code not in OTHER_ADDRESS:
            assert "publicAddress" not in myplex
        if preferences.get("PublishServerOnPlexOnlineKey") is False:
            assert myplex["mappingState"] != "mapped"
            assert myplex["publicPort"] == 0
        elif code not in OTHER_ADDRESS and _listed_port(server) is None:
            assert server.rows or myplex["publicPort"] == 0
        if "ManualPortMappingPort" in preferences and _listed_port(server) is not None:
            assert preferences["ManualPortMappingPort"] == _listed_port(server)
        if custom := preferences.get("customConnections"):
            assert custom in _custom_urls(server)
        else:
            assert not [row for row in server.addresses if row.host is not None]
        if preferences.get("RelayEnabled") is False:
            assert "relay" not in {row.kind for row in server.addresses}


def test_two_of_the_same_name() -> None:
    """Servers of the same name have keys of their own; those of others have none."""
    [twins] = [each for each in HOUSEHOLDS if "NAS#2" in each.truth]
    assert server_keys(twins.scenario) == ("NAS", "NAS#2")
    apart = replace(twins.scenario.servers[1], shared_with=())
    assert server_keys(
        replace(twins.scenario, servers=(twins.scenario.servers[0], apart))
    ) == ("NAS",)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"minutes": None}, "no minutes"),
        ({"colour": "red"}, "what is colour"),
        ({"truth": {"Attic": "none", "Shed": "none"}}, "truths of"),
        ({"pinned": {"Shed": "192.168.40.12:32400"}}, "pins Shed"),
    ],
)
def test_mistakes(tmp_path: Path, changes: dict[str, object], reason: str) -> None:
    """A file with a mistake is refused, and the reason names it."""
    household = {
        "story": "Somebody has a server.",
        "truth": {"Attic": "none"},
        "minutes": 1,
        "scenario": {"servers": [{"name": "Attic", "owner": "alice"}]},
    } | changes
    file = tmp_path / "01_mistake.json"
    file.write_text(
        json.dumps({key: value for key, value in household.items() if value})
    )
    with pytest.raises(HouseholdError, match=reason):
        Household.read(file)


def _listed_port(server: ServerPlan) -> int | None:
    """Return the port that plex.tv lists for the server's own public address."""
    return next(
        (
            row.port
            for row in server.addresses
            if row.kind == "remote" and row.host is None and row.listed
        ),
        None,
    )


def _custom_urls(server: ServerPlan) -> set[str]:
    hosts = {
        f"https://{row.host}:{row.port}"
        for row in server.addresses
        if row.host is not None
    }
    direct = {
        f"https://{row.address.replace('.', '-')}"
        f".{server.certificate_hash}.plex.direct:{row.port}"
        for row in server.addresses
    }
    return hosts | direct | {row["uri"] for row in server.rows}
