"""Where histories and registers ended when a backup was taken."""

from __future__ import annotations

import json
from pathlib import Path

from consult.models import Register

from .reading import Folder, compare, read_lines, read_manifest, table_name


def ends(folder: Path) -> tuple[dict[str, str], dict[tuple[int, str, str], int]]:
    """The last hash of each history (see ``queries.history.heads``), and the last number of each series.

    Series are told apart by union, kind and first day, as in ``queries.history.Series``.

    Raises ``BackupFaultError`` for a folder that holds no finished backup, or one that was changed there.
    """
    source = Folder(folder)
    manifest = read_manifest(source)
    label = Register._meta.label_lower
    compare(source.open, table_name(label), manifest["tables"][label]["sha256"])
    rows = (json.loads(line) for line in read_lines(source, label))
    # Backups of earlier versions hold a year, which was the whole series.
    series = {
        (row["union_id"], row["kind"], row.get("first_day") or f"{row['year']}-01-01"): row["last"] for row in rows
    }
    return manifest["histories"], series
