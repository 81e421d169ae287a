"""Data that an office has already goes along when tables change, forwards and back."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, date

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from consult.models import (
    Document,
    DocumentVersion,
    Dossier,
    Event,
    Job,
    Notification,
    Organisation,
    PaymentLine,
    Person,
    Register,
    Review,
    Tie,
)
from consult.queries.history import history_faults
from consult.rules.chain import link_hash
from tests.migrated import StepByStep
from tests.states import copied, dropped, looking_into

# Asked for so that there is a database to copy; none of these tests writes into it.
pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, AFTER = ("consult", "0001_initial"), ("consult", "0004_no_position")


@pytest.fixture(scope="module")
def rungs(tmp_path_factory):
    """Databases migrated so far, by the migration that was the last; what tests share, none writes into."""
    return {"folder": str(tmp_path_factory.mktemp("rungs"))}


@pytest.fixture
def at(rungs, django_db_setup, django_db_blocker, request):
    """Leads into a database of the test's own, migrated as far as the test says, and gives the models of then."""
    with django_db_blocker.unblock(), ExitStack() as left:

        def go(to):
            own = copied(f"own_{len(rungs)}_{to[1][:4]}", rungs["folder"], rung(rungs, to))
            left.callback(dropped, own)
            left.enter_context(looking_into(own))
            return StepByStep(connection).loader.project_state([to]).apps

        yield go


def rung(rungs, to):
    """A database migrated to ``to``: from the next lower one that there is."""
    label = to[1][:4]
    if label not in rungs:
        lower = max((known for known in rungs if known < label), default=None)
        database = copied(f"rung_{label}", rungs["folder"], rungs[lower]) if lower else empty(rungs["folder"])
        with looking_into(database):
            others = [leaf for leaf in StepByStep(connection).loader.graph.leaf_nodes() if leaf[0] != "consult"]
            migrate(*others, to)
        rungs[label] = database
    return rungs[label]


def empty(folder):
    if connection.vendor == "sqlite":
        return f"{folder}/rung.sqlite3"
    return copied("rung", folder, "template1")


def migrate(*targets):
    """Go to these migrations, and give the models as the last of them leaves them."""
    StepByStep(connection).migrate(targets)
    return StepByStep(connection).loader.project_state([targets[-1]]).apps


def test_titles_grounds_and_minutes_go_along(at):
    old = at(BEFORE)
    union = old.get_model("consult", "Organisation").objects.create(kind="union", name="LHH", symbol="LHH")
    person = old.get_model("consult", "Person").objects.create(email="a@b.test", name="A")
    other = old.get_model("consult", "Person").objects.create(email="b@b.test", name="B")
    member = old.get_model("consult", "Membership").objects
    member.create(person=person, organisation=union, role="leader", position="KT. Chủ tịch|Phó Chủ tịch")
    member.create(person=other, organisation=union, role="leader", position="Chủ tịch")
    ground = {"text": "Căn cứ A.", "valid_from": "2020-01-01"}
    procedure = old.get_model("consult", "Procedure").objects.create(
        union=union, kind="policy", name="x", config={"grounds": [ground], "meeting": True}
    )
    dossier = old.get_model("consult", "Dossier").objects.create(
        union=union, procedure=procedure, proposer=union, submitter=person, title="x"
    )
    council = old.get_model("consult", "Council").objects.create(dossier=dossier, proposed_by=person)
    old.get_model("consult", "Meeting").objects.create(
        council=council, sequence=1, starts_at="2026-01-05T08:00+07:00", minutes="Một <hai>\n\nBa"
    )

    new = migrate(AFTER)
    signatories = new.get_model("consult", "Signatory").objects
    assert list(signatories.order_by("pk").values_list("authority", "principal", "title")) == [
        ("KT", "Chủ tịch", "Phó Chủ tịch"), ("", "", "Chủ tịch"),
    ]  # fmt: skip
    kept = new.get_model("consult", "LegalGround").objects.get()
    assert (kept.text, str(kept.valid_from), kept.valid_to) == ("Căn cứ A", "2020-01-01", None)
    assert new.get_model("consult", "Procedure").objects.get().config == {"meeting": True}
    assert new.get_model("consult", "Meeting").objects.get().minutes == "<p>Một &lt;hai&gt;</p><p>Ba</p>"

    back = migrate(BEFORE)
    positions = back.get_model("consult", "Membership").objects.order_by("pk").values_list("position", flat=True)
    assert list(positions) == ["KT. Chủ tịch|Phó Chủ tịch", "Chủ tịch"]
    assert back.get_model("consult", "Procedure").objects.get().config["grounds"][0]["text"] == "Căn cứ A"


