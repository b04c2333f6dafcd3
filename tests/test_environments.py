"""Home Assistant versions that are tested: which, and where each is named."""

import json
from pathlib import Path
import re
import tomllib
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PINS = sorted((ROOT / "requirements").glob("home-assistant-*.txt"))
MINIMUM: str = json.loads((ROOT / "hacs.json").read_text())["homeassistant"]

MOVING = {"beta", ".cache/home-assistant"}
"""The newest one, betas included; and the present development version."""


def pinned(text: str, package: str = "homeassistant") -> str:
    """Return the version of a package among pins."""
    (found,) = re.findall(rf"^{package}==(\S+)", text, re.MULTILINE)
    return str(found)


def default() -> str:
    """Return the version in .venv."""
    return pinned((ROOT / "requirements/development.txt").read_text())


def matrix(workflow: str) -> list[str]:
    """Return the Home Assistant versions that a workflow tests."""
    read: dict[str, Any] = yaml.safe_load(
        (ROOT / ".github/workflows" / workflow).read_text()
    )
    return [
        each
        for job in read["jobs"].values()
        for each in job.get("strategy", {}).get("matrix", {}).get("home_assistant", ())
    ]


@pytest.mark.parametrize("pins", PINS, ids=lambda pins: pins.stem)
def test_pins_are_of_the_version_in_their_name(pins: Path) -> None:
    """A file's name is that of its pin."""
    assert pins.stem == f"home-assistant-{pinned(pins.read_text())}"


def test_lowest_is_the_minimum() -> None:
    """The minimum that HACS enforces is tested, and no older version."""
    versions = {pinned(each.read_text()) for each in PINS} | {default()}
    ordered = sorted(versions, key=lambda each: [int(n) for n in each.split(".")])
    assert ordered[0] == MINIMUM


def test_default_is_what_is_declared() -> None:
    """pyproject.toml and its pins agree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert f"homeassistant=={default()}" in project["dependencies"]


def test_all_are_tried() -> None:
    """Pinned versions are tested at every push, moving ones once a day."""
    assert matrix("test.yml") == [pins.stem.split("-")[-1] for pins in PINS]
    assert set(matrix("next.yml")) == MOVING


@pytest.mark.parametrize("file", ["README.md", "info.md"])
def test_minimum_is_documented(file: str) -> None:
    """Readers learn the minimum that HACS enforces."""
    assert (
        f"Home Assistant {MINIMUM.removesuffix('.0')} or later is needed"
        in (ROOT / file).read_text()
    )
