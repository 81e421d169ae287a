"""A dossier of each kind that ships goes through the whole of the real flow, from its draft to the archive."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consult.models import DocumentKind, DossierKind, Membership, Person
from consult.rules.procedure_file import shipped_kinds
from tests.states import review, submitted


@pytest.mark.django_db
@pytest.mark.parametrize("code", list(shipped_kinds()))
def test_a_dossier_of_each_kind_that_ships_comes_to_the_archive(office, code):
    kind = DossierKind.objects.get(union=office.union, code=code)
    procedure = kind.procedures.get()
    who = {"investor": office.investor_person, "department": office.department_person, "union": office.officer}
    by = who[next(one for one in kind.submitters if one in who)]
    if by == office.officer:
        Membership.objects.create(person=by, organisation=office.union, role="proposer")
        office.officer = by = Person.objects.get(pk=by.pk)
    walk = submitted(office, kind.name, procedure=procedure, by=by, kind=kind.consultations[0])
    walk.do("check_completeness", office.officer, decision="accept")
    seats = [*walk.seats(size=max(7, procedure.rules.seats.least))]
    reviewers = sum(seat == "reviewer" for _person, seat in seats)
    for place, (person, seat) in enumerate(seats):
        if reviewers < procedure.rules.seats.least_reviewers and seat == "member":
            seats[place], reviewers = (person, "reviewer"), reviewers + 1
    walk.do("propose_council", office.officer, seats=seats)
    walk.approve_council(office.leader)
    review(walk)
    walk.call_meeting(timedelta(days=2))
    walk.hold_meeting()
    walk.draft()
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    walk.do("sign_opinion", office.leader, decision="approve")
    walk.issue()
    walk.do("respond", by, body="Đơn vị tiếp thu và hoàn thiện hồ sơ theo ý kiến góp ý.")
    walk.do("archive_dossier", office.officer)
    assert (walk.dossier.stage, walk.dossier.outcome) == ("closed", "archived")
    assert {DocumentKind.COUNCIL_DECISION, DocumentKind.OPINION, DocumentKind.ARCHIVE_COVER} <= set(
        walk.dossier.documents.values_list("kind", flat=True)
    )
