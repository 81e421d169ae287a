"""What an expert declares when they do not accept stays with those who may read declarations, wherever it might be copied."""

from __future__ import annotations

import io
import json

import pytest
from django.core import mail
from django.core.serializers import serialize
from django.urls import reverse
from openpyxl import load_workbook

from consult import tasks
from consult.commands import documents
from consult.models import Document, Event, Membership, Notification, Organisation, Person, Seat, Tie
from consult.queries.privacy import personal_data

pytestmark = pytest.mark.django_db

SECRET = "Em ruột tôi điều hành kho ngầm"
READERS = ("officer", "leader", "auditor", "chair")


@pytest.fixture(params=["conflict", "decline"])
def declared(reviewing, request):
    first, second = reviewing.open_reviews()
    reviewing.do(
        "answer_invitation", first.seat.person, decision=request.param, ties=["family"], interests=SECRET, reason=SECRET
    )
    reviewing.accept(second.seat.person)
    tasks.work_off()
    return reviewing


@pytest.fixture
def people(declared):
    office, dossier = declared.office, declared.dossier
    union = Organisation.objects.create(kind="union", name="LHH tỉnh khác", symbol="LHHK")

    def made(name, organisation, role):
        person = Person.objects.create_user(f"{name}@khac.test", None, name=name)
        Membership.objects.create(person=person, organisation=organisation, role=role)
        return person

    return {
        "officer": office.officer, "leader": office.leader, "auditor": made("kiemsoat", office.union, "auditor"),
        "clerk": office.clerk, "chair": declared.seat("chair"),
        "member": dossier.council.seats.filter(kind="member").first().person,
        "reviewer": declared.dossier.reviews.get(state="writing").seat.person,
        "administrator": made("quantri", office.union, "administrator"),
        "proposer": office.investor_person, "other_officer": made("cvkhac", union, "officer"),
        "other_administrator": made("qtkhac", union, "administrator"),
    }  # fmt: skip


def test_only_who_may_read_declarations_finds_it_on_any_page(declared, people, as_person):
    dossier = declared.dossier
    expert = dossier.reviews.exclude(state="writing").get().seat.person.expert
    addresses = [
        reverse("dossier", args=[dossier.pk]), reverse("reviews", args=[dossier.pk]), reverse("expert", args=[expert.pk]),
        reverse("my_work"), reverse("notices"), reverse("experts"),
        reverse("admin:consult_expert_changelist"),
    ]  # fmt: skip
    found = set()
    for who, person in people.items():
        client = as_person(person)
        for address in addresses:
            if SECRET in client.get(address).content.decode():
                found.add((who, address))
    assert {who for who, _address in found} == set(READERS)
    assert {address for _who, address in found} == {reverse("dossier", args=[dossier.pk])}


def test_it_is_copied_nowhere(declared, people, as_person):
    for model in (Event, Seat, Tie, Notification, Document):
        rows = json.loads(serialize("json", model._default_manager.all()))
        assert SECRET not in json.dumps(rows, ensure_ascii=False), model
    for document in Document.objects.all():
        assert not any(SECRET in json.dumps(v.data, ensure_ascii=False) for v in document.versions.all()), document
    assert not any(SECRET in message.body or SECRET in message.subject for message in mail.outbox)
    for who in ("officer", "other_officer"):
        answer = as_person(people[who]).get(reverse("expert_table"))
        content = b"".join(answer) if answer.streaming else answer.content
        assert SECRET not in str(list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)))
    assert SECRET not in repr(personal_data(people["member"]))


def test_an_older_histories_reason_is_shown_to_the_same_people(declared, people, as_person):
    said = Event.objects.get(verb__in=["review_conflicted", "review_declined"])
    Event.objects.create(
        dossier=said.dossier, verb=said.verb, person=said.person, data=said.data, reason=f"Trước đây: {SECRET}",
        position=900, hash="x" * 64,
    )  # fmt: skip
    address = reverse("dossier", args=[declared.dossier.pk])
    shown = {
        who for who, person in people.items()
        if f"Trước đây: {SECRET}" in as_person(person).get(address).content.decode()
    }  # fmt: skip
    assert shown == {"officer", "leader", "auditor"}


def test_what_an_accepting_reviewer_declares_is_not_printed_on_their_review(declared, people):
    review = declared.dossier.reviews.get(state="writing")
    review.interests = SECRET
    review.save()
    declared.review(review.seat.person)
    tasks.work_off()
    document = declared.dossier.documents.get(kind="review").versions.get()
    assert SECRET not in json.dumps(document.data, ensure_ascii=False)


def test_the_registry_keeps_kind_and_body(declared):
    tie = Tie.objects.get()
    assert (tie.kind, tie.body, tie.note) == ("family", declared.dossier.proposer.name, "")


def test_nothing_of_a_confidential_dossier_stands_in_the_registry(reviewing):
    first, second = reviewing.open_reviews()
    officer, pk = reviewing.office.officer, reviewing.dossier.pk
    documents.classify(dossier_id=pk, by=officer, confidential=True)
    reviewing.do("answer_invitation", first.seat.person, decision="conflict", ties=["family"])
    assert not Tie.objects.exists()
    # Opened up, its ties are known; closed again, they are not.
    documents.classify(dossier_id=pk, by=officer, confidential=False)
    assert Tie.objects.get().expert.person == first.seat.person
    reviewing.do("answer_invitation", second.seat.person, decision="accept", ties=["former_employer"])
    office_knows = Tie.objects.create(
        expert=second.seat.person.expert,
        kind="paid",
        body="x",
        organisation=reviewing.dossier.proposer,
        declared_by=officer,
    )
    documents.classify(dossier_id=pk, by=officer, confidential=True)
    assert list(Tie.objects.all()) == [office_knows]


def test_a_tie_that_was_declared_openly_elsewhere_stays(reviewing, new_walk):
    other = new_walk(title="Dự án khác của cùng nhà đầu tư")
    other.do("check_completeness", other.office.officer, decision="accept")
    other.do("propose_council", other.office.officer, seats=other.seats())
    other.approve_council(other.office.leader)
    for walk in (reviewing, other):
        for review in walk.open_reviews():
            walk.do("answer_invitation", review.seat.person, decision="accept", ties=["former_employer"])
    asked = [set(walk.dossier.reviews.values_list("seat__person", flat=True)) for walk in (reviewing, other)]
    both = asked[0] & asked[1]
    assert both
    documents.classify(dossier_id=reviewing.dossier.pk, by=reviewing.office.officer, confidential=True)
    assert set(Tie.objects.values_list("expert__person", flat=True)) == asked[1]
