"""Several files of one attachment, each with versions of its own; unsorted, moved, taken back."""

import pytest
from django.core.files.storage import default_storage

from consult.actions import uploads
from consult.actions.describing import describe_dossier
from consult.actions.intake import draft_dossier
from consult.actions.uploads import MOST_FILES, UNSORTED, fresh_files, move_file, remove_file
from consult.commands import dossiers
from consult.models import Attachment, files_that_stand
from consult.queries.contents import contents_of
from consult.queries.progress import checklist_rows, newer_version, unsorted_files
from tests.refusals import refused

from .test_file_kinds import phone_picture
from .test_uploads import add, image_bytes, pdf_bytes, zip_bytes


@pytest.fixture
def draft(office):
    return draft_dossier(
        procedure=office.investment, proposer=office.investor, by=office.investor_person, title="Dự án"
    )


def kept(draft, item="request"):
    row = next(row for row in checklist_rows(draft) if row.item.code == item)
    return [[one.newest.name, *(old.name for old in one.older)] for one in row.kept]


def test_a_second_file_stands_beside_the_first_and_each_has_its_versions(draft):
    letter = add(draft, pdf_bytes(), "tờ trình.pdf")
    add(draft, pdf_bytes(pages=2), "phụ lục.pdf")
    add(draft, pdf_bytes(pages=3), "tờ trình sửa.pdf", replaces=letter.pk)
    assert kept(draft) == [["tờ trình sửa.pdf", "tờ trình.pdf"], ["phụ lục.pdf"]]
    assert [one.name for one in files_that_stand(draft.attachments.all())] == ["tờ trình sửa.pdf", "phụ lục.pdf"]
    # Of files that stand beside each other the title says which is meant.
    titles = draft.file_titles().values()
    assert len(set(titles)) == 3
    replaced = [piece.title for piece in contents_of(draft) if piece.remark]
    assert len(replaced) == 1
    assert "tờ trình.pdf" in replaced[0]
    assert newer_version(letter).name == "tờ trình sửa.pdf"
    assert newer_version(newer_version(letter)) is None


def test_a_phones_picture_is_the_version_before_what_everybody_sees(draft):
    shown = add(draft, phone_picture(), "IMG_1.HEIC", "drawings")
    add(draft, image_bytes("PNG"), "khác.png", "drawings")
    assert kept(draft, "drawings") == [["IMG_1.jpg", "IMG_1.HEIC"], ["khác.png"]]
    assert shown.version == 2


def test_the_same_file_twice_is_noticed(draft):
    first = add(draft, pdf_bytes())
    with refused("same_file"):
        add(draft, pdf_bytes(), "tên khác.pdf")
    with refused("same_file"):
        add(draft, pdf_bytes(), replaces=first.pk)
    # Under another attachment it may be meant.
    add(draft, pdf_bytes(), item="project")
    assert draft.attachments.count() == 2
    stored = {name for one in draft.attachments.all() for name in [one.file.name]}
    assert all(default_storage.exists(name) for name in stored)


def test_whoever_goes_back_to_an_earlier_version_may(draft):
    first = add(draft, pdf_bytes())
    add(draft, pdf_bytes(pages=2), replaces=first.pk)
    assert add(draft, pdf_bytes(), replaces=first.pk).version == 3


def test_what_is_replaced_has_to_be_there(draft):
    other = add(draft, pdf_bytes(), item="project")
    for strange in (other.pk, 0, 10**12):
        with refused("gone"):
            add(draft, pdf_bytes(pages=2), replaces=strange)


def test_an_attachment_has_at_most_so_many_files(draft, monkeypatch):
    assert MOST_FILES == 50
    monkeypatch.setattr(uploads, "MOST_FILES", 2)
    first = add(draft, pdf_bytes())
    add(draft, pdf_bytes(pages=2))
    with refused("too_many_files"):
        add(draft, pdf_bytes(pages=3))
    assert add(draft, pdf_bytes(pages=3), replaces=first.pk).version == 2


def test_an_unsorted_file_waits_to_be_moved_and_holds_the_sending_back(draft):
    by = draft.submitter
    file = add(draft, pdf_bytes(), "scan.pdf", UNSORTED)
    describe_dossier(dossier=draft, by=by, answers={"rice_land": "no"})
    for number, item in enumerate(draft.asked_items(), start=2):
        if item.required:
            add(draft, pdf_bytes(pages=number), item=item.code)
    assert [one.pk for one in unsorted_files(draft)] == [file.pk]
    with refused("file_unsorted"):
        dossiers.submit(dossier_id=draft.pk, by=by)
    move_file(dossier_id=draft.pk, attachment_id=file.pk, item_code="project", by=by)
    file.refresh_from_db()
    assert (file.item, file.file_number, file.version) == ("project", 2, 1)
    assert dossiers.submit(dossier_id=draft.pk, by=by).code


def test_a_file_is_moved_only_where_it_is_taken(draft):
    drawings = add(draft, zip_bytes(a_dot_txt="x"), "bản vẽ.zip", "drawings")
    by = draft.submitter
    for item, code in {"request": "wrong_kind", "nothing": "no_such_item", "rice_land_plan": "item_not_asked"}.items():
        with refused(code):
            move_file(dossier_id=draft.pk, attachment_id=drawings.pk, item_code=item, by=by)
    letter = add(draft, pdf_bytes())
    add(draft, pdf_bytes(), item="project")
    with refused("same_file"):
        move_file(dossier_id=draft.pk, attachment_id=letter.pk, item_code="project", by=by)


def test_what_came_for_a_supplement_may_be_taken_back_until_it_is_sent(walk):
    by, dossier = walk.office.investor_person, walk.dossier
    handed_in = dossier.attachments.get(item="project")
    walk.do("check_completeness", walk.office.officer, decision="supplement", findings={"project": (False, "Thiếu")})
    new = add(dossier, pdf_bytes(), item="project", by=by, replaces=handed_in.pk)
    assert fresh_files(dossier, [handed_in, new]) == {new.pk}
    with refused("file_handed_in"):
        remove_file(dossier_id=dossier.pk, attachment_id=handed_in.pk, by=by)
    with refused("file_handed_in"):
        move_file(dossier_id=dossier.pk, attachment_id=handed_in.pk, item_code="other", by=by)
    remove_file(dossier_id=dossier.pk, attachment_id=new.pk, by=by)
    assert not Attachment.objects.filter(pk=new.pk).exists()
    new = add(dossier, pdf_bytes(), item="project", by=by, replaces=handed_in.pk)
    walk.do("supply_supplement", by)
    assert fresh_files(dossier, [handed_in, new]) == set()
    with refused("not_now"):
        remove_file(dossier_id=dossier.pk, attachment_id=new.pk, by=by)
