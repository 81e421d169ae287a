"""Typesetting by WeasyPrint. It may fetch nothing but the fonts that it was given."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import pydyf
from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from .measure import PT_PER_PX, LayoutFault, faults_of
from .tables import TableFitter
from .wrapping import let_break

SCHEME = "font:"
# Archival, with every letter mapped to Unicode, and tagged for readers who do not see.
VARIANT = "pdf/a-3u"


@dataclass(frozen=True)
class Box:
    """Where an element stands: its page, from 0, and its edges in pt from the page's left and bottom edge."""

    page: int
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True)
class RenderedPdf:
    """A finished document, where on it those elements stand that have an ``id``, and what of it does not fit."""

    content: bytes
    pages: int
    places: Mapping[str, Box] = field(default_factory=dict)
    faults: tuple[LayoutFault, ...] = ()


class RenderRefusedError(Exception):
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
            raise ForbiddenAddressError(f"documents may not fetch {url[:100]}")
        return URLFetcherResponse(url, face.read_bytes(), {"Content-Type": "font/ttf"})


# A document's body of this class is set in the class "closer" where that saves the page of its closing.
CLOSER_IF_IT_SAVES = "closer-if-it-saves"
# So much text in pt above a closing is what keeps it company.
LITTLE = 90.0

# One at a time: what the machine's fonts are is told by the environment.
_CONFIGURING = Lock()
_NO_FONTS = Path(__file__).with_name("no_fonts.conf")


def packaged_fonts() -> FontConfiguration:
    """A configuration that knows no font but those that pages name: the machine's own differ from one to the next."""
    with _CONFIGURING:
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(_NO_FONTS)
        try:
            return FontConfiguration()
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def _ready_to_sign(_document: Any, pdf: Any) -> None:
    """An empty form, so that whatever a signing program adds can be told from a change of the document."""
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
        self.configuration = packaged_fonts()
        self.counters = CounterStyle()
        self.tables = TableFitter(fonts)
        self.style = self._sheet(style)

    def _sheet(self, style: str) -> CSS:
        return CSS(string=style, font_config=self.configuration, counter_style=self.counters, url_fetcher=self.fetcher)

    def _fitted(self, source: HTML, sheets: list[CSS]) -> Any:
        """The document; set closer where it asks for that and a page is saved which would hold little but its closing."""
        document = self._rendered(source, sheets)
        body = source.etree_element.find("body")
        closing = _places(document).get("closing")
        names = "" if body is None else body.get("class", "")
        if body is None or CLOSER_IF_IT_SAVES not in names.split() or closing is None or not closing.page:
            return document
        page = document.pages[closing.page]._page_box
        beside = (page.margin_height() - page.content_box_y()) * PT_PER_PX - closing.top
        if beside > LITTLE:
            return document
        body.set("class", names.replace(CLOSER_IF_IT_SAVES, "closer"))
        closer = self._rendered(source, sheets)
        return closer if _places(closer)["closing"].page < closing.page else document

    def _rendered(self, source: HTML, sheets: list[CSS]) -> Any:
        return source.render(
            stylesheets=sheets,
            font_config=self.configuration,
            counter_style=self.counters,
            # For the first number of a list.
            presentational_hints=True,
        )

    def set(self, html: str, *, most_pages: int = 0, extra_style: str = "") -> RenderedPdf:
        """Make the PDF. Raises ``ForbiddenAddressError``, or ``RenderRefusedError`` beyond ``most_pages``."""
        source = HTML(string=html, base_url="about:blank", url_fetcher=self.fetcher)
        let_break(source.etree_element)
        self.tables.fit(source.etree_element)
        sheets = [self.style]
        if extra_style:
            sheets.append(self._sheet(extra_style))
        document = self._fitted(source, sheets)
        if most_pages and len(document.pages) > most_pages:
            raise RenderRefusedError("pages", str(len(document.pages)))
        content = document.write_pdf(pdf_variant=VARIANT, pdf_tags=True, finisher=_ready_to_sign)
        assert isinstance(content, bytes)
        return RenderedPdf(content, len(document.pages), _places(document), faults_of(document.pages))
