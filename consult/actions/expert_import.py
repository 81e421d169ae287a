"""A table of experts: read, shown row by row, taken over when that is wanted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import check_union, require
from consult.access.keeping import belongs_elsewhere
from consult.exports.expert_table import entry_of
from consult.models import Expert, ExpertImport, Membership, Organisation, Person, SubjectArea
from consult.queries.experts import associations
from consult.refusals import ActionError
from consult.rules import experts as rules
from consult.rules.legacy_text import legacy_encoding, to_unicode
from consult.rules.problem import Problem, gettext_noop
from consult.rules.text import normal, normalise_for_search, safe_file_name

from .experts import KEPT_ELSEWHERE, add_expert, change_expert


def save_import(*, union: Organisation, by: Person, name: str, rows: list[dict[str, str]]) -> ExpertImport:
    """Keep a table that was read, until it is taken over; an earlier one of the same person goes."""
    require(check_union(by, "expert.edit", union.pk))
    ExpertImport.objects.filter(union=union, read_by=by, applied_at=None).delete()
    return ExpertImport.objects.create(
        union=union, name=safe_file_name(name), rows=rows, read_by=by, read_at=clock.now()
    )


def old_encodings(table: ExpertImport) -> list[str]:
    """The encodings from before Unicode in which cells of the table are written."""
    found = {legacy_encoding(normal(cell)) for row in table.rows for cell in row.values()}
    return sorted(found - {""})


def convert_import(*, table: ExpertImport, by: Person) -> None:
    """Turn what is written in an old encoding into Unicode, cell by cell; nothing is taken over yet."""
    require(check_union(by, "expert.edit", table.union_id))
    table.rows = [
        {column: to_unicode(cell, legacy_encoding(normal(cell))) for column, cell in row.items()} for row in table.rows
    ]
    table.save(update_fields=["rows"])


def plan_of(table: ExpertImport, choices: Mapping[int, int] | None = None) -> list[rules.RowPlan]:
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
    added = [plan.entry.email for plan in found if plan.action == rules.ADD]
    accounts = {
        person.email for person in Person.objects.filter(email__in=added) if belongs_elsewhere(person, [table.union_id])
    }

    def left(plan: rules.RowPlan) -> rules.RowPlan:
        if plan.action == rules.ADD and plan.entry.email in accounts:
            return replace(plan, action=rules.FAULT, problems=(*plan.problems, account))
        if plan.action == rules.CHANGE and _email_of(plan, existing) in elsewhere:
            return replace(plan, action=rules.FAULT, problems=(*plan.problems, problem))
        if plan.action == rules.CHANGE and plan.target in foreign:
            return replace(plan, action=rules.FAULT, problems=(*plan.problems, kept))
        return plan

    return [left(plan) for plan in found]


def _kept_by(union: int, expert: Expert) -> bool:
    return expert.person.last_login is None and expert.facts_keeper_id in (None, union)


def _email_of(plan: rules.RowPlan, existing: Mapping[int, rules.Entry]) -> str:
    known = existing.get(plan.target) if plan.target is not None else None
    return known.email if known else plan.entry.email


def digest_of(plans: Iterable[rules.RowPlan]) -> str:
    """A mark of what was shown, by which a change in between is noticed."""
    said = [[plan.action, plan.target, asdict(plan.entry)] for plan in plans]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


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


@transaction.atomic
def apply_import(*, table: ExpertImport, by: Person, choices: Mapping[int, int], digest: str) -> dict[str, int]:
    """Take the table over. Returns how many rows did what.

    Raises ``ActionError`` when it was taken over already, or when the registry has changed so that it would do something
    other than was shown.
    """
    require(check_union(by, "expert.edit", table.union_id))
    table = ExpertImport.objects.select_for_update().get(pk=table.pk)
    if table.applied_at:
        raise ActionError("import_taken_over", _("This sheet has already been imported."))
    plans = plan_of(table, choices)
    if digest_of(plans) != digest:
        raise ActionError(
            "registry_changed",
            _("The registry has changed in the meantime. Check what would change now, then import again."),
        )
    made: dict[int, Expert] = {}
    counts = dict.fromkeys((rules.ADD, rules.CHANGE, rules.SAME, rules.FAULT), 0)
    for plan in plans:
        counts[plan.action] += 1
        if plan.action == rules.ADD:
            made[-plan.row] = _add_row(table.union, by, plan.entry)
        elif plan.action == rules.CHANGE:
            assert plan.target is not None
            expert = made.get(plan.target) or Expert.objects.select_related("person").get(pk=plan.target)
            _change_row(expert, by, plan.entry)
    table.applied_at = clock.now()
    # What stood in it is in the registry now, and is kept there alone.
    table.rows = []
    table.save()
    return counts


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
