"""The integration of a tree, imported beside any other of its name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
import sys
from types import CodeType, ModuleType
from typing import Any, override

from homeassistant.config_entries import HANDLERS

from .reading import Unreadable


@dataclass(frozen=True)
class Loaded:
    """The integration's modules by relative name; `""` is the root."""

    package: str
    modules: dict[str, ModuleType]

    def value(self, module: str, name: str, default: Any = None) -> Any:
        """Return a module's attribute."""
        return getattr(self.modules.get(module), name, default)

    def is_own(self, kind: type) -> bool:
        """Return whether a class belongs to the integration."""
        return f"{kind.__module__}.".startswith(f"{self.package}.")

    def classes(self, module: str, base: type) -> Iterator[type]:
        """Yield a module's own subclasses of a base class."""
        return (each for each in self._own.get(module, ()) if issubclass(each, base))

    @cached_property
    def _own(self) -> dict[str, list[type]]:
        """Return the classes that each module defines."""
        return {
            name: [
                value
                for value in vars(module).values()
                if isinstance(value, type) and value.__module__ == module.__name__
            ]
            for name, module in self.modules.items()
        }


KEPT = 3
"""Maximum imports that are cached; each takes some megabytes."""

_loaded: dict[str, Loaded | Unreadable] = {}
"""By the files' content, most recently used last; or the reason for a failure."""


def load(folder: Path, digest: str) -> Loaded:
    """Import all of the integration in `folder`; normally once for the same content."""
    known = _loaded.pop(digest, None)
    if known is None:
        try:
            known = _load(folder, f"{folder.name}_{digest}")
        except Unreadable as err:
            known = err
    _loaded[digest] = known
    if len(_loaded) > KEPT:
        del _loaded[next(iter(_loaded))]
    if isinstance(known, Unreadable):
        raise known
    return known


def _load(folder: Path, package: str) -> Loaded:
    """Import every module, leaving no trace in global state."""
    finder = _Finder(folder, package)
    # Creating a flow class registers it under its domain; this one must never be
    # started.
    handlers = dict(HANDLERS)
    sys.meta_path.insert(0, finder)
    try:
        for name in ("", *sorted(path.stem for path in folder.glob("[!_]*.py"))):
            __import__(f"{package}.{name}" if name else package)
    except Exception as err:
        raise Unreadable(f"custom_components/{folder.name}", f"{err!r}") from err
    finally:
        sys.meta_path.remove(finder)
        HANDLERS.clear()
        HANDLERS.update(handlers)
        modules = {
            name.removeprefix(package).removeprefix("."): sys.modules.pop(name)
            for name in list(sys.modules)
            if f"{name}.".startswith(f"{package}.")
        }
    return Loaded(package, modules)


class _Finder(MetaPathFinder):
    """Finds the modules of one package in one folder."""

    def __init__(self, folder: Path, package: str) -> None:
        self._folder = folder
        self._package = package

    @override
    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        name, _, rest = fullname.partition(".")
        if name != self._package:
            return None
        place = self._folder.joinpath(*rest.split(".")) if rest else self._folder
        if place.is_dir():
            return _spec(fullname, place / "__init__.py", [str(place)])
        file = place.with_suffix(".py")
        return _spec(fullname, file, None) if file.is_file() else None


def _spec(name: str, file: Path, folders: Iterable[str] | None) -> ModuleSpec | None:
    return spec_from_file_location(
        name,
        file,
        loader=_Loader(name, str(file)),
        submodule_search_locations=None if folders is None else list(folders),
    )


class _Loader(SourceFileLoader):
    """Compiles the same text once, and writes no files."""

    @override
    def get_code(self, fullname: str) -> CodeType:
        return _compile(Path(self.path).read_text("utf-8"))


@cache
def _compile(text: str) -> CodeType:
    code: CodeType = compile(text, "<integration>", "exec")
    return code
