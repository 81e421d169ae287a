"""A table of experts: what each row would change, and its taking over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from consult.access.keeping import belongs_elsewhere
from consult.exports.expert_table import entry_of
from consult.models import Expert, Membership, Organisation, Person, SheetImport, SubjectArea
from consult.queries.experts import associations
from consult.rules import experts as rules
from consult.rules.problem import Problem, gettext_noop
from consult.rules.sheets import ADD, CHANGE, FAULT, RowPlan
from consult.rules.text import normalise_for_search

from . import sheet_imports
from .experts import KEPT_ELSEWHERE, add_expert, change_expert


def plan_of(table: SheetImport, choices: Mapping[int, int] | None = None) -> list[RowPlan]:
    """What the table would change now, row by row. ``choices`` maps a row to the expert it is taken for, 0: new.

    Who works for another union is that union's to change, and whose facts are kept by somebody else is theirs: such a row is
    left.
    """
    registered = {expert.pk: expert for expert in _registry()}
    existing = {pk: entry_of(expert) for pk, expert in registered.items()}
    found = rules.plan_import(table.rows, existing, _known(), choices)
    foreign = {pk for pk, expert in registered.items() if not _kept_by(table.union_id, expert)}
    elsewhere = set(
        Membership.objects.filter(organisation__kind=Organisation.Kind.UNION)
        .exclude(organisation=table.union_id)
        .values_list("person__email", flat=True)
    )
    problem = Problem(
        "another_unions_person",
        gettext_noop("This person works for another union, which keeps their data."),
        where="name",
    )
    kept = Problem(
        "another_unions_data",
        gettext_noop("These data are managed by the person or another union; propose a change."),
        where="name",
    )

    account = Problem("kept_elsewhere", KEPT_ELSEWHERE, where="email")
    added = [plan.entry.email for plan in found if plan.action == ADD]
    accounts = {
        person.email for person in Person.objects.filter(email__in=added) if belongs_elsewhere(person, [table.union_id])
    }

    def left(plan: RowPlan) -> RowPlan:
        if plan.action == ADD and plan.entry.email in accounts:
            return replace(plan, action=FAULT, problems=(*plan.problems, account))
        if plan.action == CHANGE and _email_of(plan, existing) in elsewhere:
            return replace(plan, action=FAULT, problems=(*plan.problems, problem))
        if plan.action == CHANGE and plan.target in foreign:
            return replace(plan, action=FAULT, problems=(*plan.problems, kept))
        return plan

    return [left(plan) for plan in found]


def _kept_by(union: int, expert: Expert) -> bool:
    return expert.person.last_login is None and expert.facts_keeper_id in (None, union)


def _email_of(plan: RowPlan, existing: Mapping[int, rules.Entry]) -> str:
    known = existing.get(plan.target) if plan.target is not None else None
    return known.email if known else plan.entry.email


def _registry() -> Iterable[Expert]:
    return (
        Expert.objects.filter(person__erased_at=None)
        .select_related("person", "association")
        .prefetch_related("subject_areas")
    )


def _known() -> rules.TableVocabulary:
    subject_areas = SubjectArea.objects.order_by("parent_id").values_list("name", flat=True)
    return rules.TableVocabulary(
        subject_areas={normalise_for_search(name): name for name in subject_areas},
        associations={normalise_for_search(one.name): one.name for one in associations()},
    )


def apply_import(*, table: SheetImport, by: Person, choices: Mapping[int, int], digest: str) -> dict[str, int]:
    """Take the table over. Returns how many rows did what. Raises ``ActionError`` (see ``take_over``)."""
    made: dict[int, Expert] = {}

    def do(plan: RowPlan) -> None:
        if plan.action == ADD:
            made[-plan.row] = _add_row(table.union, by, plan.entry)
            return
        assert plan.target is not None
        expert = made.get(plan.target) or Expert.objects.select_related("person").get(pk=plan.target)
        _change_row(expert, by, plan.entry)

    return sheet_imports.take_over(table=table, by=by, digest=digest, plans=lambda kept: plan_of(kept, choices), do=do)


def _values(entry: rules.Entry) -> dict[str, Any]:
    values: dict[str, Any] = {"degree": entry.degree, "employer": entry.employer, "place": entry.place,
                              "phone": entry.phone, "biography": entry.biography}  # fmt: skip
    values["association"] = associations().filter(name=entry.association).first() if entry.association else None
    values["subject_areas"] = [
        SubjectArea.objects.filter(name=name).order_by("parent_id").first() for name in entry.subject_areas
    ]
    return values


def _add_row(union: Organisation, by: Person, entry: rules.Entry) -> Expert:
    return add_expert(union=union, by=by, email=entry.email, name=entry.name, **_values(entry))


def _change_row(expert: Expert, by: Person, entry: rules.Entry) -> None:
    new = rules.merged(entry_of(expert), entry)
    change_expert(expert=expert, by=by, name=new.name, **_values(new))
