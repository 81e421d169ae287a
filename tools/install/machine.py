"""What ``make install``, ``make update`` and ``make uninstall`` do to a machine, as root."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from consult.storage import durable
from tools.install.plan import SECRETS, USER, Layout, Planned, log_folder
from tools.install.units import UNITS
from tools.prepare import StepFailedError, run, say
from tools.processes import wait_for
from tools.secret_files import RANDOM, make_certificate

# What of a clone is no part of a version.
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "node_modules", "var", "secrets", "artefacts", "__pycache__", ".*_cache", ".hypothesis"
)
HEALTHY_SECONDS = 90.0
VERSIONS_KEPT = 3
PACKAGES = ("requirements/base.txt", "requirements/dev.txt", "requirements/node.txt", "package-lock.json")


@dataclass
class Machine:
    """One machine. ``source`` is the clone from which versions are made, ``user`` the one of the services, who has a group of
    the same name. ``port`` is the web process's, on loopback.
    """

    layout: Layout
    source: Path
    port: int = 8000
    user: str = USER
    healthy_seconds: float = HEALTHY_SECONDS

    # ------------------------------------------------------------ files
    def write(self, planned: list[Planned]) -> dict[Path, str | None]:
        """Write what is not there as planned; lines that the operator added to consult.env stay.

        Returns the files that changed, with the text that each had before, or None.
        """
        replaced: dict[Path, str | None] = {}
        for one in planned:
            before = one.path.read_text() if one.path.exists() else None
            text = merged(before, one.text) if before is not None and one.path.name == "consult.env" else one.text
            if before != text:
                self._put(one.path, text, one.mode, one.group)
                replaced[one.path] = before
        return replaced

    def put_back(self, planned: list[Planned], replaced: dict[Path, str | None]) -> None:
        """Undo ``write``."""
        for one in planned:
            before = replaced.get(one.path)
            if before is not None:
                self._put(one.path, before, one.mode, one.group)
            elif one.path in replaced:
                one.path.unlink(missing_ok=True)

    def _put(self, path: Path, text: str, mode: int, group: str) -> None:
        durable.make_folder(path.parent)
        aside = path.with_name(f".{path.name}.new")
        aside.unlink(missing_ok=True)
        durable.save(aside, [text.encode()], mode=mode)
        if group == USER:
            shutil.chown(aside, group=self.user)
        aside.replace(path)
        durable.sync_folder(path.parent)

    def make_folders(self, backup_to: str) -> None:
        """The folders of the data, the logs and the backups, each for who needs it."""
        own = [self.layout.data, *([Path(backup_to)] if backup_to.startswith("/") else [])]
        for folder in own:
            try:
                durable.make_folder(folder)
                folder.chmod(0o750)
                shutil.chown(folder, self.user, self.user)
            except OSError as fault:
                advice = f"{folder} cannot be given to the user {self.user} ({fault.strerror}): mount it so that it is theirs"
                raise StepFailedError(advice) from fault
        durable.make_folder(log_folder(self.layout))

    def make_secrets(self, mail_password: str) -> None:
        """Random secrets that are not there, empty files for those of others. What is there is never touched."""
        folder = self.layout.secrets
        durable.make_folder(folder)
        folder.chmod(0o750)
        shutil.chown(folder, group=self.user)
        for name in SECRETS:
            path = folder / name
            if name == "email_password" and mail_password:
                path.unlink(missing_ok=True)
            if path.exists():
                continue
            text = os.urandom(48).hex() if name in RANDOM else mail_password if name == "email_password" else ""
            durable.save(path, [text.encode()], mode=0o640)
            shutil.chown(path, group=self.user)

    def make_certificate(self, host: str, certificate: str, key: str) -> bool:
        """The certificate and its key, copied from the files given, else made once. Returns whether one was made."""
        folder = self.layout.settings / "tls"
        durable.make_folder(folder)
        folder.chmod(0o700)
        if not certificate:
            return make_certificate(folder / "certificate", folder / "key", host, mode=0o600)
        for source, name in ((certificate, "certificate"), (key, "key")):
            aside = folder / f".{name}.new"
            aside.unlink(missing_ok=True)
            durable.save(aside, [Path(source).read_bytes()], mode=0o600)
            aside.replace(folder / name)
        durable.sync_folder(folder)
        return False

    # ------------------------------------------------------------ versions
    def build(self) -> Path:
        """A version of the clone as it is, with its packages. Packages that are the same serve all versions.

        Raises ``StepFailedError``; then what runs was not touched.
        """
        name = time.strftime("%Y-%m-%d-%H%M%S")
        version = self.layout.code / "versions" / name
        say(f"version {name}: copied, and its packages")
        try:
            shutil.copytree(self.source, version, ignore=LEFT_OUT, symlinks=True)
            kept = self.layout.code / "packages" / self.packages_of(version)
            for folder in (".venv", "node_modules"):
                (kept / folder).mkdir(parents=True, exist_ok=True)
                (version / folder).symlink_to(kept / folder)
            run(
                sys.executable,
                "-m",
                "tools.prepare",
                advice="The packages could not be installed; see above.",
                cwd=version,
            )
            run(self.python(version), "-m", "compileall", "-q", "consult", "workflows", "config",
                advice="The program could not be read.", cwd=version, quiet=True)  # fmt: skip
        except BaseException:
            shutil.rmtree(version, ignore_errors=True)
            raise
        return version

    @staticmethod
    def packages_of(version: Path) -> str:
        """Which packages a version has, in short: versions of the same share them."""
        digest = hashlib.sha256()
        for name in PACKAGES:
            digest.update((version / name).read_bytes())
        return digest.hexdigest()[:16]

    def python(self, version: Path) -> Path:
        return version / ".venv/bin/python"

    def running(self) -> Path | None:
        """The version that runs, if one is installed."""
        return self.layout.current.resolve() if self.layout.current.is_symlink() else None

    def switch(self, version: Path) -> None:
        """Let ``current`` lead to a version, in one step."""
        aside = self.layout.code / ".current"
        aside.unlink(missing_ok=True)
        aside.symlink_to(version)
        aside.replace(self.layout.current)
        durable.sync_folder(self.layout.code)

    def tidy(self) -> None:
        """Take out old versions but the last few, and packages that none of them uses."""
        versions = sorted((self.layout.code / "versions").iterdir())
        running = self.running()
        for old in versions[:-VERSIONS_KEPT]:
            if old != running:
                shutil.rmtree(old)
        used = {
            Path(os.readlink(version / ".venv")).parent
            for version in (self.layout.code / "versions").iterdir()
            if (version / ".venv").is_symlink()
        }
        for packages in (self.layout.code / "packages").iterdir():
            if packages not in used:
                shutil.rmtree(packages)

    # ------------------------------------------------------------ commands
    def settings(self) -> dict[str, str]:
        return read_environment(self.layout.settings / "consult.env")

    def manage(self, version: Path, *words: str, env: Mapping[str, str] | None = None, quiet: bool = True) -> None:
        """One of the program's commands as the services' user, with their settings and ``env``. Raises ``StepFailedError``."""
        advice = f"manage.py {words[0]} failed; see above."
        whole = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **self.settings(), **(env or {})}
        line = ["runuser", "-u", self.user, "--", str(self.python(version)), "manage.py", *words]
        run(*line, advice=advice, env=whole, cwd=version, quiet=quiet)

    def is_migrated(self, version: Path) -> bool:
        """Whether the database has every table of a version."""
        try:
            self.manage(version, "migrate", "--check")
        except StepFailedError:
            return False
        return True

    def services(self, verb: str) -> None:
        """Start or stop all services, or enable them at boot."""
        names = [f"{name}.service" for name in UNITS]
        run(
            "systemctl",
            verb,
            *names,
            advice=f"systemctl {verb} failed; journalctl -u 'consult-*' says why.",
            quiet=True,
        )

    def require_healthy(self) -> None:
        """Wait until the web process answers that it reaches the database with every table. Raises ``StepFailedError``."""
        check = [
            str(self.python(self.layout.current)),
            "-m",
            "tools.health_check",
            f"http://127.0.0.1:{self.port}/readyz",
        ]

        def passes() -> bool:
            done = subprocess.run(check, cwd=self.layout.current, check=False, capture_output=True)
            return done.returncode == 0 and self.all_active()

        wait_for("Consult", passes, self.healthy_seconds)

    def all_active(self) -> bool:
        names = [f"{name}.service" for name in UNITS if name != "consult-converter"]
        return subprocess.run(["systemctl", "is-active", "--quiet", *names], check=False).returncode == 0


def read_environment(path: Path) -> dict[str, str]:
    """The settings of consult.env."""
    found = {}
    for line in path.read_text().splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.lstrip().startswith("#"):
            value = value.strip()
            if len(value) > 1 and value[0] == value[-1] == '"':
                value = unquoted(value[1:-1])
            found[name.strip()] = value
    return found


def unquoted(value: str) -> str:
    result, signs = [], iter(value)
    for sign in signs:
        result.append(next(signs, "") if sign == "\\" else sign)
    return "".join(result)


def merged(there: str, planned: str) -> str:
    """The settings as planned, with the lines that the operator added after them."""
    names = {line.partition("=")[0] for line in planned.splitlines()}
    added = [line for line in there.splitlines() if line.strip() and line.partition("=")[0] not in names]
    return planned + "".join(f"{line}\n" for line in added if not line.startswith("# Written by make install"))
