"""All surfaces say the same of a server, at every moment, whatever happens to it."""

# ruff: noqa: E501 (a table has rows)

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from demo.api import ApiError
from tests.running.house import DOMAIN, House, until

from .conftest import OpenScreen
from .drawn import Sight
from .laws import broken, drawn_otherwise
from .premises import ENTRIES, Premises
from .scenario import ATTIC_LAN, ATTIC_PUBLIC
from .screen import pushed
from .texts import Texts
from .told import Record, Told, recorded

CARDS = "plex-cards"

PLEX_TV = ("plex.tv", "clients.plex.tv")

TABLE = """
| state           | connection_type | reachable | failing | better | connection | plex_tv | usable | listed | page    | notices                  | tile, card | badges                | told                       | repairs |
| all well        | local           | on        | no      | off    | automatic  | on      | yes    | yes    | local   |                          | local      |                       |                            |         |
| LAN dead        | remote          | on        | no      | off    | automatic  | on      | yes    | yes    | remote  |                          | remote     |                       | local > remote: failover   |         |
| relay           | relay           | on        | no      | off    | automatic  | on      | yes    | yes    | relay   | relay                    | relay      |                       | local > relay: failover    |         |
| refused         | local           | off       | yes     | off    | automatic  | on      | no     | yes    | refused | denied                   | refused    | failing               |                            |         |
| starting        | local           | on        | no      | off    | automatic  | on      | no     | yes    | local   | starting                 | local      | starting              |                            |         |
| pinned and dead | offline         | off       | yes     | off    | pinned     | on      | no     | yes    | offline | offline_pinned           | offline    | failing, pinned       | local > offline: lost      |         |
| unlisted        | local           | on        | no      | off    | automatic  | on      | yes    | no     | local   | unlisted                 | local      | unlisted              |                            |         |
| plex.tv down    | local           | on        | no      | off    | automatic  | off     | yes    | yes    | local   |                          | local      |                       |                            |         |
| offline         | offline         | off       | yes     | off    | automatic  | on      | no     | yes    | offline | offline                  | offline    | failing               | local > offline: lost      |         |
"""
"""What each surface says of a server in each state, once that is known.

Entities, `get_connection`, the server's page, its tile and card, then what was told on
the way there from "all well" (the bus, the event entity and the logbook alike), and the
repairs that are open. A reload of the account in any of them changes nothing.
"""


@dataclass(frozen=True, kw_only=True)
class Surfaces:
    """A server's record, and the three ways in which browsers show it."""

    house: House
    record: Record
    sights: tuple[Sight, ...]
    text: Texts
    began: datetime
    activity: str
    """The entity that shows what happens."""

    def told_since(self, mark: int) -> str:
        """Return the changes that the bus told of since a place in the record."""
        return ", ".join(
            f"{each.data['from']} > {each.data['to']}: {each.data['reason']}"
            for each in self.record.told[mark:]
            if each.what == "connection_changed"
        )

    async def logbook(self, count: int) -> list[str]:
        """Return what the logbook says of the server, in its order, all of `count`."""
        lines: list[str] = []

        async def is_written() -> bool:
            told = await self.house.home.ws(
                "logbook/get_events",
                start_time=self.began.isoformat(),
                device_ids=[self.record.device_id],
                entity_ids=[self.activity],
            )
            lines[:] = [
                each["message"] for each in told if each.get("domain") == DOMAIN
            ]
            return len(lines) >= count

        await until(is_written, f"{count} lines in the logbook")
        return lines

    def cells(self, mark: int) -> dict[str, str]:
        """Return what is said now, by columns; what is drawn is waited for."""
        record = self.record
        answer = record.answer or {}
        return {
            "connection_type": record.shown("sensor.connection_type"),
            "reachable": record.shown("binary_sensor.reachable"),
            "failing": yes(record.shown("sensor.failure_count") != "0"),
            "better": record.shown("binary_sensor.better_available"),
            "connection": "automatic"
            if record.shown("select.connection") == "automatic"
            else "pinned",
            "plex_tv": record.shown("account binary_sensor.plex_tv_reachable"),
            "usable": yes(answer.get("usable")),
            "listed": yes(answer.get("listed")),
            "told": self.told_since(mark),
            "repairs": ", ".join(sorted(record.repairs)),
        }

    async def settled(self, row: dict[str, str], mark: int) -> None:
        """Wait until every surface says what a row of the table says."""
        wanted = {key: row[key] for key in self.cells(mark)}

        def agree() -> bool:
            server = self.record.server
            return bool(server and server["next_check"] and self.cells(mark) == wanted)

        try:
            await self.record.until(agree, row["state"])
        except AssertionError as err:
            raise AssertionError(
                f"{row['state']}: {differences(self.cells(mark), wanted)}"
            ) from err
        for sight in self.sights:
            is_page = sight.what == "page"
            words = row["notices" if is_page else "badges"]
            await sight.settled(
                row["page" if is_page else "tile, card"],
                tuple(words.split(", ") if words else ()),
            )


def differences(said: dict[str, str], wanted: dict[str, str]) -> dict[str, str]:
    """Return where two rows differ, in words."""
    return {
        key: f"{said[key]}, not {wanted[key]}"
        for key in wanted
        if said[key] != wanted[key]
    }


def yes(value: object) -> str:
    """Return a truth as the table has it."""
    return "yes" if value else "no"


def rows() -> list[dict[str, str]]:
    """Return the table, by columns."""
    head, *others = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in TABLE.strip().splitlines()
    ]
    return [dict(zip(head, each, strict=True)) for each in others]


