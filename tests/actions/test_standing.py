"""A standing council is founded once; dossiers take their councils from it, without a decision of their own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from consult import clock
from consult.actions.experts import withdraw
from consult.actions.privacy import erase
from consult.actions.standing import add_member, remove_member, save_standing
from consult.commands.reviewers import replace_reviewer
from consult.models import (
    Document,
    DocumentKind,
    Event,
    Membership,
    Organisation,
    Person,
    RegisterEntry,
    StandingCouncil,
)
from consult.queries.standing import offered_for, who_may_stand
from tests.access.people import anew
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def standing(
    office, people=(), *, since: int = 0, until: int | None = None, name: str = "Hội đồng tư vấn"
) -> StandingCouncil:
    """A standing council whose term begins ``since`` days from today, with ``people``."""
    today = clock.today()
    council = StandingCouncil(
        name=name, since=today + since * DAY, until=None if until is None else today + until * DAY,
        decision="15/QĐ-LHH", decided_on=today + min(since, 0) * DAY,
    )  # fmt: skip
    save_standing(council=council, union=office.union, by=office.officer)
    for person, kind in people:
        add_member(council=council, person=person, kind=kind, by=office.officer)
    return council


def formed(walk, **more) -> StandingCouncil:
    """The council of the dossier is proposed from a standing one of the same people and one more."""
    council = standing(walk.office, [*walk.seats(), (walk.office.experts[9], "member")], **more)
    walk.do("propose_council", walk.office.officer, seats=walk.seats(), standing=council)
    return council


def verbs(**of) -> list[str]:
    return list(Event.objects.filter(**of).order_by("pk").values_list("verb", flat=True))


# ---------------------------------------------------------------- the rows
def test_terms_decisions_and_people_are_kept_and_the_history_says_so(office):
    with refused("last_before_first"):
        standing(office, since=0, until=-1)
    council = standing(office, [(office.experts[0], "chair")])
    with refused("member_already"):
        add_member(council=council, person=office.experts[0], kind="member", by=office.officer)
    with refused("not_to_choose"):
        add_member(council=council, person=office.investor_person, kind="member", by=office.officer)
    council.decided_on = clock.today() + DAY
    with refused("decided_later"):
        save_standing(council=council, union=office.union, by=office.officer)
    remove_member(member=council.members.get(), by=office.administrator)
    assert verbs(union=office.union, dossier=None)[-3:] == [
        "standing_council_changed", "standing_member_added", "standing_member_removed",
    ]  # fmt: skip
    for who in (office.clerk, office.investor_person, office.experts[0]):
        with refused("role"):
            save_standing(council=StandingCouncil(), union=office.union, by=who)
        with refused("role"):
            add_member(council=council, person=office.experts[1], kind="member", by=who)


# ---------------------------------------------------------------- a dossier's council
def test_a_council_of_it_needs_no_decision_and_later_documents_cite_the_standing_ones(in_council):
    council = formed(in_council)
    numbers = set(RegisterEntry.objects.values_list("symbol", flat=True))
    in_council.approve_council(in_council.office.leader)
    assert in_council.dossier.step == "collect_reviews"
    assert not Document.objects.filter(dossier=in_council.dossier, kind=DocumentKind.COUNCIL_DECISION).exists()
    new = set(RegisterEntry.objects.values_list("symbol", flat=True)) - numbers
    assert not [symbol for symbol in new if "QĐ" in symbol]
    assert "council_of_standing" in verbs(dossier=in_council.dossier)
    assert "decision_numbered" not in verbs(dossier=in_council.dossier)
    # Everybody is invited as ever.
    in_council.accept_all()
    for review in in_council.open_reviews():
        in_council.review(review.seat.person)
    in_council.call_meeting()
    in_council.hold_meeting()
    in_council.draft()
    in_council.do("approve_opinion", in_council.seat("chair"), decision="approve")
    in_council.do("sign_opinion", in_council.office.leader, decision="approve")
    in_council.issue()
    opinion = Document.objects.get(dossier=in_council.dossier, kind=DocumentKind.OPINION)
    grounds = opinion.versions.get().data["grounds"]
    assert [ground for ground in grounds if "15/QĐ-LHH" in ground and council.name in ground]


def test_without_one_the_decision_is_made_as_before(in_council):
    standing(in_council.office, in_council.seats())
    in_council.do("propose_council", in_council.office.officer, seats=in_council.seats())
    in_council.approve_council(in_council.office.leader)
    assert Document.objects.filter(dossier=in_council.dossier, kind=DocumentKind.COUNCIL_DECISION).exists()


def test_only_its_own_people_and_those_who_may_sit(in_council):
    office = in_council.office
    council = standing(office, in_council.seats()[1:])
    with refused("not_a_member"):
        in_council.do("propose_council", office.officer, seats=in_council.seats(), standing=council)
    chair = in_council.seats()[0][0]
    add_member(council=council, person=chair, kind="chair", by=office.officer)
    chair.expert.ties.create(kind="business", body=in_council.dossier.proposer.name)
    with refused("business"):
        in_council.do("propose_council", office.officer, seats=in_council.seats(), standing=council)
    with refused("even_seats", "one_chair"):
        in_council.do("propose_council", office.officer, seats=in_council.seats()[1:], standing=council)


def test_whoever_left_it_before_the_approval_is_noticed(in_council):
    council = formed(in_council)
    remove_member(member=council.members.get(person=in_council.office.experts[0]), by=in_council.office.officer)
    with refused("not_a_member"):
        in_council.do("approve_council", in_council.office.leader, decision="approve")


@pytest.mark.parametrize(
    ("since", "until", "offered"), [(0, 0, True), (-9, 3, True), (-9, -1, False), (1, None, False)]
)
def test_it_is_offered_in_its_term_alone(any_hour, in_council, since, until, offered):
    council = standing(in_council.office, in_council.seats(), since=since, until=until)
    assert (council in offered_for(in_council.dossier)) is offered
    if not offered:
        with refused("term_over"):
            in_council.do("propose_council", in_council.office.officer, seats=in_council.seats(), standing=council)


def test_another_unions_council_is_none_of_ours(in_council):
    other = Organisation.objects.create(kind="union", name="LHH khác")
    today = clock.today()
    theirs = StandingCouncil.objects.create(union=other, name="Của họ", since=today, decision="1", decided_on=today)
    for person, kind in in_council.seats():
        theirs.members.create(person=person, kind=kind)
    assert theirs not in offered_for(in_council.dossier)
    with refused("term_over"):
        in_council.do("propose_council", in_council.office.officer, seats=in_council.seats(), standing=theirs)


def test_a_reviewer_is_replaced_by_somebody_of_it(in_council):
    formed(in_council)
    in_council.approve_council(in_council.office.leader)
    review, office = in_council.open_reviews()[0], in_council.office
    with refused("not_a_member"):
        replace_reviewer(review_id=review.pk, by=office.officer, person=office.experts[8], reason="Bận")
    replace_reviewer(review_id=review.pk, by=office.officer, person=office.experts[9], reason="Bận")
    assert office.experts[9] in [one.seat.person for one in in_council.open_reviews()]


# ---------------------------------------------------------------- pages
def test_the_step_offers_it_and_seats_everybody(in_council, as_person):
    council = standing(in_council.office, in_council.seats())
    over = standing(in_council.office, name="Nhiệm kỳ cũ", since=-9, until=-1)
    client, task = as_person(in_council.office.officer), in_council.task("propose_council")
    address = reverse("task", args=[task.pk])
    page = client.get(address, {"standing": council.pk})
    rows = [(row["person"], row["kind"]) for row in page.context["form"].rows]
    assert rows == [(str(person.pk), kind) for person, kind in in_council.seats()]
    assert over.name not in page.content.decode()
    sent = {"person": [one for one, _kind in rows], "kind": [kind for _one, kind in rows], "standing": council.pk}
    assert client.post(address, sent | {"standing": over.pk}).status_code == 422
    assert client.post(address, sent).status_code == 302
    in_council.dossier.refresh_from_db()
    assert in_council.dossier.council.standing == council
    shown = as_person(in_council.office.leader).get(reverse("dossier", args=[in_council.dossier.pk])).content.decode()
    assert council.decision in shown


def test_without_a_standing_council_the_step_asks_nothing(in_council, as_person):
    page = as_person(in_council.office.officer).get(reverse("task", args=[in_council.task("propose_council").pk]))
    assert "standing" not in page.context["form"].fields


def test_pages_of_the_office_keep_it(office, as_person):
    client = as_person(office.officer)
    said = {"name": "Hội đồng", "decision": "15/QĐ-LHH", "decided_on": "2026-01-05", "since": "2026-01-05", "until": ""}
    assert client.post(reverse("add_standing"), said | {"until": "2025-01-01"}).status_code == 422
    assert client.post(reverse("add_standing"), said).status_code == 302
    council = office.union.standing_councils.get()
    page = reverse("standing_council", args=[council.pk])
    assert client.post(page, {"person": office.experts[0].pk, "kind": "chair"}).status_code == 302
    assert client.post(page, {"person": office.experts[0].pk, "kind": "chair"}).status_code == 422
    assert office.experts[0].name in client.get(page).content.decode()
    assert client.post(reverse("edit_standing", args=[council.pk]), said | {"name": "Tên mới"}).status_code == 302
    assert "Tên mới" in client.get(reverse("standing")).content.decode()
    member = council.members.get()
    stranger = Person.objects.create_user("khac@khac.vn", "x", name="Người Khác")
    other = Organisation.objects.create(kind="union", name="LHH khác")
    stranger.memberships.create(organisation=other, role="officer")
    for name, pk in (
        ("standing_council", council.pk),
        ("edit_standing", council.pk),
        ("remove_standing_member", member.pk),
    ):
        assert as_person(stranger).post(reverse(name, args=[pk]), said).status_code == 404
    assert client.post(reverse("remove_standing_member", args=[member.pk])).status_code == 302
    assert not council.members.exists()


# ---------------------------------------------------------------- who cannot sit any more
def test_who_is_erased_leaves_standing_councils_and_the_history_says_so(office):
    person = office.experts[3]
    council = standing(office, [(person, "member"), (office.experts[4], "chair")])
    erase(person=person, by=person)
    assert [one.person for one in council.members.all()] == [office.experts[4]]
    event = Event.objects.filter(union=office.union, verb="standing_member_removed").latest("pk")
    assert (event.person, event.data["person"]) == (None, str(person.uid))


def test_who_withdrew_their_consent_is_put_into_none(office):
    expert = office.experts[3].expert
    withdraw(expert=expert, by=expert.person)
    council = standing(office)
    Membership.objects.create(person=expert.person, organisation=office.union, role="officer")
    with refused("not_to_choose"):
        add_member(council=council, person=expert.person, kind="member", by=office.officer)
    assert expert.person not in who_may_stand(office.union)


@pytest.mark.parametrize("kind", ["chair", "secretary"])
def test_it_has_one_chair_and_one_secretary_as_every_council(office, kind):
    first, second, third = office.experts[:3]
    council = standing(office, [(first, kind), (second, "member")])
    with refused("seat_taken"):
        add_member(council=council, person=third, kind=kind, by=office.officer)
    remove_member(member=council.members.get(person=first), by=office.officer)
    add_member(council=council, person=third, kind=kind, by=office.officer)
    assert set(council.members.values_list("person", "kind")) == {(second.pk, "member"), (third.pk, kind)}


def test_the_step_names_whom_it_leaves_out_and_the_act_refuses_closed_accounts(in_council, as_person):
    office = in_council.office
    closed, away = office.experts[7], office.experts[8]
    council = standing(office, [*in_council.seats(), (closed, "member"), (away, "member")])
    Person.objects.filter(pk=closed.pk).update(is_active=False)
    withdraw(expert=away.expert, by=away)
    page = as_person(office.officer).get(
        reverse("task", args=[in_council.task("propose_council").pk]), {"standing": council.pk}
    )
    assert page.context["form"].initial["left_out"] == [closed.titled_name, away.titled_name]
    assert 'id="left-out"' in page.content.decode()
    assert len(page.context["form"].rows) == len(in_council.seats())
    seats = [*in_council.seats()[:-1], (anew(closed), in_council.seats()[-1][1])]
    with refused("account_closed"):
        in_council.do("propose_council", office.officer, seats=seats, standing=council)
