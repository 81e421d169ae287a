"""How many small changes the tests notice: all of rules and access, 150 of actions. Survivors are judged in docs/mutants.md."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.services.conftest import ROOT
from tools.mutants import OUT


def test_the_tests_notice_nine_of_ten_changes_in_rules_and_access(tmp_path):
    env = {**os.environ, "CONSULT_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    # A process that has loaded nothing of the product.
    line = [sys.executable, "-u", "-m", "tools.mutants", "rules", "access", "actions:150"]
    subprocess.run(line, cwd=ROOT, env=env, check=True)
    told = json.loads(OUT.read_text())
    shares = {package: 1 - len(one["survived"]) / one["tried"] for package, one in told.items()}
    assert shares["rules"] >= 0.9, shares
    assert shares["access"] >= 0.9, shares
