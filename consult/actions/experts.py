"""The registry of experts: kept by the office and by the experts themselves, filled from a table, deduplicated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import UNION_TABLE, check_expert, check_facts, check_union, organisations_as, require
from consult.access.keeping import belongs_elsewhere
from consult.actions import registry
from consult.exports.expert_table import entry_of
from consult.files import FileFaultError
from consult.models import Absence, Expert, ExpertFile, ExpertImport, Membership, Organisation, Person, SubjectArea, Tie
from consult.queries.experts import associations
from consult.queries.registry import ties_for
from consult.refusals import ActionError, NotAllowed
from consult.rules import experts as rules
from consult.rules.problem import Problem, gettext_noop
from consult.rules.text import normal, normalise_for_search, safe_file_name

from .uploads import STORE_FAULTS, examine, not_kept

PROOF_TYPES = ("pdf", "docx", "jpeg", "png")
PROOF_LIMIT = 20 * 1024 * 1024
MOST_PROOFS = 30
KEPT_ELSEWHERE = gettext_noop(
    "Another union, or the person, keeps the account with this address. Ask them to enter it in the registry."
)


def union_of(by: Person) -> Organisation | None:
    """The union for which somebody keeps the registry."""
    mine = organisations_as(by, *UNION_TABLE["expert.edit"])
    return Organisation.objects.filter(pk__in=mine, kind=Organisation.Kind.UNION).order_by("pk").first()


def _may_keep(by: Person, expert: Expert) -> None:
    require(check_expert(by, expert.person, "expert.edit"), known=False)
    require(check_facts(by, expert))


@transaction.atomic
def add_expert(*, union: Organisation, by: Person, email: str, name: str, **data: Any) -> Expert:
    """Take somebody into the registry; their account sets a password when they are first invited. Raises ``ActionError``.

    What the registry shows and changes of somebody is their account's name and telephone as well: so an account that
    another keeps is not taken in by whoever knows its address.
    """
    require(check_union(by, "expert.edit", union.pk))
    person = Person.objects.filter(email=email).first()
    if person is not None:
        if Expert.objects.filter(person=person).exists():
            raise ActionError("expert_exists", _("%(name)s is in the registry already.") % {"name": person.name})
        if belongs_elsewhere(person, [union.pk]):
            raise ActionError("kept_elsewhere", _(KEPT_ELSEWHERE), where="email")
    if person is None:
        person = Person.objects.create_user(email, name=normal(name), keeper=union)
    elif person.phone or person.last_login is not None:
        # An account's own data are not overwritten by entering it.
        data.pop("phone", None)
    expert = Expert(person=person, keeper=union)
    registry.fill(expert, data)
    return expert


@transaction.atomic
def change_expert(*, expert: Expert, by: Person, name: str | None = None, **data: Any) -> Expert:
    """Change the shared facts, by whoever keeps them; the person is told. The e-mail address is the account's and stays.

    Raises ``ActionError`` for everybody else: they propose a change.
    """
    _may_keep(by, expert)
    union = union_of(by)
    if by.pk != expert.person_id:
        expert.keeper = expert.keeper or union
    registry.fill(expert, data if name is None else {**data, "name": name})
    registry.notify_changed(expert, by, union)
    return expert


def agree(*, expert: Expert, by: Person) -> None:
    """The expert agrees to the use of their data for councils; nobody can agree for them."""
    if by.pk != expert.person_id:
        raise NotAllowed("expert_only", _("Only the expert can agree to the use of their data."))
    expert.consented_at = expert.consented_at or clock.now()
    expert.save(update_fields=["consented_at", "search_text", "name_key"])


@transaction.atomic
def add_tie(
    *, expert: Expert, by: Person, kind: str, body: str, organisation: Organisation | None = None,
    until: date | None = None, note: str = "",
) -> Tie:  # fmt: skip
    """Write down what ties an expert to a body: by the expert for all, by an office for its own councils."""
    require(check_expert(by, expert.person, "expert.edit"), known=False)
    name = normal(body) or (organisation.name if organisation else "")
    if not name:
        raise ActionError("body_missing", _("Name the body."), where="body")
    return Tie.objects.create(
        expert=expert, kind=kind, body=name, organisation=organisation, until=until, note=normal(note), declared_by=by,
        declared_at=clock.now(), union=None if by.pk == expert.person_id else union_of(by),
    )  # fmt: skip


@transaction.atomic
def add_absence(*, expert: Expert, by: Person, first_day: date, last_day: date, reason: str = "") -> Absence:
    """Say when an expert takes no seat."""
    _may_keep(by, expert)
    if last_day < first_day:
        raise ActionError("last_before_first", _("The last day lies before the first."), where="last_day")
    return Absence.objects.create(expert=expert, first_day=first_day, last_day=last_day, reason=normal(reason))


@transaction.atomic
def add_proof(*, expert: Expert, by: Person, kind: str, upload: File) -> ExpertFile:
    """Keep a CV or a proof. Raises ``FileFaultError`` when the file cannot be taken."""
    _may_keep(by, expert)
    if expert.files.count() >= MOST_PROOFS:
        raise FileFaultError(
            "too_many_files", _("There are %(most)s files already. Remove one first.") % {"most": MOST_PROOFS}
        )
    found, name = examine(upload, PROOF_TYPES, PROOF_LIMIT)
    proof = ExpertFile(
        expert=expert,
        kind=kind,
        name=name,
        media_type=found.media_type,
        size=upload.size or 0,
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    try:
        proof.file.save(proof.name, upload, save=False)
    except STORE_FAULTS as fault:
        raise not_kept() from fault
    proof.save()
    return proof


@transaction.atomic
def remove_row(*, row: Tie | Absence | ExpertFile, by: Person) -> None:
    """Take back a tie, an absence or a file. Raises ``NotAllowed`` for a tie that another wrote down."""
    if isinstance(row, Tie):
        require(check_expert(by, row.expert.person, "expert.edit"), known=False)
        mine = organisations_as(by, *UNION_TABLE["expert.edit"])
        seen = ties_for(row.expert, by, mine, bool(check_facts(by, row.expert)))
        if not any(known.tie.pk == row.pk and known.may_remove for known in seen):
            raise NotAllowed("somebody_elses", _("Somebody else wrote this down; ask them to change it."))
    else:
        _may_keep(by, row.expert)
    row.delete()
    if isinstance(row, ExpertFile):
        storage, name = row.file.storage, str(row.file.name)
        transaction.on_commit(lambda: storage.delete(name))


# ---------------------------------------------------------------- from a table
def save_import(*, union: Organisation, by: Person, name: str, rows: list[dict[str, str]]) -> ExpertImport:
    """Keep a table that was read, until it is taken over; an earlier one of the same person goes."""
    require(check_union(by, "expert.edit", union.pk))
    ExpertImport.objects.filter(union=union, read_by=by, applied_at=None).delete()
    return ExpertImport.objects.create(
        union=union, name=safe_file_name(name), rows=rows, read_by=by, read_at=clock.now()
    )


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
        gettext_noop("These data are kept by the person or another union; propose a change."),
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
        raise ActionError("import_taken_over", _("This table was taken over already."))
    plans = plan_of(table, choices)
    if digest_of(plans) != digest:
        raise ActionError(
            "registry_changed",
            _("The registry has changed meanwhile. Look at what would change now, and take it over again."),
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
