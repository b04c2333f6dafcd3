"""A start does what is needed, and repeats nothing from an earlier one."""

import os
from pathlib import Path
import shutil
import subprocess
import sys

import pytest

ROOT = Path(__file__).parents[2]

PYTHON = """\
#!/usr/bin/env bash
echo "$* ${PYTHONDONTWRITEBYTECODE-writes} $PYTHONPYCACHEPREFIX" >>"${0%/*}/started"
"""
"""Records what it should run, and whether and where it should store bytecode."""


@pytest.fixture
def set_up(tmp_path: Path) -> Path:
    """Return a folder after an earlier set-up, with a Python that runs nothing."""
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(PYTHON)
    python.chmod(0o755)
    pins = tmp_path / "requirements/development.txt"
    pins.parent.mkdir()
    pins.write_text("attrs==26.1.0\n")
    (tmp_path / ".venv/installed.txt").write_text(pins.read_text())
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    return tmp_path


@pytest.mark.parametrize(
    ("script", "module"), [("demo", "demo"), ("develop", "demo.develop")]
)
def test_second_run(set_up: Path, script: str, module: str) -> None:
    """A second run only checks for completeness, and starts; bytecode is stored.

    Even if Python is configured not to, as in many containers: most of the seconds of a
    start would be compilation.
    """
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "HOME_ASSISTANT": ""}
    subprocess.run(  # noqa: S603 - our own
        [set_up / "scripts" / script], env=environment, check=True, capture_output=True
    )
    kept = f"writes {set_up}/.cache/bytecode"
    assert (set_up / ".venv/bin/started").read_text().splitlines() == [
        f"-c import homeassistant {kept}",
        f"-m {module} {kept}",
    ]


def test_watcher_is_light() -> None:
    """The parent of the two processes imports nothing of their contents."""
    code = "import sys, demo.__main__; print(*sys.modules)"
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {each.partition(".")[0] for each in done.stdout.split()}
    assert "aiohttp" in loaded
    assert not loaded & {
        "custom_components",
        "homeassistant",
        "simulator",
        "sqlalchemy",
    }
