"""A database of each version that was kept is upgraded in place, and its dossiers walk on to their end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tools.keep_version import FOLDER, KEYS, STAGES
from tools.prepare import ROOT


def run(data_dir: Path, *words: str) -> str:
    env = {
        **os.environ,
        **KEYS,
        "CONSULT_DATA_DIR": str(data_dir),
        "CONSULT_ENV": "embedded",
        "DATABASE_URL": f"sqlite:///{data_dir / 'consult.sqlite3'}",
    }
    done = subprocess.run([sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout


@pytest.mark.parametrize("kept", sorted(FOLDER.glob("*.tar.xz")), ids=lambda path: path.name)
def test_a_kept_version_is_upgraded_in_place_and_goes_on(kept: Path, tmp_path: Path):
    with tarfile.open(kept) as archive:
        archive.extractall(tmp_path, filter="data")
    run(tmp_path, "manage.py", "migrate", "--verbosity=0")
    assert f"{len(STAGES)} " in run(tmp_path, "manage.py", "verify_history")
    told = json.loads(run(tmp_path, "-m", "tests.upgrades.walk_on"))
    assert list(told["ends"].values()) == [["closed", "archived"]] * len(STAGES)
    assert told["numbers"]
    # What was numbered before the upgrade and after it is one series without a gap.
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in told["numbers"])
    assert f"{len(STAGES)} " in run(tmp_path, "manage.py", "verify_history")
