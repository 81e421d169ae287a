"""Tries the tests: changes one thing in a module, runs its tests, and lists the changes that nothing noticed.

``python -m tools.mutants rules access actions:150`` takes all mutants of two packages and 150 of a third, chosen by SEED.
No file is changed: ``tools.mutant_plugin`` puts the mutant in place of the module in the tests' process alone.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import hypothesis
import pytest
from coverage import CoverageData

from tools.mutation import Mutant, modules, mutants_of, source
from tools.prepare import ROOT, guarded, say

SEED = 2026
OUT = ROOT / "var" / "mutants.json"
LANES = os.cpu_count() or 1
# Seconds.
AT_LONGEST = 300
# The same for tests over plain values, which take some seconds together.
PLAIN_AT_LONGEST = 45
# Of the tests that pass through a line, so many are asked: its module's own, then those that pass through the fewest lines.
MOST_TESTS = 40
TESTS = ["rules", "council_solver", "access", "actions", "workflows", "web", "signatures", "storage"]
# Third parties that can be loaded before Django is set up.
NEEDED_BY_ALL = (
    "pytest_django.plugin", "hypothesis.strategies", "django.test", "django.db.models", "django.forms",
    "django.views.generic", "celery", "kombu", "redis", "weasyprint", "pyhanko.sign.signers", "pyhanko.sign.validation",
    "lxml.html", "docx", "openpyxl", "botocore.config", "numpy", "highspy", "holidays", "icalendar", "pdfplumber", "num2words",
)  # fmt: skip
PLAIN = ("-c", os.devnull, f"--rootdir={ROOT}", "-p", "no:django", "--noconftest")


def own_tests(module: str) -> list[str]:
    """The test files that import a module, those without a database first."""
    package, _, name = module.removeprefix("consult.").partition(".")
    within, _, last = name.rpartition(".")
    home = re.escape(f"consult.{package}.{within}".rstrip("."))
    word = re.compile(rf"{home}\.{last}\b|from {home} import [^\n]*\b{last}\b" if last else r"^\b$")
    files = sorted(ROOT.glob("tests/*/test_*.py"), key=lambda path: (path.parent.name != "rules", path.stat().st_size))
    return [
        str(file.relative_to(ROOT)) for file in files if file.parent.name in TESTS and word.search(file.read_text())
    ]


class CoverageMap:
    """Which tests pass through which lines, from a run of all of them."""

    def __init__(self, measured: Path) -> None:
        self.data = CoverageData(str(measured))
        self.data.read()
        self.lines: Counter[str] = Counter()
        self.through: dict[str, dict[int, list[str]]] = {}
        for file in self.data.measured_files():
            self.through[file] = self.data.contexts_by_lineno(file)
            for tests in self.through[file].values():
                self.lines.update({name.rpartition("|")[0] for name in tests})

    def tests_of(self, mutant: Mutant) -> list[str]:
        """The tests that pass through the changed line; of what is only read when the module is loaded, its own files."""
        through = self.through.get(str(source(mutant.module)), {})
        # A statement over several lines is noted at some of them.
        near = next((line for line in range(mutant.line, mutant.line - 8, -1) if any(through.get(line, []))), None)
        names = {name.rpartition("|")[0] for name in through.get(near, [])} - {""} if near is not None else set()
        own = own_tests(mutant.module)
        ranked = sorted(names, key=lambda name: (name.partition("::")[0] not in own, self.lines[name]))
        return ranked[:MOST_TESTS] or own or ["tests/rules"]


def _pytest(
    tests: list[str], env: dict[str, str], *words: str, seconds: int = AT_LONGEST, if_hung: bool = False
) -> bool:
    """Whether these tests pass; ``if_hung`` when they do not end in time.

    They run in a child of this process, which has loaded what all of them need and nothing of the product.
    """
    # With a cache of its own each data folder's database is migrated once.
    cache = f"cache_dir={env['CONSULT_DATA_DIR']}/cache"
    quiet = ["-x", "-q", "--no-header", "--tb=no", "-o", cache, "--hypothesis-seed=0"]
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
            # That it fails is enough; the smallest example takes a minute to be found.
            searching = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
            hypothesis.settings.register_profile("untimed", deadline=None, phases=searching)
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
            return if_hung
        time.sleep(0.01)
    return ended[1] == 0


def _load_what_all_need() -> None:
    for name in NEEDED_BY_ALL:
        importlib.import_module(name)


def unnoticed(mutant: Mutant, tests: list[str], env: dict[str, str]) -> bool:
    """Whether a mutant's tests pass. Those that need no Django are asked first: they take a tenth of the time."""
    env = {**env, "MUTANT": f"{mutant.module}:{mutant.number}"}
    plain = [test for test in tests if is_plain(test)]
    if plain and not _pytest(plain, env, *PLAIN, seconds=PLAIN_AT_LONGEST):
        return False
    rest = [test for test in tests if test not in plain]
    # A change that hangs there is seldom; tests that need longer than that on a busy machine have noticed nothing.
    return not rest or _pytest(rest, env, "--reuse-db", if_hung=True)


