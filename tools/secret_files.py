"""Writes the secret files that docker-compose.yml wants and that are not there yet. What is there is never touched.

A certificate made here is its own authority: good for trying, to be replaced by one that browsers trust.
"""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

from consult.storage import durable
from tools.prepare import ROOT, StepFailedError, guarded, run, say

FOLDER = ROOT / "secrets"
RANDOM = (
    "secret_key",
    "signing_secret",
    "database_password",
    "application_password",
    "redis_password",
    "s3_secret_key",
    "metrics_token",
)
# Of others; empty until somebody writes them.
GIVEN = (
    "email_password",
    "mail_webhook_secret",
    "sentry_dsn",
    "pkcs11_pin",
    "secret_key_fallbacks",
    "signing_secret_fallbacks",
    "backup_s3_access_key",
    "backup_s3_secret_key",
)
# The folder keeps others on this machine out; into a container a file is mounted by itself, for whoever runs there.
FOLDER_MODE, MODE = 0o700, 0o644


def write_secrets(folder: Path) -> list[str]:
    """Write each missing random secret, and empty files for those that others give; returns the names of the random ones."""
    durable.make_folder(folder)
    folder.chmod(FOLDER_MODE)
    written = []
    for name in RANDOM:
        path = folder / name
        if not path.exists():
            durable.save(path, [secrets.token_urlsafe(48).encode()], mode=MODE)
            written.append(name)
    for name in GIVEN:
        if not (folder / name).exists():
            durable.save(folder / name, [], mode=MODE)
    return written


def write_certificate(folder: Path, host: str) -> bool:
    """Make a certificate for ``host`` when there is none. Returns whether one was made."""
    return make_certificate(folder / "tls_certificate", folder / "tls_key", host, mode=MODE)


def make_certificate(certificate: Path, key: Path, host: str, *, mode: int) -> bool:
    """Make a certificate and its key, which is given ``mode``, when there is none. Returns whether one was made."""
    if certificate.exists():
        return False
    if shutil.which("openssl") is None:
        raise StepFailedError(
            f"Put a certificate and its key into {certificate} and {key}; openssl is not here to make one."
        )
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "365", "-subj", f"/CN={host}",
        "-addext", f"subjectAltName=DNS:{host}", "-keyout", key, "-out", certificate,
        advice="openssl could not make a certificate.", quiet=True)  # fmt: skip
    key.chmod(mode)
    for made in (certificate, key):
        durable.sync_file(made)
    durable.sync_folder(certificate.parent)
    return True


def read_settings() -> dict[str, str]:
    """What Compose will be told: the environment, over the lines of .env. Says what is missing before Docker does."""
    dotenv = ROOT / ".env"
    lines = dotenv.read_text().splitlines() if dotenv.exists() else []
    pairs = (line.partition("=") for line in lines if "=" in line and not line.lstrip().startswith("#"))
    settings = {name.strip(): value.strip().strip("\"'") for name, _equals, value in pairs} | dict(os.environ)
    missing = [name for name in ("SITE_URL", "ALLOWED_HOSTS") if not settings.get(name)]
    if missing:
        raise StepFailedError(
            f"Set {' and '.join(missing)} in the environment or in .env, as in\n"
            "    SITE_URL=https://consult.example.vn\n    ALLOWED_HOSTS=consult.example.vn"
        )
    return settings


def main() -> int:
    settings = read_settings()
    for name in write_secrets(FOLDER):
        say(f"made secrets/{name}")
    host = settings["ALLOWED_HOSTS"].split(",")[0]
    if write_certificate(FOLDER, host):
        say("made secrets/tls_certificate, its own authority: replace it by one that browsers trust")
    say("keep a copy of secrets/ apart from the backups: without signing_secret the signing keys cannot be opened")
    return 0


if __name__ == "__main__":
    guarded(main)
