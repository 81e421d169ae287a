"""Kinds of dossier and the versions of their procedures: drafted, put in force from a day, withdrawn; the history says who."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import check_union, require
from consult.models import Dossier, DossierKind, Organisation, Person, Procedure
from consult.refusals import ActionError
from consult.rules.conditions import BROKEN
from consult.rules.procedure import default_rules, procedure_problems
from consult.rules.procedure_file import KindFile
from consult.rules.procedure_schema import SUBMITTERS
from consult.rules.text import code_of

from .actor import Actor, record_of_union


def _editor(union: Organisation, by: Person) -> Actor:
    return Actor.allowed(by, require(check_union(by, "procedure.edit", union.pk)))


def _locked(procedure: Procedure) -> Procedure:
    return Procedure.objects.select_for_update(of=("self",)).select_related("kind__union").get(pk=procedure.pk)


def _named(procedure: Procedure) -> dict[str, Any]:
    return {"name": procedure.name, "version": procedure.version}


def begins_procedures(by: Person, union: Organisation) -> bool:
    """Whether ``by`` puts versions in force, and withdraws them: a leader where the office says so."""
    return bool(check_union(by, _begin_row(union), union.pk))


def _begin_row(union: Organisation) -> str:
    return "procedure.approve" if union.leader_approves_procedures else "procedure.begin"


@transaction.atomic
def set_approval(*, union: Organisation, by: Person, leader_approves: bool) -> None:
    """Whether only a leader puts new versions in force. Raises ``NotAllowed`` to all but a leader."""
    actor = Actor.allowed(by, require(check_union(by, "procedure.approve", union.pk)))
    if union.leader_approves_procedures != leader_approves:
        union.leader_approves_procedures = leader_approves
        union.save(update_fields=["leader_approves_procedures"])
        record_of_union(union, "procedure_approval_changed", actor)


def _checked(consultations: Collection[str], submitters: Collection[str]) -> tuple[list[str], list[str]]:
    asked = [one for one in Dossier.Kind.values if one in consultations]
    who = [one for one in SUBMITTERS if one in submitters]
    if not asked:
        raise ActionError("no_consultation", _("Choose at least one."), where="consultations")
    if not who:
        raise ActionError("no_submitter", _("Choose at least one."), where="submitters")
    return asked, who


@transaction.atomic
def enter_kind(*, union: Organisation, by: Person, said: KindFile) -> Procedure:
    """A new kind of dossier with the first draft of its procedure. It is offered once a version is in force.

    Raises ``ActionError`` where the union has a kind of this code, or it cannot be asked for or submitted by anybody.
    """
    actor = _editor(union, by)
    # The union's row is the lock: two people do not enter one code at once.
    Organisation.objects.select_for_update().get(pk=union.pk)
    asked, who = _checked(said.consultations, said.submitters)
    if not said.code:
        raise ActionError("no_code", _("The name needs a letter or a digit."), where="name")
    if union.dossier_kinds.filter(code=said.code).exists():
        raise ActionError("kind_exists", _("There is a kind of dossier with this name already."), where="name")
    last = union.dossier_kinds.order_by("-position").values_list("position", flat=True).first() or 0
    kind = DossierKind.objects.create(
        union=union, code=said.code, name=said.name, consultations=asked, submitters=who, position=last + 1
    )
    draft = Procedure.objects.create(kind=kind, description=said.description, config=dict(said.rules))
    record_of_union(union, "kind_entered", actor, name=kind.name)
    return draft


def new_kind(
    *, union: Organisation, by: Person, name: str, consultations: Collection[str], submitters: Collection[str],
    source: Procedure | None = None,
) -> Procedure:  # fmt: skip
    """``enter_kind`` from what is typed; the rules are those of ``source``, or empty."""
    rules = source.config if source else default_rules()
    description = source.description if source else ""
    return enter_kind(
        union=union, by=by,
        said=KindFile(code_of(name), name, description, tuple(consultations), tuple(submitters), rules),
    )  # fmt: skip


@transaction.atomic
def save_kind(
    *, kind: DossierKind, by: Person, name: str, consultations: Collection[str], submitters: Collection[str],
    offered: bool, position: int,
) -> None:  # fmt: skip
    """What holds for a kind whatever its version. Dossiers that began go on as they are."""
    actor = _editor(kind.union, by)
    kind = DossierKind.objects.select_for_update(of=("self",)).select_related("union").get(pk=kind.pk)
    asked, who = _checked(consultations, submitters)
    new = {"name": name, "consultations": asked, "submitters": who, "offered": offered, "position": position}
    if all(getattr(kind, key) == value for key, value in new.items()):
        return
    for key, value in new.items():
        setattr(kind, key, value)
    kind.save()
    record_of_union(kind.union, "kind_changed", actor, name=kind.name)


@transaction.atomic
def draft_version(*, kind: DossierKind, by: Person, source: Procedure | None = None) -> Procedure:
    """The next version as a draft: a copy of ``source``, or of the newest. A kind has one draft at a time.

    Raises ``ActionError`` where there is a draft.
    """
    actor = _editor(kind.union, by)
    kind = DossierKind.objects.select_for_update(of=("self",)).select_related("union").get(pk=kind.pk)
    if kind.procedures.filter(in_force_from=None, dossiers=None).exists():
        raise ActionError("draft_exists", _("There is a draft of this procedure already. Go on with it, or remove it."))
    newest = kind.procedures.order_by("-version").first()
    source = source or newest
    draft = Procedure.objects.create(
        kind=kind,
        version=newest.version + 1 if newest else 1,
        description=source.description if source else "",
        config=source.config if source else default_rules(),
    )
    record_of_union(draft.union, "procedure_drafted", actor, **_named(draft))
    return draft


def is_draft(procedure: Procedure) -> bool:
    """Whether it may still be changed: it is not in force, nor to be, and no dossier ever began with it."""
    return procedure.in_force_from is None and not procedure.dossiers.exists()


def require_draft(procedure: Procedure) -> None:
    """Raises ``ActionError`` where a version does not change any more."""
    if not is_draft(procedure):
        raise ActionError(
            "not_a_draft", _("This version is in force, or dossiers began with it. Draft the next version instead.")
        )


@transaction.atomic
def save_part(
    *,
    procedure: Procedure,
    by: Person,
    part: str,
    changes: Mapping[str, Any],
    revision: int,
    description: str | None = None,
) -> Procedure:
    """Keep one part of a draft. ``changes`` go into its rules; ``revision`` is the one that the page began from.

    Raises ``ActionError`` with each problem that lies within the part, at its place; what other parts lack is said on
    the procedure's page, and before it comes into force.
    """
    actor = _editor(procedure.union, by)
    procedure = _locked(procedure)
    require_draft(procedure)
    config = {**procedure.config, **changes}
    about = set(changes)
    found = procedure_problems(config)
    problems = [one for one in found if one.where.split(".")[0] in about and not _empty(one.code)]
    if not problems and "questions" in about:
        # What hangs on an answer that goes is on another page: it is told where the answer goes.
        problems = [replace(one, where="questions") for one in found if one.code in BROKEN]
    if problems:
        raise ActionError.of(problems)
    if config == procedure.config and description in (None, procedure.description):
        return procedure
    if revision != procedure.revision:
        raise ActionError(
            "changed_meanwhile",
            _("Somebody has changed this draft since the page was opened. Look at what stands there now, or send again to "
              "keep yours."),
        )  # fmt: skip
    procedure.config, procedure.shipped = config, False
    procedure.description = procedure.description if description is None else description
    procedure.revision += 1
    procedure.save()
    record_of_union(procedure.union, "procedure_changed", actor, **_named(procedure), part=part)
    return procedure


def _empty(code: str) -> bool:
    """A draft may still lack what a procedure in force may not."""
    return code in ("checklist_empty", "review_form_empty")


@transaction.atomic
def put_in_force(*, procedure: Procedure, by: Person, day: date) -> None:
    """Dossiers begin with this version from ``day`` on. Those that began before keep theirs.

    Raises ``ActionError`` where it does not hold together, where ``day`` is past or before that of a version that is
    older, and where a newer one is there.
    """
    actor = Actor.allowed(by, require(check_union(by, _begin_row(procedure.union), procedure.union.pk)))
    # The kind's row is the lock of all its versions.
    DossierKind.objects.select_for_update().get(pk=procedure.kind_id)
    procedure = _locked(procedure)
    if procedure.in_force_from is not None:
        raise ActionError("in_force_already", _("This version is in force already, or will be."))
    problems = procedure_problems(procedure.config)
    if problems:
        raise ActionError.of(problems)
    if day < clock.today():
        raise ActionError("day_past", _("Choose today or a later day."), where="day")
    others = procedure.kind.procedures.filter(in_force_from__isnull=False)
    if others.filter(version__gt=procedure.version).exists():
        raise ActionError(
            "newer_in_force", _("A newer version is in force, or will be. Draft the next version instead.")
        )
    later = others.filter(in_force_from__gt=day).order_by("-in_force_from").first()
    if later is not None:
        raise ActionError(
            "before_older",
            _("Version %(version)s begins later than that. Choose its day or a later one, or withdraw it first.")
            % {"version": later.version},
            where="day",
        )  # fmt: skip
    procedure.in_force_from = day
    procedure.save(update_fields=["in_force_from"])
    record_of_union(procedure.union, "procedure_begun", actor, **_named(procedure), day=day.isoformat())


@transaction.atomic
def withdraw_version(*, procedure: Procedure, by: Person) -> None:
    """Make a version a draft again, as long as no dossier began with it. Raises ``ActionError`` afterwards."""
    actor = Actor.allowed(by, require(check_union(by, _begin_row(procedure.union), procedure.union.pk)))
    procedure = _locked(procedure)
    if procedure.in_force_from is None:
        raise ActionError("not_in_force", _("This version is not in force."))
    if procedure.dossiers.exists():
        raise ActionError(
            "dossiers_began", _("Dossiers began with this version: it stays. Draft the next one instead.")
        )
    procedure.in_force_from = None
    procedure.save(update_fields=["in_force_from"])
    record_of_union(procedure.union, "procedure_withdrawn", actor, **_named(procedure))


@transaction.atomic
def discard_version(*, procedure: Procedure, by: Person) -> None:
    """Throw a draft away. Raises ``ActionError`` where it is none."""
    actor = _editor(procedure.union, by)
    procedure = _locked(procedure)
    require_draft(procedure)
    record_of_union(procedure.union, "procedure_removed", actor, **_named(procedure))
    procedure.delete()


@transaction.atomic
def take_over(*, union: Organisation, by: Person, said: KindFile) -> Procedure:
    """What a file says as a draft: of the union's kind of that code, or of a new one. Raises ``ActionError``.

    What holds for a kind the union has already stays as it is: the file brings rules.
    """
    kind = union.dossier_kinds.select_related("union").filter(code=said.code).first()
    if kind is None:
        return enter_kind(union=union, by=by, said=said)
    draft = draft_version(kind=kind, by=by)
    draft.config, draft.description = dict(said.rules), said.description
    draft.save(update_fields=["config", "description"])
    return draft
