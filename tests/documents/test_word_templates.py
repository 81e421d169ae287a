"""An office's own Word template: which fields it uses, what it may not do, and a signed document made with it."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import timedelta
from typing import Any

import docx
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm
from lxml import html
from pypdf import PdfReader

from consult import clock
from consult.actions import jobs, templates
from consult.actions.template_renderings import filled
from consult.commands.documents import ask_department, make_document_again
from consult.documents import DEFINITIONS, example, pdf
from consult.documents.template_fields import WITHOUT_TEMPLATE, lost_words, values_of
from consult.libraries.confined import read_confined
from consult.models import DocumentTemplate, DocumentVersion, Heartbeat, Job, TemplateRendering
from consult.tasks import work_off
from tests.refusals import refused
from tests.word_files import RELATION, reaching_out, saved

# What every form prints itself, whatever the document says.
PRINTED = {"Số:", "Nơi", "nhận:", "V/v", "CỘNG", "HÒA", "XÃ", "HỘI", "CHỦ", "NGHĨA", "VIỆT", "NAM", "Độc", "lập", "-",
           "Tự", "do", "Hạnh", "phúc"}  # fmt: skip


def own_template(without: str = "", extra: str = "") -> bytes:
    """A form of an office's own: another order, another face, a table for the closing."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"

    def put(text: str, into: Any = document, middle: bool = False) -> None:
        if without and without in text:
            return
        made = into.add_paragraph(text)
        if middle:
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER

    put("{{ co_quan }} – Số: {{ so_ky_hieu }}")
    put("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", middle=True)
    put("{{ dia_danh_ngay }}")
    put("{% if trich_yeu %}V/v {{ trich_yeu }}{% endif %}")
    put("{{p noi_dung }}")
    left, right = document.add_table(1, 2).rows[0].cells
    put("Nơi nhận:\n{{ noi_nhan }}", left)
    put("{{p xac_thuc }}", left)
    for text in ("{{ chuc_vu_ky }}", "{{ ghi_chu_ky }}", "{{ cho_ky }}", "", "", "", "{{ ho_ten_nguoi_ky }}"):
        put(text, right, middle=True)
    put("{{ cho_dau }}", left)
    put("{{p phu_luc }}")
    if extra:
        put(extra)
    return saved(document)


def examined(union, content: bytes, kind: str = "opinion") -> dict[str, set[str]]:
    found = templates.examine_template(union, kind, io.BytesIO(content), clock.today())
    codes: dict[str, set[str]] = {}
    for fault in found.faults:
        codes.setdefault(fault.code, set()).add(fault.name)
    return codes


def brought(office, content: bytes, kind: str = "opinion") -> DocumentTemplate:
    upload = ContentFile(content, name="mau.docx")
    return templates.bring_template(union=office.union, kind=kind, upload=upload, by=office.clerk, day=clock.today())


def in_use(office, kind: str) -> DocumentTemplate:
    made = brought(office, own_template(), kind)
    work_off()
    tried = TemplateRendering.objects.get(template=made, version=None)
    assert (tried.lost, tried.job.error, tried.pages > 0) == ([], "", True)
    templates.use_template(template=made, by=office.clerk)
    return made


# ---------------------------------------------------------------- fields
@pytest.mark.django_db
def test_every_word_of_a_built_in_form_stands_in_a_field(office):
    for kind in set(DEFINITIONS) - WITHOUT_TEMPLATE:
        definition = DEFINITIONS[kind]
        data = example(definition, office.union, clock.today())
        body = html.document_fromstring(pdf.to_html(kind, "x", data)).body
        values = values_of(definition, "x", data)
        said = "".join(" ".join(values.words.values()).split())
        lost = {word for word in " ".join(body.itertext()).split() if word not in said}
        assert lost - PRINTED == set(), kind


