"""What can be changed in a module to try its tests, one thing at a time, and the module with one thing changed."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.prepare import ROOT

SWAPS: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
LEFT_ALONE = {"annotation", "returns", "decorator_list", "bases"}
Change = tuple[int, str, Callable[[], None]]


@dataclass(frozen=True)
class Mutant:
    """The ``number``-th change of a module."""

    module: str
    number: int
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.what}"


def source(module: str) -> Path:
    """The file of a module."""
    path = ROOT / Path(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def changes(tree: ast.AST) -> Iterator[Change]:
    """Everything that may be changed: line, words, and what does it, to this tree. Always in the same order."""
    for name, value in ast.iter_fields(tree):
        if name in LEFT_ALONE:
            continue
        for place, node in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(node, ast.AST):
                yield from _of(tree, name, place if isinstance(value, list) else None, node)
                yield from changes(node)


def _of(parent: ast.AST, name: str, place: int | None, node: ast.AST) -> Iterator[Change]:
    line = getattr(node, "lineno", getattr(parent, "lineno", 0))

    def put(new: ast.AST) -> Callable[[], None]:
        def act() -> None:
            if place is None:
                setattr(parent, name, ast.copy_location(new, node))
            else:
                getattr(parent, name)[place] = ast.copy_location(new, node)

        return act

    if type(node) in SWAPS:
        other = SWAPS[type(node)]
        yield line, f"{type(node).__name__} → {other.__name__}", put(other())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield line, "not x → x", put(node.operand)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield line, f"{node.value} → {not node.value}", put(ast.Constant(not node.value))
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield line, f"{node.value} → {node.value + 1}", put(ast.Constant(node.value + 1))
    elif isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "None":
        yield line, f"return {_short(node.value)} → None", put(ast.Return(ast.Constant(None)))
    elif isinstance(node, (ast.Raise, ast.AugAssign)) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ):
        yield line, f"without: {_short(node)}", put(ast.Pass())
    elif isinstance(node, ast.Set) and len(node.elts) > 1:
        for gone in range(len(node.elts)):
            rest = [one for at, one in enumerate(node.elts) if at != gone]
            yield line, f"without {_short(node.elts[gone])} in a set", put(ast.Set(rest))
    if isinstance(node, ast.expr) and (name == "test" or (name == "ifs" and isinstance(parent, ast.comprehension))):
        yield line, f"negated: {_short(node)}", put(ast.UnaryOp(ast.Not(), node))


def _short(node: ast.AST) -> str:
    return re.sub(r"\s+", " ", ast.unparse(node))[:60]


def mutants_of(module: str) -> list[Mutant]:
    """All mutants of a module."""
    found = changes(ast.parse(source(module).read_text()))
    return [Mutant(module, number, line, what) for number, (line, what, _act) in enumerate(found)]


def mutated(module: str, number: int) -> ast.Module:
    """The module's tree with one change made."""
    tree = ast.parse(source(module).read_text())
    for place, (_line, _what, act) in enumerate(changes(tree)):
        if place == number:
            act()
            return ast.fix_missing_locations(tree)
    raise IndexError(number)


def modules(package: str) -> list[str]:
    """The modules of a package of ``consult``, by name."""
    folder = ROOT / "consult" / package
    paths = sorted(folder.rglob("*.py"))
    return [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in paths]
