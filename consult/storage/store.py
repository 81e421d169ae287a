"""The store of files as a folder: what it says it has kept, a power cut does not take."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from . import durable

# Within the folder, so that it is the same file system. A leading dot: no name that the product gives begins so.
ASIDE = ".incoming"


class FolderStore(FileSystemStorage):
    """Django's folder of files, each written aside, synced and then named; see ``durable``."""

    def _save(self, name: str, content: File[Any]) -> str:
        root = Path(self.location)
        aside = root / ASIDE
        durable.make_folder(aside)
        mode = self.file_permissions_mode or 0o640
        while True:
            path = Path(self.path(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                durable.save(path, content.chunks(), mode=mode, aside=aside)
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                durable.sync_way(path.parent, root)
                return name.replace("\\", "/")

    def delete(self, name: str) -> None:
        """Take a file out. It does not come back after a power cut either."""
        super().delete(name)
        folder = Path(self.path(name)).parent
        if folder.is_dir():
            durable.sync_folder(folder)

    def forget_half_written(self) -> int:
        """Throw away what killed processes and power cuts left aside. Returns how many files went.

        Called while nothing else of the installation runs.
        """
        left = list((Path(self.location) / ASIDE).glob("*.part"))
        for part in left:
            part.unlink(missing_ok=True)
        return len(left)
