"""A separate repository with the content of a release."""

from collections.abc import Mapping
import os
from pathlib import Path
import shutil
import subprocess

from release.version import INTEGRATION

ROOT = Path(__file__).parents[2]

TESTS = """\
#!/usr/bin/env bash
echo tested >>tested
exit "${TESTS_FAIL:-0}"
"""

GH = """\
#!/usr/bin/env bash
printf '%s\\n' "$@" >>"$(dirname "$0")/../../../called"
"""


class Clone:
    """The current tree, committed once; its tests pass, and GitHub is a file."""

    def __init__(self, root: Path) -> None:
        """Copy the working tree's files of a release, and commit them."""
        self.root = root / "clone"
        self.bin = self.root / ".bin/gh"
        self.called = root / "called"
        for name in (INTEGRATION, "release"):
            shutil.copytree(
                ROOT / name,
                self.root / name,
                ignore=shutil.ignore_patterns("__pycache__"),
            )
        for name in ("CHANGELOG.md", "scripts/release"):
            (self.root / name).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, self.root / name)
        self._script("scripts/test", TESTS)
        self.git("init", "--quiet")
        self.ignore("/.cache/", "/tested", "/.bin/", "__pycache__/")
        self._script(".bin/gh/gh", GH)

    def _script(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    @property
    def made(self) -> Path:
        """Return the output folder."""
        return self.root / ".cache/release"

    @property
    def zip(self) -> Path:
        """Return the built zip."""
        return self.made / "plex_connection.zip"

    def is_tested(self) -> bool:
        """Return whether the tests were run."""
        return (self.root / "tested").exists()

    def ignore(self, *patterns: str) -> None:
        """Make git ignore patterns, and commit everything else."""
        with (self.root / ".gitignore").open("a") as file:
            file.writelines(f"{each}\n" for each in patterns)
        self.commit()

    def commit(self) -> None:
        """Commit everything."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "All")

    def git(self, *arguments: str) -> str:
        """Return git's output, under a neutral identity."""
        identity = ("-c", "user.name=x", "-c", "user.email=x@example.com")
        return self._run("git", *identity, *arguments, check=True).stdout

    def release(
        self, *arguments: str, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Call the script as a user, or the workflow, does."""
        return self._run("scripts/release", *arguments, environment=environment)

    def _run(
        self,
        *command: str,
        check: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        identity = {
            f"GIT_{who}_{what}": value
            for who in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "x"), ("EMAIL", "x@example.com"))
        }
        path = f"{self.bin}:{os.environ['PATH']}"
        return subprocess.run(  # noqa: S603
            command,
            cwd=self.root,
            env={**os.environ, **identity, "PATH": path, **(environment or {})},
            check=check,
            capture_output=True,
            text=True,
        )
