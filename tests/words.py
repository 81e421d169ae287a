"""Which words the source gives to a function, such as the verbs of ``record``: read from the source, not from a run.

A word may be written at the call, come from a name, a choice of two, a dictionary or an enumeration, or be handed on by a
function that was given it; then the callers of that function are read as well.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from consult import models

ROOT = Path(__file__).parents[1]
PACKAGES = ("consult", "workflows")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Words:
    """What was found: the words with a place where each is given, and the places whose words cannot be read."""

    known: dict[str, str] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Call:
    path: str
    node: ast.Call
    function: Function | None
    module: ast.Module

    @property
    def place(self) -> str:
        return f"{self.path}:{self.function.name if self.function else ''}"


@cache
def modules() -> dict[str, ast.Module]:
    """The source by path, without migrations."""
    found = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in found if "migrations" not in path.parts
    }


@cache
def calls() -> tuple[Call, ...]:
    """Every call in the source, with the function that it stands in."""

    def within(node: ast.AST, function: Function | None) -> Iterator[tuple[ast.Call, Function | None]]:
        for child in ast.iter_child_nodes(node):
            inner = child if isinstance(child, Function) else function
            if isinstance(child, ast.Call):
                yield child, inner
            yield from within(child, inner)

    return tuple(
        Call(path, node, function, module)
        for path, module in modules().items()
        for node, function in within(module, None)
    )


def _name_of(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _argument(node: ast.Call, position: int, name: str) -> ast.expr | None:
    for keyword in node.keywords:
        if keyword.arg == name:
            return keyword.value
    return node.args[position] if 0 <= position < len(node.args) else None


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """The names that an assignment gives values to, tuples taken apart; a choice of two tuples gives both."""
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.IfExp):
        yield from _pairs(target, value.body)
        yield from _pairs(target, value.orelse)
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, its in zip(target.elts, value.elts, strict=False):
            yield from _pairs(one, its)


def _values(name: str, scope: ast.AST | None) -> Iterator[ast.expr]:
    for node in ast.walk(scope) if scope is not None else ():
        if isinstance(node, ast.Assign):
            assigned = [pair for target in node.targets for pair in _pairs(target, node.value)]
        elif isinstance(node, ast.For) and isinstance(node.iter, (ast.Tuple, ast.List)):
            assigned = [pair for one in node.iter.elts for pair in _pairs(node.target, one)]
        else:
            continue
        yield from (value for known, value in assigned if known == name)


def _parameter(function: Function | None, name: str) -> tuple[int, ast.expr | None] | None:
    """The place of a parameter among those by position (-1: by name only), and its default."""
    if function is None:
        return None
    by_place = [*function.args.posonlyargs, *function.args.args]
    names = [one.arg for one in by_place]
    if name in names:
        place = names.index(name)
        late = place - (len(names) - len(function.args.defaults))
        return place - (names[0] in ("self", "cls")), function.args.defaults[late] if late >= 0 else None
    for one, default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
        if one.arg == name:
            return -1, default
    return None


def words_given(takers: dict[str, tuple[int, str]]) -> Words:
    """The words that are given to the functions ``takers``, by name with the place and the name of the parameter."""
    reader = _Reader()
    waiting = [(name, "", *parameter) for name, parameter in takers.items()]
    for taker, path, place, name in waiting:
        for call in calls():
            if _name_of(call.node) == taker and path in ("", call.path):
                value = _argument(call.node, place, name)
                if value is not None:
                    reader.read(value, call)
        waiting += [one for one in reader.handed_on if one not in waiting]
    return reader.found


def words_returned(function: str, place: int) -> Words:
    """The words that methods called ``function`` return as one of the values of a tuple."""
    reader = _Reader()
    for path, module in modules().items():
        for node in ast.walk(module):
            for inner in ast.walk(node) if isinstance(node, Function) and node.name == function else ():
                if isinstance(inner, ast.Return) and isinstance(inner.value, ast.Tuple):
                    reader.read(inner.value.elts[place], Call(path, ast.Call(inner.value, [], []), node, module))
    return reader.found


def words_kept(model: str, column: str) -> Words:
    """The words that rows of ``model`` are made with, named or among defaults; what is handed in from elsewhere is left out."""
    reader = _Reader()
    for call in calls():
        if not ast.unparse(call.node.func).startswith(f"{model}.objects.") or "create" not in _name_of(call.node):
            continue
        for node in ast.walk(call.node):
            named = [(one.arg, one.value) for one in [node] if isinstance(one, ast.keyword)]
            if isinstance(node, ast.Dict):
                keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
                named = list(zip(keys, node.values, strict=True))
            for name, value in named:
                if name == column:
                    reader.read(value, call)
    return reader.found


class _Reader:
    """Reads words from expressions; what a function was handed itself is noted in ``handed_on``."""

    def __init__(self) -> None:
        self.found = Words()
        self.handed_on: list[tuple[str, str, int, str]] = []

    def read(self, value: ast.expr, call: Call) -> None:
        match value:
            case ast.Constant(value=str(word)):
                self.found.known.setdefault(word, call.place)
            case ast.IfExp(body=body, orelse=orelse):
                self.read(body, call)
                self.read(orelse, call)
            case ast.Dict(values=values):
                for one in values:
                    self.read(one, call)
            case ast.Subscript(value=whole):
                self.read(whole, call)
            case ast.Call(func=ast.Name(id="str"), args=[inner]):
                self.read(inner, call)
            case ast.Attribute(value=ast.Name(id=owner), attr=member) if hasattr(getattr(models, owner, None), member):
                self.found.known.setdefault(str(getattr(getattr(models, owner), member)), call.place)
            case ast.Name(id=name):
                self._read_name(name, call)
            case _:
                self.found.unread.add(call.place)

    def _read_name(self, name: str, call: Call) -> None:
        parameter = _parameter(call.function, name)
        values = [*_values(name, call.function)] or [*_values(name, call.module)]
        if parameter is not None and call.function is not None:
            place, default = parameter
            # A name that begins so is its own module's; another module's is another function.
            own = call.path if call.function.name.startswith("_") else ""
            self.handed_on.append((call.function.name, own, place, name))
            values = [default] if default is not None else []
        elif not values:
            self.found.unread.add(call.place)
        for value in values:
            self.read(value, call)
