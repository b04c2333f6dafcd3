"""Each part of the long runs works in a short form; times are not judged."""

import json
from pathlib import Path
import subprocess
import sys

import pytest

from soak.figures import Findings

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.xdist_group("processes")

TITLES = [
    "A day with a healthy server",
    "A day with a server that is off",
    "A rough week",
    "Reloads",
    "Messages",
    "Kills",
]

REQUESTS = "requests of ours, all kinds but the next"

ALWAYS = {
    "tokens in clear",
    "tokens that reached a stranger",
    "tokens in an address",
    "warnings and errors of ours in the log",
}
"""Figures of every part."""


@pytest.fixture(scope="module", name="run")
def run_fixture(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[Findings]]:
    """Return the output of a short run, and its findings."""
    file = tmp_path_factory.mktemp("soak") / "findings.json"
    done = subprocess.run(  # noqa: S603
        [
            *(sys.executable, "-m", "soak", "--quick", "--findings", file),
            *("--only", "day", "off", "week", "reloads", "messages", "kills"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    # 1: a figure is beyond its limit. The tests below define which ones may be.
    assert done.returncode in {0, 1}, done.stderr
    found = [Findings.from_dict(each) for each in json.loads(file.read_text())]
    return done.stdout, found


def test_every_part_has_a_table(run: tuple[str, list[Findings]]) -> None:
    """Each part has a table, which reveals nothing of this machine."""
    page, found = run

    assert [each.title for each in found] == TITLES
    for each in found:
        assert f"### {each.title}" in page
        assert {figure.what for figure in each.figures} >= ALWAYS
        for figure in each.figures:
            assert f"| {figure.what} | " in page
    for private in (ROOT, Path.home()):
        assert str(private) not in page


def test_nothing_is_beyond_its_limit(run: tuple[str, list[Findings]]) -> None:
    """Except times, which a busy machine may prolong."""
    _, found = run

    for each in found:
        bad = [figure for figure in each.faults if figure.unit != "s"]
        assert not bad, (each.title, bad, each.complaints)


def test_something_happened(run: tuple[str, list[Findings]]) -> None:
    """A run without any activity would pass the limits, too."""
    _, found = run
    figures = {
        (each.title, figure.what): figure.value
        for each in found
        for figure in each.figures
    }

    assert figures["A day with a healthy server", "operations"] > 0
    assert figures["A day with a healthy server", REQUESTS] > 0
    assert figures["A day with a server that is off", "connection attempts"] > 0
    assert figures["A rough week", "troubles"] > 0
    assert figures["A rough week", "connection attempts to Attic a day"] > 0
    assert figures["Reloads", "reloads"] > 0
    assert figures["Messages", "messages"] > 0
    assert figures["Kills", "kills"] > 0
