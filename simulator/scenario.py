"""Scenarios: whole worlds as values, in Python or in JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from .adapters import NetworkAdapter
from .certificates import TLS_VERSIONS
from .line import Latency
from .server_profile import Row, ServerProfile
from .simulation import Simulator

type Action = Mapping[str, Any]
"""One action; see `actions` for the vocabulary."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AddressPlan:
    """One address of a server."""

    address: str
    port: int = 32400
    kind: str = "local"
    round_trip: float = 0.0
    """Seconds."""
    jitter: float = 0.0
    """Seconds, at most."""
    rate: float | None = None
    """Bytes a second to the client."""
    host: str | None = None
    """A custom domain instead of the plex.direct name."""
    is_proxy: bool = False
    """Whether it is a proxy in front of the server, with a certificate for `host` only;
    it answers by itself while the server is gone."""
    listed: bool = True
    """Whether plex.tv lists it; if not, only searches on its network can find it."""
    fault: str | None = None
    """Its initial fault."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Settings of the fault."""
    leads_to: tuple[str, ...] | None = None
    """The addresses of the custom domain, if not this one; nowhere if empty."""
    certificate_days: float | None = None
    """Days that the certificate on this address still has; None: a year."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerPlan:
    """One media server."""

    name: str
    owner: str
    shared_with: tuple[str, ...] = ()
    addresses: tuple[AddressPlan, ...] = ()
    https_required: bool = False
    gdm: bool = True
    tls_tickets: bool = True
    """Whether TLS sessions can be resumed."""
    tls_version: str = "1.3"
    """The highest version: "1.2" or "1.3"."""
    certificate_hash: str | None = None
    """The hash in its plex.direct names; None: made up."""
    rows: tuple[Mapping[str, Any], ...] = ()
    """Fields of additional rows in plex.tv's list, with nothing behind them."""
    profile: Mapping[str, Any] = field(default_factory=dict)
    """Fields of `ServerProfile` that differ from its defaults."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImpostorPlan:
    """An impostor on a local network that uses a server's identifier."""

    of: str
    """The name of that server."""
    address: str
    port: int = 32400
    host: str | None = None
    """The name that it announces instead of one with its own hash."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """The actions at one moment of a timeline."""

    at: float
    """Seconds after the start of a round."""
    say: str
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """Steps in the order of their times."""

    steps: tuple[Step, ...] = ()
    every: float | None = None
    """Seconds per round; None: only one round."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scenario:
    """A world and its events."""

    name: str
    accounts: Mapping[str, str] = field(default_factory=lambda: {"alice": "Alice"})
    """Titles by user name; the first one signs in."""
    servers: tuple[ServerPlan, ...] = ()
    impostors: tuple[ImpostorPlan, ...] = ()
    players: tuple[str, ...] = ()
    adapters: tuple[NetworkAdapter, ...] = ()
    """The networks of the process under test."""
    home_public_address: str = "203.0.113.40"
    home_public_address_v6: str | None = None
    """The public IPv6 address of the home; None: its internet access has no IPv6."""
    apps: tuple[Mapping[str, Any], ...] = ()
    """The installed apps as Home Assistant's Supervisor reports them: "slug", "name",
    "state", "ip_address" and "host_network" of each; none without a Supervisor."""
    plex_tv_round_trip: float = 0.0
    """Seconds."""
    timeline: Timeline = field(default_factory=Timeline)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Scenario:
        """Create a scenario from JSON; its keys are the fields of these classes."""
        timeline = data.get("timeline", {})
        return cls(
            **{
                **data,
                "servers": tuple(map(_server, data.get("servers", ()))),
                "impostors": tuple(
                    ImpostorPlan(**row) for row in data.get("impostors", ())
                ),
                "players": tuple(data.get("players", ())),
                "apps": tuple(data.get("apps", ())),
                "adapters": tuple(
                    NetworkAdapter(**row) for row in data.get("adapters", ())
                ),
                "timeline": Timeline(
                    steps=tuple(map(_step, timeline.get("steps", ()))),
                    every=timeline.get("every"),
                ),
            }
        )

    @classmethod
    def read(cls, file: Path) -> Scenario:
        """Read a scenario from a JSON file."""
        return cls.from_dict(json.loads(file.read_text()))


async def populate(simulator: Simulator, scenario: Scenario) -> None:
    """Create the scenario's world in a running simulation."""
    simulator.network.adapters = scenario.adapters
    plex_tv = simulator.plex_tv
    plex_tv.home_public_address = scenario.home_public_address
    plex_tv.set_public_ipv6(scenario.home_public_address_v6)
    plex_tv.set_latency(Latency.round_trip(scenario.plex_tv_round_trip))
    for username, title in scenario.accounts.items():
        simulator.add_account(username, title=title)
    for plan in scenario.servers:
        await _build(simulator, plan)
    for impostor in scenario.impostors:
        await simulator.add_gdm_impostor(
            impostor.address,
            machine_identifier=simulator.server(impostor.of).machine_identifier,
            host=impostor.host,
            port=impostor.port,
        )
    for name in scenario.players:
        simulator.add_player(name)
    simulator.network.changed()


async def _build(simulator: Simulator, plan: ServerPlan) -> None:
    accounts = simulator.plex_tv.accounts
    server = await simulator.add_server(
        plan.name,
        owner=accounts[plan.owner],
        shared_with=tuple(accounts[name] for name in plan.shared_with),
        profile=ServerProfile(**plan.profile),
        certificate_hash=plan.certificate_hash,
    )
    server.https_required = plan.https_required
    server.gdm = plan.gdm
    server.tls.tickets = plan.tls_tickets
    server.tls.max_version = TLS_VERSIONS[plan.tls_version]
    for row in plan.addresses:
        listener = server.add_address(
            row.address,
            row.port,
            kind=row.kind,
            latency=Latency.round_trip(row.round_trip, jitter=row.jitter),
            rate=row.rate,
            host=row.host,
            publish=False,
            listed=row.listed,
        )
        listener.is_proxy = row.is_proxy
        if row.certificate_days is not None:
            today = simulator.plex_tv.world.now().date()
            listener.certificate_until = today + timedelta(days=row.certificate_days)
        if row.fault is not None:
            listener.inject(row.fault, **row.settings)
        if row.host is not None and row.leads_to is not None:
            simulator.network.set_name(row.host, *row.leads_to)
    server.extra_rows = [Row(**row) for row in plan.rows]
    server.publish()


def _server(data: Mapping[str, Any]) -> ServerPlan:
    return ServerPlan(
        **{
            **data,
            "shared_with": tuple(data.get("shared_with", ())),
            "addresses": tuple(map(_address, data.get("addresses", ()))),
            "rows": tuple(data.get("rows", ())),
        }
    )


def _address(data: Mapping[str, Any]) -> AddressPlan:
    leads_to = data.get("leads_to")
    return AddressPlan(
        **{**data, "leads_to": None if leads_to is None else tuple(leads_to)}
    )


def _step(data: Mapping[str, Any]) -> Step:
    return Step(**{**data, "actions": tuple(data.get("actions", ()))})
