"""A document that cannot be made is found before the act that needs it, with no row locked; the act leaves nothing behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse

from consult import clock, tasks
from consult.actions import trials
from consult.commands import steps
from consult.commands.documents import ask_department, request_document
from consult.commands.meetings import move_meeting
from consult.demo.walk import CONCLUSION, RECOMMEND
from consult.documents import pdf
from consult.libraries.renderer import RenderedPdf
from consult.models import Document, Event, Job, Meeting, Notification, Opinion, RegisterEntry
from consult.refusals import ActionError
from consult.texts import job_trouble

pytestmark = pytest.mark.django_db

# Fourteen quotations within each other leave no room between the margins.
WIDE = f"{'<blockquote>' * 14}<p>Ngoài lề phải</p>{'</blockquote>' * 14}"


@pytest.fixture(autouse=True)
def _with_trials(settings):
    settings.TRIAL_RENDERING = True


@pytest.fixture
def few_pages(settings):
    """Renderers of the test's own, since one keeps the limits with which it began."""
    settings.RENDER_PAGES = 1
    pdf._renderer.cache_clear()
    yield
    pdf.renderer().stop()
    pdf._renderer.cache_clear()


def counts() -> list[int]:
    return [model.objects.count() for model in (RegisterEntry, Document, Job, Event, Notification, Opinion)]


def refused(act) -> ActionError:
    before = counts()
    with pytest.raises(ActionError) as caught:
        act()
    assert counts() == before
    return caught.value


def test_an_opinion_is_refused_where_it_is_drafted_with_its_passage(reviewed):
    reviewed.call_meeting()
    reviewed.hold_meeting()
    secretary = reviewed.seat("secretary")
    told = refused(lambda: reviewed.do("draft_opinion", secretary, body=WIDE, conclusion=CONCLUSION))
    assert told.code == "does_not_fit"
    assert "Ngoài lề phải".startswith(told.values["passage"].split()[0])
    assert told.values["page"] == 1
    reviewed.do("draft_opinion", secretary, body="<p>Đạt.</p>", conclusion=CONCLUSION)
    assert not RegisterEntry.objects.filter(subject__contains="Báo cáo kết quả").exists()


@pytest.mark.parametrize("step", ["approve_opinion", "sign_opinion", "issue_opinion"])
def test_what_was_drafted_before_is_refused_at_each_later_step(drafted, step, settings):
    settings.TRIAL_RENDERING = False
    Opinion.objects.update(body=WIDE)
    acts = {
        "approve_opinion": lambda: drafted.do("approve_opinion", drafted.seat("chair"), decision="approve"),
        "sign_opinion": lambda: drafted.do("sign_opinion", drafted.office.leader, decision="approve"),
        "issue_opinion": lambda: drafted.do("issue_opinion", drafted.office.clerk),
    }
    for name, act in acts.items():
        if name == step:
            settings.TRIAL_RENDERING = True
            assert refused(act).code == "does_not_fit"
            return
        act()


def test_an_opinion_that_does_not_fit_can_be_sent_back(drafted):
    Opinion.objects.update(body=WIDE)
    drafted.do("approve_opinion", drafted.seat("chair"), decision="send_back", remarks="Bỏ trích dẫn")
    assert drafted.dossier.step == "draft_opinion" or drafted.open_task("draft_opinion")


def test_each_numbered_document_of_an_author_is_rehearsed_before_its_number_is_given(in_council, few_pages):
    """One page holds none of them with so much text."""
    office = in_council.office
    in_council.do("propose_council", office.officer, seats=in_council.seats())
    assert refused(lambda: in_council.approve_council(office.leader)).code == "document_pages"


def test_a_refusal_and_a_request_are_rehearsed(walk, few_pages):
    long = "\n".join(["Hồ sơ chưa làm rõ tác động môi trường và giao thông. " * 8] * 8)
    officer = walk.office.officer
    for decision in ("refuse", "supplement"):
        told = refused(lambda: walk.do("check_completeness", officer, decision=decision, reason=long))  # noqa: B023
        assert told.code == "document_pages"
    walk.do("check_completeness", officer, decision="accept")


def test_the_invitation_is_rehearsed_when_the_meeting_is_called(reviewed, few_pages):
    assert refused(reviewed.call_meeting).code == "document_pages"


def test_minutes_are_rehearsed_when_they_are_handed_over_and_when_they_are_signed(reviewed, settings):
    officer = reviewed.office.officer
    reviewed.call_meeting()
    reviewed.keep_meeting()
    assert refused(lambda: reviewed.do("hold_meeting", officer, minutes=WIDE, conclusion="Đạt.")).code == "does_not_fit"
    settings.TRIAL_RENDERING = False
    reviewed.do("hold_meeting", officer, minutes=WIDE, conclusion="Đạt.")
    settings.TRIAL_RENDERING = True
    assert (
        refused(lambda: reviewed.do("sign_minutes", reviewed.seat("chair"), decision="approve")).code == "does_not_fit"
    )


LONG = "\n".join(["Hồ sơ cần làm rõ tác động môi trường, giao thông và phòng cháy. " * 8] * 8)


