"""How an office keeps its numbers is changed: from the next number on, and nothing that was given changes.

Whoever goes over to one series, or back, goes on after the highest number of the year: otherwise a number and symbol could be
given twice.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.documents import DEFINITIONS
from consult.models import NumberedKind, Organisation, Person, Register
from consult.queries.number_series import series_for, style_of
from consult.refusals import ActionError
from consult.rules.number_series import NUMBERED, TOGETHER, Style, style_problems
from consult.rules.numbering import DECISION, LETTER

from .actor import record_of_union
from .office import require_keeper
from .registers import begin_series

# What the symbols of letters are measured with.
UNIT = "TVPB"


@transaction.atomic
def save_style(*, union: Organisation, by: Person, style: Style) -> None:
    """Number as ``style`` says from the next number on. Raises ``ActionError``."""
    actor = require_keeper(union, by)
    problems = style_problems(style, union.symbol, UNIT)
    if problems:
        raise ActionError.of(problems)
    # Whoever is giving a number holds the row of its series.
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
    """The series of ``kind`` that is in use, or was until that of all took its place this year."""
    this_year = Register.objects.filter(union=union, kind=kind, first_day__year=today.year, first_day__lte=today)
    row = this_year.order_by("-first_day").first()
    if row is None:
        row = begin_series(union, kind, today, 0)
        if series_for(union, DECISION, today) == TOGETHER and kind == LETTER:
            # It keeps the form of letters, which are numbered with all others.
            row.numbered.all().delete()
            _leave(row, today)
    return row


def _leave(row: Register, today: date) -> None:
    """From ``today`` on the series gives no numbers."""
    row.last_day = max(row.first_day, today - timedelta(days=1))
    row.save(update_fields=["last_day"])


def _go_over(union: Organisation, style: Style, today: date) -> None:
    old, new = (NUMBERED, (TOGETHER,)) if style.together else ((TOGETHER,), NUMBERED)
    this_year = Register.objects.filter(union=union, first_day__year=today.year)
    left = [one for kind in old for one in this_year.filter(kind=kind, last_day__gte=today)]
    highest = max((one.last for one in left), default=0)
    for one in left:
        _leave(one, today)
    documents = {kind: [code for code, made in DEFINITIONS.items() if made.symbol == kind] for kind in NUMBERED}
    every = [code for codes in documents.values() for code in codes]
    NumberedKind.objects.filter(register__union=union, document__in=every).delete()
    for kind in new:
        row = _go_on(union, kind, today, highest, style)
        codes = every if kind == TOGETHER else documents[kind]
        NumberedKind.objects.bulk_create(NumberedKind(register=row, document=code) for code in codes)


def _go_on(union: Organisation, kind: str, today: date, last: int, style: Style) -> Register:
    """The series of ``kind`` that gives no number up to ``last``: that of this year, or a new one from today."""
    row = Register.objects.filter(union=union, kind=kind, first_day__year=today.year).order_by("-first_day").first()
    if row is not None and row.last >= last:
        row.last_day = date(today.year, 12, 31)
        row.save(update_fields=["last_day"])
        return row
    if row is not None and row.first_day == today:
        raise ActionError(
            "changed_today",
            _("The series were changed today, and numbers have been given since. Change them again tomorrow."),
            where="together",
        )
    first, end = today if last else date(today.year, 1, 1), date(today.year, 12, 31)
    return Register.objects.create(
        union=union, kind=kind, first_day=first, last_day=end, last=last, on_paper=last, form=style.form_of(kind)
    )
