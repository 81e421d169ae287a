"""People: accounts, by which somebody signs in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.rules.text import normalise_for_search

from .fields import CharField
from .named import NamedPerson


def normal_address(text: str) -> str:
    """An e-mail address as it is kept and looked for: people write the same one in capitals and small letters."""
    return text.strip().lower()


class AccountAddressField(models.EmailField):
    """An e-mail address that opens an account: alike however its letters were written."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return normal_address(text) or None if isinstance(text, str) else text

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class PersonManager(BaseUserManager["Person"]):
    """Makes accounts by e-mail."""

    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=normal_address(email) if email else None, **fields)
        person.set_password(password)
        person.save()
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(email, password, is_superuser=True, **fields)


class Person(NamedPerson, AbstractBaseUser, PermissionsMixin):
    """Anyone who signs in. What they may do follows from memberships and seats alone."""

    # Stays the same wherever the row is carried: histories name it by this.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # None where somebody has no address of their own: they never sign in, and are told by the call list.
    email = AccountAddressField(_("e-mail"), unique=True, null=True, blank=True)
    name = CharField(_("full name"), max_length=150)
    phone = CharField(_("telephone"), max_length=30, blank=True)
    language = CharField(_("language"), max_length=5, default="vi")
    quiet_from = models.TimeField(_("no mails from"), null=True, blank=True)
    quiet_until = models.TimeField(_("no mails until"), null=True, blank=True)
    # One mail a day with everything that waits; who wants none sees it here alone.
    daily_mail = models.BooleanField(_("one mail a day with what is waiting"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    keeper = models.ForeignKey(
        "Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kept by"),
        limit_choices_to={"kind": "union"},
        help_text=_("The union that entered this, and whose administrator may change it."),
    )
    joined_at = models.DateTimeField(_("joined"), default=clock.now, editable=False)
    erased_at = models.DateTimeField(_("personal data erased"), null=True, blank=True, editable=False)
    # Of an account that turned out to be a second one of the same person: the one that remained. Histories name both.
    joined_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="joined", editable=False,
        verbose_name=_("joined into"),
    )  # fmt: skip
    search_text = CharField(max_length=500, editable=False, default="")

    # Set for one document: for whom they sign it as a stand-in.
    signs_for_holder: Person | None = None

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_one_per_email"),
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="person_both_quiet_hours_or_none",
                violation_error_message=_("Give both times, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or ""

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.search_text = normalise_for_search(f"{self.name} {self.email or ''} {self.phone}")[:500]
        if update_fields is not None and {"name", "email", "phone"} & set(update_fields):
            update_fields = {*update_fields, "search_text"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def titled_name(self) -> str:
        """The name as documents print it, with degree and title: "PGS.TS. Nguyễn Văn A"."""
        expert = getattr(self, "expert", None)
        return f"{expert.degree} {self.name}" if expert and expert.degree else self.name
