"""Files that a power cut leaves whole or not at all. Knows no Django.

A file is written aside, synced, moved under its name, and its folders are synced: only then may anybody be told that it is
kept. A file system may otherwise hold a name, or the row that tells of it, for half a minute longer than its bytes.
"""

from __future__ import annotations

import errno
import os
import uuid
from collections.abc import Iterable
from pathlib import Path

# Some network file systems have nothing to sync for a folder and say so.
NOT_FOR_FOLDERS = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}


def save(path: Path, chunks: Iterable[bytes], *, mode: int = 0o600, aside: Path | None = None) -> None:
    """Keep ``chunks`` as a new file of ``path`` and sync it; its folder is there already.

    ``aside`` is a folder of the same file system in which the file is written first, else its own. Raises
    ``FileExistsError`` when there is one under this name, and ``OSError``; then nothing lies there or aside.
    """
    part = (aside or path.parent) / f".{uuid.uuid4().hex}.part"
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
            for chunk in chunks:
                stream.write(chunk)
            stream.flush()
            os.fchmod(stream.fileno(), mode)
            os.fsync(stream.fileno())
        _name(part, path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)


def _name(part: Path, path: Path) -> None:
    """Give the file its name, which nothing may bear yet."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links: the name is taken first.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        part.replace(path)


def sync_file(path: Path) -> None:
    """Wait until what was written into a file is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as fault:
        if fault.errno not in NOT_FOR_FOLDERS:
            raise
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder with those above it, and have the names of the new ones on the disk."""
    new = []
    above = folder
    while not above.is_dir():
        new.append(above)
        above = above.parent
    folder.mkdir(parents=True, exist_ok=True)
    for made in reversed(new):
        sync_folder(made.parent)


def sync_way(folder: Path, top: Path) -> None:
    """Sync a folder and those above it up to ``top``: one of them may have been made by who has not synced it yet."""
    sync_folder(folder)
    while folder != top and top in folder.parents:
        folder = folder.parent
        sync_folder(folder)
