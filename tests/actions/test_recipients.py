"""The bodies of a dossier besides its proposer: who gave the task, and to whom the opinion goes."""

from __future__ import annotations

from datetime import date, timedelta

from consult import clock, tasks
from consult.actions.recipients import mark_of
from consult.actions.registers import enter_incoming
from consult.commands import recipients as command
from consult.documents.opinion_recipients import recipients_of
from consult.models import Dossier, Organisation
from consult.queries.recipients import suggested_recipients
from consult.queries.registers import outgoing_table
from tests.refusals import refused

COMMITTEE = "Ủy ban nhân dân tỉnh Đắk Lắk"


def say(walk, by=None, **changed):
    values = {"body": COMMITTEE, "body_kind": "department", "symbol": "1410/UBND", "dated": date(2020, 3, 19)}
    command.say_giver(dossier_id=walk.dossier.pk, by=by or walk.office.officer, **{**values, **changed})
    walk.dossier = Dossier.objects.get(pk=walk.dossier.pk)


def choose(walk, to, copies=(), by=None, seen=None):
    mark = mark_of(recipients_of(walk.dossier)) if seen is None else seen
    by = by or walk.office.officer
    command.choose_recipients(dossier_id=walk.dossier.pk, by=by, to=to, copies=copies, seen=mark)


def test_who_gave_the_task_is_entered_in_place_and_found_again_by_another_writing(walk):
    with refused("body_unknown"):
        say(walk, body_kind="")
    say(walk, granted=150_000_000)
    body = Organisation.objects.get(name=COMMITTEE)
    assert (body.keeper, walk.dossier.given_by, walk.dossier.granted) == (walk.office.union, body, 150_000_000)
    say(walk, body="UBND tỉnh Đắk Lắk", body_kind="")
    assert walk.dossier.given_by == body
    for changed, code in (
        ({"body": ""}, "giver_missing"),
        ({"dated": clock.today() + timedelta(days=1)}, "day_future"),
        ({"by": walk.office.clerk}, "role"),
        ({"by": walk.office.investor_person}, "role"),
    ):
        with refused(code):
            say(walk, **changed)
    event = walk.dossier.events.filter(verb="giver_said").last()
    assert event.data["body"] == COMMITTEE


def test_a_letter_of_the_register_says_its_number_itself_and_is_cited_once(drafted):
    office = drafted.office
    letter = enter_incoming(
        union=office.union, by=office.clerk, arrived_on=clock.today(), sender=COMMITTEE, subject="Giao nhiệm vụ",
        symbol="77/UBND", dated=clock.today(), dossier=drafted.dossier,
    )  # fmt: skip
    say(drafted, letter=letter, symbol="9/X", dated=None)
    assert (drafted.dossier.given_letter, drafted.dossier.given_symbol) == (letter, "")
    finish(drafted)
    grounds = newest(drafted).data["grounds"]
    assert sum("77/UBND" in ground for ground in grounds) == 1
    assert grounds[-2].startswith("Căn cứ Văn bản số 77/UBND ngày ")
    assert grounds[-1].startswith("Xét đề nghị của")


def newest(walk):
    return walk.dossier.documents.filter(kind="opinion").latest("pk").versions.latest("version")


def finish(walk):
    walk.do("approve_opinion", walk.seat("chair"), decision="approve")
    walk.do("sign_opinion", walk.office.leader, decision="approve")
    walk.do("issue_opinion", walk.office.clerk)


def test_the_opinion_goes_to_who_gave_the_task_and_to_the_proposer_unless_others_are_chosen(drafted):
    proposer = drafted.dossier.proposer.name
    assert recipients_of(drafted.dossier).to == [proposer]
    say(drafted)
    assert recipients_of(drafted.dossier).to == [COMMITTEE, proposer]
    choose(drafted, [COMMITTEE, "Sở Xây dựng"], ["Ban Tuyên giáo Tỉnh ủy", "sở xây dựng"])
    assert drafted.dossier.events.filter(verb="recipients_chosen").count() == 1
    kept = recipients_of(drafted.dossier)
    assert (kept.to, kept.copies) == ([COMMITTEE, "Sở Xây dựng"], ["Ban Tuyên giáo Tỉnh ủy"])
    assert proposer in suggested_recipients(drafted.dossier)
    finish(drafted)
    data = newest(drafted).data
    assert data["to"] == [COMMITTEE, "Sở Xây dựng"]
    assert f"kính gửi {COMMITTEE}, Sở Xây dựng xem xét" in data["say"]["closing"]
    assert data["recipients"][:2] == ["- Như trên;", "- Ban Tuyên giáo Tỉnh ủy;"]
    assert data["recipients"][-1].startswith("- Lưu: VT")
    tasks.work_off()
    row = outgoing_table(drafted.office.union, clock.today().year, "BC").rows[0]
    assert row[4].startswith(f"{COMMITTEE}; Sở Xây dựng; Ban Tuyên giáo Tỉnh ủy")
    # The leader has signed: what was named then is not changed any more.
    with refused("not_now"):
        choose(drafted, ["Sở Khác"])


def test_recipients_are_chosen_by_who_drafts_and_not_over_anothers_head(drafted):
    seen = "f" * 64
    with refused("changed_meanwhile"):
        choose(drafted, ["Sở Xây dựng"], seen=seen)
    with refused("recipients_missing"):
        choose(drafted, [], ["Sở Xây dựng"])
    with refused("too_long"):
        choose(drafted, ["S" * 301])
    with refused("too_many_recipients"):
        choose(drafted, [f"Sở {n}" for n in range(61)])
    for by in (drafted.office.clerk, drafted.office.investor_person, drafted.seat("chair")):
        with refused("role"):
            choose(drafted, ["Sở Xây dựng"], by=by)
    choose(drafted, ["Sở Xây dựng"], by=drafted.seat("secretary"))
    assert recipients_of(drafted.dossier).to == ["Sở Xây dựng"]
