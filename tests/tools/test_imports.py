"""What a module of ours takes from another is there, also where a function takes it, or a proof that seldom runs."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest

from tests.services.conftest import ROOT

OURS = ("config", "consult", "tests", "tools", "workflows")


def taken() -> list[tuple[Path, str, str]]:
    found = []
    for folder in OURS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").split(".")[0] in OURS:
                    found += [(path, str(node.module), name.name) for name in node.names if name.name != "*"]
    return found


def is_there(module: str, name: str) -> bool:
    home = importlib.import_module(module)
    within = getattr(home, "__path__", None)
    return hasattr(home, name) or (within is not None and name in {one.name for one in pkgutil.iter_modules(within)})


def test_every_name_that_is_taken_from_a_module_of_ours_is_there():
    found = taken()
    assert len(found) > 1000
    missing = [
        f"{path.relative_to(ROOT)}: {module}.{name}" for path, module, name in found if not is_there(module, name)
    ]
    assert missing == []


@pytest.mark.parametrize("name", ["Book", "nothing"])
def test_what_is_not_there_is_found(name):
    assert not is_there("tools.drill.clients", name)
    assert is_there("tools.drill", "clients")
