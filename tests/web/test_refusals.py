"""What is not possible now is said on the page it came from; only what this person may not do is a page of its own."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import pytest
from django.contrib.messages import get_messages
from django.forms import BaseForm, FileField
from django.urls import reverse

import config.urls  # noqa: F401 - all views, and with them all forms
from consult.actions.decisions import StepDecision
from consult.forms.uploads import UploadField
from consult.models import Document
from tests.refusals import refused
from tests.services.conftest import ROOT
from workflows.dossier import DossierFlow
from workflows.nodes import HumanTask
from workflows.review import ReviewFlow

pytestmark = pytest.mark.django_db
ACTS = {
    node.name: node.act
    for flow in (DossierFlow, ReviewFlow)
    for node in flow.instance.nodes()
    if isinstance(node, HumanTask) and node.act is not None
}


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.mark.parametrize("step", sorted(ACTS))
def test_no_step_swallows_what_it_does_not_know(step):
    taken = inspect.signature(ACTS[step]).parameters.values()
    assert not [one for one in taken if one.kind is inspect.Parameter.VAR_KEYWORD]


@pytest.mark.parametrize("word", ["aprove", "", "APPROVE", "accept", "send back"])
def test_only_the_word_approves_a_council(in_council, word):
    office = in_council.office
    in_council.do("propose_council", office.officer, seats=in_council.seats())
    with refused("unknown_decision"):
        in_council.do("approve_council", office.leader, decision=word)
    assert in_council.dossier.council.approved_at is None


def test_only_the_word_approves_and_signs_an_opinion(drafted):
    with refused("unknown_decision"):
        drafted.do("approve_opinion", drafted.seat("chair"), decision="aprove")
    drafted.do("approve_opinion", drafted.seat("chair"), decision=StepDecision.APPROVE)
    with refused("unknown_decision"):
        drafted.do("sign_opinion", drafted.office.leader, decision="sign")
    assert drafted.dossier.opinions.latest("version").signed_at is None


@pytest.mark.parametrize("word", ["approve", "", "acept"])
def test_only_its_own_words_end_a_check_and_an_invitation(walk, new_walk, word):
    with refused("unknown_decision"):
        walk.do("check_completeness", walk.office.officer, decision=word)
    assert walk.dossier.step == "check_completeness"


def test_what_a_button_cannot_do_now_is_said_on_its_page(reviewing, as_person):
    officer = as_person(reviewing.office.officer)
    page = reverse("dossier", args=[reviewing.dossier.pk])
    late = reverse("remind_by_letter", args=[reviewing.task("collect_reviews").pk])
    answer = officer.post(late, headers={"referer": f"http://testserver{page}"})
    assert (answer.status_code, answer["Location"]) == (302, f"http://testserver{page}")
    assert len(said(answer)) == 1
    # From elsewhere nobody is sent anywhere else.
    away = officer.post(late, headers={"referer": "https://elsewhere.test/"})
    assert (away.status_code, away["Location"]) == (302, reverse("my_work"))
    part = officer.post(late, headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Refresh"]) == (204, "true")
    assert not Document.objects.filter(kind="reminder_letter").exists()


def test_what_one_may_not_do_is_a_page_that_says_why(reviewing, as_person):
    clerk = as_person(reviewing.office.clerk)
    answer = clerk.post(reverse("remind_by_letter", args=[reviewing.task("collect_reviews").pk]))
    assert answer.status_code == 403


def test_a_form_that_comes_too_late_keeps_what_was_typed(in_council, as_person):
    """A colleague has ended the step meanwhile: what this one typed stands in the page with the reason."""
    dossier, office = in_council.dossier, in_council.office
    in_council.do("propose_council", office.officer, seats=in_council.seats())
    task = in_council.task("approve_council")
    answer = as_person(office.leader).post(reverse("task", args=[task.pk]), {"decision": "send_back", "remarks": "  "})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"remarks"}
    dossier.refresh_from_db()
    assert dossier.step == "approve_council"


def our_forms() -> Iterator[type[BaseForm]]:
    forms = [BaseForm]
    while forms:
        form = forms.pop()
        forms += form.__subclasses__()
        if form.__module__.startswith("consult"):
            yield form


def test_every_file_field_says_how_large_a_file_may_be():
    """Only ``UploadField`` says it beside the field and holds it against a file before it is sent."""
    fields = [(form, name, field) for form in our_forms() for name, field in getattr(form, "base_fields", {}).items()]
    of_files = [(form, name, field) for form, name, field in fields if isinstance(field, FileField)]
    assert len(of_files) > 5
    assert [(form.__name__, name) for form, name, field in of_files if not isinstance(field, UploadField)] == []


def test_every_field_that_a_refusal_names_is_one_of_a_form():
    """Otherwise the sentence stands above the form, far from what it is about."""
    fields = {name for form in our_forms() for name in getattr(form, "base_fields", {})}
    actions = (ROOT / "consult" / "actions").glob("*.py")
    named = {name for file in actions for name in re.findall(r'where="(\w+)"', file.read_text())}
    assert named
    assert named - fields == set()
