"""Sheets of experts, people, bodies, tasks: kept when they were read, shown row by row, taken over when that is wanted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import check_union, require
from consult.models import Organisation, Person, SheetImport
from consult.refusals import ActionError
from consult.rules.legacy_text import legacy_encoding, to_unicode
from consult.rules.sheets import ADD, CHANGE, RowPlan, count
from consult.rules.text import normal, safe_file_name

KEEPS = {
    SheetImport.What.EXPERTS: "expert.edit",
    SheetImport.What.PEOPLE: "people.keep",
    SheetImport.What.BODIES: "people.keep",
    SheetImport.What.TASKS: "tasks.keep",
}


def _require_keeper(by: Person, what: str, union_id: int) -> None:
    require(check_union(by, KEEPS[SheetImport.What(what)], union_id))


def save_import(
    *, union: Organisation, by: Person, name: str, rows: list[dict[str, str]], what: str = SheetImport.What.EXPERTS
) -> SheetImport:
    """Keep a sheet that was read, until it is taken over; an earlier one of the same person and kind goes."""
    _require_keeper(by, what, union.pk)
    SheetImport.objects.filter(union=union, read_by=by, what=what, applied_at=None).delete()
    return SheetImport.objects.create(
        union=union, what=what, name=safe_file_name(name), rows=rows, read_by=by, read_at=clock.now()
    )


def old_encodings(table: SheetImport) -> list[str]:
    """The encodings from before Unicode in which cells of the sheet are written."""
    found = {legacy_encoding(normal(cell)) for row in table.rows for cell in row.values()}
    return sorted(found - {""})


def convert_import(*, table: SheetImport, by: Person) -> None:
    """Turn what is written in an old encoding into Unicode, cell by cell; nothing is taken over yet."""
    _require_keeper(by, table.what, table.union_id)
    table.rows = [
        {column: to_unicode(cell, legacy_encoding(normal(cell))) for column, cell in row.items()} for row in table.rows
    ]
    table.save(update_fields=["rows"])


def digest_of(plans: Iterable[RowPlan]) -> str:
    """A mark of what was shown, by which a change in between is noticed."""
    said = [[plan.action, plan.target, asdict(plan.entry), list(plan.changes.items())] for plan in plans]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, default=str).encode()).hexdigest()


@transaction.atomic
def take_over(
    *,
    table: SheetImport,
    by: Person,
    digest: str,
    plans: Callable[[SheetImport], list[RowPlan]],
    do: Callable[[RowPlan], Any],
) -> dict[str, int]:
    """Take a sheet over: ``do`` every row that adds or changes something. Returns how many rows did what.

    Raises ``ActionError`` when it was taken over already, or when something has changed so that it would do something other
    than was shown.
    """
    _require_keeper(by, table.what, table.union_id)
    table = SheetImport.objects.select_for_update().get(pk=table.pk)
    if table.applied_at:
        raise ActionError("import_taken_over", _("This sheet has already been imported."))
    found = plans(table)
    if digest_of(found) != digest:
        raise ActionError(
            "registry_changed",
            _("The list has changed in the meantime. Check what would change now, then import again."),
        )
    for plan in found:
        if plan.action in (ADD, CHANGE):
            do(plan)
    table.applied_at = clock.now()
    # What stood in it is in the list now, and is kept there alone.
    table.rows = []
    table.save()
    return count(found)
