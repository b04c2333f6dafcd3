#!/usr/bin/env python3
"""Makes the images that Home Assistant shows from the drawings beside this file.

Started by scripts/brand, which brings the renderer.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
import struct
import sys
import zlib

import oxipng
import resvg_py

DRAWINGS = Path(__file__).parent
IMAGES = DRAWINGS.parents[1] / "custom_components/plex_connection/brand"
HEIGHTS = {"": 256, "@2x": 512}
"""Pixels by what follows the drawing's name."""

HEADER_END = 8 + 12 + 13
"""Bytes: the signature, then the frame and the content of the header chunk."""


def _signed(image: bytes, drawing: bytes) -> bytes:
    """Return the image with a note of the drawing that it was made from."""
    body = b"tEXtSource SHA-256\0" + sha256(drawing).hexdigest().encode()
    size = struct.pack(">I", len(body) - len(b"tEXt"))
    chunk = size + body + struct.pack(">I", zlib.crc32(body))
    return image[:HEADER_END] + chunk + image[HEADER_END:]


def _rendered(drawing: bytes, height: int) -> bytes:
    """Return the drawing as a small interlaced PNG, `height` pixels high."""
    image = resvg_py.svg_to_bytes(
        svg_string=drawing.decode(), height=height, skip_system_fonts=True
    )
    return oxipng.optimize_from_memory(
        image,
        level=6,
        interlace=oxipng.Interlacing.Adam7,
        strip=oxipng.StripChunks.all(),
    )


def _images() -> Iterator[tuple[Path, bytes]]:
    """Yield where each image belongs and what is to be in it."""
    for source in sorted(DRAWINGS.glob("*.svg")):
        drawing = source.read_bytes()
        for suffix, height in HEIGHTS.items():
            image = _signed(_rendered(drawing, height), drawing)
            yield IMAGES / f"{source.stem}{suffix}.png", image


def _say(text: str) -> None:
    print(f"brand: {text}", file=sys.stderr)  # noqa: T201 (it speaks to who runs it)


def main(arguments: list[str]) -> int:
    """Write the images, or with --check only compare; return the exit status."""
    if arguments not in ([], ["--check"]):
        _say("either --check or nothing may follow")
        return 2
    stale = [
        (path, image)
        for path, image in _images()
        if not path.exists() or path.read_bytes() != image
    ]
    for path, image in stale:
        _say(f"{path.name} {'differs' if arguments else 'written'}")
        if not arguments:
            path.write_bytes(image)
    if not stale:
        _say("the images are as drawn")
    return int(bool(stale and arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
