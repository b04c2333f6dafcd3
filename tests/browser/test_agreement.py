"""All surfaces agree on a server's state, at every moment, whatever happens to it."""

# ruff: noqa: E501 (a table has rows)

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import pytest_socket

from demo.api import ApiError
from tests.running.rig import Rig

from .browser_rig import ENTRIES, BrowserRig
from .conftest import OpenScreen
from .laws import OFF_BY_DEFAULT
from .scenario import ATTIC_LAN, ATTIC_PUBLIC, HARBOUR_PUBLIC
from .screen import pushed
from .surfaces import Row, Surfaces, cards_of, opened

PLEX_TV = ("plex.tv", "clients.plex.tv")

TABLE = """
| state            | connection_type | reachable | failing | better | connection | plex_tv | usable | listed | page    | notices                       | tile, card | badges                   | told                        | repairs     |
| all well         | local           | on        | no      | off    | automatic  | on      | yes    | yes    | local   |                               | local      |                          |                             |             |
| LAN dead         | remote          | on        | no      | off    | automatic  | on      | yes    | yes    | remote  |                               | remote     |                          | local > remote: failover    |             |
| relay            | relay           | on        | no      | off    | automatic  | on      | yes    | yes    | relay   | relay                         | relay      |                          | local > relay: failover     |             |
| refused          | local           | off       | yes     | off    | automatic  | on      | no     | yes    | refused | denied                        | refused    | failing                  |                             |             |
| starting         | local           | on        | no      | off    | automatic  | on      | no     | yes    | local   | starting                      | local      | starting                 |                             |             |
| pinned and dead  | offline         | off       | yes     | on     | pinned     | on      | no     | yes    | offline | offline_pinned, better_pinned | offline    | failing, better, pinned  | local > offline: pinned     |             |
| unlisted         | local           | on        | no      | off    | automatic  | on      | yes    | no     | local   | unlisted                      | local      | unlisted                 |                             |             |
| plex.tv down     | local           | on        | no      | off    | automatic  | off     | yes    | yes    | local   |                               | local      |                          |                             |             |
| offline          | offline         | off       | yes     | off    | automatic  | on      | no     | yes    | offline | offline                       | offline    | failing                  | local > offline: lost       |             |
| pinned, a minute | offline         | off       | yes     | off    | pinned     | on      | no     | yes    | offline | offline_pinned, repairs       | offline    | repairs, failing, pinned | remote > offline: pinned    | pinned_down |
| pinned and back  | remote          | on        | no      | off    | pinned     | on      | yes    | yes    | remote  | pinned                        | remote     | pinned                   | offline > remote: recovered |             |
"""
"""What each surface shows of a server in each state, once that is known.

Columns: entities, `get_connection`, the server's page, its tile and card, then what was
published on the way from "all well" (the same on the bus, the event entity and the
logbook), and open repairs. A reload of the account in any state changes nothing. The
last two rows are of another server, and one leads to the other.
"""


def rows() -> list[Row]:
    """Return the table's rows, by columns."""
    head, *others = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in TABLE.strip().splitlines()
    ]
    return [dict(zip(head, each, strict=True)) for each in others]


async def enter(rig: Rig, choice: str, state: str) -> None:
    """Enter a state from "all well"."""
    act = rig.world.act
    match state:
        case "LAN dead":
            await act(do="crash", listener=ATTIC_LAN)
        case "relay":
            # The active connection comes last: then there is no other to use.
            await act(do="crash", listener=ATTIC_PUBLIC)
            await act(do="crash", listener=ATTIC_LAN)
        case "refused":
            await act(do="inject", server="Attic", fault="unauthorized")
            await act(do="cut", server="Attic")
        case "starting":
            await act(do="inject", server="Attic", fault="starting")
            await act(do="cut", server="Attic")
        case "pinned and dead":
            await rig.act_on(choice, "select_option", option=ATTIC_LAN)
            await act(do="crash", listener=ATTIC_LAN)
        case "unlisted":
            await act(do="listing", server="Attic", on=False)
            await rediscover(rig)
        case "plex.tv down":
            for host in PLEX_TV:
                await act(do="inject", listener=host, fault="server_error")
            await rediscover(rig)
        case "offline":
            await act(do="crash", server="Attic")


