"""``make check``: lint, spelling, types, layers, templates, browsers, translations, migrations, deployment settings."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from tools.prepare import PYTHON, ROOT, StepFailedError, guarded, prepare, run, say


def _production(scratch: str) -> dict[str, str]:
    return {
        **os.environ,
        "CONSULT_ENV": "production",
        "CONSULT_DATA_DIR": scratch,
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "consult.example.org",
        "EMAIL_URL": "smtp://localhost:25",
    }


def main() -> int:
    prepare(dev=True)
    bin_ = PYTHON.parent
    manage = [PYTHON, ROOT / "manage.py"]
    failed = []
    with tempfile.TemporaryDirectory() as scratch:
        embedded = {**os.environ, "CONSULT_DATA_DIR": str(Path(scratch) / "embedded")}
        production = _production(str(Path(scratch) / "production"))
        checks: dict[str, tuple[list[str | Path], dict[str, str]]] = {
            "ruff: lint": ([bin_ / "ruff", "check", "."], embedded),
            "ruff: format": ([bin_ / "ruff", "format", "--check", "."], embedded),
            "spelling": ([bin_ / "codespell"], embedded),
            "layers": ([bin_ / "lint-imports"], embedded),
            "templates": ([bin_ / "djlint", "templates", "--lint", "--quiet"], embedded),
            "compose file": (
                [bin_ / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
                embedded,
            ),
            "Dockerfile": ([bin_ / "hadolint", "Dockerfile"], embedded),
            "browsers": ([PYTHON, "-m", "tools.browsers"], embedded),
            "types": ([bin_ / "mypy"], embedded),
            "days and hours": ([PYTHON, "-m", "tools.time_lint"], embedded),
            "translations": ([PYTHON, "-m", "tools.translations"], embedded),
            "migrations": ([*manage, "makemigrations", "--check", "--dry-run"], embedded),
            "deployment": ([*manage, "check", "--deploy", "--fail-level", "WARNING"], production),
        }
        for name, (command, env) in checks.items():
            say(name)
            try:
                run(*command, advice=f"{name} failed", env=env)
            except StepFailedError:
                failed.append(name)
    if failed:
        raise StepFailedError(f"failed: {', '.join(failed)}")
    say("all checks passed")
    return 0


if __name__ == "__main__":
    guarded(main)
