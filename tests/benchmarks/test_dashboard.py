"""The benchmark of the dashboard still runs; its times are not judged."""

import json
from pathlib import Path
import subprocess
import sys
from typing import Any

import pytest

from benchmarks.bench import QUICK
from benchmarks.marked import NOTHING_YET, marked, replace_marked
from benchmarks.page_visits import Way
from benchmarks.report import TEMPLATE
from tests.browser_needed import need_browser

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.xdist_group("processes")


@pytest.fixture(scope="module", name="run")
def run_fixture(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[str, dict[str, Any]]:
    """Return the section and the findings of a smoke run."""
    need_browser()
    file = tmp_path_factory.mktemp("dashboard") / "findings.json"
    done = subprocess.run(  # noqa: S603 - our own module
        [
            *(sys.executable, "-m", "benchmarks", "--quick"),
            *("--dashboard", "only", "--findings", str(file)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(file.read_text())["dashboard"]
    return done.stdout, found


def test_section_is_whole(run: tuple[str, dict[str, Any]]) -> None:
    """The section has both pages in every way, and reveals nothing of this machine."""
    section, _ = run

    for words in ("our overview", "Home Assistant's list of devices", *Way):
        assert words in section
    assert "{" not in section
    for private in (ROOT, Path.home()):
        assert str(private) not in section


def test_pages_were_seen(run: tuple[str, dict[str, Any]]) -> None:
    """Each page was opened in each way and scrolled; ours received every server."""
    _, found = run

    assert found["servers"] == QUICK.tiles
    for page in (found["ours"], found["peer"]):
        assert set(page["openings"]) == set(Way)
        for openings in page["openings"].values():
            assert len(openings) == QUICK.openings
            assert all(0 < each["first"] <= each["whole"] for each in openings)
        (scrolling,) = page["scrollings"]
        assert scrolling["notches"] > 0
        assert len(scrolling["frames"]) > scrolling["notches"]
    for way in Way:
        assert all(each["payload"] > 0 for each in found["ours"]["openings"][way])
        assert all(each["payload"] == 0 for each in found["peer"]["openings"][way])


def test_section_has_its_place() -> None:
    """The section can be replaced alone, and the page's template has a place for it."""
    page = TEMPLATE.read_text()

    assert marked(page, "dashboard") == "$dashboard"
    new = replace_marked(page, "dashboard", "new", heading="The dashboard")
    assert new == page.replace("$dashboard", "new")
    assert marked("# Head\n", "dashboard") == NOTHING_YET
    added = replace_marked("# Head\n", "dashboard", "new", heading="The dashboard")
    assert marked(added, "dashboard") == "new"
