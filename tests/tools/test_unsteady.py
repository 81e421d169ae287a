"""``make test`` runs what failed once more, by itself: what then passes is named, what fails again fails the run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tools import test

UNSTEADY = """
from pathlib import Path
def test_passes_the_second_time():
    first = Path(__file__).with_name("ran")
    ran = first.exists()
    first.touch()
    assert ran
def test_passes():
    pass
"""
BROKEN = """
def test_never_passes():
    assert False
"""
MANY = """
import pytest
@pytest.mark.parametrize("one", range(9))
def test_passes_the_second_time(one):
    from pathlib import Path
    first = Path(__file__).with_name(f"ran{one}")
    ran = first.exists()
    first.touch()
    assert ran
"""


@pytest.mark.parametrize(
    ("text", "passed", "named"),
    [
        (UNSTEADY, True, ["test_passes_the_second_time"]),
        (UNSTEADY + BROKEN, False, []),
        # So many at once are no accident.
        (MANY, False, []),
    ],
)
def test_what_fails_once_is_named_and_what_fails_twice_fails(tmp_path: Path, monkeypatch, text, passed, named) -> None:
    suite = tmp_path / "test_some.py"
    suite.write_text(text)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:django -p no:hypothesispytest\n")
    monkeypatch.setattr(test, "ROOT", tmp_path)
    monkeypatch.setattr(test, "LAST_FAILED", tmp_path / ".pytest_cache" / "v" / "cache" / "lastfailed")
    monkeypatch.setattr(test, "UNSTEADY", [])
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DJANGO_"))}
    assert test.run_steadily("a suite", [str(suite)], own) is passed
    assert [name.rpartition("::")[2] for name in test.UNSTEADY] == named
