"""Each part of the benchmark works, and reports honestly; times are not judged."""

import json
from pathlib import Path
import subprocess
import sys
from typing import Any

import pytest

from benchmarks.bench import QUICK
from benchmarks.return_times import WHILES

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.xdist_group("processes")

HEADINGS = (
    "# Performance",
    "## Targets",
    "## The first usable connection",
    "## Setting an entry up",
    "## Failing over",
    "## Back within seconds",
    "## A day's requests",
    "## Many servers",
    "## Hostile servers",
    "## The dashboard",
)


@pytest.fixture(scope="module", name="run")
def run_fixture(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[str, dict[str, Any]]:
    """Return the page and the findings of a smoke run."""
    file = tmp_path_factory.mktemp("benchmark") / "findings.json"
    done = subprocess.run(  # noqa: S603
        [
            *(sys.executable, "-m", "benchmarks", "--quick"),
            *("--dashboard", "without", "--findings", str(file)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, json.loads(file.read_text())


def _runs(findings: dict[str, Any], entrant: str) -> list[dict[str, Any]]:
    results = [
        each for each in findings["connecting"] if each["entrant"]["key"] == entrant
    ]
    assert results
    return [run for result in results for run in result["runs"]]


def test_page_is_whole(run: tuple[str, dict[str, Any]]) -> None:
    """Every table has rows, and reveals nothing of this machine."""
    page, findings = run

    for heading in HEADINGS:
        assert heading in page
    assert "$" not in page
    for private in (ROOT, Path.home()):
        assert str(private) not in page
    assert all(findings.values())
    assert "scripts/benchmark" in page


def test_ours_is_harmless_and_right(run: tuple[str, dict[str, Any]]) -> None:
    """No stranger gets a token of ours, and the best candidate is chosen."""
    _, findings = run

    for each in _runs(findings, "ours"):
        assert each["is_best"]
        assert (each["tokens_in_clear"], each["tokens_to_strangers"]) == (0, 0)
        assert each["requests"] > 0


def test_record_sees_what_others_do(run: tuple[str, dict[str, Any]]) -> None:
    """The record shows python-plexapi's plain tokens, so it can be trusted."""
    _, findings = run

    for entrant in ("plexapi", "fast"):
        assert all(each["tokens_in_clear"] for each in _runs(findings, entrant))
        assert any(each["tokens_to_strangers"] for each in _runs(findings, entrant))
    for each in _runs(findings, "bare"):
        assert (each["requests"], each["handshakes"]) == (1, 1)
    assert any(each["requests_to_plex_tv"] for each in _runs(findings, "naive"))


def test_every_part_measured(run: tuple[str, dict[str, Any]]) -> None:
    """Each part has its results."""
    _, findings = run

    assert [each["stored"] for each in findings["entry"]] == [True, False]
    stored, fresh = findings["entry"]
    assert stored["requests"] == 0
    assert fresh["requests"] > 0
    assert len(findings["fail_over"]) == 4
    for each in findings["fail_over"]:
        # On a busy machine a relay may answer seconds before a direct address does.
        assert each["chosen"]
        assert {*each["chosen"]} <= {"remote", "relay"}
    assert {each["death"] for each in findings["detection"]} == {
        "reset",
        "finished",
        "vanished",
    }
    assert [each["situation"] for each in findings["back"]] == [
        *QUICK.situations,
        *WHILES,
    ]
    for each in findings["back"]:
        assert each["runs"] in (QUICK.households, QUICK.returns)
        assert len(each["used"]["values"]) == each["runs"]
    (scale,) = findings["scale"]
    assert scale["websockets"] == 0, "push was lost while the clock was moved"
    assert [each["trick"] for each in findings["hostile"]] == list(QUICK.tricks)
    assert all(each["met"] for each in findings["hostile"])
    assert {each["neighbour"] for each in findings["hostile"]} == {"local"}
    ours, naive, off, naive_off = findings["days"]
    assert sum(ours["sent"].values()) < sum(naive["sent"].values())
    assert sum(off["sent"].values()) < sum(naive_off["sent"].values())
    assert naive["caused"] == naive["operations"] == ours["operations"]
