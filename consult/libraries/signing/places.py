"""Where signatures stand on a page, as Nghị định 30/2020/NĐ-CP wants them to be seen.

Lengths are in points (pt); a page's origin is its bottom left, as PDF has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from consult.libraries.renderer import RenderedPdf

Rectangle = tuple[float, float, float, float]
MM = 72 / 25.4
PERSON_WIDTH, PERSON_HEIGHT = 46 * MM, 24 * MM
SEAL = 36 * MM
TEXT_WIDTH, TEXT_HEIGHT = 82 * MM, 11.5 * MM


@dataclass(frozen=True)
class SignatureBox:
    """Where signatures go: the page from 0, the middle of the title and name, and the free height between them."""

    page: int
    centre: float
    title_bottom: float
    name_top: float
    name_bottom: float
    # The middle of the seal, where an office's own form says where it stands.
    seal_at: tuple[float, float] | None = None

    @property
    def middle(self) -> float:
        return (self.title_bottom + self.name_top) / 2

    def for_person(self) -> Rectangle:
        """The box of the person's signature, between title and name: x0, y0, x1, y1."""
        height = min(PERSON_HEIGHT, self.title_bottom - self.name_top)
        return (
            self.centre - PERSON_WIDTH / 2,
            self.middle - height / 2,
            self.centre + PERSON_WIDTH / 2,
            self.middle + height / 2,
        )

    def seal(self) -> tuple[float, float]:
        """The left and lower edge of the seal: over the left third of the person's signature, and never over their name."""
        if self.seal_at is not None:
            return self.seal_at[0] - SEAL / 2, self.seal_at[1] - SEAL / 2
        left = self.centre - PERSON_WIDTH / 2 + PERSON_WIDTH / 3 - SEAL
        return left, max(self.middle - SEAL / 2, self.name_top)

    def for_body(self) -> Rectangle:
        """The box of the body's signature: its seal, and its words below the name."""
        left, bottom = self.seal()
        words = self.name_bottom - TEXT_HEIGHT
        return (
            min(left, self.centre - TEXT_WIDTH / 2),
            min(bottom, words),
            max(left + SEAL, self.centre + TEXT_WIDTH / 2),
            bottom + SEAL,
        )


def signature_box(made: RenderedPdf) -> SignatureBox | None:
    """Where a document is to be signed, as typesetting it told; None when it has no such place."""
    title, name = made.places.get("signature-title"), made.places.get("signature-name")
    seal = made.places.get("seal")
    if title is None or name is None or title.page != name.page:
        return None
    return SignatureBox(
        page=name.page,
        centre=(name.left + name.right) / 2,
        title_bottom=title.bottom,
        name_top=name.top,
        name_bottom=name.bottom,
        seal_at=(seal.left, seal.top) if seal is not None and seal.page == name.page else None,
    )
