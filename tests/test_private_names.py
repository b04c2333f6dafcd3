"""Nothing hangs on a name that Home Assistant keeps to itself: those move unsaid.

What a base class hands down to its subclasses (`self._attr_name`) is no such name, and
whether it is there is for mypy to see.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = (
    "benchmarks",
    "custom_components",
    "demo",
    "simulator",
    "soak",
    "tests",
    "validation",
)

MENDS = "tests/newer_home_assistant.py"
"""Puts such a name where the test package, which is not ours, looks for it."""

THIRD_PARTIES = {
    "_acquired": "of aiohttp's connectors",
    "_args": "of asyncio's handles",
    "_baseurl": "of plexapi's server",
    "_callback": "of asyncio's handles",
}
"""Private names of others than Home Assistant, and whose they are."""

BY_NAME = {"delattr", "getattr", "hasattr", "object", "setattr"}
"""What takes a name as text after what has it; `patch.object` does."""

GIVEN_BY = {"cls", "self"}


def is_private(name: str) -> bool:
    """Return whether a name is one to keep to oneself."""
    return name.startswith("_") and not name.startswith("__")


def own_names(modules: Iterable[ast.Module]) -> set[str]:
    """Return the private names that are given here to anything."""
    found: set[str] = set()
    for node in (node for module in modules for node in ast.walk(module)):
        match node:
            case (
                ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
                | ast.Name(id=name, ctx=ast.Store())
                | ast.Attribute(attr=name, ctx=ast.Store())
            ):
                found.add(name)
    return {name for name in found if is_private(name)}


def private_names(module: ast.Module, own: set[str]) -> Iterator[tuple[int, str]]:
    """Yield the line and name of each private name of Home Assistant's in a file."""
    theirs = _imported(module)
    for node in ast.walk(module):
        line = getattr(node, "lineno", 0)
        for path in _paths(node):
            if _is_ha(path) and any(map(is_private, path.split("."))):
                yield line, path
        for owner, name in _uses(node):
            if is_private(name) and _is_theirs(owner, name, theirs, own):
                yield line, f"{ast.unparse(owner)}.{name}"


def _paths(node: ast.AST) -> Iterator[str]:
    """Yield what is imported, and texts: some are the name of what is patched."""
    match node:
        case ast.ImportFrom(module=str(path), names=names, level=0):
            yield from (f"{path}.{alias.name}" for alias in names)
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.Constant(value=str(text)):
            yield text


def _uses(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Yield what is taken from what, as an attribute or by its name."""
    match node:
        case ast.Attribute(value=owner, attr=name):
            yield owner, name
        case ast.Call(args=[owner, ast.Constant(value=str(name)), *_]):
            # Of what has a name by a class's own convention, that class tells.
            if _called(node) in BY_NAME and not name.startswith("_attr_"):
                yield owner, name


def _is_ha(path: str) -> bool:
    return f"{path}.".startswith("homeassistant.")


def _imported(module: ast.Module) -> set[str]:
    """Return what a file calls the modules, classes and functions of Home Assistant."""
    return {
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom | ast.Import)
        for alias in node.names
        if _is_ha(alias.name if isinstance(node, ast.Import) else node.module or "")
    }


def _is_theirs(owner: ast.expr, name: str, theirs: set[str], own: set[str]) -> bool:
    """Return whether a private name of this object can only be Home Assistant's.

    Whose an object is, its name does not tell; but a name that nothing here has ever
    been given was given elsewhere.
    """
    root = owner
    while isinstance(root, ast.Attribute):
        root = root.value
    match root:
        case ast.Name(id=known) if known in theirs:
            return True
        case ast.Name(id=known) if known in GIVEN_BY and owner is root:
            return False
        case ast.Call(func=ast.Name(id="super")):
            return False
    return name not in own and name not in THIRD_PARTIES


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def test_none_is_used() -> None:
    """No file uses one, but for that which mends the test package."""
    modules = {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
    }
    own = own_names(modules.values())
    assert [
        f"{path}:{line}: {name}"
        for path, module in sorted(modules.items())
        if path != MENDS
        for line, name in private_names(module, own)
    ] == []


@pytest.mark.parametrize(
    "line",
    [
        "from homeassistant.helpers.condition import _load_conditions_file",
        "from homeassistant.helpers._compat import anything",
        "import homeassistant.helpers._compat",
        "condition._load_conditions_file(1)",
        "cond.deeper._name",
        "entry._background_tasks",
        "hass.data['x']._kept",
        "patch('homeassistant.helpers.aiohttp_client._async_make_resolver')",
        "patch.object(store, '_async_handle_write_data')",
        "getattr(condition, '_ours')",
    ],
)
def test_one_is_found(line: str) -> None:
    """Whichever way it is used."""
    above = "from homeassistant.helpers import condition, trigger as cond\n"
    found = list(private_names(ast.parse(above + line), {"_ours"}))
    assert [number for number, _ in found] == [2]


@pytest.mark.parametrize(
    "line",
    [
        "self._attr_name",
        "super()._own_way()",
        "cls._schema",
        "server._ours",
        "handle._callback",
        "getattr(made, '_attr_device_class', None)",
        "from homeassistant.const import __version__",
        "from custom_components.plex_connection.llm import _REASONS",
        "patch('custom_components.plex_connection.push._wait')",
    ],
)
def test_others_may_be_used(line: str) -> None:
    """What is ours, what a base class hands down, and what is no secret."""
    assert list(private_names(ast.parse(line), {"_ours"})) == []