async def leave(rig: Rig, choice: str, state: str) -> None:
    """Return to "all well"."""
    act = rig.world.act
    match state:
        case "unlisted":
            await act(do="listing", server="Attic", on=True)
            await rediscover(rig)
        case "plex.tv down":
            for host in PLEX_TV:
                await act(do="heal", listener=host)
            await rediscover(rig)
        case _:
            await act(do="heal", server="Attic", fault="unauthorized")
            await act(do="heal", server="Attic", fault="starting")
            await act(do="restore", server="Attic")
            await rig.call("test_connections", device_id=await rig.device("Attic"))
            for option in (ATTIC_LAN, "automatic"):
                await rig.act_on(choice, "select_option", option=option)
                await rig.became("Attic", "local")


async def rediscover(rig: Rig) -> None:
    """Ask plex.tv now; ignore a failure, which the surfaces show."""
    try:
        await rig.home.ws("plex_connection/rediscover", entry_id=rig.alice)
    except ApiError as err:
        if "plex.tv" not in err.told:
            raise


@pytest.fixture
def provoked() -> tuple[str, ...]:
    """Return the log's complaint about the action, as plex.tv does not answer."""
    return ("[homeassistant.components.websocket_api.http.connection]",)


@pytest_asyncio.fixture(loop_scope="session")
async def nora(browser_rig: BrowserRig, rig: Rig) -> AsyncIterator[str]:
    """Return the entry of another account, the owner of Harbour."""
    nora = await browser_rig.sign_in("nora")
    await rig.became("Harbour", "remote", nora)
    yield nora
    pytest_socket.enable_socket()
    await rig.world.act(do="restore", server="Harbour")
    await browser_rig.sign_out(nora)


@pytest_asyncio.fixture(loop_scope="session")
async def cards(rig: Rig, nora: str) -> AsyncIterator[None]:
    """Provide a dashboard with the cards of both servers."""
    async with cards_of(rig, {rig.alice: "Attic", nora: "Harbour"}):
        yield
        pytest_socket.enable_socket()


@pytest_asyncio.fixture(loop_scope="session")
async def at_home(
    rig: Rig, attic: str, cards: None, open_screen: OpenScreen
) -> AsyncIterator[Surfaces]:
    """Return the views of the local server, before anything happens to it."""
    await rig.enable("Attic", rig.alice, *OFF_BY_DEFAULT)
    sights = ("page", "tile", "card")
    async with opened(rig, "Attic", rig.alice, open_screen, *sights) as surfaces:
        yield surfaces


@pytest_asyncio.fixture(loop_scope="session")
async def away(
    rig: Rig, nora: str, cards: None, open_screen: OpenScreen
) -> AsyncIterator[Surfaces]:
    """Return the same for a server whose problem is to last for a minute."""
    await rig.enable("Harbour", nora, *OFF_BY_DEFAULT)
    async with opened(rig, "Harbour", nora, open_screen, "page", "card") as surfaces:
        yield surfaces


async def test_all_surfaces_agree(
    at_home: Surfaces, away: Surfaces, rig: Rig, attic: str, nora: str
) -> None:
    """In each state, during its reload, and on the way to and from it."""
    well, *others, down, up = rows()
    choice = await rig.entity("Harbour", "select.connection", nora)
    began = away.record.note("mark", "to down")
    await rig.act_on(choice, "select_option", option=HARBOUR_PUBLIC)
    await rig.world.act(do="crash", server="Harbour")
    for row in (well, *others):
        await visit(at_home, rig, attic, row, well)
    await away.settled(down, began)
    ended = away.record.note("mark", "from down")
    await rig.world.act(do="restore", server="Harbour")
    device_id = await rig.device("Harbour", nora)
    await rig.call("test_connections", device_id=device_id)
    await away.settled(up, ended)
    assert await at_home.at_odds() == []
    assert await away.at_odds() == []


async def visit(surfaces: Surfaces, rig: Rig, choice: str, row: Row, well: Row) -> None:
    """Enter a state, reload the account in it, and return to "all well"."""
    record, state = surfaces.record, row["state"]
    mark = record.note("mark", f"to {state}")
    await enter(rig, choice, state)
    await surfaces.settled(row, mark)
    mark = record.note("mark", f"reload, {state}")
    await rig.home.post(f"{ENTRIES}/{rig.alice}/reload")
    await surfaces.settled(row | {"told": ""}, mark)
    mark = record.note("mark", f"from {state}")
    if row is not well:
        await leave(rig, choice, state)
        await surfaces.settled(well | {"told": surfaces.told_since(mark)}, mark)
        await pushed(rig, "Attic")
