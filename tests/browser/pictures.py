"""Rough comparison of two pictures of a page."""

from collections import Counter
from io import BytesIO

from PIL import Image

GRID = 48
"""Cells per width of a picture; colours within a cell are mixed."""

GROUNDS = 3
"""Background colours: of the page, its cards and the sidebar."""

FAR = 12
"""Distance, of 255, from which two colours of cells differ."""

MOST = 0.1
"""Share of what is drawn that may differ: times, figures, letters."""

type Colour = tuple[int, int, int]


def difference(one: bytes, other: bytes) -> float:
    """Return the share of what is drawn in either that differs, 0 to 1."""
    first, second = cells(one), cells(other)
    if len(first) != len(second):
        return 1.0
    grounds = _grounds(first), _grounds(second)
    drawn = differing = 0
    for cell in zip(first, second, strict=True):
        is_other = _apart(*cell) > FAR
        differing += is_other
        drawn += is_other or any(
            min(_apart(colour, each) for each in ground) > FAR
            for colour, ground in zip(cell, grounds, strict=True)
        )
    return differing / max(drawn, 1)


def cells(picture: bytes) -> list[Colour]:
    """Return the mean colour of each cell of a picture, row by row."""
    with Image.open(BytesIO(picture)) as image:
        seen = image.convert("RGB")
    height = round(seen.height * GRID / seen.width)
    small = seen.resize((GRID, height), Image.Resampling.BOX).tobytes()
    return [
        (small[place], small[place + 1], small[place + 2])
        for place in range(0, len(small), 3)
    ]


def _grounds(colours: list[Colour]) -> list[Colour]:
    return [colour for colour, _ in Counter(colours).most_common(GROUNDS)]


def _apart(one: Colour, other: Colour) -> int:
    return max(abs(first - second) for first, second in zip(one, other, strict=True))
