"""The services behind an installation, as the environment names them: database, file store, broker, cache."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from botocore.config import Config
from django.core.exceptions import ImproperlyConfigured
from environs import Env, validate

from config.deployment import secret

# Seconds. A store that does not answer holds up one act, not a whole worker.
STORE_CONNECT_SECONDS = 3
# Together below what the health checks wait (tools.health_check): a database that is away is said, not waited for.
DATABASE_CONNECT_SECONDS = 2
DATABASE_POOL_SECONDS = 3
STORE_READ_SECONDS = 15
STORE_ATTEMPTS = 3
REDIS_SECONDS = 2
# How long a document that was only looked at is kept, and how many; see consult/actions/previews.py for how large one may be.
PREVIEW_SECONDS = 900
MOST_PREVIEWS = 256
# What a row holds of where backups lie; and how much of one of their files is held in memory, in bytes.
LONGEST_PLACE = 300
IN_MEMORY = 8 * 1024 * 1024
NOT_NEGATIVE = validate.Range(min=0)


def database(env: Env, data_dir: Path) -> dict[str, Any]:
    """Django's settings for the database: SQLite in ``data_dir``, or what DATABASE_URL names.

    On PostgreSQL, DATABASE_POOL is the most connections that one process keeps open (0: one for each thread), and
    STATEMENT_TIMEOUT_SECONDS ends a query that has run for so long (0: never, as migrations need it).
    """
    settings: dict[str, Any] = env.dj_db_url("DATABASE_URL", f"sqlite:///{data_dir / 'consult.sqlite3'}")
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            # FULL: a commit is on the disk before anybody is told; NORMAL may lose the last ones in a power cut.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
        # The last connection that closes takes the log and its index away, and a full disk has no room for new ones: a
        # process that stays open goes on reading.
        settings["CONN_MAX_AGE"] = None
        # A file, not memory: tests open the database from several threads and processes.
        settings["TEST"] = {"NAME": str(data_dir / "test.sqlite3")}
        return settings
    settings["PASSWORD"] = secret(env, "DATABASE_PASSWORD") or settings["PASSWORD"]
    milliseconds = round(env.float("STATEMENT_TIMEOUT_SECONDS", 30.0, validate=NOT_NEGATIVE) * 1000)
    options = settings.setdefault("OPTIONS", {})
    options["options"] = f"-c statement_timeout={milliseconds} -c idle_in_transaction_session_timeout=120000"
    options["connect_timeout"] = DATABASE_CONNECT_SECONDS
    settings["CONN_HEALTH_CHECKS"] = True
    pool = env.int("DATABASE_POOL", 0, validate=NOT_NEGATIVE)
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": DATABASE_POOL_SECONDS}
    else:
        settings["CONN_MAX_AGE"] = env.int("DATABASE_CONNECTION_SECONDS", 60, validate=NOT_NEGATIVE)
    return settings


def file_store(env: Env, data_dir: Path) -> dict[str, Any]:
    """Django's settings for the store of files: a folder in ``data_dir``, or the S3 bucket that S3_BUCKET names."""
    bucket = env.str("S3_BUCKET", "")
    if not bucket:
        options: dict[str, Any] = {"location": str(data_dir / "files"), "file_permissions_mode": 0o640}
        return {"BACKEND": "consult.storage.store.FolderStore", "OPTIONS": options}
    keys = secret(env, "S3_ACCESS_KEY"), secret(env, "S3_SECRET_KEY")
    return _bucket(bucket, env.str("S3_ENDPOINT_URL", None), keys, env.str("S3_REGION", "us-east-1"))


