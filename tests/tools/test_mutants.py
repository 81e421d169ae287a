"""The mutants themselves: each changes one thing, and is put in place of its module."""

from __future__ import annotations

import ast
import os
import subprocess
import sys

import pytest
from coverage import CoverageData

from tests.services.conftest import ROOT
from tools import mutants
from tools.mutation import changes, modules, mutants_of, mutated, source

SMALL = """
ALL = {"a", "b"}
def f(x, y):
    if not x < 3 and y:
        log(x)
        raise ValueError
    x += 1
    return [n for n in x if n == True]
"""


def made() -> list[str]:
    """The text of every mutant of ``SMALL``."""
    texts = []
    for place in range(len(list(changes(ast.parse(SMALL))))):
        tree = ast.parse(SMALL)
        list(changes(tree))[place][2]()
        texts.append(ast.unparse(ast.fix_missing_locations(tree)))
    return texts


@pytest.mark.parametrize(
    "words",
    [
        "{'b'}", "{'a'}", "if not x <= 3 and y:", "if not x < 4 and y:", "if x < 3 and y:", "if not x < 3 or y:",
        "if not (not x < 3 and y):", "x -= 1", "x += 2", "n != True", "n == False", "if not n == True", "return None",
    ],
)  # fmt: skip
def test_each_kind_of_change_is_made(words):
    assert any(words in text for text in made())


def test_each_change_differs_from_the_rest():
    texts = made()
    assert len({ast.unparse(ast.parse(SMALL)), *texts}) == len(texts) + 1
    assert sum("raise" not in text for text in texts) == sum("log" not in text for text in texts) == 1


def test_every_mutant_of_the_rules_and_the_table_compiles():
    for module in [*modules("access"), "consult.rules.council"]:
        plain = ast.unparse(ast.parse(source(module).read_text()))
        for mutant in mutants_of(module)[::10]:
            tree = mutated(module, mutant.number)
            compile(tree, module, "exec")
            assert ast.unparse(tree) != plain, mutant


def test_a_mutant_takes_the_place_of_its_module():
    (mutant,) = [one for one in mutants_of("consult.rules.numbering") if one.what == "3 → 4"]
    code = "import tools.mutant_plugin, datetime; from consult.rules.numbering import written_date as w\n"
    code += "print(w(datetime.date(2026, 3, 9)))"
    env = {**os.environ, "MUTANT": f"{mutant.module}:{mutant.number}"}
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert said.stdout == "ngày 09 tháng 03 năm 2026\n"


def test_a_line_is_tried_by_the_tests_that_pass_through_it(tmp_path):
    """Its module's own tests first, then those that pass through the fewest lines."""
    (mutant,) = [one for one in mutants_of("consult.rules.numbering") if one.what == "3 → 4"]
    file, measured = str(source(mutant.module)), tmp_path / "passed"
    data = CoverageData(str(measured))
    own = "tests/rules/test_small_rules.py::test_dates"
    for name, lines in (
        (own, range(1, 99)),
        ("tests/web/test_a.py::long", range(50)),
        ("tests/web/test_b.py::short", []),
    ):
        data.set_context(f"{name}|run")
        data.add_lines({file: {*lines, mutant.line}})
    data.set_context("tests/web/test_c.py::elsewhere|run")
    data.add_lines({file: [mutant.line + 1]})
    data.write()
    found = mutants.CoverageMap(measured).tests_of(mutant)
    assert found == [own, "tests/web/test_b.py::short", "tests/web/test_a.py::long"]


def test_what_no_test_passes_through_is_tried_by_the_files_that_import_it(tmp_path):
    data = CoverageData(str(tmp_path / "passed"))
    data.add_lines({"x": [1]})
    data.write()
    mutant = mutants_of("consult.rules.numbering")[0]
    assert "tests/rules/test_small_rules.py" in mutants.CoverageMap(tmp_path / "passed").tests_of(mutant)
