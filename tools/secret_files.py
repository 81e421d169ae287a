"""Writes the secret files that docker-compose.yml wants and that are not there yet. What is there is never touched.

A certificate made here is its own authority: good for trying, to be replaced by one that browsers trust.
"""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

from tools.prepare import ROOT, StepFailedError, guarded, run, say

FOLDER = ROOT / "secrets"
RANDOM = ("secret_key", "signing_secret", "database_password", "s3_secret_key", "metrics_token")
# The containers' user reads them; nobody else on the host needs to.
MODE = 0o640
GROUP = 10001


def write_secrets(folder: Path) -> list[str]:
    """Write each missing random secret; returns their names."""
    folder.mkdir(mode=0o750, exist_ok=True)
    written = []
    for name in RANDOM:
        path = folder / name
        if not path.exists():
            _write(path, secrets.token_urlsafe(48))
            written.append(name)
    return written


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE), "w") as stream:
        stream.write(text)
    if os.geteuid() == 0:
        os.chown(path, 0, GROUP)


def write_certificate(folder: Path, host: str) -> bool:
    """Make a certificate for ``host`` when there is none. Returns whether one was made."""
    certificate, key = folder / "tls_certificate", folder / "tls_key"
    if certificate.exists():
        return False
    if shutil.which("openssl") is None:
        raise StepFailedError(
            f"Put a certificate and its key into {certificate} and {key}; openssl is not here to make one."
        )
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "365", "-subj", f"/CN={host}",
        "-addext", f"subjectAltName=DNS:{host}", "-keyout", key, "-out", certificate,
        advice="openssl could not make a certificate.", quiet=True)  # fmt: skip
    key.chmod(MODE)
    return True


def check_environment() -> None:
    """Say what is missing before Docker says it less clearly."""
    missing = [name for name in ("SITE_URL", "ALLOWED_HOSTS") if not os.environ.get(name)]
    dotenv = (ROOT / ".env").read_text() if (ROOT / ".env").exists() else ""
    missing = [name for name in missing if f"{name}=" not in dotenv]
    if missing:
        raise StepFailedError(
            f"Set {' and '.join(missing)} in the environment or in .env, as in\n"
            "    SITE_URL=https://consult.example.vn\n    ALLOWED_HOSTS=consult.example.vn"
        )


def main() -> int:
    check_environment()
    for name in write_secrets(FOLDER):
        say(f"made secrets/{name}")
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
    if write_certificate(FOLDER, host):
        say("made secrets/tls_certificate, its own authority: replace it by one that browsers trust")
    say("keep a copy of secrets/ apart from the backups: without signing_secret the signing keys cannot be opened")
    return 0


if __name__ == "__main__":
    guarded(main)
