"""Columns that Django does not bring: texts that hold nothing unprintable, however they come in, and codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db import models

from consult.rules.text import printable, printable_values

_BREAKS = re.compile(r"[\n\t]+")

if TYPE_CHECKING:
    Base = models.Field[Any, Any]
    Text = models.CharField[str, str]
else:
    Base = object
    Text = models.CharField


class PrintableMixin(Base):
    """Cleans what is kept at the door of the database, so that forms, imports, interfaces and commands all come through it.

    To migrations the column is Django's own.
    """

    @staticmethod
    def cleaned(value: Any) -> Any:
        return printable_values(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        cleaned = self.cleaned(value)
        if cleaned != value:
            setattr(model_instance, self.attname, cleaned)
        return cleaned

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(self.cleaned(value))

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{path.rpartition('.')[2]}", list(args), dict(kwargs)


class CharField(PrintableMixin, models.CharField):
    """One line: a break in it is a space, as in a subject of a mail or a name of a file."""

    @staticmethod
    def cleaned(value: Any) -> Any:
        return _BREAKS.sub(" ", printable(value)) if isinstance(value, str) else value


class TextField(PrintableMixin, models.TextField):
    pass


class URLField(PrintableMixin, models.URLField):
    pass


class JSONField(PrintableMixin, models.JSONField):
    pass


class CodeField(PrintableMixin, Text):
    """One code of an enumeration, given as ``choices``.

    Migrations know it as plain text: its codes bound forms and words, not the column, so that a new one needs no migration.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, "django.db.models.CharField", args, kwargs
