"""python -m release: see scripts/release, which calls it."""

import argparse
import hashlib
from pathlib import Path
import subprocess
import sys

from . import archive, changelog
from .version import INTEGRATION, ReleaseError, is_beta, version_of

ROOT = Path(__file__).parents[1]
NOTES = "notes.md"


def _git(*arguments: str) -> str:
    """Return what git answers about this tree."""
    command = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def check(tag: str | None, *, is_dry: bool) -> str:
    """Return the version; ReleaseError if the tree is not fit to be released."""
    version = version_of(ROOT)
    if tag is not None and tag != version:
        raise ReleaseError(f"the tag is {tag}, and the manifest says {version}")
    changes = (ROOT / changelog.NAME).read_text("utf-8")
    changelog.notes(changes, version)
    if changelog.newest(changes) != version:
        raise ReleaseError(f"{changelog.NAME} knows a newer version than {version}")
    if not is_dry and _git("status", "--porcelain"):
        raise ReleaseError("there are changes that are not committed")
    if tag is None and not is_dry and _git("tag", "--list", version):
        raise ReleaseError(f"the tag {version} is there already")
    return version


def build(folder: Path, version: str) -> None:
    """Write the zip and the notes into a folder, and say what they are."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / archive.NAME
    listed = _git("ls-files", "-z", "--", INTEGRATION).split("\0")
    files = [name.removeprefix(f"{INTEGRATION}/") for name in listed if name]
    archive.write(target, ROOT / INTEGRATION, files)
    changes = (ROOT / changelog.NAME).read_text("utf-8")
    (folder / NOTES).write_text(changelog.notes(changes, version), "utf-8")
    content = target.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    (folder / "sha256").write_text(f"{digest}\n")
    print(f"release: {archive.NAME}: {len(files)} files, {len(content)} bytes")
    print(f"release: sha256 {digest}")


def main() -> None:
    """Check the tree and write what its release has; leave with 1 if it is unfit."""
    parser = argparse.ArgumentParser(prog="release")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tag")
    parser.add_argument("--dry-run", action="store_true")
    given = parser.parse_args()
    try:
        version = check(given.tag, is_dry=given.dry_run)
        build(given.folder, version)
    except ReleaseError as err:
        sys.exit(f"release: {err}")
    (given.folder / "version").write_text(f"{version}\n")
    kind = "beta" if is_beta(version) else "stable"
    (given.folder / "kind").write_text(f"{kind}\n")
    print(f"release: {version}, {kind}")


if __name__ == "__main__":
    main()
