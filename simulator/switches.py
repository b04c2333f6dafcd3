"""Faults that a user can switch with a click, in plain words, each reversible.

`actions` has many more; these are the ones that a first-time user of a client asks
for. A switch is on for as long as its fault is active, whatever activated it:
a timeline, the control surface, or a click.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .faults import FaultKind
from .listener import Listener
from .media_server import MediaServer
from .network import DnsMode
from .record import ListenerKind
from .simulation import Simulator

SLOWER_BY = 0.4
"""Additional seconds of a slow server."""

DEAD = frozenset({FaultKind.SILENT, FaultKind.UNREACHABLE})
"""Faults of an address that never worked."""

TOKENLESS = ("/identity",)
"""Endpoints of a media server without authentication."""

WHOSE = ("/api/v2/user", "/api/v2/resources")
"""Endpoints of plex.tv that need an account's token; signing in works without."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """The labels of a switch."""

    key: str
    label: str
    """What a click does."""
    back: str
    """What the next one does."""
    means: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Switch[Subject]:
    """One fault of a subject."""

    words: Words
    is_on: Callable[[Subject], bool]
    turn_on: Callable[[Subject], None]
    turn_off: Callable[[Subject], None]
    fits: Callable[[Subject], bool] = lambda _: True
    """Whether it applies to a subject."""


def _outage(
    kind: ListenerKind, go: Callable[[Listener], None], words: Words
) -> Switch[MediaServer]:
    """Return a switch that disables a server's addresses of a kind."""

    def found(server: MediaServer) -> list[Listener]:
        return [
            each
            for each in server.listeners
            if each.kind is kind and not each.faults.any_of(DEAD)
        ]

    def turn_on(server: MediaServer) -> None:
        for listener in found(server):
            go(listener)

    def turn_off(server: MediaServer) -> None:
        for listener in found(server):
            listener.restore()

    return Switch(
        is_on=lambda server: any(each.is_away for each in found(server)),
        turn_on=turn_on,
        turn_off=turn_off,
        fits=lambda server: bool(found(server)),
        words=words,
    )


def _fault[Subject](
    listeners: Callable[[Subject], list[Listener]],
    kind: FaultKind,
    settings: dict[str, object],
    words: Words,
) -> Switch[Subject]:
    """Return a switch that injects a fault at a subject's listeners, and heals it."""

    def turn_on(subject: Subject) -> None:
        for listener in listeners(subject):
            listener.inject(kind, **settings)
            if kind is FaultKind.REFUSE:
                listener.cut_connections()

    def turn_off(subject: Subject) -> None:
        for listener in listeners(subject):
            listener.heal(kind)

    return Switch(
        is_on=lambda subject: all(each.faults.get(kind) for each in listeners(subject)),
        turn_on=turn_on,
        turn_off=turn_off,
        fits=lambda subject: bool(listeners(subject)),
        words=words,
    )


def _every(server: MediaServer) -> list[Listener]:
    return server.listeners


def _hosts(simulator: Simulator) -> list[Listener]:
    return list(simulator.plex_tv.listeners.values())


