"""README's pictures of verdicts are there, and each is of a household that has it."""

import json

from PIL import Image
import pytest

from demo.home_assistant import ROOT
from demo.verdicts import COLOURS, HOUSEHOLDS, SHOWN, picture


@pytest.mark.parametrize("number", SHOWN)
def test_picture(number: str) -> None:
    """In both themes of one size, with few colours, and named in README."""
    (file,) = HOUSEHOLDS.glob(f"{number}_*.json")
    truth = json.loads(file.read_text())["truth"]
    assert list(truth.values()).count(SHOWN[number]) == 1
    readme = (ROOT / "README.md").read_text()
    sizes = set()
    for scheme in ("light", "dark"):
        taken = picture(SHOWN[number], scheme)
        assert f"docs/images/{taken.name}" in readme
        assert taken.stat().st_size < 50_000
        with Image.open(taken) as image:
            sizes.add(image.size)
            assert len(image.convert("RGB").getcolors() or ()) <= COLOURS
    assert len(sizes) == 1
