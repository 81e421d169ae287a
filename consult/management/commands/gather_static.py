"""Gathers scripts, styles and pictures, packed and named by their content, unless they lie there already."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.management.commands import collectstatic
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from config.made_files import MADE

STAMP = ".gathered"
MANIFEST = "staticfiles.json"
RULES = settings.BASE_DIR / "config" / "static_files.py"


def digest() -> str:
    """What would be gathered, and how: every file's name, size and time of change, and the rules.

    Of files that are made anew for each folder of data the content counts, and not when that was.
    """
    told = hashlib.sha256(RULES.read_bytes())
    for finder in get_finders():
        for path, storage in sorted(finder.list(None), key=lambda found: found[0]):
            file = Path(storage.path(path))
            known = file.stat()
            when = hashlib.sha256(file.read_bytes()).hexdigest() if path in MADE else known.st_mtime_ns
            told.update(f"{getattr(storage, 'prefix', '')}/{path} {known.st_size} {when}\n".encode())
    return told.hexdigest()


class Command(BaseCommand):
    help = "Gathers scripts, styles and pictures into STATIC_ROOT, packed, unless nothing of them has changed since."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.STATIC_GATHERED:
            raise CommandError("STATIC_GATHERED is off: files come straight from their packages.")
        root = Path(settings.STATIC_ROOT)
        root.parent.mkdir(parents=True, exist_ok=True)
        # One after the other: the second finds what the first has gathered.
        with (root.parent / f"{root.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._gather(root, digest())

    def _gather(self, root: Path, wanted: str) -> None:
        stamp = root / STAMP
        if stamp.exists() and stamp.read_text() == wanted and (root / MANIFEST).exists():
            return
        # Beside what is being served, which makes way when all is there.
        new, old = root.with_name(f"{root.name}.new"), root.with_name(f"{root.name}.old")
        for folder in (new, old):
            shutil.rmtree(folder, ignore_errors=True)
        collector = collectstatic.Command()
        collector.storage = import_string(settings.STORAGES["staticfiles"]["BACKEND"])(location=str(new))
        call_command(collector, interactive=False, verbosity=0)
        (new / STAMP).write_text(wanted)
        if root.exists():
            root.rename(old)
        new.rename(root)
        shutil.rmtree(old, ignore_errors=True)
