"""The scaled-out stack as plain processes: what docker-compose.yml starts, with the same commands, on loopback.

PostgreSQL, Redis and nginx are real; the S3 store is moto, mails go into a folder. ``python -m tools.stack rehearse``
plays the main job through all of it and looks at the result from outside, by HTTPS.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tools.compose import Places, command, environment, read_compose
from tools.prepare import PYTHON, ROOT, guarded, run, say
from tools.processes import Group, free_port, group, listening, wait_for
from tools.secret_files import write_certificate, write_secrets
from tools.services import Cluster

APPLICATION = ("web", "worker-documents", "worker-converter", "worker-mail", "worker-sweep", "worker-backup", "beat")
VARIABLE = r"${%s}"


@dataclass
class Stack:
    """A running stack. Its services are started, killed and started again by the names they have in the file."""

    folder: Path
    processes: Group
    cluster: Cluster
    services: dict[str, dict]
    places: Places
    ports: dict[str, int]
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def site(self) -> str:
        return f"https://localhost:{self.ports['https']}"

    @property
    def mails(self) -> Path:
        return self.folder / "mails"

    @property
    def certificate(self) -> Path:
        return self.folder / "secrets" / "tls_certificate"

    def env(self, service: str = "worker-sweep") -> dict[str, str]:
        """The environment of a service, for a program that belongs beside it."""
        path = f"{PYTHON.parent}:{os.environ['PATH']}"
        own = {"PATH": path, "STATIC_ROOT": os.environ.get("STATIC_ROOT", str(self.folder / "static"))}
        return {**os.environ, **own, **environment(self.services[service], self.places), **self.extra}

    def start(self, service: str, name: str = "", *words: str) -> subprocess.Popen[bytes]:
        """Start a service by its own command; ``name`` distinguishes a second one, ``words`` are added to its command."""
        name = name or service
        line = [*command(self.services[service], self.places), *words]
        if service.startswith("worker") and name != service:
            line = [word.replace("@%h", f".{name}@%h") for word in line]
        return self.processes.start(name, *line, log=self.folder / f"{name}.log", **self.env(service))

    def start_redis(self) -> None:
        words = command(self.services["redis"], self.places)
        own = ["--port", str(self.ports["redis"]), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        self.processes.start("redis", *words, *own, log=self.folder / "redis.log")
        wait_for("Redis", lambda: listening(self.ports["redis"]))

    def migrate(self) -> None:
        line = command(self.services["migrate"], self.places)
        run(
            *line,
            advice="The database or the store could not be prepared; see above.",
            env=self.env("migrate"),
            quiet=True,
        )

    def manage(self, *words: str, **extra: str) -> None:
        run(PYTHON, ROOT / "manage.py", *words, advice=f"manage.py {words[0]} failed; the logs are in {self.folder}",
            env={**self.env(), **extra})  # fmt: skip

    def healthy(self, service: str) -> bool:
        """Whether a service's own health check passes."""
        words = self.services[service]["healthcheck"]["test"]
        kind, words = words[0], [self.places.here(word) for word in words[1:]]
        line = ["sh", "-c", *words] if kind == "CMD-SHELL" else words
        return subprocess.run(line, cwd=ROOT, env=self.env(service), check=False, capture_output=True).returncode == 0


def _places(folder: Path, ports: dict[str, int]) -> Places:
    return Places(
        (
            ("database:5432", f"127.0.0.1:{ports['database']}"),
            ("redis:6379", f"127.0.0.1:{ports['redis']}"),
            ("store:7070", f"127.0.0.1:{ports['store']}"),
            ("mail-sink:1025", f"127.0.0.1:{ports['mail']}"),
            ("web:8000", f"127.0.0.1:{ports['web']}"),
            ("0.0.0.0:8000", f"127.0.0.1:{ports['web']}"),
            ("127.0.0.1:8000", f"127.0.0.1:{ports['web']}"),
            ("127.0.0.1:8080", f"127.0.0.1:{ports['http']}"),
            ("/run/secrets", str(folder / "secrets")),
            ("/tmp/redis.conf", str(folder / "redis.conf")),
            ("/usr/share/consult", str(ROOT / "deploy" / "pages")),
            ("/tmp/consult", str(folder / "data")),
            ("/backups", str(folder / "backups")),
            ("/scratch", str(folder / "scratch")),
        )
    )


