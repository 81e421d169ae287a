"""Finds places where a day or an hour may be taken from a time in UTC: rows come back in UTC, people live in Việt Nam.

``consult/clock.py`` alone turns moments into days. ruff's DTZ rules forbid times without a zone; what they let pass is
found here. ``python -m tools.time_lint`` prints each as ``file:line: what``.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("config", "consult", "workflows", "tools", "tests")
TURNS_MOMENTS_INTO_DAYS = Path("consult/clock.py")
PARTS = {"year", "month", "day", "hour", "minute"}
CUTS = {"time", "weekday", "isoweekday", "isocalendar", "strftime"}


def _is_moment(node: ast.expr) -> bool:
    """Whether it reads a row's field that holds a moment: by the project's names, those end in ``_at`` or are ``at``."""
    return isinstance(node, ast.Attribute) and (node.attr == "at" or node.attr.endswith("_at"))


def _what_is_wrong(node: ast.AST) -> str:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        function = node.func
        if function.attr == "date" and not node.args and not node.keywords:
            return "clock.day_of(…) instead of .date(), which gives the day in the moment's own zone"
        if function.attr in CUTS and _is_moment(function.value):
            return f".{function.attr}() of a moment that may be in UTC"
    if isinstance(node, ast.Attribute) and node.attr in PARTS and _is_moment(node.value):
        return f".{node.attr} of a moment that may be in UTC"
    if isinstance(node, ast.FormattedValue) and node.format_spec is not None and _is_moment(node.value):
        return "written without timezone.localtime(…)"
    return ""


def faults_in(source: str) -> Iterator[tuple[int, str]]:
    """The faults of one module: line and what is wrong."""
    for node in ast.walk(ast.parse(source)):
        wrong = _what_is_wrong(node)
        if wrong:
            yield getattr(node, "lineno", 0), wrong


def faults() -> list[str]:
    """The faults of the whole project."""
    found = []
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT)
            if name != TURNS_MOMENTS_INTO_DAYS and "migrations" not in name.parts:
                found += [f"{name}:{line}: {wrong}" for line, wrong in faults_in(path.read_text(encoding="utf-8"))]
    return found


if __name__ == "__main__":
    problems = faults()
    print("\n".join(problems) or "days and hours are Việt Nam's")
    sys.exit(bool(problems))
