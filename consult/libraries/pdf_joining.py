"""The pages of an original with a block behind them, as one PDF. To be called within ``read_confined``.

What is signed or filled in is drawn into the pages: a copy has no signatures but its own.
"""

from __future__ import annotations

import base64
import io
import json
from typing import IO, Any

import pypdfium2
from pypdf import PdfReader, PdfWriter, Transformation

MM = 72 / 25.4
# What stays free at the foot of a page, and between the original and the block.
FOOT, GAP = 20 * MM, 6 * MM
# Sheets whose sides differ less are of one size.
NEAR = 3.0
# Of a page that is looked at for its last ink: dots per pt, and from which grey on a dot is ink.
SCALE, INK = 0.5, 200


def join(original: IO[bytes], block: IO[bytes], said: IO[bytes]) -> dict[str, Any]:
    """``{"content" (base64), "pages", "first", "lower"}`` of the pages that ``said`` names, all where it names none.

    ``said`` holds ``{"pages": [from 1], "top", "bottom"}``: between these heights in pt stands the block on its only page; a
    block of several pages says no ``top``. Where the last page has room below its last ink the block stands there, ``lower``
    by so many pt, else on a page of its own; ``first`` is its page from 0. Raises ``ValueError`` for pages that are not there.
    """
    asked = json.load(said)
    source = pypdfium2.PdfDocument(original.read())
    source.init_forms()
    wanted = [number - 1 for number in asked["pages"]] or list(range(len(source)))
    if not wanted or max(wanted) >= len(source):
        raise ValueError("no such page")
    # Of a file without fields there is nothing to be drawn.
    for number in wanted if source.formenv else ():
        source[number].flatten()
    taken = pypdfium2.PdfDocument.new()
    taken.import_pages(source, wanted)
    kept = io.BytesIO()
    taken.save(kept)
    lower = _room(taken, asked)
    made = PdfWriter(clone_from=kept)
    reader = PdfReader(block)
    first = len(wanted)
    if lower is None:
        made.append(reader, import_outline=False)
    else:
        first -= 1
        made.pages[first].merge_transformed_page(reader.pages[0], Transformation().translate(0, -lower))
    whole = io.BytesIO()
    made.write(whole)
    content = base64.b64encode(whole.getvalue()).decode()
    return {"content": content, "pages": len(made.pages), "first": first, "lower": lower or 0}


def _room(taken: pypdfium2.PdfDocument, asked: dict[str, Any]) -> float | None:
    """By how much the block is lowered to stand below the last ink of the last page, None where there is no room."""
    page = taken[len(taken) - 1]
    width, height = page.get_size()
    if asked["top"] is None or page.get_rotation() or abs(width - 210 * MM) > NEAR or abs(height - 297 * MM) > NEAR:
        return None
    drawn = page.render(scale=SCALE).to_pil().convert("L").point(lambda grey: 255 if grey < INK else 0)
    box = drawn.getbbox()
    ink = height - (box[3] / drawn.height * height if box else 0)
    lower: float = max(0.0, asked["top"] - (ink - GAP))
    return lower if asked["bottom"] - lower >= FOOT else None
