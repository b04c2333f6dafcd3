"""The overview of many servers in a browser, beside one of Home Assistant's pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product

from playwright.async_api import Browser

from demo.browser import chromium

from .bench import Bench
from .crowded_home import CrowdedHome, crowded_home
from .page_visits import Opening, Place, Scrolling, Way, scroll, visitor
from .sample import Sample

ROWS = 16

HOME_ASSISTANTS_OWN = Place(
    title="Home Assistant's list of devices", path="/config/devices/dashboard", parts=1
)
"""As long as ours; it draws only the visible rows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PageTimes:
    """Measurements of one page."""

    place: Place
    openings: Mapping[Way, list[Opening]]
    scrollings: list[Scrolling]

    def first(self, way: Way) -> Sample:
        """Return the times until the first part was visible."""
        return Sample.of_seconds(each.first for each in self.openings[way])

    def whole(self, way: Way) -> Sample:
        """Return the times until all parts were visible."""
        return Sample.of_seconds(each.whole for each in self.openings[way])

    def block(self, way: Way) -> Sample:
        """Return the longest turns of Home Assistant's loop."""
        return Sample.of_seconds(each.block for each in self.openings[way])

    @property
    def payload(self) -> int:
        """Return the maximum bytes of the first event of our overview."""
        return max(each.payload for way in Way for each in self.openings[way])

    @property
    def frames(self) -> Sample:
        """Return the times between two frames."""
        found = sorted(frame for each in self.scrollings for frame in each.frames)
        return Sample(values=tuple(found))

    @property
    def longest_tasks(self) -> Sample:
        """Return the longest task of each scroll; 0 if none took longer than 50 ms."""
        found = sorted(max(each.tasks, default=0.0) for each in self.scrollings)
        return Sample(values=tuple(found))


@dataclass(frozen=True, kw_only=True, slots=True)
class DashboardTimes:
    """Our overview and its peer, measured alternately in the same browser."""

    servers: int
    chromium: str
    """Its version."""
    ours: PageTimes
    peer: PageTimes


@dataclass(kw_only=True, slots=True)
class _Notes:
    """Collects measurements of one page."""

    place: Place
    openings: dict[Way, list[Opening]] = field(
        default_factory=lambda: {way: [] for way in Way}
    )
    scrollings: list[Scrolling] = field(default_factory=list)

    def times(self) -> PageTimes:
        return PageTimes(
            place=self.place, openings=self.openings, scrollings=self.scrollings
        )


async def measure(bench: Bench) -> DashboardTimes:
    """Open and scroll both pages again and again, alternately."""
    servers = bench.extent.tiles
    ours = _Notes(
        place=Place(title="our overview", path="/plex-connection", parts=servers)
    )
    peer = _Notes(place=HOME_ASSISTANTS_OWN)
    async with (
        crowded_home(
            bench.folder, authority=bench.authority, servers=servers, rows=ROWS
        ) as crowded,
        chromium() as browser,
    ):
        # The first time is not counted: Home Assistant caches what it reads.
        await _look(browser, crowded, _Notes(place=ours.place))
        for _, notes in product(range(bench.extent.openings), (ours, peer)):
            notches = ours.scrollings[-1].notches if notes is peer else None
            await _look(browser, crowded, notes, notches=notches)
        version = browser.version
    times = DashboardTimes(
        servers=servers, chromium=version, ours=ours.times(), peer=peer.times()
    )
    bench.say(
        f"Overview of {servers} servers: whole after "
        f"{times.ours.whole(Way.COLD).median:.0f} ms, frames p95 "
        f"{times.ours.frames.percentile(0.95):.1f} ms"
    )
    return times


async def _look(
    browser: Browser,
    crowded: CrowdedHome,
    notes: _Notes,
    *,
    notches: int | None = None,
) -> None:
    """Open a page in each way with a new profile, and scroll it once."""
    async with visitor(browser, crowded) as somebody:
        for way in Way:
            page, opening = await somebody.open(notes.place, way)
            notes.openings[way].append(opening)
            if way is Way.WITHIN:
                notes.scrollings.append(await scroll(page, notches=notches))
            await page.close()
