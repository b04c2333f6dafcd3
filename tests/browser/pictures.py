"""Whether two pictures of a page are alike in the main."""

from collections import Counter
from io import BytesIO

from PIL import Image

GRID = 48
"""Cells that a picture has in its width; the colours within one are mixed."""

GROUNDS = 3
"""Colours that nothing is drawn in: of the page, its cards and the sidebar."""

FAR = 12
"""From how far apart, of 255, two colours of cells are two colours."""

MOST = 0.1
"""The part of what is drawn that may differ: times, figures, letters."""

type Colour = tuple[int, int, int]


def difference(one: bytes, other: bytes) -> float:
    """Return which part of what is drawn in either differs in the other, 0 to 1."""
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
