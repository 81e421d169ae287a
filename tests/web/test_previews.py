"""The documents of an act, seen before it: as they will be issued, for whoever may do it, leaving nothing behind."""

from __future__ import annotations

import io
import os
import re
import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from consult import clock, tasks
from consult.actions import closing
from consult.actions.actor import Actor
from consult.actions.documents import number_for
from consult.actions.privacy import erase
from consult.demo.walk import CONCLUSION, OPINION
from consult.documents import DEFINITIONS, pdf
from consult.models import (
    Document,
    Draft,
    Event,
    GroupReport,
    Job,
    Notification,
    Opinion,
    Person,
    RegisterEntry,
    Review,
    SeenPreview,
    Task,
)
from consult.queries.groups import groups_of
from consult.rules.numbering import written_date
from tests.actions.test_trials import WIDE
from tests.web.test_groups import formed, large

__all__ = ["formed", "large"]

pytestmark = pytest.mark.django_db

APPROVE = {"decision": "approve"}
KEPT_ROWS = [Document, Draft, Event, GroupReport, Job, Notification, Opinion, RegisterEntry, Review, Task]
# What is drawn anew for each document.
CODES = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}|(?<=/v/)[0-9A-Z]{16}|(?<=tại: ).*?(?= Rất mong)")

Kinds = dict[str, str]


def text_of(content: bytes) -> str:
    pages = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return CODES.sub("…", " ".join(pages.replace("DỰ THẢO", "").split()))


def look(client: Client, name: str, *arguments: Any, **data: Any) -> Any:
    """What the card shows; looking leaves no row but what was seen."""
    before = [model.objects.count() for model in KEPT_ROWS]
    answer = client.post(reverse(name, args=arguments), data)
    assert [model.objects.count() for model in KEPT_ROWS] == before
    return answer


def read(client: Client, answer: Any) -> Kinds:
    """The texts of the PDFs that a card shows, by the titles of their documents."""
    assert answer.status_code == 200
    assert [one.preview.trouble for one in answer.context["shown"]] == [None] * len(answer.context["shown"])
    return {one.preview.title: text_of(client.get(one.address).content) for one in answer.context["shown"]}


def issued_texts(dossier: Any, kinds: set[str]) -> Kinds:
    for job in dossier.jobs.filter(version__document__kind__in=kinds, state=Job.State.WAITING):
        tasks.run_job(job.pk)
    found = {}
    for document in dossier.documents.filter(kind__in=kinds).order_by("pk"):
        with document.versions.latest("version").file.open("rb") as stream:
            found[document.title] = text_of(stream.read())
    return found


@pytest.fixture
def same(as_person) -> Callable[..., None]:
    """Looks as ``person`` before the act, does it, and holds the documents against each other."""

    def hold(walk: Any, person: Person, kinds: set[str], address: str, *arguments: Any, act: Any, **data: Any) -> None:
        client = as_person(person)
        with transaction.atomic():
            seen = read(client, look(client, address, *arguments, **data))
            act()
            made = issued_texts(walk.dossier, kinds)
            assert len(seen) >= len(kinds), seen.keys()
            assert {title: made[title] for title in seen} == seen
            transaction.set_rollback(True)

    return hold


def test_what_intake_sends_is_what_was_seen(walk, same):
    officer, step = walk.office.officer, walk.task("check_completeness").pk
    for decision, kind in (("refuse", "refusal"), ("supplement", "supplement_request")):
        said = {"decision": decision, "reason": "Thiếu bản vẽ & <b>dự toán</b>"}
        marks = {f"ok_{item.code}": "on" for item in walk.dossier.procedure.rules.checklist}

        def act(said: dict[str, str] = said) -> None:
            walk.do("check_completeness", officer, **said)

        same(walk, officer, {kind}, "preview_step", step, act=act, **said, **marks)


def test_a_council_decision_with_its_invitations_is_what_was_seen(in_council, same):
    office = in_council.office
    in_council.do("propose_council", office.officer, seats=in_council.seats())
    step = in_council.task("approve_council").pk
    kinds = {"council_decision", "reviewer_invitation"}
    same(in_council, office.leader, kinds, "preview_step", step,
         act=lambda: in_council.approve_council(office.leader), **APPROVE)  # fmt: skip