@pytest.mark.django_db
def test_a_template_is_examined_before_anything_of_it_runs(office):
    union = office.union
    assert examined(union, own_template()) == {}
    assert examined(union, own_template(without="so_ky_hieu")) == {"missing": {"so_ky_hieu"}}
    assert examined(union, own_template(without="cho_ky")) == {"missing": {"cho_ky"}}
    assert examined(union, own_template(without="phu_luc"), "council_decision") == {"missing": {"phu_luc"}}
    assert examined(union, own_template(extra="Phòng: {{ so_kyhieu }}")) == {"unknown": {"so_kyhieu"}}
    assert examined(union, own_template(extra="{{ chua dong")).keys() == {"syntax"} | {"missing"}
    assert examined(union, b"PK\x03\x04 no archive").keys() == {"syntax"}


HOSTILE = [
    "{{ ''.__class__.__mro__ }}", "{{ so_ky_hieu.__class__ }}", "{{ so_ky_hieu|attr('x') }}", "{{ 'a' * 10**10 }}",
    "{% for a in range(10**9) %}{% for b in range(10**9) %}x{% endfor %}{% endfor %}", "{% include 'a' %}",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("written", HOSTILE)
def test_a_program_in_a_template_is_refused_and_named(office, written):
    content = io.BytesIO(own_template(extra=f"Chỗ này {written}"))
    found = templates.examine_template(office.union, "opinion", content, clock.today())
    assert "Chỗ này" in {fault.code: fault.place for fault in found.faults}["program"]


@pytest.mark.django_db
def test_a_template_that_reaches_out_is_refused(office):
    found = examined(office.union, reaching_out("http://example.vn"))
    assert found["outside"] == {"http://example.vn/a.png", "http://example.vn/t.dotx", "INCLUDEPICTURE"}


def test_what_is_filled_in_is_no_program(tmp_path):
    """Data with braces and marks stay what they are."""
    document = docx.Document()
    document.add_paragraph("{{ so_ky_hieu }}")
    told = io.BytesIO(b'{"texts": {"so_ky_hieu": "{{ 7 * 7 }} <b>&"}, "marks": {}, "blocks": []}')
    made = read_confined("consult.libraries.word_templates:fill", io.BytesIO(saved(document)), told)
    text = docx.Document(io.BytesIO(base64.b64decode(made["docx"]))).paragraphs[0].text
    assert text == "{{ 7 * 7 }} <b>&"


# ---------------------------------------------------------------- documents
def words_of(version: DocumentVersion) -> list[str]:
    with version.file.open("rb") as stream:
        found = read_confined("consult.libraries.pdf_reading:read", io.BytesIO(stream.read()))
    definition = DEFINITIONS[version.document.kind]
    return lost_words(values_of(definition, version.document.title, version.data), *found["texts"])


@pytest.mark.django_db
def test_an_opinion_made_with_the_offices_own_template_is_signed_and_loses_no_word(drafted):
    office = drafted.office
    template = in_use(office, "opinion")
    drafted.settle = lambda _dossier: [work_off() for _ in range(4)]
    drafted.do("approve_opinion", drafted.seat("chair"), decision="approve")
    drafted.do("sign_opinion", office.leader, decision="approve")
    drafted.issue()
    version = drafted.dossier.documents.get(kind="opinion").versions.get()
    assert (version.template, version.source) == (template, "signed"), [
        (j.key, j.state, j.error) for j in Job.objects.exclude(state="done")
    ]
    assert words_of(version) == []
    with version.file.open("rb") as stream:
        content = stream.read()
    assert b"<pdfaid:part>3</pdfaid:part>" in content
    fields = PdfReader(io.BytesIO(content)).get_fields()
    assert {"NguoiKy", "CoQuan"} <= set(fields)
    assert not TemplateRendering.objects.filter(version=version).exists()
    text = "\n".join(one.text for one in docx.Document(io.BytesIO(filled(version))).paragraphs)
    assert version.data["heading"]["number"] in text
    # A newer template, or none, does not reach what was made.
    templates.leave_template(union=office.union, kind="opinion", by=office.clerk)
    version.refresh_from_db()
    assert version.template == template
    assert templates.template_in_use(office.union.pk, "opinion") is None


@pytest.mark.django_db
def test_a_letter_waits_while_nobody_converts_and_is_made_then(in_council, settings, monkeypatch):
    office = in_council.office
    in_use(office, "department_letter")
    settings.TRIAL_RENDERING = True

    def ask() -> None:
        ask_department(
            dossier_id=in_council.dossier.pk, by=office.officer, department="Sở Công Thương",
            questions="Quy hoạch có <b>phù hợp</b>?", answer_by=clock.today() + timedelta(days=5),
        )  # fmt: skip

    with refused("no_converter"):
        ask()
    jobs.note_heartbeat(Heartbeat.Name.CONVERT)
    ask()
    monkeypatch.setenv("PATH", "/nowhere")
    work_off()
    job = Job.objects.get(version__document__kind="department_letter")
    assert (job.state, job.attempts) == ("waiting", 0)
    monkeypatch.undo()
    Job.objects.filter(state="waiting").update(run_after=clock.now())
    for _ in range(3):
        work_off()
    version = job.version
    version.refresh_from_db()
    assert version.source == "signed"
    assert words_of(version) == []


@pytest.mark.django_db
def test_a_template_that_would_lose_text_of_a_document_refuses_its_act(in_council, settings):
    settings.TRIAL_RENDERING = True
    template = in_use(in_council.office, "department_letter")
    jobs.note_heartbeat(Heartbeat.Name.CONVERT)
    DocumentTemplate.objects.filter(pk=template.pk).update(fields=[n for n in template.fields if n != "noi_nhan"])
    with refused("template_lacks"):
        ask_department(
            dossier_id=in_council.dossier.pk,
            by=in_council.office.officer,
            department="Sở A",
            questions="Gì?",
            answer_by=clock.today() + timedelta(days=5),
        )


@pytest.mark.django_db
def test_only_what_came_out_whole_is_used(office):
    made = brought(office, own_template())
    with refused("template_not_tried"):
        templates.use_template(template=made, by=office.clerk)
    work_off()
    TemplateRendering.objects.update(lost=["05/BC"])
    with refused("template_not_tried"):
        templates.use_template(template=made, by=office.clerk)
    TemplateRendering.objects.update(lost=[])
    templates.use_template(template=made, by=office.clerk)
    assert templates.template_in_use(office.union.pk, "opinion") == made


@pytest.mark.django_db
def test_a_document_whose_template_loses_text_is_not_issued_and_can_be_tried_again(in_council):
    in_use(in_council.office, "department_letter")
    ask_department(
        dossier_id=in_council.dossier.pk, by=in_council.office.officer, department="Sở A", questions="Gì?",
        answer_by=clock.today() + timedelta(days=5),
    )  # fmt: skip
    for _ in range(2):
        work_off()
    rendering = TemplateRendering.objects.exclude(version=None).get()
    job = Job.objects.get(version=rendering.version)
    TemplateRendering.objects.filter(pk=rendering.pk).update(lost=["Gì?"])
    Job.objects.filter(pk=job.pk).update(state="waiting", run_after=clock.now())
    DocumentVersion.objects.filter(pk=rendering.version_id).update(file="")
    work_off()
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "RenderRefusedError: template: Gì?")
    assert jobs.retry(job)
    for _ in range(3):
        Job.objects.filter(state="waiting").update(run_after=clock.now())
        work_off()
    job.refresh_from_db()
    assert job.state == "done"


