"""Which series numbers a document, and how its symbol is written there: asked by whoever numbers, and by whoever shows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from consult.models import Organisation, Register
from consult.rules.number_series import TOGETHER
from consult.rules.numbering import LETTER


def series_of(union: Organisation, documents: Collection[str], kind: str, day: date) -> str:
    """The kind of the series that numbers any of ``documents`` on ``day``: the newest one that began to; ``kind`` by default.

    Of two that begin on one day, the one made later took the place of the other.
    """
    begun = Register.objects.filter(union=union, first_day__lte=day, numbered__document__in=documents)
    newest = begun.order_by("-first_day", "-pk").values_list("kind", flat=True).first()
    return kind if newest is None else newest


def form_in_use(union: Organisation, kind: str) -> str:
    """The form of the newest series of ``kind``, "" where there is none."""
    newest = Register.objects.filter(union=union, kind=kind).order_by("-first_day", "-pk")
    return newest.values_list("form", flat=True).first() or ""


def form_within(union: Organisation, series: str, kind: str) -> str:
    """How symbols of documents with the abbreviation ``kind`` are written in the union's ``series``; "" as in the decree.

    Letters have no abbreviation: numbered with all others, they are written as they were in their own series.
    """
    return form_in_use(union, LETTER if series == TOGETHER and kind == LETTER else series)
