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
from consult.actions.office_setup import set_up_office
from consult.actions.retention import UNFINISHED_DAYS, purge
from consult.actions.setting_up import CODE_HOLDS, make_code
from consult.demo.office import Office
from consult.models import Expert, Heartbeat, OfficeSetup, Organisation, Person, Register
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
    for page in pages or ANSWERS:
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
    answer(client)
    page = client.get(f"{SETUP}check/")
    assert page.context["picture"].startswith("data:image/png")
    assert page.context["symbols"] == ["42/QĐ-LHH"]
    assert not Organisation.objects.exists()

    opened = client.post(f"{SETUP}check/", {"myself": OTHERS["email"]}, follow=True)
    union = Organisation.objects.get()
    assert (union.place, union.heading_lines.count("\n"), str(union.mails_from)) == ("Gia Lai", 2, "07:30:00")
    assert Register.objects.get(union=union, kind="QĐ").last == 41
    assert [one.kind for one in union.procedures.filter(active=True)] == ["investment"]
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
