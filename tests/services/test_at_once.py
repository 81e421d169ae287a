"""The same moment: on SQLite and on PostgreSQL, nothing is lost and nothing is done twice."""

from __future__ import annotations

import threading
from contextlib import suppress
from functools import partial
from itertools import chain

import pytest
from django.db import connection, transaction
from django.db.models import Max
from django.test import Client
from django.urls import reverse

from consult import clock, tasks
from consult.actions.actor import record_of_union
from consult.actions.number_series import save_style
from consult.actions.registers import enter_late, next_number, reserve_number
from consult.commands import documents, dossiers, reviewers, steps
from consult.models import Event, Job, Person, RegisterEntry
from consult.queries.history import register_faults, union_faults
from consult.refusals import ActionError, Refusal
from consult.rules.number_series import TOGETHER, Style
from tests.services.conftest import together, until

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_reviewers_hand_in_at_the_same_moment(reviewing):
    reviewing.accept_all()
    reviews = reviewing.open_reviews()
    calls = []
    for review in reviews:
        person = Person.objects.get(pk=review.seat.person_id)
        task = reviewing.task("write_review", person)
        calls.append(
            lambda task=task, person=person: steps.perform(
                task_id=task.pk, by=person, content=reviewing.content(), recommendation="approve"
            )
        )
    results = together(*calls)
    assert [r for r in results if isinstance(r, Exception)] == []
    reviewing.dossier.refresh_from_db()
    assert reviewing.dossier.step == "call_meeting"
    assert reviewing.dossier.tasks.filter(node="call_meeting").count() == 1
    assert reviewing.dossier.events.filter(verb="reviews_in").count() == 1
    assert reviewing.dossier.reviews.filter(state="handed_in").count() == 2


def test_handing_in_while_the_officer_excuses_the_other(reviewing):
    reviewing.accept_all()
    first, second = reviewing.open_reviews()
    officer = Person.objects.get(pk=reviewing.office.officer.pk)
    person = Person.objects.get(pk=first.seat.person_id)
    task = reviewing.task("write_review", person)
    results = together(
        lambda: steps.perform(task_id=task.pk, by=person, content=reviewing.content(), recommendation="approve"),
        lambda: reviewers.excuse_reviewer(review_id=second.pk, by=officer, reason="Ốm"),
    )
    assert [r for r in results if isinstance(r, Exception)] == []
    reviewing.dossier.refresh_from_db()
    assert reviewing.dossier.step == "collect_reviews"
    assert sorted(reviewing.dossier.reviews.values_list("state", flat=True)) == ["excused", "handed_in"]


def test_two_officers_at_once(walk):
    officer = walk.office.officer
    task = walk.task("check_completeness")
    people = [Person.objects.get(pk=officer.pk) for _ in range(4)]
    results = together(
        *(lambda person=person: steps.perform(task_id=task.pk, by=person, decision="accept") for person in people)
    )
    assert sum(isinstance(result, Refusal) for result in results) == 3
    assert walk.dossier.tasks.filter(node="propose_council").count() == 1
    assert walk.dossier.events.filter(verb="accepted").count() == 1


def test_withdrawing_while_the_officer_accepts(walk):
    office = walk.office
    task = walk.task("check_completeness")
    results = together(
        lambda: steps.perform(task_id=task.pk, by=Person.objects.get(pk=office.officer.pk), decision="accept"),
        lambda: dossiers.withdraw(
            dossier_id=walk.dossier.pk, by=Person.objects.get(pk=office.investor_person.pk), reason="x"
        ),
    )
    assert not isinstance(results[1], Exception)
    walk.dossier.refresh_from_db()
    assert walk.dossier.outcome == "withdrawn"
    assert not walk.dossier.tasks.filter(status__in=["NEW", "SCHEDULED"]).exists()


def test_a_document_asked_for_again_by_many_at_once(issued):
    tasks.work_off()
    document = issued.dossier.documents.get(kind="receipt")
    clerk = issued.office.clerk
    calls = [lambda: documents.make_document_again(document_id=document.pk, by=Person.objects.get(pk=clerk.pk))] * 4
    # One is asked for; the others find that it is being made.
    assert sorted(getattr(one, "code", "made") for one in together(*calls)) == ["made", *["not_made_yet"] * 3]
    assert sorted(document.versions.values_list("version", flat=True)) == [1, 2]
    assert not document.versions.filter(job=None).exists()