def test_votes_of_held_meetings_and_letters_to_departments_become_rows(at):
    old = at(("consult", "0010_declarations_time_and_meetings"))
    make = {name: old.get_model("consult", name).objects.create for name in (
        "Organisation", "Person", "Procedure", "Dossier", "Council", "Seat", "Meeting", "Attendance", "Document",
        "DocumentVersion",
    )}  # fmt: skip
    union = make["Organisation"](kind="union", name="LHH", symbol="LHH")
    people = [make["Person"](email=f"{n}@b.test", name=f"Người {n}") for n in range(5)]
    procedure = make["Procedure"](union=union, kind="policy", name="x", config={})
    dossier = make["Dossier"](union=union, procedure=procedure, proposer=union, submitter=people[0], title="x")
    council = make["Council"](dossier=dossier, proposed_by=people[0])
    kinds = ("chair", "deputy", "reviewer", "member", "secretary")
    seats = [
        make["Seat"](council=council, person=person, kind=kind) for person, kind in zip(people, kinds, strict=True)
    ]
    held = make["Meeting"](council=council, sequence=1, starts_at="2026-01-05T08:00+07:00", state="held", passed=True)
    called = make["Meeting"](council=council, sequence=2, starts_at="2026-01-06T08:00+07:00", state="called")
    for seat, vote in zip(seats, ("for", "for", "against", "against", ""), strict=True):
        make["Attendance"](meeting=held, seat=seat, mode="room" if vote else "absent", vote=vote)
    for data in ({"department": "Sở A", "questions": ["Một", "Hai"], "answer_by": "15/01/2026"}, {"answer_by": "?"}):
        letter = make["Document"](dossier=dossier, kind="department_letter", title="x")
        make["DocumentVersion"](document=letter, version=1, data=data)

    new = migrate(("consult", "0012_votes_of_held_meetings"))
    motion = new.get_model("consult", "Motion").objects.get()
    assert (motion.meeting_id, motion.decisive, motion.state, motion.passed) == (held.pk, True, "closed", True)
    assert (motion.present, motion.votes_for, motion.votes_against, motion.abstentions) == (4, 2, 2, 0)
    # Two against two: it passed because the chair was in favour.
    assert motion.tie_broken
    assert new.get_model("consult", "Meeting").objects.get(pk=called.pk).door
    asked = new.get_model("consult", "DepartmentRequest").objects.get()
    assert (asked.department, asked.question, str(asked.due_on)) == ("Sở A", "Một\nHai", "2026-01-15")
    assert asked.code


