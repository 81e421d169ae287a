"""From a document's data to PDF: the template here, the typesetting in a process of its own."""

from __future__ import annotations

import atexit
import os
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from consult.libraries.renderer import Limits, RenderedPdf, Renderer, Typesetter
from consult.rules.text import printable

from . import DEFINITIONS
from .faces import FALLBACKS, address, fonts, with_stand_ins


def style() -> str:
    """The layout of administrative documents, as CSS."""
    return render_to_string("documents/document.css", {"fallbacks": {name: address(name) for name in FALLBACKS}})


def draft_style() -> str:
    """What stands across the pages of a document that is only looked at, as CSS."""
    return render_to_string("documents/draft.css")


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
    """The document as HTML. Documents are Vietnamese in whatever language the worker runs."""
    with translation.override("vi"):
        # Data of older documents may hold what is cleaned away, or refused, today.
        definition = DEFINITIONS.get(kind)
        sealed = definition is not None and definition.sealed
        made = render_to_string(f"documents/{kind}.html", {"document_title": title, "sealed": sealed, **data})
        return with_stand_ins(printable(made))


def render(
    kind: str, title: str, data: dict[str, Any], *, seconds: float | None = None, extra_style: str = ""
) -> RenderedPdf:
    """Make the PDF, within ``seconds`` where that is less than the limit here, with ``extra_style`` after its own.

    Raises what ``consult.libraries.renderer.Renderer.render`` raises.
    """
    return renderer().render(to_html(kind, title, data), extra_style=extra_style, seconds=seconds)
