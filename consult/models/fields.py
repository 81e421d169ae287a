"""Columns that Django does not bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    Text = models.CharField[str, str]
else:
    Text = models.CharField


class CodeField(Text):
    """One code of an enumeration, given as ``choices``.

    Migrations know it as plain text: its codes bound forms and words, not the column, so that a new one needs no migration.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, "django.db.models.CharField", list(args), dict(kwargs)
