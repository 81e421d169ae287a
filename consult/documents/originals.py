"""The original of a certified copy: its pages as they are, and behind them the copy's own block."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

from django.core.files.storage import default_storage

from consult.libraries.confined import ConfinedError, read_confined
from consult.libraries.renderer import RenderedPdf, RenderRefusedError
from consult.libraries.renderer.client import RendererBrokenError

JOINER = "consult.libraries.pdf_joining:join"
SECONDS = 60


def with_original(made: RenderedPdf, data: Mapping[str, Any]) -> RenderedPdf:
    """``made`` behind the pages that its data name, where they name an original.

    Raises ``RenderRefusedError`` with the limit ``original`` where that is gone, has changed or cannot be read.
    """
    original = data.get("original")
    if not original:
        return made
    top, bottom = made.places["copy-block"].top, made.places["closing"].bottom
    asked = {"pages": original["pages"], "top": top if made.pages == 1 else None, "bottom": bottom}
    try:
        with default_storage.open(original["file"], "rb") as stream:
            content = stream.read()
    except FileNotFoundError as gone:
        raise RenderRefusedError("original", "not in the store") from gone
    if hashlib.sha256(content).hexdigest() != original["sha256"]:
        raise RenderRefusedError("original", "changed")
    beside = BytesIO(made.content), BytesIO(json.dumps(asked).encode())
    try:
        joined = read_confined(JOINER, BytesIO(content), *beside, seconds=SECONDS)
    except ConfinedError as fault:
        if fault.reason == "busy":
            raise RendererBrokenError("no reader was free") from fault
        raise RenderRefusedError("original", str(fault)) from fault
    first, lower = joined["first"], joined["lower"]
    places = {
        name: replace(box, page=box.page + first, top=box.top - lower, bottom=box.bottom - lower)
        for name, box in made.places.items()
    }
    return RenderedPdf(base64.b64decode(joined["content"]), joined["pages"], places, made.faults)
