"""Rows of every table as lines of JSON, alike on every database, and back again."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.utils.functional import Promise

BATCH = 500
# People sign in anew after a return; who could read old sessions could otherwise come back with them.
LEFT_OUT = {"sessions.session", "usersessions.usersession"}


def tables() -> list[type[models.Model]]:
    """Every model with a table of its own that belongs into a backup, tables of relations too."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    ]
    return sorted(found, key=lambda model: model._meta.label_lower)


def _columns(model: type[models.Model]) -> list[models.Field]:
    return list(model._meta.local_concrete_fields)


def _plain(field: models.Field, value: Any) -> Any:
    """A value as JSON knows it."""
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, (bool, int, float, str)) and not isinstance(value, Promise):
        return value
    if isinstance(value, (date, time, UUID, Decimal)):
        return str(value)
    return field.get_prep_value(value)


def dump(model: type[models.Model]) -> Iterator[str]:
    """The rows of a table in the order of their keys, a line each."""
    fields = _columns(model)
    rows = model._base_manager.order_by("pk").values_list(*[field.attname for field in fields])
    for row in rows.iterator(chunk_size=BATCH):
        values = {str(field.column): _plain(field, value) for field, value in zip(fields, row, strict=True)}
        yield json.dumps(values, ensure_ascii=False, sort_keys=True) + "\n"


def load(model: type[models.Model], lines: Iterable[str]) -> int:
    """Put rows into an empty table, keys and all. Returns how many."""
    fields = _columns(model)
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608 - our own names
    count = 0
    batch: list[list[Any]] = []
    with connection.cursor() as cursor:
        for line in lines:
            values = json.loads(line)
            batch.append([_stored(field, values[field.column]) for field in fields])
            count += 1
            if len(batch) == BATCH:
                cursor.executemany(statement, batch)
                batch.clear()
        if batch:
            cursor.executemany(statement, batch)
    return count


def _stored(field: models.Field, value: Any) -> Any:
    if isinstance(field, models.BinaryField) and value is not None:
        return field.get_db_prep_save(base64.b64decode(value), connection)
    if isinstance(field, models.ForeignKey):
        # What it points at decides how its key is written.
        return field.target_field.get_db_prep_save(field.target_field.to_python(value), connection)
    return field.get_db_prep_save(field.to_python(value), connection)
