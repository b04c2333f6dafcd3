"""The browser's simulation: a server of each kind, and a hostile one."""

from dataclasses import asdict
import json
from pathlib import Path

from simulator.adapters import NetworkAdapter
from simulator.scenario import AddressPlan, Scenario, ServerPlan

HOME_ADDRESS = "203.0.113.40"
"""Public address of this home."""

ATTIC_LAN = "192.168.40.12:32400"
ATTIC_PUBLIC = "203.0.113.40:31234"
ATTIC_RELAY = "198.51.100.77:8443"
HARBOUR_PUBLIC = "203.0.113.120:32411"

KINDS = {
    "Attic": "local",
    "Barn": "relay",
    "Cabin": "remote",
    "Harbour": "remote",
    "Shed": "offline",
}
"""Initial connection type of each of Alice's servers."""

HOSTILE = '<img src="x" onerror="document.title = \'taken over\'">'
"""Name of a server of Mallory's, who is hostile."""

SCENARIO = Scenario(
    name="browser",
    accounts={"alice": "Alice", "nora": "Nora", "mallory": "Mallory", "otto": "Otto"},
    servers=(
        ServerPlan(
            name="Attic",
            owner="alice",
            addresses=(
                AddressPlan(address="192.168.40.12", round_trip=0.001, jitter=0.001),
                # The bridge of the server's own Docker: listed, dead for all others.
                AddressPlan(address="172.18.0.1", fault="silent"),
                AddressPlan(
                    address="203.0.113.40", port=31234, kind="remote", round_trip=0.02
                ),
                AddressPlan(
                    address="198.51.100.77", port=8443, kind="relay", round_trip=0.08
                ),
            ),
            profile={"public_address": HOME_ADDRESS},
        ),
        ServerPlan(
            name="Barn",
            owner="alice",
            addresses=(
                AddressPlan(address="10.0.7.30", fault="refuse"),
                AddressPlan(address="203.0.113.77", kind="remote", fault="refuse"),
                AddressPlan(
                    address="198.51.100.78",
                    port=8443,
                    kind="relay",
                    round_trip=0.11,
                    jitter=0.01,
                ),
            ),
            profile={"public_address": "203.0.113.77"},
        ),
        ServerPlan(
            name="Cabin",
            owner="alice",
            addresses=(
                AddressPlan(
                    address="203.0.113.66",
                    kind="remote",
                    round_trip=0.045,
                    jitter=0.008,
                ),
                AddressPlan(
                    address="198.51.100.79", port=8443, kind="relay", round_trip=0.115
                ),
            ),
            profile={"public_address": "203.0.113.66"},
        ),
        ServerPlan(
            name="Harbour",
            owner="nora",
            shared_with=("alice",),
            addresses=(
                AddressPlan(
                    address="203.0.113.120",
                    port=32411,
                    kind="remote",
                    round_trip=0.06,
                    jitter=0.01,
                ),
            ),
            profile={"public_address": "203.0.113.120"},
        ),
        ServerPlan(
            name="Shed",
            owner="alice",
            addresses=(
                AddressPlan(address="192.168.40.13", fault="refuse"),
                AddressPlan(
                    address="203.0.113.40",
                    port=31235,
                    kind="remote",
                    fault="wrong_certificate",
                ),
            ),
            profile={"public_address": HOME_ADDRESS},
        ),
        ServerPlan(
            name=HOSTILE,
            owner="mallory",
            addresses=(
                AddressPlan(address="192.168.40.15", round_trip=0.001, jitter=0.001),
            ),
            profile={"public_address": HOME_ADDRESS},
        ),
    ),
    adapters=(NetworkAdapter(name="eth0", address="192.168.40.10", prefix=24),),
    home_public_address=HOME_ADDRESS,
    plex_tv_round_trip=0.02,
)


def write(file: Path) -> str:
    """Write the scenario for the simulator's process; return its argument."""
    file.write_text(json.dumps(asdict(SCENARIO)))
    return str(file)
