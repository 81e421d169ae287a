"""The registry of experts: searched, kept by the office and by experts themselves, filled from a sheet."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from consult import clock
from consult.actions import experts as actions
from consult.actions.privacy import erase
from consult.exports.expert_table import HEADS
from consult.models import Expert, ExpertFile, Membership, Organisation, Person, SheetImport, SubjectArea, Task
from tests.actions.test_uploads import pdf_bytes


@pytest.fixture
def expert(office):
    return Expert.objects.get(person__name="Lê Quang Thiệu")


def names_on(page) -> set[str]:
    return {row["expert"].person.name for row in page.context["rows"]}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"text": "le quang"}, {"Lê Quang Thiệu"}),
        ({"text": "CAU DUONG"}, {"Lê Quang Thiệu"}),
        ({"text": "nuoc ngam karst"}, {"Hoàng Văn Sính"}),
        ({"degree": "PGS.TS."}, {"Trần Đình Khải", "Hoàng Văn Sính", "Ngô Bá Thạnh"}),
        ({"place": "Gia Lai"}, {"Hoàng Văn Sính"}),
        ({"text": "khong ai ca"}, set()),
    ],
)
def test_experts_are_found_without_accents_and_by_filters(office, as_person, filters, found):
    Expert.objects.filter(person__name="Hoàng Văn Sính").update(place="Gia Lai")
    sinh = Expert.objects.get(person__name="Hoàng Văn Sính")
    sinh.biography = "Nước ngầm vùng Karst"
    sinh.save()
    page = as_person(office.officer).get(reverse("experts"), filters)
    assert names_on(page) == found


def test_the_filter_of_a_field_finds_its_branch(office, as_person):
    parent, child = SubjectArea.objects.get(name="Môi trường"), SubjectArea.objects.get(name="Nước ngầm")
    client = as_person(office.officer)
    assert names_on(client.get(reverse("experts"), {"field": parent.pk})) == {"Phạm Thu Diệp", "Hoàng Văn Sính"}
    sinh = Expert.objects.get(person__name="Hoàng Văn Sính")
    sinh.subject_areas.set([child])
    assert "Hoàng Văn Sính" in names_on(client.get(reverse("experts"), {"field": parent.pk}))


def test_load_and_record_are_shown_and_filtered(reviewed, as_person):
    office = reviewed.office
    first = reviewed.dossier.reviews.first()
    late = Task.objects.get(node="write_review", assignee=first.seat.person)
    late.finished = clock.now() + timedelta(days=60)
    late.save()
    client = as_person(office.officer)
    late_names = names_on(client.get(reverse("experts"), {"record": "late"}))
    assert late_names == {first.seat.person.name}
    other = reviewed.dossier.reviews.last().seat.person.name
    assert names_on(client.get(reverse("experts"), {"record": "in_time"})) == {other}
    never = names_on(client.get(reverse("experts"), {"record": "never"}))
    assert not never & {other, first.seat.person.name}
    free = names_on(client.get(reverse("experts"), {"load": "free"}))
    seated = set(reviewed.dossier.council.seats.values_list("person__name", flat=True))
    assert free
    assert not free & seated
    page = client.get(reverse("experts"), {"text": first.seat.person.name})
    assert "mời 1, nhận 1" in page.content.decode()
    assert "1 trễ" in page.content.decode()


def test_the_record_of_another_unions_councils_is_not_shown(reviewed, as_person):
    other = Organisation.objects.create(kind="union", name="Liên hiệp Hội tỉnh Khác", symbol="K")
    officer = Person.objects.create_user("cv@khac.test", "x", name="Chuyên viên khác")
    Membership.objects.create(person=officer, organisation=other, role="officer")
    reviewer = reviewed.dossier.reviews.first().seat.person
    client = as_person(officer)
    page = client.get(reverse("experts"), {"text": reviewer.name}).content.decode()
    assert "chưa từng được mời" in page
    one = client.get(reverse("expert", args=[reviewer.expert.pk])).content.decode()
    assert reviewed.dossier.title not in one
    mine = as_person(reviewed.office.officer).get(reverse("expert", args=[reviewer.expert.pk])).content.decode()
    assert reviewed.dossier.title in mine


def test_the_list_takes_as_many_queries_for_many_as_for_few(office, as_person, django_assert_max_num_queries):
    for number in range(60):
        person = Person.objects.create_user(f"nhieu{number}@vd.test", None, name=f"Nguyễn Văn Thứ {number}")
        Expert.objects.create(person=person).subject_areas.add(SubjectArea.objects.first())
    client = as_person(office.officer)
    with django_assert_max_num_queries(26):
        page = client.get(reverse("experts"))
    assert len(page.context["rows"]) == 30


def profile(**changes):
    return {"name": "Lê Quang Thiệu", "degree": "ThS.", "phone": "", "employer": "Viện Mới", "place": "Đắk Lắk",
            "biography": "Cầu treo", **changes}  # fmt: skip


def test_the_office_changes_an_expert_but_not_the_address(office, expert, as_person):
    environment = SubjectArea.objects.get(name="Môi trường")
    address = expert.person.email
    answer = as_person(office.officer).post(
        reverse("edit_expert", args=[expert.pk]),
        profile(name="Lê Quang Thiệu Anh", subject_areas=[environment.pk], email="khac@vd.test"),
    )
    assert answer.status_code == 302
    expert.refresh_from_db()
    assert (expert.person.name, expert.employer, expert.place) == ("Lê Quang Thiệu Anh", "Viện Mới", "Đắk Lắk")
    assert expert.person.email == address
    assert list(expert.subject_areas.all()) == [environment]
    assert "cau treo" in expert.search_text


def test_experts_keep_their_own_profile_and_cannot_make_themselves_invitable(office, expert, as_person):
    expert.judgements.create(union=office.union, invited=False)
    client = as_person(expert.person)
    answer = client.post(reverse("edit_expert", args=[expert.pk]), profile(name="Tên Khác", invited="on"))
    assert answer.status_code == 302
    expert.refresh_from_db()
    assert expert.employer == "Viện Mới"
    assert not expert.judgements.get().invited
    assert client.post(reverse("judge_expert", args=[expert.pk]), {"invited": "on"}).status_code == 403
    assert expert.person.name == "Lê Quang Thiệu"
    assert client.get(reverse("expert", args=[expert.pk])).status_code == 200
    assert client.get(reverse("experts")).status_code == 403
    assert client.get(reverse("personal_data", args=[expert.person_id])).status_code == 200


def test_only_the_expert_agrees_to_the_use_of_their_data(expert, office, as_person):
    assert "Tôi đồng ý" in as_person(expert.person).get(reverse("expert", args=[expert.pk])).content.decode()
    assert as_person(office.officer).post(reverse("agree_expert", args=[expert.pk])).status_code == 403
    as_person(expert.person).post(reverse("agree_expert", args=[expert.pk]))
    expert.refresh_from_db()
    assert expert.consented_at is not None


def test_adding_somebody_who_is_there_is_refused_and_keeps_what_was_typed(office, expert, as_person):
    client = as_person(office.officer)
    answer = client.post(reverse("add_expert"), profile(email=expert.person.email.upper(), employer="Đã gõ rồi"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "đã có trong danh bạ" in page
    assert "Đã gõ rồi" in page
    answer = client.post(reverse("add_expert"), profile(name="Phan Văn Mới", email="Moi@vd.test"))
    made = Expert.objects.get(person__email="moi@vd.test")
    assert answer["Location"] == reverse("expert", args=[made.pk])
    assert not made.person.has_usable_password()


def test_who_works_for_another_union_is_that_unions_to_keep(office, as_person):
    other = Organisation.objects.create(kind="union", name="Liên hiệp Hội tỉnh Khác", symbol="K")
    theirs = Person.objects.create_user("cv@khac.test", "x", name="Chuyên viên khác")
    Membership.objects.create(person=theirs, organisation=other, role="officer")
    client = as_person(office.officer)
    assert client.post(reverse("add_expert"), profile(email="cv@khac.test")).status_code == 422
    expert = Expert.objects.create(person=theirs)
    assert client.post(reverse("edit_expert", args=[expert.pk]), profile()).status_code == 403


# ---------------------------------------------------------------- ties, absences, files
def add(client, expert, form, **data):
    return client.post(reverse("expert", args=[expert.pk]), {"form": form, **data})


def test_ties_and_absences_are_declared_and_taken_back(expert, office, as_person):
    own, officer = as_person(expert.person), as_person(office.officer)
    assert add(own, expert, "tie", kind="family", organisation=office.investor.pk).status_code == 302
    assert add(officer, expert, "tie", kind="former_employer", body="Sở Cũ", until="2024-01-31").status_code == 302
    assert add(own, expert, "absence", first_day="2026-12-01", last_day="2026-12-31").status_code == 302
    declared, written = expert.ties.get(kind="family"), expert.ties.get(kind="former_employer")
    assert (declared.body, declared.declared_by) == (office.investor.name, expert.person)
    assert written.until == date(2024, 1, 31)
    own.post(reverse("remove_expert_row", args=[expert.pk, "tie", written.pk]))
    assert expert.ties.filter(pk=written.pk).exists(), "what the office wrote is the office's"
    own.post(reverse("remove_expert_row", args=[expert.pk, "tie", declared.pk]))
    officer.post(reverse("remove_expert_row", args=[expert.pk, "tie", written.pk]))
    own.post(reverse("remove_expert_row", args=[expert.pk, "absence", expert.absences.get().pk]))
    assert not expert.ties.exists()
    assert not expert.absences.exists()


def test_a_row_of_another_expert_is_not_reached_by_its_number(expert, office, as_person):
    other = Expert.objects.exclude(pk=expert.pk).first()
    tie = other.ties.create(kind="family", body="Sở A", declared_by=expert.person)
    answer = as_person(expert.person).post(reverse("remove_expert_row", args=[expert.pk, "tie", tie.pk]))
    assert answer.status_code == 404
    assert other.ties.exists()


@pytest.mark.parametrize(
    ("form", "data", "said"),
    [
        ("tie", {"kind": "family", "body": " "}, "Hãy ghi tên cơ quan"),
        ("absence", {"first_day": "2026-12-31", "last_day": "2026-12-01"}, "Ngày cuối không thể trước ngày đầu"),
        ("proof", {"kind": "cv"}, "bắt buộc"),
    ],
)
def test_what_lacks_is_said_at_its_form(expert, as_person, form, data, said):
    answer = add(as_person(expert.person), expert, form, **data)
    assert answer.status_code == 422
    assert answer.context["asked"] == form
    assert said in str(answer.context["forms"][form].errors)


def test_a_cv_is_kept_served_and_refused_when_it_is_none(expert, as_person):
    client = as_person(expert.person)
    cv = SimpleUploadedFile("../Lý lịch.pdf", pdf_bytes(), "application/pdf")
    assert add(client, expert, "proof", kind="cv", upload=cv).status_code == 302
    kept = expert.files.get()
    assert kept.name == "Lý lịch.pdf"
    answer = client.get(reverse("expert_file", args=[expert.pk, kept.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert "sandbox" in answer["Content-Security-Policy"]
    wrong = SimpleUploadedFile("cv.pdf", b"<script>alert(1)</script>", "application/pdf")
    answer = add(client, expert, "proof", kind="cv", upload=wrong)
    assert answer.status_code == 422
    assert expert.files.count() == 1


def test_erasing_takes_profile_ties_and_files(expert, office, reviewed, django_capture_on_commit_callbacks):
    person = reviewed.dossier.reviews.first().seat.person
    reviewer = person.expert
    actions.add_tie(expert=reviewer, by=person, kind="family", body="Sở A")
    upload = SimpleUploadedFile("cv.pdf", pdf_bytes(), "application/pdf")
    proof = actions.add_proof(expert=reviewer, by=person, kind="cv", upload=upload)
    storage, name = proof.file.storage, proof.file.name
    reviewed.dossier.stage, reviewed.dossier.outcome = "closed", "archived"
    reviewed.dossier.save()
    with django_capture_on_commit_callbacks(execute=True):
        erase(person=person, by=person)
    reviewer.refresh_from_db()
    assert (reviewer.employer, reviewer.ties.count(), reviewer.files.count()) == ("", 0, 0)
    assert not storage.exists(name)


# ---------------------------------------------------------------- sheets
def sheet(*rows: list[str], heads: list[str] | None = None) -> SimpleUploadedFile:
    book = Workbook()
    book.active.append(heads or list(HEADS.values()))
    for row in rows:
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return SimpleUploadedFile("chuyên gia.xlsx", stream.getvalue())


def read(client, *rows, **extra):
    answer = client.post(reverse("read_experts"), {"upload": sheet(*rows, **extra)}, follow=True)
    return answer, SheetImport.objects.filter(applied_at=None).last()


def test_the_export_is_read_back_without_a_change(office, as_person):
    client = as_person(office.officer)
    exported = client.get(reverse("expert_table"))
    assert load_workbook(BytesIO(exported.content)).active.max_row == 1 + Expert.objects.count()
    upload = SimpleUploadedFile("a.xlsx", exported.content)
    answer = client.post(reverse("read_experts"), {"upload": upload}, follow=True)
    assert answer.context["counts"] == {"add": 0, "change": 0, "same": Expert.objects.count(), "fault": 0}


def test_a_sheet_shows_what_it_would_change_and_changes_it_when_told(office, expert, as_person):
    client = as_person(office.officer)
    before = Expert.objects.count()
    answer, table = read(
        client,
        ["TS. le quang thieu", "", "", "0905 111", "", "Gia Lai"],
        ["PGS. Phan Thị Mới", "", "moi@vd.test", "", "Viện Y", "", "", "giao thong; MÔI TRƯỜNG"],
        ["Ai Đó", "", "", "", "", "", "", "Chiêm tinh"],
    )
    page = answer.content.decode()
    assert answer.context["counts"] == {"add": 1, "change": 1, "same": 0, "fault": 1}
    assert "Không có lĩnh vực chuyên môn nào tên “Chiêm tinh”" in page
    assert "Gia Lai" in page
    expert.refresh_from_db()
    assert (expert.place, Expert.objects.count()) == ("", before), "reading changes nothing"
    digest = answer.context["digest"]
    client.post(reverse("expert_import", args=[table.pk]), {"apply": "1", "digest": digest})
    expert.refresh_from_db()
    assert (expert.place, expert.person.phone, expert.degree, expert.person.name) == (
        "Gia Lai", "0905 111", "TS.", "Lê Quang Thiệu",
    )  # fmt: skip
    made = Expert.objects.get(person__email="moi@vd.test")
    assert (made.degree, {field.name for field in made.subject_areas.all()}) == ("PGS.", {"Giao thông", "Môi trường"})
    table.refresh_from_db()
    assert table.rows == []


def test_a_registry_that_changed_meanwhile_is_shown_again(office, expert, as_person):
    client = as_person(office.officer)
    answer, table = read(client, ["Lê Quang Thiệu", "", "", "", "", "Gia Lai"])
    digest = answer.context["digest"]
    expert.place = "Gia Lai"
    expert.save()
    answer = client.post(reverse("expert_import", args=[table.pk]), {"apply": "1", "digest": digest})
    assert answer.status_code == 422
    assert "Danh sách đã thay đổi" in answer.content.decode()
    table.refresh_from_db()
    assert table.applied_at is None


def test_the_officer_says_who_a_row_means(office, expert, as_person):
    client = as_person(office.officer)
    answer, table = read(client, ["Lê Quang Thiệu", "", "khac@vd.test", "", "Viện Y"])
    assert answer.context["counts"]["add"] == 1
    assert [key for key, _name in answer.context["rows"][0]["others"]] == [expert.pk]
    address = reverse("expert_import", args=[table.pk])
    answer = client.post(address, {"show": "1", "row_1": expert.pk})
    assert answer.context["counts"] == {"add": 0, "change": 1, "same": 0, "fault": 0}
    client.post(address, {"apply": "1", "row_1": expert.pk, "digest": answer.context["digest"]})
    expert.refresh_from_db()
    assert expert.employer == "Viện Y"
    assert not Person.objects.filter(email="khac@vd.test").exists()


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (lambda: SimpleUploadedFile("a.xlsx", pdf_bytes()), "lưu dạng XLSX"),
        (lambda: SimpleUploadedFile("a.xlsx", b"PK\x03\x04 hong"), "hỏng"),
        (lambda: sheet(["x"], heads=["Cột lạ"]), "Cột lạ"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_refused_with_advice(office, as_person, upload, said):
    answer = as_person(office.officer).post(reverse("read_experts"), {"upload": upload()})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not SheetImport.objects.exists()


def test_a_row_of_another_unions_person_is_left_out(office, as_person):
    other = Organisation.objects.create(kind="union", name="Liên hiệp Hội tỉnh Khác", symbol="K")
    theirs = Person.objects.create_user("cv@khac.test", "x", name="Chuyên viên khác")
    Membership.objects.create(person=theirs, organisation=other, role="officer")
    Expert.objects.create(person=theirs)
    answer, _table = read(as_person(office.officer), ["Chuyên viên khác", "TS.", "cv@khac.test"])
    assert answer.context["counts"]["fault"] == 1
    assert "Liên hiệp Hội khác" in answer.content.decode()


def test_formulas_in_the_registry_are_texts_in_the_sheet(office, expert, as_person):
    expert.employer = '=HYPERLINK("http://x")'
    expert.save()
    exported = as_person(office.officer).get(reverse("expert_table"), {"text": "le quang thieu"})
    cell = load_workbook(BytesIO(exported.content)).active["E2"]
    assert cell.data_type == "s"
    assert ExpertFile.objects.count() == 0