@pytest.mark.django_db
def test_a_document_that_its_template_cannot_hold_is_made_in_the_form_now_in_use(in_council, as_person, settings):
    office = in_council.office
    template = in_use(office, "department_letter")

    def ask() -> None:
        ask_department(
            dossier_id=in_council.dossier.pk, by=office.officer, department="Sở A", questions="Gì?",
            answer_by=clock.today() + timedelta(days=5),
        )  # fmt: skip

    ask()
    template.file.storage.delete(template.file.name)
    for _ in range(3):
        Job.objects.filter(state="waiting").update(run_after=clock.now())
        work_off()
    job = Job.objects.get(version__document__kind="department_letter")
    assert (job.state, job.error.split(": ")[:2]) == ("failed", ["RenderRefusedError", "template"])
    assert as_person(office.officer).get(reverse("docx", args=[job.version_id])).status_code == 409
    settings.TRIAL_RENDERING = True
    jobs.note_heartbeat(Heartbeat.Name.CONVERT)
    with refused("template_lost"):
        ask()
    templates.leave_template(union=office.union, kind="department_letter", by=office.clerk)
    make_document_again(document_id=job.version.document_id, by=office.officer)
    work_off()
    version = DocumentVersion.objects.get(document=job.version.document)
    assert (version.template, version.source) == (None, "signed")


