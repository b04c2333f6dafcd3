"""The library of a media server: two sections, and any number of films."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

FILMS = 1
SERIES = 2
FIRST_FILM = 1001
FIRST_SERIES = 900_001
"""Rating keys of the first of each; the others follow."""

ADDED_AT = 1_760_000_000
MINUTE = 60_000
"""Milliseconds, in which Plex counts."""

PLOT = (
    "Two strangers who never meant to stay find a letter in the attic of an old "
    "house by the sea, and by the time they have read it nothing in the village "
    "is what it seemed to be when the summer began."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One library section."""

    key: int
    title: str
    kind: str
    """"movie" or "show"."""
    agent: str

    def row(self) -> dict[str, Any]:
        """Return its entry in the list of sections."""
        return {
            "allowSync": True,
            "key": str(self.key),
            "type": self.kind,
            "title": self.title,
            "agent": self.agent,
            "scanner": "Plex Movie" if self.kind == "movie" else "Plex TV Series",
            "language": "en-GB",
            "uuid": f"00000000-0000-4000-8000-{self.key:012}",
            "refreshing": False,
            "createdAt": ADDED_AT,
            "updatedAt": ADDED_AT,
            "scannedAt": ADDED_AT,
            "content": True,
            "directory": True,
            "hidden": False,
            "Location": [{"id": self.key, "path": f"/media/{self.title.lower()}"}],
        }


SECTIONS = {
    FILMS: Section(
        key=FILMS, title="Films", kind="movie", agent="tv.plex.agents.movie"
    ),
    SERIES: Section(
        key=SERIES, title="Series", kind="show", agent="tv.plex.agents.series"
    ),
}


class Library:
    """The items of one server, and how often each was watched."""

    def __init__(self, films: int) -> None:
        """Create a number of films, and three series."""
        self.films = films
        self.series = 3
        self.view_counts: Counter[int] = Counter()
        """By rating key."""
        self.ratings: dict[int, float] = {}
        self.titles: dict[int, str] = {}
        """Edited titles."""

    def keys(self, section: int) -> range:
        """Return the rating keys of a section."""
        first, size = {
            FILMS: (FIRST_FILM, self.films),
            SERIES: (FIRST_SERIES, self.series),
        }[section]
        return range(first, first + size)

    def section_of(self, key: int) -> Section | None:
        """Return the section of an item; None: there is no such item."""
        return next(
            (found for found in SECTIONS.values() if key in self.keys(found.key)), None
        )

    def rows(self, keys: range) -> Iterator[dict[str, Any]]:
        """Yield the items of these keys."""
        for key in keys:
            if (section := self.section_of(key)) is not None:
                yield self._row(key, section)

    def _row(self, key: int, section: Section) -> dict[str, Any]:
        number = key - self.keys(section.key).start + 1
        noun = "Film" if section.kind == "movie" else "Series"
        row: dict[str, Any] = {
            "ratingKey": str(key),
            "key": f"/library/metadata/{key}",
            "guid": f"plex://{section.kind}/{key:024x}",
            "type": section.kind,
            "title": self.titles.get(key, f"{noun} {number}"),
            "librarySectionTitle": section.title,
            "librarySectionID": section.key,
            "librarySectionKey": f"/library/sections/{section.key}",
            "summary": PLOT,
            "year": 1950 + number % 75,
            "duration": 90 * MINUTE,
            "addedAt": ADDED_AT + number,
            "updatedAt": ADDED_AT + number,
        }
        if key in self.ratings:
            row["userRating"] = self.ratings[key]
        if watched := self.view_counts[key]:
            row["viewCount"] = watched
        if section.kind == "movie":
            row["Media"] = [_medium(key)]
        return row


def _medium(key: int) -> dict[str, Any]:
    return {
        "id": key,
        "duration": 90 * MINUTE,
        "bitrate": 8000,
        "width": 1920,
        "height": 1080,
        "videoCodec": "h264",
        "audioCodec": "aac",
        "container": "mkv",
        "Part": [
            {
                "id": key,
                "key": f"/library/parts/{key}/{ADDED_AT}/file.mkv",
                "duration": 90 * MINUTE,
                "file": f"/media/films/{key}.mkv",
                "size": 5_400_000_000,
                "container": "mkv",
            }
        ],
    }
