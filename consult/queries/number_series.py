"""How a union keeps its numbers today, and which series numbers a kind of document on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from consult import clock
from consult.documents import DEFINITIONS
from consult.documents.series import form_in_use, series_of
from consult.models import Organisation, Register
from consult.rules.number_series import NUMBERED, TOGETHER, Style
from consult.rules.numbering import DECISION, LETTER, form_of


def documents_of(kind: str) -> list[str]:
    """The kinds of document that a series of ``kind`` numbers where the office says nothing else."""
    kinds = NUMBERED if kind == TOGETHER else (kind,)
    return [document for document, definition in DEFINITIONS.items() if definition.symbol in kinds]


def series_on(union: Organisation, kind: str, day: date, document: str = "") -> str:
    """The series in which documents with the abbreviation ``kind`` are numbered on ``day``, or that ``document`` alone.

    Whoever gives a number, shows one or changes the series asks here.
    """
    return series_of(union, [document] if document else documents_of(kind), kind, day)


def style_of(union: Organisation) -> Style:
    """How the next numbers are given and written."""
    together = series_on(union, DECISION, clock.today()) == TOGETHER
    return Style(
        together=together,
        form=form_in_use(union, TOGETHER if together else DECISION) or form_of(DECISION),
        letter_form=form_in_use(union, LETTER) or form_of(LETTER),
    )


def of_the_year(union: Organisation, day: date) -> QuerySet[Register]:
    """The series of a year that a change of series is about, oldest first."""
    found = Register.objects.filter(union=union, kind__in=(*NUMBERED, TOGETHER), first_day__year=day.year)
    return found.order_by("first_day", "pk")


def taken_up_again(union: Organisation, together: bool, day: date) -> dict[str, Register]:
    """The series by kind that a change on ``day`` takes up where they were left, since no number was given after them.

    Empty where there was one, or no such series this year: then new ones begin.
    """
    rows = of_the_year(union, day).filter(first_day__lte=day, numbered__isnull=False).distinct()
    old = [one for one in rows if (one.kind == TOGETHER) == together]
    since = [one for one in rows if (one.kind == TOGETHER) != together and one.last_day >= day]
    newest = {one.kind: one for one in old}
    if not newest or any(one.last > one.on_paper for one in since):
        return {}
    began = min(((one.first_day, one.pk) for one in since), default=None)
    later = began is not None and all((one.first_day, one.pk) < began for one in newest.values())
    return newest if later else {}


def goes_on_elsewhere(register: Register, kind: str) -> Register | None:
    """The series of the same year that took the place of this one for documents of ``kind``, None where none has."""
    later = Q(first_day__gt=register.first_day) | Q(first_day=register.first_day, pk__gt=register.pk)
    found = Register.objects.filter(later, union=register.union_id, first_day__year=register.year)
    others = found.filter(numbered__document__in=documents_of(kind)).exclude(kind=register.kind)
    return others.order_by("first_day", "pk").first()


def next_numbers(union: Organisation, style: Style) -> dict[str, int]:
    """The number that comes next of each kind, if they are kept as ``style`` says from now on."""
    today = clock.today()
    last = {one.kind: one.last for one in of_the_year(union, today).filter(first_day__lte=today)}
    if style_of(union).together == style.together:
        return {kind: last.get(TOGETHER if style.together else kind, 0) + 1 for kind in NUMBERED}
    again = taken_up_again(union, style.together, today)
    if again:
        lasts = {kind: again.get(TOGETHER if style.together else kind) for kind in NUMBERED}
        return {kind: (row.last if row else 0) + 1 for kind, row in lasts.items()}
    return dict.fromkeys(NUMBERED, max(last.values(), default=0) + 1)
