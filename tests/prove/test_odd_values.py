"""Odd values in every address and form, and odd letters in every field, many more than the suite tries."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tools.prepare import ROOT

EACH = os.environ.get("ODD_EACH", "12")


@pytest.mark.parametrize("seed", ["1", "2"])
def test_nothing_odd_breaks_anything(seed: str):
    env = {**os.environ, "ODD_EACH": EACH, "ODD_SEED": seed, "ODD_TEXTS": "6"}
    files = ["tests/web/test_odd_parameters.py", "tests/web/test_any_text.py"]
    command = [sys.executable, "-m", "pytest", "--quiet", "--no-header", "--tb=short", *files]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:]
