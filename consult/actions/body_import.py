"""A sheet of bodies: what each row would change, its taking over, and the sheet that is exported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import translation

from consult.access.keeping import administered, known_bodies, own_bodies, own_organisations
from consult.models import Organisation, Person, SheetImport
from consult.rules.bodies_sheet import COLUMNS, BodyEntry, BodyVocabulary, plan_bodies
from consult.rules.problem import Problem, gettext_noop
from consult.rules.sheets import RowPlan
from consult.rules.text import normalise_for_search

from . import sheet_imports
from .bodies import save_body

LANGUAGES = ("vi", "en")
REFUSED = Problem("another_unions_body", gettext_noop("Another union knows this body, too."), where="name")


def vocabulary(by: Person) -> BodyVocabulary:
    """Kinds and levels in every language that a sheet may be written in, and the bodies that others may be under."""
    kinds = [kind for kind in Organisation.Kind if kind != Organisation.Kind.UNION]
    levels = list(Organisation.Level)
    by_name: tuple[dict[str, str], dict[str, str]] = ({}, {})
    both: tuple[list[Any], list[Any]] = (kinds, levels)
    for found, choices in zip(by_name, both, strict=True):
        found.update({str(choice.value): str(choice.value) for choice in choices})
        for language in LANGUAGES:
            with translation.override(language):
                found.update({normalise_for_search(str(choice.label)): str(choice.value) for choice in choices})
    labels = {str(choice.value): str(choice.label) for choice in (*kinds, *levels)}
    own = Organisation.objects.filter(own_organisations(administered(by))).order_by("-pk")
    parents = {normalise_for_search(name): name for name in own.values_list("name", flat=True)}
    return BodyVocabulary(*by_name, labels, parents)


def entry_of(body: Organisation) -> BodyEntry:
    """A body as a row of the sheet."""
    values = {column: str(getattr(body, column) or "") for column in COLUMNS if column != "parent"}
    return BodyEntry(**values, parent=body.parent.name if body.parent else "")


def entries_of(bodies: QuerySet[Organisation]) -> Iterator[BodyEntry]:
    """The rows of an exported sheet, whoever is under another below it."""
    found = list(bodies.select_related("parent"))
    names = {body.name for body in found}
    written: set[str] = set()
    waiting: Iterable[Organisation] = found
    while waiting:
        ready = [
            one for one in waiting if one.parent is None or one.parent.name in written or one.parent.name not in names
        ]
        # Two that are under each other have no order.
        ready = ready or list(waiting)
        yield from (entry_of(body) for body in ready)
        written |= {body.name for body in ready}
        waiting = [one for one in waiting if one.name not in written]


def plan_of(table: SheetImport, by: Person) -> list[RowPlan]:
    """What the sheet would change now, row by row. A body that another union knows as well is left as it is."""
    mine = administered(by)
    known = Organisation.objects.filter(known_bodies(mine)).select_related("parent")
    existing = {body.pk: entry_of(body) for body in known}
    own = set(Organisation.objects.filter(own_bodies(mine)).values_list("pk", flat=True))
    return plan_bodies(table.rows, existing, vocabulary(by), {pk: REFUSED for pk in existing if pk not in own})


def apply_import(*, table: SheetImport, by: Person, digest: str) -> dict[str, int]:
    """Take the sheet over. Returns how many rows did what. Raises ``ActionError`` (see ``take_over``)."""

    def do(plan: RowPlan) -> None:
        body = Organisation.objects.get(pk=plan.target) if plan.target else Organisation(name=plan.entry.name)
        for column in plan.changes:
            value = getattr(plan.entry, column)
            if column == "parent":
                own = Organisation.objects.filter(own_organisations(administered(by)))
                body.parent = own.filter(search_text=normalise_for_search(value)).order_by("pk").first()
            else:
                setattr(body, column, value)
        save_body(body=body, union=table.union, by=by)

    return sheet_imports.take_over(table=table, by=by, digest=digest, plans=lambda kept: plan_of(kept, by), do=do)
