"""The simulated networks on which contestants search for a connection."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator import NetworkAdapter
from simulator.scenario import Action, AddressPlan, Scenario, ServerPlan

HOME = NetworkAdapter(name="eth0", address="192.168.40.10", prefix=24)
ELSEWHERE = NetworkAdapter(name="eth0", address="192.168.77.10", prefix=24)

LAN_PLACE = "192.168.40.12:32400"
REMOTE_PLACE = "203.0.113.40:31234"
RELAY_PLACE = "198.51.100.77:8443"

PLEX_TV_ROUND_TRIP = 0.05
"""Seconds, like all round trips here."""

DOCKER_BRIDGES = 15
"""Bridges in 172.16.0.0/12; more are in 10.0.0.0/8, like podman's."""


def _lan(fault: str | None = None) -> AddressPlan:
    return AddressPlan(address="192.168.40.12", round_trip=0.002, fault=fault)


def _remote(round_trip: float = 0.03, fault: str | None = None) -> AddressPlan:
    return AddressPlan(
        address="203.0.113.40",
        port=31234,
        kind="remote",
        round_trip=round_trip,
        fault=fault,
    )


def _relay(fault: str | None = None) -> AddressPlan:
    return AddressPlan(
        address="198.51.100.77", port=8443, kind="relay", round_trip=0.06, fault=fault
    )


def dead_rows(count: int) -> tuple[AddressPlan, ...]:
    """Return rows of container bridges: listed, and silent for every client."""
    return tuple(
        AddressPlan(
            address=f"172.{17 + number}.0.1"
            if number < DOCKER_BRIDGES
            else f"10.{73 + number}.0.1",
            fault="silent",
        )
        for number in range(count)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class TestNetwork:
    """One network, and its best candidate."""

    key: str
    title: str
    addresses: tuple[AddressPlan, ...]
    best: str | None
    """The place of the best candidate; None: there is none."""
    adapter: NetworkAdapter = HOME
    rows: tuple[Mapping[str, Any], ...] = ()
    """Extra rows of the server, at addresses where it does not respond."""
    strangers: tuple[ServerPlan, ...] = ()
    after_preparation: tuple[Action, ...] = ()
    """Actions taken once every contestant has the rows."""
    cleanup: tuple[Action, ...] = ()
    """Actions that undo those, so that the next contestant can prepare."""
    left_out: frozenset[str] = frozenset()
    """Keys of the contestants left out: each run would take seconds to time out."""
    quick: bool = False
    """Whether the smoke run includes it."""
    kinds: Mapping[str, str] = field(
        default_factory=lambda: {
            LAN_PLACE: "local",
            REMOTE_PLACE: "remote",
            RELAY_PLACE: "relay",
        }
    )

    @property
    def is_relayed(self) -> bool:
        """Return whether the best candidate is a relay."""
        return self.best == RELAY_PLACE

    def scenario(self) -> Scenario:
        """Return the world."""
        attic = ServerPlan(
            name="Attic",
            owner="alice",
            addresses=self.addresses,
            profile={"public_address": "203.0.113.40"},
        )
        return Scenario(
            name=self.key,
            accounts={"alice": "Alice", "nora": "Nora"},
            servers=(attic, *self.strangers),
            adapters=(self.adapter,),
            plex_tv_round_trip=PLEX_TV_ROUND_TRIP,
        )


STRANGER = ServerPlan(name="Stranger", owner="nora", addresses=(_lan(),))
"""Another user's server, at an earlier address of ours."""

NETWORKS = (
    TestNetwork(
        key="home",
        title="At home",
        addresses=(_lan(), _remote(), _relay()),
        best=LAN_PLACE,
        quick=True,
    ),
    *(
        TestNetwork(
            key=f"dead-{count}",
            title=f"At home, {count} dead Docker row{'s' if count > 1 else ''}",
            addresses=(*dead_rows(count), _lan(), _remote(), _relay()),
            best=LAN_PLACE,
            left_out=frozenset({"plexapi"}),
        )
        for count in (1, 8, 20)
    ),
    TestNetwork(
        key="away",
        title="Away (remote, 20 ms)",
        addresses=(*dead_rows(1), _lan("silent"), _remote(0.02), _relay()),
        best=REMOTE_PLACE,
        adapter=ELSEWHERE,
        left_out=frozenset({"plexapi", "naive"}),
    ),
    TestNetwork(
        key="relay",
        title="Relay only (60 ms)",
        addresses=(*dead_rows(1), _lan("silent"), _remote(fault="silent"), _relay()),
        best=RELAY_PLACE,
        adapter=ELSEWHERE,
        left_out=frozenset({"plexapi", "naive"}),
    ),
    TestNetwork(
        key="unresolvable",
        title="At home, plex.direct unresolvable",
        addresses=(_lan(), _remote(), _relay()),
        best=LAN_PLACE,
        after_preparation=({"do": "dns", "mode": "nxdomain"},),
        cleanup=({"do": "dns", "mode": "answers"},),
    ),
    TestNetwork(
        key="wrong-server",
        title="Another server on the LAN address",
        addresses=(_remote(), _relay()),
        best=REMOTE_PLACE,
        rows=({"server": "Attic", "address": "192.168.40.12", "port": 32400},),
        strangers=(STRANGER,),
        quick=True,
    ),
    TestNetwork(
        key="plex-tv-down",
        title="At home, plex.tv down",
        addresses=(_lan(), _remote(), _relay()),
        best=LAN_PLACE,
        after_preparation=({"do": "inject", "plex_tv": True, "fault": "silent"},),
        cleanup=({"do": "heal", "plex_tv": True},),
    ),
    TestNetwork(
        key="all-dead",
        title="All dead",
        addresses=(
            *dead_rows(1),
            _lan("silent"),
            _remote(fault="refuse"),
            _relay("silent"),
        ),
        best=None,
        left_out=frozenset({"ours", "plexapi", "fast", "naive"}),
    ),
)
"""In the order of the tables."""
