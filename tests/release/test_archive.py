"""The zip that HACS downloads."""

import json
import os
from pathlib import Path
import shutil
import stat
import zipfile

from release import archive
from release.version import INTEGRATION

from .clone import ROOT, Clone

LIMIT = 750_000
"""Maximum size of the zip in bytes; the texts in eight languages are a fifth of it."""


def test_contents(clone: Clone) -> None:
    """The integration's files as committed, without its folder, and nothing else."""
    (clone.root / INTEGRATION / "__pycache__").mkdir(exist_ok=True)
    (clone.root / INTEGRATION / "__pycache__/sensor.pyc").write_bytes(b"1")
    (clone.root / INTEGRATION / "left_lying.py").write_text("")
    clone.ignore("left_lying.py", "__pycache__/")
    assert clone.release("--dry-run").returncode == 0
    with zipfile.ZipFile(clone.zip) as found:
        assert found.testzip() is None
        names = found.namelist()
        for name in names:
            committed = (ROOT / INTEGRATION / name).read_bytes()
            assert found.read(name) == committed, name
    assert names == sorted(set(names))
    assert {"__init__.py", "manifest.json", "brand/icon.png"} <= {*names}
    assert {"frontend/plex-connection.js", "translations/pt-BR.json"} <= {*names}
    assert not [each for each in names if "__pycache__" in each or "left" in each]
    assert clone.zip.stat().st_size < LIMIT


def test_as_hacs_asks_for_it(clone: Clone) -> None:
    """The zip has the name from hacs.json, and the integration's files at its top."""
    hacs = json.loads((ROOT / "hacs.json").read_text())
    assert hacs["zip_release"] is True
    # A branch has no zip: HACS could only fail to download it.
    assert hacs["hide_default_branch"] is True
    assert hacs["filename"] == archive.NAME
    assert clone.release("--dry-run").returncode == 0
    assert clone.zip.name == hacs["filename"]
    with zipfile.ZipFile(clone.zip) as found:
        manifest = json.loads(found.read("manifest.json"))
    assert manifest["domain"] == "plex_connection"
    assert (clone.made / "version").read_text().strip() == manifest["version"]


def test_same_bytes_each_time(tmp_path: Path) -> None:
    """The bytes do not depend on the time, user or place of the checkout."""
    made = []
    for number, name in enumerate(("here", "there")):
        folder = tmp_path / name
        shutil.copytree(ROOT / INTEGRATION / "translations", folder)
        for file in folder.iterdir():
            file.chmod(stat.S_IRUSR | (number * stat.S_IXUSR))
            os.utime(file, (number, number))
        target = tmp_path / f"{name}.zip"
        files = sorted(each.name for each in folder.iterdir())
        archive.write(target, folder, files[::-1] if number else files)
        made.append(target.read_bytes())
    assert made[0] == made[1]
