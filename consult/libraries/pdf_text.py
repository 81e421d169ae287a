"""What stands in a PDF that was made here: its text, and where its named places are. To be called within ``read_confined``."""

from __future__ import annotations

from typing import IO, Any

from pypdf import PdfReader


def read(stream: IO[bytes]) -> dict[str, Any]:
    """``{"text", "pages", "places": {name: [page from 0, left, top]}}``; lengths in pt from the page's left and bottom edge."""
    reader = PdfReader(stream)
    places = {}
    for name, place in reader.named_destinations.items():
        page = reader.get_destination_page_number(place)
        if page is not None and place.left is not None and place.top is not None:
            places[name.lstrip("/")] = [page, float(place.left), float(place.top)]
    return {
        "text": "\n".join(page.extract_text() for page in reader.pages),
        "pages": len(reader.pages),
        "places": places,
    }
