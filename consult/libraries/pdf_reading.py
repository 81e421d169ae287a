"""A PDF made of an office's own template: its text, named places, pictures. To be called within ``read_confined``."""

from __future__ import annotations

import base64
import io
from typing import IO, Any

import pypdfium2
from pypdf import PdfReader

DPI = 70
PT_PER_INCH = 72
MOST_PICTURES = 4
# Of a picture's longer side.
MOST_DOTS = 1200


def read(stream: IO[bytes]) -> dict[str, Any]:
    """``{"texts", "pages", "places": {name: [page from 0, left, top, width, height of the page]}}``.

    Lengths are in pt from the page's left and bottom edge. The two ``texts`` are what two readers find: where one runs words
    together or parts them, the other mostly does not.
    """
    reader = PdfReader(stream)
    places = {}
    for name, place in reader.named_destinations.items():
        page = reader.get_destination_page_number(place)
        if page is not None and place.left is not None and place.top is not None:
            sheet = reader.pages[page].mediabox
            places[name.lstrip("/")] = [
                page, float(place.left), float(place.top), float(sheet.width), float(sheet.height)
            ]  # fmt: skip
    return {
        "texts": ["\n".join(page.extract_text() for page in reader.pages), _read_by_pdfium(stream)],
        "pages": len(reader.pages),
        "places": places,
    }


def _read_by_pdfium(stream: IO[bytes]) -> str:
    stream.seek(0)
    document = pypdfium2.PdfDocument(stream.read())
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def pictures(stream: IO[bytes]) -> list[str]:
    """The first pages as PNG of ``DPI`` dots an inch, in base64; at most ``MOST_PICTURES``."""
    document = pypdfium2.PdfDocument(stream.read())
    found = []
    for number in range(min(len(document), MOST_PICTURES)):
        drawn = io.BytesIO()
        page = document[number]
        scale = min(DPI / PT_PER_INCH, MOST_DOTS / max(page.get_size()))
        page.render(scale=scale).to_pil().save(drawn, format="PNG", optimize=True)
        found.append(base64.b64encode(drawn.getvalue()).decode())
    return found
