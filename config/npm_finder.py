"""Front-end packages, served as npm installed them."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import get_files
from django.core.files.storage import FileSystemStorage

# The folders that pages use, so that collectstatic copies megabytes and not a whole node_modules.
SERVED = {
    "tabler": "@tabler/core/dist/css",
    "inter": "@fontsource-variable/inter/files",
    "tus": "tus-js-client/dist",
    # For the older browsers in package.json (browserslist).
    "pdfjs": "pdfjs-dist/legacy/build",
    "pdfjs-fonts": "pdfjs-dist/standard_fonts",
    "pdfjs-cmaps": "pdfjs-dist/cmaps",
    # What decodes the pictures of scanners (JPEG 2000, JBIG2, fax), and the colours of print.
    "pdfjs-wasm": "pdfjs-dist/wasm",
    "pdfjs-profiles": "pdfjs-dist/iccs",
}
# Of these folders only what pages use; the rest is other kits', and names files that are not there.
ONLY = {
    "pdfjs": ["*.min.mjs"],
    "tabler": ["tabler.min.css"],
    "tus": ["tus.min.js"],
    "inter": ["inter-latin*-wght-normal.woff2", "inter-vietnamese-wght-normal.woff2"],
}


class NodeModulesFinder(BaseFinder):
    """Finds ``vendor/<name>/<file>`` in the npm package that ``SERVED`` names."""

    prefix = "vendor"

    def __init__(self, *args: object, **kwargs: object) -> None:
        self.storages = {}
        for name, folder in SERVED.items():
            storage = FileSystemStorage(location=settings.NODE_MODULES / folder)
            storage.prefix = f"{self.prefix}/{name}"  # type: ignore[attr-defined]
            self.storages[name] = storage

    def check(self, **kwargs: object) -> list:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> Any:
        for name, folder in SERVED.items():
            start = f"{self.prefix}/{name}/"
            if path.startswith(start):
                root = (settings.NODE_MODULES / folder).resolve()
                found = (root / path[len(start) :]).resolve()
                if found.is_file() and Path(found).is_relative_to(root):
                    return [str(found)] if find_all else str(found)
        return []

    def list(self, ignore_patterns: object) -> Iterator:
        for name, storage in self.storages.items():
            if Path(storage.location).is_dir():
                only = ONLY.get(name, ["*"])
                for path in get_files(storage, ignore_patterns):  # type: ignore[arg-type]
                    if any(fnmatch(path, pattern) for pattern in only) and not path.endswith(".map"):
                        yield path, storage
