"""Files brought in a page: many at once, replaced, moved; and what officer and council see of a supplement."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consult.actions.intake import draft_dossier
from tests.actions.test_supplements import supplied
from tests.actions.test_uploads import add, pdf_bytes

HTMX = {"HX-Request": "true"}


@pytest.fixture
def draft(office):
    return draft_dossier(
        procedure=office.investment, proposer=office.investor, by=office.investor_person, title="Dự án"
    )


@pytest.fixture
def client_of(as_person, office):
    return as_person(office.investor_person)


def pdf(name, pages=1):
    return SimpleUploadedFile(name, pdf_bytes(pages=pages))


def places(draft):
    return sorted(draft.attachments.values_list("item", "name", "file_number", "version"))


def test_many_files_are_put_where_their_names_say(draft, client_of):
    files = [pdf("De xuat du an (1).pdf"), pdf("NĂNG LỰC TÀI CHÍNH.pdf", 2), pdf("scan0001.pdf", 3)]
    page = client_of.post(reverse("upload_many", args=[draft.pk]), {"file": files}, follow=True)
    assert places(draft) == [
        ("", "scan0001.pdf", 1, 1), ("finance", "NĂNG LỰC TÀI CHÍNH.pdf", 1, 1), ("project", "De xuat du an (1).pdf", 1, 1),
    ]  # fmt: skip
    assert page.redirect_chain[0][0] == reverse("attachments", args=[draft.pk])
    unsorted = draft.attachments.get(item="")
    assert f'id="move-{unsorted.pk}"' in page.content.decode()
    answer = client_of.post(reverse("move_file", args=[draft.pk, unsorted.pk]), {"item": "land"}, headers=HTMX)
    assert 'id="bringing"' in answer.content.decode()
    assert "unsorted" not in answer.content.decode()
    assert ("land", "scan0001.pdf", 1, 1) in places(draft)


def test_a_kind_that_the_named_attachment_does_not_take_is_asked_for(draft, client_of):
    client_of.post(
        reverse("upload_many", args=[draft.pk]), {"file": SimpleUploadedFile("de xuat du an.dwg", b"AC1032\x00\x00 x")}
    )
    assert places(draft) == [("", "de xuat du an.dwg", 1, 1)]


def test_what_cannot_be_taken_is_named_and_the_others_are_kept(draft, client_of):
    files = [pdf("de xuat du an.pdf"), SimpleUploadedFile("hỏng.pdf", b""), pdf("trùng de xuat du an.pdf")]
    page = client_of.post(reverse("upload_many", args=[draft.pk]), {"file": files}, headers=HTMX).content.decode()
    assert len(places(draft)) == 1
    assert re.search(r'role="alert">\s*hỏng.pdf: ', page)
    assert re.search(r'role="alert">\s*trùng de xuat', page)
    refused = client_of.post(
        reverse("upload", args=[draft.pk, "land"]), {"file": [pdf("a.pdf"), SimpleUploadedFile("b.pdf", b"")]}, headers=HTMX
    )  # fmt: skip
    assert refused.status_code == 422
    assert "b.pdf: " in refused.content.decode()
    assert ("land", "a.pdf", 1, 1) in places(draft)


def test_a_file_is_replaced_and_its_earlier_version_stays_to_be_read(draft, client_of):
    old = add(draft, pdf_bytes(), "cũ.pdf")
    add(draft, pdf_bytes(pages=2), "phụ lục.pdf")
    answer = client_of.post(
        reverse("upload", args=[draft.pk, "request"]), {"file": pdf("mới.pdf", 3), "replaces": old.pk}, headers=HTMX
    )
    assert answer.status_code == 200
    assert places(draft) == [
        ("request", "cũ.pdf", 1, 1),
        ("request", "mới.pdf", 1, 2),
        ("request", "phụ lục.pdf", 2, 1),
    ]
    page = client_of.get(reverse("read_attachment", args=[old.pk])).content.decode()
    newest = draft.attachments.get(name="mới.pdf")
    assert 'role="note">' in page
    assert reverse("read_attachment", args=[newest.pk]) in page


def test_kinds_and_limit_stand_in_the_page_before_anything_is_sent(draft, client_of, settings):
    page = client_of.get(reverse("attachments", args=[draft.pk])).content.decode()
    field = re.search(r'<input[^>]*id="file-request"[^>]*>', page).group()
    assert 'accept=".pdf,.docx,.jpg,.jpeg,.png,.heic"' in field
    assert "multiple" in field
    assert f'data-file-limit="{settings.UPLOAD_FILE_LIMIT}"' in page


def test_the_officer_sees_what_a_supplement_was_asked_for_and_what_came(walk, as_person):
    by, dossier = walk.office.investor_person, walk.dossier
    project = dossier.attachments.get(item="project")
    supplied(walk, project="Thiếu chữ ký", land="Bản quá mờ")
    page = as_person(by).get(reverse("task", args=[walk.task("supply_supplement").pk])).content.decode()
    assert "Thiếu chữ ký" in page
    row = as_person(by).post(
        reverse("upload", args=[dossier.pk, "project"]), {"file": pdf("đã ký.pdf", 4), "replaces": project.pk}, headers=HTMX
    ).content.decode()  # fmt: skip
    assert "Thiếu chữ ký" in row, "what is asked for stays beside the file"
    walk.do("supply_supplement", by, remark="Giấy tờ đất gửi sau.")
    officer = as_person(walk.office.officer)
    for address in (reverse("task", args=[walk.task("check_completeness").pk]), reverse("dossier", args=[dossier.pk])):
        page = officer.get(address).content.decode()
        for said in (
            "Bổ sung cho rõ.",
            "Thiếu chữ ký",
            "Bản quá mờ",
            "Giấy tờ đất gửi sau.",
            "đã ký.pdf",
            project.name,
        ):
            assert said in page
    assert (
        walk.office.officer.name
        not in as_person(by)
        .get(reverse("dossier", args=[dossier.pk]))
        .content.decode()
        .split('data-supplement="1"')[1]
        .split("</section>")[0]
    )


def test_a_reviewer_reads_all_files_and_versions_in_order(walk, as_person):
    by, dossier = walk.office.investor_person, walk.dossier
    project = dossier.attachments.get(item="project")
    supplied(walk, project="Thiếu chữ ký")
    add(dossier, pdf_bytes(pages=4), "đã ký.pdf", "project", by, replaces=project.pk)
    add(dossier, pdf_bytes(pages=5), "phụ lục.pdf", "project", by)
    walk.do("supply_supplement", by, remark="x")
    walk.do("check_completeness", walk.office.officer, decision="accept")
    walk.do("propose_council", walk.office.officer, seats=walk.seats())
    walk.approve_council(walk.office.leader)
    reviewer = dossier.council.seats.filter(kind="reviewer").first().person
    walk.accept(reviewer)
    page = as_person(reviewer).get(reverse("task", args=[walk.task("write_review", reviewer).pk])).content.decode()
    choices = page.split('id="attachment-choice"')[1].split("</select>")[0]
    order = [choices.index(f'data-file="{pk}"') for pk in (
        dossier.attachments.get(name="đã ký.pdf").pk, project.pk, dossier.attachments.get(name="phụ lục.pdf").pk
    )]  # fmt: skip
    assert order == sorted(order)
    assert choices.count("<optgroup") == dossier.attachments.values("item").distinct().count()