def test_copies_of_declarations_go_and_the_declarations_stay(at):
    old = at(("consult", "0021_openings_once_an_hour"))
    make = {name: old.get_model("consult", name).objects.create for name in (
        "Organisation", "Person", "Procedure", "Dossier", "Council", "Seat", "Review", "Expert", "Tie", "Event",
    )}  # fmt: skip
    union = make["Organisation"](kind="union", name="LHH", symbol="LHH")
    person = make["Person"](email="a@b.test", name="A")
    other = make["Person"](email="b@b.test", name="B")
    expert = make["Expert"](person=person)
    procedure = make["Procedure"](union=union, kind="policy", name="x", config={})
    for confidential in (False, True):
        moment = f"2026-01-0{5 + confidential}T08:00+07:00"
        dossier = make["Dossier"](
            union=union, procedure=procedure, proposer=union, submitter=person, title="x", confidential=confidential
        )
        council = make["Council"](dossier=dossier, proposed_by=person)
        make["Seat"](council=council, person=other, kind="reviewer", release_reason="Văn phòng cho nghỉ")
        seat = make["Seat"](council=council, person=person, kind="reviewer", release_reason="Em trai")
        make["Event"](
            dossier=dossier, verb="review_conflicted", person=person, reason="Em trai", position=1, hash="x" * 64
        )
        make["Review"](dossier=dossier, seat=seat, ties=["family"], interests="Em trai", reason="Em trai",
                       state="conflicted", invited_at=moment, answered_at=moment)  # fmt: skip
        make["Tie"](expert=expert, kind="family", body="x", organisation=union, note="Em trai", declared_by=person,
                    declared_at=moment)  # fmt: skip
    make["Tie"](
        expert=expert, kind="paid", body="x", organisation=union, note="Khác", declared_at="2025-01-01T08:00+07:00"
    )

    new = migrate(("consult", "0022_broken_off_votes_and_declarations"))
    ties = new.get_model("consult", "Tie").objects.order_by("pk").values_list("kind", "note")
    assert list(ties) == [("family", ""), ("paid", "Khác")]
    reasons = new.get_model("consult", "Seat").objects.order_by("pk").values_list("release_reason", flat=True)
    assert list(reasons) == ["Văn phòng cho nghỉ", ""] * 2
    assert set(new.get_model("consult", "Review").objects.values_list("reason", "interests")) == {
        ("Em trai", "Em trai")
    }


BEFORE_KEEPERS, ONE_ADDRESS = (
    ("consult", "0018_presence_before_an_interruption"),
    ("consult", "0020_one_account_an_address"),
)


def test_accounts_and_bodies_are_kept_by_the_one_union_that_they_have_met(at):
    old = at(BEFORE_KEEPERS)
    make = {name: old.get_model("consult", name).objects.create for name in (
        "Organisation", "Person", "Membership", "Procedure", "Dossier", "Council", "Seat",
    )}  # fmt: skip
    first, second = (make["Organisation"](kind="union", name=f"LHH {n}", symbol="LHH") for n in (1, 2))
    body, shared, child, idle = (make["Organisation"](kind="investor", name=f"Công ty {n}") for n in range(4))
    old.get_model("consult", "Organisation").objects.filter(pk=child.pk).update(parent=second)
    officer, other, stands, both, sits, nobody = (make["Person"](email=f"{n}@b.test", name=f"{n}") for n in range(6))
    for person, organisation in (
        (officer, first), (other, second), (stands, body), (both, body), (both, second),
    ):  # fmt: skip
        make["Membership"](person=person, organisation=organisation, role="officer")
    for union, proposers in ((first, (body, shared)), (second, (shared,))):
        procedure = make["Procedure"](union=union, kind="policy", name="x", config={})
        for proposer in proposers:
            dossier = make["Dossier"](union=union, procedure=procedure, proposer=proposer, submitter=officer, title="x")
    make["Seat"](council=make["Council"](dossier=dossier, proposed_by=other), person=sits, kind="chair")

    new = migrate(ONE_ADDRESS)
    bodies = new.get_model("consult", "Organisation").objects
    assert [bodies.get(pk=one.pk).keeper_id for one in (body, shared, child, idle, first)] == [
        first.pk, None, second.pk, None, None,
    ]  # fmt: skip
    people = new.get_model("consult", "Person").objects
    kept = [people.get(pk=one.pk).keeper_id for one in (other, stands, both, sits, nobody)]
    assert kept == [second.pk, first.pk, None, second.pk, None]


