"""What an installation on one machine consists of: every file with its text, owner and mode. Nothing is written here."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from tools.install.answers import Answers
from tools.install.units import UNITS, unit
from tools.prepare import ROOT, StepFailedError

USER = "consult"
# For make update, which writes everything as the newer version would.
ANSWERS = "answers.json"


@dataclass(frozen=True)
class Layout:
    """Where things lie. ``top`` is put before all of it; only tests have another one than the root."""

    top: Path = Path("/")

    @property
    def code(self) -> Path:
        """Versions of the program, each in a folder, and ``current``, which leads to the one that runs."""
        return self.top / "opt/consult"

    @property
    def current(self) -> Path:
        return self.code / "current"

    @property
    def data(self) -> Path:
        return self.top / "var/lib/consult"

    @property
    def settings(self) -> Path:
        return self.top / "etc/consult"

    @property
    def secrets(self) -> Path:
        return self.settings / "secrets"

    @property
    def units(self) -> Path:
        return self.top / "etc/systemd/system"


@dataclass(frozen=True)
class Planned:
    """A file to be written. ``group`` reads it where ``mode`` says so; its owner is always root."""

    path: Path
    text: str
    mode: int = 0o644
    group: str = "root"


def plan(answers: Answers, layout: Layout) -> list[Planned]:
    """Every file of the installation, but secrets and the certificate, which are made once and kept."""
    etc = layout.top / "etc"
    return [
        Planned(etc / "sysusers.d/consult.conf", f'u {USER} - "Consult" {layout.data}\n'),
        Planned(layout.settings / ANSWERS, answers_text(answers)),
        Planned(layout.settings / "consult.env", environment(answers, layout), 0o640, USER),
        *(Planned(layout.units / f"{name}.service", unit(name, answers, layout)) for name in UNITS),
        Planned(etc / "nginx/conf.d/consult.conf", site(answers, layout)),
        Planned(etc / "logrotate.d/consult", ROTATION.format(log=log_folder(layout))),
        Planned(layout.top / "usr/local/bin/consult", command(layout), 0o755),
    ]


def answers_text(answers: Answers) -> str:
    """The answers as they are kept, but the password."""
    return json.dumps(asdict(replace(answers, mail_password="")), ensure_ascii=False, indent=1) + "\n"


def kept_answers(layout: Layout) -> Answers:
    """The answers of the last ``make install``. Raises ``StepFailedError`` where there was none."""
    try:
        return Answers(**json.loads((layout.settings / ANSWERS).read_text()))
    except FileNotFoundError as fault:
        raise StepFailedError("Consult is not installed here: make install") from fault


def environment(answers: Answers, layout: Layout) -> str:
    """The settings of every process, as systemd and a shell read them alike."""
    values = {
        "CONSULT_ENV": "production",
        "CONSULT_DATA_DIR": str(layout.data),
        "SITE_URL": f"https://{answers.host}",
        "ALLOWED_HOSTS": answers.host,
        "CSRF_TRUSTED_ORIGINS": f"https://{answers.host}",
        "TRUSTED_PROXIES": "1",
        "STATIC_ROOT": str(layout.data / "static"),
        "EMAIL_URL": answers.mail,
        "DEFAULT_FROM_EMAIL": answers.sender,
        "BACKUP_TO": answers.backup_to,
        **{f"{name.upper()}_FILE": str(layout.secrets / name) for name in SECRETS},
        "LOG_FORMAT": "line",
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    if answers.database == "postgresql":
        # By the socket, where the system itself says who asks: no password is kept for it.
        values["DATABASE_URL"] = "postgres://consult@%2Fvar%2Frun%2Fpostgresql/consult"
    lines = "".join(f'{name}="{_quoted(value)}"\n' for name, value in values.items())
    return f"# Written by make install. Further settings of the README may be added below; make update leaves them.\n{lines}"


SECRETS = (
    "secret_key", "secret_key_fallbacks", "signing_secret", "signing_secret_fallbacks", "metrics_token", "email_password",
    "backup_s3_access_key", "backup_s3_secret_key",
)  # fmt: skip


def _quoted(value: str) -> str:
    return re.sub(r'(["\\$`])', r"\\\1", value)


def log_folder(layout: Layout) -> Path:
    return layout.top / "var/log/consult"


def site(answers: Answers, layout: Layout) -> str:
    """nginx: the stack's own template, with this machine's places."""
    text = (ROOT / "deploy" / "nginx.conf.template").read_text()
    tls, logs = layout.settings / "tls", log_folder(layout)
    values = {
        "WEB": f"127.0.0.1:{answers.port}", "LISTEN": "0.0.0.0", "HTTP_PORT": "80", "HTTPS_PORT": "443",
        "CERTIFICATE": tls / "certificate", "CERTIFICATE_KEY": tls / "key", "PAGES": layout.current / "deploy/pages",
        # Files lie in a folder and come from the web process: nothing is ever asked for here.
        "STORE": f"127.0.0.1:{answers.port}",
        "UPLOAD_LIMIT": "116m",
    }  # fmt: skip
    for name, value in values.items():
        text = text.replace(f"${{{name}}}", str(value))
    text = text.replace("/dev/stderr", str(logs / "error.log")).replace("/dev/stdout", str(logs / "access.log"))
    listen = re.compile(r"    listen 0\.0\.0\.0:(\d+)([^;]*);")
    return listen.sub(rf"    server_name {answers.host};\n\g<0>\n    listen [::]:\1\2;", text)


ROTATION = """{log}/*.log {{
    daily
    rotate 14
    maxsize 100M
    compress
    delaycompress
    missingok
    notifempty
    create 0640 www-data adm
    sharedscripts
    postrotate
        test ! -f /run/nginx.pid || kill -USR1 "$(cat /run/nginx.pid)"
    endscript
}}
"""


def command(layout: Layout) -> str:
    """``consult`` at the terminal is ``manage.py`` as the services have it."""
    return f"""#!/bin/sh
# manage.py with the settings of the services, as their user: consult setup_code, consult try_restore …
set -eu
set -a
. {layout.settings}/consult.env
set +a
cd {layout.current}
exec runuser -u {USER} -- {layout.current}/.venv/bin/python manage.py "$@"
"""
