"""Random sequences of an account: the same hundred each time."""

import json
from pathlib import Path
import subprocess
import sys

import pytest

from soak.figures import Findings

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.timeout(900), pytest.mark.xdist_group("processes")]


def test_no_law_is_broken(tmp_path: Path) -> None:
    """No law is broken by the sequences."""
    file = tmp_path / "findings.json"
    done = subprocess.run(  # noqa: S603
        [
            *(sys.executable, "-m", "soak", "--quick", "--findings", file),
            *("--only", "accounts"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    (found,) = [Findings.from_dict(each) for each in json.loads(file.read_text())]
    assert not found.faults, found.complaints
    assert {each.what: each.value for each in found.figures}["sequences"] == 100
