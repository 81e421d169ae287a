"""What docs/deploy.md and the README promise, docker-compose.yml passes on, and the settings read: one and the same."""

from __future__ import annotations

import ast
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import services
from consult.views.middleware import PermissionsPolicyMiddleware
from tools import health_check, pin_images
from tools.compose import VARIABLE, Places, environment, read_compose
from tools.secret_files import GIVEN, RANDOM, write_secrets

ROOT = Path(__file__).resolve().parents[2]
SITE = {"SITE_URL": "https://consult.example.vn", "ALLOWED_HOSTS": "consult.example.vn"}
OURS = (
    "migrate",
    "web",
    "worker-documents",
    "worker-converter",
    "worker-mail",
    "worker-sweep",
    "worker-backup",
    "beat",
)
ALL = (
    "SITE_URL", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "TRUSTED_PROXIES", "EMAIL_URL", "DEFAULT_FROM_EMAIL", "CHANNEL_HOSTS",
    "CLAMD_ADDRESS", "TIME_STAMP_URL", "FETCH_REVOCATION", "PKCS11_MODULE", "PKCS11_TOKEN", "RENDER_SECONDS",
    "RENDER_MEMORY_MIB", "RENDER_PAGES", "UPLOAD_DOSSIER_LIMIT_MIB", "LOG_FORMAT", "LOG_LEVEL",
    "MIN_FREE_MIB", "EMAIL_TIMEOUT_SECONDS", "PASSWORD_MAILS_PER_DAY", "CONSULT_ADMIN",
    "DATABASE_CONNECTION_SECONDS", "SWEEP_SECONDS", "DISPATCH_AGAIN_SECONDS", "JOB_LEASE_SECONDS", "REMIND_SECONDS",
    "HOLD_SECONDS", "MAIL_WEBHOOK",
    "BACKUP_TO", "BACKUP_S3_ENDPOINT_URL", "BACKUP_S3_REGION",
)  # fmt: skip
# Where each setting has to arrive that somebody may change in .env.
SET = {
    **dict.fromkeys(ALL, OURS),
    "UPLOAD_FILE_LIMIT_MIB": (*OURS, "proxy"),
    "DATABASE_POOL": ("web",),
    "STATEMENT_TIMEOUT_SECONDS": OURS[1:],
}
# What the stack settles for itself.
FIXED = {
    "CONSULT_ENV", "CONSULT_DEMO", "CONSULT_DATA_DIR", "DATABASE_URL", "REDIS_URL", "S3_BUCKET", "S3_ENDPOINT_URL",
    "S3_ACCESS_KEY", "S3_REGION", "SERVE_FILES_BY", "DATABASE_APPLICATION_ROLE", "STATIC_ROOT", "STATIC_GATHERED", "DEBUG",
    "BACKUP_SCRATCH",
}  # fmt: skip
# Of Compose and the proxy alone.
COMPOSE = {"WEB_WORKERS", "HTTP_PORT", "HTTPS_PORT", "CONSULT_VERSION", "BACKUP_FOLDER"}
# Of `make run` alone.
RUN = {"PORT"}
# Of the operating system, and how a worker's container tells itself apart from others.
NOT_OURS = {"PATH", "HOME", "LANG", "MAKELEVEL", "DJANGO_SETTINGS_MODULE", "FONTCONFIG_FILE", "WORKER"}
# Who opens strangers' files has no key.
WITH_KEYS = tuple(service for service in OURS if service != "worker-converter")
NOT_FOR_THE_CONVERTER = (
    "SIGNING_SECRET", "SIGNING_SECRET_FALLBACKS", "EMAIL_PASSWORD", "PKCS11_PIN", "METRICS_TOKEN", "MAIL_WEBHOOK_SECRET",
)  # fmt: skip
SECRETS = {
    **dict.fromkeys(("SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASE_PASSWORD", "REDIS_PASSWORD", "S3_SECRET_KEY",
                     "SENTRY_DSN"), OURS),
    **dict.fromkeys(NOT_FOR_THE_CONVERTER, WITH_KEYS),
    "DATABASE_APPLICATION_PASSWORD": ("migrate",),
    **dict.fromkeys(("BACKUP_S3_ACCESS_KEY", "BACKUP_S3_SECRET_KEY"), ("worker-backup",)),
}  # fmt: skip


def documented() -> set[str]:
    """Every variable that a table of the documents names."""
    found: set[str] = set()
    for file in ("README.md", "docs/deploy.md"):
        for line in (ROOT / file).read_text().splitlines():
            cells = line.split("|")
            if len(cells) == 5:
                # The row about files names the secrets that may be in one.
                cell = cells[1] + (cells[3] if "<NAME>_FILE" in cells[1] else "")
                found.update(re.findall(r"`([A-Z][A-Z0-9_]+)`", cell))
    return found


def calls_in(*files: Path) -> Iterator[ast.Call]:
    for file in files:
        yield from (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call))


