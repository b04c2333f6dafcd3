"""The named scenarios."""

from dataclasses import replace

from .adapters import NetworkAdapter
from .scenario import (
    AddressPlan,
    ImpostorPlan,
    Scenario,
    ServerPlan,
    Step,
    Timeline,
)

RELAY_RATE = 250_000.0
"""Bytes a second: the 2 Mbit/s of a relay with Plex Pass (fact sheet, section 8)."""

ATTIC_LAN = "192.168.40.12:32400"
ATTIC_PUBLIC = "203.0.113.40:31234"

TV = {
    "name": "Living room",
    "host": "192.168.40.60",
    "address": "192.168.40.60",
    "port": 32500,
    "machineIdentifier": "living-room-tv",
    "version": "10.0",
    "protocol": "plex",
    "product": "Plex for TV",
    "deviceClass": "stb",
    "protocolVersion": "1",
    "protocolCapabilities": "timeline,playback,navigation",
}
"""A player that announces itself to a server."""

ATTIC = ServerPlan(
    name="Attic",
    owner="alice",
    addresses=(
        AddressPlan(address="192.168.40.12", round_trip=0.0012, jitter=0.0006),
        # The bridge of the server's own Docker: listed, but dead for everything else.
        AddressPlan(address="172.18.0.1", fault="silent"),
        AddressPlan(
            address="203.0.113.40",
            port=31234,
            kind="remote",
            round_trip=0.02,
            jitter=0.003,
        ),
        AddressPlan(
            address="198.51.100.77",
            port=8443,
            kind="relay",
            round_trip=0.11,
            jitter=0.01,
            rate=RELAY_RATE,
        ),
    ),
    profile={
        "public_address": "203.0.113.40",
        "nat_loopback_supported": True,
        "clients": [TV],
    },
)

CABIN = ServerPlan(
    name="Cabin",
    owner="alice",
    addresses=(
        AddressPlan(address="10.0.7.20", fault="silent"),
        AddressPlan(
            address="203.0.113.66", kind="remote", round_trip=0.045, jitter=0.004
        ),
        AddressPlan(
            address="198.51.100.78",
            port=8443,
            kind="relay",
            round_trip=0.115,
            jitter=0.01,
            rate=RELAY_RATE,
        ),
    ),
    profile={
        "public_address": "203.0.113.66",
        "device": "Docker Container (LinuxServer.io)",
    },
)

HARBOUR = ServerPlan(
    name="Harbour",
    owner="nora",
    shared_with=("alice",),
    addresses=(
        AddressPlan(address="192.168.1.5", fault="silent"),
        AddressPlan(
            address="203.0.113.120",
            port=32411,
            kind="remote",
            round_trip=0.06,
            jitter=0.005,
        ),
    ),
    profile={"public_address": "203.0.113.120", "platform": "Windows"},
)

DEMO = Scenario(
    name="demo",
    accounts={"alice": "Alice", "nora": "Nora"},
    servers=(ATTIC, CABIN, HARBOUR),
    players=("Living room",),
    adapters=(NetworkAdapter(name="eth0", address="192.168.40.10", prefix=24),),
    plex_tv_round_trip=0.05,
    timeline=Timeline(
        every=720,
        steps=(
            Step(
                at=180,
                say="Attic: the LAN dies",
                actions=({"do": "vanish", "listener": ATTIC_LAN},),
            ),
            Step(
                at=360,
                say="Attic: can no longer be reached from outside",
                actions=({"do": "vanish", "listener": ATTIC_PUBLIC},),
            ),
            Step(
                at=540,
                say="Attic: the LAN is back",
                actions=({"do": "restore", "listener": ATTIC_LAN},),
            ),
            Step(
                at=720,
                say="Attic: can be reached from outside again",
                actions=({"do": "restore", "listener": ATTIC_PUBLIC},),
            ),
        ),
    ),
)
"""Three servers, with an event at one of them every three minutes."""

QUIET = replace(DEMO, name="quiet", timeline=Timeline())
"""The same three servers without events."""

FLAPPING = replace(
    DEMO,
    name="flapping",
    timeline=Timeline(
        steps=(
            Step(
                at=60,
                say="Attic: the LAN comes and goes, every 20 seconds",
                actions=({"do": "flip", "listener": ATTIC_LAN, "every": 20},),
            ),
            Step(
                at=3660,
                say="Attic: the LAN is back for good",
                actions=({"do": "restore", "listener": ATTIC_LAN},),
            ),
        )
    ),
)
"""The same three servers, and an hour with a bad cable."""

HOSTILE = Scenario(
    name="hostile",
    accounts={"alice": "Alice", "mallory": "Mallory"},
    servers=(
        ServerPlan(
            name="Attic",
            owner="alice",
            addresses=(
                AddressPlan(address="192.168.40.11", fault="wrong_server"),
                AddressPlan(address="192.168.40.13", fault="expired_certificate"),
                AddressPlan(address="192.168.40.14", fault="wrong_certificate"),
                AddressPlan(address="192.168.40.15", fault="redirect"),
                AddressPlan(address="192.168.40.16", fault="not_plex"),
                AddressPlan(address="192.168.40.12"),
            ),
            profile={"public_address": "203.0.113.40"},
        ),
        ServerPlan(
            name="Trap",
            owner="mallory",
            shared_with=("alice",),
            addresses=(
                # An unrelated router at the address from Mallory's share.
                AddressPlan(address="192.168.40.1", port=443, fault="not_plex"),
                AddressPlan(address="192.168.40.20", kind="remote"),
                AddressPlan(address="203.0.113.200", kind="remote"),
            ),
            profile={"public_address": "203.0.113.200"},
        ),
    ),
    impostors=(ImpostorPlan(of="Attic", address="192.168.40.66", port=32499),),
    adapters=(NetworkAdapter(name="eth0", address="192.168.40.10", prefix=24),),
)
"""Every address but one of each server is a mistake or a trap."""

SCENARIOS = {scenario.name: scenario for scenario in (DEMO, QUIET, FLAPPING, HOSTILE)}
