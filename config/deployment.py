"""What the environment says about this installation, read and judged before Django starts."""

from __future__ import annotations

import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env

from consult.storage import durable

MINIMUM_SECRET_LENGTH = 50


@dataclass(frozen=True)
class Deployment:
    """An installation's kind and its secrets.

    ``production`` is False for the embedded default: one machine, SQLite, a folder for files, the demo's data.
    """

    production: bool
    demo: bool
    debug: bool
    secret_key: str
    signing_secret: str
    data_dir: Path
    site_url: str


def _embedded_secret(data_dir: Path, name: str) -> str:
    """A secret made once and kept beside the embedded database, so that sessions and keys outlive a restart.

    An empty file is none: nothing can have been locked with it. Raises ``ImproperlyConfigured`` when it cannot be kept.
    """
    path = data_dir / name
    try:
        if path.exists():
            kept = path.read_text().strip()
            if kept:
                return kept
            path.unlink(missing_ok=True)
        durable.make_folder(data_dir)
        # Another process may be quicker; what bears the name is whole.
        with suppress(FileExistsError):
            durable.save(path, [secrets.token_urlsafe(64).encode()])
        return path.read_text().strip()
    except OSError as fault:
        raise ImproperlyConfigured(
            f"The data folder {data_dir} cannot be written to ({fault.strerror}). Nothing was changed. Give this user the "
            "right to write there, or name another folder by CONSULT_DATA_DIR."
        ) from fault


def _kept_port(data_dir: Path) -> str:
    """The port that ``make run`` keeps for this folder, so that a command typed beside it writes the same links."""
    try:
        written = (data_dir / "port").read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return "8000"
    if not re.fullmatch("[1-9][0-9]{0,4}", written) or int(written) > 65535:
        raise ImproperlyConfigured(
            f"The file {data_dir / 'port'} is damaged: it names no port from 1 to 65535, and links in mails and on documents "
            "name the port that stood there. Start with it once: PORT=… make run."
        )
    return written


def secret(env: Env, name: str, default: str = "") -> str:
    """A secret from the environment, or from the file that ``<name>_FILE`` names, as containers are given them.

    Raises ``ImproperlyConfigured`` when the file cannot be read.
    """
    path = env.str(f"{name}_FILE", "")
    if not path:
        return env.str(name, default)
    try:
        return Path(path).read_text().strip()
    except OSError as fault:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read: {fault}") from fault


def read_deployment(env: Env, base_dir: Path) -> Deployment:
    """Read the deployment from the environment.

    Raises ``ImproperlyConfigured`` when production lacks a secret or a mail server, or asks for DEBUG or demo mode.
    """
    production = env.str("CONSULT_ENV", "embedded") == "production"
    demo = env.bool("CONSULT_DEMO", not production)
    debug = env.bool("DEBUG", False)
    data_dir = Path(env.str("CONSULT_DATA_DIR", str(base_dir / "var")))
    secret_key = secret(env, "SECRET_KEY")
    signing = secret(env, "SIGNING_SECRET")
    if production:
        if signing and len(signing) < MINIMUM_SECRET_LENGTH:
            raise ImproperlyConfigured(f"SIGNING_SECRET needs at least {MINIMUM_SECRET_LENGTH} characters.")
        if len(secret_key) < MINIMUM_SECRET_LENGTH:
            raise ImproperlyConfigured(f"Production needs SECRET_KEY with at least {MINIMUM_SECRET_LENGTH} characters.")
        if not env.str("EMAIL_URL", ""):
            raise ImproperlyConfigured("Production needs EMAIL_URL: invitations and reminders go out by mail.")
        if debug:
            raise ImproperlyConfigured("Production does not start with DEBUG.")
        if demo:
            raise ImproperlyConfigured("Production does not start in demo mode (CONSULT_DEMO).")
    return Deployment(
        production=production,
        demo=demo,
        debug=debug,
        secret_key=secret_key or _embedded_secret(data_dir, "secret_key"),
        # Without it, production keeps no signing keys and says so where one would be added.
        signing_secret=signing or ("" if production else _embedded_secret(data_dir, "signing_secret")),
        data_dir=data_dir,
        site_url=f"http://localhost:{_kept_port(data_dir)}",
    )