def test_what_the_tests_save_is_the_same_at_any_time():
    """Else a file made twice would be two, where a clock ticks in between."""
    with zipfile.ZipFile(io.BytesIO(own_template())) as archive:
        assert {part.date_time for part in archive.infolist()} == {zipfile.ZipInfo().date_time}


@pytest.mark.django_db
def test_the_same_file_twice_is_one_version(office):
    first = brought(office, own_template())
    assert brought(office, own_template()) == first
    assert Job.objects.filter(rendering__template__union=office.union).count() == 1
    first.file.storage.delete(first.file.name)
    assert brought(office, own_template()).version == 2


# ---------------------------------------------------------------- what would be printed though nobody means it
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def changed(change: Any) -> bytes:
    document = docx.Document(io.BytesIO(own_template()))
    change(document)
    return saved(document)


def tracked(name: str) -> Any:
    inner = f"<w:{name} {W} w:id='1' w:author='A'><w:r><w:t>x</w:t></w:r></w:{name}>"
    return lambda document: document.paragraphs[0]._p.append(parse_xml(inner))


def wide(document: Any) -> None:
    document.sections[0].page_width = Mm(600)


def commented(document: Any) -> None:
    document.add_comment(document.paragraphs[0].runs, text="x", author="A", initials="A")


@pytest.mark.django_db
def test_what_nobody_means_to_print_is_refused_and_named(office):
    for name in ("ins", "del", "moveFrom", "moveTo"):
        assert examined(office.union, changed(tracked(name))) == {"tracked": {name}}
    assert examined(office.union, changed(commented)).keys() == {"comment"}
    assert examined(office.union, changed(wide)).keys() == {"page"}


SWALLOWING = [
    "A {# x #} B",
    "A {%- if so_ky_hieu %}x{% endif %}",
    "A {% if so_ky_hieu -%}x{% endif %}",
    "{% raw %}x{% endraw %}",
]


@pytest.mark.django_db
@pytest.mark.parametrize("written", SWALLOWING)
def test_nothing_of_the_language_swallows_the_offices_own_words(office, written):
    assert "program" in examined(office.union, own_template(extra=written))


@pytest.mark.django_db
def test_a_comment_over_two_paragraphs_is_found(office):
    def swallow(document: Any) -> None:
        document.paragraphs[1].insert_paragraph_before("Mục {# 1")
        document.paragraphs[2].insert_paragraph_before("Chữ của mẫu #} hết")

    assert "program" in examined(office.union, changed(swallow))


FETCHING = [
    'INCLUDEPICTURE "http://ngoai.example/a.png"',
    'INCLUDETEXT "C:/a.docx"',
    "LINK Excel.Sheet C:/a.xlsx",
    "DDEAUTO c m d",
]


