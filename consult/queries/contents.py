"""What lies in a dossier, for its table of contents: Mục lục văn bản trong hồ sơ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from consult.documents import DEFINITIONS
from consult.models import Attachment, Document, DocumentKind, Dossier
from consult.rules.contents import Piece

from .letters import letters_in

# Pictures that are one sheet each; of other files only a PDF says how many pages it has.
ONE_PAGE = ("image/",)


@dataclass(frozen=True)
class _Lying:
    """One paper, and when it came to lie in the dossier."""

    at: datetime
    piece: Piece


def contents_of(dossier: Dossier) -> list[Piece]:
    """Everything in the dossier in order of time: what came with it or later, and the documents made of it."""
    lying = [*_attachments(dossier), *_letters(dossier), *_documents(dossier)]
    return [one.piece for one in sorted(lying, key=lambda one: one.at)]


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y}"


def _attachments(dossier: Dossier) -> Iterator[_Lying]:
    attachments = list(dossier.attachments.order_by("item", "file_number", "version"))
    newest = {(one.item, one.file_number): one.version for one in attachments}
    for one in attachments:
        item = dossier.procedure.rules.item(one.item)
        yield _Lying(
            one.uploaded_at,
            Piece(
                day=_day(one.uploaded_at),
                title=f"{item.title if item else one.item} ({one.name})",
                author=dossier.proposer.name,
                pages=_pages_of(one),
                remark="" if one.version == newest[one.item, one.file_number] else "Đã thay bằng bản sau",
            ),
        )


def _pages_of(attachment: Attachment) -> int:
    return attachment.pages or int(attachment.media_type.startswith(ONE_PAGE))


def _letters(dossier: Dossier) -> Iterator[_Lying]:
    for letter in letters_in(dossier):
        said = letter.said
        yield _Lying(
            letter.entered_at,
            Piece(
                number=said.symbol,
                day=f"{said.dated or letter.arrived_on:%d/%m/%Y}",
                title=said.subject,
                author=said.sender,
                pages=sum(file.pages or int(file.media_type.startswith(ONE_PAGE)) for file in letter.files.all()),
                remark=f"Đến số {letter.written}",
            ),
        )


def _documents(dossier: Dossier) -> Iterator[_Lying]:
    documents = dossier.documents.select_related("entry", "review__seat__person__expert").prefetch_related("versions")
    for document in documents:
        newest = max(document.versions.all(), key=lambda version: version.version)
        yield _Lying(
            document.made_at,
            Piece(
                number=document.entry.symbol if document.entry else "",
                day=_day(document.made_at),
                title=_named(document),
                author=_author(document, dossier),
                pages=newest.pages,
                remark="Đã thu hồi" if document.revoked_at else "",
            ),
        )


def _named(document: Document) -> str:
    """Kind and subject: as the register says them, without the title that every paper of the dossier has."""
    return document.title if DEFINITIONS[document.kind].symbol != "" else f"Công văn: {document.title}"


def _author(document: Document, dossier: Dossier) -> str:
    if document.kind == DocumentKind.RESPONSE:
        return dossier.proposer.name
    if document.kind == DocumentKind.REVIEW and document.review:
        return document.review.seat.person.titled_name
    return dossier.union.name
