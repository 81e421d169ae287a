"""Backup and return: every row and file in a folder of plain files, for SQLite and PostgreSQL, a folder and S3 alike.

A backup is ``manifest.json``, ``tables/<model>.jsonl`` (one row per line, as JSON) and ``files/``. The manifest comes last and
holds the count and SHA-256 of everything else: without it a backup is not finished, with it every change of it shows. The
nightly ones lie side by side in one place, a folder or S3, each with rows of its own and with files that all of them share.
"""

from .ends import ends
from .nightly import back_up
from .place import night_of
from .reading import BackupFaultError, verify
from .restore import restore
from .take import take

__all__ = ["BackupFaultError", "back_up", "ends", "night_of", "restore", "take", "verify"]
