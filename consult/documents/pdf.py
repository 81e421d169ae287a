"""From a paper's data to PDF: the template here, the typesetting in a process of its own."""

from __future__ import annotations

import atexit
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from consult.libraries.renderer import Limits, Rendered, Renderer, Typesetter

# Tinos is metric-compatible with Times New Roman and comes as whole files with full Vietnamese.
FACES = {
    "regular": "@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf",
    "italic": "@expo-google-fonts/tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf",
    "bold": "@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf",
    "bold-italic": "@expo-google-fonts/tinos/700Bold_Italic/Tinos_700Bold_Italic.ttf",
}


def fonts() -> dict[str, Path]:
    """The faces of papers by name."""
    return {name: Path(settings.NODE_MODULES) / path for name, path in FACES.items()}


def style() -> str:
    """The layout of administrative papers, as CSS."""
    return render_to_string("papers/paper.css")


def limits() -> Limits:
    """What a page may take here."""
    return Limits(
        seconds=settings.RENDER_SECONDS,
        memory_bytes=settings.RENDER_MEMORY_MIB * settings.MEBIBYTE,
        pages=settings.RENDER_PAGES,
    )


@lru_cache(maxsize=4)
def _renderer(_pid: int) -> Renderer:
    renderer = Renderer(fonts(), style(), limits())
    atexit.register(renderer.stop)
    return renderer


def renderer() -> Renderer:
    """This process's renderer; a forked worker gets one of its own."""
    return _renderer(os.getpid())


@lru_cache(maxsize=1)
def typesetter() -> Typesetter:
    """The typesetter within this process, without limits: for measuring and for text that is the project's own."""
    return Typesetter(fonts(), style())


def to_html(kind: str, title: str, data: dict[str, Any]) -> str:
    """The paper as HTML. Papers are Vietnamese in whatever language the worker runs."""
    with translation.override("vi"):
        return render_to_string(f"papers/{kind}.html", {"paper_title": title, **data})


def render(kind: str, title: str, data: dict[str, Any]) -> Rendered:
    """Make the PDF. Raises what ``consult.libraries.renderer.Renderer.render`` raises."""
    return renderer().render(to_html(kind, title, data))
