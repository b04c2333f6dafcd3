"""The running Home Assistant's simulation: three accounts, six servers."""

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
SHED_LAN = "192.168.40.13:32400"
CELLAR_LAN = "192.168.40.14:32400"
CABIN_PUBLIC = "203.0.113.66:32400"
HARBOUR_PUBLIC = "203.0.113.120:32411"
PANTRY_LAN = "192.168.40.21:32400"

CELLAR = "[Cellar](https://evil.example)"
"""A name that Markdown would render as a link."""

AT_HOME = {"public_address": HOME_ADDRESS}

SCENARIO = Scenario(
    name="running",
    accounts={"alice": "Alice", "nora": "Nora", "otto": "Otto"},
    servers=(
        ServerPlan(
            name="Attic",
            owner="alice",
            shared_with=("otto",),
            addresses=(
                AddressPlan(address="192.168.40.12", round_trip=0.001),
                AddressPlan(
                    address="203.0.113.40", port=31234, kind="remote", round_trip=0.02
                ),
                AddressPlan(
                    address="198.51.100.77", port=8443, kind="relay", round_trip=0.08
                ),
            ),
            profile=AT_HOME,
        ),
        ServerPlan(
            name="Shed",
            owner="alice",
            addresses=(
                AddressPlan(address="192.168.40.13", round_trip=0.001),
                AddressPlan(
                    address="198.51.100.78", port=8443, kind="relay", round_trip=0.08
                ),
            ),
            profile=AT_HOME,
        ),
        ServerPlan(
            name=CELLAR,
            owner="alice",
            addresses=(
                AddressPlan(address="192.168.40.14", round_trip=0.001),
                AddressPlan(
                    address="203.0.113.40", port=31236, kind="remote", round_trip=0.02
                ),
            ),
            profile=AT_HOME,
        ),
        ServerPlan(
            name="Cabin",
            owner="alice",
            addresses=(
                AddressPlan(address="203.0.113.66", kind="remote", round_trip=0.03),
                AddressPlan(
                    address="198.51.100.79", port=8443, kind="relay", round_trip=0.08
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
                    address="203.0.113.120", port=32411, kind="remote", round_trip=0.03
                ),
            ),
            profile={"public_address": "203.0.113.120"},
        ),
        # Locally it answers without encryption only.
        ServerPlan(
            name="Pantry",
            owner="nora",
            addresses=(AddressPlan(address="192.168.40.21", fault="tls_alert"),),
            profile=AT_HOME,
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