def test_where_one_union_works_it_keeps_everything(at):
    old = at(BEFORE_KEEPERS)
    organisations, people = (old.get_model("consult", name).objects for name in ("Organisation", "Person"))
    union = organisations.create(kind="union", name="LHH", symbol="LHH")
    organisations.create(kind="union", name="Trung ương", symbol="TW")
    organisations.create(kind="investor", name="Công ty")
    officer = people.create(email="a@b.test", name="A")
    people.create(email="b@b.test", name="B")
    old.get_model("consult", "Membership").objects.create(person=officer, organisation=union, role="officer")
    new = migrate(ONE_ADDRESS)
    assert set(new.get_model("consult", "Person").objects.values_list("keeper", flat=True)) == {union.pk}
    assert new.get_model("consult", "Organisation").objects.get(kind="investor").keeper_id == union.pk


def test_addresses_that_differ_in_case_are_named_and_others_made_small(at):
    old = at(("consult", "0018_presence_before_an_interruption"))
    people = old.get_model("consult", "Person").objects
    first, second = people.create(email="Ky@B.test", name="A"), people.create(email="ky@b.test", name="B")
    with pytest.raises(CommandError, match=f"{first.pk} and {second.pk} differ only"):
        migrate(ONE_ADDRESS)
    assert list(people.order_by("pk").values_list("email", flat=True)) == ["Ky@B.test", "ky@b.test"]
    people.filter(pk=second.pk).update(email="Khac@b.test")
    noted = apps.get_model("account", "EmailAddress").objects
    for email in ("cu@b.test", "KHAC@b.test"):
        noted.create(user_id=second.pk, email=email)
    new = migrate(ONE_ADDRESS)
    emails = new.get_model("consult", "Person").objects.order_by("pk").values_list("email", flat=True)
    assert list(emails) == ["ky@b.test", "khac@b.test"]
    # The address from before a correction opens nothing any more.
    assert list(noted.values_list("email", flat=True)) == ["KHAC@b.test"]


def test_who_was_switched_off_is_so_for_every_union_and_facts_get_a_keeper(at):
    old = at(("consult", "0022_broken_off_votes_and_declarations"))
    make = {name: old.get_model("consult", name).objects.create for name in (
        "Organisation", "Person", "Procedure", "Dossier", "Council", "Seat", "Expert",
    )}  # fmt: skip
    first, second = (make["Organisation"](kind="union", name=name, symbol=name) for name in ("A", "B"))
    club = make["Organisation"](kind="association", name="Hội", parent=first)
    people = [make["Person"](email=f"{n}@b.test", name=f"Người {n}") for n in range(3)]
    make["Expert"](person=people[0], active=False)
    make["Expert"](person=people[1], association=club)
    make["Expert"](person=people[2])
    procedure = make["Procedure"](union=second, kind="policy", name="x", config={})
    dossier = make["Dossier"](union=second, procedure=procedure, proposer=second, submitter=people[0], title="x")
    make["Seat"](council=make["Council"](dossier=dossier, proposed_by=people[0]), person=people[0], kind="member")

    new = migrate(("consult", "0023_whose_facts_of_experts"))
    keepers = new.get_model("consult", "Expert").objects.order_by("pk").values_list("keeper", flat=True)
    assert list(keepers) == [second.pk, first.pk, None]
    off = (
        new.get_model("consult", "Standing").objects.order_by("union").values_list("expert__person", "union", "invited")
    )
    assert list(off) == [(people[0].pk, first.pk, False), (people[0].pk, second.pk, False)]

    back = migrate(("consult", "0022_broken_off_votes_and_declarations"))
    assert list(back.get_model("consult", "Expert").objects.order_by("pk").values_list("active", flat=True)) == [
        False, True, True,
    ]  # fmt: skip


