"""Possible string values of an expression, as far as one file shows."""

import ast
from collections.abc import Iterator, Mapping
from enum import EnumType

from .source import Function, Source, argument
from .tree import Tree


def possible(
    tree: Tree,
    source: Source,
    expression: ast.expr | None,
    seen: frozenset[int] = frozenset(),
) -> set[str]:
    """Return the possible string values of an expression.

    A parameter takes the arguments of its function's calls in this file, a variable its
    assigned values, and a call what the function in this file returns.
    """
    if expression is None or id(expression) in seen:
        return set()
    seen |= {id(expression)}
    known = tree.constant(source, expression)
    if isinstance(known, str):
        return {str(known)}
    found = set(_listed(tree, source, expression))
    for each in _leads(source, expression):
        found |= possible(tree, source, each, seen)
    return found


def _listed(tree: Tree, source: Source, expression: ast.expr) -> Iterator[str]:
    """Yield listed values: of an enumeration, or a table that is read."""
    match expression:
        case ast.Attribute(value=ast.Name(id=name) as owner, attr="value"):
            for scope in source.enclosing(owner):
                kind = tree.constant(source, _annotation(scope, name))
                if isinstance(kind, EnumType):
                    yield from (str(kind[each].value) for each in kind.__members__)
        case (
            ast.Subscript(value=ast.Name() as table)
            | ast.Call(func=ast.Attribute(value=ast.Name() as table, attr="get"))
        ):
            known = tree.constant(source, table)
            if isinstance(known, Mapping):
                yield from (each for each in known.values() if isinstance(each, str))


def _annotation(scope: Function | ast.ClassDef, name: str) -> ast.expr | None:
    """Return the annotation of a function's parameter."""
    if isinstance(scope, ast.ClassDef):
        return None
    parameters = (*scope.args.posonlyargs, *scope.args.args, *scope.args.kwonlyargs)
    return next((each.annotation for each in parameters if each.arg == name), None)


def _leads(source: Source, expression: ast.expr) -> Iterator[ast.expr]:
    """Yield the expressions that an expression takes its value from."""
    match expression:
        case ast.IfExp(body=body, orelse=other):
            yield from (body, other)
        case ast.BoolOp(values=values):
            yield from values
        case ast.Await(value=value):
            yield value
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            for function in _functions(source, name):
                yield from (
                    node.value
                    for node in ast.walk(function)
                    if isinstance(node, ast.Return) and node.value is not None
                )
        case ast.Name(id=name):
            yield from _assigned(source, expression, name)


def _assigned(source: Source, use: ast.expr, name: str) -> Iterator[ast.expr]:
    """Yield the values bound to a local name: by assignment, or by the callers."""
    for scope in source.enclosing(use):
        if isinstance(scope, ast.ClassDef):
            continue
        for node in ast.walk(scope):
            match node:
                case ast.Assign(targets=[ast.Name(id=target)], value=value):
                    yield from (value,) if target == name else ()
        parameters = [each.arg for each in (*scope.args.posonlyargs, *scope.args.args)]
        names = {*parameters, *(each.arg for each in scope.args.kwonlyargs)}
        if name not in names:
            continue
        is_method = parameters[:1] in (["self"], ["cls"])
        position = parameters.index(name) - is_method if name in parameters else None
        for call in source.calls(scope.name):
            passed = argument(call, name, position)
            if passed is not None:
                yield passed


def _functions(source: Source, name: str) -> list[Function]:
    return [each for each in source.syntax.functions if each.name == name]
