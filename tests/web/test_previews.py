"""The documents of an act, seen before it, are those that it issues; looking leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult import clock
from consult.models import (
    Person,
)
from consult.queries.groups import groups_of
from tests.previewed import APPROVE, issued_texts, look, read
from tests.web.test_groups import formed, large

__all__ = ["formed", "large"]

pytestmark = pytest.mark.django_db


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
    walk, officer, pk = drafted, as_person(drafted.office.officer), drafted.dossier.pk
    listed = read(officer, look(officer, "preview_request", pk, "payment_list"))
    officer.post(reverse("request_document", args=[pk, "payment_list"]))
    assert issued_texts(walk.dossier, {"payment_list"}) == listed
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


def test_the_report_of_a_group_is_what_was_seen(formed, same, as_person):
    group = groups_of(formed.dossier)[0]
    head, pk, field = group.head.person, formed.dossier.pk, group.field.pk
    said = {"text": "Nhóm thống nhất.\nCần giếng quan trắc.", "revision": 0}
    page = reverse("group", args=[pk, field])
    client = as_person(head)
    same(formed, head, {"group_report"}, "preview_group_report", pk, field,
         act=lambda: client.post(page, {**said, "act": "hand_in"}), **said)  # fmt: skip
