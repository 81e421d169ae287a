"""Kinds of dossier and versions of their procedures: drafted, in force from a day, withdrawn, and what the history says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consult import clock
from consult.actions import procedures
from consult.actions.describing import describe_dossier
from consult.actions.intake import draft_dossier
from consult.demo.office import Office
from consult.models import DossierKind, Event, Organisation, Person, Procedure
from consult.queries.kinds import kinds_to_filter, offered_to
from consult.rules.procedure import ProcedureFaultError, default_rules
from consult.rules.procedure_file import shipped_kinds
from tests.refusals import refused

pytestmark = pytest.mark.django_db
TODAY = clock.today


def again(person: Person) -> Person:
    """Read anew: roles are remembered where they were first asked for."""
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def draft(office: Office) -> Procedure:
    return procedures.draft_version(kind=office.investment.kind, by=office.officer)


def offered(office: Office) -> list[int]:
    bodies = Organisation.objects.filter(pk=office.investor.pk)
    return list(offered_to(bodies).filter(kind=office.investment.kind).values_list("version", flat=True))


def save_days(draft: Procedure, by: Person, **days: int) -> Procedure:
    revision = Procedure.objects.get(pk=draft.pk).revision
    return procedures.save_part(procedure=draft, by=by, part="days", changes={"days": days}, revision=revision)


def verbs(office: Office) -> list[str]:
    return list(
        Event.objects.filter(union=office.union, dossier=None, verb__regex="^(procedure|kind)")
        .order_by("pk").values_list("verb", flat=True)
    )  # fmt: skip


# ---------------------------------------------------------------- versions
def test_a_version_begins_on_its_day_and_a_dossier_keeps_the_one_it_began_with(office, draft):
    assert (draft.version, draft.config, draft.shipped) == (2, office.investment.config, False)
    before = draft_dossier(procedure=office.investment, proposer=office.investor, by=office.investor_person)
    save_days(draft, office.officer, completeness=7)
    day = TODAY() + timedelta(days=3)
    procedures.put_in_force(procedure=draft, by=office.officer, day=day)
    assert offered(office) == [1]
    with clock.at(clock.now() + timedelta(days=2)):
        assert offered(office) == [1]
    with clock.at(clock.now() + timedelta(days=3)):
        # Nothing turned: the day has come.
        assert offered(office) == [2]
        with refused("not_in_force"):
            draft_dossier(procedure=office.investment, proposer=office.investor, by=office.investor_person)
        new = draft_dossier(
            procedure=Procedure.objects.get(pk=draft.pk), proposer=office.investor, by=office.investor_person
        )
        assert (new.procedure.rules.days.completeness, before.procedure.rules.days.completeness) == (7, 3)
    assert verbs(office) == ["procedure_drafted", "procedure_changed", "procedure_begun"]
    last = Event.objects.filter(verb="procedure_begun").latest("pk")
    assert (last.person, last.data) == (
        office.officer, {"name": office.investment.name, "version": 2, "day": day.isoformat()},
    )  # fmt: skip


def test_a_version_is_withdrawn_as_long_as_no_dossier_began_with_it(office, draft):
    procedures.put_in_force(procedure=draft, by=office.officer, day=TODAY())
    with refused("not_a_draft"):
        save_days(draft, office.officer, review=3)
    procedures.withdraw_version(procedure=draft, by=office.officer)
    assert offered(office) == [1]
    with refused("not_in_force"):
        procedures.withdraw_version(procedure=draft, by=office.officer)
    save_days(draft, office.officer, review=3)
    procedures.put_in_force(procedure=draft, by=office.officer, day=TODAY())
    draft.refresh_from_db()
    draft_dossier(procedure=draft, proposer=office.investor, by=office.investor_person)
    with refused("dossiers_began"):
        procedures.withdraw_version(procedure=draft, by=office.officer)
    with refused("not_a_draft"):
        procedures.discard_version(procedure=draft, by=office.officer)


@pytest.mark.parametrize(
    ("config", "codes"),
    [
        (default_rules(), ["checklist_empty", "review_form_empty"]),
        ({"checklist": [{"code": "a", "title": "A"}]}, ["review_form_empty"]),
        ({"days": {"review": 0}}, ["out_of_range"]),
        ({}, ["checklist_empty", "review_form_empty"]),
    ],
)
def test_an_empty_or_faulty_procedure_is_never_in_force(office, draft, config, codes):
    Procedure.objects.filter(pk=draft.pk).update(config=config)
    with refused(*codes):
        procedures.put_in_force(procedure=draft, by=office.officer, day=TODAY())
    draft.refresh_from_db()
    draft.in_force_from = TODAY()
    with pytest.raises(ProcedureFaultError):
        draft.save()
    assert offered(office) == [1]


def test_days_of_versions_go_in_their_order(office, draft):
    with refused("day_past"):
        procedures.put_in_force(procedure=draft, by=office.officer, day=TODAY() - timedelta(days=1))
    procedures.put_in_force(procedure=draft, by=office.officer, day=TODAY() + timedelta(days=9))
    with refused("in_force_already"):
        procedures.put_in_force(procedure=draft, by=office.officer, day=TODAY())
    third = procedures.draft_version(kind=draft.kind, by=office.officer)
    with refused("before_older"):
        procedures.put_in_force(procedure=third, by=office.officer, day=TODAY() + timedelta(days=8))
    procedures.put_in_force(procedure=third, by=office.officer, day=TODAY() + timedelta(days=9))
    procedures.withdraw_version(procedure=draft, by=office.officer)
    with refused("newer_in_force"):
        procedures.put_in_force(procedure=draft, by=office.officer, day=TODAY() + timedelta(days=9))


def test_one_draft_at_a_time_and_what_is_removed_is_gone(office, draft):
    with refused("draft_exists"):
        procedures.draft_version(kind=draft.kind, by=office.officer)
    procedures.discard_version(procedure=draft, by=office.officer)
    assert (
        procedures.draft_version(kind=draft.kind, by=office.officer, source=office.policy).config
        == office.policy.config
    )
    assert verbs(office) == ["procedure_drafted", "procedure_removed", "procedure_drafted"]


def test_a_part_is_kept_only_where_it_holds_and_nobody_else_changed_it(office, draft):
    with refused("out_of_range"):
        save_days(draft, office.officer, review=0)
    with refused("reviews_beyond_reviewers"):
        procedures.save_part(
            procedure=draft, by=office.officer, part="council", revision=0,
            changes={"seats": {"least_reviewers": 2}, "least_reviews": 3},
        )  # fmt: skip
    save_days(draft, office.officer, review=4)
    with refused("changed_meanwhile"):
        procedures.save_part(
            procedure=draft, by=office.officer, part="days", changes={"days": {"review": 5}}, revision=0
        )
    # What is there already is not another's change, and no event.
    procedures.save_part(procedure=draft, by=office.officer, part="days", changes={"days": {"review": 4}}, revision=0)
    assert verbs(office) == ["procedure_drafted", "procedure_changed"]


def test_where_the_office_says_so_a_leader_puts_versions_in_force(office, draft):
    with refused("role"):
        procedures.set_approval(union=office.union, by=office.officer, leader_approves=True)
    procedures.set_approval(union=office.union, by=office.leader, leader_approves=True)
    draft = Procedure.objects.get(pk=draft.pk)
    for by in (office.officer, office.administrator, office.clerk):
        with refused("role"):
            procedures.put_in_force(procedure=draft, by=again(by), day=TODAY())
    procedures.put_in_force(procedure=draft, by=office.leader, day=TODAY())
    assert offered(office) == [2]
    with refused("role"):
        procedures.withdraw_version(procedure=draft, by=again(office.officer))
    assert verbs(office) == ["procedure_drafted", "procedure_approval_changed", "procedure_begun"]


# ---------------------------------------------------------------- kinds
def test_a_kind_of_ones_own_is_offered_once_its_procedure_is_in_force(office):
    draft = procedures.new_kind(
        union=office.union, by=office.officer, name="Đề án bảo tồn 2030", consultations=["critique"],
        submitters=["department"], source=office.policy,
    )  # fmt: skip
    assert (draft.kind.code, draft.version, draft.in_force_from) == ("de_an_bao_ton_2030", 1, None)
    department = Organisation.objects.filter(pk=office.department.pk)
    assert not offered_to(department).filter(kind=draft.kind).exists()
    procedures.put_in_force(procedure=draft, by=office.officer, day=TODAY())
    assert offered_to(department).get(kind=draft.kind).pk == draft.pk
    draft.refresh_from_db()
    dossier = draft_dossier(procedure=draft, proposer=office.department, by=office.department_person)
    assert dossier.kind == "critique"
    with refused("consultation_not_offered"):
        describe_dossier(dossier=dossier, by=office.department_person, kind="appraisal")
    with refused("not_submitting_kind"):
        draft_dossier(procedure=draft, proposer=office.investor, by=office.investor_person)
    for name, who, code in (
        ("Đề án bảo tồn 2030", ["union"], "kind_exists"),
        ("Khác", [], "no_submitter"),
        ("…", ["union"], "no_code"),
    ):
        with refused(code):
            procedures.new_kind(
                union=office.union, by=office.officer, name=name, consultations=["advice"], submitters=who
            )


def test_a_kind_that_is_no_longer_offered_lets_what_began_go_on(office, walk):
    kind = office.investment.kind
    said = {"name": "Chủ trương đầu tư", "consultations": ["advice"], "submitters": ["investor"], "position": 1}
    procedures.save_kind(kind=kind, by=office.officer, offered=False, **said)
    assert offered(office) == []
    with refused("not_in_force"):
        draft_dossier(procedure=office.investment, proposer=office.investor, by=office.investor_person)
    walk.do("check_completeness", office.officer, decision="accept")
    assert ("investment", "Chủ trương đầu tư") in kinds_to_filter(office.officer)
    assert "investment" not in dict(kinds_to_filter(office.investor_person))
    procedures.save_kind(kind=kind, by=office.officer, offered=False, **said)
    assert verbs(office) == ["kind_changed"]


def test_a_union_submits_only_to_itself(office):
    other = Organisation.objects.create(kind="union", name="Liên hiệp Hội tỉnh khác", symbol="K")
    own = DossierKind.objects.get(union=office.union, code="initiative").procedures.get()
    assert own in offered_to(Organisation.objects.filter(pk=office.union.pk))
    assert own not in offered_to(Organisation.objects.filter(pk=other.pk))
    with refused("not_submitting_kind"):
        draft_dossier(procedure=own, proposer=other, by=office.officer)


@pytest.mark.parametrize("who", ["clerk", "leader", "investor_person"])
def test_who_may_not_edit_is_refused_everything(office, draft, who):
    by = again(getattr(office, who))
    for act in (
        lambda: save_days(draft, by, review=3),
        lambda: procedures.draft_version(kind=draft.kind, by=by),
        lambda: procedures.discard_version(procedure=draft, by=by),
        lambda: procedures.new_kind(
            union=office.union, by=by, name="A", consultations=["advice"], submitters=["union"]
        ),
        lambda: procedures.save_kind(
            kind=draft.kind, by=by, name="A", consultations=["advice"], submitters=["union"], offered=True, position=1
        ),
    ):
        with refused("role"):
            act()


def test_offering_asks_as_much_with_many_versions(office, django_assert_num_queries):
    Procedure.objects.bulk_create(
        Procedure(kind=office.investment.kind, version=n, config=office.investment.config, in_force_from=TODAY())
        for n in range(2, 40)
    )
    bodies = Organisation.objects.filter(pk=office.investor.pk)
    with django_assert_num_queries(3):
        assert [one.version for one in offered_to(bodies).filter(kind=office.investment.kind)] == [39]


# ---------------------------------------------------------------- the kinds that ship
@pytest.mark.parametrize("code", list(shipped_kinds()))
def test_a_dossier_of_each_kind_that_ships_comes_to_its_council(office, new_walk, code):
    kind = DossierKind.objects.get(union=office.union, code=code)
    procedure = kind.procedures.get()
    assert procedure.shipped
    who = {"investor": office.investor_person, "department": office.department_person, "union": office.second_leader}
    by = who[next(one for one in kind.submitters if one in who)]
    walk = new_walk(f"Hồ sơ {kind.name}", procedure=procedure, by=again(by), kind=kind.consultations[0])
    assert walk.dossier.stage == "intake"
    assert walk.dossier.attachments.count() == sum(item.required for item in walk.dossier.asked_items())
    walk.do("check_completeness", again(office.officer), decision="accept")
    assert walk.dossier.stage == "council"
