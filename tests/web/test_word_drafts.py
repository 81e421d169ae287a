"""Drafts taken out as Word and brought back: what changes is shown first, and nobody overwrites anybody."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from consult.commands import steps
from consult.exports.draft_file import FAULTS, MOST_BYTES
from consult.models import Draft, Signatory
from consult.refusals import ActionError
from consult.richtext import MOST_CHARACTERS, MOST_ROWS
from tests.states import submitted
from tests.web.test_query_budgets import USUAL

pytestmark = pytest.mark.django_db

ONCE = re.compile(r'name="once" value="([^"]+)"')
BODY = '<p>Một <strong>hai</strong> ba <a href="#review-7">[Phản biện 1]</a></p><ul><li><p>Điểm</p></li></ul>'


@pytest.fixture
def drafting(reviewed):
    """An opinion is being written, and one state of it is kept."""
    reviewed.call_meeting()
    reviewed.hold_meeting()
    save(reviewed, reviewed.office.officer, BODY, "Đạt.")
    return reviewed


def step(walk, node: str = "draft_opinion"):
    return walk.task(node)


def save(walk, by, body: str, conclusion: str, revision: int = 0) -> Draft:
    return steps.save_text(task_id=step(walk).pk, by=by, body=body, conclusion=conclusion, revision=revision)


def address(walk, name: str = "bring_draft", node: str = "draft_opinion") -> str:
    return reverse(name, args=[step(walk, node).pk])


def taken_out(client, walk, node: str = "draft_opinion") -> bytes:
    answer = client.get(address(walk, "draft_as_word", node))
    assert answer.status_code == 200
    return b"".join(answer) if answer.streaming else answer.content


def edited(file: bytes, change) -> bytes:
    document = docx.Document(io.BytesIO(file))
    change(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def texts(document) -> list[Any]:
    return list(document.element.body.iter(qn("w:t")))


def say(old: str, new: str):
    def change(document) -> None:
        for node in texts(document):
            if node.text and old in node.text:
                node.text = node.text.replace(old, new)

    return change


def bring(client, walk, file: bytes, *, name: str = "bao-cao.docx", node: str = "draft_opinion"):
    return client.post(address(walk, node=node), {"upload": SimpleUploadedFile(name, file)})


def take(client, walk, shown, choice: str = "take"):
    found = shown.context
    brought = found["brought"]
    sent = {"body": brought.body, "conclusion": brought.conclusion, "revision": found["revision"], "choice": choice}
    once = ONCE.search(shown.content.decode())
    assert once
    sent |= {"taken": "" if brought.revision is None else brought.revision, "once": once[1]}
    return client.post(address(walk), sent)


def newest(walk) -> Draft:
    return walk.dossier.drafts.filter(kind="opinion").order_by("-revision").first()


def test_what_comes_back_unchanged_is_the_same_text(drafting, as_person):
    client = as_person(drafting.office.officer)
    shown = bring(client, drafting, taken_out(client, drafting))
    assert shown.status_code == 200
    assert (shown.context["same"], shown.context.get("moved"), shown.context["brought"].notes) == (True, None, [])
    assert shown.context["brought"].body == BODY


def test_the_draft_names_the_leader_as_signer_whoever_else_has_a_title(drafting, as_person):
    office = drafting.office
    assert Signatory.objects.filter(union=office.union).first().person == office.officer
    file = docx.Document(io.BytesIO(taken_out(as_person(office.officer), drafting)))
    said = "".join(node.text or "" for node in texts(file)).replace("\u00a0", " ")
    assert office.leader.name in said
    assert office.officer.name not in said


def test_a_change_is_shown_and_then_the_next_version(drafting, as_person):
    client = as_person(drafting.office.officer)
    shown = bring(client, drafting, edited(taken_out(client, drafting), say("Điểm", "Điểm mới")))
    assert "<ins>" in shown.context["right"]
    assert newest(drafting).revision == 1
    assert take(client, drafting, shown)["Location"] == reverse("task", args=[step(drafting).pk])
    kept = newest(drafting)
    assert (kept.revision, kept.typing, kept.body) == (2, False, BODY.replace("Điểm", "Điểm mới"))
    assert drafting.dossier.drafts.filter(kind="opinion").count() == 2


def test_who_wrote_on_meanwhile_is_told_and_nothing_is_lost(drafting, as_person):
    client, officer = as_person(drafting.office.officer), drafting.office.officer
    file = edited(taken_out(client, drafting), say("Điểm", "Từ Word"))
    save(drafting, drafting.seat("secretary"), "<p>Thư ký viết.</p>", "Đạt.", revision=1)
    shown = bring(client, drafting, file)
    assert (shown.context["moved"], shown.context["savers"]) == (True, [drafting.seat("secretary").name])
    assert "Thư ký" in shown.context["after"]
    # While one looks, another writes: nothing is overwritten, and what was brought is still there.
    save(drafting, drafting.seat("secretary"), "<p>Thư ký viết nữa.</p>", "Đạt.", revision=2)
    refused = take(client, drafting, shown)
    assert refused.status_code == 422
    assert "Từ Word" in refused.context["brought"].body
    assert newest(drafting).body == "<p>Thư ký viết nữa.</p>"
    both = take(client, drafting, refused, "both")
    assert both["Location"].endswith("?old=d4&new=d5")
    assert newest(drafting).body == "<p>Thư ký viết nữa.</p>"
    assert "Từ Word" in drafting.dossier.drafts.get(kind="opinion", revision=4).body
    assert drafting.dossier.drafts.get(kind="opinion", revision=4).saved_by == officer


def test_both_are_kept_once_however_often_it_is_pressed(drafting, as_person):
    client = as_person(drafting.office.officer)
    file = edited(taken_out(client, drafting), say("Điểm", "Từ Word"))
    save(drafting, drafting.seat("secretary"), "<p>Thư ký viết.</p>", "Đạt.", revision=1)
    shown = bring(client, drafting, file)
    first, second = (take(client, drafting, shown, "both") for _time in range(2))
    assert first["Location"] == second["Location"]
    assert first["Location"].endswith("?old=d3&new=d4")
    assert newest(drafting).revision == 4


def test_both_are_kept_or_none(drafting, as_person):
    officer, task = drafting.office.officer, step(drafting)
    long = "x" * (MOST_CHARACTERS + 1)
    with pytest.raises(ActionError):
        steps.save_both(
            task_id=task.pk, by=officer, revision=1, other=("<p>Từ Word</p>", "Đạt."), present=(long, "Đạt.")
        )
    assert newest(drafting).revision == 1


def test_what_cannot_be_kept_is_told_with_its_place(drafting, as_person):
    client = as_person(drafting.office.officer)

    def change(document) -> None:
        node = next(one for one in texts(document) if one.text == "Điểm")
        run = node.getparent()
        inserted, deleted = OxmlElement("w:ins"), OxmlElement("w:del")
        for mark in (inserted, deleted):
            mark.set(qn("w:id"), "90")
            mark.set(qn("w:author"), "A")
        for mark, word, tag in ((inserted, " thêm", "w:t"), (deleted, " bỏ", "w:delText")):
            one, said = OxmlElement("w:r"), OxmlElement(tag)
            said.text = word
            said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            one.append(said)
            mark.append(one)
        run.addnext(inserted)
        inserted.addnext(deleted)
        run.append(OxmlElement("w:drawing"))

    shown = bring(client, drafting, edited(taken_out(client, drafting), change))
    brought = shown.context["brought"]
    assert "Điểm thêm" in brought.body
    assert "bỏ" not in brought.body
    # A picture and an insertion beside these words, a deletion with its own.
    assert [note.places for note in brought.notes] == [["Điểm thêm"], ["bỏ"], ["Điểm thêm"]]


def without_controls(document) -> None:
    body = document.element.body
    for control in list(body.iterchildren(qn("w:sdt"))):
        for child in control.find(qn("w:sdtContent")):
            control.addprevious(child)
        body.remove(control)


def without_anything(document) -> None:
    without_controls(document)
    for mark in list(document.element.body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        mark.getparent().remove(mark)


def test_bookmarks_or_headings_tell_the_parts_where_their_frames_are_gone(drafting, as_person):
    client = as_person(drafting.office.officer)
    file = taken_out(client, drafting)
    for change in (without_controls, without_anything):
        shown = bring(client, drafting, edited(file, change))
        assert shown.context["brought"].body == BODY
        assert shown.context["same"]


def test_a_file_without_any_sign_of_its_parts_is_refused_with_advice(drafting, as_person):
    client = as_person(drafting.office.officer)
    bare = io.BytesIO()
    docx.Document().save(bare)
    answer = bring(client, drafting, bare.getvalue())
    assert answer.status_code == 422
    assert answer.context["form"].errors["upload"] == [str(FAULTS["parts_missing"])]


def test_a_file_of_another_dossier_or_of_other_minutes_is_refused(drafting, as_person):
    client = as_person(drafting.office.officer)
    file = taken_out(client, drafting)

    def other(key: str):
        def change(document) -> None:
            for node in document.element.body.iter(qn("w:tag")):
                node.set(qn("w:val"), node.get(qn("w:val")).replace(f"consult/opinion/{drafting.dossier.pk}", key))

        return change

    for key, fault in (
        ("consult/opinion/999999", "other_dossier"),
        (f"consult/minutes/{drafting.dossier.pk}", "other_text"),
    ):
        answer = bring(client, drafting, edited(file, other(key)))
        assert answer.context["form"].errors["upload"] == [str(FAULTS[fault])]
    assert newest(drafting).revision == 1


def macros(file: bytes) -> bytes:
    stream = io.BytesIO(file)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    return stream.getvalue()


def broken(file: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<w:document" if name == "word/document.xml" else old.read(name))
    return stream.getvalue()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda _file: b"%PDF-1.4\n%%EOF",
        lambda _file: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
        lambda _file: b"",
        lambda _file: b"PK\x03\x04 no archive",
        macros,
        broken,
    ],
)
def test_a_wrong_file_is_refused_at_its_field(drafting, as_person, wrong):
    client = as_person(drafting.office.officer)
    answer = bring(client, drafting, wrong(taken_out(client, drafting)))
    assert answer.status_code == 422
    assert answer.context["form"].errors["upload"]
    assert newest(drafting).revision == 1


def test_a_pdf_under_another_name_is_told_what_word_has_to_do(drafting, as_person):
    answer = bring(as_person(drafting.office.officer), drafting, b"%PDF-1.4 broken", name="bao-cao.docx")
    assert answer.context["form"].errors["upload"] == [str(FAULTS["not_word"])]


def test_a_huge_file_is_refused_before_it_is_read(drafting, as_person):
    client = as_person(drafting.office.officer)
    answer = bring(client, drafting, b"PK\x03\x04" + b"\0" * MOST_BYTES)
    assert answer.status_code == 422
    assert answer.context["form"].errors["upload"]


def long_table(document) -> None:
    table = document.add_table(MOST_ROWS + 1, 1)
    target = next(one for one in texts(document) if one.text == "Điểm")
    next(target.iterancestors(qn("w:p"))).addnext(table._tbl)


@pytest.mark.parametrize("change", [say("Điểm", "x" * MOST_CHARACTERS), say("Đạt.", "x" * 20_001), long_table])
def test_a_text_that_cannot_be_kept_is_refused_before_it_is_compared(drafting, as_person, change):
    client = as_person(drafting.office.officer)
    answer = bring(client, drafting, edited(taken_out(client, drafting), change))
    assert answer.status_code == 422
    assert answer.context["form"].errors["upload"]


@pytest.mark.parametrize("choice", ["take", "both"])
def test_a_text_too_large_is_not_compared_when_it_is_sent_again(drafting, as_person, choice):
    """No page sends it: its file was refused. It would be compared for half a minute before it is refused once more."""
    client = as_person(drafting.office.officer)
    before = newest(drafting).revision
    sent = {"body": "<p>Dài</p>", "conclusion": "x" * 20_001, "revision": before, "choice": choice}
    assert client.post(address(drafting), sent).status_code == 404
    assert newest(drafting).revision == before
    assert client.post(address(drafting), {**sent, "conclusion": "Đạt."}).status_code == 302


def test_minutes_go_out_and_come_back(reviewed, as_person):
    reviewed.call_meeting()
    client = as_person(reviewed.office.officer)
    file = edited(
        taken_out(client, reviewed, "hold_meeting"),
        lambda document: document.element.body.findall(f".//{qn('w:sdtContent')}")[1][1].add_r().add_t("Khai mạc."),
    )
    shown = bring(client, reviewed, file, node="hold_meeting")
    assert shown.context["brought"].body == "<p>Khai mạc.</p>"
    sent = {
        "body": shown.context["brought"].body,
        "conclusion": "",
        "revision": shown.context["revision"],
        "choice": "take",
    }
    assert client.post(address(reviewed, node="hold_meeting"), sent).status_code == 302
    assert reviewed.dossier.drafts.get(kind="minutes").body == "<p>Khai mạc.</p>"


def test_only_who_may_write_the_text_may_take_it_out_or_bring_it(drafting, as_person, office):
    # Those who may read the dossier are told, others learn nothing.
    expected = {office.leader: 403, office.clerk: 403, drafting.seat("chair"): 403, office.investor_person: 403}
    other = submitted(office, "Dự án khác")
    for person, status in {**expected, drafting.seat("secretary"): 200, office.officer: 200}.items():
        for name in ("draft_as_word", "bring_draft"):
            assert as_person(person).get(address(drafting, name)).status_code == status, (person, name)
    sent = {"body": "<p>X</p>", "conclusion": "x", "revision": 1, "choice": "take"}
    assert as_person(office.leader).post(address(drafting), sent).status_code == 403
    assert newest(drafting).body == BODY
    # A step in which nothing is written has no such page.
    check = reverse("bring_draft", args=[other.task("check_completeness").pk])
    assert as_person(office.officer).get(check).status_code == 404


def test_what_it_asks_of_the_database_does_not_grow_with_versions(drafting, as_person):
    client = as_person(drafting.office.officer)
    file = taken_out(client, drafting)

    def asked() -> list[int]:
        counts = []
        for ask in (lambda: taken_out(client, drafting), lambda: bring(client, drafting, file)):
            with CaptureQueriesContext(connection) as queries:
                ask()
            counts.append(len(queries))
        return counts

    save(drafting, drafting.office.officer, "<p>2</p>", "Đạt.", revision=1)
    few = asked()
    for revision in range(2, 12):
        save(drafting, drafting.office.officer, f"<p>{revision}</p>", "Đạt.", revision=revision)
    assert asked() == few
    assert max(few) <= USUAL


def test_after_the_step_is_done_there_is_nothing_to_bring(drafting, as_person):
    client, task = as_person(drafting.office.officer), step(drafting)
    drafting.do("draft_opinion", drafting.office.officer, body=BODY, conclusion="Đạt.", revision=1)
    for name in ("draft_as_word", "bring_draft"):
        answer = client.get(reverse(name, args=[task.pk]))
        assert answer["Location"] == reverse("task", args=[task.pk])
