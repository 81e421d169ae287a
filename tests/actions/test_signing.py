"""Keys at rest, documents signed outside or by hand, and what is refused with which reason."""

from __future__ import annotations

import io

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pypdf import PdfReader, PdfWriter

from consult.actions import certificates as known
from consult.actions import keys, signing
from consult.actions.documents import make_document, person_willing
from consult.commands import documents
from consult.demo import certificates
from consult.demo.files import sample_pdf
from consult.libraries.signing import vault
from consult.libraries.signing.vault import VaultClosedError
from consult.models import DocumentVersion, Event, SignerCertificate, SigningKey
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


LEADER = "phan văn ĐẠI  nghia"


def signed_outside(
    content: bytes, subject: str = LEADER, authority: certificates.Authority | None = None, *, visible: bool = False
) -> bytes:
    """As another program signs: its own field, its own certificate, as an incremental update."""
    file = authority.pkcs12(subject) if authority else certificates.demo_pkcs12(subject)
    signer = signers.SimpleSigner.load_pkcs12_data(file, [], certificates.PASSWORD.encode())
    metadata = signers.PdfSignatureMetadata(field_name="ChuKy1", subfilter=fields.SigSeedSubFilter.PADES)
    spec = fields.SigFieldSpec("ChuKy1", box=(50, 50, 150, 100)) if visible else None
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    return signers.PdfSigner(metadata, signer, new_field_spec=spec).sign_pdf(writer).getvalue()


def bring(walk, content: bytes, source: str = Source.SIGNED_OUTSIDE, **said: object) -> None:
    walk.do("bring_signed", walk.office.clerk, upload=ContentFile(content, name="ky.pdf"), source=source, **said)


def test_signed_in_another_program_and_issued(by_hand):
    bring(by_hand, signed_outside(issued_bytes(by_hand)), confirmed=True)
    assert by_hand.dossier.step == "respond"
    newest = opinion(by_hand).versions.latest("version")
    assert (newest.version, newest.source, newest.brought_by) == (2, Source.SIGNED_OUTSIDE, by_hand.office.clerk)
    assert [one.good for one in signing.facts_of(newest)] == [True]
    assert Event.objects.filter(verb="signed_document_brought").count() == 1


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
        bring(by_hand, content, confirmed=True)
    by_hand.dossier.refresh_from_db()
    assert by_hand.dossier.step == "bring_signed"
    assert opinion(by_hand).versions.count() == 1


# ---------------------------------------------------------------- whose certificate it is


STRANGERS = certificates.Authority("Gốc của người lạ", quick=True)


def test_a_certificate_of_the_signers_name_counts_once_the_clerk_has_confirmed_it_and_is_then_known(by_hand):
    content = signed_outside(issued_bytes(by_hand))
    with refused("brought_unconfirmed"):
        bring(by_hand, content)
    bring(by_hand, content, confirmed=True)
    row = opinion(by_hand).versions.latest("version").signatures.get()
    leader = by_hand.office.leader
    assert (row.person, row.subject, row.issuer_reason) == (leader, LEADER, "")
    known = SignerCertificate.objects.get(union=by_hand.office.union)
    assert (known.person, known.fingerprint) == (leader, row.fingerprint)
    assert by_hand.office.union.events.filter(verb="signer_certificate_registered", dossier=None).count() == 1
    # The second document signed with it needs nobody's word.
    decision = by_hand.dossier.documents.get(kind="council_decision")
    assert decision.signer == leader
    with decision.versions.get().file.open("rb") as stream:
        upload = ContentFile(signed_outside(stream.read()), name="ky.pdf")
    documents.bring_signed_document(
        document_id=decision.pk, by=by_hand.office.clerk, upload=upload, source=Source.SIGNED_OUTSIDE
    )
    assert decision.versions.latest("version").signatures.get().person == leader


@pytest.mark.parametrize("authority", [None, STRANGERS])
def test_another_persons_name_never_counts_whatever_the_clerk_says(by_hand, authority):
    officer = by_hand.office.officer
    content = signed_outside(issued_bytes(by_hand), officer.name, authority)
    with refused("brought_other_signer"):
        bring(by_hand, content, confirmed=True, issuer_reason="Tôi biết người này")
    assert not SignerCertificate.objects.exists()


def test_a_certificate_registered_for_somebody_else_is_not_the_signers_whatever_its_name(by_hand):
    office = by_hand.office
    content = signed_outside(issued_bytes(by_hand))
    register(office, office.officer, LEADER)
    with refused("brought_other_signer"):
        bring(by_hand, content, confirmed=True)


def test_a_certificate_registered_beforehand_counts_under_any_name(by_hand):
    office = by_hand.office
    register(office, office.leader, "Chương trình ký 0123")
    register(office, None, "Con dấu số")
    content = signed_outside(issued_bytes(by_hand), "Chương trình ký 0123")
    bring(by_hand, content)
    assert [row.person for row in opinion(by_hand).versions.latest("version").signatures.all()] == [office.leader]


