"""Settings that only a process of its own can show."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOW = """
import django; django.setup()
from django.conf import settings
from django.core.files.storage import default_storage
default_storage._setup()
print(type(default_storage._wrapped).__name__)
print(settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[1])
print(settings.EMAIL_BACKEND.rsplit(".", 2)[1])
print(settings.CELERY_BROKER_URL.split(":")[0])
"""


def settings_under(tmp_path: Path, **variables: str) -> list[str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    env = {**kept, "DJANGO_SETTINGS_MODULE": "config.settings", "CONSULT_DATA_DIR": str(tmp_path), **variables}
    shown = subprocess.run([sys.executable, "-c", SHOW], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert shown.returncode == 0, shown.stderr
    return shown.stdout.split()


def test_the_embedded_default_needs_no_variable(tmp_path):
    assert settings_under(tmp_path) == ["FolderStore", "sqlite3", "mail_folder", "memory"]


def test_variables_move_it_to_the_scaled_out_stack(tmp_path):
    shown = settings_under(
        tmp_path,
        CONSULT_ENV="production",
        SECRET_KEY="x" * 60,
        ALLOWED_HOSTS="consult.example.org",
        DATABASE_URL="postgres://consult:secret@database/consult",
        REDIS_URL="redis://redis:6379/0",
        S3_BUCKET="documents",
        S3_ENDPOINT_URL="http://store:9000",
        EMAIL_URL="smtp://user:password@mail:587/?tls=True",
    )
    assert shown == ["S3Storage", "postgresql", "smtp", "redis"]


@pytest.mark.parametrize("variable", [{"CONSULT_DEMO": "1"}, {"DEBUG": "1"}, {"SECRET_KEY": ""}, {"EMAIL_URL": ""}])
def test_an_unsafe_production_does_not_start(tmp_path, variable):
    safe = {
        "CONSULT_ENV": "production",
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "consult.example.org",
        "EMAIL_URL": "smtp://mail",
    }
    with pytest.raises(AssertionError, match="ImproperlyConfigured"):
        settings_under(tmp_path, **{**safe, **variable})


SHOW_DATABASE = """
import django; django.setup()
from django.conf import settings
value = settings.DATABASES["default"]
print(value["PASSWORD"], value["OPTIONS"]["options"].split()[1], value["OPTIONS"].get("pool", {}).get("max_size"))
print(settings.SECRET_KEY[:3], settings.METRICS_TOKEN, settings.STORAGES["default"]["OPTIONS"].get("secret_key"))
print(*settings.SECRET_KEY_FALLBACKS, settings.SIGNING_SECRET_FALLBACKS)
"""


def test_secrets_come_from_files(tmp_path, monkeypatch):
    for name, text in (
        ("secret_key", "abc" + "x" * 60),
        ("secret_key_fallbacks", "before\nlong,before\n"),
        ("password", "of the database\n"),
        ("s3", "of the store"),
        ("m", "t"),
    ):
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(sys.modules[__name__], "SHOW", SHOW_DATABASE)
    shown = settings_under(
        tmp_path,
        CONSULT_ENV="production",
        SECRET_KEY_FILE=str(tmp_path / "secret_key"),
        SECRET_KEY_FALLBACKS_FILE=str(tmp_path / "secret_key_fallbacks"),
        EMAIL_URL="smtp://mail",
        ALLOWED_HOSTS="consult.example.org",
        DATABASE_URL="postgres://consult@database/consult",
        DATABASE_PASSWORD_FILE=str(tmp_path / "password"),
        DATABASE_POOL="7",
        STATEMENT_TIMEOUT_SECONDS="12",
        S3_BUCKET="documents",
        S3_SECRET_KEY_FILE=str(tmp_path / "s3"),
        METRICS_TOKEN_FILE=str(tmp_path / "m"),
    )
    assert " ".join(shown) == "of the database statement_timeout=12000 7 abc t of the store before long,before []"


def test_a_secret_file_that_is_not_there_stops_the_start(tmp_path):
    with pytest.raises(AssertionError, match="SECRET_KEY_FILE cannot be read"):
        settings_under(
            tmp_path, CONSULT_ENV="production", SECRET_KEY_FILE="/nowhere", ALLOWED_HOSTS="consult.example.org"
        )
