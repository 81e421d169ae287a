"""Keeps what searches read true when somebody or something is renamed: in one place, by Django's own signals.

Rows say what they are found by (``searched``); names that stand in other rows' texts reach them from here. What is written past
models (``update``, SQL) is found by ``check_consistency`` and mended by ``rebuild_search``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.signals import m2m_changed, post_save

from consult.models import Dossier, Expert, Organisation, Person, SubjectArea

BATCH = 500


def connect() -> None:
    for sender, receiver in (
        (Person, _person_saved), (Organisation, _body_saved), (SubjectArea, _area_saved),
    ):  # fmt: skip
        post_save.connect(receiver, sender=sender, dispatch_uid=f"search_text:{sender.__name__}")
    m2m_changed.connect(_areas_changed, sender=Expert.subject_areas.through, dispatch_uid="search_text:areas")


def outdated(rows: QuerySet[Any]) -> Iterator[Any]:
    """Those of ``rows`` (dossiers or experts) that a search would not find by what they hold now."""
    for row in rows.iterator(chunk_size=BATCH):
        if row.search_text != row.searched:
            yield row


def rebuild(rows: QuerySet[Any]) -> int:
    """Write anew what is outdated; how many rows that were."""
    count = 0
    for row in outdated(rows):
        type(row)._base_manager.filter(pk=row.pk).update(search_text=row.searched)
        count += 1
    return count


def experts() -> QuerySet[Expert]:
    return Expert.objects.order_by("pk").select_related("person", "association").prefetch_related("subject_areas")


def dossiers() -> QuerySet[Dossier]:
    return Dossier.objects.order_by("pk").select_related("proposer")


def _person_saved(instance: Person, created: bool, **_more: Any) -> None:
    if not created:
        rebuild(experts().filter(person=instance))


def _body_saved(instance: Organisation, created: bool, **_more: Any) -> None:
    if not created:
        rebuild(experts().filter(association=instance))
        rebuild(dossiers().filter(~Q(search_text__contains=instance.search_text), proposer=instance))


def _area_saved(instance: SubjectArea, created: bool, **_more: Any) -> None:
    if not created:
        rebuild(experts().filter(subject_areas=instance))


def _areas_changed(instance: Model, action: str, **_more: Any) -> None:
    if action in ("post_add", "post_remove", "post_clear") and isinstance(instance, Expert):
        rebuild(experts().filter(pk=instance.pk))