def test_letters_of_the_officer_are_what_was_seen(reviewing, same):
    officer, dossier = reviewing.office.officer, reviewing.dossier
    post = {"department": "Sở Xây dựng", "questions": "Quy hoạch?\nKhoảng cách?", "answer_by": "2027-03-01"}
    with clock.at(clock.now()):
        client = Client()
        client.force_login(officer)
        page = reverse("ask_department", args=[dossier.pk])
        same(reviewing, officer, {"department_letter"}, "preview_department", dossier.pk,
             act=lambda: client.post(page, post), **post)  # fmt: skip
    out = reviewing.open_reviews()[0]
    new = reviewing.office.experts[9]
    page = reverse("replace_reviewer", args=[out.pk])
    post = {"person": new.pk, "reason": "Đi công tác"}
    with transaction.atomic():
        seen = read(client, look(client, "preview_replacement", out.pk, **post))
        assert client.post(page, post).status_code == 302
        made = issued_texts(dossier, {"reviewer_invitation"})
        assert list(seen.values()) == [made[title] for title in seen] != []
        transaction.set_rollback(True)
    task = reviewing.task("answer_invitation", out.seat.person)
    with clock.at(clock.now() + timedelta(days=40)):
        # Sessions end meanwhile.
        client.force_login(officer)
        assert client.get(reverse("remind_by_letter", args=[task.pk])).status_code == 200
        same(reviewing, officer, {"reminder_letter"}, "preview_letter", task.pk,
             act=lambda: client.post(reverse("remind_by_letter", args=[task.pk])))  # fmt: skip


def test_the_meetings_invitation_and_the_minutes_are_what_was_seen(reviewed, same):
    walk, officer = reviewed, reviewed.office.officer
    client = Client()
    client.force_login(officer)
    starts = timezone.localtime(clock.now() + timedelta(days=4)).strftime("%Y-%m-%dT08:00")
    post = {
        "form": "meeting",
        "starts_at": starts,
        "place": "Phòng 2",
        "agenda": "Khai mạc\nThảo luận",
        "guests": "A, B",
    }
    page = reverse("task", args=[walk.task("call_meeting").pk])
    same(walk, officer, {"meeting_invitation"}, "preview_step", walk.task("call_meeting").pk,
         act=lambda: client.post(page, post), **post)  # fmt: skip
    walk.call_meeting()
    moved = {**post, "reason": "Trùng lịch", "place": "Phòng 3"}
    with transaction.atomic():
        (seen,) = read(client, look(client, "preview_move", walk.dossier.pk, **moved)).values()
        client.post(reverse("move_meeting", args=[walk.dossier.pk]), moved)
        walk.dossier.documents.filter(kind="meeting_invitation").first().delete()
        assert issued_texts(walk.dossier, {"meeting_invitation"}).popitem()[1] == seen
        transaction.set_rollback(True)
    walk.keep_meeting()
    with clock.at(clock.now()):
        said = {"minutes": "<p>Chủ tịch khai mạc. Thảo luận về <b>nước ngầm</b>.</p>", "conclusion": "Thống nhất."}
        ahead = read(client, look(client, "preview_step", walk.task("hold_meeting").pk, **said))
        walk.do("hold_meeting", officer, **said)
        chair = walk.seat("chair")
        same(walk, chair, {"minutes"}, "preview_step", walk.task("sign_minutes").pk,
             act=lambda: walk.do("sign_minutes", chair, decision="approve"), **APPROVE)  # fmt: skip
        walk.do("sign_minutes", chair, decision="approve")
        assert issued_texts(walk.dossier, {"minutes"}) == ahead


def test_the_opinion_is_at_every_step_what_is_issued(drafted, as_person):
    walk = drafted
    people = {
        "approve_opinion": walk.seat("chair"),
        "sign_opinion": walk.office.leader,
        "issue_opinion": walk.office.clerk,
    }
    seen = []
    for node, person in people.items():
        client = as_person(person)
        seen.append(read(client, look(client, "preview_step", walk.task(node).pk, **APPROVE)))
        if node != "issue_opinion":
            walk.do(node, person, decision="approve")
    walk.issue()
    assert seen == [issued_texts(walk.dossier, {"opinion"})] * 3
    proposer = walk.office.investor_person
    body = {"body": "Tiếp thu ý kiến về giếng quan trắc."}
    client = as_person(proposer)
    response = read(client, look(client, "preview_step", walk.task("respond").pk, **body))
    walk.do("respond", proposer, **body)
    assert issued_texts(walk.dossier, {"response"}) == response


def test_reports_of_groups_and_payment_lists_are_what_was_seen(formed, same, as_person):
    group = groups_of(formed.dossier)[0]
    head, pk, field = group.head.person, formed.dossier.pk, group.field.pk
    said = {"text": "Nhóm thống nhất.\nCần giếng quan trắc.", "revision": 0}
    page = reverse("group", args=[pk, field])
    client = as_person(head)
    same(formed, head, {"group_report"}, "preview_group_report", pk, field,
         act=lambda: client.post(page, {**said, "act": "hand_in"}), **said)  # fmt: skip
    officer = as_person(formed.office.officer)
    listed = look(officer, "preview_request", pk, "payment_list")
    assert listed.status_code in (200, 302, 403), "only at its stage"


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
    with clock.at(start + timedelta(minutes=5)):
        # Still told when the page is loaded again, and not to who sees it for the first time.
        assert changes(chair, walk) == changes(chair, walk) == told
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
    }  # fmt: skip
    assert {kind for kind, one in DEFINITIONS.items() if one.authored or one.sealed} == made
