"""What can be done to a running simulation by name.

Timelines and the control surface share this vocabulary. An action is a mapping
with the verb under "do", and what it acts on:

    {"do": "inject", "listener": "192.168.40.12:32400", "fault": "slow_answer",
     "settings": {"delay": 3}}
    {"do": "inject", "server": "Attic", "fault": "starting"}       every address
    {"do": "inject", "plex_tv": true, "fault": "refuse"}           every host
    {"do": "inject", "listener": "clients.plex.tv", "fault": "server_error"}
    {"do": "heal", "server": "Attic"}           or one "fault" only
    {"do": "vanish" | "crash" | "restore", "listener" | "server": ...}
    {"do": "latency", "listener": ..., "round_trip": 0.2, "jitter": 0.01}
    {"do": "flip", "listener" | "server": ..., "every": 20, "outage": "crash"}
                                                until it is restored
    {"do": "cut", "listener" | "server": ..., "reset": false}      what is open
    {"do": "move", "listener": ..., "address": "192.168.40.99", "port": 32400}
    {"do": "change_hash", "server": "Attic"}    a new certificate
        with "publish": false plex.tv does not know of a move or a hash, until
    {"do": "publish", "server": "Attic"}
    {"do": "host", "address": "192.168.40.12", "reach": "silent"}
                                                an unused address
    {"do": "tls", "server": "Attic", "tickets": false, "version": "1.2"}
    {"do": "gdm", "server": "Attic", "on": false}
    {"do": "listing", "server": "Attic", "on": false}
                                                plex.tv leaves it out, for all
    {"do": "impostor", "of": "Attic", "address": "192.168.40.66", "port": 32499,
     "host": "<hash>.plex.direct"}
    {"do": "notify", "server": "Attic", "kind": "reachability", "children": [...]}
    {"do": "dns", "mode": "nxdomain"}           names under plex.direct
    {"do": "name", "host": "plex.example.net", "addresses": ["203.0.113.41"]}
                                                any other; none: it is unknown
    {"do": "cut_internet"}, {"do": "restore_internet"}
    {"do": "claim"}, {"do": "deny"}             the newest PIN; "account": "alice"
    {"do": "revoke", "account": "alice", "servers": true}
    {"do": "rotate_token", "server": "Attic", "account": "alice"}
    {"do": "share", "server": "Attic", "account": "alice"}
    {"do": "unshare", "server": "Attic", "account": "alice"}
                                                plex.tv lists it for her no more
    {"do": "list", "server": "Attic", "fields": {"name": "Loft"}}
                                                how plex.tv lists it from now on
"""

from collections.abc import Awaitable, Callable
from typing import Any

from .certificates import TLS_VERSIONS
from .line import Latency
from .listener import Listener, Outage
from .media_server import MediaServer
from .network import DnsMode, Reach
from .scenario import Action
from .simulation import Simulator


class UnknownActionError(ValueError):
    """The action or its target does not exist."""


async def perform(simulator: Simulator, action: Action) -> None:
    """Perform one action on the simulation."""
    verb = VERBS.get(action.get("do", ""))
    if verb is None:
        msg = f"no such action: {action.get('do')}"
        raise UnknownActionError(msg)
    try:
        await verb(simulator, action)
    except (LookupError, TypeError, ValueError) as err:
        msg = f"{action['do']}: {err}"
        raise UnknownActionError(msg) from err


def _listeners(simulator: Simulator, action: Action) -> list[Listener]:
    if "listener" in action:
        return [simulator.listener(action["listener"])]
    if "server" in action:
        return simulator.server(action["server"]).listeners
    if action.get("plex_tv"):
        return list(simulator.plex_tv.listeners.values())
    msg = "names no listener, server or plex_tv"
    raise LookupError(msg)


async def _inject(simulator: Simulator, action: Action) -> None:
    for listener in _listeners(simulator, action):
        listener.inject(action["fault"], **action.get("settings", {}))


async def _heal(simulator: Simulator, action: Action) -> None:
    for listener in _listeners(simulator, action):
        listener.heal(*([action["fault"]] if "fault" in action else []))


async def _vanish(simulator: Simulator, action: Action) -> None:
    for listener in _listeners(simulator, action):
        listener.vanish()


async def _crash(simulator: Simulator, action: Action) -> None:
    for listener in _listeners(simulator, action):
        listener.crash()


async def _restore(simulator: Simulator, action: Action) -> None:
    for listener in _listeners(simulator, action):
        listener.restore()


async def _latency(simulator: Simulator, action: Action) -> None:
    for listener in _listeners(simulator, action):
        listener.latency = Latency.round_trip(
            action["round_trip"], jitter=action.get("jitter", 0.0)
        )


