"""Incoming letters as documents name them: in Vietnamese, whatever language a reader's screen has."""

from __future__ import annotations

from consult.models import IncomingLetter, PaperEntry, Review
from consult.rules.numbering import written_date


def written_paper(letter: IncomingLetter) -> str:
    """A letter by its own number and date, and its arrival number: "Văn bản số 12/SXD ngày …, đến số 07 ngày …"."""
    said = letter.said
    number = f" số {said.symbol}" if said.symbol else ""
    dated = f" {written_date(said.dated)}" if said.dated else ""
    return f"Văn bản{number}{dated}, đến số {letter.written} {written_date(letter.arrived_on)}"


def paper_of(review: Review) -> str:
    """From which letter a review was entered; "" where its author wrote it here."""
    entry = review.paper_entries.filter(act=PaperEntry.Act.REVIEW).select_related("letter", "entered_by").last()
    if entry is None:
        return ""
    return f"Nhập lại từ bản giấy: {written_paper(entry.letter)}. Người nhập: {entry.entered_by.name}."
