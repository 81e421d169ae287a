"""How much room the disk has: uploads stop before documents and mails do, and reading goes on without any."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection

# Of the reserve, work goes on until this part of it is left: the database needs room to say what happened.
WORK_PART = 8
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# How databases and stores say it: SQLite, PostgreSQL (disk_full), S3.
FULL_WORDS = ("database or disk is full", "no space left on device", "storagefull", "insufficientstorage")
CLOSED_WORDS = ("readonly database", "unable to open database file", "read-only transaction")
FULL_STATE = "53100"


def free_bytes() -> int | None:
    """The room, in bytes, where files and rows lie on this machine; None when neither does."""
    found = [shutil.disk_usage(folder).free for folder in _folders()]
    return min(found) if found else None


def _folders() -> Iterator[Path]:
    folders = [Path(default_storage.location)] if isinstance(default_storage, FileSystemStorage) else []
    if connection.vendor == "sqlite":
        folders.append(Path(str(connection.settings_dict["NAME"])).parent)
    for folder in folders:
        there = next((above for above in (folder, *folder.parents) if above.is_dir()), None)
        if there is not None:
            yield there


@dataclass(frozen=True)
class Room:
    """The room in MiB: what is free, and what uploads and the making of documents and mails need. ``standing`` names what
    stands still: nothing (""), "files", or "work" and files with it.
    """

    free: int
    for_files: int
    for_work: int
    standing: str


def room() -> Room | None:
    """How much room there is and how much is needed; None when nothing lies on this machine."""
    free = free_bytes()
    if free is None:
        return None
    least, work = settings.MIN_FREE, settings.MIN_FREE // WORK_PART
    standing = "work" if free < work else "files" if free < least else ""
    return Room(free // settings.MEBIBYTE, least // settings.MEBIBYTE, work // settings.MEBIBYTE, standing)


def is_low() -> bool:
    """Whether uploads are to be refused, so that work has room (MIN_FREE_MIB)."""
    return _below(settings.MIN_FREE)


def is_used_up() -> bool:
    """Whether no document and no mail is to be begun, since the database could not say that it is done."""
    return _below(settings.MIN_FREE // WORK_PART)


def _below(least: int) -> bool:
    free = free_bytes()
    return free is not None and free < least


def trouble(fault: BaseException | None) -> str:
    """Why nothing can be written, by a fault or what caused it: "full", "closed" (for writing), or ""."""
    if tells_of_full_disk(fault):
        return "full"
    while fault is not None:
        if isinstance(fault, OSError) and fault.errno == errno.EROFS:
            return "closed"
        if isinstance(fault, DatabaseError) and any(word in str(fault).lower() for word in CLOSED_WORDS):
            return "closed"
        fault = fault.__cause__ or fault.__context__
    return ""


def tells_of_full_disk(fault: BaseException | None) -> bool:
    """Whether a fault, or what caused it, says that a disk is full: this machine's, the database's or the store's."""
    while fault is not None:
        if isinstance(fault, OSError) and fault.errno in FULL:
            return True
        words = str(fault).lower()
        if any(word in words for word in FULL_WORDS) or getattr(fault, "sqlstate", "") == FULL_STATE:
            return True
        fault = fault.__cause__ or fault.__context__
    return False
