"""A step without a template of its own is shown by the general one: its form's fields, and a button for each decision."""

from __future__ import annotations

import copy
import shutil

import pytest
from django.conf import settings
from django.urls import reverse
from lxml import html

from consult.models import SigningKey, StepReturn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_templates_of_steps(tmp_path, settings):
    """The templates as they are, but for those of single steps."""
    kept = shutil.copytree(settings.BASE_DIR / "templates", tmp_path / "templates")
    for template in (kept / "pages" / "steps").iterdir():
        if template.name not in ("base.html", "default.html"):
            template.unlink()
    general = copy.deepcopy(settings.TEMPLATES)
    general[0]["DIRS"] = [kept]
    settings.TEMPLATES = general


def buttons(answer) -> list[tuple[str | None, str | None]]:
    form = html.document_fromstring(answer.content).xpath("//form[@method='post' and not(@action)]")[-1]
    return [(button.get("name"), button.get("value")) for button in form.xpath(".//button[@type='submit']")]


def test_a_step_is_decided_on_the_general_page(walk, as_person):
    assert not (settings.TEMPLATES[0]["DIRS"][0] / "pages/steps/check_completeness.html").exists()
    client = as_person(walk.office.officer)
    address = reverse("task", args=[walk.task("check_completeness").pk])
    page = client.get(address)
    assert page.status_code == 200
    assert buttons(page) == [("decision", "accept"), ("decision", "supplement"), ("decision", "refuse")]
    fields = html.document_fromstring(page.content).xpath("//form//*[self::input or self::textarea]/@name")
    items = walk.dossier.asked_items()
    assert {f"ok_{item.code}" for item in items if item.required} | {"reason"} <= set(fields)
    assert fields.count("decision") == 0
    unknown = client.post(address, {"decision": "whatever"})
    assert (unknown.status_code, list(unknown.context["form"].errors)) == (422, ["decision"])
    assert 'role="alert"' in unknown.content.decode()
    assert client.post(address, {"decision": "refuse", "reason": "Không thuộc thẩm quyền"}).status_code == 302
    walk.dossier.refresh_from_db()
    assert walk.dossier.outcome == "refused"


def test_a_hidden_decision_becomes_two_buttons_and_remarks_are_kept(in_council, as_person):
    office = in_council.office
    in_council.do("propose_council", office.officer, seats=in_council.seats())
    client = as_person(office.leader)
    address = reverse("task", args=[in_council.task("approve_council").pk])
    assert buttons(client.get(address)) == [("decision", "approve"), ("decision", "send_back")]
    assert client.post(address, {"decision": "send_back", "remarks": "Đổi thư ký"}).status_code == 302
    assert StepReturn.objects.get().remarks == "Đổi thư ký"


def test_a_step_that_decides_nothing_has_one_button(issued, as_person):
    page = as_person(issued.office.investor_person).get(reverse("task", args=[issued.task("respond").pk]))
    assert page.status_code == 200
    assert buttons(page) == [(None, None)]


def test_a_step_that_takes_a_file_sends_it(drafted, as_person):
    SigningKey.objects.all().delete()
    drafted.do("approve_opinion", drafted.seat("chair"), decision="approve")
    drafted.do("sign_opinion", drafted.office.leader, decision="approve")
    drafted.issue()
    page = as_person(drafted.office.clerk).get(reverse("task", args=[drafted.task("bring_signed").pk]))
    (form,) = html.document_fromstring(page.content).xpath("//form[.//input[@type='file']]")
    assert form.get("enctype") == "multipart/form-data"
    assert {"source", "upload"} <= {field.get("name") for field in form.xpath(".//input")}
