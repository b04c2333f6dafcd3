"""Set-up shows its progress by package, without the download's source."""

from pathlib import Path
import shutil
import subprocess

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"

UV = """\
Using Python 3.14.8 environment at: .venv
Resolved 3 packages in 226ms
Downloading numpy (15.9MiB)
   Building av==19.0.0
 Downloaded numpy
      Built av==19.0.0
Prepared 3 packages in 675ms
Uninstalled 1 package in 2ms
Installed 3 packages in 32ms
 + attrs==26.1.0
 - av==18.0.0
 + av==19.0.0
 + numpy==2.3.2 (from https://user:secret@host.example/simple/numpy)
"""

NPM = """\
npm http fetch GET 200 https://host.example/lit/-/lit-3.3.1.tgz 23ms (cache hit)
npm http fetch GET 200 https://host.example/@lit%2freactive-element/-/x-2.tgz 9ms
npm http fetch POST 200 https://host.example/-/npm/v1/security/audits/quick 40ms

added 2 packages in 2s
3 packages are looking for funding
npm error code E404 https://user:secret@host.example/lit
"""

APT = """\
Reading package lists...
The following NEW packages will be installed:
  chromium
Get:1 http://host.example/debian trixie/main amd64 chromium amd64 150.0-1 [77 MB]
Fetched 77 MB in 2s (38 MB/s)
Selecting previously unselected package chromium.
Preparing to unpack .../chromium_150.0-1_amd64.deb ...
Unpacking chromium (150.0-1) ...
Setting up chromium (150.0-1) ...
E: Failed to fetch http://host.example/debian/pool/c.deb  404
"""


def run(*command: str, printed: str = "") -> subprocess.CompletedProcess[str]:
    """Run one of the scripts, which must succeed."""
    return subprocess.run(  # noqa: S603 - our own
        command, input=printed, capture_output=True, text=True, check=True
    )


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        (
            UV,
            [
                "set: 3 packages are wanted",
                "set: downloading numpy, 15.9MiB",
                "set: building av==19.0.0",
                "set: 3 packages have come",
                "set: [1/3] attrs 26.1.0",
                "set: [2/3] av 19.0.0",
                "set: [3/3] numpy 2.3.2",
            ],
        ),
        (
            NPM,
            [
                "set: [1] lit",
                "set: [2] @lit/reactive-element",
                "npm error code E404 …/lit",
            ],
        ),
        (
            APT,
            [
                "set: downloading chromium 150.0-1, 77 MB",
                "set: [1] chromium 150.0-1",
                "E: Failed to fetch …/debian/pool/c.deb  404",
            ],
        ),
        ("", []),
    ],
    ids=["uv", "npm", "apt", "nothing"],
)
def test_progress(printed: str, told: list[str]) -> None:
    """A line for each package; errors are passed on."""
    done = run(str(SCRIPTS / "progress"), "set", printed=printed)
    assert done.stdout.splitlines() == told
    assert done.stderr == ""


def test_nothing_to_set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If nothing is missing, only that is reported."""
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\n")
    python.chmod(0o755)
    pins = tmp_path / "requirements/development.txt"
    pins.parent.mkdir()
    pins.write_text("attrs==26.1.0\n")
    (tmp_path / ".venv/installed.txt").write_text(pins.read_text())
    (tmp_path / "scripts").mkdir()
    for name in ("setup", "environment"):
        shutil.copy(SCRIPTS / name, tmp_path / "scripts")
    monkeypatch.delenv("HOME_ASSISTANT", raising=False)
    done = run(str(tmp_path / "scripts/setup"))
    assert (done.stdout, done.stderr) == ("", "setup: the environment is ready\n")
