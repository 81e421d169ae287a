"""Lists, search, language, the demo and the errors."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from environs import Env

from config.deployment import read_deployment
from consult.demo.office import DEMO_PASSWORD
from consult.models import Dossier, Notification, Register, RegisterEntry, Review, Seat, SubjectArea, Task
from consult.rules.text import normalise_for_search

AMERICAN_DATE = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z.]*\s+\d{1,2},\s+\d{4}")


def multiply(walk, times: int) -> None:
    """Copies of a dossier with its open step, its unread notice, a register entry and a review."""
    original, task = walk.dossier, walk.task("collect_reviews")
    register = Register.objects.create(
        union=original.union, kind="KH", first_day=date(2026, 1, 1), last_day=date(2026, 12, 31)
    )
    copies, already = [], Dossier.objects.count()
    for number in range(times):
        copy = Dossier.objects.get(pk=original.pk)
        copy.pk, copy.code, copy.title = None, f"{original.code}-{already + number}", f"Dự án nhân bản số {number}"
        copy.uid = uuid4()
        copy.search_text = normalise_for_search(copy.title)
        copies.append(copy)
    copies = Dossier.objects.bulk_create(copies)
    processes = type(task.process).objects.bulk_create(
        type(task.process)(dossier=copy, flow_class=task.process.flow_class) for copy in copies
    )
    made = []
    for copy, process in zip(copies, processes, strict=True):
        row = Task.objects.get(pk=task.pk)
        row.pk, row.dossier, row.process = None, copy, process
        made.append(row)
    made = Task.objects.bulk_create(made)
    officer = walk.office.officer
    Notification.objects.bulk_create(
        Notification(person=officer, dossier=row.dossier, task=row, kind="task", key=f"copy{row.pk}") for row in made
    )
    RegisterEntry.objects.bulk_create(
        RegisterEntry(register=register, number=n + 1, symbol=f"{n}", subject="x", given_by=officer)
        for n in range(times)
    )
    seats = Seat.objects.bulk_create(
        Seat(
            council=original.council, person=walk.office.experts[8], kind="reviewer", released_at=original.submitted_at
        )
        for _ in copies
    )
    Review.objects.bulk_create(
        Review(dossier=copy, seat=seat, state="invited") for copy, seat in zip(copies, seats, strict=True)
    )


@pytest.mark.parametrize("name", ["my_work", "dossiers", "registers", "notices", "mails"])
def test_the_queries_of_a_list_do_not_grow_with_its_rows(
    reviewing, as_person, name, django_assert_max_num_queries, django_assert_num_queries
):
    multiply(reviewing, 20)
    client = as_person(reviewing.office.officer)
    client.get(reverse(name))
    with django_assert_max_num_queries(26) as few:
        client.get(reverse(name))
    Register.objects.filter(kind="KH").update(kind="TTr")
    multiply(reviewing, 1980)
    with django_assert_num_queries(len(few)):
        assert client.get(reverse(name)).status_code == 200


def test_the_queries_of_a_dossiers_page_are_bounded(issued, as_person, django_assert_num_queries):
    client = as_person(issued.office.officer)
    address = reverse("dossier", args=[issued.dossier.pk])
    client.get(address)
    with django_assert_num_queries(35):
        client.get(address)


@pytest.mark.parametrize(
    "words", ["xang dau", "XĂNG DẦU", "dak lak", "Đắk Lắk", "pong drang", "ban mai", "hs2026-0001"]
)
def test_search_is_blind_to_accents_and_finds_title_place_proposer_and_code(walk, as_person, words):
    Dossier.objects.update(code="HS2026-0001")
    walk.dossier.refresh_from_db()
    walk.dossier.save()
    page = as_person(walk.office.officer).get(reverse("dossiers"), {"text": words})
    assert walk.dossier.title in page.content.decode()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"stage": "intake"}, True), ({"stage": "review"}, False),
        ({"procedure": "investment"}, True), ({"procedure": "policy"}, False),
        ({"kind": "advice"}, True), ({"kind": "critique"}, False),
        ({"late": "on"}, False), ({"text": "không có"}, False), ({"stage": "nonsense"}, True),
    ],
)  # fmt: skip
def test_filters_narrow_the_list(walk, as_person, filters, found):
    page = as_person(walk.office.officer).get(reverse("dossiers"), filters).content.decode()
    assert (walk.dossier.title in page) == found


def test_a_field_filter_takes_its_branch(walk, as_person):
    field = walk.dossier.subject_areas.get()
    child = field.children.first()
    walk.dossier.subject_areas.set([child])
    other = SubjectArea.objects.get(name="Môi trường")
    client = as_person(walk.office.officer)
    assert walk.dossier.title in client.get(reverse("dossiers"), {"field": field.pk}).content.decode()
    assert walk.dossier.title not in client.get(reverse("dossiers"), {"field": other.pk}).content.decode()


def test_my_work_shows_the_soonest_due_first_and_marks_the_late(new_walk, as_person):
    early, late = new_walk("Dự án một"), new_walk("Dự án hai")
    task = late.task("check_completeness")
    task.due_on = task.due_on.replace(year=2025)
    task.save()
    page = as_person(late.office.officer).get(reverse("my_work")).content.decode()
    assert page.index("Dự án hai") < page.index("Dự án một")
    assert re.search(r"quá hạn \d+ ngày làm việc", page)
    assert re.search(r"còn \d+ ngày làm việc", page)
    assert early.dossier.title in page


def test_pages_are_vietnamese_whatever_the_browser_says_and_english_by_choice(walk, as_person):
    client = as_person(walk.office.officer)
    assert "Việc của tôi" in client.get("/", headers={"Accept-Language": "en-US"}).content.decode()
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    page = client.get("/").content.decode()
    assert "My work" in page
    assert "Việc của tôi" not in page
    assert not AMERICAN_DATE.search(page)


def test_english_pages_have_no_vietnamese_words_of_the_program_and_day_first_dates(issued, as_person):
    client = as_person(issued.office.officer)
    client.post(reverse("set_language"), {"language": "en"})
    page = client.get(reverse("dossier", args=[issued.dossier.pk])).content.decode()
    for word in ("Lịch sử", "Tình trạng", "Hội đồng</h2>", "Phản biện</span>"):
        assert word not in page
    assert ">Status</h2>" in page
    assert not AMERICAN_DATE.search(page)


def test_language_never_leads_to_another_site(office, as_person):
    answer = as_person(office.officer).post(reverse("set_language"), {"language": "en", "next": "https://evil.test/"})
    assert answer["Location"] == "/"


def test_the_demo_signs_in_with_one_click(office):
    client = Client()
    assert office.clerk.name in client.get(reverse("demo")).content.decode()
    client.post(reverse("demo_sign_in", args=[office.clerk.pk]))
    assert "Không có việc nào" in client.get("/").content.decode()


def test_outside_demo_mode_its_pages_and_passwords_are_dead(office, settings):
    settings.DEMO = False
    client = Client()
    assert client.get(reverse("demo")).status_code == 404
    assert client.get(reverse("mails")).status_code == 404
    assert client.post(reverse("demo_sign_in", args=[office.clerk.pk])).status_code == 404
    answer = client.post(reverse("account_login"), {"login": office.clerk.email, "password": DEMO_PASSWORD})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_signing_in_by_mail_and_password(office):
    client = Client()
    wrong = client.post(reverse("account_login"), {"login": office.clerk.email, "password": "sai"})
    assert office.clerk.email in wrong.content.decode()
    client.post(reverse("account_login"), {"login": office.clerk.email.upper(), "password": DEMO_PASSWORD})
    assert client.session["_auth_user_id"] == str(office.clerk.pk)


def test_guessing_passwords_is_limited(office):
    client = Client()
    for _ in range(6):
        client.post(reverse("account_login"), {"login": office.clerk.email, "password": "sai"})
    client.post(reverse("account_login"), {"login": office.clerk.email, "password": DEMO_PASSWORD})
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up_by_themselves(db):
    answer = Client().post(reverse("account_signup"), {"email": "a@b.vn", "password1": "mat-khau-dai-2026"})
    assert "Liên hiệp Hội cấp" in answer.content.decode()


def test_errors_have_pages_of_our_own(office, as_person):
    client = as_person(office.officer)
    missing = client.get("/khong-co/")
    assert missing.status_code == 404
    assert "Không có nội dung nào" in missing.content.decode()
    for name in ("400.html", "403_csrf.html", "429.html", "500.html"):
        text = get_template(name).render({})
        assert "Django" not in text
    strict = Client(enforce_csrf_checks=True)
    stale = strict.post(reverse("set_language"), {"language": "en"})
    assert stale.status_code == 403
    assert "mở quá lâu" in stale.content.decode()


@pytest.mark.parametrize(
    ("variables", "fault"),
    [
        ({}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "x" * 60, "DEBUG": "1"}, "DEBUG"),
        ({"SECRET_KEY": "x" * 60, "CONSULT_DEMO": "1"}, "demo"),
    ],
)
def test_production_refuses_to_start_unsafely(variables, fault, tmp_path, monkeypatch):
    for name in ("SECRET_KEY", "DEBUG", "CONSULT_DEMO", "CONSULT_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"CONSULT_ENV": "production", "EMAIL_URL": "smtp://mail", **variables}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=fault):
        read_deployment(Env(), tmp_path)


def test_embedded_needs_no_variable_and_keeps_its_secret(tmp_path, monkeypatch):
    for name in ("CONSULT_ENV", "SECRET_KEY", "DEBUG", "CONSULT_DEMO", "CONSULT_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    first, second = read_deployment(Env(), tmp_path), read_deployment(Env(), tmp_path)
    assert first.demo
    assert not first.production
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 50
    assert django_settings.LANGUAGE_CODE == "vi"
