"""A dossier of each kind that ships, on its whole way."""

from __future__ import annotations

from datetime import timedelta

from consult.actions.recipients import mark_of
from consult.commands.recipients import choose_recipients
from consult.demo.office import Office
from consult.demo.walk import Walk
from consult.documents.opinion_recipients import recipients_of
from consult.models import DossierKind
from tests.states import review, submitted


def archived(office: Office, code: str) -> Walk:
    """A dossier of the kind of this code, from its draft through the real flow to the archive."""
    kind = DossierKind.objects.get(union=office.union, code=code)
    procedure = kind.procedures.get()
    # On behalf of the union a leader of it submits.
    who = {"investor": office.investor_person, "department": office.department_person, "union": office.second_leader}
    by = who[next(one for one in kind.submitters if one in who)]
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
    own = walk.dossier.own_initiative
    if own:
        # Nobody outside asked: the office says who gets the opinion.
        seen = mark_of(recipients_of(walk.dossier))
        choose_recipients(dossier_id=walk.dossier.pk, by=office.officer, to=["Tỉnh ủy"], copies=[], seen=seen)
    walk.draft()
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    walk.do("sign_opinion", office.leader, decision="approve")
    walk.issue()
    assert walk.dossier.documents.get(kind="opinion").entry is not None
    if not own:
        walk.do("respond", by, body="Đơn vị tiếp thu và hoàn thiện hồ sơ theo ý kiến góp ý.")
    walk.do("archive_dossier", office.officer)
    return walk
