"""Looking at an act's documents before it: who may, which number and day they have, what goes wrong, what changed since."""

from __future__ import annotations

import os
import signal
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import reverse

from consult import clock
from consult.actions import closing, jobs
from consult.actions.actor import Actor
from consult.actions.documents import number_for
from consult.actions.privacy import erase
from consult.actions.retention import purge
from consult.demo.walk import CONCLUSION, OPINION
from consult.documents import DEFINITIONS, pdf
from consult.models import (
    DocumentTemplate,
    Heartbeat,
    Membership,
    Opinion,
    Person,
    SeenPreview,
    Task,
)
from consult.rules.numbering import written_date
from tests.actions.test_trials import WIDE
from tests.documents.test_word_templates import in_use
from tests.previewed import APPROVE, issued_texts, look, read

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- numbers, days, limits
def test_the_next_number_is_given_to_nobody_by_looking(drafted, as_person):
    walk = drafted
    chair, step = as_person(walk.seat("chair")), walk.task("approve_opinion").pk
    numbers = [look(chair, "preview_step", step, **APPROVE).context["shown"][0].preview.facts.number for _ in range(2)]
    entry = number_for("opinion", walk.dossier, walk.office.clerk)
    assert numbers == [entry.symbol] * 2
    later = look(chair, "preview_step", step, **APPROVE).context["shown"][0].preview.facts
    assert later.number.startswith(f"{entry.number + 1:02}/")
    assert [one.name for one in later.signers] == [walk.office.leader.name]
    assert later.addressees[0] == walk.dossier.proposer.name


def test_the_day_is_the_one_that_the_act_gives(any_hour, walk, as_person):
    said = {"decision": "refuse", "reason": "Ngoài phạm vi"}
    client = as_person(walk.office.officer)
    answer = look(client, "preview_step", walk.task("check_completeness").pk, **said)
    assert answer.context["shown"][0].preview.facts.day == written_date(clock.day_of(any_hour))
    seen = read(client, answer)
    walk.do("check_completeness", walk.office.officer, **said)
    assert issued_texts(walk.dossier, {"refusal"}) == seen


def test_only_who_may_do_the_act_sees_it_and_only_until_it_is_done(drafted, as_person):
    walk, office = drafted, drafted.office
    step = walk.task("approve_opinion").pk
    chair = as_person(walk.seat("chair"))
    shown = look(chair, "preview_step", step, **APPROVE).context["shown"][0]
    assert chair.get(shown.whole).status_code == 200
    others = {
        office.officer: 403,
        office.leader: 403,
        office.clerk: 403,
        office.experts[11]: 404,
        office.investor_person: 403,
    }
    for person, status in others.items():
        client = as_person(person)
        assert [client.get(address).status_code for address in (shown.address, shown.whole)] == [status] * 2, person
        assert client.post(reverse("preview_step", args=[step]), APPROVE).status_code == status, person
    assert Client().get(shown.address).status_code == 302
    assert chair.get(reverse("preview_file", args=["0" * 64])).status_code == 404
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    assert chair.get(shown.address).status_code == 409


def test_two_people_who_may_do_an_act_look_at_it_at_once(drafted, as_person):
    walk, office = drafted, drafted.office
    other = Person.objects.create_user("vanthu2@lhh.test", None, name="Văn thư thứ hai")
    Membership.objects.create(person=other, organisation=office.union, role="clerk")
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    walk.do("sign_opinion", office.leader, decision="approve")
    clients = [as_person(office.clerk), as_person(other)]
    shown = [look(client, "preview_step", walk.task("issue_opinion").pk).context["shown"][0] for client in clients]
    assert shown[0].preview.key == shown[1].preview.key != ""
    assert [client.get(shown[0].address).status_code for client in clients] == [200, 200]
    assert SeenPreview.objects.count() == 2