async def enter(house: House, choice: str, state: str) -> None:
    """Let a state begin, from the one in which all is well."""
    act = house.world.act
    match state:
        case "LAN dead":
            await act(do="crash", listener=ATTIC_LAN)
        case "relay":
            # The one that is used comes last: there is no other to go to then.
            await act(do="crash", listener=ATTIC_PUBLIC)
            await act(do="crash", listener=ATTIC_LAN)
        case "refused":
            await act(do="inject", server="Attic", fault="unauthorized")
            await act(do="cut", server="Attic")
        case "starting":
            await act(do="inject", server="Attic", fault="starting")
            await act(do="cut", server="Attic")
        case "pinned and dead":
            await house.act_on(choice, "select_option", option=ATTIC_LAN)
            await act(do="crash", listener=ATTIC_LAN)
        case "unlisted":
            await act(do="listing", server="Attic", on=False)
            await rediscover(house)
        case "plex.tv down":
            for host in PLEX_TV:
                await act(do="inject", listener=host, fault="server_error")
            await rediscover(house)
        case "offline":
            await act(do="crash", server="Attic")


async def leave(house: House, choice: str, state: str) -> None:
    """Let all be well again."""
    act = house.world.act
    match state:
        case "unlisted":
            await act(do="listing", server="Attic", on=True)
            await rediscover(house)
        case "plex.tv down":
            for host in PLEX_TV:
                await act(do="heal", listener=host)
            await rediscover(house)
        case _:
            await act(do="heal", server="Attic", fault="unauthorized")
            await act(do="heal", server="Attic", fault="starting")
            await act(do="restore", server="Attic")
            await house.call("test_connections", device_id=await house.device("Attic"))
            for option in (ATTIC_LAN, "automatic"):
                await house.act_on(choice, "select_option", option=option)
                await house.became("Attic", "local")


async def rediscover(house: House) -> None:
    """Ask plex.tv now; that it does not answer is for the surfaces to say."""
    try:
        await house.home.ws("plex_connection/rediscover", entry_id=house.alice)
    except ApiError as err:
        if "plex.tv" not in err.told:
            raise


@pytest.fixture
def provoked() -> tuple[str, ...]:
    """Return what the log says of an action that fails: plex.tv is asked in vain."""
    return ("[homeassistant.components.websocket_api.http.connection]",)


@pytest_asyncio.fixture(loop_scope="session")
async def surfaces(
    house: House, attic: str, open_screen: OpenScreen, premises: Premises
) -> AsyncIterator[Surfaces]:
    """Return all that shows the server at home, from before anything happens to it."""
    home = house.home
    nora = await premises.sign_in("nora")
    made = await home.ws(
        "lovelace/dashboards/create", url_path=CARDS, title="Cards", mode="storage"
    )
    card = {
        "type": "custom:plex-connection-card",
        "device": await house.device("Attic"),
        "show_details": True,
    }
    await home.ws(
        "lovelace/config/save", url_path=CARDS, config={"views": [{"cards": [card]}]}
    )
    page, tile, card_ = [await open_screen() for _ in range(3)]
    await page.server("Attic")
    await tile.overview()
    await card_.go(f"/{CARDS}")
    await card_.page.locator("plex-connection-card").get_by_text("Attic").wait_for()
    sights = (
        Sight(page, "page", "panel_server_notice_"),
        Sight(tile, "tile", "panel_badge_"),
        Sight(card_, "card", "panel_badge_"),
    )
    for sight in sights:
        await sight.begin("Attic")
    async with recorded(house, "Attic", house.alice) as record:
        yield Surfaces(
            house=house,
            record=record,
            sights=sights,
            text=page.text,
            began=datetime.now(UTC),
            activity=await house.entity("Attic", "event.activity"),
        )
    await home.ws("lovelace/dashboards/delete", dashboard_id=made["id"])
    await premises.sign_out(nora)


async def test_every_surface_says_the_same(
    surfaces: Surfaces, house: House, attic: str
) -> None:
    """In each state, while it is reloaded, and on every way between."""
    record = surfaces.record
    well, *others = rows()
    for row in (well, *others):
        state = row["state"]
        mark = record.note("mark", f"to {state}")
        await enter(house, attic, state)
        await surfaces.settled(row, mark)
        mark = record.note("mark", f"reload, {state}")
        await house.home.post(f"{ENTRIES}/{house.alice}/reload")
        await surfaces.settled(row | {"told": ""}, mark)
        mark = record.note("mark", f"from {state}")
        if row is not well:
            await leave(house, attic, state)
            await surfaces.settled(well | {"told": surfaces.told_since(mark)}, mark)
            await pushed(house, "Attic")
    found = broken(record)
    for sight in surfaces.sights:
        found += drawn_otherwise(record, sight.what, await sight.drawn())
    assert found == [], "\n".join(found)
    told = [told_of(each.data, surfaces.text) for each in changes(record)]
    assert await surfaces.logbook(len(told)) == told


def changes(record: Record) -> list[Told]:
    """Return the changes of connection that the bus told of."""
    return [each for each in record.told if each.what == "connection_changed"]


def told_of(data: dict[str, Any], text: Texts) -> str:
    """Return what the logbook is to say of a change that the bus told of."""
    before, after = data["from"], data["to"]
    words = {
        "to": text(f"logbook_type_{after}"),
        "from": text(f"logbook_type_{before}"),
        "reason": text(f"logbook_reason_{data['reason']}"),
    }
    if after == "offline":
        return text("logbook_lost")
    if before == "offline":
        return text("logbook_recovered_connection", **words)
    key = "address_changed" if before == after else "connection_changed"
    return text(f"logbook_{key}", **words)
