"""A Python file with queries: its calls, classes, functions and strings."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeIs, cast

type Function = ast.FunctionDef | ast.AsyncFunctionDef


class Syntax:
    """A parsed text, with its nodes sorted once."""

    def __init__(self, module: ast.Module) -> None:
        """Take the parsed text."""
        self.module = module

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Return all nodes."""
        return list(ast.walk(self.module))

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """Return each node's parent."""
        return {
            child: node for node in self.nodes for child in ast.iter_child_nodes(node)
        }

    @cached_property
    def kinds(self) -> dict[type[ast.AST], list[ast.AST]]:
        """Return all nodes by kind."""
        found: dict[type[ast.AST], list[ast.AST]] = {}
        for node in self.nodes:
            found.setdefault(type(node), []).append(node)
        return found

    def of[Kind: ast.AST](self, kind: type[Kind]) -> list[Kind]:
        """Return the nodes of one kind."""
        return cast("list[Kind]", self.kinds.get(kind, []))

    @cached_property
    def calls(self) -> dict[str, list[ast.Call]]:
        """Return the calls by the last name of the callee."""
        found: dict[str, list[ast.Call]] = {}
        for call in self.of(ast.Call):
            found.setdefault(called(call), []).append(call)
        return found

    @cached_property
    def classes(self) -> list[ast.ClassDef]:
        """Return all classes."""
        return self.of(ast.ClassDef)

    @cached_property
    def functions(self) -> list[Function]:
        """Return all functions and methods."""
        return [*self.of(ast.FunctionDef), *self.of(ast.AsyncFunctionDef)]

    @property
    def imports(self) -> list[ast.Import | ast.ImportFrom]:
        """Return all imports."""
        return [*self.of(ast.Import), *self.of(ast.ImportFrom)]

    @cached_property
    def strings(self) -> frozenset[str]:
        """Return every string in it, including docstrings."""
        return frozenset(
            node.value for node in self.of(ast.Constant) if isinstance(node.value, str)
        )


@cache
def parse(text: str) -> Syntax:
    """Return the parsed text; the same text is parsed once."""
    return Syntax(ast.parse(text))


@dataclass(frozen=True)
class Source:
    """One Python file; the path is relative to the tree's root."""

    path: str
    syntax: Syntax

    @property
    def stem(self) -> str:
        """Return the module's own name."""
        return self.path.rpartition("/")[2].removesuffix(".py")

    @cached_property
    def module(self) -> str:
        """Return the module's name within the integration, empty for the root."""
        inside = self.path.split("/")[2:]
        name = ".".join(inside).removesuffix(".py")
        return name.removesuffix("__init__").removesuffix(".")

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """Yield the calls of these names, plain or as attributes."""
        for name in names:
            yield from self.syntax.calls.get(name, ())

    def function(self, name: str) -> Function | None:
        """Return the first function or method of this name."""
        return next((each for each in self.syntax.functions if each.name == name), None)

    def enclosing(self, node: ast.AST) -> Iterator[Function | ast.ClassDef]:
        """Yield the functions and classes around a node, innermost first."""
        above = self.syntax.parents.get(node)
        while above is not None:
            if _is_function(above) or isinstance(above, ast.ClassDef):
                yield above
            above = self.syntax.parents.get(above)


def called(call: ast.Call) -> str:
    """Return the last name of the callee: `b` of `a.b()`."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def argument(call: ast.Call, name: str, position: int | None = None) -> ast.expr | None:
    """Return the argument of a call by this name, or at this position."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    if position is not None and position < len(call.args):
        return call.args[position]
    return None


def _is_function(node: ast.AST) -> TypeIs[Function]:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
