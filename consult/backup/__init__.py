"""Backup and return: every row and file in a folder of plain files, for SQLite and PostgreSQL, a folder and S3 alike.

A backup is ``manifest.json``, ``tables/<model>.jsonl`` (one row per line, as JSON) and ``files/``. The manifest comes last and
holds the count and SHA-256 of everything else: without it a backup is not finished, with it every change of it shows.
"""

from .ends import ends
from .restore import restore
from .take import BackupFaultError, take, verify

__all__ = ["BackupFaultError", "ends", "restore", "take", "verify"]