def _start_proxy(stack: Stack) -> None:
    """nginx with the template that its container fills in, and around it what the image brings."""
    values = environment(stack.services["proxy"], stack.places) | {
        "HTTP_PORT": str(stack.ports["http"]),
        "HTTPS_PORT": str(stack.ports["https"]),
        "LISTEN": "127.0.0.1",
    }
    script = f'. {ROOT}/deploy/15-upload-limit.envsh; printf %s "$UPLOAD_LIMIT"'
    told = subprocess.run(["sh", "-c", script], env=values, check=True, capture_output=True, text=True)
    values["UPLOAD_LIMIT"] = told.stdout
    text = (ROOT / "deploy" / "nginx.conf.template").read_text()
    for name, value in values.items():
        text = text.replace(VARIABLE % name, value)
    home = stack.folder / "nginx"
    home.mkdir()
    (home / "default.conf").write_text(text)
    temporary = "".join(
        f"{kind}_temp_path {home}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    (home / "nginx.conf").write_text(
        f"{user}daemon off;\npid {home}/pid;\nerror_log stderr warn;\nevents {{ worker_connections 512; }}\n"
        f"http {{\ndefault_type application/octet-stream;\naccess_log off;\n{temporary}include {home}/default.conf;\n}}\n"
    )
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    stack.processes.start("proxy", program, "-p", home, "-c", home / "nginx.conf", log=stack.folder / "proxy.log")
    wait_for("nginx", lambda: listening(stack.ports["https"]))


@contextmanager
def stack(folder: Path, extra: dict[str, str] | None = None, *, store_port: int = 0) -> Iterator[Stack]:
    """The whole stack, running. ``store_port`` is where the services find the store, when that is not the store itself."""
    names = ("database", "redis", "store", "mail", "web", "http", "https")
    ports = {name: free_port() for name in names}
    if store_port:
        ports["store"] = store_port
    site = {"SITE_URL": f"https://localhost:{ports['https']}", "ALLOWED_HOSTS": "localhost", "WEB_WORKERS": "2"}
    secrets = folder / "secrets"
    (folder / "backups").mkdir(exist_ok=True)
    write_secrets(secrets)
    write_certificate(secrets, "localhost")
    services = read_compose(site)
    places = _places(folder, ports)
    options = [word for word in services["database"]["command"][1:] if word != "-c"]
    settings = [f"-c {word}" for word in options]
    home = tempfile.mkdtemp(prefix="consult-database-")
    Path(home).chmod(0o755)
    password = (secrets / "database_password").read_text()
    try:
        with group(dict(os.environ)) as processes:
            cluster = Cluster(Path(home) / "postgres", ports["database"], settings, password)
            cluster.create()
            cluster.start()
            try:
                made = Stack(folder, processes, cluster, services, places, ports, extra or {})
                run(PYTHON, "-c", CREATE, advice="The database could not be made.", quiet=True,
                    env={**os.environ, "URL": cluster.url()})  # fmt: skip
                _start_all(made, store_port)
                yield made
            finally:
                processes.stop()
                cluster.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


CREATE = "import os, psycopg; psycopg.connect(os.environ['URL'], autocommit=True).execute('CREATE DATABASE consult')"


def _start_all(made: Stack, store_port: int) -> None:
    made.start_redis()
    if not store_port:
        store: list[str | Path] = [PYTHON.parent / "moto_server", "-H", "127.0.0.1", "-p", str(made.ports["store"])]
        made.processes.start("store", *store, log=made.folder / "store.log")
        wait_for("the store", lambda: listening(made.ports["store"]))
    mail: list[str | Path] = [PYTHON, "-m", "tools.mail_sink", str(made.ports["mail"]), made.mails]
    made.processes.start("mail-sink", *mail, log=made.folder / "mail-sink.log")
    wait_for("the mail sink", lambda: listening(made.ports["mail"]))
    # What the image holds already.
    made.manage("gather_static")
    made.migrate()
    for service in APPLICATION:
        made.start(service)
    wait_for("the web processes", lambda: made.healthy("web"))
    _start_proxy(made)


def rehearse() -> int:
    """Start everything, play the main job, and look at it from outside."""
    from tools.outside import look_from_outside  # noqa: PLC0415 - it looks at what is started here

    with tempfile.TemporaryDirectory(prefix="consult-stack-") as scratch, stack(Path(scratch)) as made:
        say(f"stack: {', '.join(made.processes.running)}")
        made.manage("rehearse")
        for service in (*APPLICATION, "proxy"):
            wait_for(f"the health check of {service}", partial(made.healthy, service))
        say("health checks of web, workers, beat and proxy pass")
        look_from_outside(made)
        made.manage("verify_history")
        made.manage("check_consistency")
    return 0


if __name__ == "__main__":
    if sys.argv[1:] != ["rehearse"]:
        sys.exit("python -m tools.stack rehearse")
    guarded(rehearse)
