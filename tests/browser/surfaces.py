"""All views of one server, side by side."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.running.rig import DOMAIN, Rig, until

from .conftest import OpenScreen
from .drawn import Sight
from .drawn_laws import drawn_otherwise
from .laws import broken
from .recorded_messages import Record, RecordedMessage, recorded
from .screen import PANEL
from .texts import Texts

CARDS = "plex-cards"
"""A dashboard with a view per account, showing one server's card."""


type Row = dict[str, str]
"""A state of the table, by columns."""


@dataclass(frozen=True, kw_only=True)
class Surfaces:
    """A server's record, and its views in browsers."""

    rig: Rig
    record: Record
    sights: tuple[Sight, ...]
    text: Texts
    began: datetime
    activity: str
    """Entity id of the event entity."""

    def told_since(self, mark: int) -> str:
        """Return the changes on the bus since a position in the record."""
        return ", ".join(
            f"{each.data['from']} > {each.data['to']}: {each.data['reason']}"
            for each in self.record.told[mark:]
            if each.what == "connection_changed"
        )

    async def at_odds(self) -> list[str]:
        """Return contradictions in what was published and drawn."""
        found = broken(self.record)
        for sight in self.sights:
            found += drawn_otherwise(self.record, sight.what, await sight.drawn())
        told = [told_of(each.data, self.text) for each in changes(self.record)]
        lines = await self._logbook(len(told))
        return found if lines == told else [*found, f"{lines}, but told was {told}"]

    async def _logbook(self, count: int) -> list[str]:
        """Return the server's logbook messages in order, once there are `count`."""
        lines: list[str] = []

        async def is_written() -> bool:
            told = await self.rig.home.ws(
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

    def cells(self, mark: int) -> Row:
        """Return the present state by columns, without what is drawn."""
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

    async def settled(self, row: Row, mark: int) -> None:
        """Wait until every surface shows a row of the table."""
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


def differences(said: Row, wanted: Row) -> Row:
    """Return the differences of two rows, in words."""
    return {
        key: f"{said[key]}, not {wanted[key]}"
        for key in wanted
        if said[key] != wanted[key]
    }


def yes(value: object) -> str:
    """Return a boolean in the table's words."""
    return "yes" if value else "no"


@asynccontextmanager
async def opened(
    rig: Rig, name: str, entry_id: str, open_screen: OpenScreen, *sights: str
) -> AsyncIterator[Surfaces]:
    """Show a server in browsers, and record all that is published from now on.

    `sights` are its views: `page`, `tile`, `card`.
    """
    async with recorded(rig, name, entry_id) as record:
        paths = {
            "page": f"{PANEL}/server/{entry_id}/{record.server_id}",
            "tile": PANEL,
            "card": f"/{CARDS}/{entry_id}",
        }
        looks = []
        for what in sights:
            screen = await open_screen()
            await screen.go(paths[what])
            looks.append(Sight(screen, what))
            await looks[-1].begin(name)
        yield Surfaces(
            rig=rig,
            record=record,
            sights=tuple(looks),
            text=Texts(),
            began=datetime.now(UTC),
            activity=await rig.entity(name, "event.activity", entry_id),
        )


@asynccontextmanager
async def cards_of(rig: Rig, servers: Mapping[str, str]) -> AsyncIterator[None]:
    """Provide a dashboard with cards of servers, by their accounts' entries."""
    home = rig.home
    made = await home.ws(
        "lovelace/dashboards/create", url_path=CARDS, title="Cards", mode="storage"
    )
    views = [
        {
            "path": entry_id,
            "cards": [
                {
                    "type": "custom:plex-connection-card",
                    "device": await rig.device(name, entry_id),
                    "show_details": True,
                }
            ],
        }
        for entry_id, name in servers.items()
    ]
    await home.ws("lovelace/config/save", url_path=CARDS, config={"views": views})
    yield
    await home.ws("lovelace/dashboards/delete", dashboard_id=made["id"])


def changes(record: Record) -> list[RecordedMessage]:
    """Return the changes of connection on the bus."""
    return [each for each in record.told if each.what == "connection_changed"]


def told_of(data: dict[str, Any], text: Texts) -> str:
    """Return the logbook's message for a change on the bus."""
    before, after = data["from"], data["to"]
    words = {
        "to": text(f"logbook_type_{after}"),
        "from": text(f"logbook_type_{before}"),
        "reason": text(f"logbook_reason_{data['reason']}"),
    }
    is_chosen = data["reason"] == "pinned"
    if after == "offline":
        return text("logbook_lost_pinned" if is_chosen else "logbook_lost")
    if before == "offline" and not is_chosen:
        return text("logbook_recovered_connection", **words)
    key = "address_changed" if before == after else "connection_changed"
    return text(f"logbook_{key}", **words)
