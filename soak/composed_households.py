"""Households composed at random from one or two faults, whose causes are known."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

from simulator.household import Household
from simulator.scenario import Scenario

type Data = dict[str, Any]

NAME = "Attic"
HOME = "203.0.113.40"
FAR = "203.0.113.66"

AT_HOME: Data = {
    "name": "composed",
    "adapters": [
        {"name": "eth0", "address": "192.168.40.10", "prefix": 24},
        {"name": "docker0", "address": "172.18.0.1", "prefix": 16},
    ],
    "home_public_address": HOME,
    "servers": [
        {
            "name": NAME,
            "owner": "alice",
            "addresses": [
                {"address": "192.168.40.12", "round_trip": 0.001},
                {"address": HOME, "kind": "remote", "round_trip": 0.004},
                {
                    "address": "198.51.100.77",
                    "port": 8443,
                    "kind": "relay",
                    "round_trip": 0.11,
                },
            ],
            "profile": {"public_address": HOME, "myplex": {}, "preferences": {}},
        }
    ],
    "timeline": {"steps": [{"at": 240, "say": "as it is", "actions": []}]},
}
"""An owned server in the house of Home Assistant."""

ELSEWHERE: Data = {
    **AT_HOME,
    "servers": [
        {
            "name": NAME,
            "owner": "alice",
            "addresses": [
                {"address": "192.168.178.20", "fault": "silent"},
                {"address": FAR, "kind": "remote", "round_trip": 0.045},
                {
                    "address": "198.51.100.77",
                    "port": 8443,
                    "kind": "relay",
                    "round_trip": 0.11,
                },
            ],
            "profile": {"public_address": FAR, "myplex": {}, "preferences": {}},
        }
    ],
}
"""An owned server in another house."""


def _server(data: Data) -> Data:
    server: Data = data["servers"][0]
    return server


def _act(data: Data, *actions: Data) -> None:
    data["timeline"]["steps"][0]["actions"] += actions


def _everywhere(fault: str, **settings: Any) -> Callable[[Data], None]:
    def apply(data: Data) -> None:
        inject = {"do": "inject", "server": NAME, "fault": fault, "settings": settings}
        _act(data, inject)

    return apply


def _account(**fields: Any) -> Callable[[Data], None]:
    def apply(data: Data) -> None:
        _server(data)["profile"]["myplex"] |= fields

    return apply


def _off(data: Data) -> None:
    _act(
        data,
        {"do": "crash", "server": NAME},
        {"do": "list", "server": NAME, "fields": {"presence": False}},
    )


def _unclaimed(data: Data) -> None:
    _server(data)["profile"]["claimed"] = False


def _new_certificate(data: Data) -> None:
    _act(
        data,
        {"do": "change_hash", "server": NAME, "publish": False},
        {"do": "cut", "server": NAME},
    )


def _expiring(data: Data) -> None:
    for address in _server(data)["addresses"]:
        address["certificate_days"] = 5


def _container(data: Data) -> None:
    _server(data)["addresses"][0]["address"] = "172.18.0.5"


def _blocked(data: Data) -> None:
    _server(data)["addresses"][0]["fault"] = "silent"


def _names(data: Data) -> None:
    _act(data, {"do": "dns", "mode": "private_stripped"})


def _plex_tv(data: Data) -> None:
    _act(data, {"do": "inject", "plex_tv": True, "fault": "server_error"})


def _no_port(data: Data) -> None:
    _account(mappingState="failed", publicPort=0)(data)
    del _server(data)["addresses"][1]


def _closed(data: Data) -> None:
    _account(mappingState="failed", mappingError="unreachable")(data)
    _server(data)["addresses"][1]["fault"] = "silent"


def _remote_access_off(data: Data) -> None:
    _server(data)["profile"]["preferences"]["PublishServerOnPlexOnlineKey"] = False
    del _server(data)["addresses"][1]


def _flapping(data: Data) -> None:
    listener = _server(data)["addresses"][0]["address"] + ":32400"
    _act(data, {"do": "flip", "listener": listener, "every": 300, "outage": "crash"})


def _dead_url(data: Data) -> None:
    _custom(data, "attic.example.net", leads_to=[])


def _url_with_path(data: Data) -> None:
    row = {
        "address": "attic.example.net",
        "port": 443,
        "uri": "https://attic.example.net/plex",
    }
    _server(data).setdefault("rows", []).append(row)


def _stranger(data: Data) -> None:
    _custom(data, "attic.example.net", fault="not_plex")


def _proxy(data: Data) -> None:
    _custom(
        data,
        "attic.example.net",
        is_proxy=True,
        fault="gateway",
        settings={"status": 502},
    )


def _custom(data: Data, host: str, **fields: Any) -> None:
    address = {
        "address": "203.0.113.200",
        "port": 443,
        "kind": "remote",
        "host": host,
        "round_trip": 0.03,
        **fields,
    }
    _server(data)["addresses"].append(address)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its code, and how it shows."""

    code: str
    apply: Callable[[Data], None]


