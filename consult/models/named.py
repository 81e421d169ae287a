"""Rows that lists put into the order of their names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from consult.rules.text import sort_key, sort_key_of_person

from .fields import CharField


class Named(models.Model):
    """Keeps the key by which the database, which does not know the Vietnamese alphabet, puts names into its order."""

    sort_key = CharField(max_length=300, editable=False, default="", db_index=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.sort_key = self.name_key(self.name)  # type: ignore[attr-defined]
        if update_fields is not None and "name" in update_fields:
            update_fields = {*update_fields, "sort_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @staticmethod
    def name_key(name: str) -> str:
        return sort_key(name)


class NamedPerson(Named):
    """People go by their given names."""

    class Meta:
        abstract = True

    @staticmethod
    def name_key(name: str) -> str:
        return sort_key_of_person(name)
