"""Files for users and for GitHub, besides the code."""

import os
from pathlib import Path
import re
import shutil
import subprocess

import pytest

ROOT = Path(__file__).parents[1]

RECORD = """\
#!/usr/bin/env bash
printf '%s|' {name} "$@" >>"$CALLED"
echo >>"$CALLED"
"""


class Workshop:
    """A folder with some scripts, where `gh` and `git` only record their calls."""

    def __init__(self, folder: Path) -> None:
        """Make the folder."""
        self.root = folder
        self._called = folder / "called"
        (folder / "scripts").mkdir()
        (folder / "bin").mkdir()
        shutil.copytree(ROOT / ".github", folder / ".github")

    def fake(self, name: str, text: str = "") -> None:
        """Replace a command by one that records its call, and then runs `text`."""
        path = self.root / "bin" / name
        path.write_text(RECORD.format(name=name) + text)
        path.chmod(0o755)

    def run(self, script: str, *arguments: str) -> list[list[str]]:
        """Run a script; return its calls."""
        shutil.copy(ROOT / "scripts" / script, self.root / "scripts")
        self._called.write_text("")
        subprocess.run(  # noqa: S603
            [self.root / "scripts" / script, *arguments],
            env={
                "PATH": f"{self.root / 'bin'}:{os.environ['PATH']}",
                "CALLED": str(self._called),
            },
            check=True,
            capture_output=True,
        )
        lines = self._called.read_text().splitlines()
        return [line.split("|")[:-1] for line in lines]


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """Return an empty workshop."""
    return Workshop(tmp_path)


def test_labels(workshop: Workshop) -> None:
    """Each is created or updated, with its colour and its meaning."""
    workshop.fake("gh")
    called = workshop.run("labels")
    lines = (ROOT / ".github/labels.tsv").read_text().splitlines()
    assert len(called) == len(lines) >= 6
    for line, call in zip(lines, called, strict=True):
        name, colour, meaning = line.split("\t")
        assert call[:4] == ["gh", "label", "create", name]
        assert call[4:] == ["--color", colour, "--description", meaning, "--force"]


def test_nothing_to_propose(workshop: Workshop) -> None:
    """Without a change there is no branch and no pull request."""
    workshop.fake("git")
    workshop.fake("gh")
    called = workshop.run("propose", "pins", "Raise them", "requirements")
    assert called == [["git", "diff", "--quiet", "--", "requirements"]]


@pytest.mark.parametrize(("is_open", "creates"), [(False, True), (True, False)])
def test_proposal(workshop: Workshop, *, is_open: bool, creates: bool) -> None:
    """One pull request at a time, of the named paths, and tested."""
    workshop.fake("git", '[ "$1" != diff ]\n')
    workshop.fake("gh", f'[ "$1 $2" != "pr list" ] || echo {"7" if is_open else ""}\n')
    called = workshop.run("propose", "pins", "Raise them", "requirements")
    assert ["git", "add", "--", "requirements"] in called
    assert ["git", "push", "--quiet", "--force", "origin", "pins"] in called
    assert any(each[:3] == ["gh", "pr", "create"] for each in called) is creates
    assert called[-1] == ["gh", "workflow", "run", "test.yml", "--ref", "pins"]


def test_rings_are_explained() -> None:
    """CONTRIBUTING.md has each ring of tests, and no other."""
    text = (ROOT / "CONTRIBUTING.md").read_text()
    table = text[text.index("| ring |") : text.index("A change begins")]
    cells = [
        line.split("|")[1] for line in table.splitlines() if line.startswith("| `")
    ]
    said = {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}
    rings = {
        path.name
        for path in (ROOT / "tests").iterdir()
        if path.is_dir() and any(path.glob("test_*.py"))
    }
    assert said == rings


def test_links_lead_to_files() -> None:
    """Relative links of the pages at the root lead to existing files."""
    for page in ("CHANGELOG.md", "CONTRIBUTING.md", "README.md", "SECURITY.md"):
        for target in re.findall(r"\]\((?!http|#)([^)#]+)", (ROOT / page).read_text()):
            assert (ROOT / target).exists(), (page, target)