@pytest.mark.django_db
@pytest.mark.parametrize("code", FETCHING)
def test_a_field_that_has_a_readers_word_fetch_something_is_refused(office, code):
    def simple(document: Any) -> None:
        field = f"<w:fldSimple {W} w:instr='{code}'><w:r><w:t>x</w:t></w:r></w:fldSimple>"
        document.paragraphs[0]._p.append(parse_xml(field))

    def in_pieces(document: Any) -> None:
        mark = "<w:r {W}><w:fldChar w:fldCharType='{kind}'/></w:r>"
        pieces = [mark.format(W=W, kind="begin")]
        pieces += [
            f"<w:r {W}><w:instrText xml:space='preserve'>{part}</w:instrText></w:r>" for part in (code[:5], code[5:])
        ]
        pieces += [mark.format(W=W, kind="separate"), f"<w:r {W}><w:t>x</w:t></w:r>", mark.format(W=W, kind="end")]
        for piece in pieces:
            document.paragraphs[0]._p.append(parse_xml(piece))

    for way in (simple, in_pieces):
        assert examined(office.union, changed(way)) == {"outside": {code.split()[0]}}


@pytest.mark.django_db
def test_an_ordinary_field_is_taken(office):
    def page_number(document: Any) -> None:
        document.paragraphs[0]._p.append(
            parse_xml(f"<w:fldSimple {W} w:instr=' PAGE '><w:r><w:t>1</w:t></w:r></w:fldSimple>")
        )

    assert examined(office.union, changed(page_number)) == {}


@pytest.mark.django_db
def test_a_file_of_another_program_is_refused(office):
    def carry(document: Any) -> None:
        kind = "application/vnd.openxmlformats-officedocument.oleObject"
        part = Part(PackURI("/word/embeddings/oleObject1.bin"), kind, b"\xd0\xcf\x11\xe0", document.part.package)
        document.part.relate_to(part, RELATION + "/oleObject")

    assert examined(office.union, changed(carry)) == {"object": {"oleObject1.bin"}}


@pytest.mark.django_db
def test_a_block_beside_other_text_is_named_and_hides_nothing(office):
    def beside(document: Any) -> None:
        next(one for one in document.paragraphs if "noi_dung" in one.text).add_run(" {{ khong_co }}")

    assert examined(office.union, changed(beside)) == {"alone": {"noi_dung"}, "unknown": {"khong_co"}}


@pytest.mark.django_db
def test_no_field_stands_in_a_note(office):
    content = with_footnote(own_template(), "{{ so_ky_hieu }}")
    assert examined(office.union, content) == {"note": {""}}


def with_footnote(content: bytes, text: str) -> bytes:
    document = docx.Document(io.BytesIO(content))
    told = f"<w:footnotes {W}><w:footnote w:id='2'><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, told.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return saved(document)


def test_what_a_file_says_of_itself_is_not_run():
    document = docx.Document()
    document.core_properties.title = "{{ 7 * 7 }}"
    told = io.BytesIO(b'{"texts": {}, "marks": {}, "blocks": []}')
    made = read_confined("consult.libraries.word_templates:fill", io.BytesIO(saved(document)), told)
    assert docx.Document(io.BytesIO(base64.b64decode(made["docx"]))).core_properties.title == ""


@pytest.mark.django_db
def test_what_waits_for_a_template_that_was_left_takes_the_built_in_form(in_council):
    office = in_council.office
    DocumentTemplate.objects.create(
        union=office.union, kind="department_letter", version=1, name="a", size=1, in_use=True, uploaded_by=office.clerk,
        file=ContentFile(own_template(), name="a.docx"),
    )  # fmt: skip
    ask_department(
        dossier_id=in_council.dossier.pk, by=office.officer, department="Sở A", questions="Gì?",
        answer_by=clock.today() + timedelta(days=5),
    )  # fmt: skip
    templates.leave_template(union=office.union, kind="department_letter", by=office.clerk)
    version = DocumentVersion.objects.get(document__kind="department_letter")
    make_document_again(document_id=version.document_id, by=office.officer)
    work_off()
    version.refresh_from_db()
    assert (version.template, version.source) == (None, "signed")
