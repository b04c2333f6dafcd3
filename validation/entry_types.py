"""The type of our config entry: that it exists, and is used throughout."""

import ast
from collections.abc import Iterator

from .problem import Problem
from .source import Source
from .tree import INTEGRATION, Tree


def entry_types(tree: Tree) -> Iterator[Problem]:
    """Yield annotations that use a generic entry instead of our type.

    Modules that the type depends on cannot name it; and a listener to all entries,
    which tests the domain, cannot know the type beforehand.
    """
    home = next(filter(_defines_type, tree.sources.values()), None)
    if home is None:
        yield Problem(f"{INTEGRATION}/__init__.py", "has no type for its config entry")
        return
    below = _below(tree, home)
    for source in tree.sources.values():
        for node, annotation in () if source.module in below else _annotations(source):
            if _names_any_entry(annotation) and not _asks_whose(source, node):
                where = f"line {annotation.lineno}"
                yield Problem(source.path, f"{where}: an entry is not of our type")


def _defines_type(source: Source) -> bool:
    return any(
        ast.unparse(node.value).startswith("ConfigEntry[")
        for node in source.syntax.of(ast.TypeAlias)
    )


def _below(tree: Tree, home: Source) -> set[str]:
    """Return the modules that one imports, directly and indirectly."""
    modules = {source.module: source for source in tree.sources.values()}
    found: set[str] = set()
    waiting = [home]
    while waiting:
        for node in waiting.pop().syntax.of(ast.ImportFrom):
            name = node.module or ""
            if node.level == 1 and name in modules and name not in found:
                found.add(name)
                waiting.append(modules[name])
    return found


def _annotations(source: Source) -> Iterator[tuple[ast.AST, ast.expr]]:
    """Yield each annotated node of a file, with its annotation."""
    for node in source.syntax.nodes:
        match node:
            case (
                ast.arg(annotation=ast.expr() as annotation)
                | ast.AnnAssign(annotation=annotation)
                | ast.FunctionDef(returns=ast.expr() as annotation)
                | ast.AsyncFunctionDef(returns=ast.expr() as annotation)
            ):
                yield node, annotation


def _names_any_entry(annotation: ast.expr) -> bool:
    return any(
        isinstance(node, ast.Name) and node.id == "ConfigEntry"
        for node in ast.walk(annotation)
    )


def _asks_whose(source: Source, node: ast.AST) -> bool:
    """Return whether the function with this parameter reads its domain."""
    scope = next(source.enclosing(node), node)
    return isinstance(node, ast.arg) and any(
        isinstance(each, ast.Compare)
        and isinstance(each.left, ast.Attribute)
        and each.left.attr == "domain"
        for each in ast.walk(scope)
    )
