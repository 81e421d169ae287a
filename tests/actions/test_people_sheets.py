"""Sheets of people and of bodies: shown first, taken over on confirmation, by the rules of whose a row is."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from consult import tasks
from consult.actions import body_import, people_import
from consult.actions.bodies import save_body
from consult.actions.sheet_imports import digest_of, save_import
from consult.exports.people_table import BODY_HEADS, PEOPLE_HEADS, read_bodies, read_people
from consult.files import FileFaultError
from consult.models import Dossier, Event, Membership, Organisation, Person, SheetImport
from consult.queries.people import PeopleFilters, people_list
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def another_union(name):
    return Organisation.objects.create(kind="union", name=name, symbol="K")


def rows(heads, *lines):
    return [dict(zip(heads, line, strict=False)) for line in lines]


def table_of(office, what, *lines):
    heads = {"people": PEOPLE_HEADS, "bodies": BODY_HEADS}[what]
    return save_import(union=office.union, by=office.administrator, name="a.xlsx", rows=rows(heads, *lines), what=what)


def planned(office, *lines):
    return people_import.plan_of(table_of(office, "people", *lines), office.administrator)


def seen(plans):
    return [(plan.action, [(problem.code, problem.where) for problem in plan.problems]) for plan in plans]


def take(office, what, *lines):
    module = {"people": people_import, "bodies": body_import}[what]
    table = table_of(office, what, *lines)
    digest = digest_of(module.plan_of(table, office.administrator))
    return module.apply_import(table=table, by=office.administrator, digest=digest)


def sheet(*lines):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


# ---------------------------------------------------------------- people
def test_new_people_are_shown_first_and_invited_when_confirmed(office, as_person):
    client = as_person(office.administrator)
    lines = (
        ["Trần Thị Mới", "Moi@Donvi.vn", "905000001", office.union.name.upper(), "van thu", "", "31/12/2030"],
        ["Lê Văn Sở", "so@donvi.vn", "", office.investor.name, "", "", ""],
        ["Ai Đó", "aido@donvi.vn", "", "Sở Không Có", "Chuyên viên", "30/2/2026", ""],
    )
    upload = SimpleUploadedFile("a.xlsx", sheet(list(PEOPLE_HEADS.values()), *lines).read())
    answer = client.post(reverse("read_people"), {"upload": upload}, follow=True)
    assert answer.context["counts"] == {"add": 2, "change": 0, "same": 0, "fault": 1}
    assert [head for head, _problem in answer.context["rows"][2]["problems"]] == ["Đơn vị", "Từ ngày"]
    tasks.work_off()
    assert not Person.objects.filter(email__endswith="@donvi.vn").exists()
    assert mail.outbox == [], "nobody is told before it is confirmed"
    table = SheetImport.objects.get(what="people")
    address = reverse("people_import", args=[table.pk])
    assert client.post(address, {"apply": "1", "digest": answer.context["digest"]}).status_code == 302
    person = Person.objects.get(email="moi@donvi.vn")
    assert (person.name, person.phone, person.keeper) == ("Trần Thị Mới", "0905000001", office.union)
    (role,) = person.memberships.all()
    assert (role.organisation, role.role, role.since, role.until) == (office.union, "clerk", None, date(2030, 12, 31))
    assert Person.objects.get(email="so@donvi.vn").memberships.get().role == "proposer"
    tasks.work_off()
    assert {message.to[0] for message in mail.outbox} == {"moi@donvi.vn", "so@donvi.vn"}
    assert all(office.administrator.name in message.body for message in mail.outbox)
    table.refresh_from_db()
    assert table.rows == []
    with refused("import_taken_over"):
        people_import.apply_import(table=table, by=office.administrator, digest=answer.context["digest"])


def test_what_is_exported_is_read_back_as_the_same(office, as_person):
    client = as_person(office.administrator)
    Membership.objects.filter(person=office.clerk).update(since=date(2026, 1, 5), until=date(2031, 3, 4))
    exported = client.get(reverse("people_table")).content
    upload = SimpleUploadedFile("a.xlsx", exported)
    answer = client.post(reverse("read_people"), {"upload": upload}, follow=True)
    counts = answer.context["counts"]
    assert (counts["add"], counts["change"], counts["fault"]) == (0, 0, 0)
    assert counts["same"] == load_workbook(BytesIO(exported)).active.max_row - 1 > 3
    # A list narrowed by a filter that cannot be read is not exported as if it were the whole.
    assert client.get(reverse("people_table"), {"role": "vua"}).status_code == 302


def test_somebody_known_is_corrected_and_given_a_role_and_an_empty_cell_changes_nothing(office):
    clerk = office.clerk
    counts = take(
        office, "people",
        ["Tên Mới", clerk.email.upper(), "", "", "", "", ""],
        ["", clerk.email, "0912345678", office.union.name, "Lãnh đạo", "", ""],
        ["", office.officer.email, "", office.union.name, "Chuyên viên", "", ""],
    )  # fmt: skip
    assert counts == {"add": 0, "change": 2, "same": 1, "fault": 0}
    clerk.refresh_from_db()
    assert (clerk.name, clerk.phone) == ("Tên Mới", "0912345678")
    assert set(clerk.memberships.values_list("role", flat=True)) == {"clerk", "leader"}
    verbs = Event.objects.filter(union=office.union, dossier=None, data__person=str(clerk.uid))
    assert list(verbs.order_by("position").values_list("verb", flat=True)) == [
        "person_changed", "person_changed", "role_given",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        (["A B", "", "", "U", "Văn thư"], [("address_missing", "email")]),
        (["A B", "khong phai", "", "U", "Văn thư"], [("no_address", "email")]),
        (["", "a@b.vn", "", "U", "Văn thư"], [("name_missing", "name")]),
        (["A B", "a@b.vn", "", "", ""], [("role_missing", "role")]),
        (["A B", "a@b.vn", "", "U", ""], [("role_missing", "role")]),
        (["A B", "a@b.vn", "", "", "Văn thư"], [("body_missing", "organisation")]),
        (["A B", "a@b.vn", "", "U", "Vua"], [("no_such_role", "role")]),
        (["A B", "a@b.vn", "", "U", "Đơn vị trình"], [("not_of_office", "role")]),
        (["A B", "a@b.vn", "", "U", "Văn thư", "2/1/2026", "2026-01-01 00:00:00"], [("last_before_first", "until")]),
        (["A B", "a@b.vn", "1" * 31, "U", "Văn thư"], [("too_long", "phone")]),
    ],
)
def test_a_fault_names_its_cell_and_stops_no_other_row(office, line, codes):
    said = [office.union.name if cell == "U" else cell for cell in line]
    plans = planned(office, said, ["Trần Tốt", "tot@b.vn", "", office.union.name, "Văn thư"])
    assert seen(plans) == [("fault", codes), ("add", [])]


def test_one_address_in_two_cases_is_one_person(office):
    line = ["Trần Thị Mới", "moi@donvi.vn", "", office.union.name, "Văn thư"]
    plans = planned(
        office, line, [*line[:1], "MOI@donvi.vn", *line[2:]], ["Trần Khác", "Moi@Donvi.vn", "", office.union.name, "Lãnh đạo"],
        ["", "moi@donvi.vn", "", office.union.name, "Kiểm toán"],
    )  # fmt: skip
    assert seen(plans)[:3] == [
        ("add", []),
        ("fault", [("row_twice", "email")]),
        ("fault", [("told_otherwise", "name")]),
    ]


def test_whose_a_row_is_holds_as_on_the_pages(office, as_person):
    other = another_union("Liên hiệp Hội tỉnh Khác")
    theirs = Person.objects.create_user("cv@khac.test", "x", name="Chuyên viên khác", keeper=other)
    Membership.objects.create(person=theirs, organisation=other, role="officer")
    ours = office.officer
    Membership.objects.create(person=ours, organisation=other, role="auditor")
    closed = Person.objects.create_user("dong@nha.test", "x", name="Đã Đóng", keeper=office.union, is_active=False)
    plans = planned(
        office,
        ["Chiếm Lấy", theirs.email, "", office.union.name, "Văn thư"],
        ["Tên Khác", ours.email, "", "", ""],
        ["", ours.email, "", office.union.name, "Văn thư"],
        ["", closed.email, "", office.union.name, "Văn thư"],
        ["", office.administrator.email, "", office.union.name, "administrator", "", "1/1/2031"],
        ["Mới", "moi@x.vn", "", other.name, "Văn thư"],
    )
    begins_later = planned(office, ["", office.administrator.email, "", office.union.name, "administrator", "1/1/2090"])
    assert seen(begins_later) == [("fault", [("administrators_first_day", "since")])]
    assert seen(plans) == [
        ("fault", [("kept_elsewhere", "email")]),
        ("fault", [("another_unions_person", "name")]),
        ("change", []),
        ("fault", [("account_closed", "role")]),
        ("fault", [("administrators_last_day", "until")]),
        ("fault", [("no_such_body", "organisation")]),
    ]
    assert "Chuyên viên khác" not in str(plans), "nothing of another's account is shown"
    assert people_import.plan_of(table_of(office, "people"), office.administrator) == []


def test_a_whole_sheet_is_taken_over(office):
    lines = [[f"Người Thứ {n}", f"n{n}@donvi.vn", "", office.union.name, "Chuyên viên"] for n in range(60)]
    assert take(office, "people", *lines)["add"] == 60
    assert Membership.objects.filter(organisation=office.union, person__email__endswith="@donvi.vn").count() == 60


def test_what_changed_since_it_was_shown_is_shown_again(office):
    table = table_of(office, "people", ["Tên Mới", office.clerk.email])
    digest = digest_of(people_import.plan_of(table, office.administrator))
    Person.objects.filter(pk=office.clerk.pk).update(name="Tên Mới")
    with refused("registry_changed"):
        people_import.apply_import(table=table, by=office.administrator, digest=digest)


def test_only_the_administrator_reads_such_a_sheet(office):
    for what in ("people", "bodies"):
        with refused("role"):
            save_import(union=office.union, by=office.officer, name="a.xlsx", rows=[], what=what)


def test_two_thousand_rows_are_planned_with_few_queries(office, django_assert_max_num_queries):
    lines = [[f"Người Thứ {n}", f"n{n}@donvi.vn", "", office.union.name, "Chuyên viên"] for n in range(2000)]
    table = table_of(office, "people", *lines)
    with django_assert_max_num_queries(40):
        plans = people_import.plan_of(table, office.administrator)
    assert {plan.action for plan in plans} == {"add"}
    heads = list(PEOPLE_HEADS.values())
    assert len(read_people(sheet(heads, *lines))) == 2000
    with pytest.raises(FileFaultError) as fault:
        read_people(sheet(heads, *lines, lines[0]))
    assert fault.value.code == "too_many_rows"


def test_a_formula_is_no_text_and_a_merged_cell_holds_for_every_row(office):
    stream = sheet(
        list(PEOPLE_HEADS.values()), ["=1+1", "a@b.vn", "", office.union.name, "Văn thư"],
        ["Trần Hai", "b@b.vn", "", None, "Văn thư"],
    )  # fmt: skip
    book = load_workbook(stream)
    book.active.merge_cells("D2:D3")
    book.active["F3"] = date(2030, 5, 6)
    made = BytesIO()
    book.save(made)
    made.seek(0)
    found = read_people(made)
    assert [row["name"] for row in found] == ["", "Trần Hai"]
    table = save_import(union=office.union, by=office.administrator, name="a", rows=found, what="people")
    plans = people_import.plan_of(table, office.administrator)
    assert seen(plans) == [("fault", [("name_missing", "name")]), ("add", [])]
    assert plans[1].entry.since == date(2030, 5, 6)


def test_what_looks_like_a_formula_is_exported_as_text(office, as_person):
    Person.objects.filter(pk=office.clerk.pk).update(phone="=1+1")
    exported = as_person(office.administrator).get(reverse("people_table")).content
    cells = [cell for line in load_workbook(BytesIO(exported)).active for cell in line]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]


# ---------------------------------------------------------------- bodies
def test_bodies_are_entered_and_changed_each_under_a_row_above(office):
    counts = take(
        office, "bodies",
        ["Sở Mới", str(Organisation.Kind.DEPARTMENT.label).upper(), "provincial", "", "Đắk Lắk", "", ""],
        ["Trung tâm Mới", "department", "", "so moi", "", "", ""],
    )  # fmt: skip
    assert counts == {"add": 2, "change": 0, "same": 0, "fault": 0}
    made = Organisation.objects.get(name="Trung tâm Mới")
    assert (made.parent.name, made.parent.place, made.keeper) == ("Sở Mới", "Đắk Lắk", office.union)
    counts = take(
        office, "bodies", ["TRUNG TÂM MỚI", "", "", "", "", "Số 1", ""], ["Sở mới", "", "", "", "Đắk Lắk", "", ""]
    )
    assert (counts["change"], counts["same"]) == (1, 1)
    made.refresh_from_db()
    assert (made.name, made.address) == ("Trung tâm Mới", "Số 1")


def test_exported_bodies_are_read_back_as_the_same(office, as_person):
    take(office, "bodies", ["Sở Mới", "department"], ["Trung tâm A", "department", "", "Sở Mới"])
    client = as_person(office.administrator)
    exported = client.get(reverse("body_table")).content
    table = save_import(
        union=office.union, by=office.administrator, name="a", rows=read_bodies(BytesIO(exported)), what="bodies"
    )
    plans = body_import.plan_of(table, office.administrator)
    assert {plan.action for plan in plans} == {"same"}
    assert len(plans) >= 3


def test_faults_of_bodies_name_their_cell(office):
    other = another_union("Liên hiệp Hội tỉnh Khác")
    body = office.investor
    Dossier.objects.filter(proposer=body).delete()
    Dossier.objects.create(
        union=other, proposer=body, procedure=office.investment, title="x", submitter=office.investor_person
    )
    plans = body_import.plan_of(
        table_of(
            office, "bodies", [body.name, "", "", "", "Nơi Khác"], ["Sở A", ""], ["Sở B", "vương quốc"],
            ["Sở C", "department", "", "Sở Không"], ["Sở D", "department"], ["SỞ D", "department"],
            ["Sở E", "department", "", "Sở E"], ["", "department"], ["Hội Khác", "union"],
        ),
        office.administrator,
    )  # fmt: skip
    known = Organisation.objects.filter(pk=body.pk, keeper=office.union).exists()
    assert seen(plans) == [
        ("fault", [("another_unions_body", "name")]) if known else ("fault", [("kind_missing", "kind")]),
        ("fault", [("kind_missing", "kind")]),
        ("fault", [("no_such_kind", "kind")]),
        ("fault", [("no_such_body", "parent")]),
        ("add", []),
        ("fault", [("row_twice", "name")]),
        ("fault", [("under_itself", "parent")]),
        ("fault", [("name_missing", "name")]),
        ("fault", [("no_such_kind", "kind")]),
    ]


def test_the_list_of_people_is_what_is_exported(office):
    found = people_list(PeopleFilters(role="clerk"), [office.union.pk])
    assert {entry.email for entry in people_import.entries_of(found, office.administrator)} == {office.clerk.email}


def test_two_bodies_are_not_put_under_each_other(office):
    take(office, "bodies", ["Một", "department"], ["Hai", "department", "", "Một"], ["Ba", "department", "", "Hai"])
    for above in ("Hai", "BA"):
        table = table_of(office, "bodies", ["Một", "", "", above])
        assert seen(body_import.plan_of(table, office.administrator)) == [("fault", [("circle", "parent")])]
    # Within one sheet, too.
    plans = body_import.plan_of(
        table_of(office, "bodies", ["A", "department"], ["B", "department", "", "A"], ["Một", "", "", "B"],
                 ["Hai", "", "", "A"]),
        office.administrator,
    )  # fmt: skip
    assert [plan.action for plan in plans] == ["add", "add", "change", "change"]
    first = Organisation.objects.get(name="Một")
    first.parent = Organisation.objects.get(name="Ba")
    with refused("circle"):
        save_body(body=first, union=office.union, by=office.administrator)