OF_A_SERVER: tuple[Switch[MediaServer], ...] = (
    _outage(
        ListenerKind.LOCAL,
        Listener.vanish,
        Words(
            key="lan",
            label="Cut the LAN",
            back="Restore the LAN",
            means="The cable at home is out: local addresses stop responding",
        ),
    ),
    _outage(
        ListenerKind.REMOTE,
        Listener.crash,
        Words(
            key="port",
            label="Close the port",
            back="Open the port",
            means="The router lets nothing in from outside",
        ),
    ),
    _outage(
        ListenerKind.RELAY,
        Listener.crash,
        Words(
            key="relay",
            label="Remove the relay",
            back="Restore the relay",
            means="Plex's relay doesn't respond for this server",
        ),
    ),
    _fault(
        _every,
        FaultKind.REFUSE,
        {},
        Words(
            key="off",
            label="Switch the server off",
            back="Switch the server on",
            means="None of its addresses responds",
        ),
    ),
    _fault(
        _every,
        FaultKind.UNAUTHORIZED,
        {"except_paths": TOKENLESS},
        Words(
            key="token",
            label="Refuse the token",
            back="Accept the token again",
            means="The server answers 401 to every token: seen with the next operation "
            "or when live updates reconnect, while a test by hand sends no token",
        ),
    ),
    _fault(
        _every,
        FaultKind.STARTING,
        {},
        Words(
            key="starting",
            label="Keep it starting",
            back="Let it finish starting",
            means="It answers 503, as after an update",
        ),
    ),
    _fault(
        _every,
        FaultKind.SLOW_ANSWER,
        {"delay": SLOWER_BY},
        Words(
            key="slow",
            label="Make it slow",
            back="Make it fast again",
            means=f"Every response takes {SLOWER_BY * 1000:.0f} ms longer",
        ),
    ),
)

OF_THE_WORLD: tuple[Switch[Simulator], ...] = (
    _fault(
        _hosts,
        FaultKind.REFUSE,
        {},
        Words(
            key="plex_tv",
            label="plex.tv down",
            back="plex.tv up again",
            means="No host of plex.tv can be reached; servers can",
        ),
    ),
    _fault(
        _hosts,
        FaultKind.UNAUTHORIZED,
        {"paths": WHOSE},
        Words(
            key="account",
            label="Refuse the account's token",
            back="Accept the account's token again",
            means="plex.tv answers 401 to every account's token, once it is asked",
        ),
    ),
    Switch(
        words=Words(
            key="names",
            label="Block plex.direct names",
            back="Let the names through",
            means="The router's DNS rebinding protection is on: names of addresses at "
            "home are not found, those outside are",
        ),
        is_on=lambda simulator: simulator.network.plex_direct is not DnsMode.ANSWERS,
        turn_on=Simulator.strip_private_answers,
        turn_off=Simulator.repair_plex_direct,
    ),
)


def turn(simulator: Simulator, key: str, server: str | None, *, on: bool) -> str:
    """Turn a switch of a server, or of the world; return a description.

    Raises LookupError for an unknown name.
    """
    if server is None:
        return _turned(OF_THE_WORLD, key, simulator, on=on)
    words = _turned(OF_A_SERVER, key, simulator.server(server), on=on)
    return f"{server}: {words}"


def restore(simulator: Simulator) -> None:
    """Turn all switches off; keep initial faults of single addresses."""
    for switch in OF_THE_WORLD:
        if switch.is_on(simulator):
            switch.turn_off(simulator)
    for server in simulator.servers:
        for own in OF_A_SERVER:
            if own.is_on(server):
                own.turn_off(server)


def shown(simulator: Simulator) -> dict[str, object]:
    """Return the state of all switches, for a page."""
    return {
        "world": [*_rows(OF_THE_WORLD, simulator)],
        "servers": [
            {"name": server.name, "switches": [*_rows(OF_A_SERVER, server)]}
            for server in simulator.servers
        ],
    }


def _turned[Subject](
    switches: tuple[Switch[Subject], ...], key: str, subject: Subject, *, on: bool
) -> str:
    for switch in switches:
        if switch.words.key == key:
            (switch.turn_on if on else switch.turn_off)(subject)
            return switch.words.label if on else switch.words.back
    msg = f"no switch {key}"
    raise LookupError(msg)


def _rows[Subject](
    switches: tuple[Switch[Subject], ...], subject: Subject
) -> Iterator[dict[str, object]]:
    for switch in switches:
        if switch.fits(subject):
            is_on = switch.is_on(subject)
            yield {
                "key": switch.words.key,
                "label": switch.words.back if is_on else switch.words.label,
                "means": switch.words.means,
                "on": is_on,
            }