def test_a_review_is_rehearsed_when_it_is_handed_in_and_not_when_it_is_kept(reviewing, few_pages):
    reviewing.accept_all()
    review = reviewing.open_reviews()[0]
    content = {code: {**answer, "text": LONG} for code, answer in reviewing.content().items()}
    handed = {"content": content, "recommendation": RECOMMEND}
    told = refused(lambda: reviewing.do("write_review", review.seat.person, **handed))
    assert told.code == "document_pages"
    assert reviewing.open_reviews()[0].pk == review.pk


def test_a_response_is_rehearsed(issued, few_pages):
    proposer = issued.office.investor_person
    assert refused(lambda: issued.do("respond", proposer, body=LONG)).code == "document_pages"
    issued.do("respond", proposer, body="Đơn vị tiếp thu.")
    assert issued.dossier.documents.filter(kind="response").exists()


def test_a_meeting_is_moved_only_if_its_invitation_can_be_made(reviewed, settings):
    settings.TRIAL_RENDERING = False
    starts = reviewed.call_meeting()
    settings.TRIAL_RENDERING = True
    moved = {"dossier_id": reviewed.dossier.pk, "by": reviewed.office.officer, "reason": "Bận họp"}
    later = starts + timedelta(days=1)
    # One letter with two hundred vowel signs: no line may break within it.
    told = refused(lambda: move_meeting(**moved, starts_at=later, place="\u1780" + "\u17b6" * 200))
    assert told.code == "does_not_fit"
    assert Meeting.objects.get().starts_at == starts
    move_meeting(**moved, starts_at=later, place="Phòng họp số 3")
    assert Meeting.objects.get().starts_at == later


def test_a_payment_list_is_rehearsed_when_it_is_asked_for(reviewed, settings):
    settings.TRIAL_RENDERING = False
    reviewed.call_meeting()
    reviewed.hold_meeting()
    settings.TRIAL_RENDERING = True
    person = reviewed.seat("secretary")
    asked = {"dossier_id": reviewed.dossier.pk, "kind": "payment_list", "by": reviewed.office.officer}
    before, person.name = person.name, "\u1780" + "\u17b6" * 140
    person.save()
    assert refused(lambda: request_document(**asked)).code == "does_not_fit"
    person.name = before
    person.save()
    request_document(**asked)
    assert reviewed.dossier.documents.filter(kind="payment_list").exists()


def test_the_number_is_as_wide_as_one_can_be_and_nothing_is_locked_meanwhile(in_council, monkeypatch):
    office = in_council.office
    in_council.do("propose_council", office.officer, seats=in_council.seats())
    seen = []
    real, begun = pdf.render, len(connection.savepoint_ids)

    def looking(kind: str, title: str, data: dict, **more: float) -> RenderedPdf:
        seen.append(
            (kind, data["heading"]["number"], len(connection.savepoint_ids) - begun, RegisterEntry.objects.count())
        )
        return real(kind, title, data, **more)

    monkeypatch.setattr(pdf, "render", looking)
    entries = RegisterEntry.objects.count()
    in_council.settle = lambda _dossier: None
    in_council.approve_council(office.leader)
    (kind, number, depth, numbered), *more = seen
    assert (kind, depth, numbered, more) == ("council_decision", 0, entries, [])
    assert number.startswith(f"{trials.WIDEST}/QĐ")
    assert in_council.dossier.documents.get(kind="council_decision").entry.symbol.startswith("01/QĐ")


def test_a_rehearsal_tells_no_worker_and_no_reader(walk):
    with transaction.atomic():
        before, begun = counts(), len(connection.run_on_commit)
        task = walk.dossier.tasks.get(node="check_completeness", status="NEW")
        found = trials.rehearsed(
            lambda: steps._perform(
                task, task.flow_task, walk.office.officer, {"decision": "refuse", "reason": "Không đủ năng lực."}
            )
        )
        assert [one.kind for one in found] == ["refusal"]
        assert (counts(), len(connection.run_on_commit)) == (before, begun)


def test_a_document_of_nobodys_that_does_not_fit_is_work_for_the_office_and_not_lost(walk, as_person):
    job = walk.dossier.jobs.get(kind="render")
    # One letter with two hundred vowel signs: no line may break within it.
    job.version.data["submitter"] = "\u1780" + "\u17b6" * 200
    job.version.save()
    assert tasks.run_job(job.pk) is False
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.FAILED, 1)
    assert job.error.startswith("RenderRefusedError: layout: ")
    assert "trang 1" in job_trouble(job)
    page = as_person(walk.office.officer).get(reverse("my_work"))
    assert [one.pk for one in page.context["not_made"]] == [job.pk]
    assert job.version.document.title in page.content.decode()
    assert as_person(walk.office.investor_person).get(reverse("my_work")).context["not_made"] == []
    told = Notification.objects.filter(kind="document_failed").values_list("person", flat=True)
    assert set(told) == {walk.office.officer.pk, walk.office.clerk.pk}


def test_a_letter_is_rehearsed_before_it_is_numbered(reviewing, few_pages):
    questions = "\n".join(["Đề nghị cho biết quy hoạch giao thông và phòng cháy của khu vực. " * 8] * 8)
    asked = {
        "dossier_id": reviewing.dossier.pk,
        "by": reviewing.office.officer,
        "department": "Sở Xây dựng",
        "answer_by": clock.today() + timedelta(days=9),
    }
    assert refused(lambda: ask_department(**asked, questions=questions)).code == "document_pages"
    ask_department(**asked, questions="Quy hoạch?")
    assert reviewing.dossier.documents.get(kind="department_letter").entry is not None
