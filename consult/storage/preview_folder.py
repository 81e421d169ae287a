"""A cache in a folder that throws away what is oldest when it is full."""

from __future__ import annotations

import os
from contextlib import suppress

from django.core.cache.backends.filebased import FileBasedCache


class PreviewFolder(FileBasedCache):
    """Django's own throws away by chance, and so what somebody was shown a moment ago."""

    def _cull(self) -> None:
        aged: list[tuple[float, str]] = []
        for path in self._list_cache_files():  # type: ignore[attr-defined]
            # Another process may be throwing away as well.
            with suppress(FileNotFoundError):
                aged.append((os.stat(path).st_mtime, path))
        if len(aged) < self._max_entries:
            return
        for _moment, path in sorted(aged)[: max(1, len(aged) // self._cull_frequency)]:
            self._delete(path)  # type: ignore[attr-defined]
