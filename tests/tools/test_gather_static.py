"""Scripts and styles are gathered whole or not at all, beside what is being served."""

from __future__ import annotations

import threading

import pytest
from django.contrib.staticfiles import finders
from django.core.management import CommandError, call_command

from consult.management.commands.gather_static import MANIFEST


@pytest.fixture
def root(settings, tmp_path):
    """A small front end, gathered to ``static`` of a folder of its own."""
    settings.STATIC_GATHERED = True
    settings.STATIC_ROOT = str(tmp_path / "static")
    settings.STATICFILES_FINDERS = ["config.made_files.MadeFilesFinder"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "config.static_files.GatheredStaticFiles"}}
    finders.get_finder.cache_clear()
    yield tmp_path / "static"
    finders.get_finder.cache_clear()


def names(root) -> set[str]:
    return {path.name for path in (root / "vendor").iterdir()}


def test_what_pages_name_is_packed_under_a_name_of_its_content(root):
    call_command("gather_static")
    icons = [name for name in names(root) if name.startswith("icons.")]
    assert len([name for name in icons if name.endswith(".svg.br")]) == 1
    assert "icons.svg" in icons
    assert "icons.svg.br" not in icons


def test_nothing_is_gathered_twice_and_what_is_missing_comes_back(root):
    call_command("gather_static")
    kept = (root / MANIFEST).stat().st_ino
    call_command("gather_static")
    assert (root / MANIFEST).stat().st_ino == kept
    (root / MANIFEST).unlink()
    call_command("gather_static")
    assert (root / MANIFEST).exists()


def test_two_at_the_same_time_and_leftovers_of_a_killed_one_do_no_harm(root):
    (root.with_name("static.new") / "vendor").mkdir(parents=True)
    together = [threading.Thread(target=call_command, args=("gather_static",)) for _ in range(2)]
    for one in together:
        one.start()
    for one in together:
        one.join()
    assert (root / MANIFEST).exists()
    assert not root.with_name("static.new").exists()
    assert not root.with_name("static.old").exists()


def test_where_files_come_straight_nothing_is_gathered(root, settings):
    settings.STATIC_GATHERED = False
    with pytest.raises(CommandError):
        call_command("gather_static")
