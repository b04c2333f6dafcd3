"""scripts/release, as called by a user and by the workflow."""

import json
from pathlib import Path
from typing import Any

import pytest

from release.version import MANIFEST

from .clone import Clone

VERSION = "1.2.0"
BETA = "1.3.0b1"


def put(clone: Clone, version: str, *, said: str = "- News.") -> None:
    """Give the clone a version, with notes."""
    path = clone.root / MANIFEST
    manifest: dict[str, Any] = json.loads(path.read_text())
    path.write_text(json.dumps({**manifest, "version": version}))
    (clone.root / "CHANGELOG.md").write_text(f"# Changelog\n\n## {version}\n\n{said}\n")
    clone.commit()


def test_dry_run(clone: Clone) -> None:
    """It builds; nothing is tested or tagged, and uncommitted changes are allowed."""
    put(clone, VERSION)
    (clone.root / "note.txt").write_text("")
    done = clone.release("--dry-run")
    assert done.returncode == 0, done.stderr
    assert f"{VERSION}, stable" in done.stdout
    assert clone.zip.exists()
    assert (clone.made / "notes.md").read_text() == "- News.\n"
    assert not clone.is_tested()
    assert clone.git("tag") == ""


def test_release(clone: Clone) -> None:
    """After the tests the commit is tagged with the version; nothing is pushed."""
    put(clone, VERSION)
    done = clone.release()
    assert done.returncode == 0, done.stderr
    assert clone.is_tested()
    assert clone.git("tag", "--points-at", "HEAD") == f"{VERSION}\n"
    assert not clone.called.exists()

    again = clone.release()
    assert again.returncode == 1
    assert "is there already" in again.stderr


def test_failing_tests(clone: Clone) -> None:
    """Nothing is tagged if the tests fail."""
    put(clone, VERSION)
    assert clone.release(TESTS_FAIL="1").returncode == 1
    assert clone.git("tag") == ""


def test_changes_that_are_not_committed(clone: Clone) -> None:
    """Uncommitted changes are refused: they would be in the zip, but not in the tag."""
    put(clone, VERSION)
    (clone.root / "CHANGELOG.md").write_text(f"# Changelog\n\n## {VERSION}\n\n- More.")
    done = clone.release()
    assert done.returncode == 1
    assert "not committed" in done.stderr
    assert not clone.is_tested()


@pytest.mark.parametrize("way", ["--tag", "--publish"])
def test_tag_of_another_version(clone: Clone, way: str) -> None:
    """A tag that differs from the manifest's version is refused."""
    put(clone, VERSION)
    for tag in ("1.2.1", f"v{VERSION}"):
        done = clone.release(way, tag, *(["0"] if way == "--publish" else []))
        assert done.returncode == 1
        assert f"the tag is {tag}" in done.stderr
    assert not clone.is_tested()
    assert not clone.called.exists()


def test_missing_notes(clone: Clone) -> None:
    """A version needs its section, and no newer one above it."""
    put(clone, VERSION)
    path = clone.root / "CHANGELOG.md"
    text = path.read_text()
    path.write_text(text.replace(VERSION, "1.1.0"))
    assert "has no section" in clone.release("--dry-run").stderr
    path.write_text(text.replace("##", "## 1.4.0\n\n- Newer.\n\n##"))
    assert "a newer version" in clone.release("--dry-run").stderr


def test_workflow(clone: Clone) -> None:
    """The workflow tests, and rebuilds what it publishes, to compare."""
    put(clone, VERSION)
    clone.git("tag", VERSION)
    done = clone.release("--tag", VERSION)
    assert done.returncode == 0, done.stderr
    assert clone.is_tested()
    first = clone.zip.read_bytes()
    assert not clone.called.exists()

    (clone.root / "tested").unlink()
    digest = (clone.made / "sha256").read_text().strip()
    done = clone.release("--publish", VERSION, digest[::-1])
    assert done.returncode == 1
    assert "not the one that was tested" in done.stderr
    assert not clone.called.exists()

    done = clone.release("--publish", VERSION, digest)
    assert done.returncode == 0, done.stderr
    assert not clone.is_tested()
    assert clone.zip.read_bytes() == first
    assert clone.called.read_text().splitlines() == [
        "release",
        "create",
        VERSION,
        "--verify-tag",
        "--title",
        f"Plex Connection {VERSION}",
        "--notes-file",
        ".cache/release/notes.md",
        ".cache/release/plex_connection.zip",
    ]


def test_beta(clone: Clone) -> None:
    """A beta is offered only to users who enabled betas."""
    put(clone, BETA)
    clone.git("tag", BETA)
    assert clone.release("--dry-run").returncode == 0
    digest = (clone.made / "sha256").read_text().strip()
    assert clone.release("--publish", BETA, digest).returncode == 0
    called = clone.called.read_text().splitlines()
    assert "--prerelease" in called
    assert Path(called[-1]).name == "plex_connection.zip"


@pytest.mark.parametrize(
    "arguments", [["--tag"], ["--publish", "1.0.0"], ["--dry-run", "1.0.0"], ["1.0.0"]]
)
def test_usage(clone: Clone, arguments: list[str]) -> None:
    """Invalid arguments have no effect."""
    done = clone.release(*arguments)
    assert done.returncode == 2
    assert "scripts/release --dry-run" in done.stderr
    assert not clone.made.exists()
