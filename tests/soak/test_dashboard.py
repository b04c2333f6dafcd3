"""A short run with the dashboard left open: a few rounds of all changes."""

import json
from pathlib import Path
import subprocess
import sys

import pytest

from soak.figures import Findings
from tests.browser_needed import need_browser

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.xdist_group("processes")

HAPPENED = {
    "fail-overs",
    "choices by hand",
    "servers that went off and came back",
    "new names",
    "servers that came or went",
    "reloads of the integration",
    "visits of a server's page, with a test",
    "changes waited for",
    "looks at what is held",
}

TIMES = "s"
MEMORY = "MB"
"""Units of figures that a busy machine, or a start, may increase."""


@pytest.fixture(scope="module", name="findings")
def findings_fixture(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """Return the findings of a short run."""
    need_browser()
    file = tmp_path_factory.mktemp("soak") / "findings.json"
    done = subprocess.run(  # noqa: S603 - our own module
        [
            *(sys.executable, "-m", "soak", "--quick", "--findings", file),
            *("--only", "dashboard"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    # 1: a figure is beyond its limit. The tests below define which ones may be.
    assert done.returncode in {0, 1}, done.stderr
    (found,) = json.loads(file.read_text())
    return Findings.from_dict(found)


def test_everything_happened(findings: Findings) -> None:
    """Every kind of change happened: an idle page would never grow."""
    seen = {each.what: each.value for each in findings.figures}

    assert all(seen.get(what, 0) > 0 for what in HAPPENED), seen


def test_nothing_is_left_behind(findings: Findings) -> None:
    """All changes were shown, and nothing leaked."""
    bad = [each for each in findings.faults if each.unit not in {TIMES, MEMORY}]

    assert not bad, findings.complaints
