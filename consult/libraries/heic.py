"""Pictures as iPhones take them (HEIC), as JPEG, which every browser shows. To be called within ``read_confined``."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import IO

from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

QUALITY = 90


def to_jpeg(file: IO[bytes]) -> str:
    """The picture as JPEG in base64, turned as the phone was held, with its colours and without where it was taken."""
    register_heif_opener()
    with Image.open(file, formats=("HEIF",)) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        stream = BytesIO()
        upright.save(stream, "JPEG", quality=QUALITY, icc_profile=picture.info.get("icc_profile"))
    return base64.b64encode(stream.getvalue()).decode()