def test_the_folder_of_previews_is_emptied(settings, tmp_path, drafted, as_person):
    folder = {"BACKEND": "consult.storage.preview_folder.PreviewFolder", "LOCATION": str(tmp_path)}
    settings.CACHES = {**settings.CACHES, "previews": folder}
    look(as_person(drafted.seat("chair")), "preview_step", drafted.task("approve_opinion").pk, **APPROVE)
    assert len(list(tmp_path.iterdir())) == 1
    purge()
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_of_a_preview_can_be_read_by_nobody_else(drafted, as_person):
    client = as_person(drafted.seat("chair"))
    shown = look(client, "preview_step", drafted.task("approve_opinion").pk, **APPROVE).context["shown"][0]
    assert client.get(shown.address).content.startswith(b"%PDF")
    assert b"%PDF" not in caches["previews"].get(shown.preview.key).content


def test_what_does_not_fit_is_said_in_the_card_with_its_passage(drafted, as_person):
    Opinion.objects.update(body=WIDE)
    answer = look(as_person(drafted.seat("chair")), "preview_step", drafted.task("approve_opinion").pk, **APPROVE)
    (shown,) = answer.context["shown"]
    assert (shown.preview.trouble.code, shown.address) == ("does_not_fit", "")
    assert str(shown.preview.trouble.values["passage"]) in answer.content.decode()


def test_what_is_refused_or_missing_is_said_in_the_card(walk, as_person):
    officer, step = as_person(walk.office.officer), walk.task("check_completeness").pk
    assert "shown" not in look(officer, "preview_step", step, reason="Thiếu").context
    refused = look(officer, "preview_step", step, decision="refuse", reason=" ").context["refused"]
    assert len(refused) == 1
    marks = {f"ok_{item.code}": "on" for item in walk.dossier.procedure.rules.checklist}
    assert look(officer, "preview_step", step, decision="accept", **marks).context["shown"] == []


def test_a_document_of_the_offices_own_template_says_so_and_what_the_template_lacks(drafted, as_person):
    template = in_use(drafted.office, "opinion")
    jobs.note_heartbeat(Heartbeat.Name.CONVERT)
    chair, step = as_person(drafted.seat("chair")), drafted.task("approve_opinion").pk
    shown = look(chair, "preview_step", step, **APPROVE).context["shown"][0].preview
    assert (shown.in_own_form, shown.trouble, shown.key != "") == (True, None, True)
    DocumentTemplate.objects.filter(pk=template.pk).update(fields=[one for one in template.fields if one != "noi_nhan"])
    shown = look(chair, "preview_step", step, **APPROVE).context["shown"][0].preview
    assert shown.trouble.code == "template_lacks"


def test_hostile_texts_stay_text(reviewing, as_person):
    hostile = "Sở <img src=x onerror=alert(1)>{{ 7|add:7 }}"
    post = {"department": hostile, "questions": "<script>alert(1)</script>", "answer_by": "2027-03-01"}
    client = as_person(reviewing.office.officer)
    answer = look(client, "preview_department", reviewing.dossier.pk, **post)
    assert "<img src=x" not in answer.content.decode()
    (text,) = read(client, answer).values()
    assert "<script>alert(1)</script>" in text
    assert "{{ 7|add:7 }}" in text


