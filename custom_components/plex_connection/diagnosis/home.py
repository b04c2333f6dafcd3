"""Causes that lie between Home Assistant and a server at the same home."""

from ..connection import ConnectionType
from .attempts import fails_on_path, works
from .evidence import Evidence
from .verdict import Fact

type Finding = tuple[Fact, ...]


def in_a_container(evidence: Evidence) -> Finding | None:
    """Find a server that publishes only addresses inside a container network.

    Home Assistant on the same host may well reach it there; nothing else at home can.
    """
    rows, containers = evidence.listed(local=True), evidence.containers
    is_here = evidence.kind is ConnectionType.LOCAL or evidence.is_near
    if not rows or len(containers) < len(rows) or not is_here:
        return None
    reached = any(
        works(each)
        for each in evidence.candidates(ConnectionType.LOCAL)
        if each.candidate.on_link
    )
    if reached:
        return None
    row = containers[0]
    app = next(
        (app for app in evidence.surroundings.apps if app.address == row.address), None
    )
    if app is not None:
        return (Fact(key="address_of_app", address=row.address, value=app.name),)
    if evidence.surroundings.bridges.on_link(row.address):
        return (Fact(key="address_on_bridge", address=row.address),)
    if evidence.kind is ConnectionType.LOCAL:
        # It answers from elsewhere: a network routed to us, not a container's.
        return None
    return (Fact(key="address_of_container", address=row.address),)


def blocked_at_home(evidence: Evidence) -> Finding | None:
    """Find a server at home that answers only from outside or through the relay."""
    if evidence.kind not in (ConnectionType.REMOTE, ConnectionType.RELAY):
        return None
    if evidence.report.pinned is not None or not evidence.is_near:
        return None
    at_home = [
        each
        for each in evidence.candidates(ConnectionType.LOCAL)
        if each.candidate.scheme == "https"
    ]
    if not at_home or not all(map(fails_on_path, at_home)):
        return None
    return (
        Fact(key="same_public_address"),
        Fact(key="home_address_fails", address=at_home[0].candidate.endpoint),
    )


def names_blocked(evidence: Evidence) -> Finding | None:
    """Find that our resolver withholds the names of a server at home.

    One that is offline is so for another reason: we need no resolver for these names.
    """
    is_here = any(
        each.candidate.on_link for each in evidence.candidates(ConnectionType.LOCAL)
    )
    is_blocked = evidence.surroundings.names_blocked
    if not is_blocked or not is_here or evidence.is_offline:
        return None
    return (Fact(key="names_do_not_resolve"),)
