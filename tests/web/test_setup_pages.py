"""An office is set up in the browser: from the one-time code to what is left to do."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from consult import clock, tasks
from consult.actions.mail_trial import try_mail
from consult.actions.office_setup import set_up_office
from consult.actions.retention import UNFINISHED_DAYS, purge
from consult.actions.setting_up import CODE_HOLDS, finish, make_code
from consult.models import OfficeSetup, Organisation, Person, Register
from consult.rules.office_setup import read_set_up
from consult.rules.setup_pages import PAGES
from tests.refusals import refused
from tools.processes import free_port

pytestmark = pytest.mark.django_db

SETUP = "/setup/"


def rows(*people: dict[str, Any]) -> dict[str, Any]:
    """What the page of people sends."""
    sent: dict[str, Any] = {"people-TOTAL_FORMS": len(people), "people-INITIAL_FORMS": 4}
    for place, one in enumerate(people):
        sent |= {f"people-{place}-{name}": value for name, value in one.items()}
    return sent


LEADER = {"name": "Hoàng Thị Thử", "email": "chutich@lhh.example", "roles": ["leader"]}
OTHERS = {"name": "Y Dụ", "email": "vp@lhh.example", "roles": ["officer", "clerk", "administrator"]}
ANSWERS: dict[str, dict[str, Any]] = {
    # What was merged finds what it became part of.
    "province": {"province": "Bình Định"},
    "letterhead": {
        "name": "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Gia Lai", "symbol": "LHH",
        "heading": "Liên hiệp các Hội\r\nKhoa học và Kỹ thuật\r\ntỉnh Gia Lai",
    },
    "numbers": {"QĐ": "41", "letter": ""},
    "people": rows(LEADER, OTHERS, {"name": "", "email": "", "roles": ["clerk"]}),
    "work": {"kinds": ["investment"], "mails_from": "07:30", "mails_until": "17:00", "days_off": "31/12/2026"},
    "mail": {"address": ""},
}  # fmt: skip


def begun(client: Client) -> Client:
    assert client.post(SETUP, {"code": make_code()}).status_code == 302
    return client


def answer(client: Client, *pages: str) -> None:
    """Send these pages as they should be."""
    for page in pages:
        sent = client.post(f"{SETUP}{page}/", ANSWERS[page])
        assert sent.status_code == 302, (page, sent.content.decode())


def here(client: Client) -> str:
    """Where somebody stands who opens the start page anew."""
    return str(client.get("/", follow=True).request["PATH_INFO"])


def codes_of(answer: Any) -> set[str]:
    assert answer.status_code == 422
    return set(answer.context["form"].errors)


def test_from_the_code_to_what_is_left_to_do():
    told = StringIO()
    call_command("setup_code", stdout=told)
    code = re.search(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){2}", told.getvalue())
    assert code is not None
    client = Client()
    assert here(client) == SETUP
    client.post(SETUP, {"code": code[0].lower().replace("-", " ")})
    answer(client, *ANSWERS)
    page = client.get(f"{SETUP}check/")
    assert page.context["picture"].startswith("data:image/png")
    assert page.context["symbols"] == ["42/QĐ-LHH"]
    assert not Organisation.objects.exists()

    opened = client.post(f"{SETUP}check/", {"myself": OTHERS["email"]}, follow=True)
    union = Organisation.objects.get()
    assert (union.place, union.heading_lines.count("\n"), str(union.mails_from)) == ("Gia Lai", 2, "07:30:00")
    assert Register.objects.get(union=union, kind="QĐ").last == 41
    assert [one.code for one in union.dossier_kinds.filter(offered=True)] == ["investment"]
    word = "Mật-khẩu-rất-dài-7"
    signed_in = client.post(opened.request["PATH_INFO"], {"password1": word, "password2": word}, follow=True)
    assert signed_in.request["PATH_INFO"] == reverse("left_to_do")
    assert signed_in.wsgi_request.user.email == OTHERS["email"]
    tasks.work_off()
    assert {to for sent in mail.outbox for to in sent.to} == {LEADER["email"], OTHERS["email"]}
    row = OfficeSetup.objects.get()
    assert (row.union, row.answers, row.code_hash, row.holder_hash) == (union, {}, "", "")
    # The code is used up, and the pages are gone.
    assert Client().post(SETUP, {"code": code[0]}).status_code == 404
    assert client.get(f"{SETUP}people/").status_code == 404


# ---------------------------------------------------------------- the code
def test_the_command_is_refused_where_there_is_an_office_and_makes_another_code_when_asked():
    set_up_office(read_set_up({"province": "Huế", "people": [LEADER, OTHERS]}))
    with pytest.raises(CommandError, match="--another"):
        call_command("setup_code")
    told = StringIO()
    call_command("setup_code", starting=True, stdout=told)
    assert told.getvalue() == ""
    assert Client().get(SETUP).status_code == 404
    assert here(Client()) == reverse("account_login")
    call_command("setup_code", another=True, stdout=told)
    client = Client()
    client.post(SETUP, {"code": told.getvalue().split()[-1]})
    answer(client, *ANSWERS)
    assert client.post(f"{SETUP}check/", {"myself": ""}).status_code == 302
    # Their accounts are there already, and nobody is handed them.
    assert sorted(Organisation.objects.values_list("place", flat=True)) == ["Gia Lai", "Huế"]
    assert Person.objects.count() == 2


def test_an_account_that_exists_is_not_handed_to_who_knows_the_code():
    set_up_office(read_set_up({"province": "Huế", "people": [LEADER, OTHERS]}))
    client = Client()
    client.post(SETUP, {"code": make_code(another=True)})
    answer(client, *ANSWERS)
    done = client.post(f"{SETUP}check/", {"myself": OTHERS["email"]})
    assert done["Location"] == reverse("account_login")


def test_a_second_office_of_the_same_name_is_refused_before_anything_is_made():
    set_up_office(read_set_up({"province": "Gia Lai", "people": [LEADER, OTHERS]}))
    client = Client()
    client.post(SETUP, {"code": make_code(another=True)})
    answer(client, *ANSWERS)
    assert client.get(f"{SETUP}check/").context["picture"] == ""
    said = client.post(f"{SETUP}check/", {"myself": ""}, headers={"referer": f"http://testserver{SETUP}check/"})
    assert said["Location"] == f"http://testserver{SETUP}check/"
    assert Organisation.objects.count() == 1
    assert OfficeSetup.objects.get(finished_at=None).answers["numbers"]["numbers"] == {"QĐ": 41}


def test_a_wrong_code_and_one_that_has_lapsed_open_nothing(settings):
    settings.SETUP_CODES_AT_MOST = 2
    code = make_code()
    client = Client()
    assert codes_of(client.post(SETUP, {"code": "AAAA-AAAA-AAAA"})) == {"code"}
    assert client.get(f"{SETUP}people/")["Location"] == SETUP
    with clock.at(clock.now() + CODE_HOLDS + timedelta(minutes=1)):
        assert codes_of(client.post(SETUP, {"code": code})) == {"code"}
    # Two wrong ones from one address were enough: now the right one is not even tried.
    assert codes_of(client.post(SETUP, {"code": code})) == {"code"}
    assert not OfficeSetup.objects.exclude(holder_hash="").exists()


def test_a_new_code_goes_on_with_the_answers_and_they_do_not_stay_for_ever():
    answer(begun(Client()), "province", "letterhead", "numbers")
    client = begun(Client())
    assert here(client) == f"{SETUP}people/"
    assert client.get(f"{SETUP}numbers/").context["form"]["QĐ"].value() == 41
    with clock.at(clock.now() + timedelta(days=UNFINISHED_DAYS + 1)):
        purge()
    assert not OfficeSetup.objects.exists()


# ---------------------------------------------------------------- two people, two times
def test_of_two_people_the_one_who_entered_the_code_last_goes_on():
    code = make_code()
    first, second = Client(), Client()
    first.post(SETUP, {"code": code})
    answer(first, "province")
    seen = second.get(SETUP)
    assert seen.context["begun"]
    assert b'id="begun"' in seen.content
    assert second.get(f"{SETUP}letterhead/")["Location"] == SETUP
    second.post(SETUP, {"code": code})
    assert here(second) == f"{SETUP}letterhead/"
    refused_now = first.post(f"{SETUP}letterhead/", ANSWERS["letterhead"])
    assert refused_now["Location"] == SETUP
    assert list(OfficeSetup.objects.get().answers) == ["province"]


def test_the_button_pressed_twice_makes_one_office():
    client = begun(Client())
    answer(client, *ANSWERS)
    form = {"myself": "", "once": "a"}
    assert client.post(f"{SETUP}check/", form)["Location"] == reverse("account_login")
    assert client.post(f"{SETUP}check/", form)["Location"] == reverse("account_login")
    assert Organisation.objects.count() == 1
    with refused("taken_over"):
        finish("anything")


def test_a_browser_that_was_closed_goes_on_where_it_was():
    client = begun(Client())
    answer(client, "province", "letterhead")
    again = Client()
    again.cookies["sessionid"] = client.cookies["sessionid"].value
    assert here(again) == f"{SETUP}numbers/"
    # Nobody jumps ahead of what is not answered, and everybody may go back.
    assert again.get(f"{SETUP}check/")["Location"] == f"{SETUP}numbers/"
    assert again.get(f"{SETUP}work/")["Location"] == f"{SETUP}numbers/"
    assert again.get(f"{SETUP}province/").context["form"]["province"].value() == "Bình Định"


# ---------------------------------------------------------------- what cannot be
@pytest.mark.parametrize(
    ("page", "wrong", "places"),
    [
        ("province", {"province": "Atlantis"}, {"province"}),
        ("letterhead", {"symbol": "L/H"}, {"symbol"}),
        ("letterhead", {"name": "Liên hiệp khác"}, {"heading"}),
        ("letterhead", {"name": "x" * 301}, {"name"}),
        ("numbers", {"QĐ": "-1"}, {"QĐ"}),
        ("work", {"days_off": "31/02/2026"}, {"days_off"}),
        ("work", {"mails_until": "07:00"}, {"mails_until"}),
        ("work", {"kinds": []}, {"kinds"}),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_stays_as_it_was_typed(page, wrong, places):
    client = begun(Client())
    answer(client, *list(PAGES)[: list(PAGES).index(page)])
    sent = client.post(f"{SETUP}{page}/", {**ANSWERS[page], **wrong})
    assert codes_of(sent) == places
    name, value = next(iter(wrong.items()))
    assert sent.context["form"][name].value() == value
    assert page not in OfficeSetup.objects.get().answers


def test_people_are_told_at_their_row_and_missing_roles_above_all():
    client = begun(Client())
    answer(client, "province", "letterhead", "numbers")
    nobody = {"name": "", "email": "", "roles": ["clerk"]}
    wrong = rows(LEADER, nobody, {"name": "", "email": "vp", "roles": ["officer"]})
    sent = client.post(f"{SETUP}people/", wrong)
    form = sent.context["form"]
    assert (sent.status_code, form.errors[0], set(form.errors[2])) == (422, {}, {"name", "email"})
    # Nobody numbers and nobody administers.
    assert len(form.non_form_errors()) == 2
    more = client.post(f"{SETUP}people/", {**wrong, "more": "1"})
    assert [row["email"].value() for row in more.context["form"]] == [LEADER["email"], "", "vp", None]


def test_a_province_that_is_changed_later_changes_the_usual_name_and_leaves_an_own_one():
    client = begun(Client())
    answer(client, "province", "letterhead")
    client.post(f"{SETUP}province/", {"province": "Huế"})
    form = client.get(f"{SETUP}letterhead/").context["form"]
    assert form["name"].value().endswith("thành phố Huế")
    assert form["heading"].value().endswith("thành phố Huế")
    client.post(f"{SETUP}letterhead/", {"name": "Liên hiệp Hội Huế", "heading": "", "symbol": "LHH"})
    client.post(f"{SETUP}province/", {"province": "Gia Lai"})
    assert client.get(f"{SETUP}letterhead/").context["form"]["name"].value() == "Liên hiệp Hội Huế"


def test_a_mail_to_oneself_says_what_is_wrong_with_the_mail_server(settings):
    client = begun(Client())
    answer(client, *list(PAGES)[:5])
    form = {"address": "toi@lhh.example", "try": "1"}
    assert client.post(f"{SETUP}mail/", form)["Location"] == f"{SETUP}mail/"
    assert mail.outbox[0].to == ["toi@lhh.example"]
    assert OfficeSetup.objects.get().answers["mail"]["fault"] == ""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    shown = client.post(f"{SETUP}mail/", form, follow=True)
    assert b'data-fault="no_server"' in shown.content
    settings.EMAIL_HOST = "no-such-host.invalid"
    shown = client.post(f"{SETUP}mail/", form, follow=True)
    assert b'data-fault="no_host"' in shown.content
    # What was tried is not told of another address, and hinders nobody.
    client.post(f"{SETUP}mail/", {"address": "khac@lhh.example"})
    assert OfficeSetup.objects.get().answers["mail"] == {"address": "khac@lhh.example"}
    assert here(client) == f"{SETUP}check/"
    settings.MAIL_TRIALS_AT_MOST = 1
    assert codes_of(client.post(f"{SETUP}mail/", form)) == {"address"}


UNREACHED = [
    "<chutich@lhh.example>", "chutich@lhh.example,", "chutich@lhh.example.", "nguyễn@lhh.example", "a,b@lhh.example",
    "chutich@lhh..example", "chutich@-.example", "a;b@x.vn", '"@x.vn', "a.@x.vn", "a@x",
]  # fmt: skip


@pytest.mark.parametrize("email", UNREACHED)
def test_an_address_that_no_mail_reaches_is_refused_at_its_field(email):
    client = begun(Client())
    answer(client, "province", "letterhead", "numbers")
    sent = client.post(f"{SETUP}people/", rows({**LEADER, "email": email}, OTHERS))
    assert sent.status_code == 422


@pytest.mark.parametrize("day", ["1/1/99999999999999999999", "9" * 1900 + "/1/2026", "30/02/2026"])
def test_a_day_that_there_is_not_is_refused_at_its_field(day):
    client = begun(Client())
    answer(client, "province", "letterhead", "numbers", "people")
    assert codes_of(client.post(f"{SETUP}work/", {**ANSWERS["work"], "days_off": day})) == {"days_off"}


def test_somebody_switched_off_gets_no_role():
    client = begun(Client())
    gone = Person.objects.create_user(LEADER["email"], None, name="Đã nghỉ", is_active=False)
    answer(client, *ANSWERS)
    check = f"{SETUP}check/"
    said = client.post(
        check, {"myself": OTHERS["email"]}, headers={"referer": f"http://testserver{check}"}, follow=True
    )
    assert said.request["PATH_INFO"] == check
    assert gone.email in str(next(iter(said.context["messages"])))
    assert not Organisation.objects.exists()


def test_a_new_code_ends_the_pages_of_whoever_entered_the_old_one():
    client = begun(Client())
    answer(client, "province")
    make_code()
    assert client.get(f"{SETUP}letterhead/").status_code == 302
    assert here(client) == SETUP


@pytest.mark.parametrize("host", [".vn", "a" * 70 + ".vn", "ê" * 64 + ".vn"])
def test_a_mail_server_that_cannot_be_one_is_told(host, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = host, 9
    assert try_mail("a@lhh.example") == "no_host"
