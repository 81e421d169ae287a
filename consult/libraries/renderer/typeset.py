"""Typesetting by WeasyPrint. It may fetch nothing but the fonts that it was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pydyf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

SCHEME = "font:"
# Archival, with every letter mapped to Unicode, and tagged for readers who do not see.
VARIANT = "pdf/a-3u"


# CSS has 96 px per inch, PDF 72 pt.
PT_PER_PX = 0.75


@dataclass(frozen=True)
class Box:
    """Where an element stands: its page, from 0, and its edges in pt from the page's left and bottom edge."""

    page: int
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Rendered:
    """A finished paper, and where on it those elements stand that have an ``id``."""

    content: bytes
    pages: int
    places: Mapping[str, Box] = field(default_factory=dict)


class PaperRefusedError(Exception):
    """A page went beyond a limit and will do so again: ``limit`` is time, memory, pages, size or address."""

    def __init__(self, limit: str, detail: str = "") -> None:
        super().__init__(f"{limit}: {detail}" if detail else limit)
        self.limit = limit
        self.detail = detail


class ForbiddenAddressError(FatalURLFetchingError):
    """A page asked for something beyond its fonts."""


class FontsOnly(URLFetcher):
    """Serves ``font:<face>`` and refuses every other address, those of files and of data among them."""

    def __init__(self, fonts: Mapping[str, Path]) -> None:
        super().__init__()
        self.fonts = fonts

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        face = self.fonts.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
        if face is None:
            raise ForbiddenAddressError(f"papers may not fetch {url[:100]}")
        return URLFetcherResponse(url, face.read_bytes(), {"Content-Type": "font/ttf"})


def _ready_to_sign(_document: Any, pdf: Any) -> None:
    """An empty form, so that whatever a signing program adds can be told from a change of the paper."""
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array(), "SigFlags": 3})


def _places(document: Any) -> dict[str, Box]:
    found: dict[str, Box] = {}
    for number, page in enumerate(document.pages):
        for name, (x0, y0, x1, y1) in page.anchors.items():
            top, bottom = ((page.height - y) * PT_PER_PX for y in (y0, y1))
            found.setdefault(name, Box(number, x0 * PT_PER_PX, x1 * PT_PER_PX, top, bottom))
    return found


class Typesetter:
    """Holds fonts and style, read once, and makes one page after the other."""

    def __init__(self, fonts: Mapping[str, Path], style: str) -> None:
        self.fetcher = FontsOnly(fonts)
        self.configuration = FontConfiguration()
        self.style = CSS(string=style, font_config=self.configuration, url_fetcher=self.fetcher)

    def set(self, html: str, *, most_pages: int = 0, extra_style: str = "") -> Rendered:
        """Make the PDF. Raises ``ForbiddenAddressError``, or ``PaperRefusedError`` beyond ``most_pages``."""
        source = HTML(string=html, base_url="about:blank", url_fetcher=self.fetcher)
        sheets = [self.style]
        if extra_style:
            sheets.append(CSS(string=extra_style, font_config=self.configuration, url_fetcher=self.fetcher))
        document = source.render(stylesheets=sheets, font_config=self.configuration)
        if most_pages and len(document.pages) > most_pages:
            raise PaperRefusedError("pages", str(len(document.pages)))
        content = document.write_pdf(pdf_variant=VARIANT, pdf_tags=True, finisher=_ready_to_sign)
        assert isinstance(content, bytes)
        return Rendered(content, len(document.pages), _places(document))