def test_the_body_itself_may_have_signed(by_hand):
    office = by_hand.office
    register(office, None, "Con dấu số")
    bring(by_hand, signed_outside(issued_bytes(by_hand), "Con dấu số"))
    assert [row.person for row in opinion(by_hand).versions.latest("version").signatures.all()] == [None]


def test_an_issuer_that_is_not_trusted_needs_a_reason_which_is_kept_and_shown(by_hand, as_person):
    content = signed_outside(issued_bytes(by_hand), LEADER, STRANGERS)
    with refused("brought_untrusted"):
        bring(by_hand, content, confirmed=True, issuer_reason="  ")
    bring(by_hand, content, confirmed=True, issuer_reason="Gốc mới, chưa kịp thêm")
    version = opinion(by_hand).versions.latest("version")
    assert version.signatures.get().issuer_reason == "Gốc mới, chưa kịp thêm"
    assert Event.objects.get(verb="signed_document_brought").reason == "Gốc mới, chưa kịp thêm"
    shown = as_person(by_hand.office.clerk).get(reverse("signatures", args=[version.pk])).content.decode()
    assert "Gốc mới, chưa kịp thêm" in shown
    assert (
        "Gốc mới, chưa kịp thêm" in Client().get(reverse("verify_code", args=[opinion(by_hand).code])).content.decode()
    )


def test_a_reason_makes_no_expired_certificate_valid(by_hand):
    content = signed_outside(issued_bytes(by_hand), LEADER, certificates.Authority(quick=True, years=-1))
    with refused("brought_not_in_force"):
        bring(by_hand, content, confirmed=True, issuer_reason="Vẫn dùng được")


def register(office, person, subject: str) -> None:
    file = certificates.demo_pkcs12(subject)
    certificate = signers.SimpleSigner.load_pkcs12_data(file, [], certificates.PASSWORD.encode()).signing_cert
    known.register_beforehand(union=office.union, person=person, content=certificate.dump(), by=office.clerk)


def test_only_the_clerk_registers_certificates_and_only_of_the_unions_people(office):
    content = certificates.demo_authority().issue("Người ký")[0].public_bytes(Encoding.PEM)
    values = {"union": office.union, "content": content}
    with refused("role"):
        known.register_beforehand(**values, person=None, by=office.leader)
    with refused("not_of_the_union"):
        known.register_beforehand(**values, person=office.investor_person, by=office.clerk)
    with refused("key_certificate"):
        known.register_beforehand(union=office.union, content=b"x", person=None, by=office.clerk)
    row = known.register_beforehand(**values, person=office.leader, by=office.clerk)
    with refused("role"):
        known.drop(certificate=row, by=office.leader)
    known.drop(certificate=row, by=office.clerk)
    assert not SignerCertificate.objects.exists()


def test_other_documents_are_brought_signed_at_any_time(by_hand):
    decision = by_hand.dossier.documents.get(kind="council_decision")
    with refused("role"):
        documents.bring_signed_document(
            document_id=decision.pk, by=by_hand.office.officer, upload=sample_pdf("x"), source=Source.SCAN
        )
    documents.bring_signed_document(
        document_id=decision.pk, by=by_hand.office.clerk, upload=sample_pdf("x"), source=Source.SCAN
    )
    assert decision.versions.latest("version").source == Source.SCAN
    with refused("opinion_in_its_step"):
        documents.bring_signed_document(
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


def test_nobodys_signature_stands_below_what_was_not_their_act(issued):
    dossier = issued.dossier
    council, opinion = dossier.council, dossier.opinions.latest("pk")
    leader = issued.office.leader
    assert person_willing("council_decision", council) == leader
    assert person_willing("opinion", opinion) == leader
    for kind, will in (("opinion", council), ("refusal", council), ("council_decision", opinion), ("refusal", leader)):
        with pytest.raises(ValueError, match="somebody approved"):
            person_willing(kind, will)
    council.approved_by = None
    with pytest.raises(ValueError, match="nobody has approved"):
        person_willing("council_decision", council)


def test_a_document_is_numbered_where_its_definition_says_so_and_nowhere_else(issued):
    entry = issued.dossier.documents.get(kind="council_decision").entry
    for kind, number in (("refusal", None), ("ballot", entry)):
        with pytest.raises(ValueError, match="carries a number"):
            make_document(kind, issued.dossier, entry=number)


def test_a_key_signs_for_one_person_or_one_body(office):
    """The same certificate, or the same name on the token, is nobody else's."""
    file = certificates.demo_pkcs12("Người Ký Chung")
    SigningKey.objects.filter(union=office.union).delete()
    password = {"pkcs12": file, "password": certificates.PASSWORD}
    keys.save_key(union=office.union, person=office.leader, by=office.leader, **password)
    with refused("key_of_another"):
        keys.save_key(union=office.union, person=office.officer, by=office.officer, **password)
    with refused("key_of_another"):
        keys.save_key(union=office.union, person=None, by=office.clerk, **password)
    # One's own is brought again.
    keys.save_key(union=office.union, person=office.leader, by=office.leader, **password)
    assert SigningKey.objects.filter(union=office.union).count() == 1