def test_two_hundred_numbers_given_at_once_have_no_gap_and_no_double(office):
    def give_ten():
        return [
            next_number(union=office.union, kind="QĐ", unit="", subject="Thử", by=office.clerk).number
            for _ in range(10)
        ]

    # Twenty connections: two hundred opened at one moment on a busy machine try PostgreSQL's patience, not the numbers.
    results = together(*[give_ten] * 20)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert sorted(chain.from_iterable(results)) == list(range(1, 201))
    assert RegisterEntry.objects.count() == 200


def test_whoever_waits_while_the_series_change_numbers_in_the_new_one(office):
    """By hand, late, and in a kind whose series nobody had opened yet."""
    clerk, today = office.clerk, clock.today()

    def by_hand(kind="QĐ"):
        return reserve_number(union=office.union, kind=kind, subject="Thử", by=clerk)

    def late():
        following = RegisterEntry.objects.aggregate(last=Max("number"))["last"] + 1
        with suppress(ActionError):
            enter_late(union=office.union, kind="QĐ", number=following, day=today, subject="Thử", by=clerk)

    def change(together):
        save_style(union=office.union, by=clerk, style=Style(together))

    by_hand(), by_hand()
    changed, given = threading.Event(), []

    def first():
        with transaction.atomic():
            change(True)
            changed.set()
            if connection.vendor == "postgresql":
                until(lambda: waiting() >= 4)

    def waiting():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            return cursor.fetchone()[0]

    def after(act):
        changed.wait(20)
        given.append(act())

    results = together(
        first, *(partial(after, act) for act in (by_hand, late, partial(by_hand, "GM"), partial(by_hand, "")))
    )
    assert [one for one in results if isinstance(one, Exception)] == []
    assert {one.register.kind for one in given if one is not None} == {TOGETHER}
    assert by_hand().register.kind == TOGETHER
    assert list(register_faults()) == []


@pytest.mark.parametrize("opened", [True, False])
def test_numbers_and_changes_of_series_at_the_same_moment(office, opened):
    clerk = office.clerk

    def by_hand(kind):
        return [reserve_number(union=office.union, kind=kind, subject="Thử", by=clerk).number for _ in range(5)]

    def change(to):
        with suppress(ActionError):
            save_style(union=office.union, by=clerk, style=Style(to))

    if opened:
        by_hand("QĐ")
    calls = [partial(by_hand, kind) for kind in ("QĐ", "GM", "", "BC", "QĐ")]
    results = together(*calls, *(partial(change, to) for to in (True, False, True)))
    assert [one for one in results if isinstance(one, Exception)] == []
    assert list(register_faults()) == []


def test_a_job_claimed_by_many_is_done_by_one(walk):
    job = Job.objects.get(kind="render")
    results = together(*[lambda: tasks.run_job(job.pk)] * 4)
    assert sorted(results) == [False, False, False, True]
    assert walk.dossier.documents.get().versions.get().sha256


def test_a_form_sent_many_times_at_the_same_moment_counts_once(office):
    address, sent = reverse("registers"), {"kind": "", "subject": "Công văn", "once": "một-lần"}

    def post():
        client = Client()
        client.force_login(Person.objects.get(pk=office.clerk.pk))
        return client.post(address, sent).status_code

    results = together(*[post] * 6)
    assert RegisterEntry.objects.count() == 1
    # Those that came while the first was at work are told so; those after it are led to where it led.
    assert set(results) <= {302, 409, 422}
    assert 302 in results


def test_a_unions_history_written_by_many_at_once_is_whole(office):
    before = Event.objects.filter(union=office.union, dossier=None).count()
    results = together(*[lambda: record_of_union(office.union, "rates_changed", None).pk] * 12)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert Event.objects.filter(union=office.union, dossier=None).count() == before + 12
    assert list(union_faults()) == []
