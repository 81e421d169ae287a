"""Tries the tests: changes one thing in a module, runs its tests, and lists the changes that nothing noticed.

``python -m tools.mutants rules access actions:150`` takes all mutants of two packages and 150 of a third, chosen by SEED.
No file is changed: ``tools.mutant_plugin`` puts the mutant in place of the module in the tests' process alone.
"""

from __future__ import annotations

import ast
import importlib
import json
import os
import random
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest

from tools.prepare import ROOT, guarded, say

SEED = 2026
OUT = ROOT / "var" / "mutants.json"
# Seconds; tests that hang have noticed something.
AT_LONGEST = 240
BASE: dict[str, list[str]] = {
    "rules": [],
    "access": [
        "tests/workflows/test_dossier_flow.py",
        "tests/web/test_access_urls.py",
        "tests/web/test_who_reads_reviews.py",
        "tests/web/test_leaks.py",
    ],
    "actions": ["tests/workflows/test_dossier_flow.py", "tests/workflows/test_review_flow.py", "tests/actions"],
}
# Rules that are tried where they are used.
USED_IN = {
    "consult.rules.problem": "tests/workflows/test_dossier_flow.py",
}
SWAPS: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
# Third parties that can be loaded before Django is set up.
NEEDED_BY_ALL = (
    "pytest_django.plugin", "hypothesis.strategies", "django.test", "django.db.models", "django.forms",
    "django.views.generic", "celery", "kombu", "redis", "weasyprint", "pyhanko.sign.signers", "pyhanko.sign.validation",
    "lxml.html", "docx", "openpyxl", "botocore.config", "numpy", "highspy", "holidays", "icalendar", "pdfplumber", "num2words",
)  # fmt: skip
PLAIN = ("-c", os.devnull, f"--rootdir={ROOT}", "-p", "no:django", "--noconftest")
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
    names = [path.stem for path in sorted(folder.glob("*.py"))]
    return [f"consult.{package}" + ("" if name == "__init__" else f".{name}") for name in names]


def tests_of(module: str) -> list[str]:
    """The test files that import a module, the quickest first, and those that its package always has."""
    package, _, name = module.removeprefix("consult.").partition(".")
    word = re.compile(
        rf"consult\.{package}\.{name}\b|from consult\.{package} import [^\n]*\b{name}\b" if name else r"^\b$"
    )
    # Those without a database first: the first that fails ends it.
    files = sorted(ROOT.glob("tests/*/test_*.py"), key=lambda path: (path.parent.name != "rules", path.stat().st_size))
    slow = ("browser", "services", "prove", "tools", "documents")
    own = [
        str(path.relative_to(ROOT)) for path in files if path.parent.name not in slow and word.search(path.read_text())
    ]
    used = [USED_IN[module]] if module in USED_IN else []
    return list(dict.fromkeys([*own, *used, *BASE.get(package, [])])) or ["tests/rules"]


def _pytest(tests: list[str], env: dict[str, str], *words: str, seconds: int = AT_LONGEST) -> bool:
    """Whether these tests pass. Tests that hang do not.

    They run in a child of this process, which has loaded what all of them need and nothing of the product.
    """
    quiet = ["-x", "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider", "--hypothesis-seed=0"]
    child = os.fork()
    if child == 0:
        # Whatever happens here, nothing of the parent's goes on in the child.
        code = 1
        try:
            os.setsid()
            os.environ.update(env)
            os.chdir(ROOT)
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in range(3):
                os.dup2(nowhere, stream)
            hypothesis.settings.register_profile("untimed", deadline=None)
            hypothesis.settings.load_profile("untimed")
            code = int(pytest.main(["-p", "tools.mutant_plugin", *quiet, *words, *tests]))
        finally:
            os._exit(code)
    until = time.monotonic() + seconds
    while (ended := os.waitpid(child, os.WNOHANG))[0] == 0:
        if time.monotonic() > until:
            os.killpg(child, signal.SIGKILL)
            say(f"did not end within {seconds} s: {env.get('MUTANT')}")
            os.waitpid(child, 0)
            return False
        time.sleep(0.01)
    return ended[1] == 0


def _load_what_all_need() -> None:
    for name in NEEDED_BY_ALL:
        importlib.import_module(name)


def unnoticed(mutant: Mutant, env: dict[str, str]) -> bool:
    """Whether a mutant's tests pass. Those that need no Django are asked first: they take a tenth of the time."""
    env = {**env, "MUTANT": f"{mutant.module}:{mutant.number}"}
    tests = tests_of(mutant.module)
    plain = [test for test in tests if is_plain(test)]
    if plain and not _pytest(plain, env, *PLAIN, seconds=AT_LONGEST // 4):
        return False
    rest = [test for test in tests if test not in plain]
    return not rest or _pytest(rest, env, "--reuse-db")


def is_plain(test: str) -> bool:
    """Whether a file of tests works over plain values."""
    path = ROOT / test
    return test.startswith("tests/rules/") and not re.search(r"django|consult\.defaults", path.read_text())


def try_out(package: str, at_most: int | None, env: dict[str, str]) -> tuple[int, list[Mutant]]:
    """Try a package's mutants, or so many chosen by SEED. Returns how many were tried and those that nothing noticed."""
    found = [mutant for module in modules(package) for mutant in mutants_of(module)]
    if at_most is not None and at_most < len(found):
        found = sorted(random.Random(SEED).sample(found, at_most), key=lambda one: (one.module, one.number))
    began, alive = time.monotonic(), []
    for count, mutant in enumerate(found, 1):
        if unnoticed(mutant, env):
            alive.append(mutant)
            say(f"survived: {mutant}")
        if count % 50 == 0:
            say(f"{package}: {count} of {len(found)} tried, {len(alive)} survived, {time.monotonic() - began:.0f} s")
    say(f"{package}: {len(found)} mutants, {len(found) - len(alive)} killed ({_share(len(found), alive):.1%})")
    return len(found), alive


def _share(tried: int, alive: list[Mutant]) -> float:
    return 1 - len(alive) / max(1, tried)


def run(asked: list[str], env: dict[str, str]) -> dict[str, float]:
    """Try out each "package" or "package:number". Returns the share that was killed; the list is in ``var/mutants.json``."""
    shares, told = {}, {}
    every = sorted({test for word in asked for module in modules(word.partition(":")[0]) for test in tests_of(module)})
    if "consult" in sys.modules:
        raise AssertionError("a mutant cannot take the place of what is loaded already")
    _load_what_all_need()
    if not _pytest(every, env, "--reuse-db", "--create-db", seconds=20 * AT_LONGEST):
        raise AssertionError("the tests fail without any mutant")
    for word in asked:
        package, _, number = word.partition(":")
        tried, alive = try_out(package, int(number) if number else None, env)
        shares[package] = _share(tried, alive)
        told[package] = {"tried": tried, "survived": [str(mutant) for mutant in alive]}
        OUT.parent.mkdir(parents=True, exist_ok=True)
        OUT.write_text(json.dumps(told, indent=2, ensure_ascii=False))
    return shares


def main() -> int:
    run(sys.argv[1:], dict(os.environ))
    return 0


if __name__ == "__main__":
    guarded(main)
