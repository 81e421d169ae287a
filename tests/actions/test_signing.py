"""Keys at rest, papers signed outside or by hand, and what is refused with which reason."""

from __future__ import annotations

import io

import pytest
from django.core.files.base import ContentFile
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pypdf import PdfReader, PdfWriter

from consult.actions import keys, signing
from consult.commands import documents
from consult.demo import certificates
from consult.demo.files import sample_pdf
from consult.libraries.signing import vault
from consult.libraries.signing.vault import VaultClosedError
from consult.models import DocumentVersion, Event, SigningKey
from tests.refusals import refused

Source = DocumentVersion.Source


@pytest.fixture
def by_hand(drafted):
    """A dossier whose opinion is numbered and waits to be signed elsewhere: the office holds no keys."""
    SigningKey.objects.all().delete()
    drafted.do("approve_opinion", drafted.seat("chair"), decision="approve")
    drafted.do("sign_opinion", drafted.office.leader, decision="approve")
    drafted.issue()
    assert drafted.dossier.step == "bring_signed"
    return drafted


def opinion(walk):
    return walk.dossier.documents.get(kind="opinion")


def issued_bytes(walk) -> bytes:
    with opinion(walk).versions.earliest("version").file.open("rb") as stream:
        return stream.read()


def signed_outside(content: bytes) -> bytes:
    """As another program signs: its own field, its own certificate, as an incremental update."""
    file = certificates.demo_pkcs12("Chương trình ký khác")
    signer = signers.SimpleSigner.load_pkcs12_data(file, [], certificates.PASSWORD.encode())
    metadata = signers.PdfSignatureMetadata(field_name="ChuKy1", subfilter=fields.SigSeedSubFilter.PADES)
    return signers.PdfSigner(metadata, signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content))).getvalue()


def bring(walk, content: bytes, source: str = Source.SIGNED_OUTSIDE) -> None:
    walk.do("bring_signed", walk.office.clerk, upload=ContentFile(content, name="ky.pdf"), source=source)


def test_signed_in_another_program_and_issued(by_hand):
    bring(by_hand, signed_outside(issued_bytes(by_hand)))
    assert by_hand.dossier.step == "respond"
    newest = opinion(by_hand).versions.latest("version")
    assert (newest.version, newest.source, newest.brought_by) == (2, Source.SIGNED_OUTSIDE, by_hand.office.clerk)
    assert [one.good for one in signing.facts_of(newest)] == [True]
    assert Event.objects.filter(verb="signed_paper_brought").count() == 1


def test_a_scan_is_kept_beside_the_file_and_called_a_scan(by_hand):
    bring(by_hand, sample_pdf("Bản quét").read(), Source.SCAN)
    assert by_hand.dossier.step == "respond"
    assert list(opinion(by_hand).versions.values_list("source", flat=True)) == [Source.RENDERED, Source.SCAN]


def saved_anew(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def changed_before_signing(content: bytes) -> bytes:
    writer = PdfWriter(io.BytesIO(content), incremental=True)
    writer.add_blank_page()
    stream = io.BytesIO()
    writer.write(stream)
    return signed_outside(stream.getvalue())


def changed_after_signing(content: bytes) -> bytes:
    writer = PdfWriter(io.BytesIO(signed_outside(content)), incremental=True)
    writer.add_blank_page()
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def torn(content: bytes) -> bytes:
    signed = signed_outside(content)
    place = signed.index(b"/ByteRange", len(content))
    return signed[:place] + b"/ByteRenge" + signed[place + 10 :]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda content: signed_outside(saved_anew(content)), "brought_other_file"),
        (lambda content: content, "brought_unsigned"),
        (changed_before_signing, "brought_changed"),
        (changed_after_signing, "brought_broken"),
        (torn, "brought_broken"),
        (lambda _content: sample_pdf("Khác").read(), "brought_other_file"),
        (lambda _content: b"khong phai PDF", "unknown_kind"),
    ],
)
def test_anything_but_the_issued_file_with_a_signature_is_refused_with_its_reason(by_hand, make, code):
    content = make(issued_bytes(by_hand))
    with refused(code):
        bring(by_hand, content)
    by_hand.dossier.refresh_from_db()
    assert by_hand.dossier.step == "bring_signed"
    assert opinion(by_hand).versions.count() == 1


