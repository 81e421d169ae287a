"""How an office keeps its numbers is changed: from the next number on, and nothing that was given changes.

Whoever goes over to one series, or back, goes on after the highest number of the year: otherwise a number and symbol could be
given twice. A change that no number followed is taken back: the series before it go on as if it had not been. Rows of series
are never deleted, so those that were put in place meanwhile stay and number nothing (``NumberedKind``).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.models import NumberedKind, Organisation, Person, Register
from consult.queries.number_series import documents_of, of_the_year, series_on, style_of, taken_up_again
from consult.refusals import ActionError
from consult.rules.number_series import NUMBERED, TOGETHER, Style, style_problems
from consult.rules.numbering import DECISION, LETTER

from .actor import record_of_union
from .office import require_keeper
from .registers import begin_series, hold_series

# What the symbols of letters are measured with.
UNIT = "TVPB"


@transaction.atomic
def save_style(*, union: Organisation, by: Person, style: Style) -> None:
    """Number as ``style`` says from the next number on. Raises ``ActionError``."""
    actor = require_keeper(union, by)
    problems = style_problems(style, union.symbol, UNIT)
    if problems:
        raise ActionError.of(problems)
    # Whoever is giving a number holds the row of its series; whoever opens one, the union.
    hold_series(union)
    of_union = Register.objects.filter(union=union, kind__in=(*NUMBERED, TOGETHER))
    list(of_union.select_for_update().order_by("pk").values_list("pk", flat=True))
    before, today = style_of(union), clock.today()
    if style.together != before.together:
        _go_over(union, style, today)
    # Under one series letters keep the form of their own.
    for kind in (TOGETHER, LETTER) if style.together else NUMBERED:
        row = _current(union, kind, today)
        if row.form != style.form_of(kind):
            row.form = style.form_of(kind)
            row.save(update_fields=["form"])
    if style != before:
        sample = style.written(1, DECISION, union.symbol, UNIT, today.year)
        record_of_union(union, "series_changed", actor, together=style.together, symbol=sample)


def _current(union: Organisation, kind: str, today: date) -> Register:
    """The series of ``kind`` whose form counts: of this year, of letters under one series whichever is the newest."""
    rows = Register.objects.filter(union=union, kind=kind, first_day__lte=today)
    if kind != LETTER or series_on(union, kind, today) == LETTER:
        rows = rows.filter(first_day__year=today.year)
    return rows.order_by("-first_day", "-pk").first() or begin_series(union, kind, today, 0)


def _leave(row: Register, today: date) -> None:
    """From ``today`` on the series gives no numbers."""
    row.last_day = max(row.first_day, today - timedelta(days=1))
    row.save(update_fields=["last_day"])


def _go_over(union: Organisation, style: Style, today: date) -> None:
    if style.together and not Register.objects.filter(union=union, kind=LETTER).exists():
        # It keeps the form of letters, which are numbered with all others.
        begin_series(union, LETTER, today, 0)
    kinds = (TOGETHER,) if style.together else NUMBERED
    rows = of_the_year(union, today)
    left = list(rows.filter(last_day__gte=today).exclude(kind__in=kinds))
    again = taken_up_again(union, style.together, today)
    begun = {one.kind for one in rows}
    highest = max((one.last for one in rows), default=0)
    new = [*again.values()]
    for row in again.values():
        row.last_day = date(today.year, 12, 31)
        row.save(update_fields=["last_day"])
    for kind in kinds:
        # What was never opened goes on waiting for its first number where nothing was given meanwhile.
        if kind not in again and not (again and kind not in begun):
            new.append(_go_on(union, kind, today, highest, style))
    for row in left:
        _give_way(row, new, today)


def _go_on(union: Organisation, kind: str, today: date, last: int, style: Style) -> Register:
    """The series of ``kind`` that goes on after ``last``: a new one from today, or one that began today and gave nothing."""
    first, end = today if last else date(today.year, 1, 1), date(today.year, 12, 31)
    row = Register.objects.filter(union=union, kind=kind, first_day=first).first()
    if row is None:
        row = Register(union=union, kind=kind, first_day=first, last=last, on_paper=last, form=style.form_of(kind))
    elif row.last != last:
        raise _changed_today()
    row.last_day = end
    row.save()
    numbered = (NumberedKind(register=row, document=document) for document in documents_of(kind))
    NumberedKind.objects.bulk_create(numbered, ignore_conflicts=True)
    return row


def _give_way(row: Register, new: Collection[Register], today: date) -> None:
    """From ``today`` on ``row`` numbers nothing, neither by its days nor as the newest; it numbers what it did before."""
    _leave(row, today)
    if any((row.first_day, row.pk) > (one.first_day, one.pk) for one in new):
        if row.last > row.on_paper:
            raise _changed_today()
        row.numbered.all().delete()


def _changed_today() -> ActionError:
    return ActionError(
        "changed_today",
        _("The series were changed today, and numbers have been given since. Change them again tomorrow."),
        where="together",
    )
