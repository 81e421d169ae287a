"""Searches find words without their accents; who typed accents meant them, and finds those first."""

from __future__ import annotations

import unicodedata
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from consult.rules.text import normalise_for_search


def as_typed_first(found: QuerySet[Any], text: str, *fields: str) -> QuerySet[Any]:
    """``found``, with the rows first whose ``fields`` hold every word that was typed with accents, as it was typed.

    Within both groups the order is the one that ``found`` had.
    """
    words = unicodedata.normalize("NFC", text).split()
    accented = [word for word in words if normalise_for_search(word) != word.lower()]
    if not accented:
        return found
    order = found.query.order_by or tuple(found.model._meta.ordering)
    holds = reduce(lambda every, word: every & _holds(word, fields), accented, Q())
    first = Case(When(holds, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.annotate(as_typed=first).order_by("as_typed", *order)


def _holds(word: str, fields: tuple[str, ...]) -> Q:
    # Capital letters of other alphabets than English's are others to SQLite.
    spellings = {word, word.lower(), word.upper(), word.capitalize()}
    return reduce(or_, (Q(**{f"{field}__contains": spelling}) for field in fields for spelling in sorted(spellings)))
