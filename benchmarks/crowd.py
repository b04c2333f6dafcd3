"""Worlds of many servers, all at home."""

from simulator.scenario import AddressPlan, Scenario, ServerPlan

from .blocks import SERVER_NAME
from .networks import HOME, PLEX_TV_ROUND_TRIP, dead_rows

FIRST_HOST = 20
"""The last byte of the first server's addresses."""


def lan_place(number: int) -> str:
    """Return the best address of server `number`, from 0."""
    return f"192.168.40.{FIRST_HOST + number}:32400"


def remote_place(number: int) -> str:
    """Return the address of server `number` for access from outside."""
    return f"203.0.113.{FIRST_HOST + number}:32400"


def server_name(number: int) -> str:
    """Return the name of server `number`."""
    return f"{SERVER_NAME} {number:03}"


def crowd(servers: int, rows: int) -> Scenario:
    """Return a world of servers with three live rows each, and dead ones."""
    return Scenario(
        name=f"crowd of {servers}",
        servers=tuple(_server(number, rows) for number in range(servers)),
        adapters=(HOME,),
        plex_tv_round_trip=PLEX_TV_ROUND_TRIP,
    )


def _server(number: int, rows: int) -> ServerPlan:
    host = FIRST_HOST + number
    live = (
        AddressPlan(address=f"192.168.40.{host}", round_trip=0.002),
        AddressPlan(address=f"203.0.113.{host}", kind="remote", round_trip=0.01),
        AddressPlan(
            address=f"192.0.2.{host}", port=8443, kind="relay", round_trip=0.01
        ),
    )
    return ServerPlan(
        name=server_name(number),
        owner="alice",
        addresses=(*dead_rows(rows - len(live)), *live),
    )
