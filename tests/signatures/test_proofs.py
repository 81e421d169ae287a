"""What signatures prove, to us and to another program; time stamps, revocation data, tokens."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader

from consult.actions import keys, signing
from consult.demo.certificates import Authority
from consult.documents import pdf
from consult.documents.pictures import page_pictures
from consult.layout_checks import rules as layout_rules
from consult.layout_checks.reading import MM, read
from consult.libraries.signing import sign, signature_box, signatures_of
from consult.models import DocumentVersion, SigningKey
from tests.documents.archival import faults
from tests.servers import silent_server
from tests.signatures.conftest import loaded, revocation_list, time_stamper

SOFTHSM = Path("/usr/lib/softhsm/libsofthsm2.so")


def opinion_version(issued) -> DocumentVersion:
    return issued.dossier.documents.get(kind="opinion").versions.get()


def pdfsig(content: bytes, tmp_path: Path) -> str:
    file = tmp_path / "signed.pdf"
    file.write_bytes(content)
    return subprocess.run(["pdfsig", file], capture_output=True, text=True, check=False).stdout


def test_first_the_person_then_the_body(issued, issued_file):
    facts = signing.facts_of(opinion_version(issued))
    assert [one.field for one in facts] == [signing.PERSON_FIELD, signing.BODY_FIELD]
    assert facts[0].certificate.subject == issued.office.leader.name
    assert facts[1].certificate.subject in issued.office.union.name
    assert all(one.good and one.trusted and not one.stamped for one in facts)
    assert [one.whole for one in facts] == [False, True]
    revisions = PdfFileReader(BytesIO(issued_file)).xrefs.total_revisions
    assert revisions >= 3
    assert opinion_version(issued).source == DocumentVersion.Source.SIGNED


def test_another_program_agrees(issued_file, tmp_path):
    told = pdfsig(issued_file, tmp_path)
    assert told.count("Signature is Valid.") == 2
    assert told.count("ETSI.CAdES.detached") == 2
    assert told.count("Total document signed") == 1
    broken = issued_file.replace(b"/Producer", b"/Producir", 1)
    assert broken != issued_file
    assert pdfsig(broken, tmp_path).count("Signature is Valid.") == 0


def test_a_changed_byte_and_a_later_change_are_both_seen(issued, issued_file):
    roots = keys.roots_of(issued.office.union)
    broken = signatures_of(issued_file.replace(b"/Producer", b"/Producir", 1), roots)
    assert not any(one.intact for one in broken)
    from pypdf import PdfWriter  # noqa: PLC0415

    writer = PdfWriter(BytesIO(issued_file), incremental=True)
    writer.add_blank_page()
    stream = BytesIO()
    writer.write(stream)
    changed = signatures_of(stream.getvalue(), roots)
    assert all(one.changed for one in changed)
    assert not any(one.good for one in changed)


def test_without_its_root_a_signature_is_good_but_not_trusted(issued):
    issued.office.union.trusted_roots.all().delete()
    facts = signing.facts_of(opinion_version(issued))
    assert all(one.good and not one.trusted for one in facts)


def test_signed_documents_keep_the_layout(issued_file):
    assert {name: found for name, found in layout_rules.check(BytesIO(issued_file)).items() if found} == {}


def widgets(content: bytes) -> dict[str, list[float]]:
    reader = PdfFileReader(BytesIO(content))
    return {
        str(field["/T"]): [float(value) for value in field["/Rect"]]
        for field in (reference.get_object() for reference in reader.root["/AcroForm"]["/Fields"])
    }


def test_the_seal_covers_a_third_of_the_signature_from_its_left(issued, issued_file):
    found = widgets(issued_file)
    person, body = found[signing.PERSON_FIELD], found[signing.BODY_FIELD]
    sheet = read(BytesIO(issued_file))
    name = next(line for line in reversed(sheet.lines) if line.text == issued.office.leader.name)
    title = next(line for line in sheet.on(name.page) if line.text == "CHỦ TỊCH" and line.top < name.top)
    height = sheet.sizes[name.page - 1][1]
    assert height - title.bottom >= person[3] - 2
    assert height - name.top <= person[1] + 2
    seal_right = body[0] + 36 * MM
    assert 0.28 < (seal_right - person[0]) / (person[2] - person[0]) < 0.39
    assert body[0] < person[0] < seal_right < person[2]
    # Boxes are whole points.
    assert body[3] - 36 * MM >= height - name.top - 1


def test_the_marks_are_blue_and_red_and_the_time_is_written_out(issued, issued_file, tmp_path):
    file = tmp_path / "signed.pdf"
    file.write_bytes(issued_file)
    last = list(page_pictures(issued_file, dpi=200))[-1]
    picture = Image.open(BytesIO(last)).convert("RGB")
    colours = [colour for _count, colour in picture.getcolors(1 << 24)]
    assert any(b > 110 and r < 60 for r, _g, b in colours)
    assert any(r > 150 and b < 90 and g < 90 for r, g, b in colours)
    appearance = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True).stdout.decode()
    assert re.search(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00", appearance)


# ---------------------------------------------------------------- proofs of time and of non-revocation


def issue(walk) -> DocumentVersion:
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    walk.do("sign_opinion", walk.office.leader, decision="approve")
    walk.issue()
    return opinion_version(walk)


def content_of(version: DocumentVersion) -> bytes:
    with version.file.open("rb") as stream:
        return stream.read()


def test_with_a_time_stamp_server_the_time_is_proven(drafted, rekeyed, serve, settings, tmp_path):
    authority = Authority("Gốc thử nghiệm")
    stamp = time_stamper(authority)
    settings.TIME_STAMP_URL = serve(lambda _path, body: ("application/timestamp-reply", stamp(body)))
    rekeyed(authority)
    version = issue(drafted)
    facts = signing.facts_of(version)
    assert len(facts) == 2
    assert all(one.good and one.trusted and one.stamped for one in facts)
    assert pdfsig(content_of(version), tmp_path).count("Signature is Valid.") == 2


def test_with_revocation_data_the_proof_lasts(drafted, rekeyed, serve, settings, tmp_path):
    made: dict[str, Authority] = {}
    lists = serve(lambda _path, _body: ("application/pkix-crl", revocation_list(made["root"])))
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(f"{lists}/root.crl")], None, None, None)
    made["root"] = Authority("Gốc thử nghiệm", x509.CRLDistributionPoints([point]))
    stamp = time_stamper(made["root"])
    settings.TIME_STAMP_URL = serve(lambda _path, body: ("application/timestamp-reply", stamp(body)))
    settings.FETCH_REVOCATION = True
    rekeyed(made["root"])
    version = issue(drafted)
    content = content_of(version)
    reader = PdfFileReader(BytesIO(content))
    assert len(reader.embedded_timestamp_signatures) >= 1
    store = reader.root["/DSS"]
    assert len(store["/CRLs"]) >= 1
    assert all(one.good and one.trusted and one.stamped for one in signing.facts_of(version))
    assert "not valid" not in pdfsig(content, tmp_path).lower()
    assert faults(content) == []


def test_without_revocation_data_the_time_stamp_remains(drafted, rekeyed, serve, settings):
    authority = Authority("Gốc thử nghiệm")
    stamp = time_stamper(authority)
    settings.TIME_STAMP_URL = serve(lambda _path, body: ("application/timestamp-reply", stamp(body)))
    settings.FETCH_REVOCATION = True
    rekeyed(authority)
    assert all(one.good and one.stamped for one in signing.facts_of(issue(drafted)))


@pytest.fixture(params=["away", "silent"])
def no_time_stamps(request, drafted, settings, monkeypatch) -> Iterator[None]:
    monkeypatch.setattr(sign, "STAMP_SECONDS", 0.3)
    with silent_server() as port:
        settings.TIME_STAMP_URL = f"http://127.0.0.1:{port if request.param == 'silent' else 9}/"
        yield


@pytest.mark.usefixtures("no_time_stamps")
def test_a_time_stamp_server_that_does_not_answer_delays_the_document_and_loses_nothing(drafted, rekeyed):
    rekeyed(Authority("Gốc thử nghiệm"))
    drafted.do("approve_opinion", drafted.seat("chair"), decision="approve")
    drafted.do("sign_opinion", drafted.office.leader, decision="approve")
    drafted.issue()
    assert drafted.dossier.step == "opinion_document"
    job = drafted.dossier.jobs.get(version__document__kind="opinion")
    assert (job.state, job.attempts) == ("waiting", 1)
    assert "SigningFailedError" in job.error
    assert not opinion_version(drafted).file


# ---------------------------------------------------------------- a token


@pytest.fixture
def token(tmp_path, monkeypatch, settings) -> Authority:
    """A software token with one signing key named "ky-so"."""
    (tmp_path / "tokens").mkdir()
    configuration = tmp_path / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
    authority = Authority("Gốc của thiết bị")
    certificate, key = authority.issue("Thiết bị ký số")
    secret = tmp_path / "key.pem"
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    run = ["softhsm2-util", "--pin", "1234"]
    subprocess.run(
        [*run, "--init-token", "--free", "--label", "consult", "--so-pin", "5678"], check=True, capture_output=True
    )
    subprocess.run([*run, "--import", secret, "--token", "consult", "--label", "ky-so", "--id", "a1"], check=True,
                   capture_output=True)  # fmt: skip
    secret.unlink()
    import pkcs11  # noqa: PLC0415
    from pkcs11.util.x509 import decode_x509_certificate  # noqa: PLC0415

    with pkcs11.lib(str(SOFTHSM)).get_token(token_label="consult").open(rw=True, user_pin="1234") as session:
        attributes = decode_x509_certificate(certificate.public_bytes(Encoding.DER))
        session.create_object({**attributes, pkcs11.Attribute.LABEL: "ky-so", pkcs11.Attribute.ID: b"\xa1",
                               pkcs11.Attribute.TOKEN: True})  # fmt: skip
    settings.PKCS11_MODULE, settings.PKCS11_TOKEN, settings.PKCS11_PIN = str(SOFTHSM), "consult", "1234"
    return authority


def test_the_body_signs_with_a_token(token, drafted):
    office = drafted.office
    keys.trust_root(union=office.union, content=token.pem, by=office.clerk)
    key = keys.save_key(union=office.union, person=None, by=office.clerk, label="ky-so")
    assert (key.kind, bytes(key.secret), key.subject) == (SigningKey.Kind.PKCS11, b"", "Thiết bị ký số")
    facts = signing.facts_of(issue(drafted))
    assert [one.certificate.subject for one in facts] == [office.leader.name, "Thiết bị ký số"]
    assert all(one.good and one.trusted for one in facts)


def test_a_document_without_a_signature_has_no_place_for_one(office):
    assert loaded(Authority("Khác")).ca
    made = pdf.typesetter().set("<p>Không có chữ ký</p>")
    assert signature_box(made) is None
    assert signatures_of(made.content, []) == []
