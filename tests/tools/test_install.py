"""``make install``: its plan, its files as systemd and nginx judge them, and the services' exact commands, running."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from django.core import management

from tests.migrated import ROOT
from tests.services.conftest import until
from tests.tools.stand_ins import environment, put_programs, read_unit, start
from tools.install.answers import problems, read_answers
from tools.install.machine import Machine, merged, read_environment
from tools.install.plan import Layout, kept_answers, plan
from tools.install.postgres import empty, make_database
from tools.install.steps import owner_environment, uninstall
from tools.install.units import UNITS
from tools.prepare import StepFailedError
from tools.processes import free_port
from tools.services import postgres, postgres_bin

pytestmark = pytest.mark.once

WORDS = (
    "--host=consult.example.vn", "--mail=smtp://user:a$pa%20ss@mail.example.vn:587/?tls=True",
    "--sender=Liên hiệp Hội <consult@example.vn>", "--backup-to=/var/backups/consult",
)  # fmt: skip


@pytest.fixture
def machine(tmp_path: Path, monkeypatch) -> Machine:
    for name in list(os.environ):
        if name.startswith("CONSULT_"):
            monkeypatch.delenv(name)
    return Machine(Layout(tmp_path / "top"), ROOT, user=getpass.getuser(), port=free_port())


@pytest.fixture
def installed(machine: Machine) -> Machine:
    """Everything that is written, with this working copy as the version."""
    backups = machine.layout.top / "backups"
    answers = read_answers([*WORDS[:3], f"--backup-to={backups}", f"--port={machine.port}"])
    machine.write(plan(answers, machine.layout))
    machine.make_folders(answers.backup_to)
    machine.make_secrets(answers.mail_password)
    machine.make_certificate(answers.host, "", "")
    machine.layout.code.mkdir(parents=True)
    machine.switch(ROOT)
    return machine


# ---------------------------------------------------------------- answers
def test_answers_come_by_flags_by_the_environment_or_by_questions(monkeypatch):
    answers = read_answers(WORDS)
    assert (answers.mail, answers.mail_password) == ("smtp://user@mail.example.vn:587/?tls=True", "a$pa%20ss")
    assert (answers.database, answers.port) == ("embedded", 8000)
    monkeypatch.setenv("CONSULT_DATABASE", "postgresql")
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return "" if "backup" in question or "certificate" in question else "x@y.vn"

    answers = read_answers(WORDS[:2], ask)
    assert (answers.database, answers.sender, answers.backup_to) == ("postgresql", "x@y.vn", "/var/backups/consult")
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("host", "https://consult.example.vn"), ("host", "Máy chủ"), ("host", "a.vn; rm"), ("mail", "mail.example.vn"),
        ("mail", "file:///tmp"), ("sender", "Liên hiệp Hội"), ("sender", "a@b.vn\nX=1"), ("database", "mysql"),
        ("backup_to", "backups"), ("backup_to", "/"), ("backup_to", "s3://"), ("backup_to", "/a b"),
        ("certificate", "/only.pem"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named_before_anything_is_done(name, wrong):
    good = {"host": "a.vn", "mail": "smtp://m.vn", "sender": "a@b.vn", "database": "embedded", "backup_to": "/b",
            "certificate": "", "key": ""}  # fmt: skip
    assert problems(good) == []
    assert [where for where, _said in problems({**good, name: wrong})] == [name.replace("_", "-")]


def test_without_a_terminal_everything_that_is_missing_is_told_at_once():
    with pytest.raises(StepFailedError) as told:
        read_answers([])
    assert re.findall(r"--([a-z-]+):", str(told.value)) == ["host", "mail", "sender"]


# ---------------------------------------------------------------- files
def test_settings_are_read_alike_by_a_shell_and_by_us(installed):
    answers = kept_answers(installed.layout)
    assert answers.mail_password == ""
    path = installed.layout.settings / "consult.env"
    read = read_environment(path)
    shell = subprocess.run(
        ["sh", "-c", f"set -a; . {path}; env -0"], env={}, capture_output=True, check=True, text=True
    )
    told = dict(line.partition("=")[::2] for line in shell.stdout.split("\0") if line)
    assert {name: told[name] for name in read} == read
    assert (read["EMAIL_URL"], read["DEFAULT_FROM_EMAIL"]) == (answers.mail, "Liên hiệp Hội <consult@example.vn>")
    secrets = installed.layout.secrets
    assert (secrets / "email_password").read_text() == "a$pa%20ss"
    assert len((secrets / "secret_key").read_text()) >= 50
    assert not any(path.stat().st_mode & 0o007 for path in (secrets, *secrets.iterdir()))
    written = {path.name: path.read_text() for path in secrets.iterdir()}
    installed.make_secrets("")
    assert {path.name: path.read_text() for path in secrets.iterdir()} == written


def test_a_second_time_changes_nothing_and_keeps_what_was_added(installed):
    planned = plan(kept_answers(installed.layout), installed.layout)
    path = installed.layout.settings / "consult.env"
    path.write_text(path.read_text().replace('LOG_FORMAT="line"', 'LOG_FORMAT="json"') + "MIN_FREE_MIB=1024\n")
    replaced = installed.write(planned)
    assert list(replaced) == [path]
    assert read_environment(path)["MIN_FREE_MIB"] == "1024"
    assert installed.write(planned) == {}
    installed.put_back(planned, replaced)
    assert read_environment(path)["LOG_FORMAT"] == "json"
    assert merged("A=1\nB=2\n", "A=3\n") == "A=3\nB=2\n"


def test_systemd_takes_the_units(installed):
    units = sorted(installed.layout.units.glob("*.service"))
    assert [unit.stem for unit in units] == sorted(UNITS)
    assert verified(units) == []
    # And would say so otherwise.
    web = installed.layout.units / "consult-web.service"
    for right, wrong in (("ProtectSystem=strict", "ProtectSystem=strictly"), ("bin/python", "bin/nothing")):
        other = installed.layout.top / "consult-other.service"
        other.write_text(web.read_text().replace(right, wrong))
        assert len(verified([other])) == 1, wrong


def verified(units: list[Path]) -> list[str]:
    """What systemd says of units of ours; of other units on this machine it may say things too."""
    line = ["systemd-analyze", "verify", "--man=no", *units]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    said = [line for line in (done.stdout + done.stderr).splitlines() if "consult" in line]
    assert said or done.returncode == 0
    return said


def test_no_service_has_more_rights_than_it_needs(installed):
    levels = {}
    for unit in installed.layout.units.glob("*.service"):
        done = subprocess.run(
            ["systemd-analyze", "security", "--offline=yes", "--threshold=40", unit],
            capture_output=True,
            text=True,
            check=False,
        )
        levels[unit.stem] = (done.returncode, done.stdout.splitlines()[-1] if done.stdout else done.stderr)
    assert {code for code, _said in levels.values()} == {0}, levels
    converter = read_unit(installed.layout.units / "consult-converter.service")
    assert not {"SIGNING_SECRET_FILE", "EMAIL_PASSWORD_FILE"} & set(environment(converter))
    assert str(installed.layout.secrets / "signing_secret") in converter["InaccessiblePaths"]
    # What encloses strangers' files is allowed: no more than these namespaces, and a process may be ended by its parent.
    office = (ROOT / "consult/libraries/converter/office.py").read_text()
    used = {word for word in ("user", "net", "pid", "mount", "ipc", "uts", "cgroup") if f'"--{word}"' in office}
    assert used | {"user"} == set(converter["RestrictNamespaces"].split())


def test_nginx_takes_the_site_and_logrotate_the_rotation(installed, tmp_path):
    site = (installed.layout.top / "etc/nginx/conf.d/consult.conf").read_text()
    assert not re.search(r"\$\{\w+\}", site)
    assert site.count("server_name consult.example.vn;") == site.count("\nserver {") == 2
    for port in ("80", "443"):
        site = re.sub(rf"listen (\S+):{port}\b", rf"listen \1:{free_port()}", site)
    (tmp_path / "site.conf").write_text(site)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{ client_body_temp_path {tmp_path}/b; proxy_temp_path "
        f"{tmp_path}/p; include {tmp_path}/site.conf; }}\n"
    )
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    done = subprocess.run([program, "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rotation = installed.layout.top / "etc/logrotate.d/consult"
    # The group of the logs is Debian's.
    rotation.write_text(rotation.read_text().replace("www-data adm", f"{getpass.getuser()} {getpass.getuser()}"))
    rotation.chmod(0o644)
    program = shutil.which("logrotate") or "/usr/sbin/logrotate"
    done = subprocess.run([program, "--debug", rotation], capture_output=True, text=True, check=False)
    assert (done.returncode, "error:" in done.stderr) == (0, False), done.stderr


# ---------------------------------------------------------------- the services, running
@pytest.fixture
def running(installed: Machine, django_db_setup, django_db_blocker) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """The exact commands of the units, with their environment, on a migrated database."""
    started = {}
    with django_db_blocker.unblock():
        from django.db import connection  # noqa: PLC0415

        if connection.vendor == "sqlite":
            connection.ensure_connection()
            management.call_command("migrate", verbosity=0)
            connection.cursor().execute("VACUUM INTO %s", [str(installed.layout.data / "consult.sqlite3")])
    for name in UNITS:
        unit = read_unit(installed.layout.units / f"{name}.service")
        started[name] = start(unit, installed.layout.top / f"{name}.log")
    yield started
    for process in started.values():
        process.terminate()
    for process in started.values():
        process.wait(60)


def test_the_services_exact_commands_run_and_are_healthy(running, installed):
    check = [sys.executable, "-m", "tools.health_check", f"http://127.0.0.1:{installed.port}/readyz"]

    def logs() -> str:
        return "".join(path.read_text() for path in installed.layout.top.glob("*.log"))

    def healthy() -> bool:
        assert all(process.poll() is None for process in running.values()), logs()
        return subprocess.run(check, cwd=ROOT, check=False, capture_output=True).returncode == 0

    until(healthy, seconds=180)
    beat = read_unit(installed.layout.units / "consult-beat.service")
    for name in ("sweep", "convert"):
        line = [sys.executable, "manage.py", "heartbeat", name, "--within", "100"]
        until(
            lambda line=line: (
                subprocess.run(line, cwd=ROOT, env=environment(beat), check=False, capture_output=True).returncode == 0
            ),
            seconds=180,
        )


# ---------------------------------------------------------------- versions, and the way out
def test_old_versions_go_and_what_runs_or_is_used_stays(machine):
    code = machine.layout.code
    for number in range(5):
        version, kept = code / "versions" / f"2026-11-2{number}", code / "packages" / str(number // 2)
        version.mkdir(parents=True)
        kept.mkdir(parents=True, exist_ok=True)
        # The environment itself may lie elsewhere.
        if not (kept / ".venv").exists():
            (kept / ".venv").symlink_to(ROOT / ".venv")
        (version / ".venv").symlink_to(kept / ".venv")
    machine.switch(code / "versions/2026-11-21")
    machine.tidy()
    assert {path.name for path in (code / "versions").iterdir()} == {f"2026-11-2{number}" for number in (1, 2, 3, 4)}
    machine.switch(code / "versions/2026-11-24")
    machine.tidy()
    assert {path.name for path in (code / "versions").iterdir()} == {f"2026-11-2{number}" for number in (2, 3, 4)}
    assert {path.name for path in (code / "packages").iterdir()} == {"1", "2"}
    assert machine.python(machine.layout.current).exists()


def test_the_way_out_leaves_data_settings_and_secrets(installed, tmp_path, monkeypatch):
    top = installed.layout.top
    put_programs(tmp_path / "bin", top)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    (installed.layout.data / "consult.sqlite3").write_text("rows")
    before = {path for path in top.rglob("*") if path.is_file() and not path.is_relative_to(installed.layout.code)}
    uninstall(installed)
    gone = {path.relative_to(top).as_posix() for path in before if not path.exists()}
    units = {f"etc/systemd/system/{name}.service" for name in UNITS}
    assert gone == units | {
        "etc/nginx/conf.d/consult.conf", "etc/logrotate.d/consult", "etc/sysusers.d/consult.conf", "usr/local/bin/consult",
    }  # fmt: skip
    assert not installed.layout.code.exists()
    # The clone, to which the version led here, is no part of it.
    assert (ROOT / "manage.py").exists()


# ---------------------------------------------------------------- PostgreSQL
def test_the_database_has_an_owner_and_comes_out_empty_again(machine, tmp_path, monkeypatch):
    machine.layout.settings.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="consult-cluster-") as folder, ExitStack() as until_the_end:
        # PostgreSQL's own user works in it.
        Path(folder).chmod(0o755)
        cluster = until_the_end.enter_context(postgres(Path(folder)))
        put_programs(tmp_path / "bin", tmp_path / "top")
        found = f'export PGHOST=127.0.0.1 PGPORT={cluster.port} PGUSER=consult\nPATH="{postgres_bin()}:$PATH"\n'
        program = tmp_path / "bin" / "runuser"
        program.write_text(program.read_text().replace("shift 3", f"{found}shift 3"))
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
        make_database(machine)
        make_database(machine)
        word = (machine.layout.settings / "owner/database_password").read_text()
        assert owner_environment(machine)["DATABASE_PASSWORD"] == word
        url = f"postgres://consult_owner:{word}@127.0.0.1:{cluster.port}/consult"
        with psycopg.connect(url, autocommit=True) as owner:
            owner.execute("CREATE TABLE rows (name text)")
            assert not owner.execute(
                "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
            ).fetchone()[0]
        empty(machine)
        with psycopg.connect(url, autocommit=True) as owner:
            owner.execute("CREATE TABLE rows (name text)")
