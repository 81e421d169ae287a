from datetime import timedelta

import pytest

from consult import clock
from consult.actions.intake import draft_dossier
from consult.commands import dossiers
from consult.models import DocumentKind, Dossier, Event, Register, RegisterEntry, Stage
from consult.queries.history import register_faults
from tests.refusals import refused


@pytest.mark.usefixtures("office")
def test_a_dossier_with_missing_attachments_is_not_taken(office):
    draft = draft_dossier(
        procedure=office.investment, proposer=office.investor, by=office.investor_person, title="Dự án"
    )
    with refused("question_unanswered", *["attachment_missing"] * 7):
        dossiers.submit(dossier_id=draft.pk, by=office.investor_person)
    draft.refresh_from_db()
    assert draft.stage == Stage.DRAFT
    assert RegisterEntry.objects.count() == 0


def test_a_submitted_dossier_has_a_code_a_receipt_and_a_checker(walk):
    dossier = walk.dossier
    assert dossier.code == f"HS{clock.day_of(dossier.submitted_at).year}-0001"
    assert dossier.step == "check_completeness"
    assert [d.kind for d in dossier.documents.all()] == [DocumentKind.RECEIPT]
    task = walk.task("check_completeness")
    assert (task.actor, task.assignee) == ("officer", None)
    assert task.due_on is not None


def test_a_dossier_is_submitted_once(walk):
    with refused("not_now"):
        dossiers.submit(dossier_id=walk.dossier.pk, by=walk.office.investor_person)
    assert walk.dossier.processes.count() == 1


def test_acceptance_contradicting_the_findings_is_refused(walk):
    with refused("attachments_insufficient"):
        walk.do("check_completeness", walk.office.officer, decision="accept", findings={"land": (False, "Mờ")})
    assert walk.task("check_completeness")


@pytest.mark.parametrize(("decision", "code"), [("supplement", "supplement_unsaid"), ("refuse", "reason_missing")])
def test_a_supplement_and_a_refusal_want_words(walk, decision, code):
    with refused(code):
        walk.do("check_completeness", walk.office.officer, decision=decision)
    assert Event.objects.filter(dossier=walk.dossier).values_list("verb", flat=True).last() == "submitted"


def test_a_supplement_without_the_attachments_asked_for_wants_an_explanation(walk):
    office = walk.office
    walk.do("check_completeness", office.officer, decision="supplement", findings={"land": (False, "Mờ")})
    with refused("supplement_missing"):
        walk.do("supply_supplement", office.investor_person)
    walk.attach("land", office.investor_person)
    walk.do("supply_supplement", office.investor_person)
    assert walk.dossier.step == "check_completeness"
    assert list(walk.dossier.attachments.filter(item="land").values_list("version", flat=True)) == [2, 1]


def test_a_refused_dossier_ends_with_a_notice_and_its_proposer_is_told(walk):
    walk.do("check_completeness", walk.office.officer, decision="refuse", reason="Không thuộc thẩm quyền")
    assert (walk.dossier.stage, walk.dossier.outcome) == ("closed", "refused")
    document = walk.dossier.documents.get(kind=DocumentKind.REFUSAL)
    assert document.entry.symbol == "01/TB-LHH"
    assert walk.office.investor_person.notifications.filter(kind="refused").count() == 1
    assert not walk.dossier.tasks.filter(status="NEW").exists()


def test_a_dossier_keeps_the_version_of_the_procedure_it_began_with(walk):
    old = walk.dossier.procedure
    old.pk, old.version, old.config = None, 2, {**old.config, "days": {"council": 1}}
    old.save()
    walk.do("check_completeness", walk.office.officer, decision="accept")
    assert Dossier.objects.get(pk=walk.dossier.pk).procedure.version == 1


def test_where_a_second_series_of_the_year_begins_anew_codes_go_on(new_walk):
    midsummer = clock.now().replace(year=clock.today().year + 1, month=6, day=10)
    with clock.at(midsummer):
        first = new_walk("Dự án một").dossier
        Register.objects.filter(union=first.union, kind="PTN", last_day__gte=clock.today()).update(
            last_day=clock.today()
        )
    with clock.at(midsummer + timedelta(days=1)):
        second = new_walk("Dự án hai").dossier
    assert Register.objects.filter(
        union=first.union, kind="PTN", first_day=clock.day_of(midsummer) + timedelta(days=1)
    ).exists()
    assert int(second.code[-4:]) == int(first.code[-4:]) + 1
    assert [one for one in register_faults() if one[1] == "no_dossier"] == []
