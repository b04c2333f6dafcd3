"""No code uses private names of Home Assistant: those change without notice.

A name that a base class hands down to its subclasses (`self._attr_name`) is not
private; mypy checks that it exists.
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
"""Sets such a name where the test package, which is not ours, expects it."""

THIRD_PARTIES = {
    "_acquired": "of aiohttp's connectors",
    "_args": "of asyncio's handles",
    "_baseurl": "of plexapi's server",
    "_callback": "of asyncio's handles",
}
"""Private names of others than Home Assistant, with their owners."""

BY_NAME = {"delattr", "getattr", "hasattr", "object", "setattr"}
"""Callables whose second argument is a name; `patch.object` is one."""

GIVEN_BY = {"cls", "self"}


def is_private(name: str) -> bool:
    """Return whether a name is private."""
    return name.startswith("_") and not name.startswith("__")


def own_names(modules: Iterable[ast.Module]) -> set[str]:
    """Return the private names that our code defines."""
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
    """Yield line and name of each private name of Home Assistant in a file."""
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
    """Yield imports, and texts, as some name what is patched."""
    match node:
        case ast.ImportFrom(module=str(path), names=names, level=0):
            yield from (f"{path}.{alias.name}" for alias in names)
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.Constant(value=str(text)):
            yield text


def _uses(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Yield object and name of each access, as an attribute or by its name."""
    match node:
        case ast.Attribute(value=owner, attr=name):
            yield owner, name
        case ast.Call(args=[owner, ast.Constant(value=str(name)), *_]):
            # `_attr_` names follow a convention of the class itself.
            if _called(node) in BY_NAME and not name.startswith("_attr_"):
                yield owner, name


def _is_ha(path: str) -> bool:
    return f"{path}.".startswith("homeassistant.")


def _imported(module: ast.Module) -> set[str]:
    """Return a file's names of Home Assistant's modules, classes and functions."""
    return {
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom | ast.Import)
        for alias in node.names
        if _is_ha(alias.name if isinstance(node, ast.Import) else node.module or "")
    }


def _is_theirs(owner: ast.expr, name: str, theirs: set[str], own: set[str]) -> bool:
    """Return whether a private name of this object can only be Home Assistant's.

    A name does not show whose object it is; but a name that our code never defines was
    defined elsewhere.
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


def test_no_private_name_is_used() -> None:
    """No file uses one, except the one that adapts the test package."""
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
def test_private_name_is_found(line: str) -> None:
    """Each form of use is found."""
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
def test_other_names_are_allowed(line: str) -> None:
    """Names that are ours, inherited, or public."""
    assert list(private_names(ast.parse(line), {"_ours"})) == []