def test_what_was_read_back_from_histories_becomes_rows_under_plain_names(at):
    old = at(("consult", "0033_terms_of_steps"))
    make = {name: old.get_model("consult", name).objects.create for name in (
        "Organisation", "Person", "Procedure", "Dossier", "Council", "Meeting", "Event", "Register", "RegisterEntry", "Opinion",
        "Expert", "ExpertProposal", "Process", "Task",
    )}  # fmt: skip
    union = make["Organisation"](kind="union", name="LHH", symbol="LHH", folded="lhh")
    leader = make["Person"](email="a@b.test", name="Lãnh đạo")
    procedure = make["Procedure"](union=union, kind="policy", name="x", config={})
    dossier = make["Dossier"](
        union=union,
        procedure=procedure,
        proposer=union,
        submitter=leader,
        title="Đề án",
        folded="de an",
        stage="opinion",
    )
    council = make["Council"](dossier=dossier, proposed_by=leader)
    meeting = make["Meeting"](council=council, sequence=2, starts_at="2026-01-05T08:00+07:00", deputised=True)
    register = make["Register"](union=union, kind="BC", year=2026, last=1)
    entry = make["RegisterEntry"](register=register, number=1, symbol="01/BC-LHH", subject="x", given_by=leader)
    opinion = make["Opinion"](dossier=dossier, version=1, body="x", conclusion="x", drafted_by=leader)
    process = make["Process"](dossier=dossier, flow_class="workflows.dossier.DossierFlow")
    task = make["Task"](process=process, dossier=dossier, flow_task="respond", node="respond")
    happened = (
        ("supplement_asked", "Thiếu bản vẽ", {"round": 1}),
        ("supplemented", "Đã bổ sung", {}),
        ("council_sent_back", "Thiếu người", {}),
        ("minutes_sent_back", "Ghi rõ hơn", {"sequence": 2}),
        ("signature_refused", "Sửa lại", {"of": "nothing"}),
        ("opinion_numbered", "", {"symbol": "01/BC-LHH", "entry": entry.pk}),
        ("reminder_letter_sent", "", {"task": task.pk, "day": "2026-01-06"}),
    )
    for position, (verb, reason, data) in enumerate(happened, 1):
        make["Event"](
            dossier=dossier, verb=verb, person=leader, reason=reason, data=data, position=position, hash=f"{position}"
        )
    expert = make["Expert"](person=leader, folded="lanh dao")
    make["ExpertProposal"](expert=expert, union=union, lapses_on="2026-12-31", changes={"fields": [3], "place": "Huế"})

    new = migrate(("consult", "0036_state_in_rows"))
    row = {name: new.get_model("consult", name).objects for name in (
        "StepReturn", "SupplementRequest", "Opinion", "ReminderLetter", "ExpertProposal", "Dossier", "Meeting",
    )}  # fmt: skip
    assert list(row["StepReturn"].order_by("pk").values_list("node", "remarks", "by", "meeting")) == [
        ("approve_council", "Thiếu người", leader.pk, None),
        ("sign_minutes", "Ghi rõ hơn", leader.pk, meeting.pk),
        ("sign_opinion", "Sửa lại", leader.pk, None),
    ]
    asked = row["SupplementRequest"].get()
    assert (asked.round, asked.remarks, asked.answer, asked.answered_by_id) == (
        1,
        "Thiếu bản vẽ",
        "Đã bổ sung",
        leader.pk,
    )
    assert row["Opinion"].get(pk=opinion.pk).entry_id == entry.pk
    assert [(one.task_id, str(one.day)) for one in row["ReminderLetter"].all()] == [(task.pk, "2026-01-06")]
    assert row["ExpertProposal"].get().changes == {"place": "Huế", "subject_areas": [3]}
    assert (row["Dossier"].get().search_text, row["Meeting"].get().deputy_presides) == ("de an", True)


