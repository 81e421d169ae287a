"""A draft of an opinion or of minutes as DOCX, to be written on in Word; and read back from there (decision 51)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from consult import clock
from consult.documents.names import KIND_NAMES
from consult.documents.parts import heading, signature
from consult.documents.word_draft import DraftText, render_draft
from consult.files import FileFaultError, identify
from consult.libraries.confined import ConfinedError, read_confined
from consult.models import Dossier, Draft, Seat
from consult.queries.signers import likely_signatory
from consult.richtext import clean
from consult.rules.text import printable

MEBIBYTE = 1024 * 1024
MOST_BYTES = 20 * MEBIBYTE
SUBJECTS = {
    Draft.Kind.OPINION: "Kết quả {kind} hồ sơ “{title}”",
    Draft.Kind.MINUTES: "Họp Hội đồng {kind} hồ sơ “{title}”",
}
NAMES = {Draft.Kind.OPINION: "bao-cao", Draft.Kind.MINUTES: "bien-ban"}
FAULTS: dict[str, Promise] = {
    "not_word": _(
        "This is not a Word document. In Word choose File, Save As, Word Document (*.docx), and choose the new file."
    ),
    "parts_missing": _(
        "The parts of the draft are not in this file: neither its two frames nor the headings “Nội dung” and “Kết luận” above "
        "them. Take the draft out again, copy your text into its frames, and choose that file. Nothing has been changed here."
    ),
    "too_large": _(
        "There is too much in this file to be a draft. Take pictures out of it, save it, and choose it again."
    ),
    "damaged": _("The file is damaged. Save it again and choose the new file."),
    "busy": _("The file could not be checked just now. Choose it again in a minute."),
    "other_dossier": _("This file was taken out of another dossier. Choose the file of this one."),
    "other_text": _("This file is of another text: opinion and minutes are different files. Choose the right one."),
}
# What is told of a file, by the names of ``consult.libraries.word_runs``: first what is not in the text any more.
TOLD: dict[str, Callable[[int], Any]] = {
    "pictures": lambda count: ngettext_lazy("Not kept: %(count)s picture", "Not kept: %(count)s pictures", count),
    "text_boxes": lambda count: ngettext_lazy("Not kept: %(count)s text box", "Not kept: %(count)s text boxes", count),
    "objects": lambda count: ngettext_lazy(
        "Not kept: %(count)s embedded object", "Not kept: %(count)s embedded objects", count
    ),
    "footnotes": lambda count: ngettext_lazy("Not kept: %(count)s footnote", "Not kept: %(count)s footnotes", count),
    "comments": lambda count: ngettext_lazy("Not kept: %(count)s comment", "Not kept: %(count)s comments", count),
    "signs": lambda count: ngettext_lazy(
        "Not kept: %(count)s sign of a symbol font", "Not kept: %(count)s signs of a symbol font", count
    ),
    "hidden": lambda count: ngettext_lazy(
        "Not kept: %(count)s hidden passage", "Not kept: %(count)s hidden passages", count
    ),
    "links": lambda count: ngettext_lazy(
        "Kept as words, without its address: %(count)s link", "Kept as words, without their addresses: %(count)s links", count
    ),
    "highlights": lambda count: ngettext_lazy(
        "Kept without its colour: %(count)s highlighted passage",
        "Kept without their colour: %(count)s highlighted passages",
        count,
    ),
    "colours": lambda count: ngettext_lazy(
        "Kept without its colour: %(count)s coloured passage", "Kept without their colour: %(count)s coloured passages", count
    ),
    "formulas": lambda count: ngettext_lazy(
        "Kept as letters on a line: %(count)s formula", "Kept as letters on a line: %(count)s formulas", count
    ),
    "fields": lambda count: ngettext_lazy(
        "Kept as its words: %(count)s field", "Kept as their words: %(count)s fields", count
    ),
    "deletions": lambda count: ngettext_lazy(
        "Left out as tracked changes want it: %(count)s deleted passage",
        "Left out as tracked changes want it: %(count)s deleted passages",
        count,
    ),
    "joined": lambda count: ngettext_lazy(
        "Joined with the next as tracked changes want it: %(count)s paragraph",
        "Joined with the next as tracked changes want it: %(count)s paragraphs",
        count,
    ),
    "insertions": lambda count: ngettext_lazy(
        "Taken over as tracked changes want it: %(count)s inserted passage",
        "Taken over as tracked changes want it: %(count)s inserted passages",
        count,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Note:
    """What is told of a file: a sentence, and beside which words it is so."""

    text: str
    places: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class BroughtDraft:
    """A draft as it came back. ``revision`` is the one from which it was taken out, None where the file does not say."""

    body: str
    conclusion: str
    revision: int | None
    notes: list[Note]


def draft_file(dossier: Dossier, kind: str, *, revision: int, body: str, conclusion: str) -> tuple[str, bytes]:
    """Name and content of the DOCX for a draft in this state."""
    now = clock.now()
    subject = SUBJECTS[Draft.Kind(kind)].format(kind=KIND_NAMES[dossier.kind], title=dossier.title)
    data = {
        "heading": heading(dossier.union, None, clock.day_of(now)),
        "subject": subject,
        "taken_at": clock.written(now),
        **_signers(dossier, kind),
    }
    text = DraftText(kind, dossier.pk, revision, body, conclusion)
    name = f"{NAMES[Draft.Kind(kind)]}-{dossier.code}-{revision}.docx"
    return name, render_draft(text, f"Dự thảo: {subject}", data, now)


def _signers(dossier: Dossier, kind: str) -> dict[str, Any]:
    """Who will sign, as far as it is known now."""
    if kind == Draft.Kind.OPINION:
        likely = likely_signatory(dossier.union)
        return {"signature": signature(likely.person, dossier.union)} if likely else {}
    seats = dossier.council.seats.filter(released_at=None).select_related("person__expert")
    names = {seat.kind: seat.person.titled_name for seat in seats}
    return {
        "left_signature": {"lines": ["THƯ KÝ HỘI ĐỒNG"], "name": names.get(Seat.Kind.SECRETARY, "")},
        "signature": {"lines": ["CHỦ TỊCH HỘI ĐỒNG"], "name": names.get(Seat.Kind.CHAIR, "")},
    }


def read_draft(stream: IO[bytes], dossier: Dossier, kind: str) -> BroughtDraft:
    """The draft in a DOCX. Raises ``FileFaultError`` with advice when it is none, or not of this dossier."""
    stream.seek(0)
    # Whatever is wrong with a PDF: it is none of ours.
    is_pdf = b"%PDF-" in stream.read(1024)
    if is_pdf or identify(stream).kind != "docx":
        raise FileFaultError("not_word", FAULTS["not_word"])
    try:
        found = read_confined("consult.libraries.word_reader:read", stream)
    except ConfinedError as fault:
        code = {"fault": "damaged", "busy": "busy"}.get(fault.reason, "too_large")
        raise FileFaultError(code, FAULTS[code]) from fault
    if "fault" in found:
        raise FileFaultError(found["fault"], FAULTS[found["fault"]])
    origin = found["origin"]
    if origin and origin[1] != dossier.pk:
        raise FileFaultError("other_dossier", FAULTS["other_dossier"])
    if origin and origin[0] != kind:
        raise FileFaultError("other_text", FAULTS["other_text"])
    lost = {name: (count, places) for name, count, places in found["lost"]}
    notes = [
        Note(str(tell(lost[name][0]) % {"count": lost[name][0]}), lost[name][1])
        for name, tell in TOLD.items()
        if name in lost
    ]
    return BroughtDraft(clean(found["body"]), printable(found["conclusion"]), origin[2] if origin else None, notes)
