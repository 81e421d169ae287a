"""Odd values where an address expects a number, a year, a code: as people mistype them, and as strangers try them."""

from __future__ import annotations

import ast
import random
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
VALUES = [
    "", " ", "²", "٣", "½", "0", "-1", "1e9", "0000", "²²²²", "9" * 40, "2147483648", "9223372036854775808", "0x1f", "1.5",
    "NaN", "null", "None", "\x00", "\x0b", "\ud800", "a" * 3000, "' OR 1=1 --", "../../etc/passwd", "%s", "{title}", "<b>", "𝒳",
    "2026-02-30", "9999-12-31", "0001-01-01", "24:00", "-", "s", "g", "-0", "١٢٣", "[]", "{}", "🙂",
]  # fmt: skip


def parameters() -> list[str]:
    """Every name that a view or a filter reads from an address."""
    found = {"page", "union", "year"}
    for file in (ROOT / "consult").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            read = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get"
            if (
                read
                and isinstance(node.func.value, ast.Attribute)
                and node.func.value.attr in ("GET", "POST")
                and node.args
            ):
                found.add(getattr(node.args[0], "value", ""))
    for file in (ROOT / "consult" / "forms").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ClassDef) and "Filter" in node.name:
                found |= {target.id for line in node.body if isinstance(line, ast.Assign) for target in line.targets
                          if isinstance(target, ast.Name)}  # fmt: skip
    return sorted(name for name in found if isinstance(name, str) and name)


def query(names: list[str], chance: random.Random) -> str:
    """A query with some of ``names``, some twice, each with an odd value."""
    chosen = chance.choices(names, k=chance.randint(1, 4))
    pairs = [(name, chance.choice(VALUES)) for name in chosen]
    return urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in pairs])