def is_plain(test: str) -> bool:
    """Whether a test, or a file of tests, works over plain values."""
    path = ROOT / test.partition("::")[0]
    return test.startswith("tests/rules/") and not re.search(r"django|consult\.defaults", path.read_text())


def in_lanes(act: Callable[[int], list[int]], env: dict[str, str]) -> list[int]:
    """``act`` in one process per core, each with a data folder of its own; what they return, together.

    Raises ``AssertionError`` when one of them does not end well.
    """
    with tempfile.TemporaryDirectory(prefix="consult-mutants-") as scratch:
        lanes = {}
        for lane in range(LANES):
            child = os.fork()
            if child == 0:
                code = 1
                try:
                    env["CONSULT_DATA_DIR"] = os.environ["CONSULT_DATA_DIR"] = f"{env['CONSULT_DATA_DIR']}/lane{lane}"
                    Path(scratch, str(lane)).write_text(json.dumps(act(lane)))
                    code = 0
                finally:
                    os._exit(code)
            lanes[child] = lane
        ended = [os.waitpid(child, 0)[1] for child in lanes]
        if any(ended):
            raise AssertionError("a lane did not end well; see above")
        return sorted(one for lane in lanes.values() for one in json.loads(Path(scratch, str(lane)).read_text()))


def try_out(package: str, at_most: int | None, passed: CoverageMap, env: dict[str, str]) -> tuple[int, list[Mutant]]:
    """Try a package's mutants, or so many chosen by SEED. Returns how many were tried and those that nothing noticed."""
    found = [mutant for module in modules(package) for mutant in mutants_of(module)]
    if at_most is not None and at_most < len(found):
        found = sorted(random.Random(SEED).sample(found, at_most), key=lambda one: (one.module, one.number))
    tests = [passed.tests_of(mutant) for mutant in found]
    began = time.monotonic()

    def act(lane: int) -> list[int]:
        alive = []
        for count, number in enumerate(range(lane, len(found), LANES), 1):
            if unnoticed(found[number], tests[number], env):
                alive.append(number)
                say(f"survived: {found[number]}")
            if count % 25 == 0:
                say(f"{package}, lane {lane}: {count} tried, {len(alive)} survived, {time.monotonic() - began:.0f} s")
        return alive

    alive = [found[number] for number in in_lanes(act, env)]
    say(f"{package}: {len(found)} mutants, {len(found) - len(alive)} killed ({_share(len(found), alive):.1%})")
    return len(found), alive


def _share(tried: int, alive: list[Mutant]) -> float:
    return 1 - len(alive) / max(1, tried)


def measure(packages: Iterable[str], measured: Path, env: dict[str, str]) -> None:
    """Run the tests without any mutant and note which pass through which lines. Raises ``AssertionError`` when one fails."""
    settings = measured.with_suffix(".ini")
    settings.write_text("[run]\nsource =\n" + "".join(f"    consult/{package}\n" for package in packages))
    line = [
        sys.executable, "-m", "pytest", "-q", "--no-header", "-n", str(LANES), "--cov", f"--cov-config={settings}",
        "--cov-context=test", "--cov-report=", *(f"tests/{name}" for name in TESTS),
    ]  # fmt: skip
    if subprocess.run(line, cwd=ROOT, env={**env, "COVERAGE_FILE": str(measured)}, check=False).returncode:
        raise AssertionError("the tests fail without any mutant")


def run(asked: list[str], env: dict[str, str]) -> dict[str, float]:
    """Try out each "package" or "package:number". Returns the share that was killed; the list is in ``var/mutants.json``."""
    shares, told = {}, {}
    if "consult" in sys.modules:
        raise AssertionError("a mutant cannot take the place of what is loaded already")
    measured = Path(env["CONSULT_DATA_DIR"], "passed")
    measure([word.partition(":")[0] for word in asked], measured, env)
    passed = CoverageMap(measured)
    _load_what_all_need()
    for word in asked:
        package, _, number = word.partition(":")
        tried, alive = try_out(package, int(number) if number else None, passed, env)
        shares[package] = _share(tried, alive)
        told[package] = {"tried": tried, "survived": [str(mutant) for mutant in alive]}
        OUT.parent.mkdir(parents=True, exist_ok=True)
        OUT.write_text(json.dumps(told, indent=2, ensure_ascii=False))
    return shares


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="consult-mutants-") as scratch:
        run(sys.argv[1:], {"CONSULT_DATA_DIR": scratch, **os.environ})
    return 0


if __name__ == "__main__":
    guarded(main)
