"""A machine without an init, from ``make install`` to ``make uninstall``: stand-ins start the units' exact commands."""

from __future__ import annotations

import getpass
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.migrated import ROOT
from tests.tools.stand_ins import put_programs
from tools.install.answers import Answers, read_answers
from tools.install.machine import LEFT_OUT, Machine
from tools.install.plan import Layout
from tools.install.steps import install, uninstall, update
from tools.prepare import StepFailedError
from tools.processes import free_port

BREAKS = '''"""A migration that changes rows, of a version that does not start."""

from django.db import migrations


def spoil(apps, _editor):
    apps.get_model("consult", "Organisation").objects.update(name="spoilt")


class Migration(migrations.Migration):
    dependencies = [("consult", "{last}")]
    operations = [migrations.RunPython(spoil)]
'''


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    return read_answers(
        ["--host=consult.example.vn", "--mail=smtp://mail.example.vn", "--sender=consult@example.vn", f"--port={free_port()}",
         f"--backup-to={tmp_path / 'far'}"]
    )  # fmt: skip


@pytest.fixture
def machine(tmp_path: Path, monkeypatch) -> Iterator[Machine]:
    for name in list(os.environ):
        if name.startswith(("CONSULT_", "DATABASE_", "REDIS_", "STATIC_")):
            monkeypatch.delenv(name)
    top, source = tmp_path / "top", tmp_path / "clone"
    put_programs(tmp_path / "bin", top)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    shutil.copytree(ROOT, source, ignore=LEFT_OUT, symlinks=True)
    made = Machine(Layout(top), source, user=getpass.getuser(), healthy_seconds=120)
    # The packages are here already.
    kept = made.layout.code / "packages" / made.packages_of(source)
    kept.mkdir(parents=True)
    for folder in (".venv", "node_modules"):
        (kept / folder).symlink_to((ROOT / folder).resolve())
    yield made
    made.services("stop")


def told(machine: Machine, question: str) -> list[object]:
    with sqlite3.connect(machine.layout.data / "consult.sqlite3") as rows:
        return [value for (value,) in rows.execute(question)]


def names(machine: Machine) -> list[object]:
    return told(machine, "SELECT name FROM consult_organisation ORDER BY id")


def test_from_install_to_uninstall(machine: Machine, answers: Answers, tmp_path):
    install(machine, answers)
    first = machine.running()
    assert first is not None
    assert told(machine, "SELECT count(*) FROM consult_officesetup WHERE code_hash != ''") == [1]
    machine.require_healthy()
    office = tmp_path / "office.toml"
    shutil.copy(ROOT / "deploy" / "office.example.toml", office)
    machine.manage(first, "setup", "--from", str(office))
    (name,) = names(machine)

    # A version that changes rows and does not start: code and rows come back.
    migrations = machine.source / "consult/migrations"
    last = max(path.stem for path in migrations.glob("0*.py"))
    (migrations / "0999_spoils.py").write_text(BREAKS.replace("{last}", last))
    wsgi = machine.source / "config/wsgi.py"
    text = wsgi.read_text()
    wsgi.write_text(text + "\nraise SystemExit('this version does not start')\n")
    with pytest.raises(StepFailedError, match="with its data"):
        update(machine)
    assert machine.running() == first
    assert names(machine) == [name]
    machine.manage(first, "migrate", "--check")
    assert list(machine.layout.data.glob("failed-*/consult.sqlite3"))

    # One that does not build, or whose backup fails, has changed nothing.
    (migrations / "0999_spoils.py").unlink()
    wsgi.write_text(text)
    (machine.layout.data / "updates").rename(machine.layout.data / "kept-updates")
    (machine.layout.data / "updates").write_text("in the way")
    with pytest.raises(StepFailedError):
        update(machine)
    assert machine.running() == first
    machine.require_healthy()
    (machine.layout.data / "updates").unlink()

    update(machine)
    second = machine.running()
    assert second not in (None, first)
    assert names(machine) == [name]
    machine.require_healthy()

    uninstall(machine)
    assert not machine.layout.code.exists()
    assert not list(machine.layout.units.iterdir())
    assert names(machine) == [name]
    assert (machine.layout.secrets / "signing_secret").read_text()
    assert (machine.layout.settings / "consult.env").exists()
