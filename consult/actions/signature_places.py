"""Where an office's own Word template has signature and seal: what cannot be at its example, and a place on each document.

Places are those of ``TemplateRendering``: page from 0, left and top of a bookmark, width and height of its page, in pt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from consult.documents.template_fields import MARKS, NAME, SEAL, SIGNATURE
from consult.libraries.renderer import Box
from consult.libraries.signing import places as sizes

# The height of a line of the signer's name, and what a signature needs between its place and the name.
NAME_HEIGHT = 16.0
LEAST_HEIGHT = 12.0
# A4, for what was made before pages were measured.
A4 = (595.3, 841.9)
# What stays free at the edge of a page.
EDGE = 8.0
# How far the seal, where the form does not say its place, reaches to the left of the signature's middle.
SEAL_REACH = sizes.PERSON_WIDTH / 6 + sizes.SEAL
MISSING, APART, ORDER, SEAL_APART = "place:missing", "place:apart", "place:order", "place:seal"

Places = Mapping[str, Sequence[float]]


def is_missing(places: Places) -> bool:
    """Whether signature or name have no place at all, as fields in the margin of a page have none."""
    return MARKS[SIGNATURE] not in places or MARKS[NAME] not in places


def place_faults(places: Places) -> list[str]:
    """Why nobody could sign the example: the codes of ``consult.texts.PLACE_FAULTS``."""
    if is_missing(places):
        return [MISSING]
    signature, name, seal = places[MARKS[SIGNATURE]], places[MARKS[NAME]], places.get(MARKS[SEAL])
    faults = []
    if signature[0] != name[0]:
        faults.append(APART)
    elif signature[2] - name[2] < LEAST_HEIGHT:
        faults.append(ORDER)
    if seal is not None and seal[0] != name[0]:
        faults.append(SEAL_APART)
    return faults


def boxes(places: Places) -> dict[str, Box]:
    """The bookmarks as typesetting names such places, moved so far that signature and seal stand on the page.

    Where a page ends between the place of the signature and the name, the signature stands above the name.
    """
    if is_missing(places):
        return {}
    signature, name, seal = places[MARKS[SIGNATURE]], places[MARKS[NAME]], places.get(MARKS[SEAL])
    page = int(name[0])
    width, height = (name[3], name[4]) if len(name) > len(A4) + 1 else A4
    seal_here = seal is not None and int(seal[0]) == page
    reach = sizes.TEXT_WIDTH / 2 if seal_here else max(sizes.TEXT_WIDTH / 2, SEAL_REACH)
    together = signature[0] == name[0] and signature[2] - name[2] >= LEAST_HEIGHT
    middle = _within(signature[1] if together else name[1], reach, width - sizes.TEXT_WIDTH / 2)
    # The seal and the body's words reach beyond what is between title and name.
    lowest, highest = sizes.TEXT_HEIGHT + NAME_HEIGHT, height - sizes.SEAL
    below = _within(name[2], lowest, highest)
    above = max(signature[2], below + LEAST_HEIGHT) if together else below + sizes.PERSON_HEIGHT
    above = min(above, height - EDGE)
    found = {
        "signature-title": Box(page, middle, middle, above, above),
        "signature-name": Box(page, middle, middle, below, below - NAME_HEIGHT),
    }
    if seal is not None and seal_here:
        half = sizes.SEAL / 2
        left, top = _within(seal[1], half, width - half), _within(seal[2], half, height - half)
        found["seal"] = Box(page, left, left, top, top)
    return found


def _within(wanted: float, least: float, most: float) -> float:
    return min(max(wanted, least + EDGE), most - EDGE)
