"""Documents as pictures, for looking at."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pypdfium2

PT_PER_INCH = 72


def page_pictures(content: bytes, *, dpi: int = 100, at_most: int = 0) -> Iterator[bytes]:
    """Each page of a PDF as a PNG of ``dpi`` dots an inch; ``at_most`` bounds the number of pages."""
    document = pypdfium2.PdfDocument(content)
    # Signatures are fields of a form; without this they stay invisible.
    document.init_forms()
    try:
        for number in range(min(len(document), at_most) if at_most else len(document)):
            picture = document[number].render(scale=dpi / PT_PER_INCH).to_pil()
            stream = BytesIO()
            picture.save(stream, format="PNG", optimize=True)
            yield stream.getvalue()
    finally:
        document.close()