BOTH = (
    Fault("server_off", _off),
    Fault("starting", _everywhere("starting")),
    Fault("unclaimed", _unclaimed),
    Fault("access_refused", _everywhere("unauthorized", except_paths=["/identity"])),
    Fault("certificate_expired", _everywhere("expired_certificate")),
    Fault("certificate_wrong", _new_certificate),
    Fault("certificate_expiring", _expiring),
    Fault("https_refused", _everywhere("tls_alert")),
    Fault("plex_tv_down", _plex_tv),
    Fault("custom_url_path", _url_with_path),
    Fault("custom_url_dead", _dead_url),
    Fault("custom_url_wrong", _stranger),
    Fault("proxy_error", _proxy),
)
FAULTS: Mapping[str, tuple[Data, tuple[Fault, ...]]] = {
    "home": (
        AT_HOME,
        (
            *BOTH,
            Fault("container_address", _container),
            Fault("home_blocked", _blocked),
            Fault("names_blocked", _names),
            Fault("flapping", _flapping),
            Fault("port_not_mapped", _no_port),
            Fault("port_unreachable", _account(mappingError="unreachable")),
            Fault("double_nat", _account(mappingError="doublenat")),
            Fault("publish_failed", _account(mappingError="publisherror")),
            Fault("port_changed", _account(publicPort=31999)),
        ),
    ),
    "elsewhere": (
        ELSEWHERE,
        (
            *BOTH,
            Fault("remote_access_off", _remote_access_off),
            Fault("port_unreachable", _closed),
        ),
    ),
}

CLASHES = (
    {"port_not_mapped", "port_changed"},
    {"remote_access_off", "port_unreachable"},
    {"custom_url_dead", "custom_url_wrong"},
    {"custom_url_dead", "proxy_error"},
    {"custom_url_wrong", "proxy_error"},
    {"container_address", "flapping"},
    {"container_address", "home_blocked"},
    {"home_blocked", "flapping"},
)
"""Faults that cannot be composed: the second would undo the first, or needs what the
first has removed."""


def composed(seed: int) -> tuple[Household, frozenset[str]]:
    """Return a household with one or two faults, and their codes."""
    chance = Random(seed)  # noqa: S311 - it keeps no secret
    place = chance.choice(sorted(FAULTS))
    base, faults = FAULTS[place]
    chosen = chance.sample(faults, chance.choice((1, 2)))
    while {each.code for each in chosen} in CLASHES:
        chosen = chance.sample(faults, 2)
    data = deepcopy(base)
    for fault in chosen:
        fault.apply(data)
    codes = frozenset(each.code for each in chosen)
    return (
        Household(
            name=f"{seed} {place}: {', '.join(sorted(codes))}",
            story="",
            truth={NAME: "composed"},
            minutes=100,
            scenario=Scenario.from_dict(data),
        ),
        codes,
    )