def _bucket(name: str, endpoint: str | None, keys: tuple[str, str], region: str, **more: Any) -> dict[str, Any]:
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": name,
            "endpoint_url": endpoint,
            "access_key": keys[0] or None,
            "secret_key": keys[1] or None,
            "region_name": region,
            "default_acl": None,
            "file_overwrite": False,
            "querystring_expire": 60,
            "client_config": Config(
                connect_timeout=STORE_CONNECT_SECONDS,
                read_timeout=STORE_READ_SECONDS,
                retries={"max_attempts": STORE_ATTEMPTS, "mode": "standard"},
                signature_version="s3v4",
                s3={"addressing_style": "path"},
            ),
            **more,
        },
    }


def backup_place(env: Env) -> str:
    """Where the nightly backups go, as BACKUP_TO says it: a folder, ``s3://bucket/prefix``, or "" for none.

    Raises ``ImproperlyConfigured`` for what is neither.
    """
    place: str = env.str("BACKUP_TO", "").strip()
    if not place:
        return ""
    bucket = place.removeprefix("s3://").split("/")[0] if place.startswith("s3://") else ""
    if not bucket and not (place.startswith("/") and place.strip("/")):
        raise ImproperlyConfigured("BACKUP_TO is a folder by its whole path, or s3://bucket/prefix.")
    if len(place) > LONGEST_PLACE:
        raise ImproperlyConfigured(f"BACKUP_TO has more than {LONGEST_PLACE} characters.")
    return place if bucket else f"/{place.strip('/')}"


def backup_store(env: Env, place: str) -> dict[str, Any]:
    """Django's settings for that place; what lies there is its owner's alone."""
    if not place.startswith("s3://"):
        options: dict[str, Any] = {"location": place, "file_permissions_mode": 0o600}
        return {"BACKEND": "consult.storage.store.FolderStore", "OPTIONS": options}
    bucket, _slash, prefix = place.removeprefix("s3://").partition("/")
    keys = secret(env, "BACKUP_S3_ACCESS_KEY"), secret(env, "BACKUP_S3_SECRET_KEY")
    endpoint, region = env.str("BACKUP_S3_ENDPOINT_URL", "") or None, env.str("BACKUP_S3_REGION", "") or "us-east-1"
    return _bucket(bucket, endpoint, keys, region, location=prefix.strip("/"), max_memory_size=IN_MEMORY)


def broker_url(env: Env) -> str:
    """Redis, with its password put in where REDIS_PASSWORD keeps it apart; else a broker that nobody hears."""
    url: str = env.str("REDIS_URL", "memory://")
    password = secret(env, "REDIS_PASSWORD")
    scheme, _slashes, place = url.partition("://")
    return f"{scheme}://:{quote(password, safe='')}@{place}" if password and scheme.startswith("redis") else url


def broker(url: str) -> dict[str, Any]:
    """Celery's options for the broker, if it is Redis."""
    if url.startswith("redis"):
        return {"socket_timeout": REDIS_SECONDS * 5, "socket_connect_timeout": REDIS_SECONDS}
    return {}


def caches(url: str, data_dir: Path) -> dict[str, Any]:
    """Where the limits on sign-in and the like are counted: in Redis for all processes, or in each process.

    ``previews`` are documents that are only looked at, for a quarter of an hour: in Redis, or in a folder of ``data_dir``
    that holds few. A Redis that does not answer is passed over: pages go on, only without those limits and previews.
    """
    if not url.startswith("redis"):
        return {
            "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
            "previews": {
                "BACKEND": "consult.storage.preview_folder.PreviewFolder",
                "LOCATION": str(data_dir / "previews"),
                "TIMEOUT": PREVIEW_SECONDS,
                "OPTIONS": {"MAX_ENTRIES": MOST_PREVIEWS},
            },
        }
    options = {"SOCKET_CONNECT_TIMEOUT": REDIS_SECONDS, "SOCKET_TIMEOUT": REDIS_SECONDS, "IGNORE_EXCEPTIONS": True}
    redis = {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": url, "OPTIONS": options}
    return {"default": redis, "previews": {**redis, "KEY_PREFIX": "previews", "TIMEOUT": PREVIEW_SECONDS}}