def read_by_settings() -> set[str]:
    """What the settings ask the environment for: ``env.str("NAME", …)`` and ``secret(env, "NAME")``."""
    found = set()
    for call in calls_in(*(ROOT / "config").glob("*.py")):
        asked = ast.unparse(call.func)
        place = 1 if asked == "secret" else 0
        if (asked == "secret" or asked.startswith("env.")) and len(call.args) > place:
            name = call.args[place]
            if isinstance(name, ast.Constant):
                found.add(name.value)
    return found


def read_elsewhere() -> set[str]:
    """What else of the program, and `make run`, asks the environment for by itself."""
    files = [ROOT / "manage.py", ROOT / "celery_app.py", ROOT / "tools" / "run.py"]
    for package in ("config", "consult", "workflows"):
        files += (ROOT / package).rglob("*.py")
    asking = {"os.environ.get", "os.environ.setdefault", "os.getenv"}
    named = {
        call.args[0].value
        for call in calls_in(*files)
        if ast.unparse(call.func) in asking and isinstance(call.args[0], ast.Constant)
    }
    text = "".join(file.read_text() for file in files)
    taken = re.findall(r"os\.environ\[\"(\w+)\"\]", text) + re.findall(r"\"(\w+)\" in os\.environ", text)
    return named | set(taken)


def read_by_compose() -> set[str]:
    """What docker-compose.yml takes from `.env`; ``$${NAME}`` is the container's own."""
    return {found[1] for found in VARIABLE.finditer((ROOT / "docker-compose.yml").read_text()) if found[1] is not None}


def test_every_setting_that_is_read_is_documented_and_each_documented_one_is_read():
    read = read_by_settings() | read_elsewhere() | read_by_compose()
    assert documented() == read - NOT_OURS


def test_every_documented_setting_is_known_here():
    assert documented() == {*SET, *FIXED, *COMPOSE, *SECRETS, *RUN}


def test_the_settings_read_each_of_them_and_whatever_compose_passes_on():
    known = read_by_settings()
    assert {*SET, *FIXED, *SECRETS} <= known
    for service in OURS:
        for name in read_compose(SITE)[service]["environment"]:
            assert name.removesuffix("_FILE") in known | NOT_OURS, (service, name)


@pytest.mark.parametrize("name", sorted({*SET} - {"CSRF_TRUSTED_ORIGINS"}))
def test_a_setting_reaches_the_containers_that_it_is_for(name):
    made = read_compose({**SITE, name: "a value of this test"})
    for service in SET[name]:
        assert made[service]["environment"][name] == "a value of this test", service


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_a_secret_reaches_its_containers_as_a_file(name):
    made = read_compose(SITE)
    for service in SECRETS[name]:
        place, file = made[service]["environment"][f"{name}_FILE"].rsplit("/", 1)
        assert place == "/run/secrets"
        assert file in made[service]["secrets"]
        assert file in {*RANDOM, *GIVEN}


def test_the_container_that_opens_strangers_files_holds_no_key():
    made = read_compose(SITE)["worker-converter"]
    assert {made["environment"][f"{name}_FILE"] for name in NOT_FOR_THE_CONVERTER} == {""}
    assert not {name.lower() for name in NOT_FOR_THE_CONVERTER} & set(made["secrets"])
    assert set(made["networks"]) == {"data", "files"}


