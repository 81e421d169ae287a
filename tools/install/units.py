"""The system services: web, worker, converter and beat, each with no more rights than it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.install.answers import Answers

if TYPE_CHECKING:
    from tools.install.plan import Layout


@dataclass(frozen=True)
class Unit:
    """A service: its command within the code's folder, how it says that it is ready, and what only it may or may not."""

    about: str
    words: str
    kind: str = "exec"
    stop_seconds: int = 60
    more: tuple[str, ...] = ()


# As in docker-compose.yml, but for the address: only nginx on this machine asks.
WEB = (
    "-m gunicorn config.wsgi --bind=127.0.0.1:{port} --worker-class=gthread --workers=2 --threads=8 --timeout=120 "
    "--graceful-timeout=50 --keep-alive=75 --max-requests=5000 --max-requests-jitter=500 --worker-tmp-dir=/dev/shm "
    "--no-control-socket --log-level=warning"
)
KEYS = (
    "signing_secret",
    "signing_secret_fallbacks",
    "email_password",
    "metrics_token",
    "backup_s3_access_key",
    "backup_s3_secret_key",
)
UNITS = {
    # Type=notify: gunicorn tells systemd when it is ready.
    "consult-web": Unit("web pages", WEB, kind="notify"),
    "consult-worker": Unit(
        "documents, mails and backups", "manage.py work --lane=documents --lane=mail --lane=backup", stop_seconds=90
    ),
    "consult-beat": Unit("what is due by the clock", "manage.py work --lane=clock"),
    # Whatever a stranger's file may do there, it finds no key and no network.
    "consult-converter": Unit(
        "pages of Word files", "manage.py work --lane=converter", stop_seconds=90,
        more=(
            "UnsetEnvironment={unset}",
            "InaccessiblePaths={keys}",
            "# With a database or a store on another machine: systemctl edit consult-converter, PrivateNetwork=no.",
            "PrivateNetwork=yes",
            "MemoryMax=4G",
        ),
    ),
}  # fmt: skip

TEXT = """[Unit]
Description=Consult: {about}
Documentation=file:{current}/docs/deploy.md
After=network-online.target postgresql.service
Wants=network-online.target
StartLimitIntervalSec=0

[Service]
Type={kind}
User=consult
Group=consult
WorkingDirectory={current}
EnvironmentFile={settings}/consult.env
ExecStart={current}/.venv/bin/python {words}
Restart=always
RestartSec=3
TimeoutStopSec={stop_seconds}
KillMode=mixed
UMask=0027
NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ReadWritePaths={writable}
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictSUIDSGID=yes
RestrictRealtime=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
# A Word file is opened in namespaces of its own: without network, and ended together.
RestrictNamespaces=user net pid
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
{more}
[Install]
WantedBy=multi-user.target
"""


def unit(name: str, answers: Answers, layout: Layout) -> str:
    """The text of a service's file."""
    one = UNITS[name]
    writable = [str(layout.data)]
    if name == "consult-worker" and answers.backup_to.startswith("/"):
        # With a dash: where its disk is away, the service starts all the same, and says so.
        writable.append(f"-{answers.backup_to}")
    places = {
        "port": answers.port,
        "unset": " ".join(f"{key.upper()}_FILE" for key in KEYS),
        "keys": " ".join(f"-{layout.secrets / key}" for key in KEYS),
    }
    return TEXT.format(
        about=one.about,
        kind=one.kind,
        current=layout.current,
        settings=layout.settings,
        words=one.words.format(**places),
        stop_seconds=one.stop_seconds,
        writable=" ".join(writable),
        more="".join(f"{line.format(**places)}\n" for line in one.more),
    )
