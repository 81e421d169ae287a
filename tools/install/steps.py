"""The three commands, step by step."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

from tools.install.answers import Answers
from tools.install.machine import Machine
from tools.install.plan import Layout, kept_answers, plan
from tools.install.postgres import empty, make_database
from tools.install.units import UNITS
from tools.prepare import StepFailedError, converter, install_system, run, say

PACKAGES = {"nginx": "nginx-light", "logrotate": "logrotate", "openssl": "openssl"}
SBIN = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
UNTIMED = {"STATEMENT_TIMEOUT_SECONDS": "0"}


def install(machine: Machine, answers: Answers) -> None:
    """Put Consult on this machine for good, or give it other answers. May be repeated. Raises ``StepFailedError``."""
    missing = [package for program, package in PACKAGES.items() if shutil.which(program, path=SBIN) is None]
    if answers.database == "postgresql" and not Path("/usr/lib/postgresql").is_dir():
        missing.append("postgresql")
    if missing:
        install_system(missing)
    converter()
    machine.port = answers.port
    version = machine.build()
    planned = plan(answers, machine.layout)
    machine.write([one for one in planned if "sysusers.d" in one.path.parts])
    run("systemd-sysusers", advice="The system user could not be made.", quiet=True)
    machine.make_folders(answers.backup_to)
    machine.make_secrets(answers.mail_password)
    made = machine.make_certificate(answers.host, answers.certificate, answers.key)
    changed = machine.write(planned)
    say(f"files: {', '.join(map(str, changed)) or 'all as they were'}")
    if answers.database == "postgresql":
        make_database(machine)
    _gather_and_migrate(machine, version)
    machine.switch(version)
    run("systemctl", "daemon-reload", advice="systemd did not read the services.", quiet=True)
    machine.services("enable")
    run("systemctl", "enable", "nginx", advice="nginx could not be enabled.", quiet=True)
    machine.services("stop")
    _start(machine)
    say(f"Consult runs: https://{answers.host}/   It starts by itself when the machine does.")
    if made:
        say(f"its certificate is its own authority: put one that browsers trust into {machine.layout.settings}/tls")
    say(f"keep a copy of {machine.layout.secrets} apart from the backups")
    machine.manage(version, "setup_code", "--starting", quiet=False)


def _gather_and_migrate(machine: Machine, version: Path) -> None:
    machine.manage(version, "gather_static")
    owner = owner_environment(machine)
    machine.manage(version, "migrate", "--noinput", "--verbosity=0", env={**UNTIMED, **owner})
    if owner:
        machine.manage(version, "make_role", env=owner)


def owner_environment(machine: Machine) -> dict[str, str]:
    """The role that owns the tables, where there is one: services are another, which cannot undo what guards them."""
    word = machine.layout.settings / "owner/database_password"
    if not word.exists():
        return {}
    return {
        "DATABASE_URL": "postgres://consult_owner@127.0.0.1/consult",
        "DATABASE_PASSWORD": word.read_text().strip(),
        "DATABASE_APPLICATION_ROLE": "consult",
    }


def update(machine: Machine) -> None:
    """Run the clone's version instead: backup first, then migrate and restart; back again where it is not healthy.

    Raises ``StepFailedError``, with what runs now. A failure before the services are stopped has changed nothing.
    """
    before, answers = machine.running(), kept_answers(machine.layout)
    if before is None:
        raise StepFailedError("Consult is not installed here: make install")
    machine.port = answers.port
    version = machine.build()
    backup = machine.layout.data / "updates" / time.strftime("%Y-%m-%d-%H%M%S")
    machine.services("stop")
    try:
        say(f"backup: {backup}")
        machine.manage(before, "backup", str(backup))
    except StepFailedError:
        machine.services("start")
        shutil.rmtree(version, ignore_errors=True)
        raise
    touched = not machine.is_migrated(version)
    planned = plan(answers, machine.layout)
    replaced = machine.write(planned)
    try:
        say("migrate, restart")
        _gather_and_migrate(machine, version)
        machine.switch(version)
        _start(machine)
    except (StepFailedError, KeyboardInterrupt) as fault:
        say(f"the new version does not run, so the one before comes back: {fault}")
        machine.services("stop")
        machine.put_back(planned, replaced)
        go_back(machine, before, backup if touched else None)
        raise StepFailedError(
            f"The update failed. The version before runs again{', with its data' if touched else ''}; see above for why."
        ) from fault
    machine.tidy()
    _thin_out(backup.parent)
    say(f"Consult runs in the new version; the backup from before is {backup}")


def _start(machine: Machine) -> None:
    run("systemctl", "daemon-reload", advice="systemd did not read the services.", quiet=True)
    run("nginx", "-t", advice="nginx does not take the site; see above.", quiet=True)
    machine.services("start")
    run(
        "systemctl",
        "reload-or-restart",
        "nginx",
        advice="nginx did not start; journalctl -u nginx says why.",
        quiet=True,
    )
    machine.require_healthy()


def go_back(machine: Machine, version: Path, backup: Path | None) -> None:
    """Let a version run again, on the rows of ``backup`` where the database was changed since. Raises ``StepFailedError``."""
    machine.switch(version)
    owner = owner_environment(machine)
    if backup is not None:
        if owner:
            empty(machine)
        else:
            _move_aside(machine.layout.data)
        machine.manage(version, "restore", str(backup), env={**UNTIMED, **owner})
        if owner:
            machine.manage(version, "make_role", env=owner)
    machine.manage(version, "gather_static")
    _start(machine)


def _move_aside(data: Path) -> None:
    """The embedded database: kept beside, so that what went wrong can be looked at."""
    aside = data / f"failed-{time.strftime('%Y-%m-%d-%H%M%S')}"
    aside.mkdir(mode=0o700)
    for file in data.glob("consult.sqlite3*"):
        file.rename(aside / file.name)


def _thin_out(folder: Path) -> None:
    for old in sorted(folder.iterdir())[:-2]:
        shutil.rmtree(old)


def uninstall(machine: Machine) -> None:
    """Take the services and the program out. Data, backups, secrets and settings stay: make install goes on with them."""
    layout: Layout = machine.layout
    names = [f"{name}.service" for name in UNITS if (layout.units / f"{name}.service").exists()]
    if names:
        run("systemctl", "disable", "--now", *names, advice="The services could not be stopped.", quiet=True)
    etc = layout.top / "etc"
    gone = [*(layout.units / name for name in names), etc / "nginx/conf.d/consult.conf", etc / "logrotate.d/consult",
            etc / "sysusers.d/consult.conf", layout.top / "usr/local/bin/consult"]  # fmt: skip
    for path in gone:
        path.unlink(missing_ok=True)
    run("systemctl", "daemon-reload", advice="systemd did not read the services.", quiet=True)
    subprocess.run(["systemctl", "reload", "nginx"], check=False, capture_output=True)
    shutil.rmtree(layout.code, ignore_errors=True)
    say(
        f"The program is gone. What stays: the data in {layout.data}, settings and secrets in {layout.settings}, the backups"
    )