def test_a_typesetter_that_ends_is_said_and_the_act_remains_possible(drafted, as_person):
    caches["previews"].clear()
    renderer = pdf.renderer()
    renderer.stop()

    def kill() -> None:
        while renderer.pid is None:
            pass
        os.kill(renderer.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    chair = as_person(drafted.seat("chair"))
    page = drafted.task("approve_opinion").pk
    (shown,) = look(chair, "preview_step", page, **APPROVE).context["shown"]
    killer.join()
    assert (shown.address, shown.preview.trouble) == ("", None)
    assert chair.post(reverse("task", args=[page]), APPROVE).status_code == 302


def test_so_many_and_no_more_within_some_minutes(drafted, as_person, settings):
    settings.PREVIEWS_AT_MOST = 1
    chair, step = as_person(drafted.seat("chair")), drafted.task("approve_opinion").pk
    assert [look(chair, "preview_step", step, **APPROVE).status_code for _ in range(2)] == [200, 429]
    assert chair.post(reverse("task", args=[step]), APPROVE).status_code == 302


# ---------------------------------------------------------------- what changed since
def changes(client: Client, walk: Any, node: str = "approve_opinion") -> list[tuple[str, str]]:
    """The words that went and that came."""
    (shown,) = look(client, "preview_step", walk.task(node).pk, **APPROVE).context["shown"]
    if shown.preview.change is None:
        return []
    marked = [
        tuple(" ".join(run.text for run in side if run.changed) for side in (passage.before, passage.after))
        for passage in shown.preview.change.passages
    ]
    assert shown.preview.change.more == 0
    return marked


def test_whoever_saw_an_earlier_text_is_told_what_changed_and_nobody_else(drafted, as_person):
    walk, start = drafted, clock.now()
    chair = as_person(walk.seat("chair"))
    assert changes(chair, walk) == changes(chair, walk) == []
    walk.do("approve_opinion", walk.seat("chair"), decision="send_back", remarks="Rõ hơn")
    walk.do("draft_opinion", walk.office.officer, body=OPINION.replace("giếng", "hai giếng"), conclusion="Chấp thuận.")
    told = [("", "hai"), (CONCLUSION, "Chấp thuận.")]
    for minutes in (5, 20):
        # Still told when the page is loaded again, and not to who sees it for the first time.
        with clock.at(start + timedelta(minutes=minutes)):
            assert changes(chair, walk) == told
            card = look(chair, "preview_step", walk.task("approve_opinion").pk, **APPROVE).content.decode()
            assert reverse("versions", args=[walk.dossier.pk, "opinion"]) in card
    with clock.at(start + timedelta(hours=1)):
        assert changes(chair, walk) == []
    assert SeenPreview.objects.get().earlier_text == ""
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    assert changes(as_person(walk.office.leader), walk, "sign_opinion") == []
    # The number and the day alone are no change.
    number_for("opinion", walk.dossier, walk.office.clerk)
    assert changes(as_person(walk.office.leader), walk, "sign_opinion") == []


def test_what_was_seen_goes_once_the_document_is_made(drafted, as_person):
    walk = drafted
    changes(as_person(walk.seat("chair")), walk)
    assert SeenPreview.objects.count() == 1
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    walk.do("sign_opinion", walk.office.leader, decision="approve")
    assert SeenPreview.objects.count() == 1
    walk.issue()
    assert not SeenPreview.objects.exists()


def test_what_was_seen_goes_when_the_dossier_is_closed_or_the_person_is_erased(drafted, as_person):
    walk, chair = drafted, drafted.seat("chair")
    changes(as_person(chair), walk)
    with transaction.atomic():
        closing.break_off(
            dossier=walk.dossier, by=Actor(walk.office.leader, "leader"), outcome="cancelled", reason="Dừng"
        )
        assert not SeenPreview.objects.exists()
        transaction.set_rollback(True)
    Task.objects.filter(assignee=chair).update(assignee=None)
    walk.dossier.council.seats.filter(person=chair).update(released_at=clock.now())
    erase(person=chair, by=chair)
    assert not SeenPreview.objects.exists()


def test_every_signed_or_authored_kind_is_shown_before_it_is_made():
    made = {
        "supplement_request", "refusal", "council_decision", "reviewer_invitation", "department_letter", "review",
        "meeting_invitation", "group_report", "minutes", "opinion", "reminder_letter", "response", "payment_list",
        "certified_copy", "council_change",
    }  # fmt: skip
    assert {kind for kind, one in DEFINITIONS.items() if one.authored or one.sealed} == made