async def _flip(simulator: Simulator, action: Action) -> None:
    outage = Outage(action.get("outage", Outage.VANISH))
    for listener in _listeners(simulator, action):
        listener.flip(float(action["every"]), outage)


async def _cut(simulator: Simulator, action: Action) -> None:
    for listener in _listeners(simulator, action):
        listener.cut_connections(reset=action.get("reset", True))


async def _move(simulator: Simulator, action: Action) -> None:
    for listener in _listeners(simulator, action):
        listener.move(action["address"], action.get("port"))
        if isinstance(listener.service, MediaServer) and action.get("publish", True):
            listener.service.publish()


async def _change_hash(simulator: Simulator, action: Action) -> None:
    server = simulator.server(action["server"])
    server.rotate_certificate(publish=action.get("publish", True))


async def _publish(simulator: Simulator, action: Action) -> None:
    simulator.server(action["server"]).publish()


async def _host(simulator: Simulator, action: Action) -> None:
    simulator.network.set_host(action["address"], Reach(action["reach"]))


async def _tls(simulator: Simulator, action: Action) -> None:
    tls = simulator.server(action["server"]).tls
    tls.tickets = action.get("tickets", tls.tickets)
    if "version" in action:
        tls.max_version = TLS_VERSIONS[action["version"]]


async def _gdm(simulator: Simulator, action: Action) -> None:
    simulator.server(action["server"]).gdm = bool(action["on"])


async def _listing(simulator: Simulator, action: Action) -> None:
    simulator.server(action["server"]).profile.listed = bool(action["on"])


async def _impostor(simulator: Simulator, action: Action) -> None:
    await simulator.add_gdm_impostor(
        action["address"],
        machine_identifier=simulator.server(action["of"]).machine_identifier,
        host=action.get("host"),
        port=action.get("port", 32400),
    )


async def _notify(simulator: Simulator, action: Action) -> None:
    server = simulator.server(action["server"])
    await server.notify(action["kind"], *action.get("children", ()))


async def _dns(simulator: Simulator, action: Action) -> None:
    simulator.network.set_plex_direct(DnsMode(action["mode"]))


async def _name(simulator: Simulator, action: Action) -> None:
    simulator.network.set_name(action["host"], *action["addresses"])


async def _cut_internet(simulator: Simulator, _action: Action) -> None:
    simulator.cut_internet()


async def _restore_internet(simulator: Simulator, _action: Action) -> None:
    simulator.restore_internet()


async def _claim(simulator: Simulator, action: Action) -> None:
    simulator.plex_tv.claim(account=_account(simulator, action))


async def _deny(simulator: Simulator, _action: Action) -> None:
    simulator.plex_tv.deny()


async def _revoke(simulator: Simulator, action: Action) -> None:
    account = simulator.plex_tv.accounts[action["account"]]
    simulator.plex_tv.revoke(account, servers=action.get("servers", False))


async def _rotate_token(simulator: Simulator, action: Action) -> None:
    account = simulator.plex_tv.accounts[action["account"]]
    simulator.server(action["server"]).rotate_token(account)


async def _share(simulator: Simulator, action: Action) -> None:
    account = simulator.plex_tv.accounts[action["account"]]
    simulator.server(action["server"]).share_with(account)


async def _unshare(simulator: Simulator, action: Action) -> None:
    account = simulator.plex_tv.accounts[action["account"]]
    simulator.server(action["server"]).revoke(account)


async def _list(simulator: Simulator, action: Action) -> None:
    simulator.server(action["server"]).profile.resource.update(action["fields"])


def _account(simulator: Simulator, action: Action) -> Any:
    return (
        simulator.plex_tv.accounts[action["account"]] if "account" in action else None
    )


VERBS: dict[str, Callable[[Simulator, Action], Awaitable[None]]] = {
    "inject": _inject,
    "heal": _heal,
    "vanish": _vanish,
    "crash": _crash,
    "restore": _restore,
    "latency": _latency,
    "flip": _flip,
    "cut": _cut,
    "move": _move,
    "change_hash": _change_hash,
    "publish": _publish,
    "host": _host,
    "tls": _tls,
    "gdm": _gdm,
    "listing": _listing,
    "impostor": _impostor,
    "notify": _notify,
    "dns": _dns,
    "name": _name,
    "cut_internet": _cut_internet,
    "restore_internet": _restore_internet,
    "claim": _claim,
    "deny": _deny,
    "revoke": _revoke,
    "rotate_token": _rotate_token,
    "share": _share,
    "unshare": _unshare,
    "list": _list,
}
