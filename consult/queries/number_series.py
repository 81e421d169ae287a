"""How a union keeps its numbers today, and which series numbers a kind of document on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import F

from consult import clock
from consult.models import Organisation, Register
from consult.rules.number_series import NUMBERED, TOGETHER, Style
from consult.rules.numbering import DECISION, LETTER, form_of


def style_of(union: Organisation) -> Style:
    """How the next numbers are given and written."""
    together = series_for(union, DECISION, clock.today()) == TOGETHER
    return Style(
        together=together,
        form=form_in_use(union, TOGETHER if together else DECISION) or form_of(DECISION),
        letter_form=form_in_use(union, LETTER) or form_of(LETTER),
    )


def form_in_use(union: Organisation, kind: str) -> str:
    """The form of the newest series of ``kind``, "" where there is none."""
    newest = Register.objects.filter(union=union, kind=kind).order_by("-first_day").values_list("form", flat=True)
    return newest.first() or ""


def series_for(union: Organisation, kind: str, day: date) -> str:
    """The series in which documents with the abbreviation ``kind`` are numbered on ``day``: their own, or that of all."""
    if kind not in NUMBERED:
        return kind
    begun = Register.objects.filter(union=union, kind__in=(kind, TOGETHER), first_day__lte=day)
    # Of two that begin on one day, the one that numbers something is in use.
    covering = begun.filter(last_day__gte=day).order_by("-first_day", F("numbered__id").desc(nulls_last=True))
    newest = covering.values_list("kind", flat=True).first()
    if newest is None:
        newest = begun.order_by("-last_day").values_list("kind", flat=True).first()
    return kind if newest is None else newest


def next_numbers(union: Organisation, style: Style) -> dict[str, int]:
    """The number that comes next of each kind, if they are kept as ``style`` says from now on."""
    today = clock.today()
    last = dict(
        Register.objects.filter(
            union=union, kind__in=(*NUMBERED, TOGETHER), first_day__lte=today, first_day__year=today.year
        )
        .order_by("first_day")
        .values_list("kind", "last")
    )
    now = style_of(union).together
    if now == style.together:
        return {kind: last.get(TOGETHER if now else kind, 0) + 1 for kind in NUMBERED}
    return dict.fromkeys(NUMBERED, max(last.values(), default=0) + 1)
