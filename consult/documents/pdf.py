"""From a paper's data to PDF, by WeasyPrint. Knows no database and may fetch nothing but the project's own fonts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# Tinos is metric-compatible with Times New Roman and comes as whole files with full Vietnamese.
FONTS = {
    "regular": "@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf",
    "italic": "@expo-google-fonts/tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf",
    "bold": "@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf",
    "bold-italic": "@expo-google-fonts/tinos/700Bold_Italic/Tinos_700Bold_Italic.ttf",
}
SCHEME = "font:"


@dataclass(frozen=True)
class Rendered:
    """A finished paper."""

    content: bytes
    pages: int


class ForbiddenAddressError(FatalURLFetchingError):
    """A paper asked for something beyond the project's fonts."""


class FontsOnly(URLFetcher):
    """Serves ``font:<face>`` from the installed fonts and refuses every other address."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        face = FONTS.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
        if face is None:
            raise ForbiddenAddressError(f"papers may not fetch {url[:100]}")
        content = (settings.NODE_MODULES / face).read_bytes()
        return URLFetcherResponse(url, content, {"Content-Type": "font/ttf"})


@lru_cache(maxsize=1)
def paper_style() -> tuple[CSS, FontConfiguration]:
    """The layout of administrative papers; read once for each worker."""
    fonts = FontConfiguration()
    source = render_to_string("papers/paper.css")
    return CSS(string=source, font_config=fonts, url_fetcher=FontsOnly()), fonts


def to_html(kind: str, title: str, data: dict[str, Any]) -> str:
    """The paper as HTML. Papers are Vietnamese in whatever language the worker runs."""
    with translation.override("vi"):
        return render_to_string(f"papers/{kind}.html", {"paper_title": title, **data})


def render(kind: str, title: str, data: dict[str, Any]) -> Rendered:
    """Make the PDF. Raises ``ForbiddenAddressError`` when the paper asks for anything but its fonts."""
    css, fonts = paper_style()
    html = HTML(string=to_html(kind, title, data), base_url="about:blank", url_fetcher=FontsOnly())
    document = html.render(stylesheets=[css], font_config=fonts)
    return Rendered(content=document.write_pdf(pdf_tags=True), pages=len(document.pages))
