"""What addresses and forms are given by hand: no value there is, is a fault of the server."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from consult.models import SheetImport
from consult.rules.text import MOST_WORDS, same_secret, search_words, whole_number, year_number

ODD = ("²", "٣", "9" * 5000, "9" * 30, "-1", "--5", "1e3", "0000", "0001", "²²²²", "9999", "\0", "é", "")
OF_NUMBERS = {
    "registers": ("union", "year", "page", "kind"),
    "incoming": ("union", "year", "page"),
    "dispatch": ("union", "page"),
    "yearly_tasks": ("union", "year", "source", "state", "quarter", "page"),
    "fees_of_a_year": ("union", "year"),
    "fairness": ("union", "year", "order", "page"),
    "plan": ("union",),
    "dossiers": ("field", "organisation", "stage", "page"),
    "experts": ("field", "association", "page"),
}


@given(st.text(max_size=30) | st.from_regex(r"\A[0-9]{1,25}\Z"))
def test_a_whole_number_is_plain_digits_that_every_database_keeps(text):
    number = whole_number(text)
    assert (number is not None) == (0 < len(text) <= 18 and set(text) <= set("0123456789"))
    assert number is None or number == int(text) < 2**63
    year = year_number(text)
    assert year is None or (1900 <= year <= 2200 and str(year) == text)


def test_a_year_is_one_of_a_few_hundred():
    assert [year_number(text) for text in ("1899", "1900", "2200", "2201", "02026", "²²²²", "")] == [
        None, 1900, 2200, None, None, None, None,
    ]  # fmt: skip


@given(st.text(max_size=3000))
def test_a_search_takes_a_bounded_number_of_words(text):
    assert len(search_words(text)) <= MOST_WORDS


@given(st.text(max_size=20), st.text(alphabet="abc23", min_size=1, max_size=20))
def test_a_key_is_compared_whatever_is_shown_for_it(shown, kept):
    assert same_secret(shown, kept) == (shown == kept)
    assert same_secret(kept, kept)


@pytest.mark.django_db
@pytest.mark.parametrize("page", OF_NUMBERS)
def test_no_value_in_an_address_is_a_fault(office, as_person, page):
    client = as_person(office.officer)
    for name in OF_NUMBERS[page]:
        for value in ODD:
            status = client.get(reverse(page), {name: value}).status_code
            assert status in (200, 302, 403, 404), (page, name, value[:20])


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["dossiers", "experts"])
def test_a_search_for_three_thousand_words_is_answered(office, as_person, page):
    words = " ".join(f"tu{number}" for number in range(3000))
    assert as_person(office.officer).get(reverse(page), {"text": words}).status_code == 200


@pytest.mark.django_db
def test_a_search_of_the_administration_for_three_thousand_words_is_answered(office, as_person):
    office.administrator.is_staff = office.administrator.is_superuser = True
    office.administrator.save()
    words = " ".join(f"tu{number}" for number in range(3000))
    for page in ("person", "organisation", "membership"):
        answer = as_person(office.administrator).get(reverse(f"admin:consult_{page}_changelist"), {"q": words})
        assert answer.status_code in (200, 302), page


@pytest.mark.django_db
@pytest.mark.parametrize("value", ODD)
def test_no_number_of_a_register_is_a_fault(office, as_person, value):
    late = {"form": "late", "kind": "", "number": value, "day": "2026-11-20", "subject": "a"}
    assert as_person(office.clerk).post(reverse("registers"), late).status_code in (200, 302, 422)


@pytest.mark.django_db
@pytest.mark.parametrize("value", ODD)
def test_no_seat_is_a_fault(in_council, as_person, value):
    client = as_person(in_council.office.officer)
    task = in_council.task("propose_council")
    for name in ("propose", "check"):
        address = reverse("task" if name == "propose" else "check_seats", args=[task.pk])
        for data in (
            {"person": value, "kind": "chair", "group": ""},
            {"person": in_council.office.experts[0].pk, "kind": "chair", "group": value},
        ):
            assert client.post(address, data).status_code < 500, (name, value[:20])


@pytest.mark.django_db
@pytest.mark.parametrize("value", ODD)
def test_no_revision_of_a_text_is_a_fault(reviewed, as_person, value):
    reviewed.call_meeting()
    reviewed.hold_meeting()
    task = reviewed.task("draft_opinion")
    saving = {"body": "<p>a</p>", "conclusion": "", "revision": value, "kept": "1"}
    answer = as_person(task.assignee or reviewed.office.officer).post(reverse("save_text", args=[task.pk]), saving)
    assert answer.status_code < 500


@pytest.mark.django_db
def test_no_choice_for_a_row_is_a_fault(office, as_person):
    row = {"name": "Lê Quang Thiệu", "fields": ""}
    table = SheetImport.objects.create(union=office.union, read_by=office.officer, rows=[row])
    client = as_person(office.officer)
    for value in ODD:
        for data in ({"row_1": value}, {f"row_{value}": "1"}):
            answer = client.post(reverse("expert_import", args=[table.pk]), {"show": "1", **data})
            assert answer.status_code < 500, (data,)


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["é", "²", "\0", ""])
def test_no_code_of_a_room_is_a_fault(reviewed, as_person, code):
    reviewed.call_meeting()
    meeting = reviewed.dossier.council.meetings.latest("sequence")
    client = as_person(reviewed.seat("chair"))
    address = reverse("meeting_act", args=[meeting.pk, "here"])
    assert client.post(address, {"mode": "room", "code": code}).status_code < 500
    assert not meeting.attendances.exists()
