"""Photographs of a paper's pages as one PDF, in their order. To be called within ``read_confined``."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import IO

from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

# Of the longer side: A4 at 200 dpi, which is read and printed well and is small enough to send.
LONGEST = 2340
DPI = 200
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "TIFF")


def to_pdf(*files: IO[bytes]) -> str:
    """The pictures as the pages of a PDF in base64, each turned as the camera was held."""
    register_heif_opener()
    pages = [_page(file) for file in files]
    stream = BytesIO()
    pages[0].save(stream, "PDF", save_all=True, append_images=pages[1:], resolution=DPI, quality=QUALITY)
    return base64.b64encode(stream.getvalue()).decode()


def _page(file: IO[bytes]) -> Image.Image:
    with Image.open(file, formats=FORMATS) as picture:
        picture.draft("RGB", (LONGEST, LONGEST))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST, LONGEST))
        return upright.convert("RGB")
