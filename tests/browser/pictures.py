"""Pictures of the pages, and whether two of them are alike in the main."""

from io import BytesIO

from PIL import Image, ImageChops, ImageFilter

GRID = 32
"""Cells that a picture has in its width, in each of which its colours are mixed."""

FAR = 10
"""From how far apart, of 255, two colours of a cell are two colours."""

MOST = 0.04
"""The part of a picture's cells that may differ: times, figures, letters."""


def difference(one: bytes, other: bytes) -> float:
    """Return in how great a part two pictures differ, from 0 to 1.

    Of other heights they differ altogether: something is missing, or too much.
    """
    first, second = cells(one), cells(other)
    if first.size != second.size:
        return 1.0
    apart = ImageChops.difference(first, second)
    far = [max(pixel) > FAR for pixel in apart.get_flattened_data()]
    return sum(far) / len(far)


def cells(picture: bytes) -> Image.Image:
    """Return a picture as a small one, of which each pixel is the mean of a cell."""
    with Image.open(BytesIO(picture)) as image:
        drawn = image.convert("RGB")
    height = round(drawn.height * GRID / drawn.width)
    return drawn.filter(ImageFilter.BoxBlur(4)).resize(
        (GRID, height), Image.Resampling.BOX
    )
