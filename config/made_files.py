"""Files of the front end that are made from npm packages: what a phone fetches is what pages use, and no more.

One file holds the icons that templates name. One font holds the letters of Ê Đê, Gia Rai and Ba Na names beyond those of
Vietnamese, so that a name like Ayŭn does not cost the letters of all of Europe.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage
from fontTools import subset

PREFIX = "vendor"
# {% icon "download" %}, and {% include "parts/empty.html" with icon="mail" %}.
USED = re.compile(r"""\bicon(?: |=|\|default:)['"]([a-z0-9-]+)['"]""")
# What a picture consists of; the first path is an invisible square.
SHAPE = re.compile(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*/>")
SVG = "http://www.w3.org/2000/svg"
# consult.css names the same letters.
HIGHLANDS = "ĔĕĬĭŎŏŬŭČčɃƀ\N{COMBINING BREVE}"


def used_icons() -> list[str]:
    """The names of all icons that the templates name, in alphabetical order."""
    templates = (settings.BASE_DIR / "templates").rglob("*.html")
    return sorted({name for template in templates for name in USED.findall(template.read_text())})


def _symbol(name: str) -> str:
    drawing = settings.NODE_MODULES / "@tabler/icons/icons/outline" / f"{name}.svg"
    if not drawing.exists():
        raise ImproperlyConfigured(f"A template names the icon {name!r}, which @tabler/icons does not have.")
    shapes = [shape for shape in SHAPE.findall(drawing.read_text()) if 'stroke="none"' not in shape]
    return f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(shapes)}</symbol>'


def sprite() -> bytes:
    """One SVG with a symbol for each icon that the templates name. Raises ``ImproperlyConfigured`` for an unknown one."""
    return f'<svg xmlns="{SVG}">{"".join(map(_symbol, used_icons()))}</svg>\n'.encode()


@cache
def highlands_font() -> bytes:
    """The letters of ``HIGHLANDS`` as a font of their own (WOFF2)."""
    whole = settings.NODE_MODULES / "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2"
    options = subset.Options(flavor="woff2", layout_features=["*"])
    font = subset.load_font(str(whole), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=HIGHLANDS)
    cutter.subset(font)
    kept = io.BytesIO()
    subset.save_font(font, kept, options)
    return kept.getvalue()


MADE: dict[str, Callable[[], bytes]] = {"icons.svg": sprite, "inter-highlands.woff2": highlands_font}


class MadeFilesFinder(BaseFinder):
    """Finds ``vendor/<name>`` for each name in ``MADE``, made anew whenever its content would be another."""

    def _storage(self, name: str) -> FileSystemStorage:
        folder = Path(settings.DATA_DIR) / "front-end"
        folder.mkdir(parents=True, exist_ok=True)
        file, wanted = folder / name, MADE[name]()
        if not file.exists() or file.read_bytes() != wanted:
            whole = file.with_suffix(f".{os.getpid()}")
            whole.write_bytes(wanted)
            whole.replace(file)
        storage = FileSystemStorage(location=folder)
        storage.prefix = PREFIX  # type: ignore[attr-defined]
        return storage

    def check(self, **kwargs: object) -> list:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> Any:
        folder, _, name = path.partition("/")
        if folder != PREFIX or name not in MADE:
            return []
        found = self._storage(name).path(name)
        return [found] if find_all else found

    def list(self, ignore_patterns: object) -> Iterator:
        for name in MADE:
            yield name, self._storage(name)
