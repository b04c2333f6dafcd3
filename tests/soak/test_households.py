"""The diagnosis names the true cause in every household, written or composed."""

import json
from pathlib import Path
import subprocess
import sys

import pytest

from soak.figures import Findings

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.timeout(900), pytest.mark.xdist_group("processes")]


def test_no_false_verdict(tmp_path: Path) -> None:
    """No healthy server is called ill, no ill one well, and none by a false cause."""
    file = tmp_path / "findings.json"
    done = subprocess.run(  # noqa: S603
        [
            *(sys.executable, "-m", "soak", "--quick", "--findings", file),
            *("--only", "households"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    (found,) = [Findings.from_dict(each) for each in json.loads(file.read_text())]
    assert not found.faults, found.complaints
    assert found.figures[0].value > 100
