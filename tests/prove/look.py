"""What a data folder holds: acts, uploads, documents, numbers. Run as ``python -m tests.prove.look``; prints JSON."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    json.dump(look(), sys.stdout)


def look() -> dict[str, Any]:
    from django.db import connection  # noqa: PLC0415

    from consult.actions import holding  # noqa: PLC0415
    from consult.models import Dossier, Event, Job, Register  # noqa: PLC0415
    from consult.queries import stored  # noqa: PLC0415
    from consult.queries.history import history_faults  # noqa: PLC0415

    with connection.cursor() as cursor:
        integrity = cursor.execute("PRAGMA integrity_check").fetchone()[0]
    files = [file for kind in range(len(stored.kinds())) for file in stored.rows_after(kind, 0, 100_000)]
    lost = [file.name for file in files if holding.fault_of(file, read=True)]
    numbers = {}
    for register in Register.objects.all():
        given = sorted(register.entries.values_list("number", flat=True))
        numbers[str(register)] = given == list(range(1, register.last + 1)) or register.entries.count() == 0
    return {
        "integrity": integrity,
        "files": len(files),
        "lost": lost,
        "acts": [
            [e.dossier.title, e.verb, e.person_id]
            for e in Event.objects.exclude(dossier=None).select_related("dossier")
        ],
        "drafts": list(Dossier.objects.values_list("title", flat=True)),
        "uploads": sorted({file.sha256 for file in files if file.model.__name__ == "Attachment"}),
        "documents": sum(file.model.__name__ == "DocumentVersion" for file in files),
        "numbers": numbers,
        "faults": [str(fault) for fault in history_faults(Dossier.objects.exclude(stage="draft"))],
        "failed": list(Job.objects.filter(state="failed").values_list("kind", "attempts", "error")),
        "open": Job.objects.filter(state__in=["waiting", "running"]).count(),
    }


if __name__ == "__main__":
    main()
