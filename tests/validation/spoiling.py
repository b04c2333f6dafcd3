"""A copy of the checked tree, and the changes that tests make to it."""

from collections.abc import Callable, Mapping
import json
import os
from pathlib import Path
import re
import shutil
from typing import Any

from validation.languages import LANGUAGES
from validation.translations import placeholders
from validation.tree import INTEGRATION

ROOT = Path(__file__).parents[2]

FILES = (
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "frontend/package-lock.json",
    "frontend/package.json",
    "hacs.json",
    "info.md",
    "pyproject.toml",
)
FOLDERS = (
    ".github",
    "custom_components",
    "docs",
    "frontend/src",
    "requirements",
    "scripts",
    "tests",
)
SUFFIXES = (
    "",
    ".js",
    ".json",
    ".md",
    ".png",
    ".py",
    ".ts",
    ".tsv",
    ".txt",
    ".yaml",
    ".yml",
)

type Texts = dict[str, Any]


def copy(
    source: Path, target: Path, copy_file: Callable[..., object] = shutil.copyfile
) -> Path:
    """Copy what the validation reads, and no more."""
    for name in FILES:
        (target / name).parent.mkdir(exist_ok=True)
        copy_file(source / name, target / name)
    for name in FOLDERS:
        shutil.copytree(
            source / name, target / name, ignore=_unseen, copy_function=copy_file
        )
    return target


def link(source: Path, target: Path) -> Path:
    """Do as `copy`, in a fraction of the time, with hard links.

    A changed file must be created anew.
    """
    return copy(source, target, copy_file=os.link)


def _unseen(folder: str, names: list[str]) -> list[str]:
    """Return the names to skip: compiled files, and those that no check reads."""
    return [
        name
        for name in names
        if name in ("__pycache__", "fixtures", "images")
        or Path(name).suffix not in SUFFIXES
    ]


def in_no_language(texts: Mapping[str, Any]) -> Texts:
    """Return texts of the same structure without content."""
    return {
        key: in_no_language(value)
        if isinstance(value, Mapping)
        else " ".join(["…", *(f"{{{name}}}" for name in sorted(placeholders(value)))])
        for key, value in texts.items()
    }


class Spoiled:
    """A tree to spoil in one way; asserts that the part to spoil exists."""

    def __init__(self, root: Path) -> None:
        """Create it from a copy."""
        self.root = root

    def path(self, name: str) -> Path:
        """Return a path: in the integration, unless the name begins with a slash."""
        return (
            self.root / name[1:] if name[0] == "/" else self.root / INTEGRATION / name
        )

    def read(self, name: str) -> str:
        """Return a file's text."""
        return self.path(name).read_text()

    def write(self, name: str, content: str | bytes) -> None:
        """Replace a file, or create it."""
        path = self.path(name)
        path.unlink(missing_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def replace(self, name: str, old: str, new: str, count: int = -1) -> None:
        """Replace a text that must occur."""
        text = self.read(name)
        assert old in text, f"{name} has no {old}"
        self.write(name, text.replace(old, new, count))

    def append(self, name: str, text: str) -> None:
        """Add lines at the end of a file."""
        self.write(name, f"{self.read(name)}\n{text}\n")

    def json(self, name: str, change: Callable[[Texts], object]) -> None:
        """Change the content of a JSON file."""
        content = json.loads(self.read(name))
        change(content)
        self.write(name, json.dumps(content))

    def every_language(self, change: Callable[[Texts], object]) -> None:
        """Apply a change to the texts of every language."""
        for path in (self.root / INTEGRATION / "translations").glob("*.json"):
            self.json(f"translations/{path.name}", change)

    def add_language(self, change: Callable[[Texts], object]) -> None:
        """Add a complete language, and change its texts."""
        texts = in_no_language(json.loads(self.read("translations/en.json")))
        change(texts)
        self.write("translations/xx.json", json.dumps(texts))

    def reword(self, pattern: str, new: str) -> None:
        """Replace a pattern in the README and in the pages below docs."""
        pages = ["/README.md"]
        pages += [f"/docs/{page.name}" for page in (self.root / "docs").glob("*.md")]
        texts = {page: self.read(page) for page in pages}
        assert any(re.search(pattern, text, re.MULTILINE) for text in texts.values())
        for page, text in texts.items():
            self.write(page, re.sub(pattern, new, text, flags=re.MULTILINE))


def complete(root: Path) -> None:
    """Add the required languages to a copy."""
    folder = root / INTEGRATION / "translations"
    texts = in_no_language(json.loads((folder / "en.json").read_text()))
    for language in LANGUAGES:
        file = folder / f"{language}.json"
        if not file.exists():
            file.write_text(json.dumps(texts))


def pop(*keys: str) -> Callable[[Texts], object]:
    """Return a change that removes a text, or a branch of texts."""

    def change(texts: Texts) -> None:
        for key in keys[:-1]:
            texts = texts[key]
        del texts[keys[-1]]

    return change


def put(*keys: str, value: object = "…") -> Callable[[Texts], object]:
    """Return a change that sets a value at a key path."""

    def change(texts: Texts) -> None:
        for key in keys[:-1]:
            texts = texts.setdefault(key, {})
        texts[keys[-1]] = value

    return change
