"""Pages that send a text while it is typed: what the page is told, and that nothing is erased or overwritten by it."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.forms import CharField
from django.test import Client
from django.urls import reverse

from consult.actions.describing import FIELDS, describe_dossier, description_of
from consult.actions.intake import draft_dossier
from consult.forms.dossier import DescribeForm
from consult.models import Dossier, Draft, SubjectArea

pytestmark = pytest.mark.django_db

ANSWERED = {"answer_rice_land": "no", "answer_construction": "Xây dựng mới"}
SCRIPT = {"Accept": "application/json"}
SAVING = {
    "save_text": [1],
    "save_review": [1],
    "save_description": [1],
    "save_group_report": [1, 1],
}


@pytest.fixture
def draft(office) -> Dossier:
    """A draft that says something in every field."""
    begun = draft_dossier(procedure=office.investment, proposer=office.investor, by=office.investor_person)
    second_level = SubjectArea.objects.exclude(parent=None)[:1]
    return describe_dossier(
        dossier=begun, by=office.investor_person, title="Dự án A", kind="critique", location="Xã Ea Kao",
        summary="Tóm tắt.", contact="0900", subject_areas=[*SubjectArea.objects.filter(parent=None)[:2], *second_level],
        answers={"rice_land": "no", "construction": "Xây dựng mới"},
    )  # fmt: skip


def said(draft: Dossier) -> dict[str, object]:
    return description_of(Dossier.objects.get(pk=draft.pk))


@pytest.mark.parametrize("name", SAVING)
def test_a_script_whose_session_has_ended_is_told_so_and_a_person_is_led_to_sign_in(name):
    address = reverse(name, args=SAVING[name])
    answer = Client().post(address, {}, headers=SCRIPT)
    assert answer.status_code == 401
    assert (answer.json()["code"], answer.json()["sign_in"]) == ("signed_out", reverse("account_login"))
    led = Client().post(address, {})
    assert led.status_code == 302
    assert led["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("method", "name", "args"), [("get", "meeting_live", [1]), ("get", "plan", []), ("post", "upload", [1, "request"])]
)
def test_a_part_of_a_page_is_not_led_to_the_page_of_signing_in(method, name, args):
    client = Client()
    answer = getattr(client, method)(
        reverse(name, args=args), headers={"HX-Request": "true", "Referer": "http://testserver/"}
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")
    # The page says it at once; who signs in later is not told of a button.
    assert not list(get_messages(answer.wsgi_request))
    assert not client.cookies.get("messages")


def test_the_plain_sending_of_a_page_leads_to_sign_in_and_back_to_the_page(draft, office):
    address = reverse("describe", args=[draft.pk])
    client = Client()
    led = client.post(address, {"title": "Khác", "kind": "advice"})
    office.investor_person.set_password("mật khẩu dài")
    office.investor_person.save()
    page = client.get(led["Location"])
    assert b"data-waiting" in page.content
    back = client.post(
        reverse("account_login"),
        {
            "login": office.investor_person.email,
            "password": "mật khẩu dài",
            "next": page.context["redirect_field_value"],
        },
    )
    assert back["Location"] == address
    assert client.get(address).status_code == 200


def test_a_page_says_whose_it_is(draft, office, as_person):
    person = office.investor_person
    page = as_person(person).get(reverse("describe", args=[draft.pk])).content.decode()
    assert f'data-person="{person.pk}"' in page
    assert 'data-person=""' in Client().get(reverse("account_login")).content.decode()


def test_a_description_sent_as_it_was_shown_changes_nothing(draft, office, as_person):
    client, address = as_person(office.investor_person), reverse("describe", args=[draft.pk])
    before = said(draft)
    form = client.get(address).context["form"]
    assert form.initial.keys() == form.fields.keys()
    for _time in range(2):
        assert client.post(address, {name: form[name].value() for name in form.fields}).status_code == 302
        assert said(draft) == before
    assert Dossier.objects.get(pk=draft.pk).revision == form.initial["revision"]


def test_a_field_that_a_page_does_not_show_is_not_erased(draft, office, as_person):
    client, address = as_person(office.investor_person), reverse("describe", args=[draft.pk])
    before = said(draft)
    data = {"title": "Dự án B", "kind": "critique", "subject_areas": before["subject_areas"], "answer_rice_land": "no"}
    assert client.post(address, data).status_code == 302
    assert said(draft) == {**before, "title": "Dự án B"}


def test_a_description_is_kept_as_it_is_typed_with_its_title_still_missing(draft, office, as_person):
    client, address = as_person(office.investor_person), reverse("save_description", args=[draft.pk])
    data = {"title": "", "kind": "advice", "summary": "Đang viết", "revision": draft.revision}
    assert client.post(address, data, headers=SCRIPT).json() == {"revision": draft.revision + 1}
    kept = said(draft)
    assert (kept["title"], kept["summary"], kept["subject_areas"]) == ("", "Đang viết", [])
    too_long = client.post(address, {**data, "title": "a" * 501, "revision": draft.revision + 1}, headers=SCRIPT)
    assert too_long.status_code == 409
    assert said(draft) == kept


def test_another_windows_description_is_shown_and_joined_on_purpose(draft, office, as_person):
    client, person = as_person(office.investor_person), office.investor_person
    page, saving = reverse("describe", args=[draft.pk]), reverse("save_description", args=[draft.pk])
    begun = draft.revision
    describe_dossier(dossier=draft, by=person, summary="Của cửa sổ kia", subject_areas=[])
    mine = {"title": "Dự án A", "kind": "critique", "location": "Xã Ea Kao", "contact": "0900", "summary": "Của tôi"}
    mine |= ANSWERED
    overtaken = client.post(saving, {**mine, "revision": begun}, headers=SCRIPT)
    assert overtaken.status_code == 412
    told = overtaken.json()
    assert (told["revision"], told["fields"]["summary"], told["fields"]["subject_areas"]) == (
        draft.revision, "Của cửa sổ kia", "",
    )  # fmt: skip
    refused = client.post(page, {**mine, "revision": begun})
    assert refused.status_code == 422
    assert [text for _label, text in refused.context["theirs"]] == ["Của cửa sổ kia"]
    assert refused.context["form"]["summary"].value() == "Của tôi"
    assert said(draft)["summary"] == "Của cửa sổ kia"
    again = refused.context["form"]["revision"].value()
    assert client.post(page, {**mine, "revision": again}).status_code == 302
    assert said(draft)["summary"] == "Của tôi"


def test_a_handed_in_description_is_not_changed_by_a_page_that_is_still_open(walk, as_person):
    client = as_person(walk.office.investor_person)
    before = said(walk.dossier)
    answer = client.post(
        reverse("save_description", args=[walk.dossier.pk]), {"title": "Muộn", "kind": "advice"}, headers=SCRIPT
    )
    assert answer.status_code != 200
    assert said(walk.dossier) == before


def test_ones_own_other_version_of_a_rich_text_is_told_and_shown(reviewed, as_person):
    reviewed.call_meeting()
    reviewed.hold_meeting()
    task, client = reviewed.task("draft_opinion"), as_person(reviewed.office.officer)
    saving = reverse("save_text", args=[task.pk])
    for number, text in enumerate(["<p>Chung</p>", "<p>Bên kia <b>x</b></p>"]):
        data = {"body": text, "conclusion": "Kết luận kia", "revision": number}
        assert client.post(saving, data, headers=SCRIPT).json() == {"revision": number + 1}
    mine = {"body": "<p>Bên này</p>", "conclusion": "Đạt", "revision": 1}
    told = client.post(saving, mine, headers=SCRIPT)
    assert told.status_code == 412
    assert (told.json()["revision"], "<p>Bên kia <b>x</b></p>" in told.json()["body"]) == (2, True)
    assert "Kết luận kia" in told.json()["body"]
    refused = client.post(reverse("task", args=[task.pk]), mine)
    assert refused.status_code == 422
    assert refused.context["theirs"].body == "<p>Bên kia <b>x</b></p>"
    assert "Bên kia" in refused.content.decode()
    assert Draft.objects.latest("revision").body == "<p>Bên kia <b>x</b></p>"


TYPED = [name for name, field in DescribeForm.base_fields.items() if type(field) is CharField]


def test_every_field_of_the_form_is_one_that_a_draft_says():
    assert DescribeForm.base_fields.keys() == {*FIELDS, "subject_areas", "revision"}


@pytest.mark.parametrize("name", TYPED)
def test_what_is_typed_into_a_field_is_kept_and_read_wherever_the_dossier_is(name, draft, office, as_person, walk):
    client = as_person(office.investor_person)
    data = {"title": "Dự án A", "kind": "critique", "revision": draft.revision, name: "Dấu hiệu 7391"}
    client.post(reverse("save_description", args=[draft.pk]), data, headers=SCRIPT)
    assert said(draft)[name] == "Dấu hiệu 7391"
    for page in ("describe", "send"):
        assert "Dấu hiệu 7391" in client.get(reverse(page, args=[draft.pk])).content.decode(), page
    Dossier.objects.filter(pk=walk.dossier.pk).update(**{name: "Dấu hiệu 7391"})
    page = as_person(office.officer).get(reverse("dossier", args=[walk.dossier.pk])).content.decode()
    assert "Dấu hiệu 7391" in page