def test_other_papers_are_brought_signed_at_any_time(by_hand):
    decision = by_hand.dossier.documents.get(kind="council_decision")
    with refused("role"):
        documents.bring_signed_paper(
            document_id=decision.pk, by=by_hand.office.officer, upload=sample_pdf("x"), source=Source.SCAN
        )
    documents.bring_signed_paper(
        document_id=decision.pk, by=by_hand.office.clerk, upload=sample_pdf("x"), source=Source.SCAN
    )
    assert decision.versions.latest("version").source == Source.SCAN
    with refused("opinion_in_its_step"):
        documents.bring_signed_paper(
            document_id=opinion(by_hand).pk, by=by_hand.office.clerk, upload=sample_pdf("x"), source=Source.SCAN
        )


# ---------------------------------------------------------------- keys


def test_keys_are_unreadable_at_rest(office, settings):
    key = SigningKey.objects.get(person=office.leader)
    file = certificates.demo_pkcs12(office.leader.name)
    stored = bytes(key.secret)
    assert file not in stored
    assert certificates.PASSWORD.encode() not in stored
    assert vault.unlock(stored) == (file, certificates.PASSWORD)
    settings.SIGNING_SECRET = "một bí mật khác"
    with pytest.raises(VaultClosedError):
        vault.unlock(stored)


@pytest.mark.parametrize(
    ("content", "password", "code"),
    [
        (b"khong phai khoa", "x", "key_file"),
        (None, "sai-mat-khau", "key_password"),
    ],
)
def test_a_key_that_does_not_open_is_refused(office, content, password, code):
    file = content or certificates.demo_pkcs12("Ai đó")
    with refused(code):
        keys.save_key(union=office.union, person=office.leader, by=office.leader, pkcs12=file, password=password)


def test_everybody_keeps_their_own_key_and_the_clerk_the_bodys(office):
    file = certificates.demo_pkcs12("Ai đó")
    values = {"union": office.union, "pkcs12": file, "password": certificates.PASSWORD}
    for person, by, code in (
        (office.leader, office.clerk, "own_key_only"),
        (None, office.leader, "role"),
        (office.leader, office.administrator, "role"),
    ):
        with refused(code):
            keys.save_key(person=person, by=by, **values)
    keys.save_key(person=None, by=office.clerk, **values)
    assert SigningKey.objects.get(union=office.union, person=None).subject == "Ai đó"


def test_without_a_secret_no_key_is_taken(office, settings):
    settings.SIGNING_SECRET = ""
    with refused("no_vault"):
        keys.save_key(
            union=office.union, person=None, by=office.clerk, pkcs12=certificates.demo_pkcs12("Ai đó"),
            password=certificates.PASSWORD,
        )  # fmt: skip


def test_only_issuers_of_certificates_are_trusted(office):
    leaf, _key = certificates.demo_authority().issue("Người ký")
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415

    with refused("not_an_authority"):
        keys.trust_root(union=office.union, content=leaf.public_bytes(Encoding.PEM), by=office.clerk)
    with refused("key_certificate"):
        keys.trust_root(union=office.union, content=b"x", by=office.clerk)


def test_an_expired_key_does_not_sign(drafted):
    key = SigningKey.objects.get(person=drafted.office.leader)
    key.not_after = key.not_before
    key.save()
    drafted.do("approve_opinion", drafted.seat("chair"), decision="approve")
    drafted.do("sign_opinion", drafted.office.leader, decision="approve")
    drafted.issue()
    assert drafted.dossier.step == "bring_signed"
