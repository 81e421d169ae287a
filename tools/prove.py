"""``make prove``: the longer proofs – whole crawls, power cuts, a full disk, an hour of work, mutants, the long drill.

``PROVE="two_unions mutants"`` runs only those whose name holds one of the words. Figures go to the terminal and to
``var/prove.json``.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tools.prepare import ROOT, StepFailedError, guarded, prepare, say
from tools.processes import group
from tools.services import postgres, redis
from tools.test import NEEDED, run_program, run_pytest

OUT = ROOT / "var" / "prove.json"
PROOFS = ROOT / "tests" / "prove"


def _wanted(name: str) -> bool:
    words = os.environ.get("PROVE", "").split()
    return not words or any(word in name for word in words)


def main() -> int:
    prepare(dev=True, extra=NEEDED)
    figures: dict[str, dict[str, object]] = {}

    def prove(name: str, act: Callable[[], bool]) -> None:
        if _wanted(name):
            started = time.monotonic()
            passed = act()
            figures[name] = {"passed": passed, "minutes": round((time.monotonic() - started) / 60, 1)}

    with tempfile.TemporaryDirectory(prefix="consult-prove-") as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        env = {**os.environ, "CONSULT_DATA_DIR": str(folder / "data"), "CONSULT_ENV": "embedded", "LOG_LEVEL": "ERROR"}
        env.pop("DATABASE_URL", None)
        with group(env) as processes, postgres(folder, "-c max_connections=500") as cluster:
            env |= {"TEST_REDIS_URL": redis(processes, folder), "TEST_POSTGRES_URL": cluster.url()}
            for proof in sorted(PROOFS.glob("test_*.py")):
                words = [str(proof.relative_to(ROOT)), "-s", "-rA", "--show-capture=no"]
                prove(proof.stem.removeprefix("test_"), partial(run_pytest, words[0], words, env))
            again = [str((PROOFS / "test_migrations.py").relative_to(ROOT))]
            name = "migrations on PostgreSQL"
            prove(name, partial(run_pytest, name, again, {**env, "DATABASE_URL": cluster.url()}))
    prove("drill", lambda: run_program("the long drill", "tools.drill"))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(figures, indent=2))
    for name, told in figures.items():
        say(f"{name}: {'proven' if told['passed'] else 'FAILED'} in {told['minutes']} min")
    if not all(told["passed"] for told in figures.values()):
        raise StepFailedError("not everything was proven; see above")
    return 0


if __name__ == "__main__":
    guarded(main)