def test_what_must_never_be_is_found_and_named_and_nothing_is_changed(at):
    old = at(("consult", "0036_state_in_rows"))
    make = {name: old.get_model("consult", name).objects.create for name in (
        "Organisation", "Person", "Procedure", "Dossier", "SubjectArea",
    )}  # fmt: skip
    union = make["Organisation"](kind="union", name="LHH", symbol="LHH", search_text="lhh")
    person = make["Person"](email="a@b.test", name="A")
    procedure = make["Procedure"](union=union, kind="policy", name="x", config={})
    dossiers = [
        make["Dossier"](
            union=union, procedure=procedure, proposer=union, submitter=person, title="x", search_text="x", code="HS-1",
            stage="closed",
        )
        for _twice in range(2)
    ]  # fmt: skip
    roots = [make["SubjectArea"](name="Trùng") for _twice in range(2)]
    with pytest.raises(CommandError) as told:
        migrate(("consult", "0037_what_must_never_be"))
    said = str(told.value)
    both = ", ".join(str(dossier.pk) for dossier in dossiers)
    assert f"dossier {both} (dossier_one_per_code)" in said
    assert f"dossier {both} (dossier_closed_with_an_outcome)" in said
    assert f"subjectarea {roots[0].pk}, {roots[1].pk} (subject_area_one_root_per_name)" in said
    rows = old.get_model("consult", "Dossier").objects
    assert rows.filter(stage="closed", outcome="", code="HS-1").count() == 2
    rows.update(outcome="archived")
    rows.filter(pk=dossiers[1].pk).update(code="HS-2")
    roots[1].delete()
    migrate(("consult", "0037_what_must_never_be"))


def test_histories_get_their_union_and_stay_provable(at):
    old = at(("consult", "0037_what_must_never_be"))
    make = {name: old.get_model("consult", name).objects.create for name in (
        "Organisation", "Person", "Procedure", "Dossier", "Event", "HistoryHead", "Document", "DocumentVersion", "Expert",
        "Tie", "Register", "Council", "Seat", "Review", "Attachment", "Job", "Notification",
    )}  # fmt: skip
    union = make["Organisation"](kind="union", name="LHH", symbol="LHH", search_text="lhh")
    person = make["Person"](email="a@b.test", name="A")
    procedure = make["Procedure"](union=union, kind="policy", name="x", config={})
    dossier = make["Dossier"](
        union=union, procedure=procedure, proposer=union, submitter=person, title="x", search_text="x", code="HS-1",
        stage="intake",
    )  # fmt: skip
    at = timezone.now()
    facts = {
        "dossier": dossier.pk, "at": at.astimezone(UTC).isoformat(timespec="microseconds"), "verb": "submitted",
        "person": person.pk, "capacity": "proposer", "from": "", "to": "", "reason": "", "data": {}, "own_draft": False,
    }  # fmt: skip
    proof = link_hash("", 1, facts)
    with transaction.atomic():
        make["Event"](
            dossier=dossier, at=at, verb="submitted", person=person, capacity="proposer", position=1, hash=proof
        )
        make["HistoryHead"](dossier=dossier, length=1, hash=proof)
    document = make["Document"](dossier=dossier, kind="payment_list", title="x")
    lines = [{"name": "A", "reason": "Họp", "amount": "500.000", "person": person.pk, "dong": 500_000}, {"name": "B"}]
    make["DocumentVersion"](document=document, version=1, data={"lines": [{"name": "cũ"}]})
    make["DocumentVersion"](document=document, version=2, data={"lines": lines})
    receipt = make["Document"](dossier=dossier, kind="receipt", title="x")
    version = make["DocumentVersion"](
        document=receipt, version=1, data={"papers": [{"name": "a.pdf"}], "kind": "tư vấn"}
    )
    make["Job"](kind="render", key="r", version=version, error="PaperRefusedError: pages: 301")
    make["Notification"](person=person, kind="paper_failed", data={"paper": "Phiếu", "title": "x"})
    old.get_model("consult", "Dossier").objects.update(step="opinion_paper")
    expert = make["Expert"](person=person, search_text="a", name_key="a")
    for note, until in (("Anh", "2025-01-01"), ("Em", None)):
        make["Tie"](expert=expert, kind="family", body="Sở A", note=note, until=until)

    make["Register"](union=union, kind="GM", year=2025, last=4)
    file = make["Attachment"](
        dossier=dossier,
        item="request",
        version=1,
        name="a.pdf",
        size=1,
        media_type="application/pdf",
        uploaded_by=person,
    )
    seat = make["Seat"](council=make["Council"](dossier=dossier, proposed_by=person), person=person, kind="reviewer")
    remarks = [
        {"id": "b", "file": file.pk, "page": 3, "quote": "x", "text": "Một"},
        {"id": "a", "file": file.pk + 1, "page": 0, "quote": "", "text": "Tệp không còn"},
    ]
    make["Review"](dossier=dossier, seat=seat, remarks=remarks)

    call_command("migrate", verbosity=0)
    event = Event.objects.get()
    assert (event.union_id, event.hash_version) == (union.pk, 1)
    assert list(history_faults(Dossier.objects.all())) == []
    assert set(Document.objects.values_list("union", flat=True)) == {union.pk}
    assert len({Organisation.objects.get().uid, Person.objects.get().uid, Dossier.objects.get().uid}) == 3
    assert DocumentVersion.objects.get(document=receipt.pk).data == {
        "attachments": [{"name": "a.pdf"}],
        "kind": "tư vấn",
    }
    assert Job.objects.get().error == "RenderRefusedError: pages: 301"
    assert Notification.objects.values_list("kind", "data").get() == (
        "document_failed",
        {"document": "Phiếu", "title": "x"},
    )
    assert Dossier.objects.get().step == "opinion_document"
    line = PaymentLine.objects.get()
    assert (line.document_id, line.person_id, line.amount) == (document.pk, person.pk, 500_000)
    tie = Tie.objects.get()
    assert (tie.note, tie.until) == ("Anh; Em", None)
    assert Review.objects.get().remark_list() == [remarks[0], {**remarks[1], "file": None}]
    register = Register.objects.get()
    assert (register.first_day, register.last_day, register.last) == (date(2025, 1, 1), date(2025, 12, 31), 4)
    assert register.form == "{number}/{kind}-{union}"
    numbered = set(register.numbered.values_list("document", flat=True))
    assert numbered == {"meeting_invitation", "reviewer_invitation"}


