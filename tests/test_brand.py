"""Icon and logo: complete, in Home Assistant's format, and true to the drawings."""

from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
import re
from xml.etree import ElementTree as ET

from homeassistant.components.brands.const import ALLOWED_IMAGES
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from PIL import Image
from PIL.PngImagePlugin import PngImageFile
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

ROOT = Path(__file__).parents[1]
DRAWINGS = ROOT / "docs/brand"
IMAGES = ROOT / "custom_components/plex_connection/brand"

NAMES = ("icon", "logo", "dark_icon", "dark_logo")
HEIGHTS = {"": 256, "@2x": 512}
SIZE_LIMITS = {"": 20_000, "@2x": 40_000}
"""Maximum bytes: they are in every download, and in long lists."""

every_drawing = pytest.mark.parametrize("name", NAMES)
every_image = pytest.mark.parametrize(
    ("name", "suffix"), [(name, suffix) for name in NAMES for suffix in HEIGHTS]
)


def _text(name: str) -> str:
    return (DRAWINGS / f"{name}.svg").read_text(encoding="utf-8")


def _image(name: str, suffix: str) -> PngImageFile:
    image = Image.open(IMAGES / f"{name}{suffix}.png")
    assert isinstance(image, PngImageFile)
    image.load()
    return image


def _colours(image: Image.Image) -> set[tuple[int, ...]]:
    """Return the colours of the opaque pixels."""
    counted = image.convert("RGBA").getcolors(1 << 16)
    assert counted is not None
    found = {colour for _, colour in counted if isinstance(colour, tuple)}
    return {colour[:3] for colour in found if colour[3] == 255}


def _luminance(colour: tuple[int, ...]) -> float:
    """Return the relative luminance of an sRGB colour, 0 to 1."""
    parts = [part / 255 for part in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the contrast of two colours, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_image_is_there_and_no_other() -> None:
    """All images that Home Assistant may request, so that it never falls back."""
    there = {path.name for path in IMAGES.iterdir()}
    assert there == set(ALLOWED_IMAGES)
    assert there == {f"{name}{suffix}.png" for name in NAMES for suffix in HEIGHTS}
    assert {path.stem for path in DRAWINGS.glob("*.svg")} == set(NAMES)


@every_image
def test_an_image_is_made_from_its_drawing(name: str, suffix: str) -> None:
    """After a change of a drawing, scripts/brand has to be run."""
    drawing = (DRAWINGS / f"{name}.svg").read_bytes()
    assert _image(name, suffix).text == {"Source SHA-256": sha256(drawing).hexdigest()}


@every_image
def test_an_image_has_its_size(name: str, suffix: str) -> None:
    """Icons are square, logos wide; twice as large where the name says so."""
    view = ET.fromstring(_text(name)).attrib["viewBox"]  # noqa: S314
    left, top, width, height = (int(number) for number in view.split())
    scale = HEIGHTS[suffix] / height
    assert (left, top) == (0, 0)
    assert _image(name, suffix).size == (width * scale, HEIGHTS[suffix])
    assert width == height if name.endswith("icon") else width > 2 * height


@every_image
def test_an_image_is_trimmed_and_transparent(name: str, suffix: str) -> None:
    """There is no empty margin, and the corners are transparent."""
    image = _image(name, suffix)
    alpha = image.convert("RGBA").getchannel("A")
    right, bottom = image.width - 1, image.height - 1
    assert alpha.getbbox() == (0, 0, image.width, image.height)
    corners = ((0, 0), (right, 0), (0, bottom), (right, bottom))
    assert [alpha.getpixel(corner) for corner in corners] == [0] * 4
    assert alpha.getpixel((bottom // 2, bottom // 2)) == 255


@every_image
def test_an_image_is_small_and_interlaced(name: str, suffix: str) -> None:
    """Optimised and interlaced, as the rules for brand images prefer."""
    path = IMAGES / f"{name}{suffix}.png"
    assert path.stat().st_size < SIZE_LIMITS[suffix]
    assert _image(name, suffix).info["interlace"] == 1


@pytest.mark.parametrize(
    ("name", "background"), [("logo", (255, 255, 255)), ("dark_logo", (28, 28, 28))]
)
@pytest.mark.parametrize("suffix", HEIGHTS)
def test_the_words_can_be_read(
    name: str, background: tuple[int, ...], suffix: str
) -> None:
    """Words contrast with cards of a light and of a dark theme; so does the tile."""
    image = _image(name, suffix)
    words = _colours(image.crop((image.height, 0, image.width, image.height)))
    assert words
    assert min(_contrast(colour, background) for colour in words) > 7
    tile = image.convert("RGBA").getpixel((image.height // 2, 2))
    assert isinstance(tile, tuple)
    assert _contrast(tile[:3], background) > 2.5


@every_drawing
def test_a_drawing_stands_alone(name: str) -> None:
    """It renders the same everywhere: no font, no style, nothing external."""
    root = ET.fromstring(_text(name))  # noqa: S314
    space = "{http://www.w3.org/2000/svg}"
    kinds = {element.tag.removeprefix(space) for element in root.iter()}
    assert kinds == {"svg", "title", "rect", "g", "path", "circle"}
    keys = {key for element in root.iter() for key in element.attrib}
    assert not [key for key in keys if "href" in key or "font" in key]
    assert "url(" not in _text(name)


@pytest.mark.parametrize("name", ["icon", "logo"])
def test_the_dark_drawing_has_the_same_shapes(name: str) -> None:
    """Only colours differ, and they do."""
    light, dark = _text(name), _text(f"dark_{name}")
    assert light != dark
    colour = re.compile("#[0-9a-f]{6}")
    assert colour.sub("", light) == colour.sub("", dark)


@pytest.mark.parametrize("theme", ["", "dark_"])
def test_the_logo_begins_with_the_icon(theme: str) -> None:
    """Icon and logo cannot diverge."""
    icon = _text(f"{theme}icon").splitlines()[1:-1]
    assert _text(f"{theme}logo").splitlines()[1 : 1 + len(icon)] == icon


def test_the_readme_shows_the_icon() -> None:
    """No text shows a missing drawing, either."""
    assert 'src="docs/brand/icon.svg"' in (ROOT / "README.md").read_text("utf-8")
    shown = re.compile(r"""(?:src(?:set)?="|\]\()([^")\s]+\.svg)""")
    for path in (ROOT / "README.md", ROOT / "info.md", DRAWINGS / "README.md"):
        for target in shown.findall(path.read_text("utf-8")):
            assert "://" in target or (path.parent / target).is_file(), (path, target)


def test_documented_colours() -> None:
    """The text beside the drawings has all their colours, and no other."""
    colours = re.compile("#[0-9a-f]{6}")
    drawn = {colour for name in NAMES for colour in colours.findall(_text(name))}
    told = colours.findall((DRAWINGS / "README.md").read_text("utf-8"))
    assert set(told) == drawn


@every_image
async def test_home_assistant_serves_the_image(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    name: str,
    suffix: str,
) -> None:
    """It is ours, not a remote one or a placeholder."""
    assert await async_setup_component(hass, "brands", {})
    client = await hass_client()
    file = f"{name}{suffix}.png"
    answer = await client.get(f"/api/brands/integration/plex_connection/{file}")
    assert answer.status == HTTPStatus.OK
    assert await answer.read() == (IMAGES / file).read_bytes()
