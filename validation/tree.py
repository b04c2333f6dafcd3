"""A source tree; each file is read and parsed once."""

import ast
from functools import cache, cached_property
import hashlib
import json
from pathlib import Path
from typing import Any

import yaml

from .loading import Loaded, load
from .reading import UniqueKeyLoader, Unreadable, unique_pairs
from .source import Source, parse

DOMAIN = "plex_connection"
INTEGRATION = f"custom_components/{DOMAIN}"


class Tree:
    """The files below one folder, by relative paths.

    Files are never read again: later changes are not seen.
    """

    def __init__(self, root: Path) -> None:
        """Take the folder."""
        self.root = root
        self._paths: dict[str, list[str]] = {}
        self._texts: dict[str, str] = {}
        self._parsed: dict[str, Any] = {}

    def has(self, path: str) -> bool:
        """Return whether the file exists."""
        return (self.root / path).is_file()

    def paths(self, pattern: str) -> list[str]:
        """Return the files that match a glob, sorted, without compiled ones."""
        if pattern not in self._paths:
            self._paths[pattern] = sorted(
                path.relative_to(self.root).as_posix()
                for path in self.root.glob(pattern)
                if path.is_file() and "__pycache__" not in path.parts
            )
        return self._paths[pattern]

    def text(self, path: str) -> str:
        """Return a file's text, empty if it does not exist."""
        if path not in self._texts:
            file = self.root / path
            self._texts[path] = file.read_text("utf-8") if file.is_file() else ""
        return self._texts[path]

    def json(self, path: str) -> dict[str, Any]:
        """Return the object in a JSON file, empty if it does not exist."""
        return self._mapping(path, _json)

    def yaml(self, path: str) -> dict[str, Any]:
        """Return the mapping in a YAML file, empty if it does not exist."""
        return self._mapping(path, _yaml)

    def _mapping(self, path: str, read: Any) -> dict[str, Any]:
        if path not in self._parsed:
            try:
                parsed = read(self.text(path)) if self.has(path) else {}
            except (ValueError, yaml.YAMLError) as err:
                raise Unreadable(path, " ".join(str(err).split())) from err
            if not isinstance(parsed, dict):
                raise Unreadable(path, "is not a mapping")
            self._parsed[path] = parsed
        mapping: dict[str, Any] = self._parsed[path]
        return mapping

    def source(self, path: str) -> Source:
        """Return a parsed Python file; an empty one if it does not exist."""
        try:
            return Source(path, parse(self.text(path)))
        except SyntaxError as err:
            raise Unreadable(path, str(err)) from err

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Return the integration's Python, by paths relative to the integration."""
        return {
            path.removeprefix(f"{INTEGRATION}/"): self.source(path)
            for path in self.paths(f"{INTEGRATION}/**/*.py")
        }

    @cached_property
    def loaded(self) -> Loaded:
        """Return the integration, imported from this tree."""
        digest = hashlib.sha256()
        for path, source in self.sources.items():
            digest.update(f"{path}\0{self.text(source.path)}\0".encode())
        return load(self.root / INTEGRATION, digest.hexdigest()[:16])

    def constant(self, source: Source, expression: ast.expr | None) -> Any:
        """Return the value of a constant expression; None if it is not constant."""
        match expression:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name):
                return self.loaded.value(source.module, name)
            case ast.Attribute(value=owner, attr=name):
                return getattr(self.constant(source, owner), name, None)
        return None

    @cached_property
    def texts(self) -> dict[str, Any]:
        """Return the English texts."""
        return self.json(f"{INTEGRATION}/translations/en.json")

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Return the manifest."""
        return self.json(f"{INTEGRATION}/manifest.json")

    @cached_property
    def icons(self) -> dict[str, Any]:
        """Return the icons."""
        return self.json(f"{INTEGRATION}/icons.json")


@cache
def _json(text: str) -> Any:
    return json.loads(text, object_pairs_hook=unique_pairs)


@cache
def _yaml(text: str) -> Any:
    return yaml.load(text, UniqueKeyLoader) or {}  # noqa: S506 (a SafeLoader)
