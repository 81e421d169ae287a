"""Signing papers: with keys that the office holds, in another program, or by hand with a scan to prove it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from asn1crypto import x509 as asn1
from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import check_union, require
from consult.documents import PAPERS, pdf
from consult.libraries.renderer import Rendered
from consult.libraries.signing import (
    KeyFaultError,
    Occasion,
    SignatureFacts,
    SignedElsewhereError,
    Signing,
    Stamp,
    add_signature,
    draw,
    from_pkcs11,
    from_pkcs12,
    signature_box,
    signatures_of,
    signed_update,
    vault,
)
from consult.libraries.signing.keys import armoured, read_certificate
from consult.libraries.signing.vault import VaultClosedError
from consult.models import (
    Document,
    DocumentVersion,
    Dossier,
    Organisation,
    Person,
    Seal,
    Signatory,
    SigningKey,
    TrustedRoot,
)
from consult.refusals import ActionError, NotAllowed

from .actor import Actor, record
from .uploads import examine

Source = DocumentVersion.Source
PERSON_FIELD, BODY_FIELD = "NguoiKy", "CoQuan"
LIMIT_BYTES = 20 * 1024 * 1024

KEY_FAULTS = {
    "password": _("The password does not open this file."),
    "file": _("This is not a PKCS#12 file (.p12 or .pfx)."),
    "token": _("The token does not answer. Is it plugged into the server, and are its settings right?"),
    "no_key": _("There is no signing key under this name."),
    "not_for_signing": _("This certificate is not made for signing."),
    "certificate": _("This is not a certificate (PEM or DER)."),
}
BROUGHT_FAULTS = {
    "other_file": _(
        "This file is not the issued paper with signatures added: its beginning differs. Download the paper here, sign "
        "that very file, and do not print or save it anew in between."
    ),
    "unsigned": _("The file has no signature yet. Sign it, then bring it."),
    "broken": _("A signature in the file does not hold: the file was damaged, or changed after signing."),
    "changed": _("Besides the signature, the paper itself was changed. Only a signature may be added."),
}


def roots_of(union: Organisation) -> list[asn1.Certificate]:
    """The certificates that the union trusts."""
    return [read_certificate(root.pem.encode()) for root in union.trusted_roots.all()]


def save_key(
    *, union: Organisation, person: Person | None, by: Person, pkcs12: bytes = b"", password: str = "", label: str = ""
) -> SigningKey:
    """Keep a means of signing: one's own, or by the clerk the body's. Raises ``ActionError``."""
    require(check_union(by, "key.own" if person else "key.body", union.pk))
    if person is not None and person.pk != by.pk:
        raise NotAllowed("own_key_only", _("Everybody keeps their own key."))
    try:
        if pkcs12:
            facts, secret = from_pkcs12(pkcs12, password).facts, vault.lock(pkcs12, password)
        else:
            with _token(label) as signing:
                facts, secret = signing.facts, b""
    except KeyFaultError as fault:
        raise ActionError(f"key_{fault.reason}", KEY_FAULTS[fault.reason]) from fault
    except VaultClosedError as closed:
        raise ActionError(
            "no_vault", _("This installation keeps no signing keys: SIGNING_SECRET is not set.")
        ) from closed
    if not facts.not_before <= clock.now() <= facts.not_after:
        raise ActionError("certificate_expired", _("This certificate is not valid today."))
    key, _created = SigningKey.objects.update_or_create(
        union=union,
        person=person,
        defaults={
            "kind": SigningKey.Kind.PKCS12 if pkcs12 else SigningKey.Kind.PKCS11,
            "secret": secret,
            "label": label,
            "subject": facts.subject[:300],
            "issuer": facts.issuer[:300],
            "serial": facts.serial[:60],
            "not_before": facts.not_before,
            "not_after": facts.not_after,
            "added_by": by,
            "added_at": clock.now(),
        },
    )
    return key


def drop_key(*, union: Organisation, person: Person | None, by: Person) -> None:
    """Forget a key. Papers signed with it stay signed."""
    require(check_union(by, "key.own" if person else "key.body", union.pk))
    if person is not None and person.pk != by.pk:
        raise NotAllowed("own_key_only", _("Everybody keeps their own key."))
    SigningKey.objects.filter(union=union, person=person).delete()


def trust_root(*, union: Organisation, content: bytes, by: Person) -> TrustedRoot:
    """Add a root certificate to those that the union trusts."""
    require(check_union(by, "office.edit", union.pk))
    try:
        certificate = read_certificate(content)
    except KeyFaultError as fault:
        raise ActionError(f"key_{fault.reason}", KEY_FAULTS[fault.reason]) from fault
    if not certificate.ca:
        raise ActionError(
            "not_an_authority",
            _("This certificate belongs to a signer, not to an issuer of certificates."),
            where="file",
        )
    fingerprint = hashlib.sha256(certificate.dump()).hexdigest()
    subject = str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly)
    root, _created = TrustedRoot.objects.get_or_create(
        union=union,
        fingerprint=fingerprint,
        defaults={
            "pem": armoured(certificate),
            "subject": subject[:300],
            "not_after": certificate.not_valid_after,
            "added_by": by,
            "added_at": clock.now(),
        },
    )
    return root


def _token(label: str):  # type: ignore[no-untyped-def]
    return from_pkcs11(settings.PKCS11_MODULE, settings.PKCS11_TOKEN, settings.PKCS11_PIN, label)


@contextmanager
def _opened(key: SigningKey) -> Iterator[Signing]:
    if key.kind == SigningKey.Kind.PKCS11:
        with _token(key.label) as signing:
            yield signing
    else:
        yield from_pkcs12(*vault.unlock(key.secret))


def _key(union: Organisation, person: Person | None) -> SigningKey | None:
    now = clock.now()
    return SigningKey.objects.filter(union=union, person=person, not_before__lte=now, not_after__gte=now).first()


def _bytes(picture: object) -> bytes:
    if not picture:
        return b""
    with picture.open("rb") as stream:  # type: ignore[attr-defined]
        return stream.read()


def sign_here(version: DocumentVersion, made: Rendered) -> tuple[Rendered, str]:
    """Sign a rendered paper, first the person, then the body, if the office holds both keys and they are valid.

    Gives the paper and where it comes from. Takes no lock. Raises ``SigningFailedError`` when signing should have worked.
    """
    document = version.document
    union, signer = document.dossier.union, document.signer
    if not PAPERS[document.kind].sealed or signer is None:
        return made, Source.RENDERED
    own, body = _key(union, signer), _key(union, None)
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
    with _opened(own) as signing:
        picture = _bytes(signatory.picture) if signatory else b""
        look = draw.of_person(pdf.fonts(), place, picture, signer.name, at)
        content = add_signature(made.content, signing, PERSON_FIELD, look, occasion)
    with _opened(body) as signing:
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


def examine_signed(*, document: Document, upload: File, source: str) -> Brought:
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
            _require_update(kept.read(), content, document.dossier.union)
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
        return signatures_of(BytesIO(stream.read()).getvalue(), roots_of(version.document.dossier.union))
