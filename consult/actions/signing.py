"""Signing papers: with keys that the office holds, in another program, or by hand with a scan to prove it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.documents import PAPERS, pdf
from consult.libraries.renderer import Rendered
from consult.libraries.signing import (
    Occasion,
    SignatureFacts,
    SignedElsewhereError,
    Stamp,
    add_signature,
    draw,
    signature_box,
    signatures_of,
    signed_update,
)
from consult.models import (
    Document,
    DocumentVersion,
    Dossier,
    Organisation,
    Seal,
    Signatory,
)
from consult.refusals import ActionError

from .actor import Actor, record
from .keys import key_of, opened, roots_of
from .uploads import examine

Source = DocumentVersion.Source
PERSON_FIELD, BODY_FIELD = "NguoiKy", "CoQuan"
LIMIT_BYTES = 20 * 1024 * 1024

BROUGHT_FAULTS = {
    "other_file": _(
        "This file is not the issued paper with signatures added: its beginning differs. Download the paper here, sign "
        "that very file, and do not print or save it anew in between."
    ),
    "unsigned": _("The file has no signature yet. Sign it, then bring it."),
    "broken": _("A signature in the file does not hold: the file was damaged, or changed after signing."),
    "changed": _("Besides the signature, the paper itself was changed. Only a signature may be added."),
}


def _bytes(picture: object) -> bytes:
    if not picture:
        return b""
    with picture.open("rb") as stream:  # type: ignore[attr-defined]
        content: bytes = stream.read()
    return content


def sign_here(version: DocumentVersion, made: Rendered) -> tuple[Rendered, str]:
    """Sign a rendered paper, first the person, then the body, if the office holds both keys and they are valid.

    Gives the paper and where it comes from. Takes no lock. Raises ``SigningFailedError`` when signing should have worked.
    """
    document = version.document
    union, signer = document.union, document.signer
    if not PAPERS[document.kind].sealed or signer is None:
        return made, Source.RENDERED
    own, body = key_of(union, signer), key_of(union, None)
    if own is None or body is None:
        return made, Source.RENDERED
    place = signature_box(made)
    if place is None:
        return made, Source.RENDERED
    stamp = Stamp(settings.TIME_STAMP_URL, settings.FETCH_REVOCATION, roots_of(union))
    at = clock.now()
    signatory = Signatory.objects.filter(union=union, person=signer).first()
    seal = Seal.objects.filter(union=union).first()
    occasion = Occasion(place.page, union.place, document.title, stamp)
    with opened(own) as signing:
        picture = _bytes(signatory.picture) if signatory else b""
        look = draw.of_person(pdf.fonts(), place, picture, signer.name, at)
        content = add_signature(made.content, signing, PERSON_FIELD, look, occasion)
    with opened(body) as signing:
        look = draw.of_body(pdf.fonts(), place, _bytes(seal.picture) if seal else b"", union.name, at)
        content = add_signature(content, signing, BODY_FIELD, look, occasion)
    return Rendered(content, made.pages), Source.SIGNED


def is_signed(document: Document) -> bool:
    """Whether the newest file of a paper is signed, in whatever way."""
    return document.versions.latest("version").source != Source.RENDERED


@dataclass(frozen=True)
class Brought:
    """A signed paper that was examined: the version that it becomes, and the one that it was compared with."""

    version: DocumentVersion
    issued: DocumentVersion


def examine_signed(*, document: Document, upload: File[Any], source: str) -> Brought:
    """Examine a paper signed outside or by hand; no row is written. Raises ``ActionError``.

    Signed in another program, it must be exactly the issued file with signatures added. A scan is taken as it is, and
    called a scan.
    """
    found, upload.name = examine(upload, ("pdf",), LIMIT_BYTES)
    assert upload.file is not None
    content = upload.file.read()
    issued = _issued(document)
    if not issued.file:
        raise ActionError("not_made_yet", _("The paper is still being made."))
    if source == Source.SIGNED_OUTSIDE:
        with issued.file.open("rb") as kept:
            _require_update(kept.read(), content, document.union)
    version = DocumentVersion(
        document=document,
        data=issued.data,
        source=source,
        sha256=hashlib.sha256(content).hexdigest(),
        pages=found.pages,
        file=upload,
    )
    return Brought(version, issued)


def keep_signed(*, dossier: Dossier, document: Document, by: Actor, brought: Brought) -> DocumentVersion:
    """Keep an examined paper beside the one made here; its file is in the store. The dossier's row is taken.

    Raises ``ActionError`` when another was issued since it was examined.
    """
    version = brought.version
    if document.pk != version.document_id or _issued(document).pk != brought.issued.pk:
        raise ActionError("brought_other_file", BROUGHT_FAULTS["other_file"])
    version.version = document.versions.count() + 1
    version.rendered_at = clock.now()
    version.brought_by = by.person
    version.save()
    record(dossier, "signed_paper_brought", by, title=document.title, source=version.source)
    return version


def _issued(document: Document) -> DocumentVersion:
    """The newest file of a paper that was made here or signed electronically."""
    return document.versions.exclude(source=Source.SCAN).latest("version")


def _require_update(issued: bytes, brought: bytes, union: Organisation) -> None:
    try:
        signed_update(issued, brought, roots_of(union))
    except SignedElsewhereError as fault:
        raise ActionError(f"brought_{fault.reason}", BROUGHT_FAULTS[fault.reason]) from fault


def facts_of(version: DocumentVersion) -> list[SignatureFacts]:
    """What the signatures of a kept file prove today. Raises ``SignedElsewhereError`` ("broken")."""
    with version.file.open("rb") as stream:
        return signatures_of(BytesIO(stream.read()).getvalue(), roots_of(version.document.union))