def test_every_migration_goes_back(rungs, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        latest = copied("latest", rungs["folder"])
        with looking_into(latest):
            assert ours()
            migrate(BEFORE)
            left = ours()
        dropped(latest)
        with looking_into(rung(rungs, BEFORE)):
            assert left == ours()


def ours():
    """The tables of the application."""
    return {name for name in connection.introspection.table_names() if name.startswith("consult_")}


def test_kinds_of_dossier_become_rows_and_what_was_offered_stays_offered(at):
    before, after = ("consult", "0070_offices_set_up_in_the_browser"), ("consult", "0073_kinds_of_dossier_in_rows")
    old = at(before)
    union = old.get_model("consult", "Organisation").objects.create(kind="union", name="LHH", symbol="LHH")
    person = old.get_model("consult", "Person").objects.create(email="a@b.test", name="A")
    make = old.get_model("consult", "Procedure").objects.create
    config = {"days": {"approve": 4, "issue": 3, "review": 7}, "quorum": {"share": 0.6667}, "seats": {"odd": False}}
    rows = {
        (kind, version): make(union=union, kind=kind, version=version, name=f"{kind} {version}", active=active,
                              config=config)
        for kind, version, active in (
            ("investment", 1, False), ("investment", 2, True), ("investment", 3, False), ("policy", 1, False),
        )
    }  # fmt: skip
    dossier = old.get_model("consult", "Dossier").objects.create(
        union=union, procedure=rows["investment", 1], proposer=union, submitter=person, title="x",
        created_at="2026-01-02T20:00:00Z",
    )  # fmt: skip

    new = migrate(after)
    kinds = new.get_model("consult", "DossierKind").objects.filter(union_id=union.pk).order_by("code")
    assert list(kinds.values_list("code", "name", "offered")) == [
        ("investment", "investment 2", True), ("policy", "policy 1", False),
    ]  # fmt: skip
    kept = {
        (one.kind.code, one.version): one.in_force_from for one in new.get_model("consult", "Procedure").objects.all()
    }
    assert kept["investment", 1] == date(2026, 1, 3)
    assert kept["investment", 2] >= date(2026, 1, 3)
    assert kept["investment", 3] is None
    for one in new.get_model("consult", "Procedure").objects.all():
        assert one.config == {
            "days": {"approve_council": 4, "sign_minutes": 4, "approve_opinion": 4, "issue": 3, "bring_signed": 3, "review": 7},
            "quorum": {"share": "2/3"}, "seats": {"odd": False},
        }  # fmt: skip
    assert new.get_model("consult", "Dossier").objects.get(pk=dossier.pk).procedure.version == 1

    back = migrate(before).get_model("consult", "Procedure").objects.order_by("kind", "version")
    assert list(back.values_list("union", "kind", "version", "name", "active")) == [
        (union.pk, "investment", 1, "investment 2", False), (union.pk, "investment", 2, "investment 2", True),
        (union.pk, "investment", 3, "investment 2", False), (union.pk, "policy", 1, "policy 1", False),
    ]  # fmt: skip
    assert {tuple(sorted(one.config["days"].items())) for one in back} == {
        (("approve", 4), ("issue", 3), ("review", 7))
    }


def test_files_that_stood_beside_each_other_become_files_of_their_own(at):
    before, after = ("consult", "0083_unions_under_a_union"), ("consult", "0087_files_of_an_attachment")
    old = at(before)
    union = old.get_model("consult", "Organisation").objects.create(kind="union", name="LHH", symbol="LHH")
    person = old.get_model("consult", "Person").objects.create(email="a@b.test", name="A")
    kind = old.get_model("consult", "DossierKind").objects.create(union=union, code="investment", name="Đầu tư")
    config = {"checklist": [{"code": "request", "title": "Đơn"}, {"code": "photos", "title": "Ảnh", "several": True}]}
    procedure = old.get_model("consult", "Procedure").objects.create(kind=kind, config=config)
    dossier = old.get_model("consult", "Dossier").objects.create(
        union=union, procedure=procedure, proposer=union, submitter=person, title="x"
    )
    brought = [
        ("request", 1, "a.pdf", "application/pdf"), ("request", 2, "b.pdf", "application/pdf"),
        ("photos", 1, "1.png", "image/png"), ("photos", 2, "IMG_2.HEIC", "image/heic"),
        ("photos", 3, "IMG_2.jpg", "image/jpeg"), ("photos", 4, "3.png", "image/png"),
    ]  # fmt: skip
    for item, version, name, media_type in brought:
        old.get_model("consult", "Attachment").objects.create(
            dossier=dossier, item=item, version=version, name=name, media_type=media_type, size=1, uploaded_by=person
        )

    new = migrate(after).get_model("consult", "Attachment").objects.order_by("pk")
    assert list(new.values_list("name", "file_number", "version")) == [
        ("a.pdf", 1, 1), ("b.pdf", 1, 2), ("1.png", 1, 1), ("IMG_2.HEIC", 2, 1), ("IMG_2.jpg", 2, 2), ("3.png", 3, 1),
    ]  # fmt: skip
    back = migrate(before).get_model("consult", "Attachment").objects.order_by("pk")
    assert list(back.values_list("item", "version", "name", "media_type")) == brought


def test_whoever_has_no_address_gets_one_that_leads_nowhere_on_the_way_back(at):
    before = ("consult", "0087_files_of_an_attachment")
    after = ("consult", "0088_people_without_mail_and_half_sent_files")
    old = at(after)
    person = old.get_model("consult", "Person").objects.create(email=None, name="A")
    back = migrate(before).get_model("consult", "Person").objects.get(pk=person.pk)
    assert back.email == f"{person.pk}@no-mail.invalid"
    assert migrate(after).get_model("consult", "Person").objects.get(pk=person.pk).email is None
