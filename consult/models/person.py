"""People: accounts, by which somebody signs in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock


class PersonManager(BaseUserManager["Person"]):
    """Makes accounts by e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(email, password, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """Anyone who signs in. What they may do follows from memberships and seats alone."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("full name"), max_length=150)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=5, default="vi")
    quiet_from = models.TimeField(_("no mails from"), null=True, blank=True)
    quiet_until = models.TimeField(_("no mails until"), null=True, blank=True)
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

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def titled_name(self) -> str:
        """The name as papers print it, with degree and title: "PGS.TS. Nguyễn Văn A"."""
        expert = getattr(self, "expert", None)
        return f"{expert.degree} {self.name}" if expert and expert.degree else self.name