SHOW = """
import json, django; django.setup()
from django.conf import settings
names = ("UPLOAD_FILE_LIMIT", "UPLOAD_DOSSIER_LIMIT", "RENDER_SECONDS", "RENDER_MEMORY_MIB", "RENDER_PAGES", "CHANNEL_HOSTS",
         "PKCS11_MODULE", "PKCS11_PIN", "SENTRY_DSN", "CLAMD_ADDRESS", "FETCH_REVOCATION", "EMAIL_HOST_PASSWORD",
         "CELERY_BROKER_URL", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE")
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


@pytest.mark.parametrize("email", ["", "a password/with @ signs"])
def test_a_container_starts_with_what_nobody_set_and_takes_its_secrets(tmp_path, email):
    secrets = tmp_path / "secrets"
    write_secrets(secrets)
    (secrets / "email_password").write_text(email)
    places = Places((("/run/secrets", str(secrets)), ("/tmp/consult", str(tmp_path))))
    env = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings",
           **environment(read_compose({**SITE, "EMAIL_URL": "smtp://user:inside@mail"})["web"], places)}  # fmt: skip
    told = subprocess.run([sys.executable, "-c", SHOW], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == {
        "UPLOAD_FILE_LIMIT": 50 * 2**20, "UPLOAD_DOSSIER_LIMIT": 500 * 2**20, "RENDER_SECONDS": 60.0, "RENDER_MEMORY_MIB": 1024,
        "RENDER_PAGES": 300, "CHANNEL_HOSTS": [], "PKCS11_MODULE": "", "PKCS11_PIN": "", "SENTRY_DSN": "", "CLAMD_ADDRESS": "",
        "FETCH_REVOCATION": False, "EMAIL_HOST_PASSWORD": email or "inside",
        "CELERY_BROKER_URL": f"redis://:{(secrets / 'redis_password').read_text()}@redis:6379/0",
        "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True, "LANGUAGE_COOKIE_SECURE": True,
    }  # fmt: skip


# ---------------------------------------------------------------- the proxy
@pytest.mark.parametrize("limit", ["1", "50", "200"])
def test_the_proxy_takes_more_than_consult_so_that_its_advice_shows(limit):
    made = read_compose({**SITE, "UPLOAD_FILE_LIMIT_MIB": limit})["proxy"]
    (script,) = [line.split(":")[0] for line in made["volumes"] if ".envsh" in line]
    assert os.access(ROOT / script, os.X_OK)
    line = f'. ./{script}; printf %s "$UPLOAD_LIMIT"'
    told = subprocess.run(
        ["sh", "-c", line], cwd=ROOT, env=made["environment"], check=True, capture_output=True, text=True
    )
    assert told.stdout.endswith("m")
    assert int(told.stdout[:-1]) > int(limit) + 10


def test_the_proxys_own_answers_carry_the_policy_of_the_pages():
    assert PermissionsPolicyMiddleware.POLICY in (ROOT / "deploy" / "nginx.conf.template").read_text()


def test_whatever_the_template_names_the_container_knows():
    text = (ROOT / "deploy" / "nginx.conf.template").read_text()
    known = {*read_compose(SITE)["proxy"]["environment"], "UPLOAD_LIMIT"}
    assert set(re.findall(r"\$\{(\w+)\}", text)) <= known


def seconds(text: str) -> int:
    return int(text.removesuffix("s"))


def test_the_web_process_knows_that_the_database_is_away_before_the_checks_give_up():
    check = read_compose(SITE)["web"]["healthcheck"]
    assert services.DATABASE_CONNECT_SECONDS < health_check.SECONDS < seconds(check["timeout"])
    assert services.DATABASE_POOL_SECONDS < health_check.SECONDS


def test_connections_are_kept_longer_than_the_proxy_keeps_them_and_any_page_polls():
    words = read_compose(SITE)["web"]["command"]
    (kept,) = [int(word.split("=")[1]) for word in words if word.startswith("--keep-alive=")]
    template = (ROOT / "deploy" / "nginx.conf.template").read_text()
    (upstream,) = re.findall(r"upstream web .*keepalive_timeout (\d+)s", template)
    polls = [
        int(n) for file in (ROOT / "templates").rglob("*.html") for n in re.findall(r"every (\d+)s", file.read_text())
    ]
    assert polls
    assert max(polls) < int(upstream) < kept
    for file in ("Dockerfile", "tools/processes.py"):
        (own,) = re.findall(r"\"--keep-alive\", \"(\d+)\"", (ROOT / file).read_text())
        assert int(own) == kept


# ---------------------------------------------------------------- containers apart
def test_the_proxy_meets_neither_database_nor_redis_and_those_not_the_world():
    made = read_compose(SITE)
    networks = {name: set(service["networks"]) for name, service in made.items()}
    assert not networks["proxy"] & (networks["database"] | networks["redis"])
    assert not networks["mail-sink"] & (networks["database"] | networks["redis"] | networks["store"])
    for name in ("database", "redis", "store"):
        assert networks[name] in ({"data"}, {"files"})
        assert "ports" not in made[name]
    text = (ROOT / "docker-compose.yml").read_text()
    for name in ("data", "files", "front"):
        assert f"\n  {name}: {{internal: true}}" in text
    # Who needs each other meets.
    for name in OURS:
        assert networks[name] & networks["database"]
        assert networks[name] & networks["redis"]
        assert networks[name] & networks["store"]
    assert networks["web"] & networks["proxy"] - {"outside"}
    assert networks["proxy"] & networks["store"]


def test_redis_asks_for_a_password_that_no_command_line_shows():
    redis = read_compose(SITE)["redis"]
    assert redis["secrets"] == ["redis_password"]
    assert "requirepass" in redis["command"][2]
    assert "REDISCLI_AUTH" in redis["healthcheck"]["test"][1]


def test_images_are_of_an_exact_version():
    images = pin_images.images((ROOT / "docker-compose.yml").read_text()) | pin_images.images(
        (ROOT / "Dockerfile").read_text()
    )
    assert len(images) == 7
    for image in images:
        tag = image.partition("@")[0].partition(":")[2]
        assert re.match(r"v?\d+\.\d+", tag), image


def test_digests_are_written_beside_the_versions(tmp_path, monkeypatch):
    """With a program in Docker's place that knows digests."""
    program = tmp_path / "docker"
    program.write_text('#!/bin/sh\n[ "$4" = nginx:1.28.3 ] || exit 1\necho sha256:' + "a" * 64 + "\n")
    program.chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    text = "x:\n  image: nginx:1.28.3\n  y:\n    image: consult:${CONSULT_VERSION:-latest}\n"
    pinned = pin_images.pinned(text, pin_images.digest)
    assert pinned == text.replace("nginx:1.28.3", f"nginx:1.28.3@sha256:{'a' * 64}")
    # A later run asks anew.
    assert pin_images.pinned(pinned, lambda _image: f"sha256:{'b' * 64}").count("sha256:") == 1
    with pytest.raises(Exception, match="could not be asked"):
        pin_images.pinned("image: redis:8.4.0\n", pin_images.digest)
