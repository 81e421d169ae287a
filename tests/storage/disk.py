"""What a power cut would leave of the files below a folder: contents that were synced, under names whose folders were."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest


class Disk:
    """Listens to ``os.fsync``. A file survives as it was when it was last synced, and only under a name that its folder
    had when that was last synced, and so on upwards.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._contents: dict[int, tuple[int, int]] = {}
        self._names: dict[int, dict[str, int]] = {}
        real = os.fsync

        def fsync(handle) -> None:
            real(handle)
            self._note(handle if isinstance(handle, int) else handle.fileno())

        monkeypatch.setattr(os, "fsync", fsync)

    def _note(self, handle: int) -> None:
        found = os.fstat(handle)
        if stat.S_ISDIR(found.st_mode):
            names = os.listdir(handle)
            self._names[found.st_ino] = {
                name: os.stat(name, dir_fd=handle, follow_symlinks=False).st_ino for name in names
            }
        else:
            self._contents[found.st_ino] = (found.st_size, found.st_mtime_ns)

    def lost(self, path: Path, top: Path) -> str:
        """Why a file would not be there after a power cut, or "". ``top`` was there before."""
        found = path.stat()
        if self._contents.get(found.st_ino) != (found.st_size, found.st_mtime_ns):
            return f"the content of {path} is not on the disk"
        while path != top:
            names = self._names.get(path.parent.stat().st_ino, {})
            if names.get(path.name) != path.stat().st_ino:
                return f"the name {path} is not on the disk"
            path = path.parent
        return ""
